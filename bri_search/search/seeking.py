"""Seeking: a phrase as it is looked for, where the filters admit it."""

from __future__ import annotations

from bri_search.errors import QueryError
from bri_search.index.columns import units_of
from bri_search.index.store import Store
from bri_search.search.filtering import Filter
from bri_search.search.length import check_length
from bri_search.search.matching import Matcher
from bri_search.search.phrases import Phrase, Sought
from bri_search.sources.document import Span

__all__ = ["find_positions", "seek"]


def seek(
    store: Store, typed: str, chosen: Filter, *, words: bool = False
) -> tuple[Matcher, Sought]:
    """A phrase to be looked for, and what finds it; raises QueryError where it is no phrase.

    With `words`, it is none where it begins or ends inside a Latin word or a number.
    """
    check_length(typed)
    phrase = Phrase.of(typed, store.folding)
    if not phrase.folded:
        raise QueryError(
            "the phrase holds only punctuation" if typed.strip() else "the phrase is empty",
            typed,
            0,
            "type the words to look for",
        )
    sought = Sought.word(phrase) if words else Sought(phrase)
    return Matcher(store, chosen.admitted(store)), sought


def find_positions(
    store: Store, typed: str, chosen: Filter, *, words: bool
) -> tuple[Phrase, dict[int, list[Span]]]:
    """A phrase, and in each source with it where it begins and ends, in units of folded text.

    `words` is that of `seek`.
    """
    matcher, sought = seek(store, typed, chosen, words=words)
    found: dict[int, list[Span]] = {}
    if not matcher.has_one_reading(sought):
        for one in matcher.occurrences(sought):
            span = one.position, one.position + one.length
            found.setdefault(one.serial, []).append(span)
        return sought.phrase, found
    units = units_of(sought.phrase.folded)
    for number, part in enumerate(matcher.parts):
        for member, places in part.by_document(sorted(matcher.places(sought, number))):
            begin = part.starts[member]
            own = [(place - begin, place - begin + units) for place in places]
            found[part.serial_of(member)] = own
    return sought.phrase, found
