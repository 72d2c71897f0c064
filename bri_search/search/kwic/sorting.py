"""The order of concordance lines: by place, source and date, and by what stands beside a match."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

from bri_search.errors import UsageError
from bri_search.index.columns import WALL
from bri_search.index.store import Store
from bri_search.search.kwic.choices import SORTS
from bri_search.search.kwic.places import SORTED_BY, right_context
from bri_search.search.kwic.stream import CHUNK, whole_words
from bri_search.search.occurrences import Occurrence

__all__ = ["sort_keys", "sort_occurrences"]

MOST_KEYS: Final = 3

_WORD_KEY = re.compile(r"(?P<side>l|left|r|right)(?P<number>[1-9])|([1-9])([lr])")
_Key = Callable[[Occurrence], Any]


def sort_keys(sort: str | Sequence[str]) -> tuple[str, ...]:
    """The keys that were asked for, most important first, each as it is spelt here.

    They come as one text with commas between them or as several; `L1` and `1L`, as concordancers
    write it, is `left1`. Raises UsageError for a key that is none, and for more than three.

    >>> sort_keys("R1, L2, date"), sort_keys(["left 1", "position"])
    (('right1', 'left2', 'date'), ('left1', 'position'))
    """
    typed = [sort] if isinstance(sort, str) else sort
    keys = tuple(_key_name(part) for text in typed for part in text.split(","))
    if not 0 < len(keys) <= MOST_KEYS:
        raise UsageError(f"{len(keys)} keys are given; give one to {MOST_KEYS}", argument="sort")
    return keys


def _key_name(typed: str) -> str:
    name = "".join(typed.split()).casefold()
    if name in SORTS:
        return name
    match = _WORD_KEY.fullmatch(name)
    if match is None:
        raise UsageError(
            f"{typed.strip()!r} is not one of {', '.join(SORTS)}, left1 to left9 or right1 "
            "to right9",
            argument="sort",
        )
    side, number = match["side"] or match[4], match["number"] or match[3]
    return f"{'left' if side[0] == 'l' else 'right'}{number}"


def sort_occurrences(
    store: Store, occurrences: Sequence[Occurrence], keys: Sequence[str]
) -> list[Occurrence]:
    """Occurrences by some keys; those that are alike by all of them keep their order.

    Everything is compared folded, so that no script is put before another:

    - `position`: the source in the order of `sources`, and the place in it.
    - `source`: the id of the source.
    - `date`: when the source was issued, as exactly as that is known; undated ones come last.
    - `left`, `right`: the 80 characters before the match, read backwards, or behind it, as far as
      there is no wall.
    - `left1` … `right9`: the word that many places from the match. Words, not characters, are what
      AntConc, CQPweb and Sketch Engine count here, in Chinese as well. They are those the text is
      cut into with the match standing as one word (of Latin letters, with the rest of its word);
      punctuation is none, and a line without a word there comes first.
    """
    functions = [_key(store, name) for name in keys]
    if len(functions) == 1:
        return sorted(occurrences, key=functions[0])
    return sorted(occurrences, key=lambda one: tuple(function(one) for function in functions))


def _key(store: Store, name: str) -> _Key:
    if name == "position":
        return lambda one: (store.place(one.serial), one.start)
    if name == "source":
        ids = {one.serial: store.folding.text(one.source.id) for one in store.sources}
        return lambda one: (ids[one.serial], store.place(one.serial))
    if name == "date":
        return lambda one: _date(store, one)
    if name == "left":
        return lambda one: _left(store, one.serial, one.position)[::-1]
    if name == "right":
        return lambda one: _right(store, one.serial, one.position + one.length)
    return _word_key(store, name.startswith("left"), int(name[-1]))


def _date(store: Store, occurrence: Occurrence) -> tuple[bool, str]:
    issued = store.by_serial(occurrence.serial).source.issued
    return issued is None, issued or ""


def _right(store: Store, serial: int, begin: int) -> bytes:
    return right_context(store.document(serial).folded, begin)


def _left(store: Store, serial: int, end: int) -> str:
    begin = max(0, end - SORTED_BY)
    before = bytes(store.document(serial).folded[2 * begin : 2 * end])
    return before.decode("utf-16-be", "replace").rpartition(WALL)[2]


def _word_key(store: Store, is_left: bool, number: int) -> _Key:
    """The word that many places to one side; as little is cut into words as that takes."""
    cut = lru_cache(maxsize=65_536)(store.segmenter.cut)

    def word(one: Occurrence) -> str:
        end_of_word = one.position + one.length
        start, end = whole_words(store.document(one.serial), one.position, end_of_word)
        if is_left:
            chunks = CHUNK.findall(_left(store, one.serial, start))[::-1]
        else:
            chunks = CHUNK.findall(_right(store, one.serial, end).decode("utf-16-be", "replace"))
        left_to_go = number
        for chunk in chunks:
            words = cut(chunk)
            if left_to_go <= len(words):
                return words[-left_to_go] if is_left else words[left_to_go - 1]
            left_to_go -= len(words)
        return ""

    return word
