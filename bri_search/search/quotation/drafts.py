"""Drafts: the quotations in a text that somebody is writing, by its quotation marks.

A quotation stands between marks, over as many lines as it takes, or in a block quotation: lines of
Markdown, or what HTML in it or another format says is one. One may stand inside another. A mark
without its partner makes no quotation; it is reported, and ends at the paragraph for marks that
look alike on both sides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from bri_search.index.columns import LINE_BREAK
from bri_search.search.quotation.draft_blocks import (
    DEEPEST,
    NO_TEXT,
    blocks,
    is_inside,
    without_attribution,
)
from bri_search.text.quotation_marks import ALIKE, BY_POSITION, PAIRS

__all__ = ["DraftQuotation", "Quotations", "UnbalancedMark", "find_quotations"]

_CLOSING_OF = {pair[0]: pair[1:] for pair in PAIRS}
_CLOSED_BY = {
    closing: "".join(
        pair[0] for pair in (*PAIRS, *BY_POSITION, *ALIKE) if closing in (pair[1:] or pair)
    )
    for closing in "".join((*PAIRS, *BY_POSITION, *ALIKE))
}
_LOOSE = ALIKE | frozenset(pair[0] for pair in BY_POSITION)
"""Marks that open and close: one left open would turn all that follow inside out."""
_MARKS = re.compile("[" + "".join(_CLOSED_BY) + "]")
_OPENING_BRACKETS = "(（[［〔【<《〈"
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*(?:>[^\S\n]*)?\n\s*")


@dataclass(frozen=True, slots=True)
class DraftQuotation:
    """A quotation in a draft: code points `start` to `end`, without the marks around it.

    `mark` is the mark it opens with, or ">" where no mark tells it; `depth` is how many other
    quotations it stands in.
    """

    start: int
    end: int
    line: int
    column: int
    text: str
    mark: str
    depth: int


@dataclass(frozen=True, slots=True)
class UnbalancedMark:
    """A quotation mark without its partner, and its place."""

    mark: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Quotations:
    """All quotations of a draft in order, and the marks that make none."""

    quotations: tuple[DraftQuotation, ...]
    unbalanced: tuple[UnbalancedMark, ...]


def find_quotations(draft: str, block_quotations: Iterable[tuple[int, int]] = ()) -> Quotations:
    r"""Find the quotations of a draft, whatever their length.

    `block_quotations` are where those begin and end that are not told by the draft's characters.

    >>> [(one.text, one.depth) for one in find_quotations("他說：「互聯『互通』。」").quotations]
    [('互聯『互通』。', 0), ('互通', 1)]
    >>> find_quotations("第一「行").unbalanced
    (UnbalancedMark(mark='「', line=1, column=3),)
    >>> find_quotations("他說：\n路通了。\n——某人\n", [(4, 13)]).quotations[0].text
    '路通了。'
    """
    # As in the index, a byte order mark is no column.
    lines = [
        int(draft.startswith("\ufeff")),
        *(match.end() for match in LINE_BREAK.finditer(draft)),
    ]

    def place(offset: int) -> tuple[int, int]:
        line = max(1, bisect_right(lines, offset))
        return line, offset - lines[line - 1] + 1

    code = [match.span() for match in NO_TEXT.finditer(draft)]
    spans, unbalanced = _marked(draft, code)
    spans += blocks(draft, code)
    spans += (without_attribution(draft, *block) for block in block_quotations)
    spans.sort(key=lambda span: (span[0], -span[1]))
    quotations: list[DraftQuotation] = []
    around: list[int] = []
    for start, end, mark in spans:
        while around and around[-1] < end:
            around.pop()
        depth = len(around)
        around.append(end)
        quotations.append(DraftQuotation(start, end, *place(start), draft[start:end], mark, depth))
    return Quotations(
        tuple(quotations),
        tuple(UnbalancedMark(draft[at], *place(at)) for at in sorted(unbalanced)),
    )


def _marked(
    draft: str, code: list[tuple[int, int]]
) -> tuple[list[tuple[int, int, str]], list[int]]:
    """Stretches between marks that belong together, and the places of those that do not."""
    found: list[tuple[int, int, str]] = []
    unbalanced: list[int] = []
    waiting: list[int] = []
    open_marks = dict.fromkeys(_CLOSED_BY, 0)
    paragraphs = [(match.start(), match.end()) for match in _PARAGRAPH_END.finditer(draft)]
    next_paragraph = 0
    for match in _MARKS.finditer(draft):
        at, mark = match.start(), match.group()
        begins_paragraph = False
        while next_paragraph < len(paragraphs) and paragraphs[next_paragraph][1] <= at:
            begins_paragraph = paragraphs[next_paragraph][1] == at
            next_paragraph += 1
            unbalanced += [place for place in waiting if draft[place] in _LOOSE]
            waiting = [place for place in waiting if draft[place] not in _LOOSE]
            open_marks.update(dict.fromkeys(_LOOSE, 0))
        if is_inside(code, at) or _is_apostrophe(draft, at) or _is_sign(draft, at):
            continue
        openers = [one for one in _CLOSED_BY[mark] if open_marks[one]]
        if mark in _CLOSING_OF:  # that may close a quotation as well, as in „…“
            openers = [one for one in openers if one == "„" or _may_close(draft, at)]
        if not openers and mark in ALIKE and _cannot_open(draft, at):
            continue
        if not openers and (mark in _CLOSING_OF or mark in ALIKE or _may_open(draft, at, mark)):
            # A quotation of several paragraphs opens again at each of them.
            if not (begins_paragraph and mark in _CLOSING_OF and _is_open(draft, waiting, mark)):
                waiting.append(at)
                open_marks[mark] += 1
                if len(waiting) > DEEPEST:
                    open_marks[draft[waiting[0]]] -= 1
                    unbalanced.append(waiting.pop(0))
        elif openers:
            while draft[waiting[-1]] not in openers:
                open_marks[draft[waiting[-1]]] -= 1
                unbalanced.append(waiting.pop())
            opened = waiting.pop()
            open_marks[draft[opened]] -= 1
            found.append((opened + 1, at, draft[opened]))
        elif not _belongs_to_word(draft, at):
            unbalanced.append(at)
    return found, unbalanced + waiting


def _is_open(draft: str, waiting: list[int], mark: str) -> bool:
    """Whether the quotation that was opened last was opened with a mark."""
    return bool(waiting) and draft[waiting[-1]] == mark


def _may_open(draft: str, at: int, mark: str) -> bool:
    """Whether a mark that closes others stands where a quotation begins, as in Swedish ”…”."""
    if mark not in _LOOSE:
        return False
    before, after = _around(draft, at)
    return (not before.strip() or before in _OPENING_BRACKETS) and bool(after.strip())


def _may_close(draft: str, at: int) -> bool:
    """Whether a mark that opens others stands where a quotation ends, as in »…«."""
    before, after = _around(draft, at)
    return bool(before.strip()) and not after.isalnum()


def _is_sign(draft: str, at: int) -> bool:
    """Whether ‹ or › parts what stands on both sides of it: Home › News, a‹b."""
    around = _around(draft, at)
    return draft[at] in "‹›" and (not "".join(around).strip() or all(map(_is_latin, around)))


def _around(draft: str, at: int) -> tuple[str, str]:
    """The characters before and behind a place; "" at an end."""
    return draft[at - 1 : at] if at else "", draft[at + 1 : at + 2]


def _is_apostrophe(draft: str, at: int) -> bool:
    """Whether a single mark belongs to a word: don’t, '90s, states’ rights."""
    if draft[at] not in "'’‘＇":
        return False
    before, after = _around(draft, at)
    is_inside = _is_latin(before) and _is_latin(after)
    return is_inside or (draft[at] != "‘" and after.isdecimal() and not before.strip())


def _cannot_open(draft: str, at: int) -> bool:
    """Whether a mark is no quotation's first: inches, feet, minutes, or writers' and ships'."""
    before, after = _around(draft, at)
    is_possessive = draft[at] in "'＇" and _is_latin(before) and not after.strip()
    return before.isdecimal() or is_possessive


def _belongs_to_word(draft: str, at: int) -> bool:
    """Whether a ’ that closes nothing is an apostrophe: ships’, ’tis."""
    return draft[at] == "’" and any(map(_is_latin, _around(draft, at)))


def _is_latin(character: str) -> bool:
    return character.isalnum() and character < "\u2e80"
