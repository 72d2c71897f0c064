"""Counterparts: other wordings of what was typed, and where they stand.

How they are found is said in `widening`; a search for a phrase as it stands never gets there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bri_search.index.store import Store
from bri_search.search.matching import Occurrence, Occurrences
from bri_search.search.matching import Phrase as FoldedPhrase
from bri_search.text.numerals import NUMERALS

if TYPE_CHECKING:
    from bri_search.search.query import Phrase, Prefix, Word

__all__ = ["COUNTERPART_WEIGHT", "Counterpart", "Term", "Widening", "occurrences_of"]

COUNTERPART_WEIGHT = 0.5
"""What a counterpart scores of what the typed word would have scored in its place."""

_DIGITS = frozenset("零〇一二三四五六七八九两")


@dataclass(frozen=True, slots=True, order=True)
class Counterpart:
    """Another wording of something typed: its `kind` is `vocabulary` or `number`.

    `origin` says who knows it: a glossary with its source, CLDR, OpenCC, CC-CEDICT, or `number`.

    >>> import bri_search
    >>> result = bri_search.open(example_index).search("3000億", explain=True)
    >>> result.explanation[0].counterparts[0]
    Counterpart(text='三千亿', kind='number', origin='number')
    """

    text: str
    kind: str
    origin: str

    def as_json(self) -> dict[str, str]:
        """The object of an explanation's `counterparts`."""
        return {"text": self.text, "kind": self.kind, "origin": self.origin}


@dataclass(frozen=True, slots=True)
class Term:
    """Something of a query that is looked for, as typed and folded, with its counterparts.

    >>> import bri_search
    >>> result = bri_search.open(example_index).search("肯雅", explain=True)
    >>> [term.typed for term in result.explanation]
    ['肯雅']
    >>> [counterpart.text for counterpart in result.explanation[0].counterparts]
    ['肯尼亚', '肯亞', 'Kenya']
    """

    typed: str
    folded: str
    counterparts: tuple[Counterpart, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The object of an explanation's `terms`."""
        counterparts = [one.as_json() for one in self.counterparts]
        return {"typed": self.typed, "folded": self.folded, "counterparts": counterparts}


@dataclass(frozen=True, slots=True)
class Widening:
    """The counterparts of the parts of a query, by where these were typed.

    `terms` are all that is looked for, in the order typed, those without counterparts included.
    """

    terms: tuple[Term, ...] = ()
    by_whole: Mapping[int, tuple[Counterpart, ...]] = field(default_factory=dict)
    by_part: Mapping[int, tuple[Term, ...]] = field(default_factory=dict)

    def whole(self, operand: Word | Phrase | Prefix) -> tuple[Counterpart, ...]:
        """The counterparts of all that an operand says."""
        return self.by_whole.get(operand.start, ())

    def parts(self, word: Word) -> tuple[Term, ...]:
        """The terms that lie in a word, and the one that it is one of the words of."""
        return self.by_part.get(word.start, ())


def occurrences_of(
    store: Store, occurrences: Occurrences, counterpart: Counterpart
) -> tuple[str, list[Occurrence]]:
    """A counterpart folded, and every place where it stands: whole words, and whole numbers."""
    phrase = FoldedPhrase.of(counterpart.text, store.folding)
    found = occurrences.of(phrase, whole_words=True) if phrase.folded else []
    if counterpart.kind == "number":
        found = [one for one in found if _is_whole_number(store, one, phrase.folded)]
    return phrase.folded, found


def _is_whole_number(store: Store, occurrence: Occurrence, folded: str) -> bool:
    """Whether no numeral at an edge makes another number of it: 十周年 in 二十周年."""
    document = store.document(occurrence.serial)
    before = document.folded_character(occurrence.position - 1)
    after = document.folded_character(occurrence.position + occurrence.length)
    return not (
        _are_of_one_number(before, folded[0])
        or (folded.startswith("百分之") and before in NUMERALS)
        or _are_of_one_number(folded[-1], after)
    )


def _are_of_one_number(left: str | None, right: str | None) -> bool:
    """Whether two folded neighbours may be numerals of one number: 二十, 25, 5万; not 亿2 or 2五.

    Of a table folding leaves no space between one cell and the next.
    """
    if left is None or right is None or not {left, right} <= NUMERALS:
        return False
    return right not in _DIGITS if left.isascii() else not right.isascii()
