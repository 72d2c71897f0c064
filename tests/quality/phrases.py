"""Phrases drawn from documents, and the disguises in which they are asked for."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import bri_search
from tests import disguises
from tests.quality.cutting import word_bounds

__all__ = ["DISGUISES", "Phrase", "Reading", "draw"]

LENGTHS = range(8, 21)
_TRIES = 1_000_000
"""After so many draws for one disguise, what was found has to do."""
# With what makes it a year or a range: 2013 without its 年 may be any number.
_NUMBER = re.compile(r"[0-9](?:[0-9.,，]*[0-9])?(?:\s*[年－—–~至-])?")
# Four digits and more that are no year.
_UNGROUPED = re.compile(r"(?<![0-9.,])[0-9]{4,}(?![0-9]|\s*[年－—–~至-])")
_IDEOGRAPHS = re.compile(r"(?<=[\u3400-\u9fff])(?=[\u3400-\u9fff])")

Disguise = Callable[[str, random.Random], str]
"""Types a phrase in another way; gives it back as it is where there is nothing to disguise."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage as it is read, of a document."""

    document: str
    passage: int
    text: str

    @classmethod
    def all_in(cls, library: bri_search.Library) -> tuple[Reading, ...]:
        """All passages of a library; a document is known by the name of its file."""
        return tuple(
            cls(summary.source.path.name, shown.passage, shown.text)
            for summary in library.sources
            for shown in library.show(summary.source.id)
        )


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as it was typed, and where it was drawn: a stretch of the text of a passage."""

    typed: str
    document: str
    passage: int
    start: int
    end: int


@cache
def _converter(configuration: str) -> Any:
    import opencc

    return opencc.OpenCC(configuration)


def _converted(configuration: str, text: str) -> str:
    other: str = _converter(configuration).convert(text)
    return other


def _as_it_reads(phrase: str, _: random.Random) -> str:
    return phrase


def _script(phrase: str, _: random.Random) -> str:
    simplified = _converted("t2s", phrase)
    return _converted("s2t", phrase) if simplified == phrase else simplified


def _region(phrase: str, chance: random.Random) -> str:
    """In the forms of Hong Kong or Taiwan where these are not those of Traditional at large."""
    simplified = _converted("t2s", phrase)
    traditional = _converted("s2t", simplified)
    regional = {_converted(region, simplified) for region in ("s2hk", "s2tw")}
    return chance.choice(sorted(regional - {traditional, phrase}) or [phrase])


def _width(phrase: str, _: random.Random) -> str:
    return disguises.full_width(phrase)


def _put_in(phrase: str, space: str, number: int, chance: random.Random) -> str:
    places = [match.start() for match in _IDEOGRAPHS.finditer(phrase)]
    if len(places) < number:
        return phrase
    for place in sorted(chance.sample(places, number), reverse=True):
        phrase = phrase[:place] + space + phrase[place:]
    return phrase


def _spacing(phrase: str, chance: random.Random) -> str:
    return _put_in(phrase, chance.choice((" ", "\u3000")), 2, chance)


def _line_break(phrase: str, chance: random.Random) -> str:
    return _put_in(phrase, "\n", 1, chance)


def _quotation_marks(phrase: str, chance: random.Random) -> str:
    return disguises.DISGUISES[chance.choice(("other quotation marks", "no quotation marks"))](
        phrase
    )


def _markup(phrase: str, chance: random.Random) -> str:
    """With two to four ideographs marked up as a link of a wiki or as emphasis of Markdown."""
    places = [match.span() for match in re.finditer(r"[\u3400-\u9fff]{2,4}", phrase)]
    if not places:
        return phrase
    start, end = chance.choice(places)
    opening, closing = chance.choice((("[[zh:", "]]"), ("**", "**")))
    return phrase[:start] + opening + phrase[start:end] + closing + phrase[end:]


def _digit_grouping(phrase: str, _: random.Random) -> str:
    grouped = _UNGROUPED.sub(lambda number: f"{int(number.group()):,}", phrase)
    return disguises.DISGUISES["no digit groups"](phrase) if grouped == phrase else grouped


DISGUISES: dict[str, Disguise] = {
    "as it reads": _as_it_reads,
    "script": _script,
    "region": _region,
    "width": _width,
    "spacing": _spacing,
    "line break": _line_break,
    "quotation marks": _quotation_marks,
    "markup": _markup,
    "digit grouping": _digit_grouping,
}


def draw(readings: Sequence[Reading], disguise: str, number: int, seed: int) -> list[Phrase]:
    """So many phrases of 8 to 20 characters that a disguise changes, each drawn once.

    Passages are drawn by their length. A phrase begins and ends where jieba sees a word begin and
    end, with a letter or a digit, and cuts no number. The same seed draws the same phrases.
    """
    chance = random.Random(f"{seed} {disguise}")
    change = DISGUISES[disguise]
    bounds = [_bounds(reading.text) for reading in readings]
    weights = [len(reading.text) for reading in readings]
    found: dict[tuple[str, str], Phrase] = {}
    for _ in range(_TRIES):
        if len(found) == number:
            break
        [place] = chance.choices(range(len(readings)), weights)
        reading = readings[place]
        start, end = sorted(chance.choices(bounds[place], k=2))
        phrase = reading.text[start:end]
        if (
            len(phrase) not in LENGTHS
            or (reading.document, phrase) in found
            or not (_counts(phrase[0]) and _counts(phrase[-1]))
        ):
            continue
        typed = change(phrase, chance)
        if typed != phrase or change is _as_it_reads:
            found[reading.document, phrase] = Phrase(
                typed, reading.document, reading.passage, start, end
            )
    return list(found.values())


@cache
def _bounds(text: str) -> tuple[int, ...]:
    """Where words begin or end, but not inside a number."""
    inside = {
        place for one in _NUMBER.finditer(text) for place in range(one.start() + 1, one.end())
    }
    return tuple(place for place in word_bounds(text) if place not in inside)


def _counts(character: str) -> bool:
    """Whether a character is a letter or a digit, and not a note mark."""
    category = unicodedata.category(character)
    return category[0] == "L" or category == "Nd"
