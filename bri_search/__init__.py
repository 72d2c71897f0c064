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
    from bri_search.api import BuildOptions, Library, build, open, verify, watch
    from bri_search.api.drafts import Draft, read_draft
    from bri_search.citation.citing import Citation
    from bri_search.citation.locating import Locator
    from bri_search.citation.references import References
    from bri_search.citation.styles import STYLES
    from bri_search.errors import (
        BriSearchError,
        CatalogError,
        CorpusError,
        IndexDamaged,
        IndexForeign,
        IndexMissing,
        IndexOutdated,
        IndexUntrusted,
        LibraryError,
        QueryError,
        UnknownSource,
        UnreadableSource,
        UsageError,
    )
    from bri_search.index.advance import BuildProgress
    from bri_search.index.report import BuildReport
    from bri_search.index.verifying import Verification
    from bri_search.index.watching import Update
    from bri_search.search.counterparts import Counterpart, Term
    from bri_search.search.kwic.collocates import Collocate, Collocates
    from bri_search.search.kwic.counting import Count, CountedForm, SourceCount
    from bri_search.search.kwic.distribution import Distribution, GroupCount
    from bri_search.search.kwic.results import KwicLine, KwicResult
    from bri_search.search.quotation.checking import CheckedQuotation, CheckResult
    from bri_search.search.quotation.results import (
        Candidate,
        Difference,
        DifferenceKind,
        QuotationResult,
        Verdict,
    )
    from bri_search.search.reasons import Reason
    from bri_search.search.rendering import Rendering
    from bri_search.search.results import Hit, Match, SearchResult
    from bri_search.search.reuse.results import (
        Change,
        ChangeKind,
        Parallel,
        Parallels,
        Share,
        SharedSource,
        Shares,
        Side,
    )
    from bri_search.search.showing import ShownPassage, SourceSummary
    from bri_search.search.suggestions import Nearness, Suggestion
    from bri_search.sources.document import Kind, Script, Source

__version__ = "0.1.0"

_HOMES = {
    "bri_search.api": ("BuildOptions", "Library", "build", "open", "verify", "watch"),
    "bri_search.api.drafts": ("Draft", "read_draft"),
    "bri_search.citation.citing": ("Citation",),
    "bri_search.citation.locating": ("Locator",),
    "bri_search.citation.references": ("References",),
    "bri_search.citation.styles": ("STYLES",),
    "bri_search.errors": (
        "BriSearchError",
        "CatalogError",
        "CorpusError",
        "IndexDamaged",
        "IndexForeign",
        "IndexMissing",
        "IndexOutdated",
        "IndexUntrusted",
        "LibraryError",
        "QueryError",
        "UnknownSource",
        "UnreadableSource",
        "UsageError",
    ),
    "bri_search.index.advance": ("BuildProgress",),
    "bri_search.index.report": ("BuildReport",),
    "bri_search.index.verifying": ("Verification",),
    "bri_search.index.watching": ("Update",),
    "bri_search.search.counterparts": ("Counterpart", "Term"),
    "bri_search.search.quotation.checking": ("CheckResult", "CheckedQuotation"),
    "bri_search.search.kwic.collocates": ("Collocate", "Collocates"),
    "bri_search.search.kwic.counting": ("Count", "CountedForm", "SourceCount"),
    "bri_search.search.kwic.distribution": ("Distribution", "GroupCount"),
    "bri_search.search.kwic.results": ("KwicLine", "KwicResult"),
    "bri_search.search.quotation.results": (
        "Candidate",
        "Difference",
        "DifferenceKind",
        "QuotationResult",
        "Verdict",
    ),
    "bri_search.search.reasons": ("Reason",),
    "bri_search.search.rendering": ("Rendering",),
    "bri_search.search.results": ("Hit", "Match", "SearchResult"),
    "bri_search.search.reuse.results": (
        "Change",
        "ChangeKind",
        "Parallel",
        "Parallels",
        "Share",
        "SharedSource",
        "Shares",
        "Side",
    ),
    "bri_search.search.showing": ("ShownPassage", "SourceSummary"),
    "bri_search.search.suggestions": ("Nearness", "Suggestion"),
    "bri_search.sources.document": ("Kind", "Script", "Source"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "STYLES",
    "BriSearchError",
    "BuildOptions",
    "BuildProgress",
    "BuildReport",
    "Candidate",
    "CatalogError",
    "Change",
    "ChangeKind",
    "CheckResult",
    "CheckedQuotation",
    "Citation",
    "Collocate",
    "Collocates",
    "CorpusError",
    "Count",
    "CountedForm",
    "Counterpart",
    "Difference",
    "DifferenceKind",
    "Distribution",
    "Draft",
    "GroupCount",
    "Hit",
    "IndexDamaged",
    "IndexForeign",
    "IndexMissing",
    "IndexOutdated",
    "IndexUntrusted",
    "Kind",
    "KwicLine",
    "KwicResult",
    "Library",
    "LibraryError",
    "Locator",
    "Match",
    "Nearness",
    "Parallel",
    "Parallels",
    "QueryError",
    "QuotationResult",
    "Reason",
    "References",
    "Rendering",
    "Script",
    "SearchResult",
    "Share",
    "SharedSource",
    "Shares",
    "ShownPassage",
    "Side",
    "Source",
    "SourceCount",
    "SourceSummary",
    "Suggestion",
    "Term",
    "UnknownSource",
    "UnreadableSource",
    "Update",
    "UsageError",
    "Verdict",
    "Verification",
    "__version__",
    "build",
    "open",
    "read_draft",
    "verify",
    "watch",
]


def __getattr__(name: str) -> object:
    """Load what is asked for, and nothing before it is."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    """What there is, loaded or not."""
    return __all__
