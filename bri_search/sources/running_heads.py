"""Running heads where a file does not tell its pages: what comes again and interrupts the text."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import accumulate, pairwise

from bri_search.sources.document import FurnitureKind, Kind
from bri_search.sources.headings import enumerator
from bri_search.sources.lines import Line
from bri_search.sources.page_numbers import (
    SHORTEST_PAGE,
    comes_in_order,
    numbers_in_head,
    said_in,
    sequences,
)
from bri_search.sources.printing import larger_than_most
from bri_search.sources.set_aside import Asides, is_free, is_open
from bri_search.sources.surroundings import Surroundings, may_be_head, said

__all__ = ["find_heads", "find_single_heads"]

_ENOUGH = 3
"""Pages on which something comes again, where one or two may be chance."""
_WIDEST_LABEL = 40
"""Cells."""
_STROKE = re.compile("\\|\0|\0\\|")
"""What stands between a head and its number, and hardly before that of a heading."""
_PRINTED_FROM = re.compile(r"(?:https?://|www\.)\S+\s(?:.*\s)?[0-9]{1,4}\s*/\s*[0-9]{1,4}\Z")
"""What a browser prints below a page: its address, and which of how many pages it is."""
_RANK_OF_SECTION = 3
"""What is numbered further inwards, as （一）概况, may come again in every chapter."""


def find_heads(lines: list[Line], asides: Asides, around: Surroundings) -> None:
    """Set aside lines that say the same beside a rising number, and such beside page numbers."""
    short = _short(lines, asides)
    _find_numbered_heads(short, lines, asides, around)
    _find_repeated_heads(short, lines, asides, around)


def _find_numbered_heads(
    short: list[int], lines: list[Line], asides: Asides, around: Surroundings
) -> None:
    """Lines that say the same beside a rising number, most of them inside sentences.

    Rows of two tables say the same as well, but what stands beside them does so too. Left and
    right pages may say different things: one that has the number between two others is a head, and
    so is one at the edge of a page that says what a heading says.
    """
    alike: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for index in short:
        for says, value in numbers_in_head(lines[index].text):
            alike[says].append((index, value))
    known: list[tuple[int, int]] = []
    for says, candidates in alike.items():
        values = dict(candidates)
        for run in sequences(candidates):
            if _are_numbered_heads(says, run, values[run[0]], around):
                found = {*run, *_below_last_page(run[-1], values, len(lines))}
                asides.furniture |= dict.fromkeys(found, FurnitureKind.RUNNING_HEAD)
                known += [one for one in candidates if one[0] in found]
    known.sort()
    headings = {said_in(line.text) for line in lines} if known else set()
    for says, here in [(says, one) for says, of in alike.items() for one in of] if known else []:
        index = here[0]
        if not is_free(index, asides) or not comes_in_order(here, known, beside=1):
            continue
        is_between = comes_in_order(here, known, beside=2)
        if says.replace("\0", "") in headings:
            is_head = is_between or around.is_at_edge(index)
        else:
            is_head = is_between and around.is_between_full_lines(index)
        if is_head:
            asides.furniture[index] = FurnitureKind.RUNNING_HEAD


def _below_last_page(last: int, values: dict[int, int], end: int) -> list[int]:
    """The last line of all, if it says the same with the next number: a last page may be short."""
    return [end - 1] if end - 1 > last and values.get(end - 1) == values[last] + 1 else []


def _are_numbered_heads(says: str, run: list[int], first: int, around: Surroundings) -> bool:
    """Whether lines that say the same beside a rising number are the heads of pages.

    What begins with 1 may be headings that are numbered. Of others one that cuts a column is
    enough; beside a stroke, it need not come again, and right below notes it need not cut one. The
    title is told by its number alone, and an address by which of how many pages it is.
    """
    edges = (0, len(around.lines) - 1)
    inside = sum(around.is_at_foot(index) for index in run)
    at_edge = sum(index in edges and not around.is_at_foot(index) for index in run)
    is_title = around.is_title(says.replace("\0", ""))
    is_telling = _STROKE.search(says) is not None
    are_most = inside > 0 and inside + at_edge > 1 and 2 * (inside + at_edge) >= len(run)
    is_cutting = any(map(around.is_between_full_lines, run))
    is_below_notes = is_telling and all(map(around.is_right_below_note, run))
    is_one = is_title or is_below_notes or (is_cutting and (is_telling or len(run) > 1))
    is_address = len(run) > 1 and _PRINTED_FROM.match(around.lines[run[0]].text) is not None
    is_told = are_most or is_address or (first > 1 and is_one)
    return is_told and not _has_rows_beside(run, around)


def _has_rows_beside(run: list[int], around: Surroundings) -> bool:
    """Whether the neighbours on one side differ only in their numbers, or are the same full lines.

    So they are in a list, and in minutes and resolutions of which each says the same. Text goes on
    beside a head, and is never twice the same.
    """
    for side in zip(*map(around.neighbours, run), strict=True):
        texts = {text for text, _ in side}
        without_numbers = {re.sub(r"[\d\s]+", "", text) for text in texts}
        are_alike = all(is_full for _, is_full in side) and 2 * len(texts) <= len(side)
        if are_alike or len(without_numbers) < len(texts):
            return True
    return False


def _find_repeated_heads(
    short: list[int], lines: list[Line], asides: Asides, around: Surroundings
) -> None:
    """Lines that come again beside page numbers, a page apart, and interrupt the text.

    Where it first comes and interrupts nothing, it is the title that the others repeat.
    """
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for index in short:
        if is_free(index, asides):
            alike[said(lines[index])].append(index)
    repeated = _without_records([found for found in alike.values() if len(found) > 1], lines)
    while True:
        sides = around.sides_of_heads()
        heads = [index for found in repeated for index in _heads(found, around, bool(sides))]
        heads += [
            found[0]
            for found in alike.values()
            if len(found) == 1 and _is_other_head(found[0], sides, around)
        ]
        new = [index for index in heads if index not in asides.furniture]
        if not new:
            return
        asides.furniture |= dict.fromkeys(new, FurnitureKind.RUNNING_HEAD)


def _without_records(repeated: list[list[int]], lines: list[Line]) -> list[list[int]]:
    """Those of the lines that come again which are no labels in a list of records.

    Between two heads stands a page of text. Between two such labels every other line comes again.
    """
    comes_again = [0] * len(lines)
    for found in repeated:
        for index in found:
            comes_again[index] = int(lines[index].width <= _WIDEST_LABEL)
    above = list(accumulate(comes_again))
    return [
        found
        for found in repeated
        if len(found) < _ENOUGH or 2 * (above[found[-1]] - above[found[0]]) < found[-1] - found[0]
    ]


def find_single_heads(lines: list[Line], asides: Asides, around: Surroundings) -> None:
    """Set aside, as passages of their own, heads that come once: what they cut goes on below them.

    They stand beside a page number, or have one themselves, and the characters above and below
    them are seen side by side elsewhere, but not those above and their own.
    """
    for index in _short(lines, asides):
        is_numbered = bool(numbers_in_head(lines[index].text))
        is_at_edge = around.has_number(index - 1) or around.has_number(index + 1)
        if (is_numbered or is_at_edge) and around.parts_a_word(index):
            asides.kinds[index] = Kind.NOTE


def _is_other_head(index: int, sides: set[int], around: Surroundings) -> bool:
    """Whether a line that comes once cuts a column where other pages have their heads."""
    return any(around.has_number(index - side) for side in sides) and around.cuts_column(index)


def _heads(found: list[int], around: Surroundings, has_heads: bool) -> list[int]:
    """Those of some lines that say the same which are running heads: most of them, or none.

    Beside page numbers two that interrupt the text are enough, or one of several, or one that says
    the title or the heading of a chapter, or what a line in larger print says. All beside page
    numbers, they need not interrupt it where they say the title or where other pages have heads.
    Elsewhere they have to cut a column whose lines are full: three, two at the edges of pages, or
    one that says the title. Below notes one that says the title is enough, or two.
    """
    is_larger = larger_than_most([around.lines[index].printed for index in found])[0]
    is_title = is_larger or not (around.is_at_foot(found[0]) or around.is_beside(found[0]))
    rest = found[1:] if is_title else found
    if any(after - before < SHORTEST_PAGE for before, after in pairwise(rest)):
        return []
    at_foot = sum(around.is_at_foot(index) for index in rest)
    beside = sum(around.is_beside(index) for index in rest)
    cutting = sum(around.cuts_column(index) for index in rest)
    says_title = found[0] == 0 and around.says_title(0)
    enough = 1 if says_title else 2 if all(map(around.is_at_edge, rest)) else _ENOUGH
    behind_notes = sum(around.is_behind_notes(index) for index in rest)
    are_below_notes = all(map(around.is_right_below_note, rest))
    are_beside = 3 * beside >= 2 * len(rest)
    are_all_beside = beside == len(rest)
    says_chapter = is_title and _numbers_chapter(around.lines[found[0]].text)
    is_one_of_several = says_chapter or len(rest) > 1
    is_head = (
        (at_foot > 1 and 2 * at_foot >= len(rest) and are_beside)
        or (at_foot > 0 and are_all_beside and beside >= _ENOUGH)
        or (is_one_of_several and are_all_beside and any(map(around.is_between_full_lines, rest)))
        or (cutting >= enough and 2 * cutting >= len(rest))
        or ((says_title or is_larger) and are_beside and (at_foot > 0 or beside >= _ENOUGH))
        or ((says_title or (has_heads and len(rest) > 1)) and are_all_beside)
        or (says_title and are_below_notes)
        or (behind_notes > (0 if says_title else 1) and 2 * at_foot >= len(rest))
    )
    return rest if is_head else []


def _numbers_chapter(text: str) -> bool:
    """Whether a line begins as only the heading of a part, a chapter or a section does."""
    number = enumerator(text)
    return number is not None and number.rank <= _RANK_OF_SECTION


def _short(lines: list[Line], asides: Asides) -> list[int]:
    """Lines that may be running heads."""
    return [
        index for index, line in enumerate(lines) if is_open(index, asides) and may_be_head(line)
    ]
