"""Collocates: the words that keep company with a phrase, and how strongly."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from bri_search.errors import UsageError
from bri_search.index.store import Store
from bri_search.search.as_json import Json, suggestions_json
from bri_search.search.filtering import Admitted, Filter
from bri_search.search.kwic.association import log_dice, log_likelihood
from bri_search.search.kwic.choices import RANKINGS
from bri_search.search.kwic.counting import CountedForm
from bri_search.search.kwic.stream import CHUNK, Stream, whole_words
from bri_search.search.listing import Listing
from bri_search.search.meant import meant
from bri_search.search.seeking import find_positions
from bri_search.sources.document import Span
from bri_search.text.fold import is_word_character

if TYPE_CHECKING:
    from bri_search.search.suggestions import Suggestion

__all__ = ["Collocate", "Collocates", "WordFrequencies", "find_collocates"]


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
class Collocates(Listing[Collocate]):
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
    suggestions: Sequence[Suggestion] = ()

    @property
    def _found(self) -> Sequence[Collocate]:
        return self.collocates

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


_AT_ONCE = 1024
_BETWEEN = "，"
"""Stands between chunks that are cut together; no word runs across it."""

_Words = list[tuple[str, int, int]]
"""Words with where each begins and ends in what was cut."""


class WordFrequencies:
    """How often each word stands in a source; counted when it is first asked for, and kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._counted: dict[int, Counter[str]] = {}
        self._words: dict[str, str] = {}

    def cutter(self) -> Callable[[str], _Words]:
        """What cuts chunks, each once: many stand in a source again and again."""
        spans, known = self._store.segmenter.spans, self._words

        def words_of(chunk: str) -> _Words:
            words = ((chunk[start:end], start, end) for start, end in spans(chunk))
            return [(known.setdefault(word, word), start, end) for word, start, end in words]

        return cache(words_of)

    def of(self, serial: int, stream: Stream) -> Counter[str]:
        """The words of a source as the segmenter cuts its folded text between walls."""
        if serial not in self._counted:
            self._counted[serial] = self.counted(stream, [(0, len(stream.text))])
        return self._counted[serial]

    def counted(self, stream: Stream, stretches: list[Span]) -> Counter[str]:
        """The words of some stretches of a stream."""
        chunks: Counter[str] = Counter()
        for start, end in stretches:
            chunks.update(CHUNK.findall(stream.text, start, end))
        cut, words = self._store.segmenter.cut, Counter[str]()
        once = [chunk for chunk, number in chunks.items() if number == 1]
        for first in range(0, len(once), _AT_ONCE):
            words.update(cut(_BETWEEN.join(once[first : first + _AT_ONCE])))
        for chunk, number in chunks.items():
            if number > 1:
                for word in cut(chunk):
                    words[word] += number
        known = self._words
        return Counter({known.setdefault(word, word): number for word, number in words.items()})

    def known(self, serial: int) -> Counter[str] | None:
        """The words of a source, if they were counted."""
        return self._counted.get(serial)


def _count(words: Counter[str], chunks: Counter[str], cut: Callable[[str], _Words]) -> None:
    """Count the words of chunks, of which there are so many."""
    for chunk, number in chunks.items():
        if number:
            for word, _, _ in cut(chunk):
                words[word] += number


@dataclass(slots=True)
class _Tally:
    """What is counted on the way: all words, and those near a node by each form they have."""

    words: Counter[str] = field(default_factory=Counter)
    nodes: int = 0
    near: Counter[tuple[str, str]] = field(default_factory=Counter)


