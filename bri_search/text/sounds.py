"""Sounds: which characters an input method may have written for one another.

Who types by sound and takes the wrong character from the list writes 互连互通 for 互联互通.
Readings come from pypinyin, once, when an index is built; nothing has to be loaded for them later.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bri_search.text.variants import Variants

__all__ = ["Sounds", "blurred"]

_FIRST, _LAST = 0x4E00, 0x9FFF
_READINGS = 2
_SYLLABLE = re.compile("[a-z]+")
_RETROFLEX = re.compile("([zcs])h")


@dataclass(frozen=True, slots=True)
class Sounds:
    """Folded characters by the syllables they are read as: Hanyu Pinyin without tones, ü as v.

    A character has the two readings of each form of it that pypinyin names first, 着 those of 著 as
    well; what is named behind them hardly anybody types.
    """

    characters: Mapping[str, str]

    @classmethod
    def derive(cls, variants: Variants) -> Sounds:
        """Ask pypinyin for the readings of the unified ideographs (U+4E00 to U+9FFF).

        >>> sounds = Sounds.derive(Variants.derive())
        >>> "联" in sounds.alike("连"), "联" in sounds.alike("年"), "联" in sounds.nearly("年")
        (True, False, True)
        """
        from pypinyin import Style, pinyin  # loaded here: only building an index needs it

        read: dict[str, dict[str, None]] = {}
        for character in map(chr, range(_FIRST, _LAST + 1)):
            folded = variants.representative.get(character, character)
            [readings] = pinyin(character, style=Style.NORMAL, heteronym=True)
            for syllable in filter(_SYLLABLE.fullmatch, readings[:_READINGS]):
                read.setdefault(syllable, {})[folded] = None
        return cls({syllable: "".join(sorted(read[syllable])) for syllable in sorted(read)})

    @classmethod
    def read(cls, path: Path) -> Sounds:
        """Read what `write` wrote."""
        characters = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(characters, dict):
            raise ValueError(f"{path}: holds no syllables")  # noqa: TRY004 - as for what is no JSON
        return cls(characters)

    def write(self, path: Path) -> None:
        """Write the syllables as JSON, in their order."""
        path.write_text(json.dumps(self.characters, ensure_ascii=False), encoding="utf-8")

    def alike(self, character: str) -> str:
        """The other characters that share a reading with a folded character."""
        return self._others(character, frozenset(self._syllables(character)))

    def nearly(self, character: str) -> str:
        """The other characters with a reading that many speakers do not tell from one of it."""
        near = set(map(blurred, self._syllables(character)))
        return self._others(character, {one for one in self.characters if blurred(one) in near})

    def _syllables(self, character: str) -> list[str]:
        return [one for one, characters in self.characters.items() if character in characters]

    def _others(self, character: str, syllables: set[str] | frozenset[str]) -> str:
        found = dict.fromkeys("".join(self.characters[syllable] for syllable in syllables))
        found.pop(character, None)
        return "".join(sorted(found))


@cache
def blurred(syllable: str) -> str:
    """A syllable without what speakers from the south often leave out or take for one another.

    The retroflex initials zh, ch and sh are z, c and s, the initial n is l, and the finals -ang,
    -eng and -ing are -an, -en and -in; these are the pairs that input methods offer as fuzzy.

    >>> blurred("zheng") == blurred("zen"), blurred("niang"), blurred("long")
    (True, 'lian', 'long')
    """
    plain = _RETROFLEX.sub(r"\1", syllable, count=1)
    if plain.startswith("n") and len(plain) > 1:
        plain = "l" + plain[1:]
    return plain[:-1] if plain.endswith(("ang", "eng", "ing")) else plain
