"""Evaluating: the passages that satisfy a query, and what of it scores, part by part.

Every part of a query is settled on characters. What comes out are sets of passages; nothing is
looked at in them yet.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nsmallest

from bri_search.index.postings import BitMap, union
from bri_search.index.store import Store
from bri_search.search.answers import Shown
from bri_search.search.counterparts import Counterpart, Widening, sought_for
from bri_search.search.matching import Matcher, PassageSets
from bri_search.search.phrases import Phrase as FoldedPhrase
from bri_search.search.phrases import Sought
from bri_search.search.query import AnyOf, Clause, Group, Occur, Operand, Phrase, Word
from bri_search.sources.document import Span
from bri_search.text.any_numbers import numbers_of
from bri_search.text.english import FUNCTION_WORDS
from bri_search.text.numerals import NUMERALS

__all__ = ["Evaluation", "Evaluator"]

_MOST_WORDS = 128
"""Of a query, or of a word of it, that is a text so many words are looked for, the rarest."""


@dataclass(slots=True)
class Evaluation:
    """The passages that satisfy part of a query, in each part of the index.

    `units` are what is asked for in it, each with the passages that have it; `shown` is what is
    shown in them. `strings`, `words` and `counterparts`, by what they are of, are what scores.
    """

    passages: PassageSets
    units: list[PassageSets] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    strings: dict[str, Sought] = field(default_factory=dict)
    words: dict[str, Sought] = field(default_factory=dict)
    counterparts: dict[str, dict[Sought, None]] = field(default_factory=dict)

    def take_in(self, other: Evaluation) -> None:
        """Let what scores and is shown in another be scored and shown with this."""
        self.shown += other.shown
        self.strings |= other.strings
        self.words |= other.words
        self.counterparts |= other.counterparts


class Evaluator:
    """Finds the passages for each part of a query."""

    def __init__(self, store: Store, matcher: Matcher, widening: Widening) -> None:
        self.store = store
        self.matcher = matcher
        self.widening = widening
        self.has_asked = False
        """Whether anything but punctuation was asked for."""

    def nothing(self) -> Evaluation:
        """What no passage satisfies."""
        return Evaluation(tuple(BitMap() for _ in self.matcher.parts))

    def group(self, group: Group) -> Evaluation:
        """Everything that some clause asks for, less what is excluded; all of what must be."""
        result = self.nothing()
        required: list[PassageSets] = []
        optional: list[PassageSets] = []
        excluded: list[PassageSets] = []
        for clause in self._rarest(group.clauses):
            if clause.occur is Occur.MUST_NOT:
                excluded.append(self.whole(clause.operand).passages)
                continue
            must = clause.occur is Occur.MUST
            part = self.whole(clause.operand) if must else self.free(clause.operand)
            if not part.units:
                continue
            (required if must else optional).append(part.passages)
            result.units += part.units
            result.take_in(part)
        found = common(required) if required else united(optional)
        if found is not None:
            result.passages = found
        for sets in excluded:
            pairs = zip(result.passages, sets, strict=True)
            result.passages = tuple(one - other for one, other in pairs)
        return result

    def _rarest(self, clauses: tuple[Clause, ...]) -> Iterable[Clause]:
        """The clauses, less the more common ones of a great many words typed side by side."""
        words = {
            number: clause.operand.text
            for number, clause in enumerate(clauses)
            if clause.occur is Occur.SHOULD and isinstance(clause.operand, Word)
        }
        if len(words) <= _MOST_WORDS:
            return clauses
        count, fold = self.store.concordance.count, self.store.folding.text
        rarest = nsmallest(_MOST_WORDS, words, key=lambda number: count(fold(words[number])))
        left_out = words.keys() - rarest
        return [clause for number, clause in enumerate(clauses) if number not in left_out]

    def free(self, operand: Operand) -> Evaluation:
        """An operand as free text: a word that is not found whole is found by its parts."""
        return self.word(operand) if isinstance(operand, Word) else self.whole(operand)

    def whole(self, operand: Operand) -> Evaluation:
        """An operand of which all is meant, with its alternatives and groups."""
        if isinstance(operand, Group):
            return self.group(operand)
        if isinstance(operand, AnyOf):
            one_of = self.nothing()
            parts = [self.whole(alternative) for alternative in operand.alternatives]
            for part in parts:
                one_of.take_in(part)
            one_of.passages = united([part.passages for part in parts]) or one_of.passages
            if any(part.units for part in parts):
                one_of.units = [one_of.passages]
            return one_of
        phrase = FoldedPhrase.of(operand.text, self.store.folding)
        if not phrase.folded:
            return self.nothing()
        self.has_asked = self.has_asked or any(map(_is_wording, phrase.folded))
        if isinstance(operand, Phrase):
            sought = Sought(phrase)
        else:
            sought = Sought(
                phrase,
                whole_start=True,
                whole_end=isinstance(operand, Word),
                whole_number=isinstance(operand, Word) and _is_figure(phrase.folded),
            )
        found = self.matcher.sets(sought)
        part = Evaluation(
            found, shown=[Shown(sought, operand.text)], strings={phrase.folded: sought}
        )
        if isinstance(operand, Word) and _has_number_at_edge(phrase.folded):
            # 十五人 is found in 三十五人, and is not what is asked for there.
            found = self.matcher.sets(Sought.word(phrase, whole_number=True))
        widened = self._widen(part, phrase.folded, self.widening.whole(operand))
        part.units = [found if widened is None else either(found, widened)]
        return part

    def _widen(
        self, part: Evaluation, folded: str, counterparts: Iterable[Counterpart]
    ) -> PassageSets | None:
        """Add the counterparts of something to part of a query; in which passages they stand."""
        found: list[PassageSets] = []
        for counterpart in counterparts:
            sought = sought_for(self.store, counterpart)
            if not sought.phrase.folded:
                continue
            sets = self.matcher.sets(sought)
            if any(sets):
                found.append(sets)
                part.shown.append(Shown(sought, counterpart))
                part.counterparts.setdefault(folded, {})[sought] = None
        widened = united(found)
        if widened is not None:
            part.passages = either(part.passages, widened)
        return widened

    def word(self, word: Word) -> Evaluation:
        """A word as typed: the passages with all of it, and those with some of its words."""
        whole = self.whole(word)
        if not whole.units:
            return whole
        if word.text.lower() in FUNCTION_WORDS and not _is_abbreviation(word.text):
            whole.strings = {}
            return whole
        parts = self._parts(word.text)
        terms = self.widening.parts(word)
        whole.words = dict(parts)
        if parts.keys() <= whole.strings.keys() and not terms:
            return whole
        complete, [answered] = whole.passages, whole.units
        widened = [
            (term.folded, self._widen(whole, term.folded, term.counterparts)) for term in terms
        ]
        whole.units = []
        for part, sought in parts.items():
            found = self.matcher.sets(sought)
            whole.shown.append(Shown(sought, sought.phrase.typed, complete))
            whole.passages = either(whole.passages, found)
            of_terms = [sets for folded, sets in widened if sets is not None and part in folded]
            whole.units.append(united([found, answered, *of_terms]) or found)
        return whole

    def _parts(self, typed: str) -> dict[str, Sought]:
        """The words that make up a word as typed, by what they fold to.

        Single ideographs only where there is nothing longer; two that follow one another may be a
        name that the dictionary does not know, and are taken together if they stand anywhere. A
        number or a date is one part, and no word that only writes a piece of it.
        """
        folded = self.store.folding.fold(typed)
        parts: dict[str, Sought] = {}
        for start, end, is_number in self._pieces(folded.text):
            part = folded.text[start:end]
            if part not in parts:
                as_typed = self._as_typed(part, typed[slice(*folded.span(start, end))])
                phrase = FoldedPhrase(as_typed, part, (part,), is_checked=False)
                parts[part] = Sought.word(phrase, whole_number=is_number)
        longer = {part: sought for part, sought in parts.items() if len(part) > 1} or parts
        if len(longer) <= _MOST_WORDS:
            return longer
        rarest = nsmallest(_MOST_WORDS, longer, key=self.store.concordance.count)
        return {part: longer[part] for part in rarest}

    def _pieces(self, folded: str) -> list[tuple[int, int, bool]]:
        """Where each part of a folded word begins and ends, in order, and whether it is a number.

        What is written with numerals and lies in a number is a piece of it; a number that is only
        a piece of a word says nothing.
        """
        words = self.store.segmenter.spans(folded)
        numbers = [
            number
            for number in ((one.start, one.end) for one in numbers_of(folded))
            if not any(_is_in(number, word) and number != word for word in words)
        ]
        pieces = [(*number, True) for number in numbers]
        count = self.store.concordance.count
        alone = -1
        for start, end in words:
            word = folded[start:end]
            if not NUMERALS.isdisjoint(word) and any(_is_in((start, end), one) for one in numbers):
                continue
            is_alone = len(word) == 1 and not word.isascii()
            if is_alone and start == alone and count(folded[start - 1 : end]):
                pieces.append((start - 1, end, False))
            pieces.append((start, end, _is_figure(word)))
            alone = end if is_alone else -1
        return sorted(pieces)

    def _as_typed(self, part: str, typed: str) -> str:
        """How a part was typed: what one character folds to several of (¾ to three), as itself."""
        return typed if self.store.folding.text(typed) == part else part

    def as_typed(self, tree: Group) -> PassageSets:
        """The passages in which a query of plain words stands as it was typed."""
        words = [clause.operand for clause in tree.clauses if clause.occur is Occur.SHOULD]
        typed = " ".join(w.text for w in words if isinstance(w, (Word, Phrase)))
        phrase = FoldedPhrase.of(typed, self.store.folding)
        is_plain = len(words) == len(tree.clauses) and all(
            isinstance(word, (Word, Phrase)) for word in words
        )
        if not is_plain or not phrase.folded:
            return self.nothing().passages
        if all(isinstance(word, Phrase) for word in words):
            return self.matcher.sets(Sought(phrase))
        whole_number = _is_figure(phrase.folded) or _has_number_at_edge(phrase.folded)
        return self.matcher.sets(Sought.word(phrase, whole_number=whole_number))


def either(one: PassageSets, other: PassageSets) -> PassageSets:
    """The passages of one or the other."""
    return tuple(a | b for a, b in zip(one, other, strict=True))


def united(many: list[PassageSets]) -> PassageSets | None:
    """The passages of any of many; None of none."""
    return tuple(map(union, zip(*many, strict=True))) if many else None


def common(many: list[PassageSets]) -> PassageSets:
    """The passages of all of some, of which there is one at least."""
    found = many[0]
    for sets in many[1:]:
        found = tuple(a & b for a, b in zip(found, sets, strict=True))
    return found


def _is_in(one: Span, other: Span) -> bool:
    """Whether one stretch lies in another."""
    return other[0] <= one[0] and one[1] <= other[1]


def _is_wording(character: str) -> bool:
    """Whether a folded character can be asked for alone: no punctuation; a pictograph can be."""
    return character.isalnum() or unicodedata.category(character) == "So"


def _is_figure(folded: str) -> bool:
    """Whether a number written in digits begins or ends a word."""
    return folded[0].isdecimal() or folded[-1].isdecimal()


def _has_number_at_edge(folded: str) -> bool:
    """Whether a text begins or ends with a number that could be part of a larger one: 十五人."""
    if NUMERALS.isdisjoint((folded[0], folded[-1])):
        return False
    return any(number.start == 0 or number.end == len(folded) for number in numbers_of(folded))


def _is_abbreviation(typed: str) -> bool:
    """Whether a word is typed as an abbreviation is: WHO, US."""
    return len(typed) > 1 and typed.isupper()
