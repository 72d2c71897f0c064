"""The command line, each time a process of its own, timed by hyperfine."""

from __future__ import annotations

import compileall
import json
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import bri_search
from tests.bench.figures import Figure
from tests.bench.profiling import LOADED, loading
from tests.bench.timing import ROUNDS

__all__ = ["BARE", "COMMANDS", "TYPER", "cold", "program"]

_PHRASE = "互联互通"
_FREE_TEXT = "互联互通 合作"
_HELP = "bri-search --help"
_EXACT = f"bri-search search --exact {_PHRASE}"
_FREE = f"bri-search search '{_FREE_TEXT}'"
_PROFILED = (_HELP, _EXACT, _FREE)
BARE = "python -c pass"
TYPER = "a typer program that does nothing"
COMMANDS = {
    BARE: [sys.executable, "-c", "pass"],
    TYPER: [sys.executable, "tests/bench/nothing.py"],
    _HELP: ["bri-search", "--help"],
    _EXACT: ["bri-search", "search", "--exact", _PHRASE],
    f"bri-search kwic {_PHRASE} --count": ["bri-search", "kwic", _PHRASE, "--count"],
    _FREE: ["bri-search", "search", _FREE_TEXT],
}


def program(name: str) -> str:
    """Where a program of the environment stands in which this runs."""
    return str(Path(sys.executable).parent / name)


def cold(reference: str, folder: str, runs: int) -> list[Figure]:
    """Time each command over the index of the reference documents, so many times a round; the disk
    is warm.

    The package is compiled before, as pip does with what it installs; where Python may not write,
    a checkout would else be compiled at every start.
    """
    compileall.compile_dir(Path(bri_search.__file__).parent, quiet=1)
    index, output = Path(folder) / "index", Path(folder) / "times.json"
    bri_search.build(reference, index, trust=True)
    commands = {what: _command(words, index) for what, words in COMMANDS.items()}
    rounds = [
        {what: _times(words, runs, output) for what, words in commands.items()}
        for _ in range(ROUNDS)
    ]
    figures = [
        Figure.of(what, "s", list(map(min, *(one[what] for one in rounds)))) for what in commands
    ]
    profiled = {name: commands[what] for name, what in zip(LOADED, _PROFILED, strict=True)}
    return figures + loading(profiled)


def _command(words: list[str], index: Path) -> list[str]:
    if words[0] != "bri-search":
        return words
    over = [] if "--help" in words else ["--index", str(index)]
    return [program(words[0]), *words[1:], *over]


def _times(words: Sequence[str], runs: int, output: Path) -> list[float]:
    """How long each of so many runs of a command takes."""
    timing = [program("hyperfine"), "--shell=none", "--style=none", "--warmup=3"]
    timing += [f"--runs={runs}", f"--export-json={output}", shlex.join(words)]
    subprocess.run(timing, check=True, stdout=subprocess.DEVNULL)
    [result] = json.loads(output.read_text(encoding="utf-8"))["results"]
    return [one["time_wall_clock"]["value"] for one in result["measurements"]]
