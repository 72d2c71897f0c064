"""Paths of headings: which are open above a passage, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bri_search.sources.blocks import Block
from bri_search.sources.document import Kind
from bri_search.sources.headings import Enumerator, enumerator, is_named_heading
from bri_search.sources.sentences import ends_sentence

__all__ = ["Path"]

_LONGEST_LABEL = 300
"""Characters; every passage below a heading is stored with its label."""
_LONGEST_LEAD = 40
_CUT_LEAD = 22
_TITLE_RANK = 0.0
_UNNUMBERED_FIRST = 1.0
_UNNUMBERED_BELOW_NUMBERS = 9.0
_INNERMOST_ARTICLE = 4.0
"""What has an outer rank begins a line, whatever stands in the text."""
_CLAUSE_END = 3
"""Characters: `；`, or `；或者` before the last clause."""
_CLAUSE_ENDS = re.compile(r"[。；;：:]\s*")
_LONGEST_NUMBER = 12
_LEAD = re.compile(r"[^。！？!?；;]+[。！？!?；;]|[^。！？!?；;]+：\Z")


_ONE_SENTENCE = re.compile(
    r"[^。！？!?；;，,]*[，,](?:(?!\.\s+[A-Z])[^。！？!?；;])*[。！？!?.]\W*"
)
"""It has a comma, as headings that run on into a paragraph have none."""


class Path:
    """The headings that are open, outermost first, as the blocks go by."""

    def __init__(self) -> None:
        self._text: Callable[[Block], str] = lambda _: ""
        self._open: list[tuple[float, str]] = []
        self._outermost: float | None = None
        self._clauses: float | None = None
        self._is_last_clause = False
        self._articles: float | None = None
        self._above: Enumerator | None = None

    def begin(self, blocks: list[Block], text: Callable[[Block], str]) -> None:
        """Get ready for the blocks of a stretch, each of which has a text."""
        self._text = text
        outermost = _outermost_number(blocks)
        if self._outermost is None:
            self._outermost = outermost
        elif outermost is not None:
            self._outermost = min(self._outermost, outermost)

    def step(self, block: Block) -> tuple[str, ...]:
        """Go by one block; the path above it, a heading's own label included."""
        if block.kind is Kind.HEADING:
            if block.in_title and any(rank == _TITLE_RANK for rank, _ in self._open):
                return self.labels
            if block.number is None and self._articles is not None:
                self._leave(self._articles)
            self._clauses = self._articles = None
            self._enter(self._rank(block), self._text(block))
        elif block.number is not None and block.kind.is_running_text:
            self._begin_paragraph(self._text(block), block.number)
            self._above = block.number
            return self.labels
        elif self._clauses is not None and self._is_last_clause and block.kind.is_running_text:
            self._leave(self._clauses)
            self._clauses = None
        self._above = None
        return self.labels

    def _begin_paragraph(self, text: str, number: Enumerator) -> None:
        """Go by a numbered paragraph, which owns what follows unless it counts on by itself.

        Clauses of one sentence, which end with `；`, own nothing behind the last of them, nor do
        sentences of a list; an article owns no heading that has no number.
        """
        if text[-_CLAUSE_END:].count("；"):
            self._clauses, self._is_last_clause = number.rank, False
        elif number.rank == self._clauses:
            self._is_last_clause = ends_sentence(text)
        elif self._is_listed(text, number):
            self._clauses, self._is_last_clause = number.rank, True
        else:
            self._clauses = None
        if number.style.numbers_sentences:
            self._articles = number.rank
        if _counts_on(text, number):
            self._leave(number.rank)
        else:
            self._enter(number.rank, _lead(text, number))

    def _is_listed(self, text: str, number: Enumerator) -> bool:
        """Whether a sentence stands in a list right below the one with the number before."""
        is_next = self._above is not None and self._above.is_followed_by(number)
        is_number = number.style.name == "number"
        return is_number and is_next and _ONE_SENTENCE.fullmatch(text, number.end) is not None

    @property
    def labels(self) -> tuple[str, ...]:
        """What the open headings are called."""
        return tuple(label for _, label in self._open)

    def _leave(self, rank: float) -> None:
        while self._open and self._open[-1][0] >= rank:
            self._open.pop()

    def _enter(self, rank: float, label: str) -> None:
        self._leave(rank)
        if len(label) > _LONGEST_LABEL:
            label = label[:_LONGEST_LABEL] + "…"
        self._open.append((rank, label))

    def _rank(self, block: Block) -> float:
        if block.in_title:
            return _TITLE_RANK
        if block.mark is not None:
            return block.mark.level / 10
        if block.number is not None:
            return block.number.rank
        if is_named_heading(self._text(block)):
            return self._outermost if self._outermost is not None else _UNNUMBERED_FIRST
        return _UNNUMBERED_BELOW_NUMBERS if self._outermost is not None else _UNNUMBERED_FIRST


def _outermost_number(blocks: Iterable[Block]) -> float | None:
    """The rank of the outermost numbered headings of a document; None if it numbers none."""
    ranks = [
        block.number.rank
        for block in blocks
        if block.number is not None and block.kind is Kind.HEADING and block.number.rank < 10
    ]
    return min(ranks, default=None)


def _counts_on(text: str, number: Enumerator) -> bool:
    """Whether the next number stands in the same paragraph, as where 第一 and 第二 do."""
    if number.rank < _INNERMOST_ARTICLE:
        return False
    for end in _CLAUSE_ENDS.finditer(text, number.end):
        found = enumerator(text[end.end() : end.end() + _LONGEST_NUMBER])
        if found is not None and found.style is number.style and found.value == number.value + 1:
            return True
    return False


def _lead(text: str, number: Enumerator) -> str:
    """The label of a section whose heading runs on into its paragraph.

    Its first sentence where that is short; else up to where its first words come again (a heading
    is often followed by a sentence that begins with the same words); else its beginning.
    """
    rest = text[number.end :].lstrip()
    again = rest.find(rest[:4], 4, _CUT_LEAD + 4)
    repeats = len(text) - len(rest) + again if again > 0 and len(rest) > 8 else len(text) + 1
    sentence = _LEAD.match(text)
    if sentence and sentence.end() <= min(_LONGEST_LEAD, repeats):
        return sentence.group()[:-1]
    if repeats <= len(text):
        return text[:repeats].rstrip() + "…"
    return text[: number.end + _CUT_LEAD].rstrip() + "…"
