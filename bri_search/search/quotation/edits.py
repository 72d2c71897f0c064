"""Edits by whole words: numbers and Latin words are changed as a whole."""

from __future__ import annotations

from dataclasses import replace

from bri_search.search.quotation.aligning import Edit
from bri_search.text.fold import is_word_character
from bri_search.text.wording import PARTS_DIGITS, Wording

__all__ = ["widened"]

_GROUPING = frozenset(",，")


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


def _goes_on(edit: Edit, following: Edit, quoted: Wording, original: Wording) -> bool:
    """Whether a number or a Latin word runs from one edit into the next, in either text."""
    return (
        edit.quoted < edit.quoted_end
        and following.quoted < following.quoted_end
        and _is_inside_word(quoted, following.quoted)
    ) or (
        edit.original < edit.original_end
        and following.original < following.original_end
        and _is_inside_word(original, following.original)
    )


def _is_inside_word(wording: Wording, letter: int) -> bool:
    before, after = wording.letters[letter - 1], wording.letters[letter]
    gap = wording.read.text[wording.places[letter - 1] + 1 : wording.places[letter]]
    if _is_of_number(before) and _is_of_number(after):
        return not set(gap) - _GROUPING
    return not gap and all(one.isalpha() and is_word_character(one) for one in (before, after))


def _is_of_number(letter: str) -> bool:
    """Whether a letter is a digit, or what the wording keeps of what stands between digits."""
    return letter.isdecimal() or letter in PARTS_DIGITS
