"""Near spellings: what stands in the sources and is nearly what was typed.

Two kinds of mistakes are looked for: characters that an input method wrote for others that sound
alike, and any one or two edits of characters (optimal string alignment: a character put in, left
out or changed, or two neighbours that changed places). Nothing is compared with a list of words;
whatever stands in the concordance can be meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise
from string import ascii_lowercase

from bri_search.index.columns import WALL, units_of
from bri_search.index.concordance import Concordance, Ranges
from bri_search.index.store import Store
from bri_search.search.suggestions import Nearness
from bri_search.text.fold import is_word_character
from bri_search.text.sounds import Sounds
from bri_search.text.variants import IDEOGRAPHS

__all__ = ["LONGEST_SPELLING", "NearSpelling", "difference", "near_spellings", "one_edit_away"]

LONGEST_SPELLING = 32
"""The most folded characters of which near spellings are looked for."""

_SHORT = 4
_SHORT_IN_LETTERS = 5
_FEWEST_LETTERS = 4
# How often a spelling has to stand that only looks like another short one, or has two edits.
_FEWEST_OF_SHORT = 2
_FEWEST_OF_TWO = 3
# A text that goes on with the same character four times of five is a part of something longer.
_SEEN = 64
_FEWEST_SEEN = 5
_GOES_ON = 0.8
# How many places of each piece are looked at, evenly drawn; so many steps to a sound.
_PLACES = 1200
_STEPS = 1500
# So many of the characters that sound alike are tried where one is another, and where several are.
_COMMON = 60
_MOST_COMMON = 40
# Looking a character up takes as long as reading those of so many places.
_READ_FOR_A_LOOK_UP = 16
_COUNTED = 24
_NUMBER = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class NearSpelling:
    """Folded text that is nearly what was typed, how often it stands, and in what it differs."""

    folded: str
    count: int
    reason: Nearness


def near_spellings(store: Store, folded: str, least: int = 1) -> list[NearSpelling]:
    """What stands `least` times or more and is nearly a folded text, best first.

    Of text in Han and Latin characters only, and not of a term that the vocabulary knows, for that
    is spelled rightly. What sounds alike comes alone, if there is any; else what has the fewest
    edits, one where there are up to four characters, and two in a longer text.
    """
    if not _is_spelled(folded) or folded in store.vocabulary:
        return []
    concordance = store.concordance
    sounding = _counted(concordance, _sounding_alike(concordance, store.sounds, folded), least)
    if sounding:
        return [NearSpelling(text, count, Nearness.SOUND) for text, count in sounding]
    if _edits(folded) == 1:
        least = max(least, _FEWEST_OF_SHORT)
    looking = _counted(concordance, _looking_alike(concordance, folded), least)
    near = [NearSpelling(text, count, difference(text, folded)) for text, count in looking]
    one_edit = [one for one in near if one.reason is not Nearness.TWO]
    two_edits = [one for one in near if one.reason is Nearness.TWO and one.count >= _FEWEST_OF_TWO]
    for found in (one_edit, two_edits):
        whole = [one for one in found if _is_wording_of_its_own(concordance, one, folded)]
        if whole:
            return whole
    return []


def _is_spelled(folded: str) -> bool:
    """Whether a text is one that has a spelling: of Han and Latin characters, and not too long."""
    return 2 <= len(folded) <= LONGEST_SPELLING and all(
        character in " -" or _is_ideograph(character) or _is_latin(character)
        for character in folded
    )


def _is_ideograph(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in IDEOGRAPHS)


def _is_latin(character: str) -> bool:
    if character.isascii():
        return character.isalnum()
    return unicodedata.name(character, "").startswith("LATIN ")


def _edits(folded: str) -> int:
    """How many edits a text may be away from what was meant; 0 where any would make a guess."""
    if all(map(is_word_character, folded)):
        return 0 if len(folded) < _FEWEST_LETTERS else 1 if len(folded) <= _SHORT_IN_LETTERS else 2
    return 1 if len(folded) <= _SHORT else 2


def _counted(
    concordance: Concordance, candidates: Iterable[str], least: int
) -> list[tuple[str, int]]:
    """The candidates that stand often enough, most frequent first."""
    counts = [(text, concordance.count(text)) for text in candidates]
    return sorted(
        ((text, count) for text, count in counts if count >= least), key=lambda pair: -pair[1]
    )


# -- what sounds alike -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Beginning:
    """The beginning of a text that stands somewhere, with the ranges of the suffix array."""

    text: str
    depth: int
    ranges: Ranges
    replaced: int = 0
    is_blurred: bool = False

    @property
    def count(self) -> int:
        """How often it stands."""
        return sum(last - first for first, last in self.ranges)

    @property
    def distance(self) -> tuple[bool, int]:
        """How far its sound is from what was typed."""
        return self.is_blurred, self.replaced


def _sounding_alike(concordance: Concordance, sounds: Sounds, folded: str) -> list[str]:
    """Texts with other characters of the same sound, those with the fewest of them.

    Up to half of the characters may be others; or one that nearly sounds alike.
    """
    for most in sorted({1, max(1, len(folded) // 2)}):
        found = _with_others(concordance, sounds, folded, most)
        if found:
            fewest = min(one.distance for one in found)
            return [one.text for one in found if one.distance == fewest]
    return []


def _with_others(
    concordance: Concordance, sounds: Sounds, folded: str, most: int
) -> list[_Beginning]:
    """Texts with up to so many other characters of the same sound, and at least one."""
    steps = _STEPS
    beginnings = [_Beginning("", 0, concordance.continued(None, 0, ""))]
    for character in folded:
        alike = sounds.alike(character)[: _COMMON if most == 1 else _MOST_COMMON]
        any_other = alike + (sounds.nearly(character)[:_COMMON] if most == 1 else "")
        longer: list[_Beginning] = []
        # Where there are too many to try, those furthest away are given up.
        for one in sorted(beginnings, key=lambda one: one.distance):
            others = any_other if one.replaced < most else ""
            if one.count <= len(others) * _READ_FOR_A_LOOK_UP:
                following = concordance.following(one.ranges, one.depth)
                steps -= one.count // _READ_FOR_A_LOOK_UP
                others = "".join(filter(following.__contains__, others))
            for other in (character + others)[: max(1, steps)]:
                steps -= 1
                ranges = concordance.continued(one.ranges, one.depth, other)
                if any(first < last for first, last in ranges):
                    is_other = other != character
                    longer.append(
                        _Beginning(
                            one.text + other,
                            one.depth + units_of(other),
                            ranges,
                            one.replaced + is_other,
                            one.is_blurred or (is_other and other not in alike),
                        )
                    )
        beginnings = longer
    return [one for one in beginnings if one.replaced]


# -- what looks alike ------------------------------------------------------------------------------


def _looking_alike(concordance: Concordance, folded: str) -> list[str]:
    """Texts that are as many edits away as there may be, or fewer, those met most often first.

    Of one more piece than there are edits, one is always whole (the pigeonhole principle): each is
    looked up, and what stands around it compared with what should. Two neighbours that changed
    places may lie in two pieces, so that mistake is undone at every place as well.
    """
    edits = _edits(folded)
    if not edits:
        return []
    numbers = _NUMBER.findall(folded)
    met: Counter[str] = Counter(
        swapped for swapped in _swapped(folded) if concordance.count(swapped)
    )
    bounds = [len(folded) * number // (edits + 1) for number in range(edits + 2)]
    for start, end in pairwise(bounds):
        met.update(_around(concordance, folded, start, end, edits))
    likely = (
        text
        for text, _ in met.most_common()
        if len(text) > 1
        and text not in folded
        and folded not in text
        and _NUMBER.findall(text) == numbers
    )
    return [*islice(likely, _COUNTED)]


def _swapped(folded: str) -> Iterator[str]:
    for place in range(len(folded) - 1):
        one, other = folded[place], folded[place + 1]
        if one != other:
            yield folded[:place] + other + one + folded[place + 2 :]


def _around(
    concordance: Concordance, folded: str, start: int, end: int, edits: int
) -> Iterator[str]:
    """Texts near a folded one in which its characters from start to end stand as typed."""
    piece = folded[start:end]
    endings = cache(_sides(folded[:start][::-1], piece[0], edits))
    beginnings = cache(_sides(folded[end:], piece[-1], edits))
    units = len(piece.encode("utf-16-be"))
    before = 2 * (start + edits) + 1
    behind = units // 2 + 2 * (len(folded) - end + edits) + 1
    for _, left, right in concordance.around(concordance.ranges(piece), before, behind, _PLACES):
        above = _decoded(left)[::-1].partition(WALL)[0][: start + edits + 1]
        below = _decoded(right[units:]).partition(WALL)[0][: len(folded) - end + edits + 1]
        for one, distance in endings(above):
            for other, further in beginnings(below):
                if 0 < distance + further <= edits:
                    yield one[::-1] + piece + other


def _decoded(text: bytes) -> str:
    """UTF-16 that may begin or end in the middle of a character."""
    return text.decode("utf-16-be", "ignore")


def _sides(wanted: str, edge: str, edits: int) -> Callable[[str], tuple[tuple[str, int], ...]]:
    """What a text that follows `edge` may begin with to be near what is wanted, and how far it is.

    It is wording, and no Latin word is cut where it ends.
    """
    from rapidfuzz.distance.OSA import distance

    def near(text: str) -> tuple[tuple[str, int], ...]:
        if not wanted:
            return (("", 0),) if _may_end(edge, text[:1]) else ()
        least = max(0, len(wanted) - edits)
        if not _is_wording(text[:least]):
            return ()
        found = []
        for length in range(least, min(len(text), len(wanted) + edits) + 1):
            taken = text[:length]
            if not _is_wording(taken[-1:]):
                break
            far = distance(wanted, taken, score_cutoff=edits)
            if far <= edits and _may_end(taken[-1:] or edge, text[length : length + 1]):
                found.append((taken, far))
        return tuple(found)

    return near


def _is_wording(text: str) -> bool:
    return all(character.isalnum() or character in " -" for character in text)


def _may_end(last: str, following: str) -> bool:
    """Whether a text may end between two characters: not in the middle of a Latin word."""
    return not (following and is_word_character(last) and is_word_character(following))


def _is_wording_of_its_own(concordance: Concordance, one: NearSpelling, folded: str) -> bool:
    """Whether a text is a wording, and not a piece that was cut out of longer ones.

    It is taken for one if it has the edges of what was typed and is no shorter.
    """
    text = one.folded
    if (text[0], text[-1]) == (folded[0], folded[-1]) and len(text) >= len(folded):
        return True
    return _is_set_off(concordance, text, one.count, folded) and not _goes_on(concordance, text)


def _goes_on(concordance: Concordance, text: str) -> bool:
    """Whether the same character nearly always stands before a text, or behind it.

    铁路运 nearly always goes on to 铁路运输. What stands only a few times tells nothing.
    """
    units = units_of(text)
    before: Counter[str] = Counter()
    behind: Counter[str] = Counter()
    for _, left, right in concordance.around(concordance.ranges(text), 1, units + 1, _SEEN):
        before[_decoded(left)] += 1
        behind[_decoded(right[2 * units :])] += 1
    seen = before.total()
    frequent = (side.most_common(1)[0] for side in (before, behind) if seen >= _FEWEST_SEEN)
    return any(character.isalnum() and count >= _GOES_ON * seen for character, count in frequent)


def _is_set_off(concordance: Concordance, text: str, count: int, folded: str) -> bool:
    """Whether a text begins and ends where a wording does.

    Where it begins and ends as what was typed, it does; so does a Latin word. One other character
    at an edge belongs to the rest only if it stands there at least every second time: 互联互 nearly
    always goes on to 互联互通, but 数字经济 to many things. Two others are another word.
    """
    begins = _ends_as_typed(text[::-1], folded[::-1]) or (
        text[1] == folded[1] and 2 * count >= concordance.count(text[1:])
    )
    ends = _ends_as_typed(text, folded) or (
        text[-2] == folded[-2] and 2 * count >= concordance.count(text[:-1])
    )
    return begins and ends


def _ends_as_typed(text: str, folded: str) -> bool:
    return text[-1] == folded[-1] or text[-2:] == folded[:-3:-1] or is_word_character(text[-1])


def one_edit_away(folded: str) -> Iterator[str]:
    """The words that differ from an English one in one letter, or in two that changed places.

    >>> words = set(one_edit_away("conectivity"))
    >>> "connectivity" in words, "conectivity" in words
    (True, False)
    """
    yield from _swapped(folded)
    for place in range(len(folded) + 1):
        before, behind = folded[:place], folded[place:]
        yield from (before + letter + behind for letter in ascii_lowercase)
        if behind:
            yield before + behind[1:]
            yield from (before + x + behind[1:] for x in ascii_lowercase if x != behind[0])


def difference(text: str, folded: str) -> Nearness:
    """In what a spelling differs from a folded text: in one character or two, or by a swap.

    >>> difference("road", "raod").value
    'two characters swapped'
    """
    from rapidfuzz.distance import OSA

    if OSA.distance(text, folded) > 1:
        return Nearness.TWO
    return Nearness.SWAPPED if text in _swapped(folded) else Nearness.ONE
