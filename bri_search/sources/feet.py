"""The foot of a page by its print: notes in small print or below a rule, texts that end early.

Only where a file tells how its lines are printed. Sizes differ from line to line where text was
recognised by a program; there no size is that of the text, and nothing is told by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from bri_search.sources.captions import begins_caption
from bri_search.sources.lines import Line
from bri_search.sources.note_marks import begins_note
from bri_search.sources.printing import SMALLER
from bri_search.sources.sentences import ends_sentence
from bri_search.sources.set_aside import Asides, is_free, is_open, previous_free

__all__ = ["early_ends", "find_small_print"]

_USUAL = 0.35
"""Share of all characters that the print of the text has at least: slides have as large titles."""
_ALIKE = 0.03
"""Share by which sizes differ that are one."""
_LARGER = 1.15
"""Of the size of the text: above what is larger stands a title, and no text with notes."""
_EARLY = 0.1
"""Share of a page's height that is free below a text which ends early."""
_WIDEST_MARGIN = 0.2
"""Share of a page's height: higher up ends no page that is full."""


def find_small_print(lines: list[Line], asides: Asides) -> None:
    """Note the lines that stand at the foot of a column, in smaller print than its text or set off.

    Set off are lines below a short rule the first of which begins as a note does. A caption there
    is none, nor is a quotation in smaller print that goes on in the next column.
    """
    usual = _usual_size(lines, asides)
    if usual is None:
        return
    at_foot: list[int] = []
    for page in _pages(lines):
        at_foot += _at_foot(lines, page, usual, asides)
    shown = [index for index in range(len(lines)) if index not in asides.furniture]
    places = {index: place for place, index in enumerate(shown)}
    runs = groupby(enumerate(at_foot), lambda entry: places[entry[1]] - entry[0])
    for _, run in runs:
        found = [index for _, index in run]
        if not _is_of_text(lines, found, shown[places[found[-1]] + 1 :][:2], usual, asides):
            asides.small_print.update(found)


def early_ends(lines: list[Line], asides: Asides) -> frozenset[int]:
    """The last lines of pages on which the running text ends well above the foot.

    The foot of the text is where it ends on the page that it goes down farthest on, or where a
    page has its number.
    """
    heights: dict[int, float] = {}
    numbers: dict[int, float] = {}
    for page in _pages(lines):
        text = [index for index in page if is_free(index, asides)]
        if text:
            last = heights[text[-1]] = _height(lines[text[-1]])
            below = (_height(lines[index]) for index in page if index in asides.furniture)
            numbers[text[-1]] = max((height for height in below if height < last), default=0.0)
    foot = min([_WIDEST_MARGIN, *heights.values()])
    return frozenset(
        index for index, height in heights.items() if height - max(foot, numbers[index]) >= _EARLY
    )


def _pages(lines: list[Line]) -> Iterable[list[int]]:
    """The printed lines of each page."""
    printed = [index for index, line in enumerate(lines) if line.printed is not None]
    return [list(page) for _, page in groupby(printed, lambda index: lines[index].page)]


def _height(line: Line) -> float:
    return 0.0 if line.printed is None else line.printed.height


def _size(line: Line) -> float:
    return 0.0 if line.printed is None else line.printed.size


def _usual_size(lines: list[Line], asides: Asides) -> float | None:
    """The size in which the text is printed: the largest of those that much is printed in."""
    widths: Counter[float] = Counter()
    for index, line in enumerate(lines):
        if index not in asides.furniture:
            widths[round(_size(line), 1)] += line.width
    del widths[0.0]
    for size in sorted(widths, reverse=True):
        alike = sum(widths[one] for one in widths if abs(one - size) <= _ALIKE * size)
        if alike >= _USUAL * widths.total():
            return size
    return None


def _at_foot(lines: list[Line], page: list[int], usual: float, asides: Asides) -> list[int]:
    """Lines of notes below which nothing of the text stands, and above which it does."""
    likely = {index for index in page if _size(lines[index]) <= SMALLER * usual}
    likely.update(_below_rule(lines, page, asides))
    larger = [
        one
        for index in page
        if index not in asides.furniture and index not in likely
        if (one := lines[index].printed) is not None
    ]
    found = []
    for index in page:
        line = lines[index].printed
        if line is None or index not in likely or not is_open(index, asides):
            continue
        column = [other for other in larger if not other.is_beside(line)]
        above = [other for other in column if other.height > line.height]
        if len(above) < len(column) or not above:
            continue
        if min(above, key=lambda other: other.height).size <= _LARGER * usual:
            found.append(index)
    return found


def _below_rule(lines: list[Line], page: list[int], asides: Asides) -> list[int]:
    """The lines below a rule, if they begin as notes do."""
    below = [
        index
        for index in page
        if (one := lines[index].printed) is not None
        and one.below_rule
        and index not in asides.furniture
    ]
    return below if below and begins_note(lines[below[0]].text) else []


def _is_of_text(
    lines: list[Line], found: list[int], following: list[int], usual: float, asides: Asides
) -> bool:
    """Whether small print is a caption, or part of a text that goes on in the same print."""
    above = previous_free(found[0], asides)
    if any(begins_caption(lines[i].text) for i in (above, found[0]) if i is not None):
        return True
    goes_on = [0 < _size(lines[index]) <= SMALLER * usual for index in following]
    return goes_on == [True, True] and not ends_sentence(lines[found[-1]].text)
