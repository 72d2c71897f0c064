"""Lines of a text file, measured: the raw material of layout."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from bri_search.text.markup import MARKUP

__all__ = ["Line", "cells", "first_unit", "split_lines"]

_LINE = re.compile(r"[^\n\r\f]*(?:\r\n|[\n\r\f]|\Z)")
_OPENING = "「『《〈（(［[【〔“‘"
_CLOSING = "」』》〉）)］]】〕”’，。、；：！？,.;:!?…％%"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank.

    `start` and `end` leave out white space at both ends; `text` is what a reader sees of it,
    without markup. `blank_before` counts the blank lines above it. `width` is in terminal cells.
    `markup` says what kind of block Markdown makes of it: `#` to `######`, bold, item, row, rule,
    fence, picture, note, comment, front matter; empty for running text.
    """

    start: int
    end: int
    text: str
    width: int
    blank_before: int
    indent: int
    trailing_space: bool
    markup: str

    @property
    def reach(self) -> int:
        """How far across the page the line goes, its indent included."""
        return self.indent + self.width


@lru_cache(maxsize=4096)
def _cell(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def cells(text: str) -> int:
    """Width in terminal cells, quotation marks of ambiguous width counted as wide.

    >>> cells("「一带」5G")
    10
    """
    return sum(map(_cell, text))


def first_unit(text: str) -> str:
    """What of a line would have had to fit into the line before it.

    >>> first_unit("「一帶一"), first_unit("路。他提"), first_unit("2023年")
    ('「一', '路。', '2023')
    """
    end = 0
    while end < len(text) - 1 and text[end] in _OPENING:
        end += 1
    if end < len(text) and text[end].isascii():
        while end < len(text) and text[end].isascii() and not text[end].isspace():
            end += 1
    else:
        end += 1
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return text[:end]


def split_lines(text: str, has_markup: bool) -> list[Line]:
    """All lines that are not blank, in order."""
    lines: list[Line] = []
    blank = 0
    for match in _LINE.finditer(text):
        if match.start() == match.end():
            continue
        raw = match.group().rstrip("\r\n\f")
        stripped = raw.strip().strip("\ufeff")
        if not stripped:
            blank += 1
            continue
        start = match.start() + raw.index(stripped)
        visible = (MARKUP.sub("", stripped).strip() if has_markup else "") or stripped
        lines.append(
            Line(
                start=start,
                end=start + len(stripped),
                text=visible,
                width=cells(visible),
                blank_before=blank,
                indent=cells(raw[: len(raw) - len(raw.lstrip())].strip("\ufeff")),
                trailing_space=raw != raw.rstrip(),
                markup=_block_markup(stripped) if has_markup else "",
            )
        )
        blank = 0
    return _marked_by_neighbours(lines) if has_markup else lines


_HEADING_MARK = re.compile(r"#{1,6}(?=[ \t])")
_BOLD_LINE = re.compile(r"(\*\*|__)(?!\s)[^*_]+(?<!\s)\1\Z")
_ITEM_MARK = re.compile(r"[-*+](?=[ \t])")
_RULE = re.compile(r"(?:[-*_=][ \t]*){3,}\Z")
_TABLE_ROW = re.compile(r"\|.*\|\Z")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)\Z")
_COMMENT = re.compile(r"<!--.*-->\Z")
_NOTE_DEFINITION = re.compile(r"\[\^[^\]\s]+\]:")
_UNDERLINE = re.compile(r"(?:=+|-{2,})\Z")
_PROPERTY = re.compile(r"[A-Za-z_][\w-]*:(?:\s|\Z)|-\s|\s*[\]\[{}#]|\w.*,\Z")
_LONGEST_FRONT_MATTER = 60


def _block_markup(line: str) -> str:
    """The mark that says what kind of block a Markdown line is; empty for running text."""
    if _RULE.match(line):
        return "rule"
    if heading := _HEADING_MARK.match(line):
        return heading.group()
    if _BOLD_LINE.match(line):
        return "bold"
    if _ITEM_MARK.match(line):
        return "item"
    if _TABLE_ROW.match(line):
        return "row"
    if line.startswith(("```", "~~~")):
        return "fence"
    if _PICTURE.match(line):
        return "picture"
    if _NOTE_DEFINITION.match(line):
        return "note"
    if _COMMENT.match(line):
        return "comment"
    return ""


def _marked_by_neighbours(lines: list[Line]) -> list[Line]:
    """What only the lines around a line say: front matter, underlined headings, notes that go on.

    Behind a rule or a fence something new begins, as behind a blank line.
    """
    marked = list(lines)
    for index in range(1, _front_matter(lines)):
        marked[index] = replace(marked[index], markup="front matter")
    for index in range(1, len(marked)):
        line, previous = marked[index], marked[index - 1]
        is_plain = not (line.markup or line.blank_before)
        if previous.markup in ("rule", "fence"):
            marked[index] = replace(line, blank_before=max(1, line.blank_before))
        elif previous.markup == "note" and is_plain and line.indent:
            marked[index] = replace(line, markup="note")
        elif (
            _UNDERLINE.match(line.text)
            and not (line.blank_before or previous.markup)
            and (index == 1 or previous.blank_before)
        ):
            marked[index - 1] = replace(previous, markup="#" if line.text[0] == "=" else "##")
            marked[index] = replace(line, markup="rule")
    return marked


def _front_matter(lines: list[Line]) -> int:
    """Index of the rule that closes the properties a Markdown file may begin with; 0 if none."""
    if not lines or lines[0].text != "---":
        return 0
    for index, line in enumerate(lines[1:_LONGEST_FRONT_MATTER], start=1):
        if line.text == "---":
            return index
        if not (_PROPERTY.match(line.text) or line.indent):
            return 0
    return 0
