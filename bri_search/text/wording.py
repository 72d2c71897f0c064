"""Wording: what is left of a text when its punctuation and spacing are left out as well.

Folding lets punctuation count where it is typed. A quotation has the wording of a source whatever
its editor did to the commas, so it is compared by its letters alone: folded letters and digits of
any script, and the signs that say something of their own (%, +, $, ≤, ↑; between digits what parts
them, as in 45.4, 20-25, 9:30, 1/3 and 3,5,7; a minus, < or > before a number).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from bri_search.text.fold import Folding
from bri_search.text.reading import ReadingText

__all__ = ["BESIDE_DIGITS", "PARTS_DIGITS", "Wording", "letter_places", "letters_at", "letters_of"]

_SIGNS = "%‰&@+±×÷=°$¢£¤¥¬₠-⃀←-⋿"
PARTS_DIGITS = "*.·,、:/⁄^-"
"""What stands between digits and is part of what they say."""
BESIDE_DIGITS = PARTS_DIGITS + "<>"
"""What is a letter beside digits only."""
# A hyphen behind a letter joins words (covid-19), and two of them are a dash; else it is a minus.
_MINUS = r"(?<![^\W\u2e80-\U0010ffff])(?<!-)-(?=[0-9])"
_COMPARES = "[<>](?=[-=.]?[0-9])"
_NO_LETTER = re.compile(
    rf"_|(?!(?<=[0-9])[{PARTS_DIGITS}](?=[0-9])|{_MINUS}|{_COMPARES})[^\w{_SIGNS}]"
)
_ALIKE = str.maketrans("、⁄·", ",/.")
"""What parts the numbers of a list, of a fraction or of a decimal is one, however it is written."""


def letters_of(folded: str) -> str:
    """The letters of a folded text.

    >>> letters_of("达2.11万亿美元,占45.4%。")
    '达2.11万亿美元占45.4%'
    >>> letters_of("第3、5、7条,9:30起,20-25年,为-5°c——2023年")
    '第3,5,7条9:30起20-25年为-5°c2023年'
    """
    return _NO_LETTER.sub("", folded).translate(_ALIKE)


def letter_places(folded: str) -> array[int]:
    """Where in a folded text its letters stand.

    >>> list(letter_places("占45.4%。"))
    [0, 1, 2, 3, 4, 5]
    """
    left_out = {match.start() for match in _NO_LETTER.finditer(folded)}
    return array("I", [place for place in range(len(folded)) if place not in left_out])


def letters_at(folded: str, places: Iterable[int]) -> str:
    """The letters of a folded text that stand at some places."""
    return "".join([folded[place] for place in places]).translate(_ALIKE)


@dataclass(frozen=True, slots=True)
class Wording:
    """The letters of a reading text; `places` says where in the reading text each of them stands.

    `folded` is the folded text they were taken from, and `positions` where in it each stands.
    """

    read: ReadingText
    letters: str
    places: array[int]
    folded: str
    positions: array[int]

    @classmethod
    def of(cls, read: ReadingText, folding: Folding) -> Wording:
        """The wording of a reading text.

        >>> from bri_search.text.reading import reading
        >>> from bri_search.text.variants import Variants
        >>> folding = Folding(Variants({}, frozenset(), frozenset()))
        >>> wording = Wording.of(reading([(0, "「互联互通」，共享")], has_markup=False), folding)
        >>> wording.letters, list(wording.places)
        ('互联互通共享', [1, 2, 3, 4, 7, 8])
        """
        folded = folding.fold(read.text)
        positions = letter_places(folded.text)
        return cls(
            read,
            letters_at(folded.text, positions),
            array("I", [folded.offsets[at] for at in positions]),
            folded.text,
            positions,
        )

    def __len__(self) -> int:
        return len(self.letters)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where letters start to end stand in the reading text, and what is between them."""
        return self.places[start], self.places[end - 1] + 1

    def key(self, start: int, end: int) -> str:
        """The folded text from one letter to another, as the concordance has it."""
        return self.folded[self.positions[start] : self.positions[end - 1] + 1]
