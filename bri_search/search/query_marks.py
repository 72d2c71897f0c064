"""The operators of a query, and which of its marks belong together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bri_search.errors import QueryError
from bri_search.search.query import Occur

__all__ = [
    "PARENTHESES",
    "SIGNS",
    "STARS",
    "UNOPENED",
    "Marks",
    "is_escape",
    "literally",
    "pair_marks",
]

SIGNS: Final = {
    "+": Occur.MUST,
    "＋": Occur.MUST,
    "-": Occur.MUST_NOT,
    "－": Occur.MUST_NOT,
}
STARS: Final = frozenset("*＊")
PARENTHESES: Final = {"(": ")", "（": "）"}
# Half and full width close each other, as people with two keyboards type them.
UNOPENED: Final = {closing: opening for opening, closing in PARENTHESES.items()}
_QUOTES: Final = {'"': '"', "＂": "＂", "“": "”", "「": "」", "『": "』"}
_ESCAPABLE: Final = frozenset("\\").union(
    SIGNS, STARS, PARENTHESES, UNOPENED, _QUOTES, _QUOTES.values()
)


def is_escape(query: str, position: int) -> bool:
    r"""Whether a backslash stands at a position that makes an operator behind it a character.

    >>> is_escape(r"5\+", 1), is_escape(r"5\G", 1)
    (True, False)
    """
    return query[position] == "\\" and query[position + 1 : position + 2] in _ESCAPABLE


def literally(char: str) -> str:
    """How every remedy tells that an operator can be searched for."""
    return f"type \\{char} for the character itself"


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a query that belong together, by their offsets."""

    quotes: dict[int, int]
    """From each opening quotation mark to the one that closes it."""
    partners: dict[int, int]
    """From each parenthesis to the other one of its pair, both ways."""
    wide: frozenset[int]
    """The opening parentheses of pairs that hold white space or a phrase."""


def pair_marks(query: str) -> Marks:
    """The marks of a query that belong together; raises QueryError where a quotation is left open.

    >>> pair_marks("(甲 乙)“丙”")
    Marks(quotes={5: 7}, partners={0: 4, 4: 0}, wide=frozenset({0}))
    """
    quotes: dict[int, int] = {}
    partners: dict[int, int] = {}
    wide: set[int] = set()
    unclosed: list[tuple[int, int]] = []
    gaps = 0  # white space and phrases so far: a pair is wide if one came between
    position = 0
    while position < len(query):
        char = query[position]
        if is_escape(query, position):
            position += 1
        elif char in _QUOTES:
            end = _closing_mark(query, position)
            quotes[position] = end
            gaps += 1
            position = end
        elif char.isspace():
            gaps += 1
        elif char in PARENTHESES:
            unclosed.append((position, gaps))
        elif char in UNOPENED and unclosed:
            opening, gaps_before = unclosed.pop()
            partners[opening] = position
            partners[position] = opening
            if gaps > gaps_before:
                wide.add(opening)
        position += 1
    return Marks(quotes, partners, frozenset(wide))


def _closing_mark(query: str, opening: int) -> int:
    mark = query[opening]
    closing = _QUOTES[mark]
    position = opening + 1
    while position < len(query):
        if is_escape(query, position):
            position += 1
        elif query[position] == closing:
            return position
        elif query[position] == mark:
            raise QueryError(
                f"the quotation mark {mark} is opened again before it is closed",
                query,
                opening,
                f'close it with {closing}, or put all of it in other marks, such as "…"',
            )
        position += 1
    raise QueryError(
        f"the quotation mark {mark} is not closed",
        query,
        opening,
        f"close it with {closing}, or {literally(mark)}",
    )
