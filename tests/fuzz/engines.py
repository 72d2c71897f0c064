"""Where inputs come from: atheris, guided by coverage, or a mutator of our own where it is not."""

from __future__ import annotations

import random
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

__all__ = ["Findings", "mutated", "run_with_atheris", "run_with_mutations"]


_PAUSE = 0.5
"""Seconds between two reports."""


class Findings:
    """Counts inputs, and keeps what a target raised, each place in the code once."""

    def __init__(self, run: Callable[[bytes], None], report: Path) -> None:
        self.inputs = 0
        self.found: dict[tuple[str, str, int], bytes] = {}
        self._run = run
        self._report = report
        self._due = 0.0

    def __call__(self, data: bytes) -> None:
        """Try an input."""
        self.inputs += 1
        try:
            self._run(data)
        except Exception as error:  # noqa: BLE001 - everything that gets here is a finding
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = (type(error).__name__, last.filename, last.lineno or 0)
            if place not in self.found:
                self.found[place] = data
                traceback.print_exception(error)
                sys.stderr.write(f"input: {data!r}\n")
                self.write()
        # Of a slow reader few are tried, and libFuzzer ends the process without a word.
        if time.monotonic() >= self._due:
            self.write()
            self._due = time.monotonic() + _PAUSE

    def write(self) -> None:
        """Write the figures to the report, where whoever started this reads them."""
        self._report.write_text(f"{self.inputs} {len(self.found)}", encoding="ascii")


def run_with_atheris(
    findings: Findings, seeds: Sequence[bytes], seconds: int, folder: Path
) -> None:
    """Fuzz for some seconds; ends the process, as libFuzzer does."""
    import atheris

    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [f"-max_total_time={seconds}", "-verbosity=0", "-rss_limit_mb=4096", "-max_len=4096"]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={folder}/", str(corpus)], findings)
    atheris.Fuzz()


def run_with_mutations(
    findings: Findings, seeds: Sequence[bytes], *, seconds: float = 0, inputs: int = 0
) -> None:
    """Fuzz for some seconds or so many inputs, the same ones every time."""
    for seed in seeds:
        findings(seed)
    numbers = random.Random(0)
    end = time.monotonic() + seconds
    while findings.inputs < inputs or time.monotonic() < end:
        findings(mutated(numbers.choice(seeds), seeds, numbers))
    findings.write()


def mutated(data: bytes, seeds: Sequence[bytes], numbers: random.Random) -> bytes:
    """An input changed in one to eight places: bytes replaced, taken out, doubled, put in."""
    for _ in range(numbers.randint(1, 8)):
        start = numbers.randint(0, len(data))
        end = min(len(data), start + numbers.randint(0, 16))
        other = numbers.choice(seeds)
        at = numbers.randint(0, len(other))
        middle = numbers.choice(
            (b"", data[start:end] * 2, numbers.randbytes(end - start), other[at : at + 16])
        )
        data = data[:start] + middle + data[end:]
    return data[:4096]
