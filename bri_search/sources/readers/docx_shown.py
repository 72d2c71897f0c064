"""What Word shows of a paragraph: no hidden text, the results of fields, and what is raised."""

from __future__ import annotations

import re
from itertools import groupby

from bri_search.sources.readers.docx_styles import Look
from bri_search.text.markup import NOTE_MARK

__all__ = ["ShownText"]

_RAISED = str.maketrans("0123456789０１２３４５６７８９+-−–=()（）", "⁰¹²³⁴⁵⁶⁷⁸⁹" * 2 + "⁺⁻⁻⁻⁼⁽⁾⁽⁾")
_OF_NUMBER = frozenset(map(chr, _RAISED))
_NOTE_MARK = re.compile(NOTE_MARK)
_LETTER_OF_NOTE = re.compile("[a-z](?:[,，、][a-z]){0,5}")
_BEFORE_LETTER = re.compile(r"(?:[a-z]{2}|[\u4e00-\u9fff]|[。，、；：！？,.;:!?)）”’」』》])\Z")
"""A letter behind anything else is part of a word or of a formula: XIXe, 21e, xn."""
_WORD_FOR_NOTE = re.compile("[注註]")


class ShownText:
    """Puts together what a paragraph shows, from its characters in order, and what it hides."""

    def __init__(self) -> None:
        self._pieces: list[tuple[Look, str]] = []
        self._fields: list[tuple[int, bool]] = []

    def add(self, text: str, look: Look = Look.PLAIN) -> None:
        """Add characters that look alike."""
        self._pieces.append((look, text))

    def mark_field(self, what: str) -> None:
        """Begin a field, or its result, or end it (`begin`, `separate`, `end`).

        What stands before its result is its code. A field that does not end with the paragraph
        may be damaged, so what there is of it is kept.
        """
        if what == "begin":
            self._fields.append((len(self._pieces), False))
        elif self._fields and what in ("separate", "end"):
            start, has_result = self._fields.pop()
            if not has_result:
                del self._pieces[start:]
            if what == "separate":
                self._fields.append((start, True))

    @property
    def text(self) -> str:
        """What is shown; what is raised as characters that are, or as the mark of a note."""
        shown = ""
        for look, text in self._joined():
            if look is not Look.HIDDEN:
                shown += _raised(text, shown[-2:]) if look is Look.RAISED else text
        return shown

    @property
    def hidden(self) -> list[str]:
        """What is not shown, stretch by stretch."""
        return [text for look, text in self._joined() if look is Look.HIDDEN]

    def _joined(self) -> list[tuple[Look, str]]:
        return [
            (look, "".join(text for _, text in pieces))
            for look, pieces in groupby(self._pieces, key=lambda piece: piece[0])
        ]


def _raised(text: str, before: str) -> str:
    """What stands raised behind two characters.

    >>> [_raised(text, "出版") for text in ("12", "注4", "1,3", "[2]", "a", "*", "th")]
    ['¹²', '[注4]', '[1,3]', '[2]', '[^a]', '*', 'th']
    >>> _raised("-1", "m s"), _raised("n", "x"), _raised("st", "21")
    ('⁻¹', 'n', 'st')
    """
    said = text.strip()
    if not said:
        return text
    if _OF_NUMBER.issuperset(said):
        return text.translate(_RAISED)
    if _NOTE_MARK.fullmatch(f"[{said}]"):
        return text.replace(said, f"[{said}]")
    is_letter = _LETTER_OF_NOTE.fullmatch(said) and _BEFORE_LETTER.search(before)
    return text.replace(said, f"[^{said}]") if is_letter or _WORD_FOR_NOTE.fullmatch(said) else text
