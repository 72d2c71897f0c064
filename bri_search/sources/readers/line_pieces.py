"""The pieces of a line of HTML, put together: its text, where it breaks, and where pages begin."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = [
    "BREAK",
    "PAGE_STARTS",
    "joined",
    "page_start",
    "without_page_starts",
    "without_reserved",
]

BREAK = "\x1e"
"""Stands for `<br>` until a passage is put together."""

_PAGE, _PAGE_END = "\ufdd0\ufdd1"
"""Stand around the label of a page where it begins, until a passage is put together."""
_PAGE_START = re.compile(f"{_PAGE}([^{_PAGE_END}]*){_PAGE_END}")

PAGE_STARTS = f"(?:{_PAGE}[^{_PAGE_END}]*{_PAGE_END})+"
"""A regular expression for where pages begin, one or several at a place."""

_RESERVED = re.compile(f"[{BREAK}{_PAGE}{_PAGE_END}]")


def without_reserved(text: str) -> str:
    """A text of a page without the characters that stand for something here."""
    return _RESERVED.sub(" ", text)


def page_start(label: str | None) -> str:
    """What stands in a line where a page begins."""
    return _PAGE + without_reserved(label or "") + _PAGE_END


def joined(pieces: Iterable[str]) -> str:
    r"""The pieces of a line, spaces that follow one another made one.

    >>> joined(["路 ", " 通", BREAK, " 了"]).replace(BREAK, "|")
    '路 通|了'
    """
    text = re.sub(r" {2,}", " ", "".join(pieces))
    if _PAGE in text:
        # Breaks on both sides of where a page begins are one after the other.
        text = re.sub(rf"({PAGE_STARTS}) ?({BREAK})", r"\2\1", text)
    return re.sub(rf" ?{BREAK} ?", BREAK, text).strip(f" {BREAK}")


def without_page_starts(
    text: str, page: str | None, *, is_code: bool
) -> tuple[str, list[tuple[int, str]]]:
    """The text of a passage, and where in it pages begin: the last of those that begin together.

    `page` is the label of one that begins with it.

    >>> without_page_starts(joined(["路", page_start("8"), "通"]), None, is_code=False)
    ('路通', [(1, '8')])
    """
    pieces = _PAGE_START.split(re.sub(f" ({PAGE_STARTS}) ", r" \1", text))
    together = ""
    pages = {} if page is None else {0: page}
    for place, piece in enumerate(pieces):
        if place % 2:
            pages[len(together)] = piece
        else:
            together += piece if together else piece.lstrip("\n" if is_code else None)
    stripped = together.rstrip()
    return stripped, [(min(offset, len(stripped)), label) for offset, label in pages.items()]
