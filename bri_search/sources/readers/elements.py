"""What the elements of HTML are for, as far as a reader of a page sees them.

What a browser shows is text: buttons (the headings of what folds away are buttons), forms (whole
pages are wrapped in one), formulas and the words of a drawing included. Named furniture is what it
shows only in place of something else (`noscript`, `object`, `audio`, `video`, `canvas`), what is
there to be filled in (`textarea`, `select`), and what leads through the page. What no browser ever
shows is no text: `head`, scripts, styles and templates, what an `iframe` holds instead of a page,
what `datalist` proposes, the title and description of a drawing, the source that a formula was set
from, and how a word is pronounced (`rt`).
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from bri_search.sources.document import FurnitureKind

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = [
    "APART",
    "BLOCKS",
    "HEADINGS",
    "PARTS",
    "Attributes",
    "beside",
    "is_back_link",
    "is_control",
    "is_layout",
    "is_note",
    "is_out_of_line",
    "is_shown",
    "page_break",
    "roles_of",
    "says_where_from",
    "tags",
]


def tags(names: str) -> frozenset[str]:
    """The names of elements, of a line of them.

    >>> sorted(tags("td th"))
    ['td', 'th']
    """
    return frozenset(names.split())


_NEVER_SHOWN = tags(
    "head script style template iframe embed datalist rt rp annotation annotation-xml"
)
_NOT_SHOWN_OF_PICTURE = tags("title desc metadata")
_INSTEAD = tags("noscript object audio video canvas")
BLOCKS = _INSTEAD | tags(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol option p pre search section select summary table tbody td text textarea tfoot th thead "
    "title tr ul"
)
"""Elements that begin and end a passage; of a drawing, each of its texts."""
APART = tags("button mtd")
"""Elements that stand in a line, and apart from the words beside them."""
HEADINGS = tags("h1 h2 h3 h4 h5 h6")
PARTS = tags("article main section")
_BESIDE = {
    **dict.fromkeys(_INSTEAD, FurnitureKind.FALLBACK),
    "nav": FurnitureKind.NAVIGATION,
    "menu": FurnitureKind.NAVIGATION,
    "search": FurnitureKind.FORM,
    "select": FurnitureKind.FORM,
    "textarea": FurnitureKind.FORM,
    "aside": FurnitureKind.ASIDE,
    "dialog": FurnitureKind.DIALOG,
}
_BESIDE_IN_BOOK = {
    **dict.fromkeys(_INSTEAD, FurnitureKind.FALLBACK),
    "nav": FurnitureKind.NAVIGATION,
}
_BESIDE_BY_ROLE = {
    "navigation": FurnitureKind.NAVIGATION,
    "menu": FurnitureKind.NAVIGATION,
    "menubar": FurnitureKind.NAVIGATION,
    "search": FurnitureKind.FORM,
    "complementary": FurnitureKind.ASIDE,
    "banner": FurnitureKind.HEADER,
    "contentinfo": FurnitureKind.FOOTER,
    "doc-pagelist": FurnitureKind.NAVIGATION,
}
_MAIN_TEXT = FurnitureKind.NONE
_OUT_OF_LINE = (FurnitureKind.HIDDEN, FurnitureKind.FALLBACK)
_LEADS_TO_EDITING = "mw-editsection"
"""A class of MediaWiki's."""
_BACK_SIGNS = re.compile(r"[\s↩↪↵⏎↑⇑⇧⬆↖⤴^\ufe0e\ufe0f]+[0-9]{0,2}\s*")
"""What a link that leads back to the text shows."""
_BACK_ROLES = tags("backlink doc-backlink referrer")
_BACK_CLASS = re.compile(
    r"(?i)(?<![^\W_])(?:back-?(?:ref|link)|reverse-?footnote|footnote-?(?:back|return))(?![^\W_])"
)
_NUMBER_OF_NOTE = re.compile(r"\W*[0-9]+\W*")
_OF_THE_PAGE = {"header": FurnitureKind.HEADER, "footer": FurnitureKind.FOOTER}
"""Elements that are the page's where no article or section holds them."""
_NOTE = re.compile(r"(?:doc-)?(?:footnote|endnote)s?|rearnotes?|note")
_NOTE_CLASS = re.compile(r"(?i)\b(?:foot|end)-?notes?\b")
_PAGE_CLASS = re.compile(r"(?i)(?<![^\W_])page[-_]?(?:no|num|number|break)(?![^\W_])")
_PAGE_NUMBER = re.compile(
    r"(?i)\s*[\[({〔【]?\s*(?:(?:page|pg|p)\b\.?|第)?\s*"
    r"([0-9]{1,5}|[ivxlc]{1,9})\s*[页頁]?\s*[\])}〕】]?\s*"
)
_HIDDEN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
_MOST_STEPS = 20
"""Elements that are gone through to see whether a `cite` ends a quotation."""
_LAYOUT_CELL = HEADINGS | tags("table ul ol pre blockquote article section")
_MOST_PARAGRAPHS_IN_CELL = 2
_MOST_NODES_OF_TABLE = 5_000
"""A larger table holds data, or its first cells would have shown what it is."""

Attributes = dict[str, str | None]


