"""The command line, each time a process of its own, timed by hyperfine."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import bri_search
from tests.bench.figures import Figure

__all__ = ["BARE", "COMMANDS", "cold", "program"]

_PHRASE = "互联互通"
_FREE_TEXT = "互联互通 合作"
BARE = "python -c pass"
COMMANDS = {
    BARE: [sys.executable, "-c", "pass"],
    "a typer program that does nothing": [sys.executable, "tests/bench/nothing.py"],
    "bri-search --help": ["bri-search", "--help"],
    f"bri-search search --exact {_PHRASE}": ["bri-search", "search", "--exact", _PHRASE],
    f"bri-search kwic {_PHRASE} --count": ["bri-search", "kwic", _PHRASE, "--count"],
    f"bri-search search '{_FREE_TEXT}'": ["bri-search", "search", _FREE_TEXT],
}


def program(name: str) -> str:
    """Where a program of the environment stands in which this runs."""
    return str(Path(sys.executable).parent / name)


def cold(reference: str, folder: str, runs: int) -> list[Figure]:
    """Time each command over the index of the reference documents, so many times; the disk is warm."""
    index, output = Path(folder) / "index", Path(folder) / "times.json"
    bri_search.build(reference, index, trust=True)
    figures = []
    for what, command in COMMANDS.items():
        words = list(command)
        if words[0] == "bri-search":
            words[0] = program(words[0])
            if words[1] != "--help":
                words += ["--index", str(index)]
        timing = [program("hyperfine"), "--shell=none", "--style=none", "--warmup=3"]
        timing += [f"--runs={runs}", f"--export-json={output}", shlex.join(words)]
        subprocess.run(timing, check=True, stdout=subprocess.DEVNULL)
        [result] = json.loads(output.read_text(encoding="utf-8"))["results"]
        times = [one["time_wall_clock"]["value"] for one in result["measurements"]]
        figures.append(Figure.of(what, "s", times))
    return figures
