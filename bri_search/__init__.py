"""bri-search: find any phrase in a folder of Chinese and English documents.

Whichever script it was typed in and however a page broke it, every place where it stands is
found, with the offsets of the characters in the original.

    import bri_search

    library = bri_search.build("corpus", "index")
    for hit in library.search("數字絲綢之路", limit=5):
        print(hit.source.title, hit.lines, hit.text)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bri_search.api import Library, build, open
    from bri_search.errors import (
        BriSearchError,
        CatalogError,
        CorpusError,
        IndexDamaged,
        IndexForeign,
        IndexMissing,
        IndexOutdated,
        LibraryError,
        QueryError,
        UnknownSource,
        UnreadableSource,
        UsageError,
    )
    from bri_search.index.build import BuildReport
    from bri_search.search.results import (
        Count,
        CountedForm,
        Hit,
        KwicLine,
        KwicResult,
        Match,
        SearchResult,
        ShownPassage,
        SourceCount,
        SourceSummary,
        Suggestion,
    )
    from bri_search.sources.document import Kind, Script, Source

__version__ = "0.1.0"

_HOMES = {
    "bri_search.api": ("Library", "build", "open"),
    "bri_search.errors": (
        "BriSearchError",
        "CatalogError",
        "CorpusError",
        "IndexDamaged",
        "IndexForeign",
        "IndexMissing",
        "IndexOutdated",
        "LibraryError",
        "QueryError",
        "UnknownSource",
        "UnreadableSource",
        "UsageError",
    ),
    "bri_search.index.build": ("BuildReport",),
    "bri_search.search.results": (
        "Count",
        "CountedForm",
        "Hit",
        "KwicLine",
        "KwicResult",
        "Match",
        "SearchResult",
        "ShownPassage",
        "SourceCount",
        "SourceSummary",
        "Suggestion",
    ),
    "bri_search.sources.document": ("Kind", "Script", "Source"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "BriSearchError",
    "BuildReport",
    "CatalogError",
    "CorpusError",
    "Count",
    "CountedForm",
    "Hit",
    "IndexDamaged",
    "IndexForeign",
    "IndexMissing",
    "IndexOutdated",
    "Kind",
    "KwicLine",
    "KwicResult",
    "Library",
    "LibraryError",
    "Match",
    "QueryError",
    "Script",
    "SearchResult",
    "ShownPassage",
    "Source",
    "SourceCount",
    "SourceSummary",
    "Suggestion",
    "UnknownSource",
    "UnreadableSource",
    "UsageError",
    "__version__",
    "build",
    "open",
]


def __getattr__(name: str) -> object:
    """Load what is asked for, and nothing before it is."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
