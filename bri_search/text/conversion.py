"""Conversion: a text in the script of its reader, each character in its place.

OpenCC writes characters in the forms of another script or region and chooses between them by the
phrase that they stand in, so a passage is converted as a whole. Words stay as they are: 软件
becomes 軟件 and not 軟體, for a source shall be read and not rewritten.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final

from bri_search.text.scripts import ReaderScript, Writing
from bri_search.text.variants import CONFIGURATIONS, Variants

__all__ = ["convert", "in_place", "written_at"]

# OpenCC's configurations, in the order in which they are applied. None of them is one of those
# that replace words (s2twp). A Traditional text of no known region may have the forms of either,
# which are first made OpenCC's own. To a reader of Traditional, all forms of Traditional are. What
# is in both scripts is converted both ways.
_CONFIGURATIONS: Final[dict[tuple[ReaderScript, Writing], tuple[str, ...]]] = {
    (ReaderScript.SIMPLIFIED, Writing.TRADITIONAL): ("hk2t", "tw2s"),
    (ReaderScript.SIMPLIFIED, Writing.HONG_KONG): ("hk2s",),
    (ReaderScript.SIMPLIFIED, Writing.TAIWAN): ("tw2s",),
    # tw2s would take the 著 of 显著 for that of 沿著.
    (ReaderScript.SIMPLIFIED, Writing.SIMPLIFIED): ("hk2s",),
    (ReaderScript.TRADITIONAL, Writing.SIMPLIFIED): ("s2t",),
    (ReaderScript.HONG_KONG, Writing.SIMPLIFIED): ("s2hk",),
    (ReaderScript.HONG_KONG, Writing.TRADITIONAL): ("tw2t", "t2hk"),
    (ReaderScript.HONG_KONG, Writing.TAIWAN): ("tw2t", "t2hk"),
    (ReaderScript.TAIWAN, Writing.SIMPLIFIED): ("s2tw",),
    (ReaderScript.TAIWAN, Writing.TRADITIONAL): ("hk2t", "t2tw"),
    (ReaderScript.TAIWAN, Writing.HONG_KONG): ("hk2t", "t2tw"),
}
_ROUND_TRIP: Final = ("s2t", "hk2s")
"""Leaves what Simplified writes and mends what is half converted: 谘询 by 諮詢 becomes 咨询."""
_CLAUSE: Final = re.compile(r"[^，。；：！？、,.;:!?\n]+")

# OpenCC takes UTF-8 that ends with a NUL; the name of a file, which may be a title, can be neither.
_CONVERTIBLE: Final = re.compile("[^\0\ud800-\udfff]+")


def convert(text: str, wanted: ReaderScript, written: Writing, variants: Variants) -> str:
    """A text in the script wanted; a character of the result stands where it stood in the text.

    >>> variants = Variants.derive()
    >>> convert("这里的卫生", ReaderScript.HONG_KONG, Writing.SIMPLIFIED, variants)
    '這裏的衞生'
    >>> convert("這裡的衛生", ReaderScript.SIMPLIFIED, Writing.TRADITIONAL, variants)
    '这里的卫生'
    """
    if written is Writing.MIXED:
        return _mixed(text, wanted, variants)
    converted = _through(_CONFIGURATIONS.get((wanted, written), ()), text)
    if wanted is ReaderScript.SIMPLIFIED and written is Writing.SIMPLIFIED:
        # Simplified as it is already: 坏 is bad here, though in Traditional it is a form of 坯.
        return "".join(
            old if old in variants.simplified else new
            for old, new in zip(text, converted, strict=True)
        )
    return converted


def _through(configurations: Iterable[str], text: str) -> str:
    """A text converted by one configuration after the other."""
    for configuration in configurations:
        text = in_place(_converter(configuration), text)
    return text


def _mixed(text: str, wanted: ReaderScript, variants: Variants) -> str:
    """A text in two scripts: each character is converted as one of the script that it is in.

    Both conversions see the whole text, so that a phrase decides in either.
    """
    if wanted is ReaderScript.ORIGINAL:
        return text
    simplified = convert(text, wanted, Writing.SIMPLIFIED, variants)
    if wanted is ReaderScript.SIMPLIFIED:
        mended = _through(_ROUND_TRIP, text)
        simplified = "".join(
            old if _is_left(old) else new for old, new in zip(simplified, mended, strict=True)
        )
    traditional = convert(text, wanted, Writing.TRADITIONAL, variants)
    return "".join(
        one if is_simplified else other
        for one, other, is_simplified in zip(
            simplified, traditional, _simplified(text, variants), strict=True
        )
    )


def _simplified(text: str, variants: Variants) -> list[bool]:
    """Which characters of a text are Simplified; what both scripts write is of what stands nearest.

    That is in the same clause; else the text is what most of its characters are.
    """
    evidence = [_evidence(character, variants) for character in text]
    is_mostly = evidence.count(True) >= evidence.count(False)
    told = [is_mostly] * len(text)
    for clause in _CLAUSE.finditer(text):
        places = [place for place in range(*clause.span()) if evidence[place] is not None]
        for place in range(*clause.span()) if places else ():
            at = bisect_left(places, place)
            nearest = min(places[max(0, at - 1) : at + 1], key=lambda one: abs(one - place))
            told[place] = bool(evidence[nearest])
    return told


def _evidence(character: str, variants: Variants) -> bool | None:
    """Whether only Simplified writes a character; None for what both scripts write.

    Simplified and one of the regions of Traditional may have chosen the same form: 台, 群, 床.
    """
    if character in variants.traditional:
        return False
    if character not in variants.simplified or _is_regional(character):
        return None
    return True


@cache
def _is_left(character: str) -> bool:
    return _through(_ROUND_TRIP, character) == character


@cache
def _is_regional(character: str) -> bool:
    return character in (_through(("s2hk",), character), _through(("s2tw",), character))


def written_at(text: str, place: int) -> Iterator[str]:
    """What OpenCC's conversions between scripts and regions write for one character of a text.

    >>> "了" in written_at("一目瞭然", 2), "了" in written_at("瞭望", 0)
    (True, False)
    """
    for configuration in CONFIGURATIONS:
        yield in_place(_converter(configuration), text)[place]


def in_place(converter: Callable[[str], str], text: str) -> str:
    """What a converter makes of a text, if that has its length; else of its characters alone.

    Every entry of OpenCC's tables for scripts and regions is as long as what it replaces, so the
    second does not happen with these; with those that replace words it does.
    """
    converted = converter(text)
    if len(converted) == len(text):
        return converted
    alone = (converter(character) for character in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, alone, strict=True))


@cache
def _converter(configuration: str) -> Callable[[str], str]:
    import opencc  # loaded here: what is shown as it is written does not need it

    # Without the characters that hardly any font has.
    converter = opencc.OpenCC(configuration, include_tofu_risk_dictionaries=False)
    return lambda text: _CONVERTIBLE.sub(lambda piece: converter.convert(piece[0]), text)
