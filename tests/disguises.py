"""What editors and typesetters do to a text without changing its wording."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

import opencc

_OTHER_MARKS = str.maketrans("“”「」‘’『』", "「」“”『』‘’")
_MARKS = "“”‘’「」『』\"'"
_ENGLISH = str.maketrans("，。；：！？", ",.;:!?")
_IN_NUMBERS = re.compile(r"(?<=[0-9０-９])[.,](?=[0-9０-９])")


@lru_cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


def converting(config: str) -> Callable[[str], str]:
    return lambda text: _converter(config).convert(text)


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def without_punctuation(text: str) -> str:
    kept = {match.start() for match in _IN_NUMBERS.finditer(text)}
    return "".join(
        c
        for place, c in enumerate(text)
        if c in "%‰" or place in kept or not unicodedata.category(c).startswith("P")
    )


def digit_groups(text: str) -> str:
    return re.sub(r"(?<![0-9.,])[0-9]{4,}(?![0-9年])", lambda m: f"{int(m.group()):,}", text)


def broken_lines(text: str) -> str:
    return "\n".join(text[place : place + 17] for place in range(0, len(text), 17))


def bracketed(text: str) -> str:
    """An editor's brackets around the third to fifth character, but not inside a number."""
    if any(c.isdecimal() for c in text[1:6]):
        return text
    return f"{text[:2]}〔{text[2:5]}〕{text[5:]}"


DISGUISES: dict[str, Callable[[str], str]] = {
    "traditional": converting("s2t"),
    "simplified": converting("t2s"),
    "hongkong": converting("s2hk"),
    "taiwan": converting("s2tw"),
    "full width": full_width,
    "no spaces": lambda text: "".join(text.split()),
    "no punctuation": without_punctuation,
    "english punctuation": lambda text: text.translate(_ENGLISH),
    "other quotation marks": lambda text: text.translate(_OTHER_MARKS),
    "no quotation marks": lambda text: "".join(c for c in text if c not in _MARKS),
    "digit groups": digit_groups,
    "no digit groups": lambda text: re.sub(r"(?<=[0-9])[,，](?=[0-9]{3})", "", text),
    "broken lines": broken_lines,
    "brackets": bracketed,
}


def repunctuated(text: str, choose: Callable[[str], str]) -> str:
    """A text with each of its Chinese punctuation marks put as `choose` says."""
    return "".join(choose(c) if c in "，。；：、！？" else c for c in text)
