"""Folding: the form of a text in which only its wording is left.

Script, region, width, case, accents, spacing, quotation marks, title marks, note marks, markup and
digit grouping no longer show; every folded character knows the offset it came from. Two texts have
the same wording where they fold to the same string; that is all that decides what matches.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from bri_search.text.entities import ENTITY, without_entities
from bri_search.text.grouping import without_grouping, without_spaces_of_lists
from bri_search.text.line_breaks import LINE_BREAKS
from bri_search.text.lookalikes import LOOKALIKES
from bri_search.text.markup import is_break, markup
from bri_search.text.variants import Variants

__all__ = [
    "QUOTATION_MARKS",
    "SOFT_HYPHEN",
    "TITLE_MARKS",
    "FoldedText",
    "Folding",
    "is_accent",
    "is_note_mark",
    "is_word_character",
    "letter_form",
]

QUOTATION_MARKS = frozenset("「」『』“”‘’\"'«»‹›‚‛„‟〝〞〟＂＇﹁﹂﹃﹄｢｣❛❜❝❞❟❠❮❯⹂")
TITLE_MARKS = frozenset("《》〈〉⟨⟩⟪⟫〈〉︽︾︿﹀")
SOFT_HYPHEN = "\u00ad"
"""Where a word may be broken; what stands behind a line that ends with one is of the same word."""
# A tilde joins the ends of a range as a dash does; 〜 is one by its Unicode category.
_DASHES = frozenset("−─━⁃~～∼∿")
_NOT_DASHES = frozenset("〰゠⸗⹀")
# What is written otherwise than its NFKC form says, or has none.
_WRITTEN_OUT = {"⸺": "--", "⸻": "---", "⋯": "...", "︰": ":", "∶": ":"}
# Markup wherever they stand, or (>) where a line begins, which a part of a line does not show.
_MARKUP_ALONE = frozenset("[]_`>\\")
_MIDDLE_DOTS = frozenset("·•‧・∙⋅●⸱")
_VARIATION_SELECTORS = ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
_CIRCLED_DINGBATS = ((0x24EB, 0x24FF), (0x2776, 0x2793))
_ACCENTS = (0x0300, 0x036F)
_TRANSPARENT_RANGES = (*_VARIATION_SELECTORS, *_CIRCLED_DINGBATS, _ACCENTS)
_DAGGERS = frozenset("†‡")
_SUPERSCRIPT_MARKS = frozenset("0123456789+-−=()")
_LINE_BREAK = re.compile(f"[{LINE_BREAKS}]|<(?i:br)")
_IDEOGRAPHS = "\u4e00", "\u9fff"
"""The first and the last of those that have no form but that of their class."""

# Brackets around the number of a note; around anything else they are as any punctuation.
_CLOSING = {"〕": "〔", "】": "【"}
_FOLD_TO_CLOSING = re.compile("[〕】︺︼﹞]")
_NUMBER_OF_NOTE = re.compile("注?[0-9]{1,3}")
_BEGINNING_OF_NOTE = re.compile(r"[〔【]注?[0-9]{0,3}\Z")
_END_OF_NUMBER = re.compile("注?[0-9]{0,3}")
_LONGEST_MARK = 5
_SPACE = re.compile(r"\s+")

_STRETCH = 65_536
_LOOKED_BACK_AT = _LONGEST_MARK + 2
_SHORT = 256
_ALL_OFFSETS = array("I", range(_SHORT))
# Each stretch of markup has one of these, or one that is transparent.
_IN_MARKUP = frozenset("#~<＜﹤≮*＊﹡")
_WORDS_BELOW = 0x2E80
_KEPT = 4096
_HANGUL = ((0xAC00, 0xD7FF), (0x1100, 0x11FF), (0x3130, 0x318F))


class FoldedText(NamedTuple):
    """Folded characters, and for each the code point offset of the character it came from.

    A character that folds to several (… to three full stops) gives all of them its offset.
    """

    text: str
    offsets: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Start and end, in the text that was folded, of folded characters start to end."""
        return self.offsets[start], self.offsets[end - 1] + 1


