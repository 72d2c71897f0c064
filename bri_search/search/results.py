"""What a search gives back: plain values, each with the JSON that the design promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, overload

from bri_search.search.selectors import Selector
from bri_search.sources.document import Kind, Source, Span

if TYPE_CHECKING:
    from bri_search.search.counterparts import Counterpart, Term

__all__ = [
    "Count",
    "CountedForm",
    "Hit",
    "KwicLine",
    "KwicResult",
    "Match",
    "Nearness",
    "Reason",
    "SearchResult",
    "ShownPassage",
    "SourceCount",
    "SourceSummary",
    "Suggestion",
    "source_json",
    "suggestions_json",
]

Json = dict[str, Any]


def source_json(source: Source) -> Json:
    """The `source` object, the same wherever one stands in JSON."""
    return {
        "id": source.id,
        "title": source.title,
        "creator": list(source.creator),
        "issued": source.issued,
        "publisher": source.publisher,
        "path": str(source.path),
        "script": source.script.value,
    }


@dataclass(frozen=True, slots=True)
class Match:
    r"""One place where a query stands in a file.

    `start` and `end` are code point offsets into the file, `line` and `column` count from 1, and
    `text` is the file's own characters from start to end. `spans` are the pieces that make it up:
    one, unless the page put a note or a number inside. `why` names what had to be bridged, and
    `sought` is what was looked for: as it was typed, or a counterpart of that.

    >>> import bri_search
    >>> found = bri_search.open(example_index).search("数字丝绸之路", exact=True)
    >>> match = found[0].matches[0]
    >>> match.line, match.column, match.text, match.why
    (3, 6, '數字絲綢之\n\n路', ('script', 'spacing'))
    """

    start: int
    end: int
    line: int
    column: int
    text: str
    spans: tuple[Span, ...]
    why: tuple[str, ...]
    selector: Selector
    sought: str | Counterpart

    def as_json(self) -> Json:
        """The object of the design's `matches`."""
        return {
            "start": self.start,
            "end": self.end,
            "line": self.line,
            "column": self.column,
            "text": self.text,
            "spans": [list(span) for span in self.spans],
            "why": list(self.why),
            "selector": self.selector.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a hit is there: matches of one thing in it that were bridged alike, and how many.

    >>> import bri_search
    >>> bri_search.open(example_index).search("合作伙伴")[0].reasons[0]
    Reason(sought='合作伙伴', why=('script',), count=1)
    """

    sought: str | Counterpart
    why: tuple[str, ...]
    count: int

    def as_json(self) -> Json:
        """The object of an explanation's `hits`."""
        counterpart = None if isinstance(self.sought, str) else self.sought
        sought = {"typed": self.sought} if counterpart is None else counterpart.as_json()
        return {**sought, "why": list(self.why), "count": self.count}


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers a query.

    `text` is the passage as it is read, without the page's line breaks; `marked` are the stretches
    of `text` that the matches cover. `score` is 1 higher where all words of the query stand in
    the passage, and 1 higher again where the query stands in it as typed. Where a match runs on
    into the next passage, the hit takes that in. `page` is the page of the file, counted from 1,
    on which the first match stands (where there is none, the passage begins), and `page_label` what
    is printed on it, as far as the file tells; both are None where a file has no pages.

    >>> import bri_search
    >>> hit = bri_search.open(example_index).search("互联互通")[0]
    >>> hit.source.id, hit.section[-1], hit.text
    ('statement', '前言', '各方与合作夥伴加强互联互通。')
    >>> [hit.text[start:end] for start, end in hit.marked]
    ['互联互通']
    """

    score: float
    source: Source
    section: tuple[str, ...]
    passage: int
    page: int | None
    page_label: str | None
    kind: Kind
    start: int
    end: int
    lines: tuple[int, int]
    text: str
    matches: tuple[Match, ...]
    marked: tuple[Span, ...]
    selector: Selector

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why the hit is there, most frequent first."""
        counts = Counter((match.sought, match.why) for match in self.matches)
        return tuple(Reason(*reason, count) for reason, count in counts.most_common())

    def as_json(self) -> Json:
        """The HIT object of the design."""
        return {
            "score": self.score,
            "source": source_json(self.source),
            "section": list(self.section),
            "passage": self.passage,
            "page": self.page,
            "page_label": self.page_label,
            "kind": self.kind.value,
            "start": self.start,
            "end": self.end,
            "lines": list(self.lines),
            "text": self.text,
            "matches": [match.as_json() for match in self.matches],
            "selector": self.selector.as_json(),
        }


class Nearness(StrEnum):
    """What a suggestion is to what was typed.

    `as typed` stands somewhere, but nowhere that the filters admit; `inside words` stands in longer
    words only, of which a search for words finds none; `sounds alike` has the same
    syllables or such as are often taken for them; of the spellings, those that differ in one
    character, in two that changed places, or in two; `part of it` is the longest that stands
    somewhere.

    >>> Nearness("sounds alike").is_correction, Nearness.PART.is_correction
    (True, False)
    """

    WHOLE = "as typed"
    INSIDE = "inside words"
    SOUND = "sounds alike"
    ONE = "one character differs"
    SWAPPED = "two characters swapped"
    TWO = "two characters differ"
    PART = "part of it"

    @property
    def is_correction(self) -> bool:
        """Whether it says something else than what was typed, or a part of that."""
        return self not in (Nearness.WHOLE, Nearness.INSIDE, Nearness.PART)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something near what was typed: a text, how often it stands, and why it is near.

    `typed` is the phrase, or the part of a query, that it is suggested for. The text is one of a
    source, in the script that was typed, or an English term that the vocabulary knows; then its
    counterparts are counted.

    >>> import bri_search
    >>> [suggestion] = bri_search.open(example_index).suggest("互连互通")
    >>> suggestion.text, suggestion.count, suggestion.reason.value
    ('互联互通', 1, 'sounds alike')
    >>> [one.reason.value for one in bri_search.open(example_index).suggest("互联互通联盟")]
    ['part of it']
    """

    typed: str
    text: str
    count: int
    reason: Nearness

    def as_json(self) -> Json:
        """An object of `suggestions`."""
        return {
            "typed": self.typed,
            "text": self.text,
            "count": self.count,
            "reason": self.reason.value,
        }


def suggestions_json(suggestions: Iterable[Suggestion]) -> Json:
    """The `suggestions` of an object in JSON, which has them only where there are some."""
    objects = [suggestion.as_json() for suggestion in suggestions]
    return {"suggestions": objects} if objects else {}


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits of one page of answers; `total` counts those of all pages.

    `explanation` is what the query became, where that was asked for: each of its terms with its
    counterparts.

    >>> import bri_search
    >>> result = bri_search.open(example_index).search("加强", limit=1)
    >>> result.total, len(result), result[0] is result.hits[0]
    (1, 1, True)
    """

    query: str
    total: int
    hits: tuple[Hit, ...]
    suggestions: Sequence[Suggestion] = ()
    explanation: tuple[Term, ...] | None = None

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Hit, ...]: ...
    def __getitem__(self, index: int | slice) -> Hit | tuple[Hit, ...]:
        return self.hits[index]

    def as_json(self) -> Json:
        """The object of `search --json`; it has an `explanation` only where one was asked for."""
        explanation = {} if self.explanation is None else {"explanation": self._explanation_json()}
        return {
            "query": self.query,
            "total": self.total,
            **explanation,
            "hits": [hit.as_json() for hit in self.hits],
            **suggestions_json(self.suggestions),
        }

    def _explanation_json(self) -> Json:
        """What the query became, and for each hit, in the order of `hits`, why it is there."""
        return {
            "terms": [term.as_json() for term in self.explanation or ()],
            "hits": [[reason.as_json() for reason in hit.reasons] for hit in self.hits],
        }


