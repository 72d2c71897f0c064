"""Bytes become characters: which encoding a text is in, and what of it cannot be decoded.

The rule, in this order:

1. The encoding that the catalog names is the encoding; so is the one a byte order mark names.
2. What the file declares (HTML) is taken where it decodes by the rule for undecodable bytes.
3. What is valid UTF-8 is UTF-8: no Chinese text of more than a few characters in another encoding
   is valid by chance. Control characters make it doubtful: with them, 100 bytes and fewer are
   UTF-16 where that is likelier, and with U+0000 among them they may be one in ten bytes at most.
4. Else, with more zero bytes than one in ten, it is UTF-16, as far as that makes it plausible, or
   no text.
5. Else UTF-8, GB18030, Big5, Big5-HKSCS, UTF-16 and Windows-1252 are tried, and the one whose
   characters are the likeliest together is taken: ideographs by how common they are in Chinese of
   either script (`bri_search.text.commonness`), everything else by what it is. That decides right
   for nearly every text of 20 ideographs and more, which no rule about bytes can. Where even the
   likeliest is not likely at all, the file is refused, and so is Windows-1252, which has a
   character for nearly every byte, where control characters are among them.

Bytes that cannot be decoded become U+FFFD where they stand in at most one place in 1,000 bytes, and
a notice says how many there are and where the first one stands; in more places the file is refused.
A place is up to four such bytes in a row, since one wrong byte spoils its whole character.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bri_search.errors import UnreadableSource
from bri_search.sources.readers.transcoding import UNDECODABLE, doubtful_in_big5, transcoded
from bri_search.text.commonness import likelihoods

__all__ = ["Decoded", "decode", "is_known_encoding", "known_encoding"]

_FEWEST_BYTES = 1000
"""Bytes among which one place that cannot be decoded is let through."""
_SAMPLE = 65_536
"""Bytes by which the plausibility of a decoding is judged."""
_BYTES_TO_A_CONTROL = 10
"""Bytes among which one control character is let through where a U+0000 is among them."""
_DOUBTFUL_BYTES = 100
"""Bytes up to which a text in UTF-16 may be valid UTF-8 by chance."""
_LEAST_LIKELY = -9.6
"""The mean likelihood below which characters beyond ASCII are not believed to be a text."""
_RAREST = -13.5
"""Of an ideograph: what is rare in a dictionary may be common in dialect, names and old texts."""
_ASCII = -4.0
_UNLIKELY = -8.0
_IMPOSSIBLE = -30.0
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_WIDE = ("utf-16-le", "utf-16-be")
_CANDIDATES = ("utf-8", "gb18030", "big5", "big5-hkscs", "cp1252", *_WIDE)
_SUPERSETS = {
    "ascii": "utf-8",
    "utf-8-sig": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "hz",
    "big5hkscs": "big5-hkscs",
    "cp950": "big5",
    "iso8859-1": "cp1252",
    "utf-16": "utf-16-le",
}
"""What a name stands for in practice, as the WHATWG's Encoding Standard has it."""
_NEVER_TAKEN = frozenset({"idna", "punycode", "raw_unicode_escape", "unicode_escape", "utf-7"})
"""Codecs of Python that no document is in, or that make other characters of plain text."""
_USUAL = frozenset("，。、：；！？「」『』“”‘’（）《》〈〉【】—–…·‧•　％\ufeff")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_PLACE = re.compile("[\udc80-\udcff]{1,4}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of some bytes, the name of their encoding, and a notice on what was undecodable."""

    text: str
    encoding: str
    notices: tuple[str, ...] = ()


def decode(
    name: str, content: bytes, *, encoding: str | None = None, declared: str | None = None
) -> Decoded:
    """Decode a file's bytes; offsets count every code point, a byte order mark included.

    `encoding` is the one that the catalog names, `declared` what the file says of itself. Raises
    UnreadableSource where the file is empty, binary, or has too much that cannot be decoded.

    >>> decode("a.txt", "一带一路，互联互通".encode("gb18030")).encoding
    'gb18030'
    >>> decode("a.txt", "「一帶一路」，互聯互通".encode("big5")).encoding
    'big5'
    >>> decode("a.txt", b"").text
    Traceback (most recent call last):
    ...
    bri_search.errors.UnreadableSource: a.txt: is empty; leave it out or fill it
    """
    if not content.strip():
        raise UnreadableSource(name, "is empty; leave it out or fill it")
    if encoding is not None:
        return _settled(name, _attempt(content, known_encoding(encoding)))
    for mark, marked in _MARKS:
        if content.startswith(mark) and not content.startswith(codecs.BOM_UTF32_LE):
            return _settled(name, _attempt(content, marked))
    sample = _sample(content)
    if declared is not None and is_known_encoding(declared):
        attempt = _attempt(content, known_encoding(declared))
        if attempt.is_tolerable and _judge(sample, attempt.encoding).mean >= _LEAST_LIKELY:
            return _settled(name, attempt)
    attempt = _attempt(content, "utf-8")
    if not attempt.undecodable and _has_few_controls(attempt.text, content):
        return _settled(name, _less_doubtful(attempt, content))
    has_zeros = b"\0" in content
    is_wide = content.count(0) * _BYTES_TO_A_CONTROL > len(content)
    best = _likeliest(sample, _WIDE if is_wide else _CANDIDATES)
    if not _is_believed(best, sample, has_zeros=has_zeros):
        if has_zeros:
            raise UnreadableSource(name, "is binary, not text; convert it to UTF-8 text")
        raise UnreadableSource(
            name,
            "is in no encoding that can be told (not UTF-8, UTF-16, GB18030 or Big5); save it as "
            "UTF-8, or name its encoding in the catalog",
        )
    attempt = _attempt(content, best.encoding)
    if attempt.undecodable and best.encoding == "big5":
        larger = _attempt(content, "big5-hkscs")
        attempt = min(attempt, larger, key=lambda one: one.undecodable)
    return _settled(name, attempt)


def is_known_encoding(name: str) -> bool:
    """Whether a name is that of an encoding of texts.

    >>> [is_known_encoding(name) for name in ("Big5-HKSCS", "gb2312", "rot13", "utf-7", "?")]
    [True, True, False, False, False]
    """
    try:
        found = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return False
    return bool(getattr(found, "_is_text_encoding", False)) and found.name not in _NEVER_TAKEN


def known_encoding(name: str) -> str:
    """The name by which an encoding goes here; one that is wholly part of another is that.

    >>> known_encoding("GBK"), known_encoding("Big5_HKSCS"), known_encoding("UTF8")
    ('gb18030', 'big5-hkscs', 'utf-8')
    """
    found = codecs.lookup(name.strip()).name
    return _SUPERSETS.get(found, found)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Bytes decoded by one encoding.

    `undecodable` counts the bytes that it does not have (of UTF-16, its units) and `places` the
    places where these stand, the `first` of which is at that byte; `size` are all bytes.
    """

    text: str
    encoding: str
    size: int
    undecodable: int
    places: int
    first: int

    @property
    def is_tolerable(self) -> bool:
        return self.places * _FEWEST_BYTES <= self.size


def _attempt(content: bytes, encoding: str) -> _Attempt:
    text, first = transcoded(content, encoding)
    undecodable = places = 0
    if first >= 0 and encoding.startswith("utf-16"):
        undecodable = places = max(1, text.count("\ufffd"))
    elif first >= 0:
        places = len(_PLACE.findall(text))
        text, undecodable = UNDECODABLE.subn("\ufffd", text)
    return _Attempt(text, encoding, len(content), undecodable, places, first)


def _has_few_controls(text: str, content: bytes) -> bool:
    """Whether valid UTF-8 is a text, by its control characters."""
    if "\0" not in text:
        return True
    return len(_CONTROL.findall(text)) * _BYTES_TO_A_CONTROL <= len(content)


def _less_doubtful(attempt: _Attempt, content: bytes) -> _Attempt:
    """Valid UTF-8, or the same bytes as UTF-16 where control characters make that likelier."""
    is_even = len(content) % 2 == 0
    if len(content) <= _DOUBTFUL_BYTES and is_even and _CONTROL.search(attempt.text):
        best = _likeliest(content, ("utf-8", *_WIDE))
        if best.encoding != "utf-8" and _is_believed(best, content, has_zeros=True):
            return _attempt(content, best.encoding)
    return attempt


def _settled(name: str, attempt: _Attempt) -> Decoded:
    """What was decoded, by the rule for undecodable bytes."""
    if not attempt.undecodable:
        return Decoded(attempt.text, attempt.encoding)
    one = attempt.undecodable == 1
    what = (
        f"{attempt.undecodable:,} {'byte is' if one else 'bytes are'} not {attempt.encoding} "
        f"({'' if one else 'the first '}at byte {attempt.first:,})"
    )
    if attempt.is_tolerable:
        return Decoded(attempt.text, attempt.encoding, (f"{what}, read as U+FFFD",))
    raise UnreadableSource(
        name,
        f"{what}, in more than 1 place in {_FEWEST_BYTES:,} bytes; save it as UTF-8, or name its "
        "encoding in the catalog",
    )


def _sample(content: bytes) -> bytes:
    """The bytes that a decoding is judged by, from the first that is not ASCII on."""
    beyond = _NOT_ASCII.search(content)
    # An even start, so that the units of UTF-16 stay whole; ASCII is a character in the others.
    start = beyond.start() & ~1 if beyond else 0
    return content[start : start + _SAMPLE]


@dataclass(frozen=True, slots=True)
class _Judgement:
    """How likely the characters of a sample are: logarithms in sum, and their mean beyond ASCII."""

    encoding: str
    total: float
    mean: float


def _likeliest(sample: bytes, candidates: Sequence[str]) -> _Judgement:
    return max((_judge(sample, one) for one in candidates), key=lambda one: one.total)


def _is_believed(judged: _Judgement, sample: bytes, *, has_zeros: bool) -> bool:
    """Whether characters are likely enough; where there are zero bytes, with those of ASCII too."""
    is_likely = judged.mean >= _LEAST_LIKELY
    return is_likely and not (has_zeros and judged.total < _LEAST_LIKELY * len(sample) / 2)


def _judge(sample: bytes, encoding: str) -> _Judgement:
    text, first = transcoded(sample, encoding)
    undecodable = 0
    if first >= 0:
        undecodable = len(UNDECODABLE.findall(text)) + text.count("\ufffd")
    runs = _BEYOND_ASCII.findall(text)
    beyond = Counter("".join(runs))
    count = beyond.total()
    total = sum(number * _likely(one) for one, number in beyond.items())
    if encoding == "cp1252":
        # Latin letters with accents do not follow one another: those are bytes of something else.
        total += _UNLIKELY * sum(len(run) for run in runs if len(run) > 2)
    elif encoding == "big5":
        total += _UNLIKELY * sum(beyond[one] for one in doubtful_in_big5())
    mean = total / count if count else 0.0
    controls = len(_CONTROL.findall(text))
    if controls and encoding == "cp1252":
        mean = _IMPOSSIBLE
    total += _ASCII * (len(text) - count) + _IMPOSSIBLE * controls
    return _Judgement(encoding, total + _IMPOSSIBLE * max(0, undecodable - 1), mean)


def _likely(character: str) -> float:
    """The logarithm of how often a character is met, in text of a script that has it."""
    if character in _USUAL:
        return -5.0
    if "\u3400" <= character <= "\u9fff":
        return max(_RAREST, likelihoods().get(character, _RAREST))
    if "\uff01" <= character <= "\uff5e" or "\u00c0" <= character <= "\u00ff":
        return -7.5
    category = unicodedata.category(character)
    if category[0] == "C":
        return _IMPOSSIBLE
    return -11.0 if category[0] == "L" and character < "\u3400" else -13.0