@lru_cache(maxsize=_KEPT)
def is_word_character(character: str) -> bool:
    """Whether white space beside this folded character separates words (Latin, digits, Hangul).

    >>> [is_word_character(c) for c in "a5ß中，"]
    [True, True, True, False, False]
    """
    code = ord(character)
    if code < 0x80:
        return character.isalnum()
    if code >= _WORDS_BELOW and not any(first <= code <= last for first, last in _HANGUL):
        return False
    return character.isalnum() or unicodedata.category(character) in {"Mn", "Mc"}


_NOT_PLAIN = "\0"


class _PlainForms(dict[int, str]):
    """What characters fold to that fold to one whatever stands beside them, by their codes.

    All others have the form that no character has.
    """

    def __init__(self, form_of: Callable[[str], str]) -> None:
        super().__init__()
        self._form_of = form_of

    def __missing__(self, code: int) -> str:
        character = chr(code)
        form = self._form_of(character)
        is_plain = len(form) == 1 and form not in " ,〔〕【】&" and character not in _IN_MARKUP
        found = self[code] = form if is_plain else _NOT_PLAIN
        return found


class Folding:
    """Folds texts by one set of variants; the rules are those of docs/folding.md, in four stages.

    0. Entities (&nbsp;) give way to what they stand for, until there are none.
    1. Markup is transparent, as are quotation and title marks, note marks, accents and zero-width
       characters, and brackets such as 〔〕 with the number of a note between them; every other
       character becomes its NFKC form, casefolded and without accents, with all dashes and tildes
       alike, all middle dots alike, a radical as its ideograph, and an ideograph as the
       representative of its class.
    2. White space stays, as one space, between two word characters, and in a list of numbers before
       one of three digits (3, 200), which else would be a group of them; everywhere else it is
       transparent. A hyphen that ends a line inside a word goes with the line break, and behind a
       soft hyphen a line break is transparent.
    3. Commas that group digits by three are transparent (3,000); 3,5,7 is left alone.
    """

    def __init__(self, variants: Variants) -> None:
        self.variants = variants
        self._folded: dict[str, str] = {}
        self._plain = _PlainForms(self.character)

    def fold(self, text: str) -> FoldedText:
        """Fold a text; offsets are code points into it.

        >>> from bri_search.text.variants import Variants
        >>> folding = Folding(Variants.derive())
        >>> folding.fold("「數字絲綢之路」 ３,０００ 億").text
        '数字丝绸之路3000亿'
        >>> list(folding.fold("资[[zh:金融]]通").offsets)
        [0, 6, 7, 10]
        """
        if len(text) <= _SHORT:
            plain = text.translate(self._plain)
            if _NOT_PLAIN not in plain:
                return FoldedText(plain, _ALL_OFFSETS[: len(text)])
        places: Sequence[int] | None = None
        while True:
            if "&" in text and ENTITY.search(text):
                text, kept = without_entities(text)
                places = kept if places is None else array("I", map(places.__getitem__, kept))
            folded = self._fold(text)
            offsets = folded.offsets
            if places is not None:
                offsets = array("I", map(places.__getitem__, offsets))
            if "&" not in folded.text or not ENTITY.search(folded.text):
                return FoldedText(folded.text, offsets)
            text, places = folded.text, offsets

    def _fold(self, text: str) -> FoldedText:
        """Fold a text without entities."""
        folded: list[str] = []
        done: list[str] = []
        offsets = array("I")
        known = self._folded
        position = 0
        gap: tuple[int, int] | None = None
        has_brackets = _FOLD_TO_CLOSING.search(text) is not None
        for markup_start, markup_end, breaks in _markup_spans(text):
            for offset in range(position, markup_start):
                character = text[offset]
                form = known.get(character)
                if form is None:
                    form = known[character] = self._fold_character(character)
                if not form:
                    continue
                if form == " ":
                    gap = (offset if gap is None else gap[0], offset + 1)
                    continue
                if has_brackets and form in _CLOSING:
                    length = _length_of_note_mark(folded, _CLOSING[form], begins=not done)
                    if length is not None:
                        del folded[len(folded) - length :], offsets[len(offsets) - length :]
                        # White space before it stands beside what follows it now.
                        space = _SPACE.search(text, offsets[-1] + 1 if offsets else 0, offset)
                        gap = space.span() if gap is None and space else gap
                        continue
                if gap is not None:
                    if folded:
                        _close_gap(text, folded, offsets, gap, offset, form)
                    gap = None
                folded.append(form[0])
                offsets.append(offset)
                for more in form[1:]:
                    folded.append(more)
                    offsets.append(offset)
            position = markup_end
            if breaks:
                gap = (markup_start if gap is None else gap[0], markup_end)
            if len(folded) > _STRETCH:
                # Characters by themselves take much memory; a few are looked back at.
                done.append("".join(folded[:-_LOOKED_BACK_AT]))
                del folded[:-_LOOKED_BACK_AT]
        whole = "".join([*done, *folded])
        while cut := _BEGINNING_OF_NOTE.search(whole, max(0, len(whole) - _LONGEST_MARK)):
            whole = whole[: cut.start()]
            del offsets[cut.start() :]
        whole, offsets = without_grouping(whole, offsets)
        whole, offsets = without_spaces_of_lists(whole, offsets)
        return FoldedText(whole, offsets)

    def text(self, text: str) -> str:
        """The folded characters of a text, without their offsets."""
        plain = text.translate(self._plain)
        if _NOT_PLAIN not in plain:
            return plain
        if text.isalpha():  # no markup, space or digit: each is folded by itself
            return "".join(map(self.character, text))
        words = [word.translate(self._plain) for word in text.split(" ") if word]
        if not any(_NOT_PLAIN in word for word in words):
            return _side_by_side(words)
        return self.fold(text).text

    def character(self, character: str) -> str:
        """What one character folds to by itself; empty if transparent, a space if white space."""
        form = self._folded.get(character)
        if form is None:
            form = self._folded[character] = self._fold_character(character)
        return form

    def _fold_character(self, character: str) -> str:
        if _IDEOGRAPHS[0] <= character <= _IDEOGRAPHS[1]:  # most that is looked for
            representative = self._representative(character)
            return character if representative == character else self.character(representative)
        if character.isspace():
            return " "
        if _is_transparent(character):
            return ""
        folded = _punctuation(character)
        if folded is None:
            folded = "".join(map(self._representative, letter_form(character)))
        if folded != character:
            # Once more for each part, until nothing changes: a form may itself have a form.
            folded = "".join(
                part if part == character else self.character(part) for part in folded
            ).replace(" ", "")
        return folded

    def _representative(self, character: str) -> str:
        return self.variants.representative.get(character, character)


