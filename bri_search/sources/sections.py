"""Sections: a text divided into passages, each below the headings that stand above it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from bri_search.sources.blocks import Block
from bri_search.sources.document import FurnitureKind, Kind, Span
from bri_search.sources.layout import find_blocks
from bri_search.sources.lines import Line
from bri_search.sources.marks import Mark, PageStart
from bri_search.sources.passages import Passages, PiecesOfFurniture
from bri_search.sources.paths import Path
from bri_search.sources.sentences import ends_sentence
from bri_search.sources.set_aside import Asides
from bri_search.sources.stretches import LONGEST_PASSAGE, Stretch, cut_places, stretches
from bri_search.text.reading import reading

__all__ = ["divide"]

_LINK = r"\[[^\]]*\]\([^()\s]*\)"
_NAVIGATION = re.compile(rf"#{{0,6}}\s*{_LINK}(?:\s*[|｜·•/«»‹›←→]\s*{_LINK})*\Z")


def divide(
    text: str,
    has_markup: bool,
    structure: Sequence[Mark] = (),
    pages: Sequence[PageStart] = (),
) -> tuple[Passages, PiecesOfFurniture]:
    r"""Divide a text into passages with their sections, and name what is left over as furniture.

    `structure` is what the format says of some or all lines, `pages` are where the file's pages
    begin, both in order. What the format does not say is told by how the lines are laid out.

    >>> passages, furniture = divide("前言\n\n十年來，航線已通達，\n\n31\n\n各國港口。\n", False)
    >>> [(passage.kind.value, passage.section, passage.spans) for passage in passages]
    [('heading', ('前言',), ((0, 2),)), ('paragraph', ('前言',), ((4, 14), (20, 25)))]
    >>> [str(piece.what) for piece in furniture]
    ['white space', 'white space', 'page number', 'white space', 'white space']
    """
    division = _Division(text, has_markup, structure, pages)
    for stretch in stretches(text):
        if stretch.is_long_line:
            division.add_long_line(stretch)
        else:
            division.add(stretch)
    return division.passages, division.furniture


class _Division:
    """A text that is being divided, stretch by stretch."""

    def __init__(
        self,
        text: str,
        has_markup: bool,
        structure: Sequence[Mark],
        pages: Sequence[PageStart],
    ) -> None:
        self.passages = Passages()
        self.furniture = PiecesOfFurniture()
        self._text = text
        self._has_markup = has_markup
        self._structure = structure
        self._next_mark = 0
        self._pages = pages
        self._page_starts = [page.offset for page in pages]
        self._path = Path()

    def add(self, stretch: Stretch) -> None:
        """Add the passages of some lines that are read together."""
        text, base = self._text[stretch.start : stretch.end], stretch.start
        lines, blocks, asides = find_blocks(
            text,
            self._has_markup,
            list(self._marks(stretch)),
            [replace(page, offset=page.offset - base) for page in self._pages],
            is_beginning=base == 0,
        )
        left_out = dict(asides.furniture)
        if self._has_markup:
            links = {block.lines[0] for block in blocks if _leads_away(block, lines, text)}
            blocks = [block for block in blocks if block.lines[0] not in links]
            left_out |= dict.fromkeys(links, FurnitureKind.NAVIGATION)
        self._path.begin(blocks, lambda block: _block_text(block, lines, text, self._has_markup))
        taken = [((lines[index].start, lines[index].end), what) for index, what in left_out.items()]
        taken += [
            ((lines[index].start + begin, lines[index].start + end), FurnitureKind.NOTE_MARK)
            for index, marks in asides.marks.items()
            if index not in left_out
            for begin, end in marks
        ]
        in_order = sorted(blocks, key=lambda block: block.lines[0])
        for block, following in zip_longest(in_order, in_order[1:]):
            section = self._path.step(block)
            ending = lines[block.lines[-1]].text
            kind = block.kind
            is_numbered = block.number is not None and block.mark is None
            if kind is Kind.PARAGRAPH and is_numbered and ending.endswith(("；", ";")):
                kind = Kind.ITEM
            spans = _spans(block, lines, text, asides)
            runs_on = (
                kind.is_running_text
                and not ends_sentence(ending)
                and not (
                    _is_told_item(block) and following is not None and _is_told_item(following)
                )
            ) or block.is_uncertain
            self._add_passage(kind, section, [(base + s, base + e) for s, e in spans], runs_on)
            taken += [(span, FurnitureKind.NONE) for span in spans]
        self._name_furniture(text, base, taken)

    def _marks(self, stretch: Stretch) -> Iterator[Mark]:
        """What the format says of a stretch, by its own offsets; one may begin before it."""
        while self._next_mark < len(self._structure):
            mark = self._structure[self._next_mark]
            start, end = mark.span
            if start >= stretch.end:
                return
            if end > stretch.start:
                yield replace(mark, span=(start - stretch.start, end - stretch.start))
            if end > stretch.end:
                return
            self._next_mark += 1

    def add_long_line(self, stretch: Stretch) -> None:
        """Add a line that is too long to be one of a page, as running text."""
        line = self._text[stretch.start : stretch.end]
        text = line.strip().strip("\ufeff")
        spans: list[Span] = []
        if text:
            start = stretch.start + line.index(text)
            spans = [(start, start + len(text))]
            ending = text[-LONGEST_PASSAGE:]
            self._add_passage(Kind.PARAGRAPH, self._path.labels, spans, not ends_sentence(ending))
        inside = [((s - stretch.start, e - stretch.start), FurnitureKind.NONE) for s, e in spans]
        self._name_furniture(line, stretch.start, inside)

    def _add_passage(
        self, kind: Kind, section: tuple[str, ...], spans: list[Span], runs_on: bool
    ) -> None:
        """Add a passage; running text that is too long for one as several, which run on."""
        parts = _parts(self._text, spans) if kind.is_running_text else [spans]
        for part in parts:
            is_last = part[-1][1] == spans[-1][1]
            page = bisect_right(self._page_starts, part[0][0]) or None
            self.passages.add(kind, section, part, runs_on=runs_on or not is_last, page=page)

    def _name_furniture(
        self, text: str, base: int, taken: list[tuple[Span, FurnitureKind]]
    ) -> None:
        """Add everything of a stretch that is in no passage, in order."""
        position = 0
        for (start, end), what in sorted(taken):
            if position < start:
                self.furniture.add((base + position, base + start), FurnitureKind.WHITE_SPACE)
            if what:
                self.furniture.add((base + start, base + end), what)
            position = end
        if position < len(text):
            self.furniture.add((base + position, base + len(text)), FurnitureKind.WHITE_SPACE)


def _is_told_item(block: Block) -> bool:
    """Whether a format tells that a block is an item: no sentence runs from one into the next."""
    return block.mark is not None and block.kind is Kind.ITEM


def _parts(text: str, spans: list[Span]) -> Iterable[list[Span]]:
    """The spans of a passage, cut into those of several where they are too long for one."""
    part: list[Span] = []
    size = 0
    for start, end in spans:
        if part and size + end - start > LONGEST_PASSAGE:
            yield part
            part, size = [], 0
        begin = start
        for place in cut_places(text, start, end):
            yield [(begin, place)]
            begin = place
        part.append((begin, end))
        size += end - begin
    yield part


def _leads_away(block: Block, lines: list[Line], text: str) -> bool:
    """Whether a block is a heading that is nothing but links, and so not of the page."""
    first = lines[block.lines[0]]
    return block.kind is Kind.HEADING and bool(_NAVIGATION.match(text[first.start : first.end]))


def _spans(block: Block, lines: list[Line], text: str, asides: Asides) -> tuple[Span, ...]:
    """The stretches of the file that a block's lines make up, white space between them included."""
    spans: list[Span] = []
    pieces = (p for index in block.lines for p in _pieces(lines[index], asides.marks.get(index)))
    for start, end in pieces:
        if spans and not text[spans[-1][1] : start].strip():
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(spans)


def _pieces(line: Line, marks: list[Span] | None) -> Iterator[Span]:
    """The stretches of the file that a line is without marks of notes."""
    if marks is None:
        yield line.start, line.end
        return
    begin = 0
    for mark, behind in [*sorted(marks), (len(line.text), len(line.text))]:
        piece = line.text[begin:mark]
        start = line.start + begin + len(piece) - len(piece.lstrip())
        if piece.strip():
            yield start, start + len(piece.strip())
        begin = behind


def _block_text(block: Block, lines: list[Line], text: str, has_markup: bool) -> str:
    """A block as one line; a bare 第一章 keeps its distance from the title in the next line."""
    pieces = [
        reading(
            [(lines[index].start, text[lines[index].start : lines[index].end])], has_markup
        ).text
        for index in block.lines
    ]
    is_bare = block.number is not None and block.number.end >= len(pieces[0])
    together = pieces[0]
    for place, piece in enumerate(pieces[1:]):
        is_label = is_bare and place == 0 and block.kind is Kind.HEADING
        gap = " " if is_label or (together[-1:].isascii() and piece[:1].isascii()) else ""
        together += gap + piece
    return re.sub(r"\s+", " ", together).strip(" \u200b*_")
