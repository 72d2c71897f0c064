"""Phrases: what was typed, folded, and what may stand beside it where it is looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from bri_search.text.fold import Folding, is_word_character
from bri_search.text.numerals import NUMERALS

__all__ = ["JOINING", "Phrase", "Sought"]

JOINING = frozenset("/⁄-")
"""What stands between the numbers of a fraction and of a date."""

# A number with its commas; one beside it counts where nothing else stands between it and an edge.
_NUMBER = re.compile(r"(?:\A,+)?[0-9](?:[0-9,]*[0-9])?(?:,+\Z)?|\A,+|,+\Z")
_CUT_NUMBER = re.compile(r"\A,*\d|\d,*\Z")
_THREE = re.compile("...")


class Phrase(NamedTuple):
    """A phrase as typed and as folded; `keys` are the strings to look up for it.

    What a number at an edge of the phrase folds to depends on the digits that the edge cut off
    (3,0 may be the beginning of 3,000, and 3000 that of 3,0004), so such a phrase has a key for
    either case, and what is found by it `is_checked`; a single digit cuts nothing off.
    """

    typed: str
    folded: str
    keys: tuple[str, ...]
    is_checked: bool

    @property
    def may_take_more_in(self) -> bool:
        """Whether what is found may be more than its key: commas that fold to nothing there."""
        return self.is_checked and ("," in self.folded or self.folded[0] == "#")

    def is_regrouped(self, key: str) -> bool:
        """Whether one of the keys says the phrase only where a comma of it folds to nothing."""
        return key.count(",") < self.folded.count(",")

    def is_read(self, key: str) -> bool:
        """Whether the places of one of the keys are read in the files for what they fold to."""
        return self.is_checked and (key != self.folded or self.may_take_more_in)

    @classmethod
    def of(cls, typed: str, folding: Folding) -> Phrase:
        """Fold a phrase.

        >>> from bri_search.text.variants import Variants
        >>> Phrase.of("3,0", Folding(Variants({}, frozenset(), frozenset()))).keys
        ('3,0', '30')
        """
        folded = folding.text(typed)
        # A # may be a heading's, where it begins a line.
        is_checked = (
            not folded.isalpha()
            and (len(folded) > 1 or not folded.isdecimal())
            and (folded.startswith("#") or _CUT_NUMBER.search(folded) is not None)
        )
        if not is_checked:
            return cls(typed, folded, (folded,), is_checked)
        keys = dict.fromkeys([folded, *_edge_readings(folded)])
        return cls(typed, folded, tuple(key for key in keys if key), is_checked=True)


def _may_be_of_another_number(folded: str) -> bool:
    return not (NUMERALS.isdisjoint((folded[0], folded[-1])) and JOINING.isdisjoint(folded))


def _edge_readings(folded: str) -> list[str]:
    """A folded phrase with and without the commas in the numbers at its edges."""
    pieces: list[tuple[str, ...]] = []
    position = 0
    for number in _NUMBER.finditer(folded):
        pieces.append((folded[position : number.start()],))
        text = number.group()
        if number.start() == 0 or number.end() == len(folded):
            pieces.append(tuple(dict.fromkeys(_readings(text))))
        else:
            pieces.append((text,))
        position = number.end()
    pieces.append((folded[position:],))
    return ["".join(parts) for parts in product(*pieces)]


def _readings(number: str) -> Iterator[str]:
    yield number
    yield number.replace(",", "")
    if "," not in number:
        # Another digit behind it, and its commas group no more: they are there to be matched.
        first = len(number) % 3 or 3
        yield ",".join([number[:first], *_THREE.findall(number[first:])])
    if number.startswith(","):
        yield ", " + number[1:]


class Sought(NamedTuple):
    """A phrase that is looked for, and what may not stand beside it.

    With `whole_start` and `whole_end`, a Latin word at that edge is not part of a longer one; a
    `whole_number` is not part of another number.
    """

    phrase: Phrase
    whole_start: bool = False
    whole_end: bool = False
    whole_number: bool = False

    @classmethod
    def word(cls, phrase: Phrase, *, whole_number: bool = False) -> Sought:
        """A phrase whose edges are those of words.

        With `whole_number` it is no part of another number, as far as that is to be feared: what
        stands beside 第四十条 makes no other number of it.
        """
        whole_number = whole_number and _may_be_of_another_number(phrase.folded)
        return cls(phrase, whole_start=True, whole_end=True, whole_number=whole_number)

    @property
    def is_plain_word(self) -> bool:
        """Whether the postings of whole words tell all that its characters do."""
        return self.is_word and not self.whole_number

    @property
    def is_word(self) -> bool:
        """Whether it is one word of a script that is written with spaces, and meant whole."""
        is_whole = self.whole_start and self.whole_end
        return is_whole and all(map(is_word_character, self.phrase.folded))
