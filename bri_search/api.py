"""bri-search from Python: open or build a library, and ask it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from bri_search.errors import UsageError
from bri_search.index.store import Store
from bri_search.search import kwic as concordancing
from bri_search.search.filtering import Filter, Filters
from bri_search.search.presenting import hit, shown_passage
from bri_search.search.query import parse
from bri_search.search.ranking import rank, rank_phrase
from bri_search.search.results import (
    Count,
    KwicResult,
    SearchResult,
    ShownPassage,
    SourceSummary,
    Suggestion,
)
from bri_search.search.suggesting import suggest

if TYPE_CHECKING:
    from bri_search.index.build import BuildReport, Progress

__all__ = ["Library", "build", "open"]

StrPath = str | os.PathLike[str]


def open(index: StrPath = "index") -> Library:
    """Open the index in a folder for reading.

    What is built later does not show in a library that is open. Raises IndexMissing, IndexForeign,
    IndexDamaged or IndexOutdated, each saying what to do.

    >>> library = open(example_index)
    >>> library.search("合作伙伴", limit=1).hits[0].matches[0].text
    '合作夥伴'
    """
    return Library(Store(Path(index)))


def build(
    corpus: StrPath | Iterable[StrPath] = "corpus",
    index: StrPath = "index",
    *,
    catalog: StrPath | None = None,
    progress: Progress | None = None,
) -> Library:
    """Build the index of a folder (or of several, or of files), or bring it up to date; open it.

    Only what changed is read again. `library.report` says what was added, changed, renamed,
    removed, skipped and what could not be read. `catalog` names a catalog other than the
    `catalog.toml` of the corpus; `progress` is called with what is being done, the bytes done and
    the bytes there are. Raises UsageError, CatalogError, IndexForeign or LibraryError.

    >>> library = build(example_corpus, example_index)
    >>> library.report.nothing_changed, library.report.total
    (True, 2)
    """
    from bri_search.index.build import build_index  # what builds takes longer to load than a search

    roots = [corpus] if isinstance(corpus, (str, os.PathLike)) else list(corpus)
    report = build_index(
        [Path(root) for root in roots],
        Path(index),
        catalog=None if catalog is None else Path(catalog),
        progress=progress,
    )
    return Library(Store(Path(os.path.abspath(index))), report)


class Library:
    """An index that is open for reading; made by `open` and `build`.

    `report` is what the build found and did; None where the library was only opened.

    >>> library = open(example_index)
    >>> [summary.source.id for summary in library.sources]
    ['paper', 'statement']
    """

    def __init__(self, store: Store, report: BuildReport | None = None) -> None:
        self._store = store
        self.report = report

    @property
    def sources(self) -> tuple[SourceSummary, ...]:
        """All sources, in the order of their paths."""
        return tuple(
            SourceSummary(entry.source, entry.passages, entry.characters)
            for entry in self._store.sources
        )

    def fold(self, text: str) -> str:
        """A text as it is compared: its folded characters.

        >>> open(example_index).fold("「數字絲綢之路」 ３,０００ 億")
        '数字丝绸之路3000亿'
        """
        return self._store.folding.text(text)

    def search(
        self,
        query: str,
        *,
        exact: bool = False,
        limit: int = 10,
        offset: int = 0,
        **filters: Unpack[Filters],
    ) -> SearchResult:
        """The passages that answer a query, best first; with `exact`, that hold it as a phrase.

        `limit` 0 means all; `offset` passes over the first hits. The filters name a source (id,
        file name or part of the title), a part of a section label, a kind of passage, a script
        (Hans, Hant, Latn, mixed) and ISO 8601 dates. Raises QueryError with the place in the
        query, UsageError, or UnknownSource.

        >>> result = open(example_index).search("数字丝绸之路", exact=True)
        >>> result.total, result[0].source.id, result[0].matches[0].why
        (1, 'paper', ('script', 'spacing'))
        """
        _not_negative(limit=limit, offset=offset)
        chosen = Filter.read(self._store, **filters)
        if exact:
            answers = rank_phrase(self._store, query, chosen)
        else:
            answers = rank(self._store, query, parse(query), chosen)
        page = answers[offset : offset + limit if limit else None]
        return SearchResult(
            query,
            len(answers),
            tuple(hit(self._store, answer) for answer in page),
            () if answers else self.suggest(query),
        )

    def kwic(
        self,
        phrase: str,
        *,
        sort: str = "position",
        width: int = 40,
        limit: int = 0,
        offset: int = 0,
        **filters: Unpack[Filters],
    ) -> KwicResult:
        """Every occurrence of a phrase with `width` characters of text on either side.

        Sorted by `position`, or by what stands `left` or `right`. Limit, offset, filters and
        errors are those of `search`, but that all occurrences are given where no limit is.

        >>> [line.match for line in open(example_index).kwic("合作伙伴")]
        ['合作夥伴']
        """
        _not_negative(limit=limit, offset=offset, width=width)
        chosen = Filter.read(self._store, **filters)
        found = concordancing.find_lines(self._store, phrase, chosen, sort)
        page = found[offset : offset + limit if limit else None]
        return KwicResult(
            phrase,
            len(found),
            tuple(concordancing.line(self._store, one, width) for one in page),
            () if found else self.suggest(phrase),
        )

    def count(self, phrase: str, **filters: Unpack[Filters]) -> Count:
        """How often a phrase stands, by source and by the form found in the text.

        >>> [(form.form, form.count) for form in open(example_index).count("数字丝绸之路").forms]
        [('數字絲綢之路', 1)]
        """
        chosen = Filter.read(self._store, **filters)
        counted = concordancing.count(self._store, phrase, chosen)
        if counted.total:
            return counted
        return Count(phrase, 0, (), (), self.suggest(phrase))

    def show(
        self,
        source: str,
        *,
        section: str | None = None,
        passage: int | None = None,
        line: int | None = None,
        around: int = 0,
    ) -> tuple[ShownPassage, ...]:
        """A source to be read: all of it, a section, or a passage with some around it.

        `passage` is a number as hits give it, `line` a line of the file; `around` is how many
        passages before and behind are wanted. Raises UnknownSource or UsageError.

        >>> [shown.text for shown in open(example_index).show("statement", section="前言")][1]
        '各方与合作夥伴加强互联互通。'
        """
        _not_negative(around=around)
        entry = self._store.find_source(source)
        document = self._store.document(entry.serial)
        numbers = list(range(len(document)))
        if section is not None:
            wanted = self.fold(section)
            numbers = [
                number
                for number in numbers
                if any(wanted in self.fold(label) for label in document.section(number))
            ]
            if not numbers or not wanted:
                raise UsageError(
                    f"no section {section!r} in {entry.source.id}; bri-search show "
                    f"{entry.source.id} --outline lists its sections"
                )
        if line is not None:
            passage = self._passage_on_line(entry.serial, line)
        if passage is not None:
            if not 0 <= passage < len(document):
                raise UsageError(
                    f"passage: {entry.source.id} has no passage {passage}; its passages are 0 to "
                    f"{len(document) - 1}"
                )
            numbers = [n for n in numbers if passage - around <= n <= passage + around]
        return tuple(shown_passage(self._store, entry.serial, number) for number in numbers)

    def _passage_on_line(self, serial: int, line: int) -> int:
        document = self._store.document(serial)
        for number in range(len(document)):
            passage = document.passage(number)
            if document.line_and_column(passage.end - 1)[0] >= line:
                return number
        last = document.line_and_column(document.length - 1)[0]
        raise UsageError(f"line: there is no passage on line {line}; the last line is {last}")

    def suggest(self, phrase: str) -> tuple[Suggestion, ...]:
        """The longest parts of a phrase that stand somewhere, with how often each does.

        >>> [found.text for found in open(example_index).suggest("数字丝绸之路联盟")]
        ['數字絲綢之路']
        """
        return suggest(self._store, phrase)


def _not_negative(**numbers: int) -> None:
    for name, number in numbers.items():
        if number < 0:
            raise UsageError(f"{name}: {number} is negative; give 0 or more")