def _markup_spans(text: str) -> Iterator[tuple[int, int, bool]]:
    """Spans of markup in order, and whether each breaks the line.

    An empty one closes each long stretch without markup, and the last.
    """
    position = 0
    found = ((*one.span(), is_break(one)) for one in markup(text))
    for start, end, breaks in chain(found, [(len(text), len(text), False)]):
        while start - position > _STRETCH:
            position += _STRETCH
            yield position, position, False
        yield start, end, breaks
        position = end


def _close_gap(
    text: str,
    folded: list[str],
    offsets: array[int],
    gap: tuple[int, int],
    following: int,
    form: str,
) -> None:
    """Decide what white space before the character at `following` leaves behind."""
    before = folded[-1]
    if before == "," and len(folded) > 1 and folded[-2].isdecimal() and form[0].isdecimal():
        separates = not _LINE_BREAK.search(text, *gap)
    elif SOFT_HYPHEN in text[offsets[-1] + 1 : gap[0]] and _LINE_BREAK.search(text, *gap):
        separates = False
    else:
        separates = is_word_character(before) and is_word_character(form[0])
    if separates:
        folded.append(" ")
        offsets.append(gap[0])
    elif (
        text[offsets[-1]] in "-‐"
        and text[following].islower()
        and len(folded) > 1
        and is_word_character(folded[-2])
        and not folded[-2].isdecimal()
        and _LINE_BREAK.search(text, *gap)
    ):
        folded.pop()
        offsets.pop()


