"""The ways in which a phrase is typed that must not matter, each applied at places drawn."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import opencc
from hypothesis import strategies as st

from bri_search.text.fold import QUOTATION_MARKS, Folding
from bri_search.text.markup import markup

CONFIGURATIONS = ("s2t", "s2tw", "s2hk", "t2s", "tw2s", "hk2s")
QUOTATIONS = ("「」", "『』", "“”", "‘’", '""', "''", "«»", "《》", "〈〉")
SPACES = (" ", "  ", "\u3000", "\t", "\n", "\n\n", "\r\n", " \n ")
# What is markup, or becomes markup beside something else, is written in one way only.
MARKS = frozenset("#>*_`~[]!<\\-|")


@cache
def converter(configuration: str) -> Any:
    return opencc.OpenCC(configuration)


def in_markup(text: str) -> set[int]:
    return {place for match in markup(text) for place in range(*match.span())}


def is_ideograph(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def converted(draw: Callable[..., Any], text: str) -> str:
    """In another script or region; as it was where OpenCC changes the length of it."""
    other: str = converter(draw(st.sampled_from(CONFIGURATIONS))).convert(text)
    return other if len(other) == len(text) else text


def spaced(draw: Callable[..., Any], text: str) -> str:
    """With white space put in beside ideographs."""
    kept = in_markup(text)
    places = [
        place
        for place in range(1, len(text))
        if not {place - 1, place} & kept
        and (is_ideograph(text[place - 1]) or is_ideograph(text[place]))
        and not {text[place - 1], text[place]} & MARKS
    ]
    if not places:
        return text
    chosen = draw(st.lists(st.sampled_from(places), max_size=4, unique=True))
    for place in sorted(chosen, reverse=True):
        text = text[:place] + draw(st.sampled_from(SPACES)) + text[place:]
    return text


def widened(draw: Callable[..., Any], text: str) -> str:
    """With ASCII in full width."""
    kept = in_markup(text)
    places = [
        place
        for place, character in enumerate(text)
        if "!" <= character <= "~" and character not in MARKS and place not in kept
    ]
    chosen = set(draw(st.lists(st.sampled_from(places), max_size=6))) if places else set()
    return "".join(
        chr(ord(character) + 0xFEE0) if place in chosen else character
        for place, character in enumerate(text)
    )


def quoted(draw: Callable[..., Any], text: str) -> str:
    """With other quotation marks, without them, or in a pair of them."""
    kept = in_markup(text)
    marks = "".join(QUOTATIONS)
    other = "".join(
        draw(st.sampled_from(["", *marks]))
        if character in QUOTATION_MARKS and place not in kept
        else character
        for place, character in enumerate(text)
    )
    # A note mark that an end of the text cuts off is one only at that end.
    is_cut = {0, len(text) - 1} & kept
    pair = "" if is_cut else draw(st.sampled_from(("", *QUOTATIONS)))
    return pair[:1] + other + pair[1:]


def regrouped(draw: Callable[..., Any], text: str) -> str:
    """With digits grouped by three, or not."""
    if draw(st.booleans()):
        return re.sub(
            r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])",
            lambda number: number.group().replace(",", ""),
            text,
        )
    kept = in_markup(text)
    return re.sub(
        r"(?<![0-9,.])[0-9]{4,}(?![0-9,])",
        lambda number: (
            number.group()
            if number.start() in kept
            else f"{int(number.group()):,}"
            if not number.group().startswith("0")
            else number.group()
        ),
        text,
    )


WAYS = (converted, spaced, widened, quoted, regrouped)


@st.composite
def typings(draw: Callable[..., Any], text: str, folding: Folding) -> str:
    """A text typed in another way that folds alike; that it does is asserted."""
    typed = text
    for way in draw(st.lists(st.sampled_from(WAYS), max_size=4)):
        before = typed
        typed = way(draw, typed)
        assert folding.text(typed) == folding.text(before), (way.__name__, before, typed)
    return typed
