"""`make fuzz`: fuzz every target for a while, and write down what was tried and what was found."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from tests.fuzz.engines import Findings, run_with_atheris, run_with_mutations
from tests.reliability import write_section

HAS_ATHERIS = find_spec("atheris") is not None


def main() -> int:
    """Fuzz all targets one after the other, or in a process of its own the one that is named."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=600, help="for all targets together")
    arguments.add_argument("--target", help="only this one, in this process")
    arguments.add_argument("--folder", type=Path, help="where it writes what it has")
    chosen = arguments.parse_args()
    if chosen.target is not None:
        return _fuzz_one(chosen.target, chosen.seconds, chosen.folder)
    return _fuzz_all(chosen.seconds)


def _fuzz_one(name: str, seconds: int, folder: Path) -> int:
    if HAS_ATHERIS:
        import atheris

        with atheris.instrument_imports(include=["bri_search"]):
            from tests.fuzz.targets import targets
    else:
        from tests.fuzz.targets import targets
    [target] = [one for one in targets(folder.parent / "index") if one.name == name]
    findings = Findings(target.run, folder / "figures")
    target.run(target.seeds[0])  # what is made once is made before the clock runs
    if HAS_ATHERIS:
        run_with_atheris(findings, target.seeds, seconds, folder)
    else:
        run_with_mutations(findings, target.seeds, seconds=seconds)
    return 1 if findings.found else 0


def _fuzz_all(seconds: int) -> int:
    from tests.fuzz.targets import targets

    rows: list[tuple[str, str]] = []
    tried = found = 0
    with tempfile.TemporaryDirectory() as temporary:
        names = [target.name for target in targets(Path(temporary, "index"))]
        for number, name in enumerate(names):
            folder = Path(temporary, f"target-{number}")
            folder.mkdir()
            each = max(1, seconds // len(names))
            command = [sys.executable, "-m", "tests.fuzz", "--target", name]
            command += ["--seconds", str(each), "--folder", str(folder)]
            done = subprocess.run(command, capture_output=True, text=True, errors="replace")  # noqa: PLW1510
            figures = folder / "figures"
            inputs, findings = map(int, figures.read_text().split()) if figures.exists() else (0, 1)
            artifacts = [path for path in folder.glob("*-*") if path.is_file()]
            findings += len(artifacts)
            if findings:
                sys.stderr.write(done.stderr)
            sys.stdout.write(f"{name}: {inputs:,} inputs, {findings} findings\n")
            sys.stdout.flush()
            rows.append((f"inputs tried: {name}", f"{inputs:,}"))
            tried, found = tried + inputs, found + findings
    rows += [("inputs tried in all", f"{tried:,}"), ("tracebacks", f"{found:,}")]
    engine = "atheris, guided by coverage" if HAS_ATHERIS else "mutations of seeds"
    write_section("Fuzzing", "make fuzz", [("inputs from", engine), *rows])
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
