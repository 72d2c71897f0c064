"""Sources as a file that reference managers import: each of them once, with all its places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from bri_search.citation.bibtex import key_of
from bri_search.citation.citing import Citation, cite_places, placed
from bri_search.citation.styles import DATA_STYLES, check_style
from bri_search.sources.document import Source

if TYPE_CHECKING:
    from bri_search.citation.locating import Found, Locator

__all__ = ["References", "refer_to"]


@dataclass(frozen=True, slots=True)
class References:
    """Sources with the citation of each, in the order in which they were found.

    >>> import bri_search
    >>> library = bri_search.open(example_index)
    >>> references = library.references(library.search("合作"), "csl-json")
    >>> [source.id for source in references.sources], references.text[-1]
    (['statement', 'paper'], ']')
    """

    style: str
    sources: tuple[Source, ...]
    citations: tuple[Citation, ...]

    @property
    def text(self) -> str:
        """What a file of them says: entries of BibTeX, or one array of CSL-JSON."""
        entries = [citation.text for citation in self.citations]
        if self.style == "bibtex":
            return "\n\n".join(entries)
        return "\n".join(["[", ",\n".join(entries), "]"]) if entries else "[]"


def refer_to(found: Iterable[Found | Source] | Found | Source, style: str) -> References:
    """Refer to the sources of what was found, in one of DATA_STYLES; raises UsageError."""
    check_style(style, argument="style", known=DATA_STYLES)
    places: dict[Source, list[Locator]] = {}
    for one in found if isinstance(found, Iterable) else [found]:
        source, place = placed(one)
        places.setdefault(source, []).append(place)
    citations = tuple(
        cite_places(source, style, at, identifier)
        for (source, at), identifier in zip(places.items(), _apart(places), strict=True)
    )
    return References(style, tuple(places), citations)


def _apart(sources: Iterable[Source]) -> Iterator[str]:
    """The ids of sources, with a number behind each whose key another has.

    BibTeX takes keys that differ in case for one, and sources of two libraries may have one id.
    """
    taken: set[str] = set()
    for source in sources:
        numbered = (f"{source.id}-{number}" for number in count(2))
        identifier = source.id
        while (key := key_of(identifier).casefold()) in taken:
            identifier = next(numbered)
        taken.add(key)
        yield identifier
