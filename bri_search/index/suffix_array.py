"""The suffix array of a text: where a string stands in it is two binary searches.

What is here is written in C as well, in `_suffix_array.c`. That is what runs wherever it could be
compiled when the package was installed; it gives the same, and sooner.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter

__all__ = ["SAMPLE", "SuffixArray", "passages_counted", "passages_of"]

SAMPLE = 8
"""Bytes that a suffix is noted with, as one number."""


class SuffixArray:
    r"""Where the suffixes of a text begin, in their order.

    `text` is UTF-16-BE, and ends with a wall; places count its units. Of the place of each suffix
    `low` holds the low 16 bits and `high` those above them. `samples` are the first `SAMPLE` bytes
    of one suffix in every `sampled`, as numbers that compare as they do. Raises ValueError where
    an array has items of another kind, or not as many as the others ask for.

    >>> from array import array
    >>> text = memoryview("路之路\0".encode("utf-16-be"))
    >>> low, high = memoryview(array("H", [1, 2, 0])), memoryview(bytes(3))
    >>> samples = memoryview(array("Q", [0x4E4B_8DEF_0000_0000]))
    >>> suffixes = SuffixArray(text, low, high, samples, 96)
    >>> suffixes.find("路".encode("utf-16-be")), suffixes.places(1, 3)
    ((1, 3), [2, 0])
    """

    def __init__(
        self,
        text: memoryview,
        low: memoryview,
        high: memoryview,
        samples: memoryview,
        sampled: int,
        /,
    ) -> None:
        kinds = "".join(array.format for array in (text, low, high, samples))
        if kinds not in ("BHBQ", "BHHQ"):
            raise ValueError(f"the arrays have items {kinds} and not BHBQ or BHHQ")
        if len(high) != len(low):
            raise ValueError("the suffixes have not as many low bits as high bits")
        if len(samples) != -(-len(low) // sampled):
            raise ValueError("the suffixes have too many samples or too few")
        self._text = text
        self._low = low
        self._high = high
        self._samples = samples
        self._sampled = sampled

    def __len__(self) -> int:
        """How many suffixes there are."""
        return len(self._low)

    def find(
        self, key: bytes, within: tuple[int, int] | None = None, depth: int = 0, /
    ) -> tuple[int, int]:
        """The range of the suffixes that begin with a string (UTF-16-BE); its end is outside.

        With `within`, the range of a string of `depth` units: those of its suffixes that go on with
        the key. Raises IndexError for a range that is not of these suffixes or a negative depth.
        """
        if depth < 0:
            raise IndexError("a depth is 0 or more")
        if within is None:
            low, high, behind, end = self._near(key)
        else:
            low, high = behind, end = self._range(*within)
        # A suffix that ends before the string does has a wall there, which no string has.
        while low < high:
            middle = (low + high) // 2
            there = self._beginning(middle, depth, len(key))
            if there < key:
                low = middle + 1
            else:
                high = middle
                if there != key:
                    end = middle
        first, low = low, max(low, behind)
        while low < end:
            middle = (low + end) // 2
            if self._beginning(middle, depth, len(key)) > key:
                end = middle
            else:
                low = middle + 1
        return first, low

    def _beginning(self, number: int, depth: int, length: int) -> bytes:
        """So many bytes of a suffix, from a depth on."""
        at = 2 * ((self._high[number] << 16 | self._low[number]) + depth)
        return self._text[at : at + length].tobytes()

    def _near(self, key: bytes) -> tuple[int, int, int, int]:
        """Between which suffixes those begin that begin with a string, and between which they end.

        Told by the samples.
        """
        samples, sampled, total = self._samples, self._sampled, len(self)
        sample = key[:SAMPLE]
        first = bisect_left(samples, int.from_bytes(sample.ljust(SAMPLE, b"\0"), "big"))
        last = bisect_right(samples, int.from_bytes(sample.ljust(SAMPLE, b"\xff"), "big"), first)
        low = sampled * (first - 1) + 1 if first else 0
        end = min(sampled * last, total)
        if len(key) > SAMPLE:
            return low, end, low, end
        return low, min(sampled * first, total), sampled * (last - 1) + 1 if last else 0, end

    def places(self, first: int, last: int, step: int = 1, /) -> list[int]:
        """Where the suffixes of a range begin, or one of every `step`, in their order.

        Raises IndexError for a range that is not of these suffixes.
        """
        numbers = slice(first, self._range(first, last)[1], step)
        low, high = self._low[numbers].tolist(), self._high[numbers].tolist()
        return [above << 16 | below for above, below in zip(high, low, strict=True)]

    def passages(
        self,
        first: int,
        last: int,
        step: int,
        starts: memoryview,
        passages_at: memoryview,
        stride: int,
        /,
    ) -> tuple[bytes, bytes]:
        """In which passages the suffixes of a range begin, and how many of them in each.

        Two arrays of numbers of four bytes, the passages in their order; `step` is that of
        `places`, the others are those of `passages_of`, and so are the errors.
        """
        places = self.places(first, last, step)
        counted = passages_counted(places, starts, passages_at, stride)
        return array("I", counted).tobytes(), array("I", counted.values()).tobytes()

    def _range(self, first: int, last: int) -> tuple[int, int]:
        """A range, which may be empty."""
        if first < 0 or last > len(self):
            raise IndexError("a range is not of these suffixes")
        return first, max(first, last)


def passages_of(
    places: list[int], starts: memoryview, passages_at: memoryview, stride: int, /
) -> list[int]:
    """The passage that each place lies in.

    `starts` are where the passages begin; `passages_at` is the passage of one place in every
    `stride`. Raises IndexError for a place that is further than those go, and ValueError where one
    of the two has items of another kind.

    >>> from array import array
    >>> starts, passages_at = memoryview(array("I", [0, 5])), memoryview(array("I", [0, 0, 1]))
    >>> passages_of([4, 7, 5], starts, passages_at, 4)
    [0, 1, 1]
    """
    if starts.format != "I" or passages_at.format != "I":
        raise ValueError(f"the arrays have items {starts.format}{passages_at.format} and not II")
    last_of_all = max(len(starts) - 1, 0)
    found: list[int] = []
    add = found.append
    for place in places:
        passage = passages_at[place // stride]
        # In a stretch there begin no more passages than it has places.
        last = min(last_of_all, passage + stride)
        while passage < last and starts[passage + 1] <= place:
            passage += 1
        add(passage)
    return found


def passages_counted(
    places: list[int], starts: memoryview, passages_at: memoryview, stride: int, /
) -> dict[int, int]:
    """In which passages some places lie, in their order, and how many of them in each.

    Arguments and errors are those of `passages_of`.

    >>> from array import array
    >>> starts, passages_at = memoryview(array("I", [0, 5])), memoryview(array("I", [0, 0, 1]))
    >>> passages_counted([7, 4, 5], starts, passages_at, 4)
    {0: 1, 1: 2}
    """
    return dict(sorted(Counter(passages_of(places, starts, passages_at, stride)).items()))
