"""The questions to be asked: DRCD, the Delta Reading Comprehension Dataset, as files hold it.

Shao, Liu, Lai, Tseng and Tsai, DRCD: a Chinese Machine Reading Comprehension Dataset (2018),
arXiv:1806.00920; CC BY-SA 3.0. Each question was written for one paragraph, which answers it.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Document", "Missing", "Question", "QuestionSet", "drawn"]

PARAGRAPHS = "paragraphs.jsonl"
QUESTIONS = "questions.jsonl"
PUBLISHED = ("DRCD_dev.json", "DRCD_test.json")


class Missing(Exception):
    """What is measured on is not there; the message is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class Document:
    """What an engine is given to index: a name of its own, and text."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question in the script of the paragraphs and in the other, and what answers it."""

    same_script: str
    cross_script: str
    document: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Documents, and questions that one of them answers each."""

    documents: tuple[Document, ...]
    questions: tuple[Question, ...]

    @classmethod
    def read(cls, folder: Path) -> QuestionSet:
        """Read a folder with paragraphs.jsonl and questions.jsonl, or DRCD_dev.json and DRCD_test.json.

        The latter two are as DRCD is published, without questions in the other script: OpenCC's
        tw2s makes them. Raises Missing.
        """
        try:
            return cls._read(folder)
        except (KeyError, TypeError, ValueError) as error:
            raise Missing(f"what is in {folder} is not DRCD: {error!r}") from error

    @classmethod
    def _read(cls, folder: Path) -> QuestionSet:
        if (folder / PARAGRAPHS).is_file() and (folder / QUESTIONS).is_file():
            return cls._prepared(folder)
        published = [folder / name for name in PUBLISHED if (folder / name).is_file()]
        if published:
            return cls._published(published)
        raise Missing(
            f"DRCD is not in {folder}: no {PARAGRAPHS} with {QUESTIONS}, no {' or '.join(PUBLISHED)}; "
            "name the folder that holds it: make quality DRCD=folder"
        )

    @classmethod
    def _prepared(cls, folder: Path) -> QuestionSet:
        def records(name: str) -> list[dict[str, Any]]:
            lines = (folder / name).read_text(encoding="utf-8").splitlines()
            return [json.loads(line) for line in lines if line]

        return cls(
            tuple(Document(one["id"], one["text"]) for one in records(PARAGRAPHS)),
            tuple(
                Question(one["question"], one["question_hans"], one["paragraph_id"])
                for one in records(QUESTIONS)
            ),
        )

    @classmethod
    def _published(cls, files: list[Path]) -> QuestionSet:
        import opencc

        convert = opencc.OpenCC("tw2s").convert
        paragraphs = [
            paragraph
            for path in files
            for article in json.loads(path.read_text(encoding="utf-8-sig"))["data"]
            for paragraph in article["paragraphs"]
        ]
        return cls(
            tuple(Document(one["id"], one["context"]) for one in paragraphs),
            tuple(
                Question(asked["question"], convert(asked["question"]), one["id"])
                for one in paragraphs
                for asked in one["qas"]
            ),
        )


def drawn(questions: tuple[Question, ...], number: int, seed: int) -> tuple[Question, ...]:
    """So many of the questions, at random and the same for the same seed; all where it is 0."""
    if not 0 < number < len(questions):
        return questions
    return tuple(random.Random(seed).sample(questions, number))
