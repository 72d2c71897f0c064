"""Repair: lines become blocks, and what the page cut apart is one block again.

A line break ends a paragraph only where the line could have held more (the first unit of the next
line would still have fitted) or where the sentence is over and the page says so. What a page put
inside a sentence (numbers, notes, captions, tables) is set aside and the sentence goes on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bri_search.sources.asides import Asides, ends_paragraph, find_asides
from bri_search.sources.document import Kind
from bri_search.sources.headings import Enumerator, enumerator, is_named_heading
from bri_search.sources.lines import Line, cells, first_unit, split_lines

__all__ = ["Block", "find_blocks"]

_BULLET = re.compile(r"[◆◇●○■□▪▫•▶►※★☆➢✓]\s*\S|[-–*+·]\s+\S")
_CAPTION = re.compile(
    r"(?:[图圖表]|图表|圖表|Figure|Fig\.|Table|Chart)\s*[0-9一二三四五六七八九十]+(?:[-–.][0-9]+)?"
    r"(?:\s*[：:.、]|[ 　]+\S|\Z)"
)
_SOURCE_LINE = re.compile(
    r"(?:图片|圖片|数据|數據|资料|資料|Source)s?\s*(?:来源|來源)?\s*[：:]|(?:資料|资料)(?:圖片|图片)\Z"
)
_PICTURE = re.compile(r"[▲▼△▽]\s*\S")
_PICTURE_WORDS = re.compile(r"[圖图][為为]|[攝摄]\Z|(?:資料|资料)(?:圖片|图片)|新華社\Z|供[圖图]\Z")
_CREDITED = re.compile(
    r"[（(][^（）()]*(?:via\b|REUTERS|Reuters|Getty|AFP|AP\b|[摄攝]\b|截[图圖]|[图圖]片|供[图圖]|资料|資料|Photo)"
    r"[^（）()]*[）)]\Z"
)
_CREDIT = re.compile(
    r"(?:来源|來源|整理|編輯|编辑|责任编辑|責任編輯|责编|責編|撰文|作者|文字|攝影|摄影)\s*[：:]"
    r"|文[/／]|作者[^，。：:]{1,20}[系為为是]|【[^】]*[：:][^】]*】\Z|——\s*\S|By\s+[A-Z]"
)
_SHORT_CREDIT = re.compile(r".{0,14}(?:[攝摄]|(?:資料|资料)?(?:圖片|图片)|供[圖图])\Z")
_INSIDE_SENTENCE = re.compile(r"[。；;！!]|[，,].*[，,]")
_OPENERS = "「『《〈（(［[【〔“"
_CLOSERS = "」』》〉）)］]】〕”"
_WINDOW = 8
_WIDEST_PAGE = 130
_WIDEST_COLUMN = 48
_VARIATION = 4
_INDENT = 4


@dataclass(slots=True)
class Block:
    """Lines that belong together, by index; `runs_on` into the next where no sentence ends."""

    kind: Kind
    lines: list[int] = field(default_factory=list)
    number: Enumerator | None = None
    markup: str = ""
    in_title: bool = False
    is_bullet: bool = False
    is_uncertain: bool = False


def find_blocks(text: str, has_markup: bool) -> tuple[list[Line], list[Block], Asides]:
    """Put the lines of a text together: its lines, its blocks, and what was set aside."""
    lines = split_lines(text, has_markup)
    asides = find_asides(lines, has_markup)
    return lines, _Assembly(lines, asides, has_markup).blocks(), asides


class _Assembly:
    """Walks down the lines once, with the block of running text that is still open."""

    def __init__(self, lines: list[Line], asides: Asides, has_markup: bool) -> None:
        self.lines = lines
        self.asides = asides
        self.has_markup = has_markup
        self.found: list[Block] = []
        self.open: Block | None = None
        self.body_begun = False
        self.expected: dict[str, int] = {}
        self.order = [
            index
            for index in range(len(lines))
            if index not in asides.kinds and index not in asides.furniture
        ]
        self.rank = {index: place for place, index in enumerate(self.order)}
        self.trailing_space_ends = self._trailing_space_ends()
        self._pages: dict[int, _Page] = {}

    # -- what is known of the page around a line -------------------------------------------------

    def _trailing_space_ends(self) -> bool:
        """Whether this file puts a space behind the last line of every paragraph (some PDFs)."""
        marked = [i for i in self.order if self.lines[i].trailing_space]
        if self.has_markup or not 4 <= len(marked) <= 0.4 * len(self.order):
            return False
        fitting = sum(
            ends_paragraph(self.lines[i].text) or self.lines[i].width < 60 for i in marked
        )
        return fitting >= 0.9 * len(marked)

    def following(self, index: int) -> int | None:
        """The next line of running text."""
        place = self.rank[index] + 1
        return self.order[place] if place < len(self.order) else None

    def page(self, index: int) -> _Page:
        """The page as the lines from this one on show it."""
        if index not in self._pages:
            place = self.rank[index]
            after = [self.lines[i] for i in self.order[place + 1 : place + 1 + _WINDOW]]
            before = [self.lines[i] for i in self.order[max(0, place - _WINDOW + 1) : place + 1]]
            self._pages[index] = _Page(
                _wrap_width(after), _wrap_width(before[::-1]), _blanks(before + after)
            )
        return self._pages[index]

    def could_hold_more(self, index: int, width: _Width | None) -> bool:
        """Whether the next line's first unit would have fitted behind this line."""
        following = self.following(index)
        if following is None or width is None:
            return True
        unit = cells(first_unit(self.lines[following].text))
        return self.lines[index].width + unit <= width.cells - width.slack

    # -- the walk --------------------------------------------------------------------------------

    def blocks(self) -> list[Block]:
        for index, line in enumerate(self.lines):
            if index in self.asides.furniture:
                continue
            kind = self.asides.kinds.get(index)
            if kind is not None:
                self._set_aside(index, kind)
            else:
                self._place(index, line)
        self._title_over_several_lines()
        return self.found

    def _title_over_several_lines(self) -> None:
        """A text that begins with a few lines that are no sentence begins with its title."""
        first = next((block for block in self.found if block.kind.is_running_text), None)
        if first is None or first is not self.found[0] or first.number is not None:
            return
        width = sum(self.lines[index].width for index in first.lines)
        text = "".join(self.lines[index].text for index in first.lines)
        is_sentence = ends_paragraph(text) or bool(_INSIDE_SENTENCE.search(text))
        if width <= 140 and not is_sentence and not first.is_bullet and len(self.found) > 1:
            first.kind = Kind.HEADING
            first.in_title = True

    def _set_aside(self, index: int, kind: Kind) -> None:
        if index in self.asides.continues:
            self.found[-1].lines.append(index)
            return
        self._close_if_finished()
        self._append(Block(kind, [index]))

    def _append(self, block: Block) -> Block:
        """Keep a block; one of running text that is open stays open behind an aside."""
        self.found.append(block)
        return block

    def _start(self, block: Block) -> None:
        self.found.append(block)
        self.open = block
        self.body_begun = True

    def _close_if_finished(self) -> None:
        if self.open is not None and self._finished(self.open):
            self.open = None

    def _finished(self, block: Block) -> bool:
        text = self.lines[block.lines[-1]].text
        return ends_paragraph(text) and not self._bracket_open(block)

    def _bracket_open(self, block: Block) -> bool:
        """Whether a bracket was opened in the last lines and is not closed yet."""
        depth = 0
        for index in block.lines[-3:]:
            for character in self.lines[index].text:
                if character in _OPENERS:
                    depth += 1
                elif character in _CLOSERS:
                    depth = max(0, depth - 1)
        return depth > 0 and not ends_paragraph(self.lines[block.lines[-1]].text)

    def _place(self, index: int, line: Line) -> None:
        number = enumerator(line.text)
        if self._marked_by_markup(index, line, number):
            return
        if self.open is not None and self._goes_on(index, line, number):
            self._join(index, line)
            return
        self.open = None
        if self._caption_or_credit(index, line):
            return
        if _BULLET.match(line.text):
            self._start(Block(Kind.ITEM, [index], is_bullet=True))
        elif number is not None and _believable(number, line):
            self._numbered(index, line, number)
        elif is_named_heading(line.text) and self._stands_alone(index, line):
            self._heading(index)
            self.body_begun = True
        elif self._is_heading(index, line):
            self._heading(index, in_title=not self.body_begun)
            self.found[-1].is_uncertain = self.body_begun and self._is_nearly_full(index)
        else:
            self._start(Block(Kind.PARAGRAPH, [index]))

    def _marked_by_markup(self, index: int, line: Line, number: Enumerator | None) -> bool:
        if not self.has_markup or not line.markup:
            return False
        self.open = None
        if line.markup == "item":
            self._start(Block(Kind.ITEM, [index], is_bullet=True))
        elif line.markup.startswith("#") or line.markup == "bold":
            self._append(Block(Kind.HEADING, [index], number=number, markup=line.markup))
            self.body_begun = True
        else:
            return False
        return True

    def _heading(
        self, index: int, number: Enumerator | None = None, in_title: bool = False
    ) -> None:
        previous = self.found[-1] if self.found else None
        if previous is not None and previous.kind is Kind.HEADING and not previous.markup:
            last = self.lines[previous.lines[-1]]
            bare_chapter = previous.number is not None and previous.number.end >= len(last.text)
            if number is None and (bare_chapter or self._bracket_open(previous)):
                previous.lines.append(index)
                return
        self._append(Block(Kind.HEADING, [index], number=number, in_title=in_title))

    def _join(self, index: int, line: Line) -> None:
        """Go on with the open block; a numbered heading over two lines closes with the second."""
        block = self.open
        assert block is not None
        block.lines.append(index)
        if (
            block.number is not None
            and len(block.lines) == 2
            and not any(_INSIDE_SENTENCE.search(self.lines[i].text) for i in block.lines)
            and not ends_paragraph(line.text)
            and self._stands_alone(index, line)
            and line.width < self.lines[block.lines[0]].width
        ):
            block.kind = Kind.HEADING
            self.open = None

    def _goes_on(self, index: int, line: Line, number: Enumerator | None) -> bool:
        """Whether a line belongs to the block that is open."""
        block = self.open
        assert block is not None
        last_index = block.lines[-1]
        finished = self._finished(block)
        is_attribution = self.lines[block.lines[0]].text.startswith("——")
        if line.blank_before and (self.has_markup or is_attribution):
            return False
        if number is not None and _believable(number, line):
            if finished or self._ends_a_line_early(last_index):
                return False
            if self._next_in_order(number) and self._stands_alone(index, line):
                return False
            if number.style.opens_heading:
                return False
        if _BULLET.match(line.text) and (finished or block.is_bullet or line.text[0] in "◆◇●■▪•"):
            return False
        if _PICTURE.match(line.text) or (
            _CAPTION.match(line.text) and self._stands_alone(index, line)
        ):
            return False
        if not finished:
            if _CREDIT.match(line.text) and self._ends_a_line_early(last_index):
                return False
            if (
                is_named_heading(line.text)
                and self._stands_alone(index, line)
                and line.blank_before
            ):
                return False
            return not (block.is_bullet and self._new_item_without_mark(last_index, line))
        if self._bracket_open(block):
            return True
        return self._same_paragraph(last_index, line)

    def _new_item_without_mark(self, last_index: int, line: Line) -> bool:
        """A list item without a full stop ends at a blank line, where blanks mean anything."""
        page = self.page(last_index)
        return (
            bool(line.blank_before)
            and not page.blanks_are_usual
            and self.could_hold_more(last_index, page.before)
            and (page.before is not None or line.text[:1].isupper())
        )

    def _same_paragraph(self, last_index: int, line: Line) -> bool:
        """Whether a paragraph goes on behind the end of a sentence at the end of a line."""
        last = self.lines[last_index]
        page = self.page(last_index)
        if self.trailing_space_ends:
            return not last.trailing_space
        if line.indent >= 2 and line.indent > last.indent and not line.blank_before:
            return False
        width = page.before or page.after
        if width is None or (line.blank_before and not page.blanks_are_usual):
            return False
        if is_named_heading(line.text) or _CREDIT.match(line.text):
            return False
        return not self.could_hold_more(last_index, width)

    def _ends_a_line_early(self, index: int) -> bool:
        page = self.page(index)
        if self.trailing_space_ends:
            return self.lines[index].trailing_space
        return page.before is None or self.could_hold_more(index, page.before)

    # -- headings --------------------------------------------------------------------------------

    def _stands_alone(self, index: int, line: Line) -> bool:
        """Whether the page breaks behind this line on purpose."""
        following = self.following(index)
        if following is None:
            return True
        if self.trailing_space_ends:
            return line.trailing_space
        width = self.page(index).after
        if width is None:
            return line.width <= 80 or self.lines[following].blank_before > 0
        off_column = width.cells + _VARIATION < max(line.width, self.lines[following].width)
        return off_column or self.could_hold_more(index, width)

    def _is_heading(self, index: int, line: Line) -> bool:
        """Whether a line without a number is a heading by its form and its surroundings."""
        text = line.text
        if self.has_markup or index + 1 == len(self.lines) or ends_paragraph(text):
            return False
        if (
            line.width > 84
            or _INSIDE_SENTENCE.search(text)
            or self._bracket_open(_line_block(index))
        ):
            return False
        if (
            text[-1] in "，,、的和与與及在"
            or text[0] in "，。、；：）」"
            or not re.search(r"\w", text)
        ):
            return False
        if text.isascii() and (text[0].islower() or len(text.split()) > 12):
            return False
        if not self._stands_alone(index, line):
            return False
        if not self.body_begun:
            return True
        if self._may_be_a_first_line(index, line):
            return False
        return bool(line.blank_before) or self.page(index).after is not None

    def _is_nearly_full(self, index: int) -> bool:
        width = self.page(index).after
        return (
            width is not None and self.lines[index].width > width.cells - width.slack - 2 * _INDENT
        )

    def _may_be_a_first_line(self, index: int, line: Line) -> bool:
        """Whether a line is short only by the indent of a paragraph's first line.

        Then it is a heading only where it holds no clause and where the characters on both sides
        of the break are not seen side by side elsewhere in the text.
        """
        following = self.following(index)
        width = self.page(index).after
        if following is None or width is None or line.text.isascii():
            return False
        unit = cells(first_unit(self.lines[following].text))
        if line.width + unit <= width.cells - width.slack - _INDENT:
            return bool(re.search("[，,、]", line.text)) and line.width > width.cells * 0.7
        if self.page(index).blanks_are_usual:
            return True
        across = line.text[-1] + self.lines[following].text[0]
        return bool(re.search("[，,、]", line.text)) or any(
            across in other.text for other in self.lines
        )

    def _next_in_order(self, number: Enumerator) -> bool:
        return number.value in (1, self.expected.get(number.style.name, 1))

    def _numbered(self, index: int, line: Line, number: Enumerator) -> None:
        self.expected[number.style.name] = number.value + 1
        text = line.text
        alone = (
            (not ends_paragraph(text) or text[-1] in "？！?!")
            and line.width <= 110
            and not re.search(r"[。；;]", text)
            and text[-1] not in "，,、"
            and (self._stands_alone(index, line) or number.style.opens_heading)
        )
        if alone and not self._bracket_open(_line_block(index)):
            self.body_begun = True
            self._heading(index, number=number)
        else:
            self._start(Block(Kind.PARAGRAPH, [index], number=number))

    # -- captions and credits ----------------------------------------------------------------------

    def _caption_or_credit(self, index: int, line: Line) -> bool:
        text = line.text
        previous = self.found[-1] if self.found else None
        after_caption = (
            previous is not None
            and previous.kind is Kind.CAPTION
            and previous.lines[-1] == index - 1
        )
        is_captioned = bool(_CAPTION.match(text) or _SOURCE_LINE.match(text))
        is_caption = (
            bool(_PICTURE.match(text))
            or (text[0] in "◆◇" and self._is_picture_item(index))
            or (is_captioned and self._stands_alone(index, line))
            or (self.has_markup and bool(_CREDITED.search(text)))
        )
        if (
            after_caption
            and previous is not None
            and not _PICTURE.match(text)
            and self._caption_goes_on(previous, index)
        ):
            previous.lines.append(index)
        elif is_caption:
            self._append(Block(Kind.CAPTION, [index]))
        elif _CREDIT.match(text):
            self._start(Block(Kind.NOTE, [index]))
            if ends_paragraph(text) or not text.startswith(("——", "作者")) or "：" in text:
                self.open = None
        else:
            return False
        return True

    def _is_picture_item(self, index: int) -> bool:
        """Whether a ◆ line is a caption: its text names a picture or a credit follows it."""
        place = self.rank[index]
        for following in self.order[place : place + 4]:
            text = self.lines[following].text
            if following != index and _BULLET.match(text):
                return False
            if _PICTURE_WORDS.search(text):
                return True
            if ends_paragraph(text):
                after = self.order[self.rank[following] + 1 : self.rank[following] + 2]
                return bool(after) and bool(_SHORT_CREDIT.match(self.lines[after[0]].text))
        return False

    def _caption_goes_on(self, caption: Block, index: int) -> bool:
        """A caption runs to its full stop, and takes the photographer's line along."""
        first = self.lines[caption.lines[0]].text
        if _CAPTION.match(first) or _SOURCE_LINE.match(first):
            return False
        last = self.lines[caption.lines[-1]].text
        if not ends_paragraph(last) and not _SHORT_CREDIT.match(last):
            return True
        place = self.rank[index]
        for following in self.order[place : place + 2]:
            if _SHORT_CREDIT.match(self.lines[following].text):
                return True
            if cells(self.lines[following].text) > 16:
                return False
        return False


