"""The program behind `make soak`: runs it, and writes its figures."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.reliability import write_section
from tests.soak.running import READERS, soak

SECONDS = 300


def main() -> int:
    """Soak; 0 where nothing was wrong, 1 where something was."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        soaked = soak(Path(folder), Path(folder) / "index", options.seconds, options.seed)
    for failure in soaked.failures[:10]:
        sys.stderr.write(f"{failure}\n")
    rows = [("seconds", f"{options.seconds:g}"), ("readers", str(READERS))]
    rows += [(name, f"{number:,}") for name, number in soaked.counts.items()]
    for what, figure in rows:
        sys.stdout.write(f"{what}: {figure}\n")
    if options.seconds >= SECONDS:  # a shorter one is for a quick look
        write_section("Soak", "make soak", rows)
    return 1 if soaked.failures else 0


if __name__ == "__main__":
    sys.exit(main())
