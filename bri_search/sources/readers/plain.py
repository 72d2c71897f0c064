"""Plain text in UTF-8, as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Decoded", "decode"]

_WIKI_LINKS = re.compile(r"\[\[[^\[\]\n]{1,200}\]\]|^\#{1,6} \S.*$|\*\*[^*\n]+\*\*", re.MULTILINE)
_WIKI_SHARE = 4


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, or the problem that kept it from being read: one of the two is empty."""

    text: str = ""
    problem: str = ""
    has_markup: bool = False


def decode(content: bytes) -> Decoded:
    """Decode UTF-8, with or without byte order mark; offsets count every code point of it.

    A text file full of wiki links and Markdown headings is what its contents say it is, whatever
    its name says.

    >>> decode("一带一路".encode("gb18030")).problem
    'is not UTF-8 (byte 0xb4 at offset 2); save it as UTF-8'
    >>> decode(b"").problem
    'is empty; leave it out or fill it'
    """
    if not content.strip():
        return Decoded(problem="is empty; leave it out or fill it")
    if b"\0" in content[:65536]:
        return Decoded(problem="is binary, not text; convert it to UTF-8 text")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return Decoded(
            problem=f"is not UTF-8 (byte 0x{content[error.start]:02x} at offset {error.start}); "
            "save it as UTF-8"
        )
    return Decoded(text=text, has_markup=_is_markdown(text))


def _is_markdown(text: str) -> bool:
    kinds = [match.group()[:2] for match in _WIKI_LINKS.finditer(text[:200_000])]
    return len(kinds) >= _WIKI_SHARE and ("[[" in kinds or any(kind[0] == "#" for kind in kinds))
