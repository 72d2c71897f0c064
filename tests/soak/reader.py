"""A reader: asks, and holds each answer against a scan of the very snapshot it came from."""

from __future__ import annotations

import random
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import bri_search
from bri_search.index.store import Store
from tests import scan, typed
from tests.soak.ledger import Ledger

__all__ = ["Found", "read"]

_ASKED_OF_ONE = 12
"""The most that is asked of a snapshot before the reader looks for another."""


@dataclass
class Found:
    """What a reader asked, and what was wrong with the answers."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def read(index: Path, ledger: Ledger, seconds: float, seed: int) -> Found:
    """Ask for so many seconds, whatever is built meanwhile."""
    found = Found()
    drawn = random.Random(seed)
    until = time.monotonic() + seconds
    library: bri_search.Library | None = None
    while time.monotonic() < until:
        try:
            if library is None or drawn.randrange(4) == 0:
                library = bri_search.open(index)
                found.counts["openings"] += 1
            else:
                found.counts["refreshes that moved"] += library.refresh()
            _check_documents(library, ledger, found)
            for _ in range(drawn.randint(1, _ASKED_OF_ONE)):
                _ask(library._store, library, drawn, found)
        except Exception:  # noqa: BLE001 - whatever it is, it is counted
            found.counts["tracebacks"] += 1
            found.failures.append(traceback.format_exc())
    return found


def _check_documents(library: bri_search.Library, ledger: Ledger, found: Found) -> None:
    """Whether a snapshot holds the documents that it was built from, and each as it was."""
    scan.forget()
    store = library._store
    texts = ledger.read(store.snapshot.checksum)
    there = {}
    for entry in store.sources:
        document = store.document(entry.serial)
        there[entry.source.path.name] = document.text(0, document.length)
    lost = {name for name in texts if there.get(name) != texts[name]} | (there.keys() - texts)
    found.counts["documents held against the corpus"] += len(texts)
    found.counts["documents lost"] += len(lost)
    if lost:
        found.failures.append(f"lost or not as they were: {sorted(lost)}")


def _ask(store: Store, library: bri_search.Library, drawn: random.Random, found: Found) -> None:
    phrase = _phrase(store, drawn)
    folded = store.folding.text(phrase)  # which has no quotation marks, so that it can be quoted
    expected = scan.scan_all(store, folded)
    serials = {entry.source.id: entry.serial for entry in store.sources}
    lines = [(serials[one.source.id], one.start, one.end) for one in library.kwic(phrase)]
    count = library.count(phrase)
    hits = library.search(phrase, exact=True, limit=0)
    matches = [(serials[h.source.id], m.start, m.end) for h in hits for m in h.matches]
    by_source = {one.source.id: one.count for one in count.sources}
    answers = {
        "kwic": sorted(lines) == expected,
        "count": count.total == len(expected)
        and by_source == Counter(one.source.id for one in library.kwic(phrase)),
        "search --exact": sorted(set(matches)) == expected and hits.total == len(hits.hits),
        "search": {(serials[h.source.id], h.passage) for h in hits}
        <= {(serials[h.source.id], h.passage) for h in library.search(f'"{folded}"', limit=0)},
    }
    for what, is_right in answers.items():
        found.counts[f"answers checked: {what}"] += 1
        if not is_right:
            found.counts["wrong answers"] += 1
            found.failures.append(f"{what} {phrase!r}: expected {expected}, got {sorted(lines)}")


def _phrase(store: Store, drawn: random.Random) -> str:
    """A few characters from somewhere in the snapshot, often there more than once."""
    while True:
        document = store.document(drawn.choice(store.sources).serial)
        text = document.text(0, document.length)
        # As in the tests of matching: where markup begins the scan knows less than the definition.
        start = drawn.choice(sorted(set(range(len(text))) - typed.in_markup(text)))
        phrase = text[start : start + drawn.randint(1, 9)]
        if any(character.isalnum() for character in store.folding.text(phrase)):
            return phrase
