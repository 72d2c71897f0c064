"""What a search gives back: plain values, each with its JSON as docs/json.md describes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bri_search.search.as_json import Json, source_json, suggestions_json
from bri_search.search.listing import Listing
from bri_search.search.selectors import Selector
from bri_search.sources.document import Kind, Source, Span

if TYPE_CHECKING:
    from bri_search.search.counterparts import Counterpart, Term
    from bri_search.search.reasons import Reason
    from bri_search.search.suggestions import Suggestion

__all__ = ["Hit", "Match", "SearchResult"]


class Match(NamedTuple):
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
        """An object of the `matches` of a hit."""
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
        from bri_search.search.reasons import reasons  # of few answers they are asked for

        return reasons(self.matches)

    def as_json(self) -> Json:
        """An object of the `hits` of `search --json`."""
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


@dataclass(frozen=True, slots=True)
class SearchResult(Listing[Hit]):
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
    hits: Sequence[Hit]
    suggestions: Sequence[Suggestion] = ()
    explanation: tuple[Term, ...] | None = None

    @property
    def _found(self) -> Sequence[Hit]:
        return self.hits

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
