"""The script in which a page shows the texts of sources: what was asked for, and what is said."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from bri_search.errors import UsageError

if TYPE_CHECKING:
    from bri_search.api import Library
    from bri_search.search.rendering import Rendering

__all__ = ["NAMES", "VARIABLE", "asked_rendering", "converted_note"]

VARIABLE: Final = "BRI_SEARCH_SHOW_AS"

NAMES: Final = {
    "hans": "Simplified Chinese",
    "hant": "Traditional Chinese",
    "hk": "Hong Kong characters",
    "tw": "Taiwan characters",
    "original": "the characters of the file",
}
"""The scripts that can be asked for, and how a reader calls each."""


def asked_rendering(library: Library, typed: str | None, written_as: str | None) -> Rendering:
    """The rendering that the option or else the environment asks for.

    What is `written_as` a format for programs has every text as the file has it: there the
    variable, which says what a person likes to read, counts for nothing, and the option raises
    UsageError.
    """
    if written_as:
        if typed not in (None, "original"):
            raise UsageError(
                f"--show-as is for reading, and --{written_as} has every text as it is written; "
                "leave one of them out"
            )
        return library.rendering("original")
    wanted = typed or os.environ.get(VARIABLE) or "original"
    try:
        return library.rendering(wanted)
    except UsageError as error:
        # --script is another option, and the variable was not typed at all.
        raise UsageError(error.problem, argument="--show-as" if typed else VARIABLE) from error


def converted_note(script: str) -> str:
    """What a page of converted texts begins with.

    >>> converted_note("hk")
    'converted to Hong Kong characters; citations, differences, offsets are original'
    """
    return f"converted to {NAMES[script]}; citations, differences, offsets are original"
