"""Edits by whole words: numbers and Latin words are changed as a whole."""

from __future__ import annotations

from dataclasses import replace

from bri_search.search.quotation.aligning import Alignment, Edit
from bri_search.text.fold import is_word_character
from bri_search.text.wording import PARTS_DIGITS, Wording

__all__ = ["is_inside_word", "widened", "with_whole_words"]

_GROUPING = frozenset(",，")
_ONES, _UNITS = frozenset("二三四五六七八九两"), frozenset("十百千万亿兆")
_NUMERALS = _ONES | _UNITS | {"一"}
_MEASURES = frozenset("%‰°")
_UNIT_AT_MOST = 4
"""Letters between a number and the dash of a range: 1.8万元-2.3万元."""


def widened(edits: list[Edit], quoted: Wording, original: Wording) -> list[Edit]:
    """The edits with numbers and Latin words whole, so that 116 was put for 117 and not 6 for 7."""
    widened: list[Edit] = []
    waiting = list(reversed(edits))
    while waiting:
        edit = waiting.pop()
        if not edit.is_equal:
            while widened and (
                not widened[-1].is_equal or _goes_on(widened[-1], edit, quoted, original)
            ):
                before = widened.pop()
                taken = 1 if before.is_equal else before.quoted_end - before.quoted
                if before.is_equal and before.quoted_end - before.quoted > 1:
                    widened.append(
                        replace(
                            before,
                            quoted_end=before.quoted_end - 1,
                            original_end=before.original_end - 1,
                        )
                    )
                    edit = replace(edit, quoted=edit.quoted - taken, original=edit.original - taken)
                else:
                    edit = replace(edit, quoted=before.quoted, original=before.original)
            while waiting and (
                not waiting[-1].is_equal or _goes_on(edit, waiting[-1], quoted, original)
            ):
                after = waiting.pop()
                if after.is_equal and after.quoted_end - after.quoted > 1:
                    waiting.append(
                        replace(after, quoted=after.quoted + 1, original=after.original + 1)
                    )
                    edit = replace(
                        edit, quoted_end=edit.quoted_end + 1, original_end=edit.original_end + 1
                    )
                else:
                    edit = replace(
                        edit, quoted_end=after.quoted_end, original_end=after.original_end
                    )
        widened.append(edit)
    return widened


def with_whole_words(alignment: Alignment, original: Wording) -> Alignment:
    """An alignment with all of the words and numbers of the original that it begins and ends in."""
    first, last = alignment.edits[0], alignment.edits[-1]
    start, end = first.original, last.original_end
    while is_inside_word(original, start):
        start -= 1
    while is_inside_word(original, end):
        end += 1
    edits = alignment.edits
    if start < first.original:
        edits = (Edit(first.quoted, first.quoted, start, first.original, is_equal=False), *edits)
    if end > last.original_end:
        rest = Edit(last.quoted_end, last.quoted_end, last.original_end, end, is_equal=False)
        edits = (*edits, rest)
    more = first.original - start + end - last.original_end
    return replace(alignment, edits=edits, distance=alignment.distance + more)


def is_inside_word(wording: Wording, letter: int) -> bool:
    """Whether a text that begins or ends before a letter leaves part of a word or number behind.

    Parts of a range, a list, a date or a time are numbers of their own.
    """
    if not 0 < letter < len(wording):
        return False
    places, letters = wording.places, wording.letters
    before, after = letters[letter - 1], letters[letter]
    if places[letter - 1] == places[letter]:  # one character of the file folds to both
        return True
    gap = wording.read.text[places[letter - 1] + 1 : places[letter]]
    if before.isdecimal() and after.isdecimal():
        return not set(gap) - _GROUPING
    if before.isdecimal() and not gap.strip() and (after in _UNITS or after in _MEASURES):
        return True
    if gap:
        return False
    if before.isdecimal():
        return after == "."
    if after.isdecimal():
        # Behind another number it is the dash of a range: 20-30, 5月-10月.
        beside = letters[max(0, letter - 1 - _UNIT_AT_MOST) : letter - 1]
        is_minus = before == "-" and not any(map(str.isdecimal, beside))
        return before == "." or is_minus
    if before in _NUMERALS and after in _NUMERALS:
        return after in _UNITS or (before in _UNITS and after in _ONES)
    return _are_of_word(before, after)


def _are_of_word(before: str, after: str) -> bool:
    return all(one.isalpha() and is_word_character(one) for one in (before, after))


def _goes_on(edit: Edit, following: Edit, quoted: Wording, original: Wording) -> bool:
    """Whether a number or a Latin word runs from one edit into the next, in either text."""
    return (
        edit.quoted < edit.quoted_end
        and following.quoted < following.quoted_end
        and _runs_on(quoted, following.quoted)
    ) or (
        edit.original < edit.original_end
        and following.original < following.original_end
        and _runs_on(original, following.original)
    )


def _runs_on(wording: Wording, letter: int) -> bool:
    """Whether a letter is of the same number or word as the one before it.

    Unlike at an edge, a range, a list or a date that was changed is one number here.
    """
    before, after = wording.letters[letter - 1], wording.letters[letter]
    gap = wording.read.text[wording.places[letter - 1] + 1 : wording.places[letter]]
    if _is_of_number(before) and _is_of_number(after):
        return not set(gap) - _GROUPING
    return not gap and _are_of_word(before, after)


def _is_of_number(letter: str) -> bool:
    """Whether a letter is a digit, or what the wording keeps of what stands between digits."""
    return letter.isdecimal() or letter in PARTS_DIGITS
