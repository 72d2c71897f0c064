"""bri-search: find any phrase in a folder of Chinese and English documents.

Whichever script it was typed in and however a page broke it, every place where it stands is
found, with the offsets of the characters in the original.

    import bri_search

    library = bri_search.build("corpus", "index")
    for hit in library.search("數字絲綢之路", limit=5):
        print(hit.source.title, hit.lines, hit.text)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bri_search.api import Library, build, open
    from bri_search.errors import BriSearchError

__version__ = "0.1.0"
__all__ = ["BriSearchError", "Library", "__version__", "build", "open"]


def __getattr__(name: str) -> Any:
    """Load what is asked for, and nothing before it is."""
    if name == "BriSearchError":
        from bri_search import errors

        return errors.BriSearchError
    if name in __all__:
        from bri_search import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
