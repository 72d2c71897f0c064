"""Marks of notes: what stands in the text for a note, and what the note itself begins with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bri_search.text.markup import NOTE_MARK
from bri_search.text.numeral_values import value_of

__all__ = [
    "MARK_BEHIND_STOP",
    "MARK_OF_NOTE",
    "NUMBERED_SIGNS",
    "SUPERSCRIPTS",
    "NoteMark",
    "begins_note",
    "flat_marks_in",
    "mark_before",
    "marks_in",
    "reads_like_note",
]

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_BRACKETS = {"[": "]", "〔": "〕", "【": "】", "(": ")"}
_NUMBER = "[0-9０-９]{1,3}"
_LABEL = rf"[注註][释釋]?\s?(?P<label>{_NUMBER}|[一二三四五六七八九十]{{1,3}})"
_SIGNS = r"(?P<sign>[*＊]{1,5}|†{1,3}|‡{1,3}|§(?!\s?[0-9]))"
_ONE_CHARACTER = """
    (?P<superscript>[⁰¹²³⁴⁵⁶⁷⁸⁹]+) | (?P<circled>[①-⑳㉑-㉟㊱-㊿])
  | (?P<filled>[❶-❿⓫-⓴➊-➓]) | (?P<ringed>[➀-➉])
"""
_OPENING, _CLOSING = "[〔【［", "]〕】］"
_MARK = re.compile(
    rf"""(?<=\S)(?:
        {_ONE_CHARACTER}
      | [{re.escape(_OPENING + "(（")}]?{_LABEL}[{re.escape(_CLOSING + ")）")}]?
      | (?P<open>[{re.escape(_OPENING)}])\^?
        (?P<bracketed>{_NUMBER}(?:[-–—~～,，、]\s?{_NUMBER})*)(?P<close>[{re.escape(_CLOSING)}])(?!\()
      | (?<=[\w”’」』》〉)）])(?:(?P<enclosed>[⑴-⒇])|[(（](?P<round>{_NUMBER})[)）])
        (?=[，。；：、！？,.;:!?”’」』》〉)）]|\s*\Z)
      | (?<![*＊†‡§]){_SIGNS}(?![*＊†‡§0-9A-Za-z])
    )""",
    re.VERBOSE,
)
_DIGIT = re.compile("[1-9]")
_MEASURED = (
    "%％℃°$年月日号號时時点點个個人项項种種条條次天周週家名位米元万萬亿億千百分秒度"
    "级級届屆版章节節期件倍成多余餘页頁"
)
"""What stands behind a number that counts something, and begins no sentence."""
_FLAT = re.compile(
    rf"""(?:(?<=[。，；！？”’」』》）])|(?<=[A-Za-z]{{3}}[.,;])|(?<=[.,;!?][)”"’'])|(?<=[a-z][)”"]))
        (?<!(?i:vol|fig|art|sec)\.)
        (?:(?P<number>[1-9][0-9]{{0,2}})(?!\s?[{_MEASURED}])|[(（](?P<round>[1-9][0-9]{{0,2}})[)）])
        (?=\s*\Z|\s?[^\W\d_]|\s?[「『《“"(（])""",
    re.VERBOSE,
)
"""A number that stood raised behind a clause, where its text was taken out of a page."""
_BEFORE = re.compile(
    rf"""(?:
        (?P<number>[0-9]{{1,3}})(?:[.．、]\s+|\s+(?=\D)|[.．、](?=[^\s0-9]))
      | (?:{_ONE_CHARACTER}|(?P<enclosed>[⑴-⒇]))\s*
      | [{re.escape(_OPENING + "(（")}]?{_LABEL}
        (?:\s?[{re.escape(_CLOSING + ")）")}][:：]?|[:：.．、]|(?=\s))\s*
      | (?P<open>[{re.escape(_OPENING + "(（")}])\^?
        (?P<bracketed>{_NUMBER})(?P<close>[{re.escape(_CLOSING + ")）")}]):?\s*
      | {_SIGNS}\s*
    )(?=[^\s，。、；：？！,.;:!?)）\]*＊†‡§])""",
    re.VERBOSE,
)
NUMBERED_SIGNS = "⁰¹²³⁴⁵⁶⁷⁸⁹①-⑳㉑-㉟㊱-㊿❶-❿⓫-⓴➊-➓➀-➉⑴-⒇"
"""Signs that are numbers, as characters and ranges of a pattern."""
_SIGN_OF_MARK = re.compile(rf"[{NUMBERED_SIGNS}注註(（*＊†‡§{re.escape(_OPENING)}]")
"""What every mark in a text has one of."""
MARK_OF_NOTE = rf"(?:[{NUMBERED_SIGNS}]|{NOTE_MARK})"
"""The mark of a note that can be nothing else, wherever it stands."""
MARK_BEHIND_STOP = rf"[（(](?:[注註][释釋]?\s?)?{_NUMBER}[)）]"
"""What is one behind the end of a sentence; elsewhere it numbers the clauses of one."""
_SIGN = re.compile(
    r"[*＊†‡§※★☆#]+\s*\S|[\[【〔(（]?(?:[注註]释?|註釋)\s*[0-9一二三四五六七八九十]*\s*[\]】〕)）：:]"
    r"|(?:作者|通[讯訊]作者|基金|收稿)[^，。]{0,8}[：:]"
)
"""What a note in small print begins with where it has no number."""
_WORDS = re.compile(
    r"[《\"“]|https?:|[Ii]bid|pp?\.\s*\d|(?:19|20)\d\d|数据|數據|来源|來源|参见|參見|载|載|同上"
)
"""What notes have in them: titles, addresses, years, where something is from."""
_RANGE = re.compile(rf"({_NUMBER})(?:[-–—~～]({_NUMBER}))?")
_LONGEST_RANGE = 20
_LONGEST_BEGINNING = 64
"""Characters: a mark, and the space behind it."""
_KEPT = 8192
"""Beginnings of lines: where a note ends is asked of each that may begin one."""


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The number of a note; `form` is how it is written: number, superscript, [ and the like.

    Of signs, such as **, `value` is how many there are.
    """

    form: str
    value: int

    @property
    def in_text(self) -> NoteMark:
        """What stands in the text for a note that begins so."""
        return NoteMark("superscript", self.value) if self.form == "number" else self

    @property
    def is_sign(self) -> bool:
        """Whether it is an asterisk or a dagger, and no number."""
        return self.form in {"*", "†", "‡", "§"}

    @property
    def is_ambiguous(self) -> bool:
        """Whether items of lists begin so as well, and running text has the same for other ends."""
        return self.form == "(" or self.is_sign

    def is_next_to(self, other: NoteMark | None) -> bool:
        """Whether it is written as another and is one more."""
        return other is not None and (other.form, other.value + 1) == (self.form, self.value)


def marks_in(text: str) -> Iterator[NoteMark]:
    """The marks of notes in a line of text, as far as their form shows them.

    >>> [(mark.form, mark.value) for mark in marks_in("甲〔1〕，乙（2），丙[3,5]。丁（注一）")]
    [('〔', 1), ('(', 2), ('[', 3), ('[', 5), ('label', 1)]
    >>> list(marks_in("（1）甲，（2）乙，关于3*5"))
    []
    """
    if _SIGN_OF_MARK.search(text) is None:
        return
    for match in _MARK.finditer(text):
        if not match["bracketed"]:
            yield _read(match)
        elif _is_pair(match):
            for first, last in _RANGE.findall(match["bracketed"]):
                end = min(int(last or first), int(first) + _LONGEST_RANGE)
                for value in range(int(first), end + 1):
                    yield NoteMark(_plain(match["open"]), value)


def flat_marks_in(text: str) -> Iterator[tuple[NoteMark, tuple[int, int]]]:
    """What may be marks of notes in a line that were raised in print, and where they stand.

    Numbers are in running text for other ends too: one is a mark only where its note is found.

    >>> [(mark.value, span) for mark, span in flat_marks_in("近600個目的地。1 根據指數，3人")]
    [(1, (9, 10))]
    >>> [
    ...     mark.value
    ...     for mark, _ in flat_marks_in("of the feasibility study.12 Passengers, vol.1 of")
    ... ]
    [12]
    """
    if _DIGIT.search(text) is None:  # as in most lines
        return
    for match in _FLAT.finditer(text):
        form = "number" if match["number"] else "("
        yield NoteMark(form, int(match["number"] or match["round"])), match.span()


def mark_before(text: str) -> NoteMark | None:
    """What a line that may be a note begins with.

    >>> mark_before("［1］见县志"), mark_before("註二：見縣志")
    (NoteMark(form='[', value=1), NoteMark(form='label', value=2))
    >>> mark_before("〔2023〕15号"), mark_before("注意安全")
    (None, None)
    """
    return _mark_before(text[:_LONGEST_BEGINNING])


@lru_cache(maxsize=_KEPT)
def _mark_before(beginning: str) -> NoteMark | None:
    match = _BEFORE.match(beginning)
    if not match or (match["bracketed"] and not _is_pair(match)):
        return None
    if match["bracketed"]:
        return NoteMark(_plain(match["open"]), int(match["bracketed"]))
    return _read(match)


def begins_note(text: str) -> bool:
    """Whether a line may begin a note: with a number, a star, a label.

    >>> begins_note("① 见县志"), begins_note("* 本文是示例。"), begins_note("港口")
    (True, True, False)
    """
    return mark_before(text) is not None or bool(_SIGN.match(text))


def reads_like_note(text: str) -> bool:
    """Whether a line has something in it that notes have, and headings and items have not.

    >>> reads_like_note("1 参见《县志》"), reads_like_note("1 港口")
    (True, False)
    """
    return _WORDS.search(text) is not None


def _plain(character: str) -> str:
    return unicodedata.normalize("NFKC", character)


def _is_pair(match: re.Match[str]) -> bool:
    return _BRACKETS[_plain(match["open"])] == _plain(match["close"])


def _read(match: re.Match[str]) -> NoteMark:
    """The mark that a match without square brackets is."""
    form, written = next((name, text) for name, text in match.groupdict().items() if text)
    if form == "sign":
        return NoteMark(_plain(written[0]), len(written))
    if form == "superscript":
        return NoteMark(form, int("".join(str(SUPERSCRIPTS.index(digit)) for digit in written)))
    if form in {"number", "round"} or (form == "label" and written.isdecimal()):
        return NoteMark("(" if form == "round" else form, int(written))
    if form == "label":
        return NoteMark(form, int(value_of(written) or 0))
    return NoteMark("(" if form == "enclosed" else form, int(unicodedata.numeric(written)))
