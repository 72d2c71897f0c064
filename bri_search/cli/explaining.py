"""What a query became, and why each hit is there: how `search --explain` is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from bri_search.cli.cells import Fragment

if TYPE_CHECKING:
    from bri_search.search.counterparts import Term
    from bri_search.search.results import Hit

__all__ = ["explained_reasons", "explained_terms"]

_SAID: Final = {"width": "width or case"}
"""What a name of a bridge stands for, where that is more than it says."""


def explained_terms(terms: Sequence[Term]) -> Iterator[list[Fragment]]:
    """A line on each term of a query: as typed, as folded, and its counterparts by origin."""
    for term in terms:
        line: list[Fragment] = [("looked for ", "aside"), (term.typed, "number")]
        if term.folded != term.typed:
            line.append((f" (folded: {term.folded})", "aside"))
        by_origin: dict[str, list[str]] = {}
        for counterpart in term.counterparts:
            by_origin.setdefault(counterpart.origin, []).append(counterpart.text)
        for position, (origin, texts) in enumerate(by_origin.items()):
            line += [("; " if position else ", and for ", "aside"), (", ".join(texts), "")]
            line.append((f" ({origin})", "aside"))
        yield line


def explained_reasons(hit: Hit) -> list[Fragment]:
    """What stands in a hit of what was looked for, how often, and what was bridged."""
    line: list[Fragment] = [("found ", "aside")]
    for position, reason in enumerate(hit.reasons):
        sought = reason.sought if isinstance(reason.sought, str) else reason.sought.text
        times = f" {reason.count} times" if reason.count > 1 else ""
        line += [
            ("; " if position else "", "aside"),
            (sought, ""),
            (f"{times} ({', '.join(_SAID.get(name, name) for name in reason.why)})", "aside"),
        ]
    return line
