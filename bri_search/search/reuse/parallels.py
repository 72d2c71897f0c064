"""Parallels: passages that sources share, back in their files and with what differs marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bri_search.errors import UsageError
from bri_search.index.documents import StoredDocument
from bri_search.index.store import Store
from bri_search.search.lazily import Made
from bri_search.search.occurrences import joined
from bri_search.search.presenting import marked
from bri_search.search.reuse.results import (
    Change,
    ChangeKind,
    Parallel,
    Parallels,
    Share,
    SharedSource,
    Shares,
    Side,
)
from bri_search.search.selectors import select
from bri_search.sources.document import Span
from bri_search.text.fold import is_word_character
from bri_search.text.reading import reading

if TYPE_CHECKING:
    from bri_search.index.sharing.runs import Coverage, SharedPassage

__all__ = ["find_parallels", "find_shares"]

LEAST_LENGTH = 5
"""Fewer characters than this stand in any two texts."""

_CLOSING = frozenset(" 。、,.;:!?…)]】〕")
"""Folded characters that belong to what stands before them."""
_OPENING = frozenset(" ([【〔")
"""Folded characters that belong to what follows them."""

Progress = Callable[[int, int], None]

_Runs = tuple[tuple[int, int, int], ...]


def find_parallels(
    store: Store,
    source: str | None,
    with_source: str | None,
    *,
    min_length: int,
    limit: int,
    offset: int,
    progress: Progress,
) -> Parallels:
    """The passages that sources share, longest first; raises UsageError or UnknownSource."""
    from bri_search.index.sharing.runs import find_shared  # loads numpy

    _check_length(min_length)
    if with_source is not None and source is None:
        raise UsageError(
            "there is no source to be set beside it; give two sources", argument="with_source"
        )
    one = None if source is None else store.find_source(source)
    other = None if with_source is None else store.find_source(with_source)
    if one is not None and one == other:
        raise UsageError(
            f"{one.source.id} is given twice; parallels are what two sources share",
            argument="with_source",
        )
    shared = find_shared(
        store.concordance,
        min_length,
        best=offset + limit if limit else None,
        one=None if one is None else one.serial,
        other=None if other is None else other.serial,
        progress=progress,
    )
    return Parallels(
        min_length,
        shared.total,
        tuple(_parallel(store, passage) for passage in shared.passages[offset:]),
    )


def find_shares(store: Store, *, min_length: int, limit: int, progress: Progress) -> Shares:
    """How much of each source stands in parallels with each other; raises UsageError."""
    from bri_search.index.sharing.runs import find_coverage  # loads numpy

    _check_length(min_length)
    covered = find_coverage(store.concordance, min_length, best=limit or None, progress=progress)
    by_date = sorted(covered.sizes, key=lambda serial: _age(store, serial))
    return Shares(
        min_length,
        covered.total,
        tuple(
            SharedSource(store.by_serial(serial).source, covered.sizes[serial])
            for serial in by_date
        ),
        Made(
            len(covered.coverage), store.guarded(lambda one: _share(store, covered.coverage[one]))
        ),
    )


def _share(store: Store, covered: Coverage) -> Share:
    source, other = (store.by_serial(serial).source for serial in (covered.serial, covered.other))
    return Share(source, other, covered.characters, covered.of)


def _check_length(min_length: int) -> None:
    if min_length < LEAST_LENGTH:
        raise UsageError(
            f"{min_length} is too short to mean anything; give {LEAST_LENGTH} or more",
            argument="min_length",
        )


def _age(store: Store, serial: int) -> tuple[bool, str, int]:
    """What sorts sources by date, undated last, and then by path."""
    issued = store.by_serial(serial).source.issued or ""
    return not issued, issued, store.place(serial)


@dataclass(frozen=True, slots=True)
class _Difference:
    """A difference in positions of the streams of both documents."""

    kind: ChangeKind
    first: Span
    second: Span


def _parallel(store: Store, passage: SharedPassage) -> Parallel:
    """A shared passage with its sides in their files, the earlier issued first."""
    serials = passage.first, passage.second
    runs = passage.runs
    if _age(store, serials[1]) < _age(store, serials[0]):
        serials = serials[1], serials[0]
        runs = tuple((second, first, length) for first, second, length in runs)
    one, other = (store.document(serial) for serial in serials)
    runs = _from_word_to_word(one, other, runs)
    differences = [
        difference
        for before, after in pairwise(runs)
        for difference in _differences(one, other, before, after)
    ]
    (first, second, _), (last_first, last_second, last) = runs[0], runs[-1]
    spans = (first, last_first + last), (second, last_second + last)
    longer = _most_characters(one, other, *spans)
    distance = sum(
        _most_characters(one, other, difference.first, difference.second)
        for difference in differences
    )
    differences = _in_whole_words(one, other, spans, differences)
    return Parallel(
        length=passage.length,
        similarity=1 - distance / longer,
        sides=(
            _side(store, serials[0], spans[0], [difference.first for difference in differences]),
            _side(store, serials[1], spans[1], [difference.second for difference in differences]),
        ),
        differences=tuple(_change(one, other, difference) for difference in differences),
    )


def _from_word_to_word(one: StoredDocument, other: StoredDocument, runs: _Runs) -> _Runs:
    """Runs without what is of other words and sentences at their outer edges.

    That is pieces of Latin words and numbers, spaces, what closes before the first word and what
    opens behind the last. As they are where nothing else is left.
    """

    def is_cut(first: int, second: int, *, at: int, idle: frozenset[str]) -> bool:
        """Whether an edge lies in a word of either, or a character on its inner side is idle."""
        return one.folded_character(first + at) in idle or any(
            _is_inside_word(document, edge) for document, edge in ((one, first), (other, second))
        )

    first, second, length = runs[0]
    while length and is_cut(first, second, at=0, idle=_CLOSING):
        first, second, length = first + 1, second + 1, length - 1
    begun = ((first, second, length), *runs[1:])
    first, second, length = begun[-1]
    while length and is_cut(first + length, second + length, at=-1, idle=_OPENING):
        length -= 1
    ended = (*begun[:-1], (first, second, length))
    return ended if ended[0][2] and ended[-1][2] else runs


def _is_inside_word(document: StoredDocument, edge: int) -> bool:
    """Whether a Latin word or a number goes on over an edge: 12.|5 too."""
    before, behind = _is_word(document, edge - 1), _is_word(document, edge)
    if before and behind:
        return True
    return (before and _is_point(document, edge)) or (behind and _is_point(document, edge - 1))


def _is_point(document: StoredDocument, position: int) -> bool:
    """Whether there is a full stop between two digits."""
    return document.folded_character(position) == "." and all(
        (document.folded_character(beside) or "").isdecimal()
        for beside in (position - 1, position + 1)
    )


def _differences(
    one: StoredDocument,
    other: StoredDocument,
    before: tuple[int, int, int],
    after: tuple[int, int, int],
) -> Iterator[_Difference]:
    """What differs between two runs, letter by letter."""
    from rapidfuzz.distance import Levenshtein

    starts = before[0] + before[2], before[1] + before[2]
    first = _characters(one, starts[0], after[0])
    second = _characters(other, starts[1], after[1])
    places = [place for place, _ in first] + [after[0]], [place for place, _ in second] + [after[1]]
    kinds = {"insert": ChangeKind.INSERTED, "delete": ChangeKind.DELETED}
    for edit in Levenshtein.opcodes(
        [character for _, character in first], [character for _, character in second]
    ):
        if edit.tag != "equal":
            yield _Difference(
                kinds.get(edit.tag, ChangeKind.REPLACED),
                (places[0][edit.src_start], places[0][edit.src_end]),
                (places[1][edit.dest_start], places[1][edit.dest_end]),
            )


def _in_whole_words(
    one: StoredDocument,
    other: StoredDocument,
    within: tuple[Span, Span],
    differences: list[_Difference],
) -> list[_Difference]:
    """Differences with the numbers and Latin words that they lie in: 117 for 116, not 7 for 6.

    Those that come together are one.
    """
    widened: list[_Difference] = []
    for difference in differences:
        (first, first_end), (second, second_end) = difference.first, difference.second
        pieces = [(one, difference.first), (other, difference.second)]
        filled = [(document, span) for document, span in pieces if span[0] < span[1]]
        if any(_is_word(document, span[0]) for document, span in filled):
            while (
                first > within[0][0]
                and second > within[1][0]
                and _is_same_word(one, first - 1, other, second - 1)
            ):
                first, second = first - 1, second - 1
        if any(_is_word(document, span[1] - 1) for document, span in filled):
            while (
                first_end < within[0][1]
                and second_end < within[1][1]
                and _is_same_word(one, first_end, other, second_end)
            ):
                first_end, second_end = first_end + 1, second_end + 1
        if widened and first <= widened[-1].first[1] and second <= widened[-1].second[1]:
            before = widened.pop()
            first, second = min(first, before.first[0]), min(second, before.second[0])
        kind = difference.kind
        if first < first_end and second < second_end:
            kind = ChangeKind.REPLACED
        widened.append(_Difference(kind, (first, first_end), (second, second_end)))
    return widened


def _is_word(document: StoredDocument, position: int) -> bool:
    character = document.folded_character(position)
    return character is not None and is_word_character(character)


def _is_same_word(
    one: StoredDocument, position: int, other: StoredDocument, other_position: int
) -> bool:
    """Whether two places have the same character and it belongs to a number or a Latin word."""
    same = one.folded_character(position) == other.folded_character(other_position)
    return same and _is_word(one, position)


def _folded(document: StoredDocument, start: int, end: int) -> str:
    """The folded characters of a stretch of a stream."""
    return bytes(document.folded[2 * start : 2 * end]).decode("utf-16-be")


def _most_characters(one: StoredDocument, other: StoredDocument, first: Span, second: Span) -> int:
    """How many folded characters the longer of two stretches has, one of each stream."""
    return max(len(_folded(one, *first)), len(_folded(other, *second)))


def _characters(document: StoredDocument, start: int, end: int) -> list[tuple[int, str]]:
    """The folded characters of a stretch of a stream, each with its position."""
    characters = []
    for character in _folded(document, start, end):
        characters.append((start, character))
        start += 2 if character > "\uffff" else 1
    return characters


def _change(one: StoredDocument, other: StoredDocument, difference: _Difference) -> Change:
    (first_start, first), (second_start, second) = (
        _written(document, span)
        for document, span in ((one, difference.first), (other, difference.second))
    )
    return Change(difference.kind, first, second, first_start, second_start)


def _written(document: StoredDocument, span: Span) -> tuple[int, str]:
    """Where a stretch of a stream stands in the file, and what the file has there."""
    start = document.offset(span[0])
    if span[0] == span[1]:
        return start, ""
    spans = _spans(document, span)
    return start, "".join(document.text(*piece) for piece in spans)


def _spans(document: StoredDocument, span: Span) -> tuple[Span, ...]:
    """The pieces of the file that a stretch of a stream stands in; no character is taken apart."""
    start, end = document.offset(span[0]), document.offset(span[1] - 1) + 1
    first, last = document.passage_at(span[0]), document.passage_at(span[1] - 1)
    numbers = [first] if first == last else [first, *document.passages_between(first, last)]
    return joined(
        (max(begin, start), min(stop, end))
        for number in numbers
        for begin, stop in document.passage(number).spans
        if begin < end and stop > start
    )


def _side(store: Store, serial: int, span: Span, differing: list[Span]) -> Side:
    document = store.document(serial)
    source = store.by_serial(serial).source
    spans = _spans(document, span)
    start, end = spans[0][0], spans[-1][1]
    passage = document.passage(document.passage_at(span[0]))
    line, column = document.line_and_column(start)
    page = document.page_at(start)
    text = reading(
        [(begin, document.text(begin, stop)) for begin, stop in spans], source.has_markup
    )
    pieces = tuple(piece for one in differing if one[0] < one[1] for piece in _spans(document, one))
    return Side(
        source=source,
        section=passage.section,
        passage=passage.number,
        page=page,
        page_label=document.page_label(page),
        start=start,
        end=end,
        line=line,
        column=column,
        lines=(line, document.line_and_column(end - 1)[0]),
        text=document.text(start, end),
        spans=spans,
        reading=text.text,
        marked=tuple(marked(text, pieces)),
        selector=select(document, start, end),
    )
