r"""Parsing: what a user types into a search, read into the tree that `query` has the parts of.

    query     = clause, clause …          white space, or nothing where the parts are clear
    clause    = operand { OR operand }    OR in capitals, a token of its own
              | [ + | - ] operand         + must occur, - must not
    operand   = part { part }             typed without white space between: 共建“一带一路”
    part      = word | word* | phrase | ( query )
    word      = any characters            but white space, an opening quotation mark, a group
    phrase    = "…" “…” 「…」 『…』         in one kind of marks the others are characters
    \x        = x, if x is an operator    + - * ( ) " “ ” 「 」 『 』 and the backslash
    full-width forms ＋ － ＊ （ ） ＂ are the same operators

A sign is one only where an operand begins: after white space, at the beginning of the query or of
a group. Elsewhere it is a character (China-Europe, C++, 5G+). Operands that stand beside a sign or
OR are taken whole: all of `共建“一带一路”` is meant in `-共建“一带一路”`.

Text that was copied from a document is full of marks that nobody meant as operators, so

- a parenthesis groups if white space or a phrase stands in it, as in `(甲 OR 乙)经济`, or if no
  word is attached to it, as in `公司 (IDC)`. Else it is part of the word: `（一）根植历史`,
  `协定（RCEP）`;
- a parenthesis without its partner is an error only where a group could begin or end, `(甲 乙` or
  `甲 乙)`; with text on that side it is a character, `RCEP（区域` or `報道）中國`;
- a closing quotation mark without an opening one is a character, `路」建設`; an opening one without
  a closing one is an error everywhere, since what was to be exact would be lost;
- apostrophes and single quotation marks, ‘belt’ or China’s, are characters, and so is |.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bri_search.errors import QueryError
from bri_search.search.length import check_length
from bri_search.search.query import (
    AnyOf,
    Clause,
    Group,
    Occur,
    Operand,
    Phrase,
    Prefix,
    Word,
)
from bri_search.search.query_marks import (
    PARENTHESES,
    SIGNS,
    STARS,
    UNOPENED,
    is_escape,
    literally,
    pair_marks,
)

__all__ = ["MAX_DEPTH", "MAX_WORDS", "parse"]


MAX_WORDS: Final = 2_000
"""The most words and phrases a query may have, the beginnings of words with a star among them."""

MAX_DEPTH: Final = 100
"""The most groups and alternatives a word may be nested in, so that plain recursion over a tree,
comparing and printing it among them, stays well inside Python's limit."""

_BOTH_SIDES: Final = (
    'write a word or a phrase on both sides, as in 丝路 OR "Silk Road"'
    " (for the word itself use small letters: or)"
)


def parse(query: str) -> Group:
    """Read a query.

    >>> parse("數字絲綢之路")
    Group(clauses=(Clause(occur=<Occur.SHOULD: 'should'>, operand=Word(text='數字絲綢之路', \
start=0, end=6)),))
    >>> [clause.occur.name for clause in parse("+互联互通 -“论坛” 丝*").clauses]
    ['MUST', 'MUST_NOT', 'SHOULD']
    >>> parse("a OR")
    Traceback (most recent call last):
    bri_search.errors.QueryError: there is nothing after OR; write a word or a phrase on both \
sides, as in 丝路 OR "Silk Road" (for the word itself use small letters: or)

    Returns:
        The whole query as a group. Offsets in it are code points of `query` as typed.

    Raises:
        QueryError: The query cannot be read; `position` is where, and `remedy` what to type.
    """
    if not query.strip():
        raise QueryError(
            "there is nothing to search for",
            query,
            0,
            'type a word, or a phrase in quotation marks: 一带一路 or "belt and road"',
        )
    check_length(query)
    tree = _Parser(query).parse()
    for count, (leaf, depth) in enumerate(_leaves(tree), start=1):
        if count > MAX_WORDS:
            raise QueryError(
                f"the query has more than {MAX_WORDS:,} words and phrases",
                query,
                leaf.start,
                "search for a part of it",
            )
        if depth > MAX_DEPTH:
            raise QueryError(
                f"this is nested more than {MAX_DEPTH} deep",
                query,
                leaf.start,
                "take some of the parentheses out",
            )
    return tree