def _believable(number: Enumerator, line: Line) -> bool:
    """Whether a number at the start of a line numbers something."""
    if number.style.name in ("chapter", "part", "section"):
        return line.width <= 90 and not ends_paragraph(line.text)
    return number.style.name != "number" or number.value > 0


def _line_block(index: int) -> Block:
    return Block(Kind.HEADING, [index])


@dataclass(frozen=True, slots=True)
class _Width:
    """The width at which a page breaks its lines; `slack` is how much it varies, in cells."""

    cells: int
    slack: int


@dataclass(frozen=True, slots=True)
class _Page:
    after: _Width | None
    before: _Width | None
    blanks_are_usual: bool


def _wrap_width(lines: list[Line]) -> _Width | None:
    """The width at which the nearest of some lines are wrapped; None where they are not.

    Lines come nearest first: two of the nearest few that share a width tell more than many farther
    off, where another column may stand.
    """
    if any(line.width > _WIDEST_PAGE for line in lines):
        return None
    for count, alike in ((3, 2), (5, 2), (_WINDOW, 3)):
        widths = sorted((line.width for line in lines[:count]), reverse=True)
        for place in range(len(widths) - alike + 1):
            widest = widths[place]
            if widest - widths[place + alike - 1] <= _VARIATION:
                close = [width for width in widths if widest - width <= _VARIATION]
                is_column = widest <= _WIDEST_COLUMN or widest - min(close) <= 1
                return _Width(widest, 0 if is_column else _VARIATION)
    return None


def _blanks(lines: list[Line]) -> bool:
    """Whether a blank line stands between most lines, and so says nothing."""
    counted = [line.blank_before > 0 for line in lines[1:]]
    return len(counted) >= 3 and sum(counted) >= 0.7 * len(counted)
