"""The program behind `make faults`: injects every fault everywhere and writes the figures."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.faults.builds import Faults, first_build, prepared, update
from tests.faults.operations import Fault, Operation
from tests.reliability import write_section


def main() -> int:
    """Run everything; 0 where every build was survived, 1 where one was not."""
    rows: list[tuple[str, str]] = []
    injected: Counter[str] = Counter()
    failures: list[str] = []
    power_cuts = 0
    with prepared(), tempfile.TemporaryDirectory() as folder:
        for number, make in enumerate((update, first_build)):
            (Path(folder) / str(number)).mkdir()
            case = make(Path(folder) / str(number))
            rows.append((f"operations of {case.name}", _counted(case.operations)))
            faults = Faults(case)
            faults.cut_power()
            for fault in Fault:
                sys.stderr.write(f"{case.name}: {fault.value}\n")
                faults.inject([fault])
            injected += faults.injected
            power_cuts += faults.power_cuts
            failures += faults.failures
    rows += [(f"faults injected: {what}", f"{number:,}") for what, number in injected.items()]
    rows += [
        ("faults injected, all", f"{injected.total():,}"),
        ("power cuts simulated, after every operation", f"{power_cuts:,}"),
        ("builds after which the index was not the one before or the new one", str(len(failures))),
    ]
    for failure in failures:
        sys.stderr.write(f"{failure}\n")
    for what, figure in rows:
        sys.stdout.write(f"{what}: {figure}\n")
    write_section("Faults", "make faults", rows)
    return 1 if failures else 0


def _counted(operations: tuple[Operation, ...]) -> str:
    kinds = Counter(one.kind for one in operations)
    parts = ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
    return f"{len(operations)} ({parts})"


if __name__ == "__main__":
    sys.exit(main())