def says_where_from(node: LexborNode, tag: str) -> bool:
    """Whether an element of a block quotation says where the quotation is from.

    A `cite` that more of the quotation follows names a work that is spoken of.
    """
    if tag == "footer":
        return True
    if tag != "cite":
        return False
    for _ in range(_MOST_STEPS):
        follower = node.next
        for _ in range(_MOST_STEPS):
            if follower is None or (follower.text(deep=True) or "").strip():
                break
            follower = follower.next
        if follower is not None or node.parent is None:
            return False
        node = node.parent
        if node.tag == "blockquote":
            return True
    return False


def is_shown(tag: str, *, in_picture: bool) -> bool:
    """Whether anything of an element can be on the page.

    >>> is_shown("button", in_picture=False), is_shown("desc", in_picture=True)
    (True, False)
    """
    return tag not in _NEVER_SHOWN and not (in_picture and tag in _NOT_SHOWN_OF_PICTURE)


def roles_of(attributes: Attributes) -> set[str]:
    """What an element is for, as ARIA and EPUB say it.

    >>> sorted(roles_of({"role": "doc-noteref", "epub:type": "noteref"}))
    ['doc-noteref', 'noteref']
    """
    role, kind = attributes.get("role"), attributes.get("epub:type")
    return set(f"{role or ''} {kind or ''}".casefold().split()) if role or kind else set()


def page_break(node: LexborNode) -> str | None:
    """The label of the page that begins with an element; None where none does.

    An element is where a page begins by its role, or by a class that says so where it holds nothing
    but the number of a page, or has it for a title, and leads to no other file.
    """
    attributes = node.attributes
    title = attributes.get("title") or attributes.get("aria-label") or ""
    if roles_of(attributes) & {"pagebreak", "doc-pagebreak"}:
        return title or node.text(deep=True)
    if not _PAGE_CLASS.search(attributes.get("class") or ""):
        return None
    links = node.css("a[href]")
    if any(not (link.attributes.get("href") or "").startswith("#") for link in links):
        return None
    number = _PAGE_NUMBER.fullmatch(node.text(deep=True).strip() or title)
    return number.group(1) if number else None


def is_note(attributes: Attributes) -> bool:
    """Whether an element is a note, by its role or its class.

    >>> is_note({"class": "footnote small"}), is_note({"class": "notable"})
    (True, False)
    """
    named = attributes.get("class")
    if named and _NOTE_CLASS.search(named):
        return True
    return any(map(_NOTE.fullmatch, roles_of(attributes)))


def is_back_link(node: LexborNode, tag: str, attributes: Attributes) -> bool:
    """Whether an element leads from a note back to the text, and is not the number of the note."""
    is_named = bool(_BACK_CLASS.search(attributes.get("class") or ""))
    if tag != "a":
        return tag == "span" and is_named
    is_named = is_named or bool(roles_of(attributes) & _BACK_ROLES)
    if not is_named and "#" not in (attributes.get("href") or ""):
        return False
    text = node.text(deep=True).strip()
    return bool(_BACK_SIGNS.fullmatch(text) or (is_named and not _NUMBER_OF_NOTE.fullmatch(text)))


def is_out_of_line(tag: str, what: FurnitureKind) -> bool:
    """Whether the text around an element that is `what` reads on as if it were not there.

    >>> is_out_of_line("div", FurnitureKind.HIDDEN), is_out_of_line("nav", FurnitureKind.NAVIGATION)
    (True, False)
    """
    return bool(what) and (what in _OUT_OF_LINE or tag not in BLOCKS)


def is_control(tag: str, attributes: Attributes) -> bool:
    """Whether the text of an element in a form is there to fill it in and to send it.

    >>> is_control("label", {}), is_control("button", {}), is_control("button", {"type": "button"})
    (True, True, False)
    """
    return tag == "label" or (tag == "button" and attributes.get("type") != "button")


def beside(tag: str, attributes: Attributes, *, of_book: bool, in_part: bool) -> FurnitureKind:
    """What an element is if it is not main text; empty if it may be.

    >>> str(beside("header", {}, of_book=False, in_part=False))
    'header'
    >>> bool(beside("header", {}, of_book=False, in_part=True))
    False
    """
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
        return FurnitureKind.HIDDEN
    if _LEADS_TO_EDITING in (attributes.get("class") or "").split():
        return FurnitureKind.NAVIGATION
    if of_book:
        return _BESIDE_IN_BOOK.get(tag, _MAIN_TEXT)
    if is_note(attributes):
        return _MAIN_TEXT
    if tag in _OF_THE_PAGE and not in_part:
        return _OF_THE_PAGE[tag]
    role = (attributes.get("role") or "").casefold()
    return _BESIDE.get(tag) or _BESIDE_BY_ROLE.get(role, _MAIN_TEXT)


def is_layout(table: LexborNode) -> bool:
    """Whether a table only places things on the page: a cell in it holds what is no cell's."""
    if (table.attributes.get("role") or "") in ("presentation", "none"):
        return True
    cells = paragraphs = 0
    for node in islice(table.traverse(), 1, _MOST_NODES_OF_TABLE):
        if node.tag in ("td", "th"):
            cells += 1
            paragraphs = 0
        paragraphs += node.tag == "p"
        if node.tag in _LAYOUT_CELL or paragraphs > _MOST_PARAGRAPHS_IN_CELL:
            return True
    return cells < 2
