"""The words of passages in Whoosh: what orders the answers. No other room imports Whoosh.

One Whoosh document a passage. Whoosh scores the words of a query by BM25F over the words of the
passage and of the headings and the title above it; which passages match is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bri_search.errors import IndexDamaged
from bri_search.index.importing_whoosh import importing_whoosh
from bri_search.sources.document import Passage, Source

__all__ = ["PassageKey", "PassageWords", "WordIndex", "WordWriter"]

PassageKey = tuple[int, int]
"""A passage by the serial number of its source and its own number."""

_PASSAGE_BITS = 32
_CONTEXT_WEIGHT = 0.4


@dataclass(frozen=True, slots=True)
class PassageWords:
    """A passage with its words, and those of the headings and the title above it, all folded."""

    passage: Passage
    words: list[str]
    context: list[str]


@contextmanager
def _unseeded() -> Iterator[None]:
    """Let Whoosh name a segment at random, whatever seed the program has set, and keep that.

    A segment of a name that there is already would be written over the older one.
    """
    import random  # only a build draws anything

    state = random.getstate()
    random.seed()
    try:
        yield
    finally:
        random.setstate(state)


class WordWriter:
    """Adds and deletes the passages of sources; nothing shows before `commit`."""

    def __init__(self, folder: Path) -> None:
        from whoosh import analysis, columns, fields, index

        if index.exists_in(str(folder)):
            opened = index.open_dir(str(folder))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            separated = analysis.RegexTokenizer(r"\S+")
            opened = index.create_in(
                str(folder),
                fields.Schema(
                    words=fields.TEXT(analyzer=separated, phrase=False),
                    context=fields.TEXT(analyzer=separated, phrase=False),
                    key=fields.COLUMN(columns.NumericColumn("Q")),
                    serial=fields.ID(stored=True),
                    passage=fields.STORED,
                    source=fields.ID(stored=True),
                    title=fields.STORED,
                    section=fields.STORED,
                    kind=fields.ID(stored=True),
                    issued=fields.ID(stored=True),
                    script=fields.ID(stored=True),
                ),
            )
        with _unseeded():
            self._writer = opened.writer(limitmb=128)

    def delete(self, serial: int) -> None:
        """Take out all passages of a source."""
        self._writer.delete_by_term("serial", str(serial))

    def add(self, source: Source, serial: int, passages: Iterable[PassageWords]) -> None:
        """Add the passages of a source."""
        for entry in passages:
            self._writer.add_document(
                words=" ".join(entry.words),
                context=" ".join(entry.context),
                key=serial << _PASSAGE_BITS | entry.passage.number,
                serial=str(serial),
                passage=entry.passage.number,
                source=source.id,
                title=source.title,
                section=list(entry.passage.section),
                kind=entry.passage.kind.value,
                issued=source.issued or "",
                script=source.script.value,
            )

    def commit(self) -> None:
        """Make everything show, and let go of the folder."""
        self._writer.commit()

    def cancel(self) -> None:
        """Forget everything, and let go of the folder."""
        self._writer.cancel()


class WordIndex:
    """The words of an index, open for scoring."""

    def __init__(self, folder: Path) -> None:
        with importing_whoosh():
            from whoosh import index, query, scoring  # noqa: F401 - query, so that it is loaded

        try:
            opened = index.open_dir(str(folder), readonly=True)
        except (OSError, index.EmptyIndexError) as error:
            raise IndexDamaged(
                f"{folder}: the words cannot be opened ({error}); run bri-search index again"
            ) from error
        self._searcher = opened.searcher(weighting=scoring.BM25F())

    def scores(self, words: Iterable[str]) -> dict[PassageKey, float]:
        """The BM25F score of every passage that holds at least one of some folded words.

        Formula: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond
        (2009), as Whoosh implements it; words of the context add to a passage's own.
        """
        from whoosh import query

        wanted = query.Or(
            [
                query.AndMaybe(
                    query.Term("words", word),
                    query.Term("context", word, boost=_CONTEXT_WEIGHT),
                )
                for word in dict.fromkeys(words)
            ]
        )
        results = self._searcher.search(wanted, limit=None)
        if not results.top_n:  # an index without documents has no column to read
            return {}
        return dict(self._keyed((number, score) for score, number in results.top_n))

    def _keyed(self, scored: Iterable[tuple[int, float]]) -> Iterator[tuple[PassageKey, float]]:
        column: Any = self._searcher.reader().column_reader("key")
        for number, score in scored:
            key = int(column[number])
            yield (key >> _PASSAGE_BITS, key & ((1 << _PASSAGE_BITS) - 1)), float(score)

    def __len__(self) -> int:
        return int(self._searcher.doc_count())

    def close(self) -> None:
        """Close Whoosh's files."""
        self._searcher.close()
