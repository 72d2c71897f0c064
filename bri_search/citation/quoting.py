"""Quotation marks around a title in a citation, and those inside it."""

from __future__ import annotations

import re

__all__ = ["end_mark", "quoted", "with_marks_taken_in"]

_SEAM = "\ufdd0"
"""Around closing marks that a full stop or a comma goes before; in no text, since it is none."""
_END = "\ufdd1"
"""Behind what ends a sentence by itself; in no text either."""

_ENDING = re.compile(r"[?!？！。][’”\"'」』»›]*\Z")
_STRAIGHT = '"'

Marks = tuple[str, str]


def quoted(text: str, outer: Marks, inner: Marks, *, takes_in: bool) -> str:
    """A text in quotation marks, with those inside it so that each differs from what is around it.

    A mark without a partner, such as an apostrophe, is left as it is. `takes_in` says that a full
    stop or a comma behind the text goes before the marks that end it; `with_marks_taken_in` does.

    >>> quoted("The states’ rights", ("“", "”"), ("‘", "’"), takes_in=False)
    '“The states’ rights”'
    >>> quoted("On ‘Two’ and “Three”", ("“", "”"), ("‘", "’"), takes_in=False)
    '“On ‘Two’ and ‘Three’”'
    """
    pairs = _pairs(text, outer, inner)
    characters = list(text)
    depth = 0
    opens = {begin for begin, _ in pairs}
    closes = {end for _, end in pairs}
    for place in sorted(opens | closes):
        depth -= place in closes
        characters[place] = (inner, outer)[depth % 2][int(place in closes)]
        depth += place in opens
    last = len(text)
    while last - 1 in closes:
        last -= 1
    body, closing = "".join(characters[:last]), "".join(characters[last:]) + outer[1]
    return outer[0] + body + (_SEAM + closing + _SEAM if takes_in else closing)


def _pairs(text: str, outer: Marks, inner: Marks) -> list[tuple[int, int]]:
    """The places of marks that belong together."""
    closing_of = dict((outer, inner))
    if outer == ("“", "”"):
        closing_of[_STRAIGHT] = _STRAIGHT
    closings = set(closing_of.values())
    pairs: list[tuple[int, int]] = []
    waiting: list[int] = []
    for place, character in enumerate(text):
        if character not in closing_of and character not in closings:
            continue
        # An apostrophe is no quotation mark although it looks like one.
        around = text[place - 1 : place + 2 : 2] if place else ""
        if character in "’‘" and len(around) == 2 and around.isalnum():
            continue
        partner = next(
            (
                number
                for number in range(len(waiting) - 1, -1, -1)
                if closing_of[text[waiting[number]]] == character
            ),
            None,
        )
        if partner is not None:
            pairs.append((waiting[partner], place))
            del waiting[partner:]
        elif character in closing_of:
            waiting.append(place)
    return pairs


def end_mark(text: str) -> str:
    """What goes behind a text that ends a sentence by itself, as `Who rules the waves?` does."""
    return _END if _ENDING.search(text) else ""


def with_marks_taken_in(text: str) -> str:
    """Full stops and commas where the language has them: never two where one sentence ends."""
    text = re.sub(rf"{_END}\.?", "", text)
    text = re.sub(rf"([.?!,？！。])({_SEAM}[^{_SEAM}]*{_SEAM})\.", r"\1\2", text)
    return re.sub(rf"{_SEAM}([^{_SEAM}]*){_SEAM}([.,]?)", r"\2\1", text)
