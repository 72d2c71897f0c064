"""Page numbers and running heads that a file made from print has as paragraphs inside sentences.

What a format has as a paragraph may as well be the number of a poem or of a question. So numbers
count only where they rise from page to page, far apart, and where some of them cut long paragraphs.
Heads are known by their numbers, by numbers beside them, or by a heading above that says the same.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from bri_search.sources.document import FurnitureKind, Kind
from bri_search.sources.lines import cells
from bri_search.sources.page_numbers import Weight, numbers_in_head, page_number
from bri_search.sources.sentences import ends_paragraph

__all__ = ["printed_numbers"]

_SHORTEST_PAGE = 200
"""Characters."""
_LONGEST = 40
"""Characters of a paragraph that is nothing but a page number or a running head."""
_PROSE = re.compile(r"[，。；、：,.;:]")
_SHORTEST_PROSE = 50
"""Cells: what is shorter and ends no sentence may be a title, a question or a line of verse."""
_WIDEST_STEP = 3
_FEWEST_PAGES = 3
_FEWEST_CUTS = 2
_FARTHEST = 8
"""Paragraphs to look for the other half of a sentence."""

_Paragraph = tuple[Kind | None, str]


def printed_numbers(paragraphs: Sequence[_Paragraph]) -> dict[int, FurnitureKind]:
    """Which paragraphs are page numbers or the running heads beside them, and which they are.

    Of each paragraph its kind is given, or None where it is no text, and what it says.
    """
    ends = list(accumulate(len(text) for _, text in paragraphs))
    runs = [
        (what, run)
        for (what, _), places in _shapes(paragraphs).items()
        for run in _rising(places, ends)
        if len(run) >= _FEWEST_PAGES
    ]
    between = {place for _, run in runs for place in run}
    heads = _heads(
        (place for what, run in runs if what == FurnitureKind.PAGE_NUMBER for place in run),
        paragraphs,
    )
    found: dict[int, FurnitureKind] = {}
    for what, run in runs:
        cuts = {place: _cut(place, paragraphs, between | heads) for place in run}
        if sum(map(_is_wide, cuts.values())) < _FEWEST_CUTS:
            continue
        for place, before in cuts.items():
            if before:
                found[place] = what
                if what == FurnitureKind.PAGE_NUMBER:
                    found |= dict.fromkeys(
                        heads & {place - 1, place + 1}, FurnitureKind.RUNNING_HEAD
                    )
    return found


def _shapes(
    paragraphs: Sequence[_Paragraph],
) -> dict[tuple[FurnitureKind, str], list[tuple[int, int]]]:
    """Short paragraphs by what they may be and by their form, each with its place and number.

    One that says the same as a heading above it has for its number how often that came before.
    """
    shapes: defaultdict[tuple[FurnitureKind, str], list[tuple[int, int]]] = defaultdict(list)
    headings: set[str] = set()
    for place, (kind, text) in enumerate(paragraphs):
        line = text.strip()
        if kind is Kind.HEADING:
            headings.add(line)
        if kind is not Kind.PARAGRAPH or len(text) > _LONGEST:
            continue
        number = page_number(line)
        if number is not None and number.weight is not Weight.WEAK:
            shapes[FurnitureKind.PAGE_NUMBER, number.shape].append((place, number.value))
        elif number is None and line in headings:
            alike = shapes[FurnitureKind.RUNNING_HEAD, line]
            alike.append((place, len(alike) + 1))
        elif number is None:
            for shape, value in numbers_in_head(line):
                shapes[FurnitureKind.RUNNING_HEAD, shape].append((place, value))
    return shapes


def _rising(places: Iterable[tuple[int, int]], ends: Sequence[int]) -> Iterator[list[int]]:
    """Runs of numbers that rise from page to page."""
    run: list[int] = []
    last = 0
    for place, value in places:
        is_next = run and 0 < value - last <= _WIDEST_STEP
        if not (is_next and ends[place - 1] - ends[run[-1]] >= _SHORTEST_PAGE):
            yield run
            run = []
        run.append(place)
        last = value
    yield run


def _heads(numbers: Iterable[int], paragraphs: Sequence[_Paragraph]) -> set[int]:
    """The paragraphs right beside page numbers that say the same beside several."""
    beside = {
        place
        for number in numbers
        for place in (number - 1, number + 1)
        if 0 <= place < len(paragraphs) and _may_be_head(*paragraphs[place])
    }
    times = Counter(paragraphs[place][1] for place in beside)
    return {place for place in beside if times[paragraphs[place][1]] > 1}


def _may_be_head(kind: Kind | None, text: str) -> bool:
    return kind is Kind.PARAGRAPH and len(text) <= _LONGEST and not _PROSE.search(text)


def _cut(place: int, paragraphs: Sequence[_Paragraph], between: set[int]) -> str:
    """The paragraph whose sentence goes on behind a number; empty where none does."""
    before = _nearest(range(place - 1, max(-1, place - 1 - _FARTHEST), -1), paragraphs, between)
    following = range(place + 1, min(len(paragraphs), place + 1 + _FARTHEST))
    behind = _nearest(following, paragraphs, between)
    goes_on = before and behind and not (ends_paragraph(before) or behind[0].isupper())
    return before if goes_on else ""


def _nearest(places: Iterable[int], paragraphs: Sequence[_Paragraph], between: set[int]) -> str:
    for place in places:
        kind, text = paragraphs[place]
        if kind is not None and place not in between:
            return text.strip() if kind is Kind.PARAGRAPH else ""
    return ""


def _is_wide(text: str) -> bool:
    return cells(text) >= _SHORTEST_PROSE
