"""Words that the lexicon lacks, as jieba's hidden Markov model has them, where much is cut.

jieba's own `finalseg.viterbi` keeps all paths in dicts. Of four states each can follow two only, so
that choosing takes four comparisons a character; the tables are jieba's, and the words the same.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module

__all__ = ["unknown_words"]

_UNSEEN = -3.14e100
"""What jieba gives a character that its tables lack."""


def unknown_words(ideographs: str) -> list[str]:
    """The words of ideographs that the lexicon leaves single, one beside the other.

    >>> unknown_words("定定定定定定定"), unknown_words("几清明常在躬")
    (['定定定', '定定', '定定'], ['几清', '明常', '在', '躬'])
    """
    return _model()(ideographs)


class _Emissions(dict[str, tuple[float, float, float, float]]):
    """How likely each state has a character: at the beginning of a word, inside, at its end, alone.

    Read from jieba's tables as it is asked for.
    """

    def __init__(self, tables: dict[str, dict[str, float]]) -> None:
        self._tables = [tables[state] for state in "BMES"]

    def __missing__(self, character: str) -> tuple[float, float, float, float]:
        begin, middle, end, single = (one.get(character, _UNSEEN) for one in self._tables)
        self[character] = begin, middle, end, single
        return begin, middle, end, single


@cache
def _model() -> Callable[[str], list[str]]:
    """What cuts; the tables take a tenth of a second to load."""
    finalseg = import_module("jieba.finalseg")
    emissions = _Emissions(finalseg.emit_P)
    transition = finalseg.trans_P
    at_start = tuple(finalseg.start_P[state] for state in "BMES")
    to_begin = transition["E"]["B"], transition["S"]["B"]
    to_middle = transition["B"]["M"], transition["M"]["M"]
    to_end = transition["B"]["E"], transition["M"]["E"]
    to_single = transition["E"]["S"], transition["S"]["S"]

    def words(text: str) -> list[str]:
        begin, middle, end, single = map(sum, zip(at_start, emissions[text[0]], strict=True))
        # For each further character and state, whether the state before it is M or S, and not B or
        # E; which of them is told by the state. Sums and ties are as jieba has them.
        steps: list[tuple[bool, bool, bool, bool]] = []
        for character in text[1:]:
            b, m, e, s = emissions[character]
            after_end, after_single = end + to_begin[0] + b, single + to_begin[1] + b
            new_begin = after_single if (begins := after_single >= after_end) else after_end
            after_begin, after_middle = begin + to_middle[0] + m, middle + to_middle[1] + m
            new_middle = after_middle if (goes_on := after_middle >= after_begin) else after_begin
            after_begin, after_middle = begin + to_end[0] + e, middle + to_end[1] + e
            new_end = after_middle if (ends := after_middle >= after_begin) else after_begin
            after_end, after_single = end + to_single[0] + s, single + to_single[1] + s
            single = after_single if (stands := after_single >= after_end) else after_end
            begin, middle, end = new_begin, new_middle, new_end
            steps.append((begins, goes_on, ends, stands))
        found: list[str] = []
        behind = len(text)
        is_alone = single >= end
        while behind:
            first = behind - 1
            if first and not is_alone:
                is_inside = steps[first - 1][2]
                first -= 1
                while first and is_inside:
                    is_inside = steps[first - 1][1]
                    first -= 1
            found.append(text[first:behind])
            if first:
                is_alone = steps[first - 1][3 if is_alone else 0]
            behind = first
        return found[::-1]

    return words
