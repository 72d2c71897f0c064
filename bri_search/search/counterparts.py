"""Counterparts: other wordings of what was typed, and what is looked for to find them.

They are what a query is expanded by. How they are found is said in `widening`; a search for a
phrase as it stands never gets there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bri_search.index.store import Store
from bri_search.search.phrases import Phrase as FoldedPhrase
from bri_search.search.phrases import Sought

if TYPE_CHECKING:
    from bri_search.search.query import Phrase, Prefix, Word

__all__ = ["COUNTERPART_WEIGHT", "Counterpart", "Term", "Widening", "sought_for"]

COUNTERPART_WEIGHT = 0.5
"""What a counterpart scores of what the typed word would have scored in its place."""


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


def sought_for(store: Store, counterpart: Counterpart) -> Sought:
    """What a counterpart is looked for as: whole words, and whole numbers."""
    phrase = FoldedPhrase.of(counterpart.text, store.folding)
    return Sought.word(phrase, whole_number=counterpart.kind == "number")
