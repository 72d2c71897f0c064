"""How the citation of each style is made."""

from __future__ import annotations

from dataclasses import dataclass

from bri_search.citation.styles import check_style

__all__ = ["Form", "form_of"]


@dataclass(frozen=True, slots=True)
class Form:
    """How a style is made: by which CSL style, as a note or an entry, and what it prints.

    `with_place` and `with_access` say that it prints places of publication and days of access;
    `leaves_out` is what it does without where a body published what it wrote; `names_whole` says
    that it prints nothing of a part of a book without the title of the book, and takes proceedings
    for a journal; `quotes_pages` that it
    takes a page of the web for a part of a site.
    """

    csl: str | None = None
    as_note: bool = False
    with_place: bool = False
    with_access: bool = False
    leaves_out: str = ""
    names_whole: bool = False
    quotes_pages: bool = False


# A passage is cited, so where a style has a note that gives the whole reference, that is taken: a
# note has a place for the page. APA and MLA cite in brackets; theirs is the entry in the list.
# Each is an independent style, and of the current edition of its manual.
_FORMS = {
    "gb7714": Form(
        "china-national-standard-gb-t-7714-2015-note",
        as_note=True,
        with_place=True,
        with_access=True,
    ),
    "chicago": Form("chicago-notes-bibliography", as_note=True, names_whole=True),
    "apa": Form("apa", leaves_out="publisher", names_whole=True),
    "mla": Form(
        "modern-language-association", leaves_out="author", names_whole=True, quotes_pages=True
    ),
    "bibtex": Form(with_place=True),
    "csl-json": Form(with_place=True),
    "plain": Form(),
}


def form_of(style: str) -> Form:
    """How a style is made; raises UsageError if there is none of that name."""
    check_style(style)
    return _FORMS[style]
