"""What is cited, as CSL describes it: an item made from what the catalog knows, and its locale.

Schema: https://github.com/citation-style-language/schema (csl-data.json).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from bri_search.citation.cleaning import clean
from bri_search.sources.document import Script, Source

__all__ = ["PARTS", "SERIALS", "csl_item", "is_person", "locale", "missing"]

SERIALS = ("article-newspaper", "article-magazine", "article-journal")
"""Types whose publisher is the newspaper or journal that they are part of."""

PARTS = ("chapter", "paper-conference")
"""Types of what is part of a book."""

_NAMES_OF_TYPES = {
    "article-newspaper": "newspaper, newspaper article",
    "article-magazine": "column, magazine, magazine article",
    "article-journal": "article, journal, journal article",
    "report": "report, white paper, briefing, technical report, techreport",
    "book": "book, monograph",
    "chapter": "chapter, book chapter, incollection, inbook",
    "thesis": "thesis, dissertation, doctoral thesis, phd thesis, master's thesis, phdthesis, "
    "mastersthesis",
    "paper-conference": "conference paper, inproceedings",
    "legislation": "law, statute, act, regulation",
    "webpage": "webpage, web page, website",
    "document": "statement",
}
_TYPES = {
    name: kind for kind, names in _NAMES_OF_TYPES.items() for name in (kind, *names.split(", "))
}
"""The types that a catalog may name: in plain words, and as CSL and BibTeX name them."""
_LOCALES = {Script.LATIN: "en-US", Script.TRADITIONAL: "zh-TW"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

_LATIN_PERSON = re.compile(
    r"(?P<family>[^\W\d_]['’.\w-]*(?: [^\W\d_]['’.\w-]*){0,2}), "
    r"(?P<given>[^\W\d_]['’.\w-]*(?: [^\W\d_]['’.\w-]*){0,3})"
    r"(?:, (?P<suffix>[JS]r\.?|I{1,3}|IV|V))?"
)
_WORD_OF_BODY = re.compile(
    r"\b(?:agency|and|association|authority|bank|bureau|cent(?:er|re)|co|college|commission|"
    r"committee|company|corp|council|department|desk|division|for|forum|foundation|gmbh|group|inc|"
    r"institute|llc|ltd|ministry|of|office|on|organi[sz]ation|plc|press|school|secretariat|section|"
    r"society|the|university)\b",
    re.IGNORECASE,
)
_SURNAMES = ("bank", "co", "on", "press", "school", "the")
"""Such words that are surnames as well, where they stand alone."""


def locale(source: Source) -> str:
    """The locale a source is cited in: that of its language, and for Chinese of its script.

    Where the language is not known, the script tells it.
    """
    by_script = _LOCALES.get(source.script, "zh-CN")
    language = source.language or ""
    if not _LANGUAGE.fullmatch(language):
        return by_script
    if language == "en":
        return "en-US"
    if language.split("-")[0] == "zh":
        return by_script if by_script.startswith("zh") else "zh-CN"
    return language


def csl_item(source: Source) -> dict[str, Any]:
    """A source as a CSL-JSON item; what is not known of it is left out, its type too."""
    kind = _kind(source)
    carrier = "container-title" if _is_carried(source, kind) else "publisher"
    item: dict[str, Any] = {"id": source.id, "type": kind, "title": clean(source.title)}
    if source.creator:
        item["author"] = [_name(name) for name in map(clean, source.creator) if name]
    for key, date in (("issued", source.issued), ("accessed", source.accessed)):
        if date is not None:
            item[key] = {"date-parts": [[int(part) for part in date.split("-")]]}
    texts = {
        "container-title": source.container,
        carrier: source.publisher,
        "publisher-place": source.place,
        "volume": source.volume,
        "issue": source.issue,
        "page": source.pages,
        "URL": source.url,
        "language": source.language,
    }
    item.update({key: clean(text) for key, text in texts.items() if text is not None})
    return {key: value for key, value in item.items() if value}


def _is_carried(source: Source, kind: str | None) -> bool:
    """Whether the publisher is the newspaper or journal, and none that is published itself."""
    return kind in SERIALS and not _is_stated(source.container)


def _kind(source: Source) -> str | None:
    if source.type is None:
        return None
    kind = _TYPES.get(_plain(source.type), "document")
    return "webpage" if kind == "document" and source.url else kind


def _plain(kind: str | None) -> str:
    return clean(kind or "").casefold().replace("’", "'")


def missing(source: Source, *, with_place: bool, with_access: bool) -> tuple[str, ...]:
    """The keys of the catalog that a citation asks for and the source's record does not have.

    A type that is not known is as none. Which are asked for depends on the type of the source, and
    on whether the style prints places of publication and days of access.
    """
    kind = _kind(source)
    asked = ["title", "creator", "issued"]
    if kind in PARTS:
        asked.append("container")
    if kind not in SERIALS or _is_carried(source, kind):
        asked.append("publisher")
    if with_place and kind not in (*SERIALS, "webpage"):
        asked.append("place")
    asked.append("type")
    if kind == "article-journal":
        asked += ["issue", "pages"] if source.volume is None else ["pages"]
    if kind in PARTS:
        asked.append("pages")
    if with_access and source.url is not None:
        asked.append("accessed")
    return tuple(
        key
        for key in asked
        if not _is_stated(getattr(source, key))
        or (key == "type" and _plain(source.type) not in _TYPES)
    )


def _is_stated(value: str | tuple[str, ...] | None) -> bool:
    texts = (value,) if isinstance(value, str) else value or ()
    return any(map(clean, texts))


def _name(name: str) -> dict[str, str]:
    """A name in its parts if it is a person's in Latin letters (`Family, Given`), else in one.

    Chinese names, of persons and of bodies, are never taken apart.
    """
    person = _LATIN_PERSON.fullmatch(name) if is_person(name) else None
    if person is None:
        return {"literal": name}
    return {part: text for part, text in person.groupdict().items() if text}


def is_person(name: str) -> bool:
    """Whether a name is written as a person's is in Latin letters: `Family, Given`.

    A suffix may follow, as in `King, Martin Luther, Jr.`

    >>> is_person("Smith, Jane A."), is_person("王小明"), is_person("Ministry of Commerce, China")
    (True, False, False)
    """
    person = _LATIN_PERSON.fullmatch(name)
    if person is None or any(
        character.isalpha() and "LATIN" not in unicodedata.name(character, "") for character in name
    ):
        return False
    is_surname = person["family"].casefold() in _SURNAMES
    return not _WORD_OF_BODY.search(person["given"] if is_surname else name)
