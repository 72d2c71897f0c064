"""bri-search from Python: open or build a library, and ask it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypedDict, TypeVar, Unpack

from bri_search.arguments import Arguments, checked
from bri_search.errors import BriSearchError, IndexDamaged, UsageError
from bri_search.index.integrity import damaged
from bri_search.index.store import Store
from bri_search.search.filtering import Filter, Filters

# What a call needs is loaded by the call: a search shall not wait for what it does not use.
if TYPE_CHECKING:
    from bri_search.citation.citing import Citation
    from bri_search.citation.locating import Locator
    from bri_search.index.advance import Progress
    from bri_search.index.build import BuildReport
    from bri_search.index.verifying import Verification
    from bri_search.index.watching import Update
    from bri_search.search.counterparts import Term
    from bri_search.search.kwic.collocates import Collocates, WordFrequencies
    from bri_search.search.kwic.distribution import Distribution
    from bri_search.search.quotation.checking import CheckResult
    from bri_search.search.quotation.results import Candidate, QuotationResult
    from bri_search.search.rendering import Rendering
    from bri_search.search.results import (
        Count,
        Hit,
        KwicLine,
        KwicResult,
        SearchResult,
        ShownPassage,
        SourceSummary,
        Suggestion,
    )
    from bri_search.search.reuse.results import Parallels, Shares
    from bri_search.sources.document import Source

__all__ = ["BuildOptions", "Library", "build", "open", "verify", "watch"]

StrPath = str | os.PathLike[str]
_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")

WAIT = 60.0
"""Seconds that a build waits for another one unless it is told otherwise."""


@checked()
def open(index: StrPath = "index", *, trust: bool = False) -> Library:
    """Open the index in a folder for reading.

    What is built later does not show in a library that is open, until it is refreshed. Parts of an
    index are pickles, which may run code when they are read: one that somebody else built, or that
    others may write, is opened only with `trust`. Raises IndexMissing, IndexForeign, IndexDamaged,
    IndexOutdated or IndexUntrusted, each saying what to do.

    >>> library = open(example_index)
    >>> library.search("合作伙伴", limit=1).hits[0].matches[0].text
    '合作夥伴'
    """
    return Library(Store(Path(os.path.abspath(index)), trust=trust))


@checked()
def verify(
    index: StrPath = "index",
    *,
    trust: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Verification:
    """Check every file of an index, also of one that is too damaged to be opened.

    Reads the whole index and the documents it was built from; `progress` is called with the bytes
    of the index that are read, and of how many. Raises what `open` does, but for IndexDamaged.

    >>> verify(example_index).is_whole
    True
    """
    from bri_search.index.verifying import verify_index

    return verify_index(Path(os.path.abspath(index)), trust=trust, progress=progress)


class BuildOptions(TypedDict, total=False):
    """How to build, by name; what is left out is as usual.

    `catalog` names a catalog other than the `catalog.toml` of the corpus. Links that lead out of
    the corpus are followed with `follow_links`; files of more than `max_file_size` bytes (128 MiB)
    are not read. These three are remembered: left out, they are as the index was built before.
    `rebuild` reads everything again. `trust` is that of `open`. While
    another build is at work this one waits for `wait` seconds (60), and `notice` is called with a
    line that says so; `progress` is called with a `BuildProgress`.

    >>> options: BuildOptions = {"wait": 60.0}
    >>> build(example_corpus, example_index, **options).report.total
    2
    """

    catalog: StrPath | None
    follow_links: bool | None
    max_file_size: int | None
    rebuild: bool
    trust: bool
    wait: float
    notice: Callable[[str], None]
    progress: Progress


@checked(BuildOptions)
def build(
    corpus: StrPath | Iterable[StrPath] = "corpus",
    index: StrPath = "index",
    **options: Unpack[BuildOptions],
) -> Library:
    """Build the index of a folder (or of several, or of files), or bring it up to date; open it.

    Only what changed is read again. `library.report` says what was added, changed, renamed,
    removed, skipped and what could not be read. Whatever happens, the index is the one before or
    the new one. Raises UsageError, CatalogError, IndexForeign, IndexUntrusted or LibraryError.

    >>> library = build(example_corpus, example_index)
    >>> library.report.nothing_changed, library.report.total
    (True, 2)
    """
    folder = Path(os.path.abspath(index))
    report = _build(_roots(corpus), folder, options)
    return Library(Store(folder, trust=options.get("trust", False)), report)


@checked(BuildOptions)
def watch(
    corpus: StrPath | Iterable[StrPath] = "corpus",
    index: StrPath = "index",
    *,
    stop: threading.Event | None = None,
    **options: Unpack[BuildOptions],
) -> Generator[Update, None, None]:
    """Build as `build` does, and again whenever documents come, change, move or go.

    Gives an update for the first build and for each that has something new to tell. Changes that
    come together are one build; one that fails gives an update with the error, and is tried again
    after some seconds. Goes on until it is closed or `stop` is set, which it sees within a second.
    What is open meanwhile keeps answering as it was; refresh it.

    >>> updates = watch(example_corpus, example_index)
    >>> next(updates).report.total
    2
    >>> updates.close()
    """
    from bri_search.index.watching import watch_builds

    roots = _roots(corpus)
    catalog = options.get("catalog")
    return watch_builds(
        lambda: _build(roots, Path(index), options),
        roots,
        Path(index),
        catalog=None if catalog is None else Path(catalog),
        stop=stop,
    )


def _build(roots: list[Path], index: Path, options: BuildOptions) -> BuildReport:
    from bri_search.index.build import build_index  # what builds takes longer to load than a search

    most = options.get("max_file_size")
    if most is not None and most < 1:
        raise UsageError(f"max_file_size: {most} leaves every file out; give 1 byte or more")
    catalog = options.get("catalog")
    given = {"wait": WAIT, **options, "catalog": None if catalog is None else Path(catalog)}
    return build_index(roots, index, **given)  # type: ignore[arg-type]  # checked by BuildOptions


def _reading(
    method: Callable[Concatenate[Library, _Parameters], _Result],
) -> Callable[Concatenate[Library, _Parameters], _Result]:
    """Let a method answer from one snapshot, and tell an index that is damaged from a mistake.

    A refresh by another thread does not show before the method is done. Where it fails in a way
    that nobody foresaw, the files are checked: what does not fit them raises IndexDamaged.
    """
    arguments = Arguments(method, Filters if "filters" in method.__annotations__ else None, bound=1)

    @wraps(method)
    def answer(
        library: Library, /, *args: _Parameters.args, **named: _Parameters.kwargs
    ) -> _Result:
        arguments.check(args, named)
        with library._pinned():
            try:
                return method(library, *args, **named)
            except (BriSearchError, MemoryError):
                raise
            except Exception as error:
                library._blame_damage(error)
                raise

    return answer


class _Opened:
    """A store with what is counted once of it."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @cached_property
    def frequencies(self) -> WordFrequencies:
        from bri_search.search.kwic.collocates import WordFrequencies

        return WordFrequencies(self.store)


