"""Markdown: the text as it is, with the blocks that a parser of CommonMark finds in it.

Only blocks are parsed, by markdown-it-py, whose tokens know their lines; folding passes over inline
markup. Two rules of CommonMark are left out, because pages that were copied into Markdown break
them all the time and text would be lost: indented lines are no code, and a line such as `[注]: …`
is text. Beside CommonMark and its tables, notes (`[^1]: …`), properties at the top, rows between
bars, and lines that are nothing but bold (a heading) or a picture (its caption) are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from bri_search.sources.document import FurnitureKind, Kind
from bri_search.sources.marks import Mark
from bri_search.sources.readers.decoding import Decoded, decode
from bri_search.sources.readers.reading import Metadata, Reading, iso_date, one_line

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["of_decoded", "read"]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
_BOLD_LINE = re.compile(r"(\*\*|__)(?!\s)[^*_]+(?<!\s)\1\Z")
_BOLD_LEVEL = 7
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)\Z")
_MOST_LINES_OF_PICTURE = 6
_NEVER_SHOWN = re.compile(r"(?is)<(script|style)\b[^>]*>(?:(?!</\1).)*</\1\s*>\Z")
_ROW = re.compile(r"\|.*\|\Z")
_NOTE_DEFINITION = re.compile(r"\[\^[^\]\s]+\]:")
_INDENT = re.compile(r"(?: {4}| {0,3}\t)\s*\S")
"""What sets the paragraphs of a note below its first one back."""
_RULE = re.compile(r"(?:[-*_=][ \t]*){3,}\Z")
_QUOTED = re.compile(r"(?:>[ \t]?)+")
_SENTENCE_END = re.compile(r"[。！？!?.；;：:，,]\s*\Z")
_LONGEST_PROPERTIES = 200
"""Lines."""
_LONGEST_PROPERTY = 20_000
"""Characters of all properties together: more is no front matter."""
_KEYS = {
    "title": ("title", "标题", "標題"),
    "creator": ("creator", "author", "authors", "作者"),
    "issued": ("issued", "date", "published", "日期"),
    "publisher": ("publisher", "source", "出版者"),
    "language": ("language", "lang"),
}
_PROPERTY = re.compile(
    rf"\s*(?:[a-z][\w-]*|{'|'.join(chain.from_iterable(_KEYS.values()))})\s*:\s", re.IGNORECASE
)
"""How properties begin, whatever comes behind."""


def read(name: str, content: bytes, encoding: str | None) -> Reading:
    r"""Decode Markdown as plain text is decoded, and find its blocks and properties.

    >>> reading = read("a.md", "---\ntitle: 白皮书\n---\n# 前言\n".encode(), None)
    >>> reading.metadata.title, [(mark.span, mark.kind) for mark in reading.structure][-1]
    ('白皮书', ((19, 24), <Kind.HEADING: 'heading'>))
    """
    return of_decoded(decode(name, content, encoding=encoding))


def of_decoded(decoded: Decoded) -> Reading:
    """What `read` gives, of a text that has been decoded."""
    lines = _Lines(decoded.text)
    properties = _properties_of(lines)
    marks: list[Mark] = []
    if properties.end:
        marks = [lines.mark(0, properties.end + 1, None, what=FurnitureKind.FRONT_MATTER)]
    marks += _Blocks(lines, properties.end + 1 if properties.end else 0).marks()
    return Reading(
        decoded.text,
        decoded.encoding,
        has_markup=True,
        structure=tuple(marks),
        metadata=_metadata(properties.said),
        notices=decoded.notices + ((properties.problem,) if properties.problem else ()),
    )


class _Lines:
    """The lines of a text as CommonMark counts them, and where each stands."""

    def __init__(self, text: str) -> None:
        self.texts = [match.group() for match in _LINE.finditer(text)]
        self.starts = [0]
        for line in self.texts:
            self.starts.append(self.starts[-1] + len(line))

    def __len__(self) -> int:
        return len(self.texts)

    def stripped(self, number: int) -> str:
        return self.texts[number].strip().strip("\ufeff")

    def mark(
        self,
        first: int,
        end: int,
        kind: Kind | None,
        level: int = 0,
        what: FurnitureKind = FurnitureKind.NONE,
    ) -> Mark:
        return Mark((self.starts[first], self.starts[end]), kind, level, what)


class _Blocks:
    """Walks through the tokens of a text; a line is marked by the innermost block it begins."""

    def __init__(self, lines: _Lines, first: int) -> None:
        self.lines = lines
        text = "".join(
            line.rstrip("\r\n").replace("\ufeff", " ") + "\n" for line in lines.texts[first:]
        )
        self.first = first
        self.tokens = _parser().parse(text)
        self.found: dict[int, tuple[int, Mark]] = {}
        self.note_end: int | None = None
        self.indents_text = False

    def marks(self) -> list[Mark]:
        """The marks in order; each is kept from its first line to its end."""
        item: int | None = None
        for token in self.tokens:
            if token.map is None:
                continue
            first, end = (min(self.first + line, len(self.lines)) for line in token.map)
            if token.type == "list_item_open":
                item = first
            elif token.type == "heading_open":
                self._heading(token, first, end)
            elif token.type == "fence":
                self._fence(first, end)
            elif token.type == "hr":
                self._put(first, first + 1, None, what=FurnitureKind.RULE)
            elif token.type == "table_open":
                self._table(first, end)
            elif token.type == "html_block":
                self._html(first, end)
            elif token.type == "paragraph_open" and self._is_of_note(token, first):
                self._put(first, end, Kind.NOTE)
                self.note_end = end
            elif token.type == "paragraph_open":
                self._paragraph(first, end, is_item=item == first)
        return [mark for _, mark in sorted(self.found.values(), key=lambda one: one[1].span)]

    def _put(
        self,
        first: int,
        end: int,
        kind: Kind | None,
        level: int = 0,
        what: FurnitureKind = FurnitureKind.NONE,
    ) -> None:
        if first < end:
            self.found[first] = (end, self.lines.mark(first, end, kind, level, what))

    def _is_of_note(self, token: Token, first: int) -> bool:
        """Whether a paragraph is set back below a note, in a text that sets back nothing else."""
        if token.level or not _INDENT.match(self.lines.texts[first]):
            return False
        is_below_note = self.note_end is not None and not any(
            map(self.lines.stripped, range(self.note_end, first))
        )
        self.indents_text = self.indents_text or not is_below_note
        return not self.indents_text

    def _heading(self, token: Token, first: int, end: int) -> None:
        """A heading; text that a line of dashes follows is one only where it can be one."""
        while end > first + 1 and not self.lines.stripped(end - 1):
            end -= 1
        if not token.markup.startswith(("=", "-")):
            self._put(first, end, Kind.HEADING, int(token.tag[1:]))
            return
        text = self.lines.stripped(first)
        if end - first == 2 and not _SENTENCE_END.search(text) and not text.startswith("|"):
            self._put(first, first + 1, Kind.HEADING, int(token.tag[1:]))
        else:
            self._paragraph(first, end - 1, is_item=False)
        self._put(end - 1, end, None, what=FurnitureKind.RULE)

    def _fence(self, first: int, end: int) -> None:
        is_closed = end - first > 1 and bool(_FENCE.match(self.lines.stripped(end - 1)))
        self._put(first, first + 1, None, what=FurnitureKind.FENCE)
        self._put(first + 1, end - is_closed, Kind.CODE)
        if is_closed:
            self._put(end - 1, end, None, what=FurnitureKind.FENCE)

    def _table(self, first: int, end: int) -> None:
        for row in range(first, end):
            self._put(row, row + 1, Kind.TABLE)

    def _html(self, first: int, end: int) -> None:
        while end > first + 1 and not self.lines.stripped(end - 1):
            end -= 1
        if self.lines.stripped(first).startswith("<!--"):
            if self.lines.stripped(end - 1).endswith("-->"):
                self._put(first, end, None, what=FurnitureKind.COMMENT)
        elif found := _NEVER_SHOWN.match("".join(self.lines.texts[first:end]).strip()):
            self._put(first, end, None, what=FurnitureKind(found[1].lower()))
        else:
            self._paragraph(first, end, is_item=False)

    def _paragraph(self, first: int, end: int, *, is_item: bool) -> None:
        """The lines of a paragraph that are something by themselves; the others flow together."""
        if is_item:
            self._put(first, first + 1, Kind.ITEM)
        number = first + is_item
        while number < end:
            text = _QUOTED.sub("", self.lines.stripped(number))
            following = number + 1
            if _NOTE_DEFINITION.match(text):
                while following < end and self.lines.texts[following][:1] in (" ", "\t"):
                    following += 1
                self._put(number, following, Kind.NOTE)
                self.note_end = following
            elif _BOLD_LINE.match(text):
                self._put(number, following, Kind.HEADING, _BOLD_LEVEL)
            elif lines_of_picture := self._lines_of_picture(number, end):
                following = number + lines_of_picture
                self._put(number, following, Kind.CAPTION)
            elif _ROW.match(text):
                self._put(number, following, Kind.TABLE)
            elif _RULE.match(text):
                self._put(number, following, None, what=FurnitureKind.RULE)
            number = following

    def _lines_of_picture(self, first: int, end: int) -> int:
        """How many lines from one on are nothing but a picture; 0 if they are not."""
        text = ""
        for number in range(first, min(end, first + _MOST_LINES_OF_PICTURE)):
            text = f"{text}\n{_QUOTED.sub('', self.lines.stripped(number))}".lstrip()
            if not text.startswith("!["):
                return 0
            if _PICTURE.match(text):
                return number + 1 - first
        return 0


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").disable(["code", "reference", "inline"])


@dataclass(frozen=True, slots=True)
class _Properties:
    """The properties a file may begin with, the line that closes them (0: none), what is amiss."""

    end: int = 0
    said: dict[Any, Any] = field(default_factory=dict)
    problem: str = ""


def _properties_of(lines: _Lines) -> _Properties:
    if len(lines) < 2 or lines.stripped(0) != "---":
        return _Properties()
    for end in range(1, min(len(lines), _LONGEST_PROPERTIES)):
        if lines.stripped(end) in ("---", "..."):
            return _properties_in("".join(lines.texts[1:end]), end)
    return _Properties()


def _properties_in(text: str, end: int) -> _Properties:
    """What YAML makes of the lines before one, every scalar left as it is written."""
    import yaml

    problem = ""
    said: Any = None
    try:
        if len(text) <= _LONGEST_PROPERTY:
            said = yaml.load(text, Loader=yaml.BaseLoader)
        else:
            problem = f"more than {_LONGEST_PROPERTY:,} characters"
    except yaml.MarkedYAMLError as error:
        line = "" if error.problem_mark is None else f"line {error.problem_mark.line + 2}: "
        problem = f"{line}{error.problem}"
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        problem = str(error) or type(error).__name__
    if problem and _PROPERTY.match(text):
        problem = f"its front matter is no YAML ({one_line(problem)}) and read as text; mend it"
        return _Properties(problem=problem)
    if isinstance(said, dict):
        return _Properties(end, said)
    if not text.strip():
        return _Properties(end)
    return _Properties()


def _metadata(properties: dict[Any, Any]) -> Metadata:
    lowered = {str(key).strip().casefold(): value for key, value in properties.items()}

    def said(key: str) -> Iterator[str]:
        value = next((lowered[name] for name in _KEYS[key] if lowered.get(name)), None)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                yield one
            elif isinstance(one, dict) and isinstance(one.get("name"), str):
                yield one["name"]

    def first(key: str) -> str | None:
        return next(said(key), None)

    return Metadata(
        title=first("title"),
        creator=tuple(said("creator")),
        issued=iso_date(first("issued") or ""),
        publisher=first("publisher"),
        language=first("language"),
    )
