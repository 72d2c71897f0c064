"""What a query asks for: a tree of words, phrases and what joins them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

__all__ = ["AnyOf", "Clause", "Group", "Occur", "Operand", "Phrase", "Prefix", "Word"]


class Occur(Enum):
    """Whether what a clause asks for has to be in an answer."""

    SHOULD = "should"
    MUST = "must"
    MUST_NOT = "must not"


@dataclass(frozen=True, slots=True)
class Word:
    """Text typed as it stands; `query[start:end]` is how it was typed, backslashes included."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """What stands between quotation marks; `start` and `end` take in the marks."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word; `start` and `end` take in the star, `text` does not."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Two or more operands joined by OR."""

    alternatives: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One operand, and whether it has to occur."""

    occur: Occur
    operand: Operand


@dataclass(frozen=True, slots=True)
class Group:
    """A whole query, or what stands in parentheses: one clause or more, not all of them MUST_NOT.

    Parts that stand beside `-` or OR without white space between them are a group as well, in
    which every clause is MUST.
    """

    clauses: tuple[Clause, ...]


Operand: TypeAlias = Word | Phrase | Prefix | AnyOf | Group
