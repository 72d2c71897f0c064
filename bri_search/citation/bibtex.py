"""A source as a BibTeX entry that BibTeX, biber and every reader of such files can take in.

Written here because what was looked at does not quote: CSL's own BibTeX style and bibtexparser
leave % and & as they are, and pybtex escapes a text twice (its issue 118).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from bri_search.citation.item import SERIALS

__all__ = ["entry", "escaped", "key_of"]

_SPECIAL = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        **{character: rf"\{character}" for character in "$&#%_"},
    }
)
_IN_URL = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENTRIES = {
    **dict.fromkeys(SERIALS, ("article", "publisher")),
    "book": ("book", "publisher"),
    "chapter": ("incollection", "publisher"),
    "paper-conference": ("inproceedings", "publisher"),
    "report": ("techreport", "institution"),
    "thesis": ("phdthesis", "school"),
}
"""The entry of each type of CSL, and its field for who published it."""


def escaped(text: str) -> str:
    r"""A text in which no character has a meaning for TeX, and all braces come in pairs.

    >>> escaped("100% {a} & b_c")
    '100\\% {\\textbraceleft}a{\\textbraceright} \\& b\\_c'
    """
    return text.translate(_SPECIAL)


def entry(item: Mapping[str, Any], note: str) -> str:
    """A CSL-JSON item as an entry over several lines, with a note; its key tells the item's id."""
    kind, publisher = _ENTRIES.get(item.get("type", ""), ("misc", "howpublished"))
    year, month, day = [*_parts(item, "issued"), None, None, None][:3]
    fields = {
        "author": " and ".join(map(_name, item.get("author", []))),
        # Braces within braces: neither the case of a title nor its letters are touched.
        "title": f"{{{title}}}" if (title := _text(item, "title")) else "",
        # Else such an entry is printed as that of a doctor, whoever wrote it.
        "type": "Thesis" if kind == "phdthesis" else "",
        "journal" if kind == "article" else "booktitle": _text(item, "container-title"),
        publisher: _text(item, "publisher"),
        "address": _text(item, "publisher-place"),
        "year": "" if year is None else f"{year}",
        "month": "" if month is None else _MONTHS[month - 1],
        "day": "" if day is None else f"{day}",
        "volume": _text(item, "volume"),
        "number": _text(item, "issue"),
        "pages": re.sub("[-–—]+", "--", _text(item, "page")),
        "url": item.get("URL", "").translate(_IN_URL),
        "urldate": "-".join(f"{part:02}" for part in _parts(item, "accessed")),
        "language": _text(item, "language"),
        "note": escaped(note),
    }
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},"
        for name, value in fields.items()
        if value
    ]
    return "\n".join([f"@{kind}{{{key_of(item['id'])},", *lines, "}"])


def key_of(identifier: str) -> str:
    """The key of a source by its id: in ASCII, as BibTeX wants it, and no two sources alike.

    >>> key_of("white-paper"), key_of("白皮书2023")
    ('white-paper', '2023-7adb6458')
    """
    key = re.sub("[^A-Za-z0-9._-]+", "-", identifier).strip("-")
    if key == identifier:
        return key
    digest = hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{key or 'source'}-{digest[:8]}"


def _parts(item: Mapping[str, Any], key: str) -> list[int]:
    return list(item[key]["date-parts"][0]) if key in item else []


def _text(item: Mapping[str, Any], key: str) -> str:
    return escaped(item.get(key, ""))


def _name(name: Mapping[str, str]) -> str:
    """`Family, Given` or `Family, Jr., Given`, or a name in braces, which is taken as it stands."""
    if "literal" in name:
        return f"{{{escaped(name['literal'])}}}"
    parts = (name.get(part, "") for part in ("family", "suffix", "given"))
    return ", ".join(escaped(part) for part in parts if part)
