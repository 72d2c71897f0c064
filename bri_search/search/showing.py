"""Reading a source: what the index says of it, and its passages, each in its place."""

from __future__ import annotations

from dataclasses import dataclass

from bri_search.index.store import Store
from bri_search.search.as_json import Json, source_json
from bri_search.search.presenting import passage_text
from bri_search.search.selectors import Selector, select
from bri_search.sources.document import Kind, Source

__all__ = ["ShownPassage", "SourceSummary", "shown_passage"]


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


def shown_passage(store: Store, serial: int, number: int) -> ShownPassage:
    """A passage to be read in its place."""
    document = store.document(serial)
    passage = document.passage(number)
    return ShownPassage(
        source=store.by_serial(serial).source,
        section=passage.section,
        passage=number,
        page=passage.page,
        page_label=document.page_label(passage.page),
        kind=passage.kind,
        start=passage.start,
        end=passage.end,
        lines=(
            document.line_and_column(passage.start)[0],
            document.line_and_column(passage.end - 1)[0],
        ),
        text=passage_text(store, serial, [number]).text,
        selector=select(document, passage.start, passage.end),
    )
