"""Where nothing is found: the nearest thing that is there."""

from __future__ import annotations

from bri_search.index.store import Store
from bri_search.search.matching import Occurrences, Phrase
from bri_search.search.results import Suggestion

__all__ = ["suggest"]

_LONGEST = 200
_FEWEST = 2


def suggest(store: Store, typed: str, most: int = 3) -> tuple[Suggestion, ...]:
    """The longest parts of a phrase that stand somewhere, as a source writes them.

    Parts that lie inside another are left out; only the first 200 folded characters are tried.
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
        if end - start >= min(_FEWEST, len(folded)) and (not longest or end > longest[-1][1]):
            longest.append((start, end))
    suggestions = []
    for start, end in sorted(longest, key=lambda part: part[0] - part[1])[:most]:
        part = folded[start:end].strip()
        found = Occurrences(store).of(Phrase(part, part, (part,), is_checked=False)) if part else []
        if found:
            document = store.document(found[0].serial)
            text = "".join(document.text(*span) for span in found[0].spans)
            suggestions.append(
                Suggestion("".join(text.split()) if " " not in part else part, len(found))
            )
    return tuple(suggestions)
