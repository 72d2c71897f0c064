"""Plain text, as it is."""

from __future__ import annotations

import re

from bri_search.sources.readers import markdown
from bri_search.sources.readers.decoding import decode
from bri_search.sources.readers.reading import Reading

__all__ = ["read"]

_WIKI_LINKS = re.compile(r"\[\[[^\[\]\n]{1,200}\]\]|^\#{1,6} \S.*$|\*\*[^*\n]+\*\*", re.MULTILINE)
_WIKI_SHARE = 4


def read(name: str, content: bytes, encoding: str | None) -> Reading:
    """Decode a text; offsets count every code point of it.

    A text file full of wiki links and Markdown headings is what its contents say it is, whatever
    its name says.

    >>> read("a.txt", "一带一路".encode("gb18030"), None).encoding
    'gb18030'
    """
    decoded = decode(name, content, encoding=encoding)
    if _is_markdown(decoded.text):
        return markdown.of_decoded(decoded)
    return Reading(decoded.text, decoded.encoding, notices=decoded.notices)


def _is_markdown(text: str) -> bool:
    kinds = [match.group()[:2] for match in _WIKI_LINKS.finditer(text[:200_000])]
    return len(kinds) >= _WIKI_SHARE and ("[[" in kinds or any(kind[0] == "#" for kind in kinds))
