"""What folding had to bridge between what was typed and what stands in a file."""

from __future__ import annotations

import unicodedata
from array import array
from itertools import chain, pairwise

from bri_search.text.entities import ENTITY
from bri_search.text.fold import Folding, is_accent, letter_form
from bri_search.text.markup import markup

__all__ = ["BRIDGES", "bridge", "bridged"]

BRIDGES = (
    "script",
    "region",
    "width",
    "spacing",
    "punctuation",
    "markup",
    "number",
    "vocabulary",
)
"""Names of what can be bridged, in the order in which they are given.

All but `vocabulary`, another word for the same, are differences that folding bridges; `width` is
that of letters in width, case, accents or code point, and `number` is also another way to write
one.
"""


def bridged(typed: str, original: str, folding: Folding) -> tuple[str, ...]:
    r"""The names of all differences between two texts that fold alike, or `verbatim`.

    >>> from bri_search.text.variants import Variants
    >>> folding = Folding(Variants.derive())
    >>> bridged("数字丝绸之路", "數字絲綢之\n路", folding)
    ('script', 'spacing')
    >>> bridged("世界衛生組織", "世界衞生組織", folding), bridged("路", "路", folding)
    (('region',), ('verbatim',))
    """
    if typed == original:
        return ("verbatim",)
    if typed.isalpha() and original.isalpha() and len(typed) == len(original):
        pairs = {pair for pair in zip(typed, original, strict=True) if pair[0] != pair[1]}
        if all(_are_one(*pair, folding) for pair in pairs):  # nothing stands between letters
            names = {bridge(*pair, folding) for pair in pairs}
            return tuple(name for name in BRIDGES if name in names)
    found: set[str] = set()
    one, other = folding.fold(typed), folding.fold(original)
    for offset, place in zip(one.offsets, other.offsets, strict=True):
        if typed[offset] != original[place]:
            found.add(bridge(typed[offset], original[place], folding))
    gaps = zip(_gaps(typed, one.offsets), _gaps(original, other.offsets), strict=True)
    for gap, place_gap in gaps:
        for character, is_markup in gap.keys() ^ place_gap.keys():
            found.add("markup" if is_markup else _transparent_kind(character))
    return tuple(name for name in BRIDGES if name in found) or ("verbatim",)


def _are_one(typed: str, original: str, folding: Folding) -> bool:
    return folding.character(typed) == folding.character(original) != ""


def _gaps(text: str, offsets: array[int]) -> list[dict[tuple[str, bool], None]]:
    """The transparent characters before each folded one but the first, and if they are markup."""
    stretches = chain(markup(text), ENTITY.finditer(text))
    in_markup = {place for match in stretches for place in range(*match.span())}
    return [
        {(text[place], place in in_markup): None for place in range(before + 1, offset)}
        for before, offset in pairwise(offsets)
    ]


def bridge(typed: str, original: str, folding: Folding) -> str:
    """The name of the difference between two characters that fold alike.

    >>> from bri_search.text.variants import Variants
    >>> folding = Folding(Variants.derive())
    >>> bridge("网", "網", folding), bridge("Ａ", "a", folding), bridge("着", "著", folding)
    ('script', 'width', 'region')
    """
    if typed.isspace() or original.isspace():
        return "spacing"
    one, other = letter_form(typed), letter_form(original)
    if one in other or other in one:  # ﬁ is both f and i
        return "width"
    if all(unicodedata.category(character)[0] in "PS" for character in (typed, original)):
        return "punctuation"
    return "region" if folding.variants.are_of_one_script(typed, original) else "script"


def _transparent_kind(character: str) -> str:
    category = unicodedata.category(character)
    if character.isspace() or category == "Cf" or character in "-‐":
        return "spacing"
    if is_accent(character) or category == "Mn":  # variation selectors
        return "width"
    return "number" if character in ",，" else "punctuation"
