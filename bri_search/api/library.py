"""A library: an index that is open, and all that can be asked of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from bri_search.api.opened import OpenIndex, reading
from bri_search.arguments import StrPath, checked, not_negative, not_too_large, untold
from bri_search.errors import UsageError
from bri_search.index.store import Store
from bri_search.search.filtering import Filter, Filters

# What a call needs is loaded by the call: a search shall not wait for what it does not use.
if TYPE_CHECKING:
    from bri_search.citation.citing import Citation
    from bri_search.citation.locating import Found, Locator
    from bri_search.citation.references import References
    from bri_search.search.kwic.collocates import Collocates
    from bri_search.search.kwic.counting import Count
    from bri_search.search.kwic.distribution import Distribution
    from bri_search.search.kwic.results import KwicResult
    from bri_search.search.quotation.checking import CheckResult
    from bri_search.search.quotation.results import QuotationResult
    from bri_search.search.rendering import Rendering
    from bri_search.search.results import SearchResult
    from bri_search.search.reuse.results import Parallels, Shares
    from bri_search.search.showing import ShownPassage, SourceSummary
    from bri_search.search.suggestions import Suggestion
    from bri_search.sources.document import Source

__all__ = ["Library", "open"]


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


class Library(OpenIndex):
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

    @property
    @reading
    def sources(self) -> tuple[SourceSummary, ...]:
        """All sources, in the order of their paths."""
        from bri_search.search.showing import SourceSummary

        return tuple(
            SourceSummary(entry.source, entry.passages, entry.characters, entry.notices)
            for entry in self._store.sources
        )

    @reading
    def fold(self, text: str) -> str:
        """A text as it is compared: its folded characters.

        >>> open(example_index).fold("「數字絲綢之路」 ３,０００ 億")
        '数字丝绸之路3000亿'
        """
        return self._store.folding.text(text)

    @reading
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
        (Hans, Hant, Latn, mixed) and ISO 8601 dates, which leave out sources that have none.
        Raises QueryError with the place in the query, UsageError, or UnknownSource.

        >>> result = open(example_index).search("数字丝绸之路", exact=True)
        >>> result.total, result[0].source.id, result[0].matches[0].why
        (1, 'paper', ('script', 'spacing'))
        >>> open(example_index).search("數位絲路")[0].matches[0].why
        ('script', 'spacing', 'vocabulary')
        """
        from bri_search.search.searching import search_phrase, search_words

        not_negative(limit=limit, offset=offset)
        chosen = Filter.read(self._store, **filters)
        search = search_phrase if exact else partial(search_words, strict=strict)
        return search(self._store, query, chosen, explain=explain, limit=limit, offset=offset)

    @reading
    def kwic(
        self,
        phrase: str,
        *,
        words: bool = False,
        sort: str | Sequence[str] = "position",
        sample: int | None = None,
        seed: int = 0,
        width: int = 40,
        limit: int = 0,
        offset: int = 0,
        **filters: Unpack[Filters],
    ) -> KwicResult:
        """Every occurrence of a phrase with `width` characters of text on either side.

        It is found by its characters, also inside longer words (us in business); with `words`,
        occurrences that begin or end inside a Latin word or a number are left out.
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
        from bri_search.search.kwic.results import KwicResult
        from bri_search.search.lazily import Made
        from bri_search.search.meant import meant

        not_negative(limit=limit, offset=offset, width=width)
        chosen = Filter.read(self._store, **filters)
        most = offset + limit if limit else 0
        total, found = find_lines(
            self._store, phrase, chosen, sort, sample, seed, most, words=words
        )
        store, shown = self._store, found[offset:]
        return KwicResult(
            phrase,
            total,
            Made(len(shown), store.guarded(lambda number: line(store, width, shown[number]))),
            meant(self._store, phrase, total),
            sample,
        )

    @reading
    def count(self, phrase: str, *, words: bool = False, **filters: Unpack[Filters]) -> Count:
        """How often a phrase stands, by source and by the form found in the text.

        `words` is that of `kwic`.

        >>> [(form.form, form.count) for form in open(example_index).count("数字丝绸之路").forms]
        [('數字絲綢之路', 1)]
        """
        store = self._store
        return _counting()(store, phrase, Filter.read(store, **filters), words=words)

    @reading
    def collocates(
        self,
        phrase: str,
        *,
        words: bool = False,
        window: int | tuple[int, int] = 5,
        min_count: int = 3,
        rank_by: str = "log-likelihood",
        limit: int = 50,
        offset: int = 0,
        progress: Callable[[int, int], None] | None = None,
        **filters: Unpack[Filters],
    ) -> Collocates:
        """The words that stand near a phrase, and how much more often than elsewhere.

        `window` is how many words on either side, or to the left and to the right; `min_count`
        how often a word has to stand there; `rank_by` one of `log-likelihood`, `log-dice` and
        `count`. `words` is that of `kwic`, and limit, offset, filters and errors are those of
        `search`; what the filters leave out is not compared with either. The words of what is
        searched are counted when they are first asked for, a million characters in one to two
        seconds; `progress` is called with the sources done, and of how many.

        >>> [one.word for one in open(example_index).collocates("互联互通", min_count=1)]
        ['与', '加强', '各方', '合作夥伴']
        """
        from bri_search.search.kwic.collocates import find_collocates

        not_negative(limit=limit, offset=offset)
        not_too_large(min_count=min_count)
        chosen = Filter.read(self._store, **filters)
        left, right = window if isinstance(window, (list, tuple)) else (window, window)
        return find_collocates(
            self._store,
            self._opened.frequencies,
            phrase,
            chosen,
            words=words,
            window=(left, right),
            min_count=min_count,
            rank_by=rank_by,
            limit=limit,
            offset=offset,
            progress=progress or untold,
        )

    @reading
    def distribution(
        self,
        phrase: str,
        *,
        words: bool = False,
        by: str = "source",
        **filters: Unpack[Filters],
    ) -> Distribution:
        """How often a phrase stands in each `section` or `source`, or at each `date` or `year`.

        Beside each count stand the folded characters there and the count per 10,000 of them. A
        date is a month where all sources that have a date have one that exact, and a year else.
        `words` is that of `kwic`.

        >>> found = open(example_index).distribution("合作", by="source")
        >>> [(one.source.id, one.count, round(one.per_10000)) for one in found]
        [('paper', 2, 333), ('statement', 1, 278)]
        """
        from bri_search.search.kwic.distribution import find_distribution

        chosen = Filter.read(self._store, **filters)
        return find_distribution(self._store, phrase, chosen, by, words=words)

    @reading
    def show(
        self,
        source: str,
        *,
        section: str | None = None,
        passage: int | None = None,
        line: int | None = None,
        around: int = 0,
        outline: bool = False,
    ) -> tuple[ShownPassage, ...]:
        """A source to be read: all of it, a section, or a passage with some around it.

        `passage` is a number as hits give it, `line` a line of the file; `around` is how many
        passages before and behind are wanted. With `outline`, only those with which a section
        begins: headings, and passages whose heading runs on. Raises UnknownSource or UsageError.

        >>> [shown.text for shown in open(example_index).show("statement", section="前言")][1]
        '各方与合作夥伴加强互联互通。'
        """
        from bri_search.search import showing

        not_negative(around=around)
        shown = showing.show(
            self._store, source, section=section, passage=passage, line=line, around=around
        )
        return tuple(showing.outline(shown)) if outline else shown

    def cite(
        self,
        found: Found | Source,
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
        from bri_search.citation.citing import cite_found

        return cite_found(found, style, locator)

    def references(
        self, found: Iterable[Found | Source] | Found | Source, style: str
    ) -> References:
        """The sources of what was found as a file for a program that manages references.

        `style` is bibtex or csl-json. Each source is there once, with all its places in its note.
        Raises UsageError.

        >>> library = open(example_index)
        >>> print(library.references(library.kwic("互联互通"), "csl-json").text)
        [
        {"type": "document", "id": "statement", "title": "主席声明", "language": "zh", \
"note": "前言, 第5行"}
        ]
        """
        from bri_search.citation.references import refer_to

        return refer_to(found, style)

    @reading
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
        from bri_search.citation.quotations import with_citations
        from bri_search.search.quotation.finding import find_quotation

        not_negative(limit=limit)
        return with_citations(find_quotation(self._store, quotation, limit), cite)

    @reading
    def check(
        self,
        draft: str,
        *,
        min_length: int = 8,
        cite: str = "plain",
        limit: int = 3,
        block_quotations: Sequence[tuple[int, int]] = (),
        progress: Callable[[int, int], None] | None = None,
    ) -> CheckResult:
        """Every quotation in a draft, each judged as `quote` does.

        Quotations stand in quotation marks of any kind, in Markdown block quotations, or between
        the code points that `block_quotations` gives as begin and end; those of fewer than
        `min_length` folded characters are passed over and counted. `limit` is how many candidates
        of each are wanted; `progress` is called with how many are done, and of how many. Raises
        UsageError where the draft has more than two million characters, or a block quotation is no
        stretch of it.

        >>> checked = open(example_index).check("「各方与合作夥伴加强互联网互通」")
        >>> checked.is_right, checked.counts
        (False, {'altered': 1})
        """
        from bri_search.citation.quotations import with_all_citations
        from bri_search.citation.styles import check_style
        from bri_search.search.quotation.checking import check_draft

        not_negative(limit=limit, min_length=min_length)
        check_style(cite)
        checked = check_draft(
            self._store,
            draft,
            min_length=min_length,
            limit=limit,
            block_quotations=block_quotations,
            progress=progress or untold,
        )
        return with_all_citations(checked, cite)

    @reading
    def parallels(
        self,
        source: str | None = None,
        with_source: str | None = None,
        *,
        min_length: int = 15,
        limit: int = 20,
        offset: int = 0,
        progress: Callable[[int, int], None] | None = None,
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

        not_too_large(min_length=min_length)
        not_negative(limit=limit, offset=offset)
        return find_parallels(
            self._store,
            source,
            with_source,
            min_length=min_length,
            limit=limit,
            offset=offset,
            progress=progress or untold,
        )

    @reading
    def shares(
        self,
        *,
        min_length: int = 15,
        limit: int = 0,
        progress: Callable[[int, int], None] | None = None,
    ) -> Shares:
        """Sources against sources: how much of each stands in parallels with each other.

        Greatest share first; `limit` 0 means all pairs that share something. `min_length`,
        `progress` and errors are those of `parallels`.

        >>> [one.characters for one in open(example_index).shares().sources]
        [60, 36]
        """
        from bri_search.search.reuse.parallels import find_shares

        not_too_large(min_length=min_length)
        not_negative(limit=limit)
        return find_shares(
            self._store, min_length=min_length, limit=limit, progress=progress or untold
        )

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
        from bri_search.text.scripts import ReaderScript

        try:
            return Rendering(self._store, ReaderScript(script))
        except ValueError:
            known = ", ".join(ReaderScript)
            raise UsageError(
                f"no script {script!r}; give one of {known}", argument="script"
            ) from None

    @reading
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


@cache
def _counting() -> Callable[..., Count]:
    """What counts; loading it anew, which does nothing, would be a tenth of the time of a count."""
    from bri_search.search.kwic.counting import count

    return count
