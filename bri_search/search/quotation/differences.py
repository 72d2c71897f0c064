"""Differences: in what a quotation and its original differ, character by character.

Letters that agree may still be of another script, and what stands between them may be other
punctuation or white space. Note marks belong to the page and are no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from bri_search.search.bridging import bridge
from bri_search.search.quotation.aligning import Edit
from bri_search.search.quotation.apostrophes import changed_words
from bri_search.search.quotation.edits import widened
from bri_search.search.quotation.gaps import (
    Gap,
    kind_of_gap,
    note_mark_end,
    signs_at_edge,
    without_note_marks,
)
from bri_search.search.quotation.results import Difference, DifferenceKind
from bri_search.search.quotation.stretches import Stretch
from bri_search.search.quotation.windows import Window
from bri_search.text.fold import QUOTATION_MARKS, TITLE_MARKS, Folding
from bri_search.text.wording import Wording

__all__ = ["ELLIPSIS", "Compared", "compare"]

ELLIPSIS = re.compile(
    r"""[〔\[［(（【]?\s*(?:…+|⋯+|\.{3,}|(?:\.[ ]){2,}\.|。{3,}|．{3,}|[·・•]{3,})\s*[〕\]］)）】]?
      | [〔\[［(（【](?:[上中下前后後]?略|omitted)[〕\]］)）】] | [—―─]+[上中下前后後]略[—―─]+""",
    re.VERBOSE,
)
"""What an editor puts where parts are left out: …… ... ······ 〔…〕 [...] （中略） —中略—."""

_STROKE = "\u0338"
"""The combining stroke through a sign."""
_ALIKE = (QUOTATION_MARKS, TITLE_MARKS, frozenset("，。、；：！？,.;:!?"))
"""Marks of which one may be put for another at the edge of a quotation."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The differences of a part of a quotation, and which of the original's characters answer it.

    `first` and `last` are places in the reading text of the window.
    """

    differences: tuple[Difference, ...]
    first: int
    last: int


def compare(
    typed: str,
    quoted: Wording,
    window: Window,
    edits: Iterable[Edit],
    folding: Folding,
    *,
    begins: bool,
    ends: bool,
) -> Compared:
    """Name all differences of a quotation, which was `typed`, from what a window shows.

    `begins` and `ends` say that the quotation's own edges are compared.
    """
    return _Comparison(typed, quoted, window, folding).run(list(edits), begins=begins, ends=ends)


class _Comparison:
    """One quotation against one window; collects the differences in order."""

    def __init__(self, typed: str, quoted: Wording, window: Window, folding: Folding) -> None:
        self._typed = typed
        self._quoted = quoted
        self._window = window
        self._original = window.wording
        self._folding = folding
        self._found: list[Difference] = []

    def run(self, edits: list[Edit], *, begins: bool, ends: bool) -> Compared:
        edits = widened(edits, self._quoted, self._original)
        original = [edit for edit in edits if edit.original < edit.original_end]
        first = self._original.places[original[0].original]
        last = self._original.places[original[-1].original_end - 1] + 1
        if begins and edits[0].is_equal:
            first = self._leading(first)
        for number, edit in enumerate(edits):
            if edit.is_equal:
                self._agreeing(edit)
            else:
                self._changed(edit, is_first=number == 0, is_last=number == len(edits) - 1)
        if ends and edits[-1].is_equal:
            last = self._trailing(last)
        return Compared(tuple(self._found), first, last)

    def _quoted_gap(self, start: int, end: int) -> Gap:
        return Gap(self._quoted.read, start, end, lambda first, last: self._typed[first:last])

    def _original_gap(self, start: int, end: int) -> Gap:
        return Gap(self._original.read, start, end, self._window.text)

    # Places: `_offset` is the offset in the file of a place in the original's reading text.

    def _offset(self, place: int) -> int:
        offsets = self._original.read.offsets
        return offsets[place] if place < len(offsets) else offsets[-1] + 1

    def _add(
        self, kind: DifferenceKind, quoted: str, original: str, quoted_place: int, place: int
    ) -> None:
        offsets = self._quoted.read.offsets
        start = offsets[quoted_place] if quoted_place < len(offsets) else offsets[-1] + 1
        last = self._found[-1] if self._found else None
        if (
            last is not None
            and last.kind is kind
            and kind.keeps_wording
            and quoted
            and original
            and last.quoted_start + len(last.quoted) == start
            and last.start + len(last.original) == self._offset(place)
        ):
            self._found[-1] = Difference(
                kind, last.quoted + quoted, last.original + original, last.quoted_start, last.start
            )
            return
        told = Difference(kind, quoted, original, start, self._offset(place))
        if told != last:  # a word is told once, though it was changed in two places
            self._found.append(told)

    def _agreeing(self, edit: Edit) -> None:
        """Letters that fold alike, and what stands between them."""
        quoted, original = self._quoted, self._original
        start, end = quoted.span(edit.quoted, edit.quoted_end)
        place, stop = original.span(edit.original, edit.original_end)
        if quoted.read.text[start:end] == original.read.text[place:stop]:
            return
        beyond = 0
        for step in range(edit.quoted_end - edit.quoted):
            if step < beyond:
                continue
            here, there = quoted.places[edit.quoted + step], original.places[edit.original + step]
            if step:
                before = quoted.places[edit.quoted + step - 1]
                place_before = original.places[edit.original + step - 1]
                if (here, there) == (before, place_before):
                    continue
                gap = quoted.read.text[before + 1 : here]
                if gap != original.read.text[place_before + 1 : there]:
                    self._gap(before + 1, here, place_before + 1, there)
            one, other = quoted.read.text[here], original.read.text[there]
            if one == other:
                continue
            if length := self._fraction(edit.quoted + step, edit.original + step):
                beyond = step + length
            else:
                kind = DifferenceKind(bridge(one, other, self._folding))
                if _is_negated(one) != _is_negated(other) or self._is_other_word(here, there):
                    kind = DifferenceKind.REPLACED
                self._add(kind, one, other, here, there)

    def _fraction(self, quoted: int, original: int) -> int:
        """The letters of a fraction that is one character (½) in one text and several in the other.

        What it makes of them is told: 1½ is not 11/2.
        """
        if not self._quoted.letters[quoted].isdecimal():
            return 0
        wordings, letters = (self._quoted, self._original), (quoted, original)
        lengths = [_letters_at(*each) for each in zip(wordings, letters, strict=True)]
        length = max(lengths)
        if lengths[0] == lengths[1]:
            return 0
        spans = [one.span(at, at + length) for one, at in zip(wordings, letters, strict=True)]
        gaps = [
            self._quoted_gap(spans[0][0], spans[0][0]),
            self._original_gap(spans[1][0], spans[1][0]),
        ]
        kind = DifferenceKind.WIDTH
        if all(gap.before.isdecimal() for gap in gaps):
            kind = DifferenceKind.REPLACED
            spans = [
                (gap.with_numbers()[0], end) for gap, (_, end) in zip(gaps, spans, strict=True)
            ]
        self._add_stretch(kind, *spans[0], *spans[1])
        return length

    def _is_other_word(self, here: int, there: int) -> bool:
        """Whether two characters that fold alike are forms of one another in other phrases only.

        As 坐 and 座 are, which no conversion writes for one another in 坐下.
        """
        quoted, original = self._quoted.read.text, self._original.read.text
        one, other = quoted[here], original[there]
        variants = self._folding.variants
        if not variants.are_one_in_phrases(one, other):
            return False
        from bri_search.text.conversion import written_at  # few quotations need it

        written = chain(
            ((form, one) for form in written_at(original, there)),
            ((form, other) for form in written_at(quoted, here)),
        )
        return all(variants.are_one_in_phrases(*pair) for pair in written)

    def _gap(self, start: int, end: int, place: int, stop: int) -> None:
        """What stands between two letters in either text."""
        from rapidfuzz.distance import Postfix, Prefix

        quoted, original = self._quoted.read.text, self._original.read.text
        one, starts = without_note_marks(quoted, start, end)
        other, places = without_note_marks(original, place, stop)
        marks = quoted[start:end].strip(), original[place:stop].strip()
        if not (one + other).strip() and all(marks) and marks[0] != marks[1]:
            # Inside a sentence marks of notes that differ are numbers: 路发[97]15号, 第②项.
            self._add(DifferenceKind.REPLACED, *marks, start, place)
            return
        if one == other:
            return
        here, there = self._quoted_gap(start, end), self._original_gap(place, stop)
        if words := changed_words(here, there):
            self._add_stretch(DifferenceKind.REPLACED, *words[0], *words[1])
            start, place = max(start, words[0][1]), max(place, words[1][1])
            if start <= end and place <= stop:
                self._gap(start, end, place, stop)
            return
        kind, shared, shared_end = kind_of_gap(here, there, one, other), 0, 0
        if "".join(one.split()) != "".join(other.split()):
            shared = Prefix.similarity(one, other)
            shared_end = Postfix.similarity(one[shared:], other[shared:])
        elif not kind.keeps_wording:  # one number and two
            self._add_stretch(kind, *here.with_numbers(), *there.with_numbers())
            return
        self._add(
            kind,
            one[shared : len(one) - shared_end],
            other[shared : len(other) - shared_end],
            starts[shared],
            places[shared],
        )

    def _changed(self, edit: Edit, *, is_first: bool, is_last: bool) -> None:
        """Letters that were added, dropped or changed, with the punctuation that goes with them."""
        one = Stretch.of(self._quoted, edit.quoted, edit.quoted_end, is_first, is_last)
        other = Stretch.of(self._original, edit.original, edit.original_end, is_first, is_last)
        if one.has_letters and other.has_letters:
            self._gap(one.low, one.start, other.low, other.start)
            self._add_stretch(DifferenceKind.REPLACED, one.start, one.end, other.start, other.end)
            self._gap(one.end, one.high, other.end, other.high)
        elif one.has_letters:
            whole = one.with_its_punctuation(self._marks(other, self._original))
            place, stop = other.low, other.high
            if whole.low < whole.start:
                self._gap(whole.low, whole.start, place, stop)
                place = stop
            self._add_stretch(DifferenceKind.INSERTED, whole.start, whole.end, place, place)
            if whole.low == whole.start:
                self._gap(whole.end, whole.high, place, stop)
        elif mark := ELLIPSIS.search(self._quoted.read.text, one.low, one.high):
            self._add_stretch(
                DifferenceKind.ELISION, mark.start(), mark.end(), other.low, other.high
            )
        else:
            whole = other.with_its_punctuation(self._marks(one, self._quoted))
            start, end = one.low, one.high
            if whole.low < whole.start:
                self._gap(start, end, whole.low, whole.start)
                start = end
            self._add_stretch(DifferenceKind.DELETED, start, start, whole.start, whole.end)
            if whole.low == whole.start:
                self._gap(start, end, whole.end, whole.high)

    def _marks(self, stretch: Stretch, wording: Wording) -> str:
        return without_note_marks(wording.read.text, stretch.low, stretch.high)[0]

    def _add_stretch(
        self, kind: DifferenceKind, start: int, end: int, place: int, stop: int
    ) -> None:
        one = self._quoted.read.text[start:end]
        other = self._original.read.text[place:stop]
        self._add(kind, one, other, start, place)

    def _leading(self, place: int) -> int:
        """Punctuation with which the quotation begins: where it begins in the original."""
        quoted, original = self._quoted.read.text, self._original.read.text
        here = self._quoted.places[0]
        mark = quoted[:here].strip()
        if ELLIPSIS.fullmatch(mark):
            if original[:place].endswith(mark):
                return place - len(mark)
            self._add_edge(mark, 0, place)
            return place
        pairs: list[tuple[int, int]] = []
        while here and (
            quoted[here - 1].isspace() or _correspond(quoted, here - 1, original, place - 1)
        ):
            here -= 1
            if not quoted[here].isspace():
                place -= 1
                pairs.append((here, place))
        if rest := quoted[:here].strip():
            self._add_edge(rest, 0, place)
        for one, other in reversed(pairs):
            self._gap(one, one + 1, other, other + 1)
        return place

    def _trailing(self, place: int) -> int:
        """Punctuation with which the quotation ends: where it ends in the original."""
        quoted, original = self._quoted.read.text, self._original.read.text
        here = self._quoted.places[-1] + 1
        gap, other = self._quoted_gap(here, len(quoted)), self._original_gap(place, len(original))
        (end, stop), kind = signs_at_edge(gap, other)
        if kind is not None:
            self._add_stretch(kind, here, end, place, stop)
        here, place = end, stop
        mark = quoted[here:].strip()
        if ELLIPSIS.fullmatch(mark):
            if original.startswith(mark, place):
                return place + len(mark)
            self._add_edge(mark, here, place)
            return place
        while here < len(quoted):
            end, stop = note_mark_end(quoted, here), note_mark_end(original, place)
            if quoted[here].isspace():
                here += 1
            elif end > here:
                if end == len(quoted) and stop > place:
                    self._gap(here, end, place, stop)
                here, place = end, stop
            elif _correspond(quoted, here, original, stop):
                self._gap(here, here + 1, stop, stop + 1)
                here, place = here + 1, stop + 1
            else:
                break
        if rest := quoted[here:].strip():
            self._add_edge(rest, here, place)
        return place

    def _add_edge(self, rest: str, start: int, place: int) -> None:
        """Marks at an edge of the quotation that the original does not have there."""
        is_ellipsis = ELLIPSIS.fullmatch(rest) is not None
        kind = DifferenceKind.ELISION if is_ellipsis else DifferenceKind.PUNCTUATION
        self._add(kind, rest, "", start, place)


def _correspond(quoted: str, here: int, original: str, place: int) -> bool:
    """Whether two marks at the edge of a quotation stand for one another."""
    if not 0 <= place < len(original):
        return False
    one, other = quoted[here], original[place]
    if one == other:
        return True
    if one.isalnum() or other.isalnum() or other.isspace():
        return False
    return any(one in marks and other in marks for marks in _ALIKE)


def _letters_at(wording: Wording, letter: int) -> int:
    """How many letters the character gives that one of them stands for."""
    place, last = wording.places[letter], letter + 1
    while last < len(wording) and wording.places[last] == place:
        last += 1
    return last - letter


def _is_negated(character: str) -> bool:
    """Whether a sign is struck through, as ≠ is."""
    return _STROKE in unicodedata.normalize("NFD", character)
