"""The parts of a Word document, found as Word finds them: by what each part says it relates to.

What a part is called is its writer's choice (Word Online writes `word/document2.xml`); what it is
for stands in the relationships beside it (ECMA-376 Part 2, section 6.5).
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from bri_search.sources.readers.archives import Archive, local_name

__all__ = ["WordParts"]

_DOCUMENT = "word/document.xml"
_PURPOSES = ("comments", "endnotes", "footer", "footnotes", "header", "styles")
_NUMBERS = ("", *range(1, 10))
"""How the parts are named that nothing relates to: `word/header1.xml`."""


@dataclass(frozen=True, slots=True)
class WordParts:
    """The main part of a Word document, and the paths of the others by what they are for."""

    main: str
    others: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, archive: Archive) -> WordParts:
        """Look for the parts of a document; those that are named and missing are left out.

        Raises UnreadableSource where the relationships cannot be read.
        """
        mains = _related(archive, "").get("officeDocument", ())
        main = next(iter(mains), _DOCUMENT)
        others = _related(archive, main)
        for purpose in _PURPOSES:
            if purpose not in others:
                usual = (f"word/{purpose}{number}.xml" for number in _NUMBERS)
                others[purpose] = tuple(path for path in usual if path in archive)
        return cls(main, others)

    def all_for(self, *purposes: str) -> tuple[str, ...]:
        """The parts for some purposes, each once.

        >>> WordParts("a.xml", {"header": ("h1.xml", "h2.xml")}).all_for("header", "footer")
        ('h1.xml', 'h2.xml')
        """
        paths = (path for purpose in purposes for path in self.others.get(purpose, ()))
        return tuple(dict.fromkeys(paths))


def _related(archive: Archive, part: str) -> dict[str, tuple[str, ...]]:
    """The parts that a part (the whole file where it is empty) relates to, by their purposes."""
    folder, name = posixpath.split(part)
    relationships = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, ...]] = {}
    if relationships in archive:
        for element in archive.xml(relationships):
            purpose = str(element.get("Type") or "").rpartition("/")[2]
            target = unquote(str(element.get("Target") or ""))
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if local_name(element) == "Relationship" and path in archive:
                found[purpose] = (*found.get(purpose, ()), path)
    return found
