"""Where nothing is found: the nearest thing that is there."""

from __future__ import annotations

from bri_search.index.store import Store
from bri_search.search.matching import MOST_PLACES, Occurrences, Phrase
from bri_search.search.presenting import written_form
from bri_search.search.results import Suggestion

__all__ = ["suggest"]

_LONGEST = 200
_FEWEST = 2
_SHORTEST_SHARE = 2


def suggest(store: Store, typed: str, most: int = 3) -> tuple[Suggestion, ...]:
    """The longest parts of a phrase that stand somewhere, as a source writes them.

    Left out are parts that lie inside another, that hold punctuation, or that are much shorter
    than the longest; only the first 200 folded characters are tried.
    """
    folded = store.folding.text(typed)[:_LONGEST]
    count = store.concordance.count
    longest: list[tuple[int, int]] = []
    end = 0
    for start in range(len(folded)):
        end = max(end, start + 1)
        while end <= len(folded) and count(folded[start:end]):
            end += 1
        end -= 1
        is_wording = all(character.isalnum() or character == " " for character in folded[start:end])
        is_new = not longest or end > longest[-1][1]
        if is_new and is_wording and end - start >= min(_FEWEST, len(folded)):
            longest.append((start, end))
    suggestions = []
    longest.sort(key=lambda part: part[0] - part[1])
    for start, end in longest[:most]:
        if (end - start) * _SHORTEST_SHARE < longest[0][1] - longest[0][0]:
            break
        part = folded[start:end].strip()
        if not part or count(part) > MOST_PLACES:
            continue
        found = Occurrences(store).of(Phrase(part, part, (part,), is_checked=False))
        if found:
            form = written_form(store, found[0])
            suggestions.append(Suggestion(form, len(found), is_whole=part == folded))
    return tuple(suggestions)
