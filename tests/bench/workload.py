"""The queries that are asked: phrases, words and quotations drawn from a corpus by a seed."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from tests.bench.corpora import simplified, texts_in
from tests.quality.cutting import words

__all__ = ["BEFORE", "KINDS", "Kind", "Query", "Workload", "draw"]

BEFORE = 3
"""So many times as many are asked before any is timed, as far as there is time for them."""

_FILES = 200
"""From so many files, drawn by their size, queries are drawn."""
_TRIES = 2_000
"""For one query; after so many, what was found has to do."""
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff]+")
_MARKUP = re.compile(r"[#<>*|_`\[\]]")
_QUOTED = 200
_ERRORS = 3


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: as it was typed, and in Simplified, as the peers' text is."""

    typed: str
    simplified: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of query: what it is called, which method of an engine answers it, how it is drawn."""

    name: str
    method: str
    drawn: Callable[[_Texts], Query | None]


@dataclass(frozen=True, slots=True)
class Workload:
    """The queries of each kind, by its name, and others that are asked before they are timed."""

    queries: Mapping[str, Sequence[Query]]
    before: Mapping[str, Sequence[Query]]

    def write(self, path: Path) -> None:
        """Write the queries as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Workload:
        """Read what `write` wrote."""
        written = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            **{
                when: {name: [Query(**one) for one in queries] for name, queries in named.items()}
                for when, named in written.items()
            }
        )


def draw(corpus: Path, number: int, seed: int) -> Workload:
    """So many queries of each kind from a corpus, half of them typed in the other script.

    Files are drawn by their size and places in them alike. The same seed draws the same queries.
    Of others there are `BEFORE` times as many.
    """
    queries: dict[str, Sequence[Query]] = {}
    others: dict[str, Sequence[Query]] = {}
    for kind in KINDS:
        texts = _Texts(corpus, random.Random(f"{seed} {kind.name}"))
        wanted = number * (1 + BEFORE)
        tries = (kind.drawn(texts) for _ in range(wanted * _TRIES))
        found = list(islice((query for query in tries if query is not None), wanted))
        queries[kind.name], others[kind.name] = found[:number], found[number:]
    return Workload(queries, others)


class _Texts:
    """Texts drawn from a corpus, and what draws from them."""

    def __init__(self, corpus: Path, chance: random.Random) -> None:
        import opencc

        paths = texts_in(corpus)
        drawn = chance.choices(paths, [path.stat().st_size for path in paths], k=_FILES)
        read = {path: path.read_text(encoding="utf-8") for path in set(drawn)}
        self._drawn = [read[path] for path in drawn if read[path].strip()]
        self.chance = chance
        self.simplify = simplified()
        self.traditional = opencc.OpenCC("s2t").convert

    def place(self) -> tuple[str, int]:
        """A text and a place in it."""
        text = self.chance.choice(self._drawn)
        return text, self.chance.randrange(len(text))

    def line(self) -> tuple[str, int]:
        """A line and a place in it."""
        text, place = self.place()
        start = text.rfind("\n", 0, place) + 1
        end = text.find("\n", place)
        return text[start : end if end >= 0 else None], place - start

    def query(self, original: str, simplified: str) -> Query:
        """What is typed in the script of the text or, as often, in the other."""
        if self.chance.random() < 0.5:
            return Query(original, simplified)
        other = simplified if original != simplified else self.traditional(original)
        return Query(other, simplified)


def _phrase(shortest: int, longest: int, texts: _Texts) -> Query | None:
    line, start = texts.line()
    end = start + texts.chance.randint(shortest, longest)
    phrase = line[start:end]
    if len(phrase) < end - start or not _IDEOGRAPHS.fullmatch(phrase):
        return None
    in_line = texts.simplify(line)
    if len(in_line) != len(line):
        return None
    return texts.query(phrase, in_line[start:end])


def _words(number: int, texts: _Texts) -> Query | None:
    line, _ = texts.line()
    cut = [
        one for one in words(texts.simplify(line)) if len(one) > 1 and _IDEOGRAPHS.fullmatch(one)
    ]
    different = list(dict.fromkeys(cut))
    if len(different) < number:
        return None
    typed = " ".join(texts.chance.sample(different, number))
    return Query(texts.traditional(typed) if texts.chance.random() < 0.5 else typed, typed)


def _quotation(texts: _Texts) -> Query | None:
    text, start = texts.place()
    stretch = "".join(text[start : start + 2 * _QUOTED].split())[:_QUOTED]
    if len(stretch) < _QUOTED or _MARKUP.search(stretch):
        return None
    for place in texts.chance.sample(range(10, _QUOTED - 10), _ERRORS):
        other = texts.chance.choice(stretch)
        instead = texts.chance.choice((other, "", other + stretch[place]))
        stretch = stretch[:place] + instead + stretch[place + 1 :]
    return texts.query(stretch, texts.simplify(stretch))


KINDS = (
    Kind("phrase of 2 characters, count", "count", partial(_phrase, 2, 2)),
    Kind("phrase of 3 to 8 characters, count", "count", partial(_phrase, 3, 8)),
    Kind("phrase of 2 characters, first 10", "first", partial(_phrase, 2, 2)),
    Kind("phrase of 3 to 8 characters, first 10", "first", partial(_phrase, 3, 8)),
    Kind("free text of 2 words, top 10", "ranked", partial(_words, 2)),
    Kind("free text of 4 words, top 10", "ranked", partial(_words, 4)),
    Kind("free text of 10 words, top 10", "ranked", partial(_words, 10)),
    Kind("quotation of 200 characters, 3 errors", "quoted", _quotation),
)
