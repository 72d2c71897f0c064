"""bri-search from Python: open or build a library, and ask it."""

from bri_search.api.building import BuildOptions, build, verify, watch
from bri_search.api.library import Library, open

__all__ = ["BuildOptions", "Library", "build", "open", "verify", "watch"]
