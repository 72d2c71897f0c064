"""Reading a source: what the index says of it, and its passages, each in its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bri_search.errors import UsageError
from bri_search.index.documents import StoredDocument
from bri_search.index.store import Store
from bri_search.search.as_json import Json, source_json
from bri_search.search.filtering import Admitted, Filter
from bri_search.search.presenting import passage_text
from bri_search.search.selectors import Selector, select
from bri_search.sources.document import Kind, Source

__all__ = ["ShownPassage", "SourceSummary", "outline", "show"]


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


def show(
    store: Store,
    name: str,
    *,
    section: str | None,
    passage: int | None,
    line: int | None,
    around: int,
) -> tuple[ShownPassage, ...]:
    """A source by its name: all of it, a section, or a passage with so many around it.

    The passage is given by its number or by a line of the file. Raises UnknownSource or UsageError.
    """
    if line is not None and passage is not None:
        raise UsageError("line and passage exclude one another; give one of them")
    if around and line is None and passage is None:
        raise UsageError("goes with a line or a passage; give one of them", argument="around")
    entry = store.find_source(name)
    document = store.document(entry.serial)
    numbers = range(len(document)) if section is None else _below(store, entry.serial, section)
    if not numbers and section is not None:
        raise UsageError(
            f"no section {section!r} in {entry.source.id}; bri-search show "
            f"{entry.source.id} --outline lists its sections"
        )
    if line is not None:
        passage = _passage_on_line(document, line)
    if passage is not None:
        if not 0 <= passage < len(document):
            raise UsageError(
                f"{entry.source.id} has no passage {passage}; its passages are 0 to "
                f"{len(document) - 1}",
                argument="passage",
            )
        numbers = [one for one in numbers if passage - around <= one <= passage + around]
    return tuple(_shown_passage(store, entry.serial, number) for number in numbers)


def outline(passages: Iterable[ShownPassage]) -> Iterator[ShownPassage]:
    """The passages with which a section begins: headings, and those whose heading runs on."""
    above: tuple[str, ...] = ()
    for one in passages:
        if one.kind is Kind.HEADING or one.section != above[: len(one.section)]:
            yield one
        above = one.section


def _below(store: Store, serial: int, section: str) -> list[int]:
    """The passages of a source below headings that hold a text."""
    chosen = Filter(section=store.folding.text(section))
    if not chosen.section:
        return []
    return list(filter(Admitted(store, chosen).of(serial), range(len(store.document(serial)))))


def _passage_on_line(document: StoredDocument, line: int) -> int:
    """The passage that stands on a line of the file, or next behind it, wherever else it does."""
    if line < 1:
        raise UsageError(f"{line} is none; lines count from 1", argument="line")

    def line_of(offset: int) -> int:
        return document.line_and_column(offset)[0]

    begin = bisect_left(range(document.length), line, key=line_of)
    behind = [
        (span, number)
        for number in range(len(document))
        for span in document.spans(number)
        if span[1] > begin
    ]
    if not behind:
        last = line_of(document.length - 1)
        raise UsageError(
            f"there is no passage on line {line}; the last line is {last}", argument="line"
        )
    return min(behind)[1]


def _shown_passage(store: Store, serial: int, number: int) -> ShownPassage:
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
