"""How a citation is shown on a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bri_search.cli.cells import Fragment, wrap

if TYPE_CHECKING:
    from bri_search.citation.citing import Citation

__all__ = ["citation_lines"]


def citation_lines(
    citation: Citation, width: int | None, indent: str = ""
) -> Iterator[list[Fragment]]:
    """The lines of a citation, indented, within a width, and what it lacks behind it.

    What a program will read, BibTeX and CSL-JSON, is not wrapped.
    """
    is_wrapped = width is not None and citation.style not in ("bibtex", "csl-json")
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
