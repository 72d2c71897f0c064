"""What only bri-search is asked for: concordances, parallels, updates, and bad input."""

from __future__ import annotations

import random
import shutil
import signal
import string
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import bri_search
from bri_search.errors import BriSearchError
from tests.bench.cold import program
from tests.bench.corpora import texts_in
from tests.bench.engines import Corpus
from tests.bench.figures import Figure
from tests.bench.timing import ROUNDS, Timing

__all__ = [
    "ADDED",
    "ALL_READ",
    "ALL_SORTED",
    "BAD_INPUT",
    "FIRST_BUILD",
    "FIRST_SCREEN",
    "FIRST_SORTED",
    "FORMS",
    "INTERRUPTED",
    "PARALLELS",
    "UNCHANGED",
    "UPDATES",
    "Frequent",
    "bad_input",
    "concordance",
    "parallels",
    "updates",
]

FIRST_SCREEN = "`kwic` of a frequent phrase, first 24 lines"
FIRST_SORTED = "`kwic` of it sorted by right context, first 24 lines"
ALL_SORTED = "`kwic` of it sorted by right context, all in order"
ALL_READ = "`kwic` of it sorted by right context, all lines read"
FORMS = "`count` of it, by source and by form"
PARALLELS = "`parallels --summary`"
UPDATES = 5
"""How often each is done."""
FIRST_BUILD = "first build of "
ADDED = "one file added, `bri-search index`"
UNCHANGED = "nothing changed, `bri-search index`"
INTERRUPTED = "from Ctrl-C to the end, `bri-search kwic` of the most frequent ideograph"

_SCREEN = 24
_TIMES, _SECONDS = 20, 5.0
"""How often the same is asked in a round, and for how long at the most."""
_FREQUENT = 100_000
_PATIENCE = 120
"""Seconds after which nothing more is asked for the first time."""
_INTERRUPTIONS = 5


_Ask = Callable[[bri_search.Library, str], int]


def _count(library: bri_search.Library, phrase: str) -> int:
    return library.count(phrase).total


def _exact(library: bri_search.Library, phrase: str) -> int:
    return library.search(phrase, exact=True).total


def _free(library: bri_search.Library, query: str) -> int:
    return library.search(query).total


def _screen(library: bri_search.Library, phrase: str, sort: str = "position") -> int:
    found = library.kwic(phrase, sort=sort, limit=_SCREEN)
    return found.total if all(line.match for line in found) else 0


@dataclass(frozen=True, slots=True)
class BadInput:
    """What finds as much as can be found: which field of `Frequent` is asked for and how, and how
    many seconds that may take.
    """

    name: str
    of: str
    ask: _Ask
    most: float

    @property
    def is_free_text(self) -> bool:
        """Whether it is free text, whose time is bounded for a hundred thousand passages."""
        return self.ask is _free


BAD_INPUT = (
    BadInput("the most frequent ideograph, free text, top 10", "ideograph", _free, 0.015),
    BadInput("the 100 most frequent ideographs, free text, top 10", "ideographs", _free, 0.015),
    BadInput("the most frequent digit, free text, top 10", "digit", _free, 0.015),
    *(
        bad
        for what in ("ideograph", "character", "digit")
        for bad in (
            BadInput(f"the most frequent {what}, count", what, _count, 20e-6),
            BadInput(f"the most frequent {what}, exact, first 10", what, _exact, 0.001),
            BadInput(f"the most frequent {what}, `kwic`, first 24 lines", what, _screen, 0.005),
        )
    ),
)


@dataclass(frozen=True, slots=True)
class Frequent:
    """What stands often in a text: a pair of ideographs with so many places, and what is most frequent.

    `phrase` is the rarest pair with so many places or, where there is none, the most frequent one;
    `ideographs` are the hundred most frequent ones, with spaces between: nearly every passage has
    one of them. No `digit` where there is none.
    """

    phrase: str
    character: str
    digit: str
    ideograph: str
    ideographs: str

    @classmethod
    def of(cls, lines: Path, least: int = _FREQUENT) -> Frequent:
        """What is frequent in a file of lines."""
        import numpy

        text = lines.read_text(encoding="utf-8").replace("\n", "")
        characters = numpy.frombuffer(text.encode("utf-32-le"), numpy.uint32)
        counts = numpy.bincount(characters)
        order = numpy.argsort(-counts, kind="stable")
        by_frequency = [chr(number) for number in order[:1000] if counts[number]]
        ideographs = [one for one in by_frequency if "\u3400" <= one <= "\u9fff"]
        is_ideograph = (characters >= 0x3400) & (characters <= 0x9FFF)
        followed = numpy.flatnonzero(is_ideograph[:-1] & is_ideograph[1:])
        pairs = characters[followed].astype(numpy.uint64) << 32 | characters[followed + 1]
        found, times = numpy.unique(pairs, return_counts=True)
        often = numpy.flatnonzero(times >= least)
        chosen = int(found[often[times[often].argmin()] if len(often) else times.argmax()])
        phrase = chr(chosen >> 32) + chr(chosen & 0xFFFFFFFF)
        digit = next((one for one in by_frequency if one in string.digits), "")
        return cls(phrase, by_frequency[0], digit, ideographs[0], " ".join(ideographs[:100]))