def find_collocates(
    store: Store,
    frequencies: WordFrequencies,
    typed: str,
    chosen: Filter,
    *,
    words: bool,
    window: tuple[int, int],
    min_count: int,
    rank_by: str,
    limit: int,
    offset: int,
    progress: Callable[[int, int], None],
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
        raise UsageError(f"{rank_by!r} is not one of {', '.join(RANKINGS)}", argument="rank_by")
    if min(window) < 0 or max(window) < 1:
        raise UsageError(
            f"{window[0]},{window[1]} is none; give 1 or more words to the left or right",
            argument="window",
        )
    if min_count < 1:
        raise UsageError(f"{min_count} is too small; give 1 or more", argument="min_count")
    nodes = _nodes(store, typed, chosen, words=words)
    tally = _tally(store, frequencies, nodes, chosen, window, progress)
    by_word: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (word, form), number in tally.near.items():
        by_word[word][form] = number
    counts = {word: forms.total() for word, forms in by_word.items()}
    size, near = tally.words.total(), sum(counts.values())
    measured = [
        Collocate(
            word=forms.most_common(1)[0][0],
            folded=word,
            count=counts[word],
            frequency=tally.words[word],
            log_likelihood=log_likelihood(counts[word], tally.words[word], near, size),
            log_dice=log_dice(counts[word], tally.nodes, tally.words[word]),
            forms=tuple(CountedForm(form, number) for form, number in forms.most_common()),
        )
        for word, forms in by_word.items()
        if counts[word] >= min_count
    ]
    measured.sort(key=_order(rank_by))
    return Collocates(
        typed,
        tally.nodes,
        window,
        size,
        near,
        len(measured),
        tuple(measured[offset : offset + limit if limit else None]),
        meant(store, typed, tally.nodes),
    )


def _order(rank_by: str) -> Callable[[Collocate], tuple[float, int, str]]:
    """Most first; of equals the more frequent, and then by the word, so that nothing is chance."""
    measure = rank_by.replace("-", "_")
    return lambda one: (-getattr(one, measure), -one.count, one.folded)


def _nodes(store: Store, typed: str, chosen: Filter, *, words: bool) -> dict[int, list[Span]]:
    """The occurrences in each source as units of its stream, in order, none overlapping."""
    phrase, found = find_positions(store, typed, chosen, words=words)
    may_be_longer = any(is_word_character(edge) for edge in (phrase.folded[0], phrase.folded[-1]))
    for serial, places in found.items():
        spans = places
        if may_be_longer:
            spans = [whole_words(store.document(serial), *place) for place in places]
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
    progress: Callable[[int, int], None],
) -> _Tally:
    tally = _Tally()
    if not nodes:
        return tally
    is_whole = chosen.kind is None and not chosen.section
    admitted = Admitted(store, chosen)
    serials = [one for one in store.sources.serials if chosen.admits_source(one)]
    for done, serial in enumerate(serials):
        progress(done, len(serials))
        known = frequencies.known(serial)
        if is_whole and serial not in nodes and known is not None:
            tally.words.update(known)
            continue
        stream = Stream(store.document(serial))
        cut = frequencies.cutter()
        if is_whole:
            tally.words.update(frequencies.of(serial, stream))
            if serial not in nodes:
                continue
        stretches = stream.stretches(admitted.of(serial))
        if not is_whole:
            tally.words.update(frequencies.counted(stream, stretches))
        spans = [(stream.place(start), stream.place(end)) for start, end in nodes.get(serial, [])]
        pieces: Counter[str] = Counter()
        for stretch in stretches:
            inside = _inside(spans, stretch)
            if inside:
                _add(tally, stream, stretch, inside, window, cut, pieces)
        _count(tally.words, pieces, cut)
    return tally


def _inside(spans: list[Span], stretch: Span) -> list[Span]:
    """The parts of some spans, in order and apart, that lie in a stretch."""
    start, end = stretch
    first = bisect_right(spans, start, key=lambda span: span[1])
    last = bisect_left(spans, end, key=lambda span: span[0])
    return [(max(start, begin), min(end, behind)) for begin, behind in spans[first:last]]


def _add(
    tally: _Tally,
    stream: Stream,
    stretch: Span,
    nodes: list[Span],
    window: tuple[int, int],
    cut: Callable[[str], _Words],
    pieces: Counter[str],
) -> None:
    """Count the words of a stretch that stand near a node, and what its nodes make of chunks.

    `pieces` are counted that are there with the nodes and are not without, and the others less.
    """
    text = stream.text
    row: list[tuple[str, int, int] | None] = []  # the words in order; None is a node
    chunks: list[Span] = []
    of_word: list[int] = []  # the chunk of each word
    begin = stretch[0]
    for start, end in (*nodes, (stretch[1], stretch[1])):
        for chunk in CHUNK.finditer(text, begin, start):
            words = cut(chunk[0])
            row += words
            of_word += [len(chunks)] * len(words)
            chunks.append(chunk.span())
        row.append(None)
        of_word.append(-1)
        begin = end
    row.pop()
    pieces.update(text[start:end] for start, end in chunks)
    pieces.subtract(CHUNK.findall(text, *stretch))
    tally.nodes += len(nodes)
    left, right = window
    reached: set[int] = set()
    for place, one in enumerate(row):
        if one is None:
            reached.update(range(max(0, place - left), min(len(row), place + right + 1)))
    written: dict[int, str | None] = {}
    near: list[tuple[str, str]] = []
    for place in reached:
        if (found := row[place]) is not None:
            word, start, end = found
            number = of_word[place]
            first, last = chunks[number]
            if number not in written:
                written[number] = stream.written_alike(first, last)
            whole = written[number]
            form = whole[start:end] if whole else stream.written(first + start, first + end)
            near.append((word, form))
    tally.near.update(near)
