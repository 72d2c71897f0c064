"""The catalog: what is known of each document, kept by hand in `corpus/catalog.toml`."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from bri_search.errors import CatalogError
from bri_search.sources.document import is_date
from bri_search.sources.readers.decoding import is_known_encoding
from bri_search.text.files import read_regular

__all__ = ["CATALOG_NAME", "STATED", "Catalog", "Record"]

CATALOG_NAME = "catalog.toml"

_LARGEST = 16 * 1024 * 1024
"""Bytes of a catalog; reading it takes many times as much memory."""
_URL = re.compile(r"https?://[^\s/]\S*")
_TEXT_KEYS = (
    "id",
    "title",
    "container",
    "issued",
    "publisher",
    "place",
    "type",
    "volume",
    "issue",
    "pages",
    "url",
    "accessed",
    "language",
    "script",
    "encoding",
    "file",
    "sha256",
)
_SCRIPTS = ("Hans", "Hant", "Latn", "mixed")

STATED = (
    "creator",
    "container",
    "issued",
    "publisher",
    "place",
    "type",
    "volume",
    "issue",
    "pages",
    "url",
    "accessed",
)
"""What a source has as its record has it, or as its file has it; nothing of it is inferred."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a catalog says of one document; a key it leaves out is None or empty."""

    id: str
    title: str | None = None
    creator: tuple[str, ...] = ()
    container: str | None = None
    issued: str | None = None
    publisher: str | None = None
    place: str | None = None
    type: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    url: str | None = None
    accessed: str | None = None
    language: str | None = None
    script: str | None = None
    encoding: str | None = None
    file: str | None = None
    sha256: str | None = None

    @property
    def fingerprint(self) -> str:
        """A hash of all that it says of the document; another one asks for another look at it.

        >>> Record("a").fingerprint == Record("a", file="a.txt").fingerprint
        True
        >>> Record("a").fingerprint == Record("a", encoding="big5").fingerprint
        False
        """
        said = asdict(replace(self, id="", file=None, sha256=None))
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode("ascii")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Catalog:
    """Records by the sha256 of a file's bytes and by its name, in this order of preference.

    Several records may have the same bytes, as of a report that two newspapers carry.
    """

    by_sha256: dict[str, list[Record]] = field(default_factory=dict)
    by_file: dict[str, Record] = field(default_factory=dict)
    by_both: dict[tuple[str, str], Record] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Catalog:
        """Read a catalog; raises CatalogError with the place and the remedy."""
        try:
            content = tomllib.loads(read_regular(path, _LARGEST).decode("utf-8-sig"))
        except OSError as error:
            raise CatalogError(
                f"{path}: cannot be read ({error.strerror}); name a catalog that can be"
            ) from error
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise CatalogError(f"{path}: cannot be read as TOML ({error}); mend it") from error
        strangers = content.keys() - {"source"}
        if strangers:
            raise CatalogError(
                f"{path}: {min(strangers)!r} is not known; begin each record with [[source]]"
            )
        records = content.get("source", [])
        if not isinstance(records, list):
            raise CatalogError(f"{path}: 'source' is not a list; begin each record with [[source]]")
        catalog = cls()
        ids: set[str] = set()
        for position, entry in enumerate(records, start=1):
            record = _record(path, position, entry)
            if record.id in ids:
                raise CatalogError(f"{path}: id {record.id!r} is used twice; give each its own")
            ids.add(record.id)
            sha256 = (record.sha256 or "").lower()
            if sha256:
                catalog.by_sha256.setdefault(sha256, []).append(record)
            if record.file:
                other = catalog.by_both.setdefault((sha256, record.file), record)
                if other is not record:
                    raise CatalogError(
                        f"{path}: {other.id!r} and {record.id!r} are both of {record.file!r}; "
                        "leave one of them out"
                    )
                catalog.by_file[record.file] = record
        return catalog

    def find_certain(self, sha256: str, relative: str, name: str) -> Record | None:
        """The record with the bytes of a file as well as its path in the corpus, or its name."""
        return self.by_both.get((sha256, relative)) or self.by_both.get((sha256, name))

    def find(
        self, sha256: str, relative: str, name: str, taken: Collection[Record]
    ) -> Record | None:
        """The record of a file: by its bytes, else by its path in the corpus, else by its name.

        One that is taken is given by its bytes where no other is found.
        """
        same = self.by_sha256.get(sha256, [])
        free = next((record for record in same if record not in taken), None)
        named = self.by_file.get(relative) or self.by_file.get(name)
        return free or named or next(iter(same), None)


def _record(path: Path, position: int, entry: object) -> Record:
    where = f"{path}: record {position}"
    if not isinstance(entry, dict):
        raise CatalogError(f"{where} is not a table; begin it with [[source]]")
    unknown = set(entry) - set(_TEXT_KEYS) - {"creator"}
    if unknown:
        raise CatalogError(
            f"{where}: unknown key {min(unknown)!r}; known are creator, {', '.join(_TEXT_KEYS)}"
        )
    for key in _TEXT_KEYS:
        if key in entry and not isinstance(entry[key], str):
            raise CatalogError(f"{where}: {key} is not text; put it in quotation marks")
    creator = entry.get("creator", [])
    if isinstance(creator, str):
        creator = [creator]
    if not isinstance(creator, list) or not all(isinstance(name, str) for name in creator):
        raise CatalogError(f'{where}: creator is not a list of names; write ["…", "…"]')
    if not entry.get("id"):
        raise CatalogError(f"{where} has no id; give it one of its own")
    for key in ("issued", "accessed"):
        if key in entry and not is_date(entry[key]):
            raise CatalogError(
                f"{where}: {key} is {entry[key]!r}; write YYYY, YYYY-MM or YYYY-MM-DD"
            )
    if "url" in entry and not _URL.fullmatch(entry["url"]):
        raise CatalogError(f"{where}: url is {entry['url']!r}; write it whole, https://…")
    if "script" in entry and entry["script"] not in _SCRIPTS:
        raise CatalogError(
            f"{where}: script is {entry['script']!r}; use one of {', '.join(_SCRIPTS)}"
        )
    if "encoding" in entry and not is_known_encoding(entry["encoding"]):
        raise CatalogError(
            f"{where}: encoding is {entry['encoding']!r}, which is not known; write utf-8, utf-16, "
            "gb18030, big5, big5-hkscs or another that Python knows"
        )
    texts = {key: entry[key] for key in _TEXT_KEYS if entry.get(key)}
    return Record(creator=tuple(name for name in creator if name.strip()), **texts)
