"""What may have been meant, and what it is to that which was typed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

__all__ = ["Nearness", "Suggestion"]


class Nearness(StrEnum):
    """What a suggestion is to what was typed.

    `as typed` stands somewhere, but nowhere that the filters admit; `inside words` stands in longer
    words only, of which a search for words finds none; `across passages` begins in one passage and
    ends in the next, where no phrase runs on, as from a heading into the text; `sounds alike` has
    the same syllables or such as are often taken for them; of the spellings, those that differ in
    one character, in two that changed places, or in two; `part of it` is the longest that stands
    somewhere.

    >>> Nearness("sounds alike").is_correction, Nearness.PART.is_correction
    (True, False)
    """

    WHOLE = "as typed"
    INSIDE = "inside words"
    ACROSS = "across passages"
    SOUND = "sounds alike"
    ONE = "one character differs"
    SWAPPED = "two characters swapped"
    TWO = "two characters differ"
    PART = "part of it"

    @property
    def is_correction(self) -> bool:
        """Whether it says something else than what was typed, or a part of that."""
        return self not in (Nearness.WHOLE, Nearness.INSIDE, Nearness.ACROSS, Nearness.PART)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something near what was typed: a text, how often it stands, and why it is near.

    `typed` is the phrase, or the part of a query, that it is suggested for. The text is one of a
    source, in the script that was typed, or an English term that the vocabulary knows; then its
    counterparts are counted.

    >>> import bri_search
    >>> [suggestion] = bri_search.open(example_index).suggest("互连互通")
    >>> suggestion.text, suggestion.count, suggestion.reason.value
    ('互联互通', 1, 'sounds alike')
    >>> [one.reason.value for one in bri_search.open(example_index).suggest("互联互通联盟")]
    ['part of it']
    """

    typed: str
    text: str
    count: int
    reason: Nearness

    def as_json(self) -> dict[str, Any]:
        """An object of `suggestions`."""
        return {
            "typed": self.typed,
            "text": self.text,
            "count": self.count,
            "reason": self.reason.value,
        }
