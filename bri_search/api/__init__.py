"""bri-search from Python: open or build a library, and ask it."""

from bri_search.api.building import BuildOptions, build, verify, watch
from bri_search.api.drafts import Draft, read_draft
from bri_search.api.library import Library, open

__all__ = ["BuildOptions", "Draft", "Library", "build", "open", "read_draft", "verify", "watch"]
