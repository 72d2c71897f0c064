"""Matching once more, from its definition and with no index: what the real one must agree with.

A phrase stands wherever a stretch of a run, taken by itself, folds to what the phrase folds to.
A run is text that no wall parts: passages that follow one another as long as no sentence ends.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from unittest.mock import patch

from bri_search.index.concordance import Part
from bri_search.index.documents import StoredDocument
from bri_search.index.store import Store
from bri_search.search.filtering import Filter
from bri_search.search.occurrences import Occurrence
from bri_search.search.seeking import seek
from bri_search.sources.document import Kind, Passage, Span
from bri_search.text import fold
from bri_search.text.fold import FoldedText, Folding

RUNNING = (Kind.PARAGRAPH, Kind.ITEM)


@dataclass(frozen=True)
class Run:
    """The characters of passages that no wall parts, with a line break between their pieces."""

    passages: tuple[Passage, ...]
    text: str
    offsets: tuple[int, ...]
    """The offset in the file of each character; that of a line break put in is -1."""

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The pieces of the file that characters start to end of the run are."""
        pieces: list[list[int]] = [[]]
        for offset in self.offsets[start:end]:
            if offset < 0:
                pieces.append([])
            else:
                pieces[-1].append(offset)
        return tuple((piece[0], piece[-1] + 1) for piece in pieces if piece)


@dataclass(frozen=True)
class Found:
    """A place that the scan found."""

    start: int
    end: int
    spans: tuple[Span, ...]


def passages_of(document: StoredDocument) -> list[Passage]:
    return [document.passage(number) for number in range(len(document))]


def runs(text: str, passages: list[Passage]) -> list[Run]:
    """Every passage is in one run; headings, notes, captions and the like are runs by themselves."""
    flowing = [p for p in passages if p.kind in RUNNING or p.kind is Kind.HEADING]
    beside = [p for p in passages if not (p.kind in RUNNING or p.kind is Kind.HEADING)]
    groups: list[list[Passage]] = []
    for passage in flowing:
        if groups and groups[-1][-1].runs_on and passage.kind in RUNNING:
            groups[-1].append(passage)
        else:
            groups.append([passage])
    return [_run(text, group) for group in groups + [[passage] for passage in beside]]


def _run(text: str, group: list[Passage]) -> Run:
    characters: list[str] = []
    offsets: list[int] = []
    for passage in group:
        for start, end in passage.spans:
            if characters:
                characters.append("\n")
                offsets.append(-1)
            characters.append(text[start:end])
            offsets.extend(range(start, end))
    return Run(tuple(group), "".join(characters), tuple(offsets))


def scan(run: Run, phrase: str, folding: Folding) -> list[Found]:
    """Every stretch of a run that folds to a folded phrase, from its first character to its last.

    Candidates are found naively in the folded run with its commas left in, those between two
    digits of the phrase passed over, and so is a space behind a comma that the phrase begins
    with and does not end with; each is then folded by itself. A comma that groups digits is found with a digit beside
    it, never alone.
    """
    folded = _folded(run, phrase, folding)
    return [
        Found(spans[0][0], spans[-1][1], spans)
        for start, end in _candidates(folded, phrase)
        if folding.text(run.text[start:end]) == phrase
        for spans in [run.spans(start, end)]
    ]


def _folded(run: Run, phrase: str, folding: Folding) -> FoldedText:
    """A run folded, with its commas left in unless the phrase is nothing else."""
    return folding.fold(run.text) if set(phrase) == {","} else grouped_fold(folding, run.text)


def grouped_fold(folding: Folding, text: str) -> FoldedText:
    """A text folded but for the last stage, which takes commas out that group digits."""
    with patch.object(fold, "without_grouping", lambda folded, offsets: (folded, offsets)):
        return folding.fold(text)


def is_whole(folded: FoldedText, start: int, end: int) -> bool:
    """Whether folded start to end takes no original character apart."""
    offsets = folded.offsets
    return (start == 0 or offsets[start - 1] != offsets[start]) and (
        end == len(offsets) or offsets[end - 1] != offsets[end]
    )


def _candidates(folded: FoldedText, phrase: str) -> Iterator[Span]:
    pattern = re.escape(phrase[0]) + (" ?" if phrase[0] == "," and len(phrase) > 1 else "")
    for before, character in pairwise(phrase):
        if before in "0123456789" and character in "0123456789":
            pattern += ",?"
        pattern += re.escape(character)
    for match in re.finditer(f"(?=({pattern}))", folded.text):
        if is_whole(folded, *match.span(1)):
            yield folded.span(*match.span(1))


def scan_tiny(run: Run, phrase: str, folding: Folding) -> list[Found]:
    """The definition itself: every stretch, folded; for texts of a few dozen characters.

    What the whole run shows to be markup is none of the phrase's characters, and it neither begins
    nor ends where the run shows a space: one that &nbsp; stands for is at the place of its &.
    """
    whole = _folded(run, phrase, folding)
    shown = set(whole.offsets)
    edges = sorted({at for at, one in zip(whole.offsets, whole.text, strict=True) if one != " "})
    found = []
    for start in edges:
        for last in edges[edges.index(start) :]:
            folded = folding.fold(run.text[start : last + 1])
            places = {start + offset for offset in folded.offsets}
            if folded.text == phrase and {start, last} <= places <= shown:
                spans = run.spans(start, last + 1)
                found.append(Found(spans[0][0], spans[-1][1], spans))
    return found


def scan_all(store: Store, phrase: str) -> list[tuple[int, int, int]]:
    """Source, start and end of every place in an index where a folded phrase stands."""
    return sorted(
        (entry.serial, found.start, found.end)
        for entry in store.sources
        for run in runs_of(store, entry.serial)
        for found in scan(run, phrase, store.folding)
    )


_RUNS: dict[int, tuple[StoredDocument, list[Run]]] = {}


def runs_of(store: Store, serial: int) -> list[Run]:
    """The runs of a source; kept, because every test asks for them."""
    document = store.document(serial)
    known = _RUNS.get(id(document))
    if known is None:
        made = runs(document.text(0, document.length), passages_of(document))
        known = _RUNS[id(document)] = (document, made)
    return known[1]


def passages_in_part(part: Part) -> int:
    """How many passages of a part have any folded text."""
    return part.passages_in(len(part.serials) - 1).stop


def passage_in_part(part: Part, serial: int, number: int) -> int | None:
    """The passage of a part that one of a source is; None if it folds to nothing."""
    member = part.member(serial)
    place = part.document(member).stream_place(number)
    return None if place is None else part.passages_in(member).start + place


def forget() -> None:
    """Keep no runs any longer: of an index that is built anew they would pile up."""
    _RUNS.clear()


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    r"""By counting: a line ends with \n, \r\n or \r."""
    breaks = 0
    last = 0
    for place in range(offset):
        if text[place] == "\n" or (text[place] == "\r" and text[place + 1 : place + 2] != "\n"):
            breaks += 1
            last = place + 1
    return breaks + 1, offset - last + 1


def all_at_once(store: Store, phrase: str, chosen: Filter) -> list[Occurrence]:
    """Every place where a phrase stands, found without regard to an order and then sorted."""
    matcher, sought = seek(store, phrase, chosen)
    return matcher.occurrences(sought)
