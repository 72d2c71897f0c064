"""Windows: a stretch of a source's folded stream as it is read, with its wording."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from bri_search.index.store import Store
from bri_search.sources.document import Span
from bri_search.text.reading import reading
from bri_search.text.wording import Wording

__all__ = ["Window", "open_window"]

_SENTENCE_ENDS = frozenset("。！？；!?;")


@dataclass(frozen=True, slots=True)
class Window:
    """The wording of a stretch of one source, over as many passages as it takes.

    `starts` and `numbers` are the pieces of the file it was read from, sorted by offset, and the
    passage of each; `text` gives the file's own characters between two offsets.
    """

    serial: int
    wording: Wording
    starts: tuple[int, ...]
    numbers: tuple[int, ...]
    text: Callable[[int, int], str]

    def offset(self, letter: int) -> int:
        """The offset in the file of a letter."""
        return self.wording.read.offsets[self.wording.places[letter]]

    def passage(self, letter: int) -> int:
        """The number of the passage that a letter stands in."""
        return self.numbers[bisect_right(self.starts, self.offset(letter)) - 1]

    def parts_before(self, letter: int) -> bool:
        """Whether a sentence or a passage ends right before a letter."""
        if letter in (0, len(self.wording)):
            return True
        places, text = self.wording.places, self.wording.read.text
        between = text[places[letter - 1] + 1 : places[letter]]
        if not _SENTENCE_ENDS.isdisjoint(between):
            return True
        before, after = text[places[letter - 1]], text[places[letter]]
        # The full stop of an initial or of an abbreviation ends nothing.
        is_english_end = ". " in between and before.islower() and after.isupper()
        return is_english_end or self.passage(letter - 1) != self.passage(letter)

    def spans(self, first: int, last: int) -> tuple[Span, ...]:
        """The stretches of the file that characters first to last of the reading text cover."""
        offsets = self.wording.read.offsets
        spans: list[Span] = []
        piece = -1
        for place in range(first, last):
            found = bisect_right(self.starts, offsets[place]) - 1
            if found == piece:
                spans[-1] = (spans[-1][0], offsets[place] + 1)
            else:
                spans.append((offsets[place], offsets[place] + 1))
            piece = found
        return tuple(spans)


def open_window(store: Store, serial: int, begin: int, end: int, edge: int = 0) -> Window:
    """Read what stands between two positions of a source's folded stream, walls or no walls.

    `edge` is how many positions before and behind are read as well. Behind the running text the
    stream goes back to the notes and captions of the beginning; beyond that seam nothing is read.
    """
    document = store.document(serial)
    length = len(document.folded) // 2
    middle = document.passage_at(min(max(0, (begin + end) // 2), length - 1))
    begin, end = max(0, begin - edge), min(length, end + edge)
    first, last = document.passage_at(begin), document.passage_at(end - 1)
    numbers = [first] if first == last else [first, *document.passages_between(first, last)]
    numbers = next(run for run in _ascending(numbers) if middle in run)
    first_offset = document.offset(begin) if numbers[0] == first else 0
    last_offset = document.offset(end - 1) + 1 if numbers[-1] == last else document.length
    first, last = numbers[0], numbers[-1]
    pieces: list[tuple[int, str]] = []
    known: list[tuple[int, int]] = []
    for number in numbers:
        for start, stop in document.passage(number).spans:
            low = max(start, first_offset) if number == first else start
            high = min(stop, last_offset) if number == last else stop
            if low < high:
                pieces.append((low, document.text(low, high)))
                known.append((low, number))
    text = reading(pieces, store.by_serial(serial).source.has_markup)
    known.sort()
    return Window(
        serial,
        Wording.of(text, store.folding),
        tuple(start for start, _ in known),
        tuple(number for _, number in known),
        document.text,
    )


def _ascending(numbers: list[int]) -> list[list[int]]:
    """Passages in stretches in which their numbers go up."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] < number:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs
