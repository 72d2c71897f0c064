"""How a citation is shown on a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from bri_search.citation.styles import DATA_STYLES
from bri_search.cli.cells import Fragment, wrap
from bri_search.cli.output import Page, say, write_in_utf8, write_json

if TYPE_CHECKING:
    from bri_search.api import Library
    from bri_search.citation.citing import Citation
    from bri_search.citation.locating import Found
    from bri_search.sources.document import Source

__all__ = ["citation_lines", "wrote_references"]


def citation_lines(
    citation: Citation, width: int | None, indent: str = ""
) -> Iterator[list[Fragment]]:
    """The lines of a citation, indented, within a width, and what it lacks behind it.

    What a program will read, BibTeX and CSL-JSON, is not wrapped.
    """
    is_wrapped = width is not None and citation.style not in DATA_STYLES
    inner = max(width - len(indent), 10) if is_wrapped and width is not None else 0
    for line in citation.text.split("\n"):
        # `wrap` takes out the spaces that a line of BibTeX begins with.
        wrapped = wrap([(line, "")], inner) if inner else iter([[(line, "")]])
        yield from ([(indent, ""), *fragments] for fragments in wrapped)
    if citation.missing:
        lacking = f"the catalog does not say: {', '.join(citation.missing)}"
        yield from (
            [(indent, ""), *line] for line in wrap([(lacking, "aside")], (width or 0) - len(indent))
        )


def wrote_references(
    page: Page, library: Library, found: Iterable[Found | Source], style: str | None
) -> bool:
    """Write the references instead of a page in a pipe, for a file that a program will import.

    False where the page is for people, or the style is; what the sources lack is told apart.
    """
    if style not in DATA_STYLES or page.width is not None:
        return False
    made = library.references(found, style)
    if style == "csl-json":
        write_json([json.loads(citation.text) for citation in made.citations])
    else:
        write_in_utf8()
        bare = Page()  # no texts are converted in it
        for line in made.text.split("\n") if made.citations else ():
            bare.line((line, ""))
    for source, citation in zip(made.sources, made.citations, strict=True):
        if citation.missing:
            say(f"{source.id}: the catalog does not say: {', '.join(citation.missing)}")
    return True
