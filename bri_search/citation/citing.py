"""A source and a place in it become a citation in one of the known styles."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bri_search.citation import bibtex
from bri_search.citation.cleaning import clean, without_stop
from bri_search.citation.forms import form_of
from bri_search.citation.item import PARTS, csl_item, locale, missing
from bri_search.citation.locating import Locator, check_locator, locator_of, said
from bri_search.citation.styles import DATA_STYLES, check_style
from bri_search.errors import UsageError
from bri_search.sources.document import Source

if TYPE_CHECKING:
    from bri_search.citation.locating import Found

__all__ = ["Citation", "cite", "cite_found", "cite_places", "placed"]

_ADDRESS = re.compile(r"[.,] https?://\S+\Z")
"""What ends a citation, and would take in what is put behind it."""
_CITED = "a hit, a line, a passage, a candidate of a quotation, a side of a parallel, or a source"
_IN_PLAIN = ("title", "creator", "container", "issued", "publisher")


@dataclass(frozen=True, slots=True)
class Citation:
    """A source cited in a style, as plain text.

    `missing` names the keys of the catalog that a citation of such a source asks for and that its
    record does not have; nothing stands for them in `text`.

    >>> import bri_search
    >>> library = bri_search.open(example_index)
    >>> library.cite(library.search("互联互通")[0], "gb7714")
    Citation(style='gb7714', text='主席声明, 前言, 第5行.', missing=('creator', 'issued', \
'publisher', 'place', 'type'))
    """

    style: str
    text: str
    missing: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The keys that a citation adds to the JSON of what is cited."""
        return {"citation": self.text, "citation_missing": list(self.missing)}


_NOWHERE = Locator()


def cite(source: Source, style: str, locator: Locator = _NOWHERE) -> Citation:
    """Cite a source, with a place in it, in a style of `styles.STYLES`.

    Terms such as 等 or et al. are in the language of the source, dates as exact as they are known
    and as the style prints them. A page goes where the style has a place for it; what else the
    locator says stands at the end, in the language of the source. Raises UsageError.

    >>> import bri_search
    >>> source = bri_search.open(example_index).sources[0].source
    >>> cite(source, "plain", Locator(lines=(3, 5))).text
    '數字合作亮點紛呈, paper.txt:3'
    """
    return cite_places(source, style, [locator])


def cite_places(
    source: Source, style: str, locators: Sequence[Locator], identifier: str = ""
) -> Citation:
    """Cite a source in a style with a place in it, or in one of DATA_STYLES with several.

    In these it has the `identifier` given, or its own id.
    """
    form = form_of(style)
    lacking = missing(source, with_place=form.with_place, with_access=form.with_access)
    if style == "plain":
        lacking = tuple(key for key in lacking if key in _IN_PLAIN)
    if style in DATA_STYLES:
        text = _data(source, style, locators, identifier or source.id)
    else:
        [locator] = locators
        text = _text(source, style, locator)
    return Citation(style, text, lacking)


def cite_found(found: Found | Source, style: str, locator: Locator | None) -> Citation:
    """Cite something found at its place or the one given, or a source; raises UsageError."""
    check_style(style, argument="style")
    if locator is not None:
        check_locator(locator)
    source, place = placed(found)
    return cite(source, style, locator or place)


def placed(found: Found | Source) -> tuple[Source, Locator]:
    """The source of something found, and its place there; raises UsageError where it has none."""
    if isinstance(found, Source):
        return found, _NOWHERE
    several = found if isinstance(found, Sequence) else (found,)
    if not several:
        raise UsageError(
            "nothing was found that could be cited; search for something", argument="found"
        )
    sources = [getattr(one, "source", None) for one in several]
    if not isinstance(sources[0], Source):
        raise UsageError(f"{several[0]!r:.80} has no source; give {_CITED}", argument="found")
    if any(source != sources[0] for source in sources):
        raise UsageError("several sources are no one place; cite each alone", argument="found")
    return sources[0], locator_of(found)


def _data(source: Source, style: str, locators: Sequence[Locator], identifier: str) -> str:
    """A source as programs read it, with all places in a note."""
    cited = csl_item(source) | {"id": identifier}
    places = (said(one, source, locale(source), with_page=True) for one in locators)
    note = "; ".join(dict.fromkeys(place for place in places if place))
    if style == "bibtex":
        return bibtex.entry(cited, note)
    item = {"type": "document"} | cited | ({"note": note} if note else {})
    return json.dumps(item, ensure_ascii=False)


def _text(source: Source, style: str, locator: Locator) -> str:
    if style == "plain":
        return _plain(source, locator)
    page = locator.printed_page
    text = _rendered(source, style, page)
    # A style has a place for the page only in some types of source.
    is_page_said = page is not None and text != _rendered(source, style, None)
    place = said(locator, source, locale(source), with_page=not is_page_said)
    if not place:
        return text
    stem, end = (text[:-1], ".") if text.endswith(".") else (text, "")
    if (address := _ADDRESS.search(stem)) is not None:
        stem, end = stem[: address.start()], address.group() + end
    return f"{stem}, {place}{end}"


@lru_cache(maxsize=1024)
def _rendered(source: Source, style: str, page: str | None) -> str:
    from bri_search.citation.processor import render  # lxml takes as long to load as a search

    form = form_of(style)
    assert form.csl is not None
    item = csl_item(source)
    for key in ("title", "container-title"):
        if key in item:
            item[key] = without_stop(item[key])
    if item.get("author") == [{"literal": item.get("publisher")}]:
        item.pop(form.leaves_out, None)
    has_container = "container-title" in item
    if form.names_whole and item.get("type") in PARTS:
        if not has_container:
            item["type"] = "document"
        elif "issue" not in item:  # proceedings are a book, which such styles take for a journal
            item["type"] = "chapter"
    is_page = form.quotes_pages and item.get("type") == "webpage"
    if is_page and "publisher" in item and not has_container:
        item["container-title"] = item.pop("publisher")
    return render(form.csl, locale(source), item, page, as_note=form.as_note)


def _plain(source: Source, locator: Locator) -> str:
    """Title, issuer (who wrote it, what and who carries it), date, section, page, and file:line."""
    section = said(Locator(section=locator.section), source, locale(source), with_page=False)
    place = Locator(page=locator.page, page_label=locator.page_label)
    page = said(place, source, locale(source), with_page=True)
    name = clean(source.path.name)
    parts = [
        clean(source.title),
        "; ".join(map(clean, source.creator)),
        clean(source.container or ""),
        clean(source.publisher or ""),
        source.issued or "",
        section,
        page,
        name if locator.lines is None else f"{name}:{locator.lines[0]}",
    ]
    return ", ".join(part for part in parts if part)
