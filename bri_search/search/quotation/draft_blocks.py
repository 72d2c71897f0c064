"""The quotations of a draft that no quotation mark tells: lines of Markdown, elements of HTML."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

__all__ = [
    "DEEPEST",
    "NO_TEXT",
    "blocks",
    "is_inside",
    "without_attribution",
    "without_block_tags",
]

DEEPEST = 16
"""Quotations that may stand inside one another; of more that are open, the first is alone."""

NO_TEXT = re.compile(
    r"""
      \A---\n.*?^---$                                   # front matter
    | ^[ ]{0,3}(```|~~~).*?(?:^[ ]{0,3}\1|\Z)             # fenced code
    | (?<!`)(`{1,3})(?!`)[^\n]+?(?<!`)\2(?!`)            # code in a line
    | <!--(?:(?!<!--).)*?--> | </?[A-Za-z][^<>]*>                     # HTML
    | \]\([^()\n]*\)                                     # the address of a link, and its title
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
"""What is in a draft and is not its text."""

_BLOCK_NAMES = (
    "address|article|aside|blockquote|cite|dd|details|div|dl|dt|figcaption|figure|footer|h[1-6]|hr"
    "|li|ol|p|pre|q|section|table|td|th|tr|ul"
)
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCK_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_LAZY_LINE = rf"""
    \n(?! [^\S\n]*(?: $ | > | \#{{1,6}}(?:\s|$) | ``` | ~~~ | ::: | \[\^
                  | (?:[-*+]|[0-9]{{1,9}}[.)])(?:\s|$) | (?:[-*_][^\S\n]*){{3,}}$
                  | </?(?!cite\b|q\b)(?:{_BLOCK_NAMES})\b | <!-- ) ).+
"""
_BLOCK = re.compile(
    rf"""^[ ]*(?:(?:[-*+]|[0-9]{{1,3}}[.)])[ ]+)?
    (?P<block>
      (?: >[> \t]*+(?!\#{{1,6}}[ \t]|```|~~~)\S.*(?:{_LAZY_LINE})* | >.* )
      (?: \n[ ]*(?: >[> \t]*+(?!\#{{1,6}}[ \t]|```|~~~)\S.*(?:{_LAZY_LINE})* | >.* ) )*
    )""",
    re.MULTILINE | re.VERBOSE,
)
"""Lines that begin with >, and those without it that go on with a paragraph of them."""
_ALERT = re.compile(r">[ ]?\[!")
_ELEMENT = re.compile(r"<(?P<end>/?)(?P<name>blockquote|q)(?:\s[^<>]*)?>", re.IGNORECASE)
_BRACKETED = r"[（(](?:[^（()）\n]|[（(][^（()）\n]*[）)])*[）)]"
_ATTRIBUTION = re.compile(
    rf"""
      \n[ ]*+>?+[ \t]*+(?:(?:—|–|--).*|{_BRACKETED})\s*\Z  # in a line of its own
    # Or behind the text, with a number or a title in it.
    | (?<=[。！？!?.」』”"’\]])[ \t]*(?=.{{0,200}}[0-9０-９《]){_BRACKETED}\s*\Z
    # Or in an element that is there for it, and not within a sentence.
    | (?:(?<=[。！？!?.…」』”"’\]>])[ \t]*+\n?+|\n)[ ]*+>?+[ \t]*+
      (?:—{{1,2}}+|–|--|(?!—|–|--))[ \t]*+
      <(?P<element>cite|footer)\b[^<>]*>(?:[^<]|<(?!/?(?P=element)\b)){{0,300}}</(?P=element)>
      \s*(?:</\w+>\s*)*\Z
    """,
    re.VERBOSE,
)
"""What stands at the end of a block quotation and says where it is from."""

Quoted = tuple[int, int, str]


def blocks(draft: str, code: list[tuple[int, int]]) -> Iterator[Quoted]:
    r"""Where the block quotations of Markdown, and what HTML in it says is quoted, begin and end.

    >>> list(blocks("> 共商\n共建\n\n<q>共享</q>", []))
    [(0, 7, '>'), (12, 14, '>')]
    """
    for match in _BLOCK.finditer(draft):
        block = match["block"]
        if not is_inside(code, match.start()) and not _ALERT.match(block):
            yield without_attribution(draft, *match.span("block"))
    opened: list[tuple[str, int]] = []
    for tag in NO_TEXT.finditer(draft):
        element = _ELEMENT.fullmatch(tag.group())
        if element is None:
            continue
        name = element["name"].lower()
        if not element["end"]:
            opened = [*opened[1 - DEEPEST :], (name, tag.end())]
            continue
        while opened and opened[-1][0] != name and any(one == name for one, _ in opened):
            opened.pop()
        if opened and opened[-1][0] == name:
            start, end = opened.pop()[1], tag.start()
            start, end, mark = without_attribution(draft, start, end)
            inside = without_block_tags(draft[start:end])
            start += len(inside) - len(inside.lstrip())
            yield start, max(start, start + len(inside.strip())), mark


def without_attribution(draft: str, start: int, end: int) -> Quoted:
    """A quotation that no mark tells, without what says at its end where it is from."""
    end = start + len(draft[start:end].rstrip())
    return start, start + len(_ATTRIBUTION.sub("", draft[start:end]).rstrip()), ">"


def without_block_tags(text: str) -> str:
    """A text with spaces for the tags of HTML that end a line, so that no character is moved.

    >>> without_block_tags("<p>共商</p>")
    '   共商    '
    """
    return _BLOCK_TAG.sub(lambda tag: " " * len(tag.group()), text)


def is_inside(stretches: list[tuple[int, int]], at: int) -> bool:
    """Whether a place lies in one of some stretches, which are in order."""
    number = bisect_right(stretches, at, key=lambda one: one[0]) - 1
    return number >= 0 and at < stretches[number][1]
