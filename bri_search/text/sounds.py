"""Sounds: which characters an input method may have written for one another.

Who types by sound and takes the wrong character from the list writes 互连互通 for 互联互通.
Readings come from pypinyin, once, when an index is built; nothing has to be loaded for them later.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest
from pathlib import Path

from bri_search.text.variants import Variants

__all__ = ["Sounds", "blurred"]

_FIRST, _LAST = 0x4E00, 0x9FFF
_READINGS = 2
_SYLLABLE = re.compile("[a-z]+")
_RETROFLEX = re.compile("([zcs])h")


@dataclass(frozen=True, slots=True)
class Sounds:
    """Folded characters, most common first, by the syllables they are read as.

    Syllables are Hanyu Pinyin without tones, ü as v.

    A character has the two readings of each form of it that pypinyin names first, 着 those of 著 as
    well; what is named behind them hardly anybody types.
    """

    characters: Mapping[str, str]

    @classmethod
    def derive(cls, variants: Variants) -> Sounds:
        """Ask pypinyin for the readings of the unified ideographs (U+4E00 to U+9FFF).

        A character is the more common the more of pypinyin's phrases it stands in.

        >>> sounds = Sounds.derive(Variants.derive())
        >>> "联" in sounds.alike("连"), "联" in sounds.alike("年"), "联" in sounds.nearly("年")
        (True, False, True)
        """
        from pypinyin import Style, pinyin  # loaded here: only building an index needs it
        from pypinyin.constants import PHRASES_DICT

        representative = variants.representative
        common = Counter(
            representative.get(character, character)
            for phrase in PHRASES_DICT
            for character in phrase
        )
        read: dict[str, dict[str, None]] = {}
        for character in map(chr, range(_FIRST, _LAST + 1)):
            folded = representative.get(character, character)
            [readings] = pinyin(character, style=Style.NORMAL, heteronym=True)
            for syllable in filter(_SYLLABLE.fullmatch, readings[:_READINGS]):
                read.setdefault(syllable, {})[folded] = None
        return cls(
            {
                syllable: "".join(sorted(read[syllable], key=lambda one: (-common[one], one)))
                for syllable in sorted(read)
            }
        )

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
        """The other characters that share a reading with a folded one, most common first."""
        return self._others(character, self._syllables(character))

    def nearly(self, character: str) -> str:
        """The others with a reading that many do not tell from one of it, most common first."""
        own = self._syllables(character)
        blurs = set(map(blurred, own))
        near = [one for one in self.characters if blurred(one) in blurs and one not in own]
        same = {character, *self.alike(character)}
        return "".join(one for one in self._others(character, near) if one not in same)

    def _syllables(self, character: str) -> list[str]:
        return [one for one, characters in self.characters.items() if character in characters]

    def _others(self, character: str, syllables: list[str]) -> str:
        # In turn from each syllable, for each has its common ones first.
        rows = zip_longest(*(self.characters[one] for one in syllables), fillvalue="")
        found = dict.fromkeys("".join(chain.from_iterable(rows)))
        found.pop(character, None)
        return "".join(found)


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
