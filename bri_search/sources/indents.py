"""First lines of paragraphs by their print: they begin to the right of the lines around them.

Only where a file tells how its lines are printed. What is set back as a whole (a quotation, a
verse), in the middle or at the right stands among lines that begin where it does, or ends nothing
that is told here; in a list or a bibliography it is the first line that stands out to the left,
and sentences go on into the lines that are set back.
"""

from __future__ import annotations

from statistics import median
from typing import NamedTuple

from bri_search.sources.captions import bullet
from bri_search.sources.headings import enumerator
from bri_search.sources.lines import Line
from bri_search.sources.printing import PrintedLine
from bri_search.sources.sentences import ends_paragraph

__all__ = ["find_first_lines"]

_INDENT = 1.5
"""Sizes of type: a bracket that opens a line seems to begin by two thirds of one later."""
_LATIN_INDENT = 0.9
_ALIKE = 0.75
"""Sizes of type by which the left edges of lines differ that begin alike."""
_FULL = 2.0
"""Sizes of type: what ends nearer to the right edge of the lines below it is a full line."""
_AROUND = 10
"""Lines that stand out to look at on either side: what is usual in this part of a text."""
_AGAINST = 0.3
"""Share of the lines around into which sentences go on, where that is no sign of a paragraph."""
_FEWEST = 3
"""Lines that stand out by as much as one of which the lines around do not tell enough."""


class _Step(NamedTuple):
    """A line that may be set back, by how many sizes of its type; `is_sure` if both sides tell.

    It `is_full` where it goes to the right edge of its column. Where the line above begins as it
    does and may be `one_line` of text, it is a first line only if that is one.
    """

    place: int
    depth: float
    one_line: bool
    is_sure: bool
    is_full: bool
    is_against: bool


def find_first_lines(lines: list[Line], order: list[int]) -> dict[int, bool]:
    """The lines of running text that are set back as the first lines of paragraphs are.

    Of each it is told whether it goes to the right edge of its column, as no heading does.

    `order` are the lines of running text. A line stands out that begins to the right of the lines
    above and below. Where one of them is not of its column, or another paragraph of a line, it has
    to be set back by as much as others.
    """
    steps = []
    for place, index in enumerate(order):
        above = lines[order[place - 1]] if place else None
        below = lines[order[place + 1]] if place + 1 < len(order) else None
        step = _step(above, lines[index], below, place)
        if step is not None:
            steps.append(step)
    found: dict[int, bool] = {}
    for place, step in enumerate(steps):
        around = [
            one for one in steps[max(0, place - _AROUND) : place + _AROUND + 1] if one.is_sure
        ]
        against = sum(one.is_against for one in around)
        if step.is_against or against > _AGAINST * len(around):
            continue
        if step.one_line and order[step.place - 1] not in found:
            continue
        if not step.is_sure:
            depths = [one.depth for one in around if not one.is_against]
            if len(depths) < _FEWEST or abs(step.depth - median(depths)) > _ALIKE:
                continue
        found[order[step.place]] = step.is_full
    return found


def _step(above: Line | None, line: Line, below: Line | None, place: int) -> _Step | None:
    """How a line is set back from those above and below it; None where it is not."""
    one = line.printed
    if one is None:
        return None
    over = above.printed if above is not None and _is_of_column(above, line) else None
    under = below.printed if below is not None and _is_of_column(line, below) else None
    alike = _ALIKE * one.size
    indent = (_LATIN_INDENT if line.text[0].isascii() else _INDENT) * one.size
    one_line = False
    if above is not None and over is not None and one.left - over.left < indent:
        one_line = abs(one.left - over.left) <= alike and ends_paragraph(above.text)
        if not one_line:
            return None
        over = None
    if under is not None and abs(one.left - under.left) <= alike and ends_paragraph(line.text):
        under = None
    if under is not None and one.left - under.left < indent:
        return None
    if over is not None and under is not None and abs(over.left - under.left) > alike:
        return None
    edge = over or under
    if edge is None:
        return None
    return _Step(
        place,
        (one.left - edge.left) / one.size,
        one_line=one_line,
        is_sure=over is not None and under is not None,
        is_full=under is not None and _is_full(one, under),
        is_against=above is not None and over is not None and _goes_on(above, over, one, under),
    )


def _is_of_column(line: Line, below: Line) -> bool:
    """Whether a line stands in the same column as another, below it."""
    one, two = line.printed, below.printed
    if one is None or two is None or line.page != below.page:
        return False
    return one.height > two.height and not one.is_beside(two)


def _goes_on(above: Line, over: PrintedLine, one: PrintedLine, under: PrintedLine | None) -> bool:
    """Whether the line above goes on in one that is set back, or is that of an item which may."""
    is_item = bullet(above.text) or enumerator(above.text) is not None
    is_full = _is_full(over, one) and (under is None or _is_full(over, under))
    return is_full and (is_item or not ends_paragraph(above.text))


def _is_full(line: PrintedLine, other: PrintedLine) -> bool:
    return line.right > other.right - _FULL * line.size
