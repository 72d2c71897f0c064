"""Where nothing or little is found: what may have been meant, or else what is there of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from bri_search.index.columns import WALL, units_of
from bri_search.index.store import Store
from bri_search.search.matching import Matcher
from bri_search.search.meant import LITTLE
from bri_search.search.phrases import Phrase as FoldedPhrase
from bri_search.search.phrases import Sought
from bri_search.search.suggestions import Nearness, Suggestion
from bri_search.text.fold import is_word_character
from bri_search.text.scripts import ReaderScript, Writing

if TYPE_CHECKING:
    from bri_search.search.query import Group, Operand, Phrase, Word
    from bri_search.search.spelling import NearSpelling

__all__ = ["suggest", "suggest_for_query"]

_MOST = 3
# A spelling is suggested for another that stands somewhere if it does so many times as often, and
# for one of which the parts were found, if it stands so often and is twice as likely as the others.
_FAR_MORE = 10
_MOST_PARTS_OF_QUERY = 4
_LONGEST_IN_PASSING = 10
# Parts are looked for in so many characters, and have two, or a quarter of all if that is more.
_LONGEST = 200
_SHORTEST_PART = 2
# What is shorter stands by chance across many a heading and its text.
_SHORTEST_ACROSS = 4
_SHORTEST_SHARE = 4
_FORMS = 8
# Of a shorter word too many others are one edit away.
_SHORTEST_TERM = 5


def suggest(store: Store, typed: str, found: int = 0) -> tuple[Suggestion, ...]:
    """What may have been meant by a phrase that was found so many times, best first.

    Where the filters kept it from being found, that, and where it runs from one passage into
    another, that; else what is spelled nearly alike; and where nothing is, and nothing was found,
    the longest parts that stand somewhere.
    """
    folded = store.folding.text(typed)
    if found >= LITTLE or not folded:
        return ()
    stands = store.concordance.count(folded)
    if stands and not found:
        return _as_typed(store, typed)
    if stands >= LITTLE:
        return ()
    across = 0 if found else _across(store, folded)
    if across:
        return (Suggestion(typed, typed, across, Nearness.ACROSS),)
    near = _near(store, folded, _FAR_MORE * stands or 1)[:_MOST]
    if near:
        return tuple(
            Suggestion(typed, _written(store, one.folded, typed), one.count, one.reason)
            for one in near
        )
    return () if found else _parts(store, typed, folded)


def suggest_for_query(store: Store, query: str, tree: Group, found: int) -> tuple[Suggestion, ...]:
    """What may have been meant by the words and phrases of a query that found so many passages.

    Where it found little, that is asked of each as of a phrase. Where it found enough, by parts of
    a word or by other words, only for what stands nowhere as typed, and only if one thing stands
    out: a search shall not be doubted for what it does find.
    """
    wanted = list(dict.fromkeys(leaf.text for leaf in _wanted(tree)))
    if len(wanted) == 1 and found < LITTLE:
        near = _inside_words(store, suggest(store, wanted[0], found))
        is_corrected = any(one.reason is not Nearness.PART for one in near)
        return near if is_corrected else tuple(_known_terms(store, wanted[0])[:_MOST]) or near
    suggestions: list[Suggestion] = []
    for text in wanted[:_MOST_PARTS_OF_QUERY]:
        if found < LITTLE:
            corrections = [one for one in suggest(store, text) if one.reason.is_correction]
            suggestions += (corrections or _known_terms(store, text))[:1]
        else:
            suggestions += _standing_out(store, text)
    if suggestions or found:
        return tuple(suggestions[:_MOST])
    return _parts(store, query, store.folding.text(query))


def _wanted(operand: Operand) -> Iterator[Word | Phrase]:
    """The words and phrases of a query, without what is to be left out and beginnings of words."""
    from bri_search.search.query import AnyOf, Group, Occur, Phrase, Word

    if isinstance(operand, Group):
        for clause in operand.clauses:
            if clause.occur is not Occur.MUST_NOT:
                yield from _wanted(clause.operand)
    elif isinstance(operand, AnyOf):
        for alternative in operand.alternatives:
            yield from _wanted(alternative)
    elif isinstance(operand, (Word, Phrase)):
        yield operand


def _inside_words(store: Store, near: tuple[Suggestion, ...]) -> tuple[Suggestion, ...]:
    """Suggestions, of which those that stand as typed may stand in longer words only."""
    return tuple(
        replace(one, reason=Nearness.INSIDE)
        if one.reason is Nearness.WHOLE
        and not Matcher(store).count(Sought.word(FoldedPhrase.of(one.typed, store.folding)))
        else one
        for one in near
    )


def _known_terms(store: Store, typed: str) -> list[Suggestion]:
    """English terms one edit away that the vocabulary knows, most frequent first.

    The term itself may stand nowhere: a search finds its counterparts, and those are counted.
    """
    from bri_search.search.spelling import LONGEST_SPELLING, difference, one_edit_away

    folded = store.folding.text(typed)
    is_english = folded.isascii() and folded.replace(" ", "").isalpha()
    if not is_english or not _SHORTEST_TERM <= len(folded) <= LONGEST_SPELLING:
        return []
    if folded in store.vocabulary:
        return []
    count = store.concordance.count
    found = []
    for term in dict.fromkeys(one_edit_away(folded)):
        if term in store.vocabulary:
            forms = {term, *(text for text, _ in store.vocabulary.counterparts(term))}
            places = sum(count(text) for text in {store.folding.text(form) for form in forms})
            if places:
                found.append(Suggestion(typed, term, places, difference(term, folded)))
    return sorted(found, key=lambda one: -one.count)


def _standing_out(store: Store, typed: str) -> list[Suggestion]:
    folded = store.folding.text(typed)
    is_latin = all(map(is_word_character, folded))
    if not folded or (len(folded) > _LONGEST_IN_PASSING and not is_latin):
        return []
    if store.concordance.count(folded):
        return []
    near = _near(store, folded)
    if not near:
        known = _known_terms(store, typed)
        return known[:1] if _is_clear([one.count for one in known]) else []
    best = near[0]
    if not _is_clear([one.count for one in near]) or (best.count < _FAR_MORE and not is_latin):
        return []
    return [Suggestion(typed, _written(store, best.folded, typed), best.count, best.reason)]


def _near(store: Store, folded: str, least: int = 1) -> list[NearSpelling]:
    from bri_search.search.spelling import near_spellings  # what is found needs none of it

    return near_spellings(store, folded, least)


def _is_clear(counts: list[int]) -> bool:
    """Whether the first of some things stands at least twice as often as all others."""
    return bool(counts) and counts[0] >= 2 * sum(counts[1:])


def _as_typed(store: Store, typed: str) -> tuple[Suggestion, ...]:
    phrase = FoldedPhrase.of(typed, store.folding)
    count = store.concordance.count(phrase.folded)
    if phrase.is_checked:  # 30 does not stand in 3,000
        count = Matcher(store).count(Sought(phrase))
    if not count:
        return ()
    return (Suggestion(typed, _written(store, phrase.folded, typed), count, Nearness.WHOLE),)


def _across(store: Store, folded: str) -> int:
    """How often a text stands across a wall, in two passages of which neither has all of it."""
    if not _SHORTEST_ACROSS <= len(folded) <= _LONGEST:
        return 0
    cuts = (place for place in range(1, len(folded)) if not _is_inside_word(folded, place))
    # A space beside a wall belongs to neither passage.
    parted = {folded[:cut].rstrip() + WALL + folded[cut:].lstrip() for cut in cuts}
    return sum(map(store.concordance.count, parted))


def _parts(store: Store, typed: str, folded: str) -> tuple[Suggestion, ...]:
    """The longest parts that stand somewhere, as a source writes them.

    Left out are parts that lie inside another, that hold punctuation or cut a word, and that are
    much shorter than the longest, or than the whole.
    """
    count = store.concordance.count
    least = max(_SHORTEST_PART, -(-len(folded) // _SHORTEST_SHARE))
    if len(folded) > _LONGEST:
        return ()
    longest: list[tuple[int, int]] = []
    seen: set[str] = set()
    end = 0
    for start in range(len(folded)):
        end = max(end, start + 1)
        while end <= len(folded) and count(folded[start:end]):
            end += 1
        end -= 1
        first, last = _whole_words(folded, start, end)
        part = folded[first:last]
        is_wording = all(character.isalnum() or character == " " for character in part)
        is_new = not longest or last > longest[-1][1]
        if is_new and is_wording and last - first >= least and part not in seen:
            longest.append((first, last))
            seen.add(part)
    longest.sort(key=lambda part: part[0] - part[1])
    return tuple(
        Suggestion(
            typed,
            _written(store, folded[start:end], typed),
            count(folded[start:end]),
            Nearness.PART if end - start < len(folded) else Nearness.WHOLE,
        )
        for start, end in longest[:_MOST]
        if 2 * (end - start) >= longest[0][1] - longest[0][0]
    )


def _whole_words(folded: str, start: int, end: int) -> tuple[int, int]:
    """A part of a text without the pieces of Latin words and numbers at its edges."""
    while start < end and _is_inside_word(folded, start):
        start += 1
    while end > start and _is_inside_word(folded, end):
        end -= 1
    while start < end and folded[start] == " ":
        start += 1
    while end > start and folded[end - 1] == " ":
        end -= 1
    return start, end


def _is_inside_word(folded: str, place: int) -> bool:
    around = folded[max(0, place - 1) : place + 1]
    return 0 < place < len(folded) and all(map(is_word_character, around))


def _written(store: Store, folded: str, typed: str) -> str:
    """Folded text in a form that stands there, of a few the one that is most like what was typed.

    That has most of the characters typed, and none of a script that was not; where all have some,
    it is converted to the script that was typed.
    """
    units = units_of(folded)
    forms: Counter[str] = Counter()
    for place in store.concordance.sample(folded, _FORMS):
        document = store.document(place.serial)
        offsets = dict.fromkeys(
            document.offset(unit) for unit in range(place.position, place.position + units)
        )
        written = (document.text(offset, offset + 1) for offset in offsets)
        forms["".join(" " if character.isspace() else character for character in written)] += 1
    variants, as_typed = store.folding.variants, set(typed)
    scripts = [one for one in (variants.simplified, variants.traditional) if one & as_typed]
    foreign = {variants.simplified, variants.traditional}.difference(scripts) if scripts else ()

    def strange(form: str) -> int:
        return sum(character in script for script in foreign for character in form)

    def likeness(form: str) -> tuple[int, int]:
        return sum(map(as_typed.__contains__, form)) - strange(form), forms[form]

    best = max(forms, key=likeness)
    if not strange(best):
        return best
    from bri_search.text.conversion import convert  # seldom needed, and not quick to load

    is_simplified = scripts == [variants.simplified]
    wanted = ReaderScript.SIMPLIFIED if is_simplified else ReaderScript.TRADITIONAL
    return convert(best, wanted, Writing.MIXED, variants)