def _leaves(tree: Group) -> Iterator[tuple[Word | Phrase | Prefix, int]]:
    """Each word, phrase and prefix in the order typed, with how deep in the tree it is."""
    # A stack of our own: this is what finds the trees that are too deep for recursion.
    ahead: list[tuple[Operand, int]] = [(tree, 0)]
    while ahead:
        operand, depth = ahead.pop()
        if isinstance(operand, Group):
            ahead += [(clause.operand, depth + 1) for clause in reversed(operand.clauses)]
        elif isinstance(operand, AnyOf):
            ahead += [(alternative, depth + 1) for alternative in reversed(operand.alternatives)]
        else:
            # The whole query is a group nobody typed.
            yield operand, depth - 1


@dataclass(slots=True)
class _Part:
    """Operands typed without white space between them, while more may follow."""

    pieces: list[Operand]
    end: int
    sign: int | None
    after_or: bool

    def whole(self) -> Operand:
        """All of the pieces as one operand."""
        if len(self.pieces) == 1:
            return self.pieces[0]
        return Group(tuple(Clause(Occur.MUST, piece) for piece in self.pieces))


@dataclass(slots=True)
class _Frame:
    """What has been read of a group that is still open."""

    opening: int
    parts: list[_Part] = field(default_factory=list)
    sign: int | None = None
    joint: int | None = None
    """Where the OR stands to which the next operand belongs."""

    def touches(self, position: int) -> bool:
        """Whether an operand ends here, so that what begins is attached to it."""
        return bool(self.parts) and self.parts[-1].end == position

    def add(self, operand: Operand, start: int, end: int) -> None:
        if self.touches(start):
            self.parts[-1].pieces.append(operand)
            self.parts[-1].end = end
        else:
            self.parts.append(_Part([operand], end, self.sign, self.joint is not None))
            self.sign = self.joint = None

    def runs(self) -> Iterator[list[_Part]]:
        """The parts, those joined by OR together."""
        run: list[_Part] = []
        for part in self.parts:
            if run and not part.after_or:
                yield run
                run = []
            run.append(part)
        if run:
            yield run


