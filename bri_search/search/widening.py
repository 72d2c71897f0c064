"""Widening: what else a query may be looking for, in the words of other regions and languages.

Folding makes one of the forms that a word has in different scripts. Here a word or a phrase gets
its counterparts, which are other words: 数字经济 for 數位經濟, Kenya for 肯雅, 三千亿 for 3000億.
They come from the vocabulary and from the numbers in a text; what is typed with - before it, or as
the beginning of a word, is not widened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product

from bri_search.index.store import Store
from bri_search.search.matching import Occurrence, Occurrences
from bri_search.search.matching import Phrase as FoldedPhrase
from bri_search.search.query import AnyOf, Clause, Group, Occur, Operand, Phrase, Prefix, Word
from bri_search.text.fold import FoldedText, is_word_character
from bri_search.text.numbers import numbers_in
from bri_search.text.numerals import NUMERALS
from bri_search.text.vocabulary import LONGEST_TERM

__all__ = ["COUNTERPART_WEIGHT", "Counterpart", "Term", "Widening", "occurrences_of", "widen"]

COUNTERPART_WEIGHT = 0.5
"""What a counterpart scores of what the typed word would have scored in its place."""

_MOST = 12
_MOST_IN_ONE_PLACE = 4
_MOST_TERMS = 64
_SHORTEST_TERM = 2
_JOINING = frozenset("/⁄-")
"""What stands between the numbers of a fraction and of a date."""
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


_Leaf = Word | Phrase | Prefix


@dataclass(frozen=True, slots=True)
class Widening:
    """The counterparts of the parts of a query, by where these were typed.

    `terms` are all that is looked for, in the order typed, those without counterparts included.
    """

    terms: tuple[Term, ...] = ()
    by_whole: Mapping[int, tuple[Counterpart, ...]] = field(default_factory=dict)
    by_part: Mapping[int, tuple[Term, ...]] = field(default_factory=dict)

    def whole(self, operand: _Leaf) -> tuple[Counterpart, ...]:
        """The counterparts of all that an operand says."""
        return self.by_whole.get(operand.start, ())

    def parts(self, word: Word) -> tuple[Term, ...]:
        """The terms that lie in a word, and the one that it is one of the words of."""
        return self.by_part.get(word.start, ())


def widen(store: Store, tree: Group, *, strict: bool = False) -> Widening:
    """Find the counterparts of what a parsed query asks for; with `strict`, none.

    A term has at most 12 of them, and of a query only the first 64 terms are widened: more is a
    text and not a question.
    """
    widener = _Widener(store, strict=strict)
    widener.group(tree)
    return Widening(tuple(widener.terms), widener.by_whole, widener.by_part)


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
        or (_JOINING & set(folded) and _JOINING & {before, after})
    )


def _are_of_one_number(left: str | None, right: str | None) -> bool:
    """Whether two folded neighbours may be numerals of one number: 二十, 25, 5万; not 亿2 or 2五.

    Of a table folding leaves no space between one cell and the next.
    """
    if left is None or right is None or not {left, right} <= NUMERALS:
        return False
    return right not in _DIGITS if left.isascii() else not right.isascii()


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

    def _leaf(self, leaf: _Leaf) -> None:
        folded = self._store.folding.fold(leaf.text)
        if not folded.text:
            return
        whole: tuple[Counterpart, ...] = ()
        parts: dict[str, Term] = {}
        if self._left and not isinstance(leaf, Prefix):
            whole = self._counterparts(folded.text)
            sites = [] if whole else self._sites(folded.text)[: self._left]
            whole = whole or self._rewritten(leaf.text, folded, sites)
            if isinstance(leaf, Word):
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

    def _sites(self, folded: str) -> list[_Site]:
        """The terms and numbers in a folded text, none overlapping, longest terms first.

        A term begins and ends where words do.
        """
        sites = [
            _Site(
                number.start,
                number.end,
                tuple(Counterpart(form, "number", "number") for form in number.forms),
            )
            for number in numbers_in(folded)
        ]
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
        bounds = {0, len(folded)}
        position = 0
        for word in self._store.segmenter.cut(folded):
            position = folded.index(word, position)
            bounds |= {position, position + len(word)}
            position += len(word)
        return sorted(bounds)

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