@dataclass(frozen=True, slots=True)
class KwicLine:
    """One occurrence with what stands left and right of it, as it is read.

    >>> import bri_search
    >>> line = bri_search.open(example_index).kwic("夥伴", width=2).occurrences[0]
    >>> line.left, line.match, line.right
    ('合作', '夥伴', '加强')
    """

    source: Source
    section: tuple[str, ...]
    passage: int
    page: int | None
    page_label: str | None
    start: int
    end: int
    line: int
    column: int
    left: str
    match: str
    right: str
    selector: Selector

    def as_json(self) -> Json:
        """The object of `kwic --json`'s `occurrences`."""
        return {
            "source": source_json(self.source),
            "section": list(self.section),
            "passage": self.passage,
            "page": self.page,
            "page_label": self.page_label,
            "start": self.start,
            "end": self.end,
            "line": self.line,
            "column": self.column,
            "left": self.left,
            "match": self.match,
            "right": self.right,
            "selector": self.selector.as_json(),
        }


@dataclass(frozen=True, slots=True)
class KwicResult:
    """Occurrences in the order asked for; `total` counts all of them.

    `sample` is the size of the random sample that the occurrences are from, None if they are not.

    >>> import bri_search
    >>> bri_search.open(example_index).kwic("伙伴").total
    1
    """

    phrase: str
    total: int
    occurrences: Sequence[KwicLine]
    suggestions: Sequence[Suggestion] = ()
    sample: int | None = None

    def __iter__(self) -> Iterator[KwicLine]:
        return iter(self.occurrences)

    def __len__(self) -> int:
        return len(self.occurrences)

    def as_json(self) -> Json:
        """The object of `kwic --json`; it has a `sample` only where one was asked for."""
        return {
            "phrase": self.phrase,
            "total": self.total,
            **({} if self.sample is None else {"sample": self.sample}),
            "occurrences": [line.as_json() for line in self.occurrences],
            **suggestions_json(self.suggestions),
        }


