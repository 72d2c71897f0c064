"""Asks engines all questions and all phrases, and notes what they answered."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import bri_search
from tests.quality.engines import BriSearch, Engine
from tests.quality.metrics import DEPTH, reciprocal_rank
from tests.quality.phrases import DISGUISES, Phrase, Reading, draw
from tests.quality.questions import Document, Missing, Question

__all__ = ["Answered", "Found", "PhraseSet", "ask", "look_up"]

_Item = TypeVar("_Item")
Following = Callable[[Sequence[_Item], str], Iterable[_Item]]
"""Passes on the items one by one and shows how far it has come, under a heading."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The reciprocal rank of each answer in an engine's rankings, and the mean time for one."""

    engine: type[Engine]
    same_script: tuple[float, ...]
    cross_script: tuple[float, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Found:
    """How many phrases an engine found, and of how many, by their disguise."""

    engine: type[Engine]
    phrases: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class PhraseSet:
    """Documents as files and as they are read, with phrases drawn from them by their disguise."""

    library: bri_search.Library
    as_files: tuple[Document, ...]
    as_read: tuple[Document, ...]
    phrases: Mapping[str, Sequence[Phrase]]

    @classmethod
    def draw(cls, folder: Path, index: Path, number: int, seed: int) -> PhraseSet:
        """So many phrases for each disguise from the texts in a folder; raises Missing."""
        if not any(path.suffix in (".txt", ".md") for path in folder.glob("*.*")):
            raise Missing(
                f"there are no texts in {folder} to draw phrases from; name a folder of .txt and .md "
                "files: make quality REFERENCE=folder"
            )
        library = bri_search.build(folder, index)
        readings = Reading.all_in(library)
        names = [summary.source.path.name for summary in library.sources]
        texts = {
            name: "\n".join(one.text for one in readings if one.document == name) for name in names
        }
        return cls(
            library,
            tuple(
                Document(one.source.path.name, one.source.path.read_text(encoding="utf-8-sig"))
                for one in library.sources
            ),
            tuple(Document(name, texts[name]) for name in names),
            {disguise: draw(readings, disguise, number, seed) for disguise in DISGUISES},
        )


def ask(
    engine: type[Engine],
    documents: Sequence[Document],
    questions: Sequence[Question],
    following: Following[Question],
) -> Answered:
    """Index the documents with an engine and ask it each question in both scripts."""
    ranks: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder, engine(documents, Path(folder)) as opened:
        begun = time.perf_counter()
        for question in following(questions, engine.name):
            same, cross = (
                reciprocal_rank(opened.rank(typed, DEPTH), question.document)
                for typed in (question.same_script, question.cross_script)
            )
            ranks.append((same, cross))
        seconds = time.perf_counter() - begun
    return Answered(
        engine,
        tuple(same for same, _ in ranks),
        tuple(cross for _, cross in ranks),
        seconds / (2 * len(questions)),
    )


def look_up(engine: type[Engine], given: PhraseSet, documents: Sequence[Document]) -> Found:
    """Look up all phrases with an engine; bri-search reads the files itself, peers the documents."""
    with tempfile.TemporaryDirectory() as folder:
        opened = (
            BriSearch.over(given.library)
            if engine is BriSearch
            else engine(documents, Path(folder))
        )
        with opened:
            return Found(
                engine,
                {
                    disguise: (sum(map(opened.finds, phrases)), len(phrases))
                    for disguise, phrases in given.phrases.items()
                    if phrases
                },
            )
