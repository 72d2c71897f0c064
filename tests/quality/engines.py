"""What is measured: engines that index documents, rank them for a question and find a phrase."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import ExitStack
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import ClassVar, Self

import bri_search
from bri_search.errors import QueryError
from tests.quality.phrases import Phrase
from tests.quality.questions import Document

__all__ = ["BriSearch", "Engine"]


class Engine(ABC):
    """One engine with the documents that it was given; to be closed after use, as `with` does."""

    name: ClassVar[str]
    packages: ClassVar[tuple[str, ...]] = ()
    """The distributions whose versions decide what it answers."""
    settings: ClassVar[str]
    """How it was set up, in a sentence for the report."""
    phrases: ClassVar[str]
    """How it was asked for an exact phrase; empty where it has no way to."""

    def __init__(self, documents: Sequence[Document], folder: Path) -> None:
        """Index the documents; `folder` is empty and stays until the engine is closed."""
        self.resources = ExitStack()
        self.index(documents, folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.resources.close()

    @classmethod
    def versions(cls) -> str:
        """The versions of what it is made of."""
        return ", ".join(f"{package} {version(package)}" for package in cls.packages)

    @abstractmethod
    def index(self, documents: Sequence[Document], folder: Path) -> None:
        """Index the documents, in memory or in the folder; what is opened joins `resources`."""

    @abstractmethod
    def rank(self, question: str, depth: int) -> list[str]:
        """The first `depth` documents that answer a question, best first."""

    @abstractmethod
    def finds(self, phrase: Phrase) -> bool:
        """Whether the document that a phrase was drawn from is found by it as it was typed."""


class BriSearch(Engine):
    """bri-search through its Python interface, with one file a document."""

    name = "bri-search"
    packages = ("bri-search",)
    settings = (
        "one file a document, nothing else set; the question as typed to `search`; a document "
        "ranks where its first passage does"
    )
    phrases = "`search` with `exact`; found only where the place it was drawn from is marked"

    def index(self, documents: Sequence[Document], folder: Path) -> None:
        corpus = folder / "corpus"
        corpus.mkdir()
        self._ids: dict[str, str] = {}
        for number, document in enumerate(documents):
            path = corpus / f"{number:06}.txt"
            path.write_text(document.text, encoding="utf-8")
            self._ids[path.name] = document.id
        self._library = bri_search.build(corpus, folder / "index")

    @classmethod
    def over(cls, library: bri_search.Library) -> BriSearch:
        """The engine over files as they are, known by their names."""
        engine = cls.__new__(cls)
        engine.resources = ExitStack()
        engine._library = library
        engine._ids = {one.source.path.name: one.source.path.name for one in library.sources}
        return engine

    def rank(self, question: str, depth: int) -> list[str]:
        ranked: dict[str, None] = {}
        try:
            for offset in count(0, depth):
                page = self._library.search(question, limit=depth, offset=offset)
                ranked.update((self._ids[hit.source.path.name], None) for hit in page)
                if len(ranked) >= depth or offset + depth >= page.total:
                    break
        except QueryError:  # what cannot be read as a query finds nothing
            return []
        return list(ranked)[:depth]

    def finds(self, phrase: Phrase) -> bool:
        try:
            result = self._library.search(phrase.typed, exact=True, limit=0)
        except QueryError:
            return False
        return any(
            self._ids[hit.source.path.name] == phrase.document
            and hit.passage == phrase.passage
            and not set(range(phrase.start, phrase.end)).difference(
                *(range(start, end) for start, end in hit.marked)
            )
            for hit in result
        )
