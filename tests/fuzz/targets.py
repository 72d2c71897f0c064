"""What is fuzzed: each target takes bytes, makes of them what it tests, and says what must hold.

A target raises for everything that must not be; what may be raised it catches itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import bri_search
from bri_search.errors import BriSearchError, QueryError, UnreadableSource
from bri_search.index.columns import WALL
from bri_search.index.documents import StoredDocument
from bri_search.index.preparing import prepare
from bri_search.index.store import Store
from bri_search.search.parsing import MAX_DEPTH, parse
from bri_search.sources.readers import READABLE_SUFFIXES, read_bytes
from bri_search.sources.sections import divide
from bri_search.text.fold import Folding
from bri_search.text.reading import reading
from tests.fuzz.seeds import FRAGMENTS, OPERATORS, QUERIES, TEXTS, seeds_of

__all__ = ["Target", "targets"]

IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
CORPUS = Path(__file__).resolve().parent.parent.parent / "corpus"


@dataclass(frozen=True)
class Target:
    """Something to be fuzzed, with inputs to begin with."""

    name: str
    run: Callable[[bytes], None]
    seeds: tuple[bytes, ...]


def targets(index: Path) -> tuple[Target, ...]:
    """All targets; readers are those that there are. `index` is a folder for a small index."""

    @cache
    def library() -> bri_search.Library:
        if not (index / "CURRENT").exists():
            bri_search.build(CORPUS, index)
        return bri_search.open(index)

    @cache
    def folding() -> Folding:
        library()
        return Store(index).folding

    fragments = tuple(bytes([1, *range(start, 256, 7)]) for start in range(7))
    texts = tuple(b"\0" + text.encode("utf-8", "surrogateescape") for text in TEXTS)
    queries = tuple(b"\0" + query.encode() for query in QUERIES)
    return (
        Target("folding", lambda data: _fold(_text(data), folding()), texts + fragments),
        Target("repair", lambda data: _repair(_text(data), folding()), texts + fragments),
        Target("query parser", lambda data: _parse(_text(data, OPERATORS)), queries + fragments),
        Target("search", lambda data: _search(_text(data, OPERATORS), library()), queries),
        *(
            Target(f"reader {suffix}", _reader(suffix), seeds_of(suffix))
            for suffix in sorted(READABLE_SUFFIXES)
        ),
    )


def _text(data: bytes, fragments: tuple[str, ...] = FRAGMENTS) -> str:
    """Bytes as text: as UTF-8 as far as they are, or each as a fragment that means something."""
    if data[:1] < b"\1":
        return data[1:].decode("utf-8", "surrogateescape")
    return "".join(fragments[byte % len(fragments)] for byte in data[1:2000])


def _fold(text: str, folding: Folding) -> None:
    folded = folding.fold(text)
    offsets = list(folded.offsets)
    assert len(offsets) == len(folded.text)
    assert offsets == sorted(offsets)
    assert all(0 <= offset < len(text) for offset in offsets)
    assert WALL not in folded.text
    assert folding.text(folded.text) == folded.text, "folding twice changes something"
    folded.text.encode("utf-16-be")
    for has_markup in (False, True):
        read = reading([(0, text)], has_markup)
        assert len(read.text) == len(read.offsets)


def _repair(text: str, folding: Folding) -> None:
    for has_markup in (False, True):
        passages, furniture = divide(text, has_markup)
        spans = [span for passage in passages for span in passage.spans]
        _covers(text, spans + [piece.span for piece in furniture])
        document = StoredDocument.of(prepare(text, passages, furniture, folding))
        assert document.text(0, len(text)) == text
        assert [document.passage(number) for number in range(len(document))] == list(passages)
        for position in range(0, len(document.folded) // 2, 7):
            if document.folded_character(position) is not None:
                passage = document.passage(document.passage_at(position))
                offset = document.offset(position)
                assert any(start <= offset <= end for start, end in passage.spans)


def _covers(text: str, spans: Iterable[tuple[int, int]]) -> None:
    position = 0
    for start, end in sorted(spans):
        assert start == position < end, "a character is in no passage, or in two"
        position = end
    assert position == len(text), "characters at the end are in no passage"


def _parse(query: str) -> None:
    try:
        tree = parse(query)
    except QueryError as error:
        assert 0 <= error.position <= len(query)
        assert len(str(error).splitlines()) == 1 or not str(error).isprintable()
    else:
        assert len(repr(tree)) > MAX_DEPTH or tree == parse(query)


def _search(query: str, library: bri_search.Library) -> None:
    for ask in (
        lambda: library.search(query, limit=3, explain=True),
        lambda: library.search(query, exact=True, limit=3),
        lambda: library.kwic(query, limit=3, sort="right1"),
        lambda: library.quote(query, limit=1),
        lambda: library.check(query, limit=1),
    ):
        try:
            found = ask()
        except BriSearchError as error:
            assert str(error)
            continue
        found.as_json()
        for hit in found if isinstance(found, bri_search.SearchResult) else ():
            for match in hit.matches:
                pieces = [match.text] if len(match.spans) == 1 else []
                assert match.start < match.end
                assert all(map(library.fold, pieces)), "a match folds to nothing"


def _reader(suffix: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        try:
            found = read_bytes(f"fuzzed{suffix}", suffix, data)
        except UnreadableSource as error:
            assert error.reason
            return
        passages, furniture = divide(found.text, found.has_markup)
        spans = [span for passage in passages for span in passage.spans]
        _covers(found.text, spans + [piece.span for piece in furniture])

    return read
