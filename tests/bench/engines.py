"""What is measured: engines that index a corpus and answer queries, bri-search first."""

from __future__ import annotations

from contextlib import ExitStack
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import ClassVar, Self

import bri_search
from tests.bench.workload import Query

__all__ = ["METHODS", "BriSearch", "Corpus", "Engine"]


METHODS = {
    "count": "how often, or in how many passages, a phrase stands",
    "first": "the first ten passages that hold a phrase",
    "ranked": "the ten best passages for some words",
    "quoted": "where a quotation with mistakes comes from",
}


def _version(package: str) -> str:
    """The version that is installed; a page may tell of what was measured elsewhere."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed)"


class Corpus:
    """A folder of texts, and the file of its lines in Simplified, which the peers are given."""

    def __init__(self, folder: Path) -> None:
        self.texts = folder / "texts"
        self.lines = folder / "lines.txt"
        self.queries = folder / "queries.json"


class Engine:
    """One engine over a corpus; to be closed after use, as `with` does.

    It has those methods of `METHODS` to which it has an answer. Each takes a query, reads what would
    be shown, and gives the number of things found.
    """

    name: ClassVar[str]
    packages: ClassVar[tuple[str, ...]] = ()
    """The distributions whose versions decide how it answers."""
    settings: ClassVar[str]
    """How it was set up and asked, for the report."""
    has_index = True
    """Whether there is anything to build before it is opened."""

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        """`folder` is for the index: empty before `build`, and as that left it afterwards."""
        self.corpus = corpus
        self.folder = folder
        self.resources = ExitStack()

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.resources.close()

    @classmethod
    def versions(cls) -> str:
        """The versions of what it is made of."""
        return ", ".join(f"{package} {_version(package)}" for package in cls.packages)

    def build(self) -> None:
        """Build the index; where there is none, it does nothing."""

    def open(self) -> None:
        """Open the index for reading."""

    def passages(self) -> int | None:
        """How many passages it has made of the corpus; None where they are the lines."""
        return None


class BriSearch(Engine):
    """bri-search through its Python interface."""

    name = "bri-search"
    packages = ("bri-search",)
    settings = (
        "the files as they are; the `total` of `Library.count`, `search` with `exact` and without, "
        "`quote`; asked as typed, half of it in the other script"
    )

    def build(self) -> None:
        bri_search.build(self.corpus.texts, self.folder / "index", trust=True)

    def open(self) -> None:
        self.library = bri_search.open(self.folder / "index", trust=True)

    def passages(self) -> int:
        return sum(summary.passages for summary in self.library.sources)

    def count(self, query: Query) -> int:
        return self.library.count(query.typed).total

    def first(self, query: Query) -> int:
        return sum(bool(hit.text) for hit in self.library.search(query.typed, exact=True))

    def ranked(self, query: Query) -> int:
        return sum(bool(hit.text) for hit in self.library.search(query.typed))

    def quoted(self, query: Query) -> int:
        return int(self.library.quote(query.typed).is_found)