class _Parser:
    """One reading of one query, from left to right; each method returns where it goes on."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._marks = pair_marks(query)
        self._frames = [_Frame(opening=-1)]

    def parse(self) -> Group:
        position = 0
        while position < len(self._query):
            position = self._read(position)
        return self._finish(self._frames[0])

    def _read(self, position: int) -> int:
        frame = self._frames[-1]
        char = self._query[position]
        if char.isspace():
            return position + 1
        if position in self._marks.quotes:
            return self._phrase(position)
        if char in SIGNS and not frame.touches(position):
            return self._sign(position)
        if char in PARENTHESES and self._opens_group(position):
            self._frames.append(_Frame(opening=position))
            return position + 1
        if char in UNOPENED and self._marks.partners.get(position) == frame.opening:
            group = self._finish(self._frames.pop())
            self._frames[-1].add(group, frame.opening, position + 1)
            return position + 1
        return self._word(position)

    def _phrase(self, start: int) -> int:
        end = self._marks.quotes[start] + 1
        text = "".join(self._characters(start + 1, end - 1))
        if not text.strip():
            raise self._error(
                "there is nothing between the quotation marks",
                start,
                "write a phrase between them, or leave the marks out",
            )
        self._frames[-1].add(Phrase(text, start, end), start, end)
        return end

    def _sign(self, position: int) -> int:
        frame = self._frames[-1]
        sign = self._query[position]
        if frame.sign is not None:
            raise self._error(
                "two signs stand together", position, f"keep one of them, or {literally(sign)}"
            )
        if self._is_end(position + 1):
            raise self._error(
                f"there is nothing directly after {sign}",
                position,
                f"write it directly before a word, a phrase or a parenthesis, as in {sign}丝路, "
                f"or {literally(sign)}",
            )
        frame.sign = position
        return position + 1

    def _opens_group(self, opening: int) -> bool:
        """Whether a parenthesis that is not inside a word opens a group, or begins a word."""
        closing = self._marks.partners.get(opening)
        if closing is None:
            if self._frames[-1].touches(opening):
                return False
            char = self._query[opening]
            raise self._error(
                f"the parenthesis {char} is not closed",
                opening,
                f"close it with {PARENTHESES[char]}, or {literally(char)}",
            )
        return opening in self._marks.wide or self._is_edge(closing + 1)

    def _is_end(self, position: int) -> bool:
        """Whether a token ends here and nothing is attached to it."""
        char = self._query[position : position + 1]
        return not char or char.isspace() or char in UNOPENED

    def _is_edge(self, position: int) -> bool:
        """Whether no word goes on here, though a group or a phrase may begin."""
        return (
            self._is_end(position)
            or self._query[position] in PARENTHESES
            or position in self._marks.quotes
        )

    def _word(self, start: int) -> int:
        end = start
        while end < len(self._query) and not self._ends_word(start, end):
            end += 2 if is_escape(self._query, end) else 1
        frame = self._frames[-1]
        if self._query[start:end] == "OR" and frame.sign is None:
            if frame.joint is not None or not frame.parts:
                raise self._error("there is nothing before OR", start, _BOTH_SIDES)
            frame.joint = start
            return end
        text = "".join(self._characters(start, end))
        if self._has_star(start, end):
            frame.add(Prefix(text[:-1], start, end), start, end)
        else:
            frame.add(Word(text, start, end), start, end)
        return end

    def _ends_word(self, start: int, position: int) -> bool:
        char = self._query[position]
        if char.isspace() or position in self._marks.quotes or position in self._marks.wide:
            return True
        if char not in UNOPENED:
            return False
        opening = self._marks.partners.get(position)
        if opening is not None:
            # The other one is in this word too, or opened the group this word is in.
            return opening < start
        if self._is_end(position + 1):
            raise self._error(
                f"the parenthesis {char} was not opened",
                position,
                f"put a {UNOPENED[char]} where the group begins, or {literally(char)}",
            )
        return False

    def _has_star(self, start: int, end: int) -> bool:
        position = start
        while position < end:
            if is_escape(self._query, position):
                position += 1
            elif self._query[position] in STARS:
                if start < position == end - 1:
                    return True
                star = self._query[position]
                raise self._error(
                    f"{star} stands only at the end of a word",
                    position,
                    f"write the beginning of a word before it, as in 丝绸{star}, "
                    f"or {literally(star)}",
                )
            position += 1
        return False

    def _characters(self, start: int, end: int) -> Iterator[str]:
        """What was typed, without the backslashes that made it literal."""
        position = start
        while position < end:
            if is_escape(self._query, position):
                position += 1
            yield self._query[position]
            position += 1

    def _finish(self, frame: _Frame) -> Group:
        if frame.joint is not None:
            raise self._error("there is nothing after OR", frame.joint, _BOTH_SIDES)
        if not frame.parts:
            raise self._error(
                "there is nothing between the parentheses",
                frame.opening,
                "write something between them, or leave them out",
            )
        clauses = [clause for run in frame.runs() for clause in self._clauses(run)]
        first = frame.parts[0].sign
        if first is not None and all(clause.occur is Occur.MUST_NOT for clause in clauses):
            sign = self._query[first]
            raise self._error(
                "there is only something to leave out and nothing to look for",
                first,
                f"add a word to look for, as in 一带一路 {sign}论坛, or {literally(sign)}",
            )
        return Group(tuple(clauses))

    def _clauses(self, run: list[_Part]) -> list[Clause]:
        if len(run) > 1:
            for part in run:
                if part.sign is not None:
                    sign = self._query[part.sign]
                    raise self._error(
                        f"{sign} stands before one side of OR only",
                        part.sign,
                        f"put it before both in parentheses, as in {sign}(丝路 OR 海丝)",
                    )
            return [Clause(Occur.SHOULD, AnyOf(tuple(part.whole() for part in run)))]
        [part] = run
        occur = Occur.SHOULD if part.sign is None else SIGNS[self._query[part.sign]]
        if occur is Occur.MUST_NOT:
            return [Clause(occur, part.whole())]
        return [Clause(occur, piece) for piece in part.pieces]

    def _error(self, problem: str, position: int, remedy: str) -> QueryError:
        return QueryError(problem, self._query, position, remedy)
