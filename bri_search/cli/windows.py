"""Cutting a long passage around its matches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from bri_search.cli.cells import Fragment, cells

__all__ = ["around_matches"]

Span = tuple[int, int]

_MOST_WINDOWS = 3
_NEAR = 6
_CLOSING = frozenset("，。、；：！？）」』》〉】”’,.;:!?)")


def around_matches(text: str, marked: Sequence[Span], budget: int) -> list[Fragment]:
    """A passage, or what stands around its matches, in about `budget` cells; matches in style.

    A match is never cut, nor a Latin word; an ellipsis stands for what was left out.

    >>> around_matches("一带一路倡议自提出以来走过了十年的历程。", [(0, 4)], 16)
    [('一带一路', 'match'), ('倡议自提出以', ''), ('…', 'aside')]
    """
    marks = _merged(marked)
    if cells(text) <= budget:
        return _highlighted(text, marks, (0, len(text)))
    fragments: list[Fragment] = []
    end = 0
    for window in _windows(text, marks, budget):
        if window[0] > end:
            fragments.append((" … " if fragments else "…", "aside"))
        fragments += _highlighted(text, marks, window)
        end = window[1]
    if end < len(text):
        fragments.append(("…", "aside"))
    return fragments


def _merged(spans: Sequence[Span], near: int = 0) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + near:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _windows(text: str, marks: list[Span], budget: int) -> list[Span]:
    """Stretches around the foremost matches, as wide as the budget allows."""
    ends = list(accumulate(map(cells, text), initial=0))
    chosen = sorted(_foremost(text, marks)) or [(0, 0)]
    # The fewer windows there are, the more of the passage is in each.
    while len(chosen) > 1 and budget < sum(
        ends[end] - ends[start] + budget // 5 for start, end in chosen
    ):
        chosen.pop()

    def windows(context: int) -> list[Span]:
        grown = (_grown(ends, mark, context) for mark in chosen)
        tidied = (_tidied(text, marks, *pair) for pair in zip(chosen, grown, strict=True))
        return _merged(list(tidied), near=_NEAR)

    def taken(context: int) -> int:
        return sum(ends[end] - ends[start] + 3 for start, end in windows(context))

    # Windows that meet leave cells over, so how wide they may be is tried out.
    widest = bisect_right(range(_NEAR, budget), budget, key=taken)
    return windows(_NEAR + max(0, widest - 1))


def _foremost(text: str, marks: list[Span]) -> list[Span]:
    """The matches to be shown whatever else is: the first of each wording, then the others."""
    seen: set[str] = set()
    first: list[Span] = []
    other: list[Span] = []
    for start, end in marks:
        wording = text[start:end].casefold()
        (other if wording in seen else first).append((start, end))
        seen.add(wording)
    return (first + other)[:_MOST_WINDOWS]


def _grown(ends: list[int], mark: Span, context: int) -> Span:
    """A match with `context` cells on either side; what one side has not, the other gets."""
    start, end = mark
    before, after = ends[start], ends[-1] - ends[end]
    left = min(before, context + max(0, context - after))
    right = min(after, context + max(0, context - before))
    return bisect_left(ends, before - left), bisect_right(ends, ends[end] + right) - 1


def _tidied(text: str, marks: list[Span], mark: Span, window: Span) -> Span:
    """A window that cuts no word and no match, and does not begin with what closes."""
    start, end = window
    for first, last in marks:
        start = first if first < start < last else start
        end = last if first < end < last else end
    while 0 < start < mark[0] and (_in_word(text, start) or text[start] in _CLOSING):
        start += 1
    while mark[1] < end < len(text) and _in_word(text, end):
        end -= 1
    return (0 if start <= _NEAR else start, len(text) if end >= len(text) - 2 else end)


def _in_word(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()


def _highlighted(text: str, marks: list[Span], window: Span) -> list[Fragment]:
    fragments: list[Fragment] = []
    place, end = window
    for first, last in marks:
        if first >= end or last <= place:
            continue
        fragments += [(text[place:first], ""), (text[first:last], "match")]
        place = last
    fragments.append((text[place:end], ""))
    return [fragment for fragment in fragments if fragment[0]]
