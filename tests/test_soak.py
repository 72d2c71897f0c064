"""Readers and a writer at once, for a few seconds; `make soak` does it for minutes."""

from collections.abc import Callable
from pathlib import Path

from tests.soak.running import soak


def test_readers_and_a_writer_at_once(tmp_path: Path, new_index: Callable[[], Path]) -> None:
    soaked = soak(tmp_path, new_index(), 3)
    assert not soaked.failures, "\n".join(soaked.failures[:3])
    for name in ("documents lost", "wrong answers", "tracebacks"):
        assert soaked.counts[name] == 0
    for name in ("builds", "answers checked: kwic", "documents held against the corpus"):
        assert soaked.counts[name] > 0