class _Pins(threading.local):
    """What each thread is answering from, while it is."""

    opened: _Opened | None = None


def _reopen(index: Path, trust: bool, report: BuildReport | None) -> Library:
    return Library(Store(index, trust=trust), report)


class Library:
    """An index that is open for reading; made by `open` and `build`.

    It answers from the index as it was when it was opened, whatever is built meanwhile, until it is
    refreshed. Many threads may use one, and so may processes forked from the one that opened it;
    given to a process that is spawned it is opened there anew. `report` is what the build found and
    did; None where the library was only opened. It lets go of the index when it is closed, as it is
    at the end of a `with`, or is no longer used.

    >>> with open(example_index) as library:
    ...     [summary.source.id for summary in library.sources]
    ['paper', 'statement']
    """

    def __init__(self, store: Store, report: BuildReport | None = None) -> None:
        self._newest: _Opened | None = _Opened(store)
        self._pins = _Pins()
        self.report = report

    def __reduce__(self) -> tuple[Callable[..., Library], tuple[object, ...]]:
        return _reopen, (self._store.index, self._store.snapshot.trust, self.report)

    @contextmanager
    def _pinned(self) -> Iterator[None]:
        """Let this thread see one snapshot until it is done, also where one call makes another."""
        before = self._pins.opened
        self._pins.opened = self._opened
        try:
            yield
        finally:
            self._pins.opened = before

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index; a library that is closed raises UsageError for whatever is asked.

        What another thread is asking meanwhile is still answered.

        >>> library = open(example_index)
        >>> library.close()
        >>> library.search("路")
        Traceback (most recent call last):
        ...
        bri_search.errors.UsageError: the library is closed; open the index again
        """
        self._newest = None

    @property
    def _opened(self) -> _Opened:
        opened = self._pins.opened or self._newest
        if opened is None:
            raise UsageError("the library is closed; open the index again")
        return opened

    @property
    def _store(self) -> Store:
        return self._opened.store

    def _blame_damage(self, error: Exception) -> None:
        """Raise IndexDamaged where a file of the index is not what was built."""
        snapshot = self._store.snapshot
        for path, reason in damaged(snapshot.folder, snapshot.manifest.files):
            raise IndexDamaged(f"{path}: {reason}; run bri-search index --rebuild") from error

    def refresh(self) -> bool:
        """Go on to the index that was built last; whether there was another one.

        What was found before stays as it is. Raises what `open` does, and then answers as before.

        >>> open(example_index).refresh()
        False
        """
        newest = self._opened
        if newest.store.snapshot.is_current:
            return False
        self._newest = _Opened(Store(newest.store.index, trust=newest.store.snapshot.trust))
        return True

    def verify(
        self, *, progress: Callable[[int, int], None] = lambda _done, _total: None
    ) -> Verification:
        """Check every file of the index, and whether the corpus is still as it was.

        Reads the whole index and the documents it was built from; `progress` is called with the
        bytes of the index that are read, and of how many.

        >>> open(example_index).verify().is_current
        True
        """
        from bri_search.index.verifying import verify_snapshot

        return verify_snapshot(self._store.snapshot, progress)

    @property
    @_reading
    def sources(self) -> tuple[SourceSummary, ...]:
        """All sources, in the order of their paths."""
        from bri_search.search.results import SourceSummary

        return tuple(
            SourceSummary(entry.source, entry.passages, entry.characters, entry.notices)
            for entry in self._store.sources
        )

    @_reading
    def fold(self, text: str) -> str:
        """A text as it is compared: its folded characters.

        >>> open(example_index).fold("「數字絲綢之路」 ３,０００ 億")
        '数字丝绸之路3000亿'
        """
        return self._store.folding.text(text)

    @_reading
    def search(
        self,
        query: str,
        *,
        exact: bool = False,
        strict: bool = False,
        explain: bool = False,
        limit: int = 10,
        offset: int = 0,
        **filters: Unpack[Filters],
    ) -> SearchResult:
        """The passages that answer a query, best first; with `exact`, that hold it as a phrase.

        A word also finds its counterparts, in the words of other regions, in English and in other
        ways to write a number, which rank below it; with `strict` it does not. With `explain` the
        result says what the query became. `limit` 0 means all; `offset` passes over the first
        hits. The filters name a source (id,
        file name or part of the title), a part of a section label, a kind of passage, a script
        (Hans, Hant, Latn, mixed) and ISO 8601 dates. Raises QueryError with the place in the
        query, UsageError, or UnknownSource.

        >>> result = open(example_index).search("数字丝绸之路", exact=True)
        >>> result.total, result[0].source.id, result[0].matches[0].why
        (1, 'paper', ('script', 'spacing'))
        >>> open(example_index).search("數位絲路")[0].matches[0].why
        ('script', 'spacing', 'vocabulary')
        """
        from bri_search.search.lazily import Later
        from bri_search.search.presenting import hit
        from bri_search.search.results import SearchResult
        from bri_search.search.suggesting import suggest, suggest_for_query

        _not_negative(limit=limit, offset=offset)
        chosen = Filter.read(self._store, **filters)
        terms: tuple[Term, ...] | None = None
        if exact:
            from bri_search.search.phrase_ranking import rank_phrase

            if explain:
                terms = self._looked_for(query)
            ranking = rank_phrase(self._store, query, chosen)
            suggestions = Later(partial(suggest, self._store, query, ranking.total))
        else:
            from bri_search.search.query import parse
            from bri_search.search.ranking import rank
            from bri_search.search.widening import widen

            tree = parse(query)
            widening = widen(self._store, tree, strict=strict)
            terms = widening.terms if explain else None
            ranking = rank(self._store, query, tree, chosen, widening)
            suggestions = Later(partial(suggest_for_query, self._store, query, tree, ranking.total))
        page = ranking.page(offset, limit)
        return SearchResult(
            query,
            ranking.total,
            tuple(hit(self._store, answer, ranking.occurrences(answer)) for answer in page),
            suggestions,
            terms,
        )

    def _looked_for(self, phrase: str) -> tuple[Term, ...]:
        from bri_search.search.counterparts import Term

        return (Term(phrase, self.fold(phrase)),)

    @_reading
    def kwic(
        self,
        phrase: str,
        *,
        sort: str | Sequence[str] = "position",
        sample: int | None = None,
        seed: int = 0,
        width: int = 40,
        limit: int = 0,
        offset: int = 0,
        **filters: Unpack[Filters],
    ) -> KwicResult:
        """Every occurrence of a phrase with `width` characters of text on either side.

        Sorted by up to three keys, most important first: `position`, `source`, `date`, all that
        stands `left` or `right`, or a single word there (`left1`, `right2`); "right1,date" and
        ["right1", "date"] are the same. `sample` takes so many occurrences at random before they
        are sorted, the same ones for the same `seed`. Limit, offset, filters and errors are those
        of `search`, but that all occurrences are given where no limit is.

        >>> [line.match for line in open(example_index).kwic("合作伙伴")]
        ['合作夥伴']
        >>> [line.right for line in open(example_index).kwic("合作", sort="right1", width=2)]
        ['不斷', '亮點', '夥伴']
        """
        from bri_search.search.kwic.lines import find_lines, line
        from bri_search.search.lazily import Later, Made
        from bri_search.search.results import KwicResult
        from bri_search.search.suggesting import suggest

        _not_negative(limit=limit, offset=offset, width=width)
        chosen = Filter.read(self._store, **filters)
        most = offset + limit if limit else 0
        total, found = find_lines(self._store, phrase, chosen, sort, sample, seed, most)
        return KwicResult(
            phrase,
            total,
            Made(found[offset:], partial(line, self._store, width)),
            Later(partial(suggest, self._store, phrase, total)),
            sample,
        )

    @_reading
    def count(self, phrase: str, **filters: Unpack[Filters]) -> Count:
        """How often a phrase stands, by source and by the form found in the text.

        >>> [(form.form, form.count) for form in open(example_index).count("数字丝绸之路").forms]
        [('數字絲綢之路', 1)]
        """
        from bri_search.search.kwic.lines import count
        from bri_search.search.lazily import Later
        from bri_search.search.suggesting import suggest

        chosen = Filter.read(self._store, **filters)
        counted = count(self._store, phrase, chosen)
        suggestions = Later(partial(suggest, self._store, phrase, counted.total))
        return replace(counted, suggestions=suggestions)

    @_reading
    def collocates(
        self,
        phrase: str,
        *,
        window: int | tuple[int, int] = 5,
        min_count: int = 3,
        rank_by: str = "log-likelihood",
        limit: int = 50,
        offset: int = 0,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        **filters: Unpack[Filters],
    ) -> Collocates:
        """The words that stand near a phrase, and how much more often than elsewhere.

        `window` is how many words on either side, or to the left and to the right; `min_count`
        how often a word has to stand there; `rank_by` one of `log-likelihood`, `log-dice` and
        `count`. Limit, offset, filters and errors are those of `search`; what the filters leave
        out is not compared with either. The words of what is searched are counted when they are
        first asked for, a million characters in one to two seconds; `progress` is called with the
        sources done, and of how many.

        >>> [one.word for one in open(example_index).collocates("互联互通", min_count=1)]
        ['与', '加强', '各方', '合作夥伴']
        """
        from bri_search.search.kwic.collocates import find_collocates
        from bri_search.search.suggesting import suggest

        _not_negative(limit=limit, offset=offset)
        _not_too_large(min_count=min_count)
        chosen = Filter.read(self._store, **filters)
        found = find_collocates(
            self._store,
            self._opened.frequencies,
            phrase,
            chosen,
            window=(window, window) if isinstance(window, int) else window,
            min_count=min_count,
            rank_by=rank_by,
            limit=limit,
            offset=offset,
            progress=progress,
        )
        return replace(found, suggestions=suggest(self._store, phrase, found.total))

    @_reading
    def distribution(
        self, phrase: str, *, by: str = "source", **filters: Unpack[Filters]
    ) -> Distribution:
        """How often a phrase stands in each `section` or `source`, or at each `date` or `year`.

        Beside each count stand the folded characters there and the count per 10,000 of them. A
        date is a month where all sources that have a date have one that exact, and a year else.

        >>> found = open(example_index).distribution("合作", by="source")
        >>> [(one.source.id, one.count, round(one.per_10000)) for one in found]
        [('paper', 2, 333), ('statement', 1, 278)]
        """
        from bri_search.search.kwic.distribution import find_distribution
        from bri_search.search.suggesting import suggest

        chosen = Filter.read(self._store, **filters)
        found = find_distribution(self._store, phrase, chosen, by)
        return replace(found, suggestions=suggest(self._store, phrase, found.total))

    @_reading
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
        from bri_search.search.presenting import shown_passage

        _not_negative(around=around)
        if line is not None and passage is not None:
            raise UsageError("line and passage exclude one another; give one of them")
        if around and line is None and passage is None:
            raise UsageError("around: goes with a line or a passage; give one of them")
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

    def cite(
        self,
        found: Hit | KwicLine | Candidate | ShownPassage | Sequence[ShownPassage] | Source,
        style: str,
        locator: Locator | None = None,
    ) -> Citation:
        """Cite something found, with its place, or a source, with no place or the one given.

        `style` is one of gb7714 (GB/T 7714-2015), chicago, apa, mla, bibtex, csl-json and plain;
        several passages that follow one another are cited as one place. Raises UsageError.

        >>> library = open(example_index)
        >>> library.cite(library.show("paper", line=3), "plain").text
        '數字合作亮點紛呈, paper.txt:3'
        """
        from bri_search.citation.citing import cite
        from bri_search.citation.locating import Locator, locator_of
        from bri_search.sources.document import Source

        if isinstance(found, Source):
            return cite(found, style, locator or Locator())
        if isinstance(found, Sequence) and not found:
            raise UsageError("cite: nothing was found that could be cited; search for something")
        first = found[0] if isinstance(found, Sequence) else found
        source = getattr(first, "source", None)
        if not isinstance(source, Source):
            raise UsageError(f"cite: {first!r:.80} has no source; give a hit, a line or a source")
        return cite(source, style, locator or locator_of(found))

    def _passage_on_line(self, serial: int, line: int) -> int:
        if line < 1:
            raise UsageError(f"line: {line} is none; lines count from 1")
        document = self._store.document(serial)
        for number in range(len(document)):
            passage = document.passage(number)
            if document.line_and_column(passage.end - 1)[0] >= line:
                return number
        last = document.line_and_column(document.length - 1)[0]
        raise UsageError(f"line: there is no passage on line {line}; the last line is {last}")

    @_reading
    def quote(self, quotation: str, *, cite: str = "plain", limit: int = 10) -> QuotationResult:
        """Where a quotation comes from, whether it is right, and if not what was changed.

        It may be in any script, differ in punctuation, have parts left out where an ellipsis
        stands, or have mistakes in it. Candidates come best verdict first, then earliest issued,
        each with its citation in the style `cite`; `limit` 0 means all. Raises QueryError where
        nothing but punctuation is quoted, and UsageError where the quotation is too long.

        >>> result = open(example_index).quote("合计货值3000亿欧元")
        >>> result.verdict.value, result.candidates[0].text
        ('altered', '合計貨值3,000億美元')
        """
        from bri_search.search.quotation.finding import find_quotation

        _not_negative(limit=limit)
        return _cited(find_quotation(self._store, quotation, limit), cite)

    @_reading
    def check(
        self,
        draft: str,
        *,
        min_length: int = 8,
        cite: str = "plain",
        limit: int = 3,
        progress: Callable[[int, int], None] | None = None,
    ) -> CheckResult:
        """Every quotation in a draft, each judged as `quote` does.

        Quotations stand in quotation marks of any kind or in Markdown block quotations; those of
        fewer than `min_length` folded characters are passed over and counted. `limit` is how many
        candidates of each are wanted; `progress` is called with how many are done, and of how
        many. Raises UsageError where the draft has more than two million characters.

        >>> checked = open(example_index).check("「各方与合作夥伴加强互联网互通」")
        >>> checked.is_right, checked.counts
        (False, {'altered': 1})
        """
        from bri_search.citation.styles import form_of
        from bri_search.search.quotation.checking import check_draft

        _not_negative(limit=limit, min_length=min_length)
        form_of(cite)
        checked = check_draft(
            self._store, draft, min_length=min_length, limit=limit, progress=progress
        )
        return replace(
            checked,
            quotations=tuple(
                one if one.result is None else replace(one, result=_cited(one.result, cite))
                for one in checked
            ),
        )

    @_reading
    def parallels(
        self,
        source: str | None = None,
        with_source: str | None = None,
        *,
        min_length: int = 15,
        limit: int = 20,
        offset: int = 0,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> Parallels:
        """The passages that sources share, in whichever script, longest first.

        Of all sources, of `source` with all others, or of `source` and `with_source`. A parallel
        is a chain of common runs of folded characters, `min_length` or more together, with a few
        differing ones between them. Where a passage stands several times in both sources, each of
        its places is given with its best counterpart. Everyday wording, which is shorter than
        `min_length` and stands in more than 64 places, begins no parallel. `limit` 0 means all;
        `progress` is called with how much is done, and of how much. Raises UsageError or
        UnknownSource.

        >>> open(example_index).parallels("paper", min_length=5).total
        0
        """
        from bri_search.search.reuse.parallels import find_parallels

        _not_too_large(min_length=min_length)
        _not_negative(limit=limit, offset=offset)
        return find_parallels(
            self._store,
            source,
            with_source,
            min_length=min_length,
            limit=limit,
            offset=offset,
            progress=progress,
        )

    @_reading
    def shares(
        self,
        *,
        min_length: int = 15,
        limit: int = 0,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> Shares:
        """Sources against sources: how much of each stands in parallels with each other.

        Greatest share first; `limit` 0 means all pairs that share something. `min_length`,
        `progress` and errors are those of `parallels`.

        >>> [one.characters for one in open(example_index).shares().sources]
        [60, 36]
        """
        from bri_search.search.reuse.parallels import find_shares

        _not_too_large(min_length=min_length)
        _not_negative(limit=limit)
        return find_shares(self._store, min_length=min_length, limit=limit, progress=progress)

    def rendering(self, script: str) -> Rendering:
        """What shows texts of sources in a reader's script: hans, hant, hk, tw or original.

        Every character stays in its place, so `marked` of a hit marks the same stretch of the
        rendering of its `text`. Raises UsageError for another script.

        >>> library = open(example_index)
        >>> hit = library.search("数字丝绸之路", limit=1)[0]
        >>> library.rendering("hans").text(hit.text, hit.source)[:10]
        '共建国家的数字丝绸之'
        """
        from bri_search.search.rendering import Rendering
        from bri_search.text.conversion import ReaderScript

        try:
            return Rendering(self._store, ReaderScript(script))
        except ValueError:
            known = ", ".join(ReaderScript)
            raise UsageError(f"show-as: no script {script!r}; give one of {known}") from None

    @_reading
    def suggest(self, phrase: str) -> tuple[Suggestion, ...]:
        """What may have been meant by a phrase that is not found, best first, and why it is near.

        What sounds alike, or else has the fewest edits: one in up to four characters, two in more
        (a character put in, left out or changed, or two neighbours swapped). Where nothing is near,
        the longest parts that stand somewhere; all in the script that was typed. Of terms that the
        vocabulary knows, of scripts other than Han and Latin and of more than 32 folded characters
        there are parts only.

        >>> library = open(example_index)
        >>> [(found.text, found.reason.value) for found in library.suggest("互连互通")]
        [('互联互通', 'sounds alike')]
        >>> [(found.text, found.reason.value) for found in library.suggest("数字丝绸之路联盟")]
        [('数字丝绸之路', 'part of it')]
        """
        from bri_search.search.suggesting import suggest

        return suggest(self._store, phrase)


def _roots(corpus: StrPath | Iterable[StrPath]) -> list[Path]:
    named = [corpus] if isinstance(corpus, (str, os.PathLike)) else corpus
    return [Path(root) for root in named]


_LARGEST = 1_000_000_000


def _not_negative(**numbers: int) -> None:
    for name, number in numbers.items():
        if number < 0:
            raise UsageError(f"{name}: {number} is negative; give 0 or more")
    _not_too_large(**numbers)


def _not_too_large(**numbers: int) -> None:
    for name, number in numbers.items():
        if number > _LARGEST:
            raise UsageError(f"{name}: the number is too large; give {_LARGEST:,} at most")


def _cited(result: QuotationResult, style: str) -> QuotationResult:
    from bri_search.citation.citing import cite
    from bri_search.citation.locating import locator_of
    from bri_search.citation.styles import form_of

    form_of(style)
    if not result.is_found:  # a nearest passage is no source of the quotation
        return result
    cited = []
    for one in result.candidates:
        citation = cite(one.source, style, locator_of(one))
        cited.append(replace(one, citation=citation.text, citation_missing=citation.missing))
    return replace(result, candidates=tuple(cited))
