"""The package as it is built: a wheel works with what is compiled and without, an sdist has all."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.test_suffix_array import has_compiler

ROOT = Path(__file__).resolve().parent.parent
BUILT_FROM = (
    *("bri_search", "corpus", "docs", "tests"),
    *("pyproject.toml", "hatch_build.py", "Makefile", "conftest.py", "LICENSE"),
    *("README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md"),
)
ASKED = """
import sys
from bri_search.index import concordance
from bri_search.search.strings import Strings
from pathlib import Path
import bri_search
print(Path(bri_search.__file__).parent)
print(vars(concordance)["suffix_array"].__name__, Strings.__module__)
library = bri_search.build(sys.argv[1], sys.argv[2], trust=True)
print(library.count("互联互通").total, library.search("互联互通")[0].matches[0].line)
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """What a package is built from, with nothing that was compiled before."""
    folder = tmp_path / "source"
    folder.mkdir()
    for name in BUILT_FROM:
        if (ROOT / name).is_dir():
            left_out = shutil.ignore_patterns("*.so", "__pycache__")
            shutil.copytree(ROOT / name, folder / name, ignore=left_out)
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


def built(source: Path, target: str, **environment: str) -> Path:
    """Build a wheel or an sdist."""
    found = source.parent / "built"
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", found],
        cwd=source,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
    )
    [path] = found.iterdir()
    return path


def answers(wheel: Path) -> list[str]:
    """What a wheel answers that was unpacked, about a document of two lines."""
    folder = wheel.parent.parent
    with ZipFile(wheel) as opened:
        opened.extractall(folder / "unpacked")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "a.md").write_text("# 前言\n\n加強互聯互通。\n", encoding="utf-8")
    asked = subprocess.run(
        [sys.executable, "-c", ASKED, folder / "corpus", folder / "index"],
        cwd=folder,  # which comes first where modules are looked for
        env={**os.environ, "PYTHONPATH": str(folder / "unpacked")},
        check=True,
        capture_output=True,
        text=True,
    )
    where, modules, found = asked.stdout.splitlines()
    assert Path(where) == folder / "unpacked" / "bri_search"
    return [*(module.rpartition(".")[2] for module in modules.split()), found]


def test_a_wheel_that_is_built_without_a_compiler_is_pure_and_works(source: Path) -> None:
    wheel = built(source, "wheel", CC=str(source / "no compiler"), CXX=str(source / "none"))
    assert wheel.name.endswith("-py3-none-any.whl")
    assert answers(wheel) == ["suffix_array", "passage_strings", "1 3"]


@pytest.mark.skipif(not has_compiler(), reason="there is no compiler")
def test_a_wheel_built_with_one_is_for_this_machine_and_any_python(source: Path) -> None:
    wheel = built(source, "wheel")
    *_, python, kind_of_library, machine = wheel.stem.split("-")
    assert (python, kind_of_library) == ("cp311", "abi3")
    assert machine != "any"
    assert answers(wheel) == ["_suffix_array", "_passage_strings", "1 3"]


def test_an_sdist_has_what_is_compiled_and_nothing_compiled(source: Path) -> None:
    with tarfile.open(built(source, "sdist")) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    assert {"hatch_build.py", "bri_search/index/_suffix_array.c"} <= names
    assert {"bri_search/search/_passage_strings.c", "bri_search/index/_items.h"} <= names
    # What the tests read, and what README names.
    assert {"corpus/catalog.toml", "docs/commands.md", "ARCHITECTURE.md", "CHANGELOG.md"} <= names
    assert not any(name.endswith((".so", ".pyc")) for name in names)


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Python before 3.11.5 does that wrongly: it may keep a character too few or too many."""
    possessive = re.compile(r"\)(?:[*+?]|\{[0-9,{}]+\})\+")
    # Of tags nothing is given back that could be: both read random ones alike.
    package = ROOT / "bri_search"
    sources = set(package.rglob("*.py")) - {package / "sources/readers/nesting.py"}
    assert len(sources) > 200
    assert [path for path in sources if possessive.search(path.read_text(encoding="utf-8"))] == []