def concordance(corpus: str, folder: str) -> list[Figure]:
    """Concordances of a phrase with some 100,000 places."""
    phrase = Frequent.of(Corpus(Path(corpus)).lines).phrase
    sought: dict[str, _Ask] = {
        FIRST_SCREEN: _screen,
        FIRST_SORTED: partial(_screen, sort="right"),
        ALL_SORTED: lambda library, one: len(library.kwic(one, sort="right").occurrences),
        ALL_READ: lambda library, one: sum(
            bool(line.match) for line in library.kwic(one, sort="right")
        ),
        FORMS: lambda library, one: len(library.count(one).forms),
    }
    return _repeated(Path(folder) / "index", {what: (ask, phrase) for what, ask in sought.items()})


def bad_input(corpus: str, folder: str) -> list[Figure]:
    """Queries that find as much as can be found, and Ctrl-C while one is answered."""
    drawn = Frequent.of(Corpus(Path(corpus)).lines)
    index = Path(folder) / "index"
    asked = {bad.name: (bad.ask, getattr(drawn, bad.of)) for bad in BAD_INPUT}
    return [*_repeated(index, asked), _interrupted(drawn.ideograph, index)]


def _repeated(index: Path, asked: Mapping[str, tuple[_Ask, str]]) -> list[Figure]:
    """How long it takes to ask the same again and again; a note where it is not answered."""
    timings = {what: Timing(what, [text] * _TIMES, _SECONDS) for what, (_, text) in asked.items()}
    notes: dict[str, str] = {}
    until = time.monotonic() + _PATIENCE
    for number in range(ROUNDS):
        library = bri_search.open(index, trust=True)
        for what, timing in timings.items():
            if what in notes:
                continue
            if not number and time.monotonic() > until:
                notes[what] = "not asked: others took too long"
                continue
            try:
                timing.round(partial(asked[what][0], library))
            except BriSearchError as error:
                notes[what] = str(error)
    return [
        Figure(what, "s", None, note=notes[what]) if what in notes else timing.figure
        for what, timing in timings.items()
    ]


def _interrupted(phrase: str, index: Path) -> Figure:
    """How long a program takes to end that is interrupted a second after its start."""
    # A shell that runs this in the background lets it, and what it starts, ignore the signal.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    taken = []
    for _ in range(_INTERRUPTIONS):
        command = [program("bri-search"), "kwic", phrase, "--index", str(index)]
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as running:
            time.sleep(1)
            if running.poll() is not None:
                return Figure(INTERRUPTED, "s", None, note="done within a second")
            begun = time.perf_counter()
            running.send_signal(signal.SIGINT)
            running.wait()
            taken.append(time.perf_counter() - begun)
    return Figure.of(INTERRUPTED, "s", taken)


def parallels(folder: str) -> list[Figure]:
    """How much of each source stands in parallels, over the whole index."""
    library = bri_search.open(Path(folder) / "index", trust=True)
    begun = time.perf_counter()
    shares = library.shares()
    return [Figure(PARALLELS, "s", time.perf_counter() - begun, found=len(shares.sources))]


def updates(texts: str, folder: str, files: int, seed: int) -> list[Figure]:
    """Bring the index of so many files up to date, by the command line: nothing new, one file new."""
    chosen = random.Random(seed).sample(texts_in(Path(texts)), files + UPDATES)
    corpus, index = Path(folder) / "texts", Path(folder) / "index"
    corpus.mkdir()
    for number, path in enumerate(chosen[:files]):
        shutil.copy(path, corpus / f"{number:06}{path.suffix}")
    command = [program("bri-search"), "index", str(corpus), "--index", str(index)]
    first = _seconds(command)
    unchanged = [_seconds(command) for _ in range(UPDATES)]
    added = []
    for number, path in enumerate(chosen[files:], files):
        shutil.copy(path, corpus / f"{number:06}{path.suffix}")
        added.append(_seconds(command))
    return [
        Figure(f"{FIRST_BUILD}{files:,} files", "s", first),
        Figure.of(ADDED, "s", added),
        Figure.of(UNCHANGED, "s", unchanged),
    ]


def _seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun
