"""Plain text, as it is; form feeds in it tell its pages."""

from __future__ import annotations

import re
from itertools import pairwise

from bri_search.sources.marks import PageStart
from bri_search.sources.readers import markdown
from bri_search.sources.readers.decoding import decode
from bri_search.sources.readers.reading import Reading

__all__ = ["read"]

_WIKI_LINKS = re.compile(r"\[\[[^\[\]\n]{1,200}\]\]|^\#{1,6} \S.*$|\*\*[^*\n]+\*\*", re.MULTILINE)
_WIKI_SHARE = 4
_FORM_FEED = re.compile(r"(?:\A|(?<=\n)|(?<=\r))[^\S\n\r]*\f|\f(?=[^\S\n\r]*(?:[\n\r]|\Z))")
"""A form feed at the beginning or at the end of a line."""
_FEWEST_FEEDS = 2
"""A single one may be anything; programs put one behind the last page as well."""
_LONGEST_PAGE = 12_000
"""Characters of a page in small print: what is parted at longer distances are chapters."""
_LONG_SHARE = 0.1
"""Share of pages that may be longer."""


def read(name: str, content: bytes, encoding: str | None) -> Reading:
    r"""Decode a text; offsets count every code point of it.

    A text file full of wiki links and Markdown headings is what its contents say it is, whatever
    its name says.

    >>> read("a.txt", "一带一路".encode("gb18030"), None).encoding
    'gb18030'
    >>> [page.offset for page in read("a.txt", b"One\n\fTwo\n\f", None).pages]
    [0, 5]
    """
    decoded = decode(name, content, encoding=encoding)
    if _is_markdown(decoded.text):
        return markdown.of_decoded(decoded)
    pages = _pages(decoded.text)
    return Reading(decoded.text, decoded.encoding, pages=pages, notices=decoded.notices)


def _pages(text: str) -> tuple[PageStart, ...]:
    """Where pages begin, if form feeds part them: there are several, and none far from the next."""
    feeds = text.count("\f")
    ends = [match.end() for match in _FORM_FEED.finditer(text)] if feeds >= _FEWEST_FEEDS else []
    if not ends or len(ends) < feeds:
        return ()
    starts = [0, *ends]
    if not text[ends[-1] :].strip():
        starts.pop()
    long = sum(after - before > _LONGEST_PAGE for before, after in pairwise([*starts, len(text)]))
    return tuple(map(PageStart, starts)) if long <= _LONG_SHARE * len(starts) else ()


def _is_markdown(text: str) -> bool:
    kinds = [match.group()[:2] for match in _WIKI_LINKS.finditer(text[:200_000])]
    return len(kinds) >= _WIKI_SHARE and ("[[" in kinds or any(kind[0] == "#" for kind in kinds))