def _side_by_side(words: list[str]) -> str:
    """Folded words, none with anything that its neighbours change, with spaces where they stay."""
    text = "".join(words[:1])
    for word in words[1:]:
        separates = is_word_character(text[-1]) and is_word_character(word[0])
        text += f" {word}" if separates else word
    return text


def _length_of_note_mark(folded: list[str], opening: str, *, begins: bool) -> int | None:
    """How many of the last characters are a note mark, but for the bracket that closes it.

    None where they are none. Where a text `begins`, what is before it may be cut off.
    """
    tail = "".join(folded[-_LONGEST_MARK:])
    bracket = tail.rfind(opening)
    if bracket >= 0 and _NUMBER_OF_NOTE.fullmatch(tail, bracket + 1):
        return len(tail) - bracket
    is_cut = begins and len(folded) < _LONGEST_MARK and _END_OF_NUMBER.fullmatch(tail)
    return len(tail) if is_cut else None


def _is_transparent(character: str) -> bool:
    if character in QUOTATION_MARKS or character in TITLE_MARKS or character in _MARKUP_ALONE:
        return True
    code = ord(character)
    if code < 0x80:
        return not character.isprintable()
    if unicodedata.category(character) in {"Cf", "Cc", "Cs"}:
        return True
    if any(first <= code <= last for first, last in _TRANSPARENT_RANGES):
        return True
    return is_note_mark(character)


def letter_form(character: str) -> str:
    """The form of a character whose width, case and accents, or code point, do not show.

    >>> [letter_form(c) for c in "Ａéガ한⺠"]
    ['a', 'e', 'ガ', '한', '民']
    """
    plain = unicodedata.normalize("NFKC", character).casefold()
    plain = LOOKALIKES.get(plain, plain)
    if plain.isascii():
        return plain
    # Composed again: the syllables of Hangul and the voiced kana are no letters with accents.
    letters = [part for part in unicodedata.normalize("NFD", plain) if not is_accent(part)]
    return unicodedata.normalize("NFC", "".join(letters))


def is_accent(character: str) -> bool:
    """Whether a character is an accent that combines with the letter before it.

    >>> is_accent("\u0301"), is_accent("e")
    (True, False)
    """
    return _ACCENTS[0] <= ord(character) <= _ACCENTS[1]


def is_note_mark(character: str) -> bool:
    """Whether a character may stand for the number of a note: superscript, circled or a dagger.

    >>> [is_note_mark(c) for c in "³①†a3"]
    [True, True, True, False, False]
    """
    if character in _DAGGERS:
        return True
    form, _, base = unicodedata.decomposition(character).partition(" ")
    if form not in {"<super>", "<circle>"}:
        return False
    mark = "".join(chr(int(part, 16)) for part in base.split())
    return all(part in _SUPERSCRIPT_MARKS for part in mark) or (
        form == "<circle>" and mark.isascii() and mark.isalpha()
    )


def _punctuation(character: str) -> str | None:
    """The one form of dashes, middle dots, colons and the like; None for everything else."""
    if character in _WRITTEN_OUT:
        return _WRITTEN_OUT[character]
    if character in _MIDDLE_DOTS:
        return "·"
    is_dash = unicodedata.category(character) == "Pd" and character not in _NOT_DASHES
    return "-" if is_dash or character in _DASHES else None
