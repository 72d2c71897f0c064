"""The machine that a run was made on, for the report."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

__all__ = ["described", "load"]


def described() -> list[tuple[str, str]]:
    """What the machine is."""
    import psutil

    from bri_search.index import concordance
    from bri_search.search.strings import Strings

    loops = vars(concordance)["suffix_array"].__name__, Strings.__module__
    is_compiled = all("._" in module for module in loops)
    of_system = ", of the system" if sys.base_prefix == "/usr" else ""
    return [
        ("processor", f"{_processor()}, {len(os.sched_getaffinity(0))} cores"),
        ("memory", f"{psutil.virtual_memory().total / 2**30:.0f} GiB"),
        ("system", f"{platform.system()} {platform.release().partition('-')[0]}"),
        ("Python", f"{platform.python_implementation()} {platform.python_version()}{of_system}"),
        ("loops of bri-search", "in C" if is_compiled else "in Python"),
    ]


def load() -> float:
    """How many processes ran or waited for a core, on average over the last minute."""
    return os.getloadavg()[0]


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
