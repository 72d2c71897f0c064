"""Collocates: the words that keep company with a phrase, and how strongly."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from bri_search.errors import UsageError
from bri_search.index.store import Store
from bri_search.search.as_json import suggestions_json
from bri_search.search.filtering import Filter
from bri_search.search.kwic.association import log_dice, log_likelihood
from bri_search.search.kwic.counting import CountedForm
from bri_search.search.kwic.seeking import find_occurrences
from bri_search.search.kwic.stream import Stream, whole_words
from bri_search.search.suggestions import Suggestion
from bri_search.sources.document import Span

__all__ = ["RANKINGS", "Collocate", "Collocates", "WordFrequencies", "find_collocates"]

RANKINGS: Final = ("log-likelihood", "log-dice", "count")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word that stands near a phrase, in whichever script.

    `word` is the form that sources write most often there, `folded` the same in all scripts.
    `count` is how often it stands near the phrase, `forms` how often in which form, and
    `frequency` how often it stands anywhere in what was searched.

    >>> import bri_search
    >>> found = bri_search.open(example_index).collocates("合作", min_count=1)
    >>> next((one.folded, one.count, one.forms) for one in found if one.word == "夥伴")
    ('伙伴', 1, (CountedForm(form='夥伴', count=1),))
    """

    word: str
    folded: str
    count: int
    frequency: int
    log_likelihood: float
    log_dice: float
    forms: tuple[CountedForm, ...]

    def as_json(self) -> Json:
        """The object of `kwic --collocates --json`'s `collocates`."""
        return {
            "word": self.word,
            "folded": self.folded,
            "count": self.count,
            "frequency": self.frequency,
            "log_likelihood": self.log_likelihood,
            "log_dice": self.log_dice,
            "forms": [form.as_json() for form in self.forms],
        }


@dataclass(frozen=True, slots=True)
class Collocates:
    """The collocates of a phrase in the order asked for, and the sizes they were measured by.

    `total` counts the occurrences of the phrase, `words` all other words of what was searched,
    `near` those of them that stand in a window, and `found` the collocates, of which those asked
    for are here. `window` is how many words to the left and to the right.

    >>> import bri_search
    >>> found = bri_search.open(example_index).collocates("合作", window=(0, 1), min_count=1)
    >>> found.total, found.near, [one.word for one in found]
    (3, 3, ['不斷', '亮點', '夥伴'])
    """

    phrase: str
    total: int
    window: tuple[int, int]
    words: int
    near: int
    found: int
    collocates: tuple[Collocate, ...]
    suggestions: tuple[Suggestion, ...] = ()

    def __iter__(self) -> Iterator[Collocate]:
        return iter(self.collocates)

    def __len__(self) -> int:
        return len(self.collocates)

    def as_json(self) -> Json:
        """The object of `kwic --collocates --json`."""
        return {
            "phrase": self.phrase,
            "total": self.total,
            "window": list(self.window),
            "words": self.words,
            "near": self.near,
            "found": self.found,
            "collocates": [one.as_json() for one in self.collocates],
            **suggestions_json(self.suggestions),
        }