@dataclass(frozen=True, slots=True)
class CountedForm:
    """A form of a phrase as sources write it, without spacing, quotation marks and markup.

    >>> import bri_search
    >>> bri_search.open(example_index).count("伙伴").forms
    (CountedForm(form='夥伴', count=1),)
    """

    form: str
    count: int

    def as_json(self) -> Json:
        """The object of `kwic --count --json`'s `forms`."""
        return {"form": self.form, "count": self.count}


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How often a phrase stands in one source, in which forms.

    >>> import bri_search
    >>> [(one.source.id, one.count) for one in bri_search.open(example_index).count("伙伴").sources]
    [('statement', 1)]
    """

    source: Source
    count: int
    forms: tuple[CountedForm, ...]

    def as_json(self) -> Json:
        """The object of `kwic --count --json`'s `sources`."""
        return {
            "source": source_json(self.source),
            "count": self.count,
            "forms": [form.as_json() for form in self.forms],
        }


@dataclass(frozen=True, slots=True)
class Count:
    """How often a phrase stands in all sources, most frequent form and source first.

    >>> import bri_search
    >>> bri_search.open(example_index).count("伙伴").total
    1
    """

    phrase: str
    total: int
    forms: Sequence[CountedForm]
    sources: Sequence[SourceCount]
    suggestions: Sequence[Suggestion] = ()

    def as_json(self) -> Json:
        """The object of `kwic --count --json`."""
        return {
            "phrase": self.phrase,
            "total": self.total,
            "forms": [form.as_json() for form in self.forms],
            "sources": [source.as_json() for source in self.sources],
            **suggestions_json(self.suggestions),
        }


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage to be read in its place.

    >>> import bri_search
    >>> heading = bri_search.open(example_index).show("statement", section="前言")[0]
    >>> heading.kind.value, heading.text
    ('heading', '前言')
    """

    source: Source
    section: tuple[str, ...]
    passage: int
    page: int | None
    page_label: str | None
    kind: Kind
    start: int
    end: int
    lines: tuple[int, int]
    text: str
    selector: Selector

    def as_json(self) -> Json:
        """The object of `show --json`'s `passages`."""
        return {
            "section": list(self.section),
            "passage": self.passage,
            "page": self.page,
            "page_label": self.page_label,
            "kind": self.kind.value,
            "start": self.start,
            "end": self.end,
            "lines": list(self.lines),
            "text": self.text,
            "selector": self.selector.as_json(),
        }


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """A source of the index with its size: passages, and code points of its text.

    `notices` are lines on what of the file could not be read.

    >>> import bri_search
    >>> [summary.source.id for summary in bri_search.open(example_index).sources]
    ['paper', 'statement']
    """

    source: Source
    passages: int
    characters: int
    notices: tuple[str, ...] = ()

    def as_json(self) -> Json:
        """The object of `sources --json`'s `sources`."""
        source = self.source
        return {
            **source_json(source),
            "type": source.type,
            "language": source.language,
            "sha256": source.sha256,
            "encoding": source.encoding,
            "notices": list(self.notices),
            "passages": self.passages,
            "characters": self.characters,
        }
