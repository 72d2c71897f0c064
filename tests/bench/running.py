"""Runs each measurement in a process of its own, with a limit of time, and watches its memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure

__all__ = ["Outcome", "environment", "run"]

ROOT = Path(__file__).resolve().parents[2]
_INTERVAL = 0.05


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a measurement gave, and the most memory that its processes held at once, in bytes.

    Memory is what /proc counts as resident, where several processes are at work each page that
    they share counted once. `seconds` is how long all of it took. `failure` says why there are no
    figures; it is empty where there are.
    """

    figures: tuple[Figure, ...]
    memory: int
    seconds: float
    failure: str = ""


def environment() -> dict[str, str]:
    """The environment without what would change what bri-search does or how Python starts."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("BRI_SEARCH_", "_BRI_", "PYTHON"))
    }
    return {**kept, "BRI_SEARCH_TRUST": "1"}


def run(task: str, arguments: Mapping[str, Any], seconds: float) -> Outcome:
    """Do a task of `tests.bench.tasks`; after so many seconds it is ended and its figures are lost."""
    import psutil

    request = json.dumps({"task": task, "arguments": arguments}, default=str)
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as output,
        tempfile.TemporaryFile("w+", encoding="utf-8") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "tests.bench.tasks", request],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
        ) as process,
    ):
        watched = psutil.Process(process.pid)
        most, begun = 0, time.monotonic()
        try:
            while True:
                try:
                    process.wait(_INTERVAL)
                    break
                except subprocess.TimeoutExpired:
                    most = max(most, _memory(watched))
                if time.monotonic() > begun + seconds:
                    return Outcome((), most, seconds, f"not done after {seconds:,.0f} s")
        finally:
            _end(watched)
        taken = time.monotonic() - begun
        output.seek(0)
        errors.seek(0)
        if process.returncode:
            sys.stderr.write(errors.read())
            return Outcome((), most, taken, "failed")
        return Outcome(tuple(Figure(**one) for one in json.load(output)), most, taken)


def _memory(watched: Any) -> int:
    """What a process and those that it started hold now, in bytes."""
    import psutil

    try:
        processes = [watched, *watched.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    held = 0
    for process in processes:
        try:
            if len(processes) == 1:
                held += process.memory_info().rss
            else:
                counted = process.memory_full_info()
                held += getattr(counted, "pss", counted.rss)
        except psutil.Error:  # it has ended meanwhile
            continue
    return held


def _end(watched: Any) -> None:
    """End a process and those that it started, if they are still there."""
    import psutil

    try:
        processes = [watched, *watched.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for process in processes:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