class WordFrequencies:
    """How often each word stands in a source; counted when it is first asked for, and kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._counted: dict[int, Counter[str]] = {}

    def of(self, serial: int) -> Counter[str]:
        """The words of a source as the segmenter cuts its folded text between walls."""
        if serial not in self._counted:
            stream = Stream(self._store.document(serial))
            everything = stream.stretches(lambda _: True)
            self._counted[serial] = self.within(stream, everything)
        return self._counted[serial]

    def within(self, stream: Stream, stretches: list[Span]) -> Counter[str]:
        """The words of some stretches of a stream."""
        counted: Counter[str] = Counter()
        for start, end in stretches:
            counted.update(self._store.segmenter.cut(stream.text[start:end]))
        return counted


@dataclass(slots=True)
class _Tally:
    """What is counted on the way: all words, and those near a node by each form they have."""

    words: Counter[str] = field(default_factory=Counter)
    nodes: int = 0
    near: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def find_collocates(
    store: Store,
    frequencies: WordFrequencies,
    typed: str,
    chosen: Filter,
    *,
    window: tuple[int, int],
    min_count: int,
    rank_by: str,
    limit: int,
    offset: int,
) -> Collocates:
    """The words within a window around a phrase, with what they measure.

    The corpus is what the filter admits. It is cut into words between walls, with every occurrence
    of the phrase standing as one word (of Latin letters or digits, with the rest of its word): the
    node. Of occurrences that overlap, the first is one. A word is near the phrase if it is one of
    so many words to the left or to the right of a node with no wall between them; other nodes
    take a place there and are no collocates, and punctuation takes none.

    A word near two nodes is counted once, and nodes are counted neither among the words near nor
    among all words: so Evert, Corpora and Collocations (2008), draws the table up for what he
    calls surface cooccurrence. `log_likelihood` compares the words near with the others, as
    `association.log_likelihood` says. `log_dice` takes the number of nodes as f_x, the frequency
    of the word as f_y and its count near nodes as f_xy, whatever the window, as Sketch Engine
    does for a concordance; so it grows with the window, and passes 14 where a word stands several
    times around each node.
    """
    if rank_by not in RANKINGS:
        raise UsageError(f"rank_by: {rank_by!r} is not one of {', '.join(RANKINGS)}")
    if min(window) < 0 or max(window) < 1:
        raise UsageError(
            f"window: {window[0]},{window[1]} is none; give 1 or more words to the left or right"
        )
    if min_count < 1:
        raise UsageError(f"min_count: {min_count} is too small; give 1 or more")
    tally = _tally(store, frequencies, _nodes(store, typed, chosen), chosen, window)
    counts = {word: forms.total() for word, forms in tally.near.items()}
    words, near = tally.words.total(), sum(counts.values())
    measured = [
        Collocate(
            word=forms.most_common(1)[0][0],
            folded=word,
            count=counts[word],
            frequency=tally.words[word],
            log_likelihood=log_likelihood(counts[word], tally.words[word], near, words),
            log_dice=log_dice(counts[word], tally.nodes, tally.words[word]),
            forms=tuple(CountedForm(form, number) for form, number in forms.most_common()),
        )
        for word, forms in tally.near.items()
        if counts[word] >= min_count
    ]
    measured.sort(key=_order(rank_by))
    return Collocates(
        typed,
        tally.nodes,
        window,
        words,
        near,
        len(measured),
        tuple(measured[offset : offset + limit if limit else None]),
    )


def _order(rank_by: str) -> Callable[[Collocate], tuple[float, int, str]]:
    """Most first; of equals the more frequent, and then by the word, so that nothing is chance."""
    measure = rank_by.replace("-", "_")
    return lambda one: (-getattr(one, measure), -one.count, one.folded)


def _nodes(store: Store, typed: str, chosen: Filter) -> dict[int, list[Span]]:
    """The occurrences in each source as units of its stream, in order, none overlapping."""
    found: dict[int, list[Span]] = {}
    for occurrence in find_occurrences(store, typed, chosen):
        begin, end = occurrence.position, occurrence.position + occurrence.length
        span = whole_words(store.document(occurrence.serial), begin, end)
        found.setdefault(occurrence.serial, []).append(span)
    for serial, spans in found.items():
        apart: list[Span] = []
        for span in sorted(spans):
            if not apart or span[0] >= apart[-1][1]:
                apart.append(span)
        found[serial] = apart
    return found


def _tally(
    store: Store,
    frequencies: WordFrequencies,
    nodes: dict[int, list[Span]],
    chosen: Filter,
    window: tuple[int, int],
) -> _Tally:
    tally = _Tally()
    if not nodes:
        return tally
    is_whole = chosen.kind is None and not chosen.section
    for serial in (entry.serial for entry in store.sources if chosen.admits_source(entry.serial)):
        if is_whole and serial not in nodes:
            tally.words.update(frequencies.of(serial))
            continue
        stream = Stream(store.document(serial))
        stretches = stream.stretches(partial(chosen.admits_passage, store, serial))
        tally.words.update(
            frequencies.of(serial) if is_whole else frequencies.within(stream, stretches)
        )
        spans = [(stream.place(start), stream.place(end)) for start, end in nodes.get(serial, [])]
        for stretch in stretches:
            inside = _inside(spans, stretch)
            if inside:
                tally.words.subtract(frequencies.within(stream, [stretch]))
                _add(tally, store, stream, stretch, inside, window)
    return tally


def _inside(spans: list[Span], stretch: Span) -> list[Span]:
    """The parts of some spans, in order and apart, that lie in a stretch."""
    start, end = stretch
    first = bisect_right(spans, start, key=lambda span: span[1])
    last = bisect_left(spans, end, key=lambda span: span[0])
    return [(max(start, begin), min(end, behind)) for begin, behind in spans[first:last]]


def _add(
    tally: _Tally,
    store: Store,
    stream: Stream,
    stretch: Span,
    nodes: list[Span],
    window: tuple[int, int],
) -> None:
    """Count the words of a stretch with its nodes, and those of them that stand near one."""
    row: list[Span | None] = []  # the words in order; None is a node
    begin = stretch[0]
    for start, end in (*nodes, (stretch[1], stretch[1])):
        for word in store.segmenter.cut(stream.text[begin:start]):
            at = stream.text.index(word, begin)
            begin = at + len(word)
            row.append((at, begin))
        row.append(None)
        begin = end
    row.pop()
    tally.words.update(stream.text[slice(*span)] for span in row if span)
    tally.nodes += len(nodes)
    left, right = window
    reached: set[int] = set()
    for place, span in enumerate(row):
        if span is None:
            reached.update(range(max(0, place - left), min(len(row), place + right + 1)))
    for span in (row[place] for place in sorted(reached)):
        if span is not None:
            tally.near[stream.text[slice(*span)]][stream.written(*span)] += 1
