"""Widening: what else a query may be looking for, in the words of other regions and languages.

Folding makes one of the forms that a word has in different scripts. Here a word or a phrase gets
its counterparts, which are other words: 数字经济 for 數位經濟, Kenya for 肯雅, 三千亿 for 3000億.
They come from the vocabulary and from the numbers in a text; what is typed with - before it, or as
the beginning of a word, is not widened. In information retrieval this is query expansion.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, product

from bri_search.index.store import Store
from bri_search.search.counterparts import Counterpart, Term, Widening
from bri_search.search.query import AnyOf, Clause, Group, Occur, Operand, Phrase, Prefix, Word
from bri_search.text.any_numbers import numbers_of
from bri_search.text.fold import FoldedText, is_word_character
from bri_search.text.vocabulary import LONGEST_TERM

__all__ = ["widen"]

_MOST = 12
_MOST_IN_ONE_PLACE = 4
_MOST_TERMS = 64
_SHORTEST_TERM = 2

_Leaf = Word | Phrase | Prefix


def widen(store: Store, tree: Group, *, strict: bool = False) -> Widening:
    """Find the counterparts of what a parsed query asks for; with `strict`, none.

    A term has at most 12 of them, and of a query only the first 64 terms are widened: more is a
    text and not a question.
    """
    widener = _Widener(store, strict=strict)
    widener.group(tree)
    return Widening(tuple(widener.terms), widener.by_whole, widener.by_part)


@dataclass(frozen=True, slots=True)
class _Site:
    """A stretch of an operand, by folded offsets, that can be said in another way."""

    start: int
    end: int
    counterparts: tuple[Counterpart, ...]


class _Widener:
    """Goes through a query and notes what can be said in another way."""

    def __init__(self, store: Store, *, strict: bool) -> None:
        self.terms: list[Term] = []
        self.by_whole: dict[int, tuple[Counterpart, ...]] = {}
        self.by_part: dict[int, tuple[Term, ...]] = {}
        self._store = store
        self._left = 0 if strict else _MOST_TERMS

    def group(self, group: Group) -> None:
        """Widen each clause of a group; of words that follow one another, longest terms first."""
        clauses = [clause for clause in group.clauses if clause.occur is not Occur.MUST_NOT]
        position = 0
        while position < len(clauses):
            taken = self._run(clauses[position : position + LONGEST_TERM]) if self._left else 0
            if not taken:
                self._operand(clauses[position].operand)
            position += taken or 1

    def _operand(self, operand: Operand) -> None:
        if isinstance(operand, Group):
            self.group(operand)
        elif isinstance(operand, AnyOf):
            for alternative in operand.alternatives:
                self._operand(alternative)
        else:
            self._leaf(operand)

    def _run(self, clauses: list[Clause]) -> int:
        """How many words from the first on are one term (digital silk road); 0 where none are."""
        words: list[Word] = []
        for clause in clauses:
            if clause.occur is not Occur.SHOULD or not isinstance(clause.operand, Word):
                break
            words.append(clause.operand)
        if len(words) < 2 or not self._goes_on(words):
            return 0
        for count in range(len(words), 1, -1):
            typed = " ".join(word.text for word in words[:count])
            folded = self._store.folding.text(typed)
            term = Term(typed, folded, self._counterparts(folded))
            if term.counterparts:
                self.terms.append(term)
                self.by_part |= dict.fromkeys((word.start for word in words[:count]), (term,))
                self._left -= 1
                return count
        return 0

    def _goes_on(self, words: list[Word]) -> bool:
        """Whether the vocabulary has a term that some words begin with, longer than the first."""
        fold = self._store.folding.text
        shortest = len(fold(words[0].text))
        terms = self._store.vocabulary.beginning(fold(" ".join(word.text for word in words)))
        return any(len(term) > shortest for term in terms)

    def _leaf(self, leaf: _Leaf) -> None:
        folded = self._store.folding.fold(leaf.text)
        if not folded.text:
            return
        whole: tuple[Counterpart, ...] = ()
        parts: dict[str, Term] = {}
        if self._left and not isinstance(leaf, Prefix):
            known = self._counterparts(folded.text)
            numbers = self._numbers(folded.text)
            # Of a term that is known as a whole nothing but its numbers is written otherwise.
            sites = numbers if known else self._with_terms(folded.text, numbers)[: self._left]
            whole = (*known, *self._rewritten(leaf.text, folded, sites))[:_MOST]
            if isinstance(leaf, Word) and not known:
                for site in sites:
                    part = folded.text[site.start : site.end]
                    if part != folded.text:
                        typed = slice(*folded.span(site.start, site.end))
                        parts.setdefault(part, Term(leaf.text[typed], part, site.counterparts))
            self._left -= max(len(parts), bool(whole))
        self.by_whole[leaf.start] = whole
        self.by_part[leaf.start] = tuple(parts.values())
        self.terms += [Term(leaf.text, folded.text, whole), *parts.values()]

    def _counterparts(self, folded: str) -> tuple[Counterpart, ...]:
        """What the vocabulary has for a folded term."""
        known = self._store.vocabulary.counterparts(folded)
        return tuple(Counterpart(text, "vocabulary", by) for text, by in islice(known, _MOST))

    def _numbers(self, folded: str) -> list[_Site]:
        """The numbers in a folded text."""
        return [
            _Site(
                number.start,
                number.end,
                tuple(Counterpart(form, "number", "number") for form in number.forms),
            )
            for number in numbers_of(folded)
        ]

    def _with_terms(self, folded: str, numbers: list[_Site]) -> list[_Site]:
        """The terms and numbers in a folded text, none overlapping, longest terms first.

        A term begins and ends where words do, and is not all of the text.
        """
        if len(folded) <= _SHORTEST_TERM:
            return numbers
        sites = list(numbers)
        taken = {place for site in sites for place in range(site.start, site.end)}
        bounds = self._bounds(folded)
        starts = set(bounds)
        position = 0
        for start in bounds[:-1]:
            if start < position:
                continue
            for term in self._store.vocabulary.beginning(folded, start):
                end = start + len(term)
                is_free = taken.isdisjoint(range(start, end))
                if len(term) >= _SHORTEST_TERM and end in starts and is_free and term != folded:
                    sites.append(_Site(start, end, self._counterparts(term)))
                    position = end
                    break
        return sorted(sites, key=lambda site: site.start)

    def _bounds(self, folded: str) -> list[int]:
        """Where the words of a folded text begin and end."""
        return sorted({0, len(folded), *chain(*self._store.segmenter.spans(folded))})

    def _rewritten(
        self, typed: str, folded: FoldedText, sites: list[_Site]
    ) -> tuple[Counterpart, ...]:
        """A whole operand with its terms in the words of another region, its numbers otherwise."""
        choices = [_in_chinese(site, folded.text) for site in sites]
        changed = [(site, some) for site, some in zip(sites, choices, strict=True) if len(some) > 1]
        found: dict[str, Counterpart] = {}
        for chosen in islice(product(*(some for _, some in changed)), 1, _MOST + 1):
            places = [(site, one) for (site, _), one in zip(changed, chosen, strict=True) if one]
            text = "".join(_replaced(typed, folded, places))
            kind = "number" if all(one.kind == "number" for _, one in places) else "vocabulary"
            origin = "; ".join(dict.fromkeys(one.origin for _, one in places))
            found.setdefault(self._store.folding.text(text), Counterpart(text, kind, origin))
        found.pop(folded.text, None)
        return tuple(found.values())


def _in_chinese(site: _Site, folded: str) -> list[Counterpart | None]:
    """What may stand in a stretch of Chinese: itself, as None, other Chinese words, numbers."""
    if _has_spaced_letters(folded[site.start : site.end]):
        return [None]
    alike = (
        one
        for one in site.counterparts
        if one.kind == "number" or not _has_spaced_letters(one.text)
    )
    return [None, *islice(alike, _MOST_IN_ONE_PLACE)]


def _has_spaced_letters(text: str) -> bool:
    """Whether a text has letters of a script that is written with spaces."""
    return any(is_word_character(one) and not one.isdecimal() for one in text)


def _replaced(
    typed: str, folded: FoldedText, places: list[tuple[_Site, Counterpart]]
) -> Iterator[str]:
    """The pieces of what was typed, with counterparts in some places."""
    position = 0
    for site, counterpart in places:
        start, end = folded.span(site.start, site.end)
        yield typed[position:start]
        yield counterpart.text
        position = end
    yield typed[position:]
