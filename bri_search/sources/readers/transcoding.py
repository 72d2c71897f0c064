"""Bytes to characters by an encoding that is settled, as those who wrote in it had it.

Big5 is decoded as Windows does (Python's cp950, which has the characters that Python's own big5
lacks: 裏, 恒, 碁, €). Where it has characters beyond that, or of the rows C6A1 to C8FE, on which
Python's cp950 and what was written differ, it is decoded as Big5-HKSCS, with the punctuation of
Windows. Nothing is decoded to private-use characters but what GB18030 itself puts there: those ten
vertical forms and eight ideographs that Unicode has since taken in become what GB18030-2022 says.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product

__all__ = ["UNDECODABLE", "doubtful_in_big5", "transcoded"]

UNDECODABLE = re.compile("[\udc80-\udcff]")
"""A byte that an encoding does not have, where it is not UTF-16."""
_REASSIGNED = {
    **dict(zip(range(0xE78D, 0xE797), "︐︒︑︓︔︕︖︗︘︙", strict=True)),
    **dict(
        zip(
            (0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864),
            "龴龵龶龷龸龹龺龻",
            strict=True,
        )
    ),
}


def transcoded(content: bytes, encoding: str) -> tuple[str, int]:
    """The text, undecodable bytes as surrogates (UTF-16: U+FFFD), and where the first stands.

    >>> transcoded("一帶一路".encode("big5"), "big5")
    ('一帶一路', -1)
    """
    codec = {"big5": "cp950", "big5-hkscs": "big5hkscs"}.get(encoding, encoding)
    first = -1
    try:
        text = content.decode(codec)
    except UnicodeDecodeError as error:
        first = error.start
        has_units = encoding.startswith("utf-16")
        text = content.decode(codec, "replace" if has_units else "surrogateescape")
    if encoding == "big5-hkscs":
        text = text.translate(_windows_punctuation())
    elif encoding == "gb18030":
        text = text.translate(_REASSIGNED)
    return text, first


@cache
def _windows_punctuation() -> dict[int, str]:
    """Marks of Big5 that Python's big5hkscs takes for others than Windows and the WHATWG do."""
    differing = {}
    for pair in _pairs(0xA1, 0xA2):
        try:
            windows, hkscs = pair.decode("cp950"), pair.decode("big5hkscs")
        except UnicodeDecodeError:
            continue
        if windows != hkscs:
            differing[ord(hkscs)] = windows
    return differing


@cache
def doubtful_in_big5() -> frozenset[str]:
    """What Python's cp950 makes of rows C6A1 to C8FE, and nothing else of Big5 is.

    >>> "中" in doubtful_in_big5()
    False
    """
    doubtful = {pair.decode("cp950", "ignore") for pair in _pairs(0xC6, 0xC8, 0xA1)}
    certain = {pair.decode("cp950", "ignore") for pair in _pairs(0xA1, 0xC5)}
    return frozenset(doubtful - certain - {""})


def _pairs(first: int, last: int, from_trail: int = 0x40) -> list[bytes]:
    return [bytes(pair) for pair in product(range(first, last + 1), range(from_trail, 0xFF))]
