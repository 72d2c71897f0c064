"""Which characters are one character in another script or region, by OpenCC's own data.

A class holds the Simplified, Traditional, Hong Kong and Taiwan forms of a character. It is the
closure of what OpenCC's configurations write for one another, first for every ideograph alone,
then for every phrase in OpenCC's phrase tables (瞭解 and 了解 differ in a character that no
configuration changes alone), so that whatever OpenCC makes of a text folds as the text does.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["CONFIGURATIONS", "IDEOGRAPHS", "Variants", "opencc_phrases"]

IDEOGRAPHS: tuple[tuple[int, int], ...] = (
    (0x2E80, 0x2FDF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),
)
"""Ranges of ideograph code points, both ends included (Unicode blocks of Han characters)."""

_TO_SIMPLIFIED = ("t2s", "tw2s", "hk2s")
_TO_TRADITIONAL = ("s2t", "s2tw", "s2hk")
_BETWEEN_REGIONS = ("t2tw", "tw2t", "t2hk", "hk2t")
CONFIGURATIONS = _TO_SIMPLIFIED + _TO_TRADITIONAL + _BETWEEN_REGIONS
"""OpenCC's configurations between scripts and regions; those that replace words are none."""
_PHRASE_TABLES = (
    "STPhrases",
    "TSPhrases",
    "TWVariantsPhrases",
    "TWVariantsRevPhrases",
    "HKVariantsPhrases",
    "HKVariantsRevPhrases",
)
_OCD2_HEADER = b"OPENCC_MARISA_0.2.5"


class Variants(NamedTuple):
    """The classes, as a map from character to the representative of its class.

    `representative` leaves out characters that stand for themselves; `simplified` and
    `traditional` hold the characters that only the one or the other script writes, `regional` the
    pairs of which one is written for the other in Hong Kong or Taiwan. Of a class that phrases
    alone hold together, `parts` has the first character of the part that each member is in.
    """

    representative: dict[str, str]
    simplified: frozenset[str]
    traditional: frozenset[str]
    regional: frozenset[str] = frozenset()
    parts: Mapping[str, str] = MappingProxyType({})

    def are_one_in_phrases(self, one: str, other: str) -> bool:
        """Whether two characters of a class are written for one another in some phrases only.

        >>> variants = Variants.derive()
        >>> [variants.are_one_in_phrases(*pair) for pair in ("呆待", "了瞭", "后後", "乾幹")]
        [True, True, False, False]
        """
        return self.parts.get(one) != self.parts.get(other)

    def are_of_one_script(self, one: str, other: str) -> bool:
        """Whether two characters of a class differ by region only.

        >>> variants = Variants.derive()
        >>> [variants.are_of_one_script(*pair) for pair in ("衛衞", "裏裡", "卫衞", "系繫", "干乾")]
        [True, True, False, False, False]
        """
        if (one in self.simplified) != (other in self.simplified):
            return False
        if one + other in self.regional or other + one in self.regional:
            return True
        return (one in self.traditional) == (other in self.traditional)

    @classmethod
    def derive(cls) -> Variants:
        """Derive the classes from the OpenCC that is installed (about a second, no network).

        The representative is the character that OpenCC's configurations for Simplified write
        for most members of the class; the lowest code point where that is even.
        """
        import opencc  # loaded here: only building an index needs it

        converters = {name: opencc.OpenCC(name) for name in CONFIGURATIONS}
        ideographs = [chr(code) for first, last in IDEOGRAPHS for code in range(first, last + 1)]
        alone = {
            name: dict(_changes(ideographs, _convert(converter, ideographs)))
            for name, converter in converters.items()
        }
        classes = _Classes()
        for changes in alone.values():
            for before, after in changes.items():
                classes.join(before, after)
        first_of = {member: members[0] for members in classes.all() for member in members}
        phrases = list(chain.from_iterable(map(opencc_phrases, _PHRASE_TABLES)))
        for converter in converters.values():
            for pair in _changes(phrases, _convert(converter, phrases)):
                classes.join(*pair)
        representative = {}
        parts = {}
        for members in classes.all():
            chosen = _most_simplified(members, alone)
            representative.update({member: chosen for member in members if member != chosen})
            first_of_part = {one: first_of.get(one, one) for one in members}
            if len(set(first_of_part.values())) > 1:
                parts.update(first_of_part)
        return cls(
            representative,
            simplified=frozenset(alone["s2t"]),
            traditional=frozenset(alone["t2s"]) | (frozenset(alone["hk2s"]) - set(alone["s2t"])),
            regional=frozenset(
                before + after for name in _BETWEEN_REGIONS for before, after in alone[name].items()
            ),
            parts=parts,
        )

    @classmethod
    def read(cls, path: Path) -> Variants:
        """Read what `write` wrote."""
        record = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            {member: chosen for chosen, members in record["classes"].items() for member in members},
            frozenset(record["simplified"]),
            frozenset(record["traditional"]),
            frozenset(record["regional"]),
            record["parts"],
        )

    def write(self, path: Path) -> None:
        """Write the classes as JSON, in the order of code points."""
        classes: dict[str, str] = {}
        for member, chosen in sorted(self.representative.items()):
            classes[chosen] = classes.get(chosen, "") + member
        record = {
            "classes": classes,
            "simplified": "".join(sorted(self.simplified)),
            "traditional": "".join(sorted(self.traditional)),
            "regional": sorted(self.regional),
            "parts": dict(self.parts),
        }
        path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


class _Classes:
    """Disjoint sets of characters, joined pair by pair."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def _root(self, character: str) -> str:
        parent = self._parent.setdefault(character, character)
        while parent != self._parent[parent]:
            parent = self._parent[parent]
        self._parent[character] = parent
        return parent

    def join(self, one: str, other: str) -> None:
        """Put two characters, and so all of their classes, into one class."""
        self._parent[self._root(one)] = self._root(other)

    def all(self) -> Iterable[list[str]]:
        """Every class of more than one character, members in the order of code points."""
        classes: dict[str, list[str]] = {}
        for character in sorted(self._parent):
            classes.setdefault(self._root(character), []).append(character)
        return classes.values()


def _convert(converter: object, texts: list[str]) -> list[str]:
    converted: str = converter.convert("\n".join(texts))  # type: ignore[attr-defined]
    return converted.split("\n")


def _changes(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of characters that stand for one another in texts of one length."""
    for old, new in zip(before, after, strict=True):
        if old != new and len(old) == len(new):
            for one, other in zip(old, new, strict=True):
                if one != other:
                    yield one, other


def _most_simplified(members: list[str], alone: dict[str, dict[str, str]]) -> str:
    votes: Counter[str] = Counter()
    for member in members:
        for name in _TO_SIMPLIFIED:
            votes[alone[name].get(member, member)] += 1
    return min(votes, key=lambda character: (-votes[character], character))


def opencc_phrases(table: str) -> list[str]:
    """The keys of one of OpenCC's phrase tables, read from the dictionary that its wheel ships.

    An `.ocd2` file is a header, a marisa trie of the keys, and the values; only the keys are
    wanted here, what they become is asked of OpenCC itself.
    """
    import marisa_trie
    import opencc

    folder = Path(opencc.__file__).parent / "clib" / "share" / "opencc"
    data = (folder / f"{table}.ocd2").read_bytes()
    if not data.startswith(_OCD2_HEADER):
        raise RuntimeError(f"{table}.ocd2 is not in the format of OpenCC 1.1 to 1.4")
    trie = marisa_trie.Trie()
    trie.frombytes(data[len(_OCD2_HEADER) :])
    return list(trie.keys())
