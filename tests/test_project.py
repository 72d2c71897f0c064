"""The project's own promises: locked versions, a make that explains itself."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
EXTRAS = PROJECT["project"]["optional-dependencies"]
OF_FORMATS = sorted({text for name, texts in EXTRAS.items() if name != "all" for text in texts})
DECLARED = {
    "build.txt": PROJECT["build-system"]["requires"] + GROUPS["build"],
    "runtime.txt": PROJECT["project"]["dependencies"],
    "dev.txt": PROJECT["project"]["dependencies"] + GROUPS["dev"] + OF_FORMATS,
    "quality.txt": PROJECT["project"]["dependencies"] + GROUPS["quality"],
    "fuzz.txt": PROJECT["project"]["dependencies"] + GROUPS["fuzz"],
    "bench.txt": PROJECT["project"]["dependencies"] + GROUPS["bench"],
}
LOCKS = sorted(path.name for path in (ROOT / "requirements").iterdir())

TOP_LEVEL = {
    ".ci",
    ".gitattributes",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "bri_search",
    "conftest.py",
    "corpus",
    "docs",
    "hatch_build.py",
    "index",
    "pyproject.toml",
    "requirements",
    "tests",
}
PINNED = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)==([0-9][A-Za-z0-9.+!]*)( ; [^/@#\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def lines_of(lock: str) -> list[str]:
    return (ROOT / "requirements" / lock).read_text(encoding="utf-8").splitlines()


def versions_in(lock: str) -> dict[str, str]:
    pins = (PINNED.fullmatch(line) for line in lines_of(lock))
    return {canonicalize_name(pin[1]): pin[2] for pin in pins if pin}


def make(*arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout


@pytest.mark.skipif(
    not (ROOT / ".git").exists(), reason="no checkout, of which git knows the files"
)
def test_nothing_lies_at_the_top_that_does_not_belong_there() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert {path.partition("/")[0] for path in listed.stdout.splitlines()} <= TOP_LEVEL


def test_there_is_a_lock_for_every_set_of_requirements() -> None:
    assert sorted(DECLARED) == LOCKS


def test_every_lock_is_explained() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `(\w+\.txt)` \|", page, re.MULTILINE)) == LOCKS


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_versions_and_hashes_only(lock: str) -> None:
    strangers = [
        line for line in lines_of(lock) if not (PINNED.fullmatch(line) or HASH.fullmatch(line))
    ]
    assert strangers == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_version_has_a_hash(lock: str) -> None:
    lines = lines_of(lock)
    bare = [
        line
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
        if PINNED.fullmatch(line) and not HASH.fullmatch(following)
    ]
    assert bare == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_meets_what_pyproject_asks_for(lock: str) -> None:
    versions = versions_in(lock)
    wanted = [Requirement(text) for text in DECLARED[lock]]
    unmet = [
        str(requirement)
        for requirement in wanted
        if not (version := versions.get(canonicalize_name(requirement.name)))
        or not requirement.specifier.contains(version)
    ]
    assert unmet == []


def test_the_locks_agree_with_each_other() -> None:
    disputed = [
        (lock, name, version)
        for lock in LOCKS
        for name, version in versions_in(lock).items()
        if versions_in("dev.txt").get(name, version) != version
    ]
    assert disputed == []
    for lock in ("dev.txt", "quality.txt", "fuzz.txt", "bench.txt"):
        assert set(versions_in("runtime.txt")) <= set(versions_in(lock))


def test_every_package_imported_is_declared() -> None:
    declared = {
        canonicalize_name(Requirement(text).name)
        for text in PROJECT["project"]["dependencies"] + OF_FORMATS
    }
    imported = {
        name.split(".")[0]
        for path in (ROOT / "bri_search").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in imported_names(node)
    }
    assert imported, "no module was read"
    foreign = imported - sys.stdlib_module_names - {"bri_search"}
    packages = packages_distributions()
    assert {
        name
        for name in foreign
        if not declared & set(map(canonicalize_name, packages.get(name, [name])))
    } == set()


def test_the_architecture_names_every_module_and_no_other() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").partition("## The modules")[2]
    named = sorted(
        f"{package}{module}"
        for package, list_of_it in re.findall(r"^### `(.*)`\n((?:(?!#).*\n)*)", page, re.MULTILINE)
        for modules in re.findall(r"^- ((?:`\w+`,?\s+)*`\w+`): ", list_of_it, re.MULTILINE)
        for module in re.findall(r"\w+", modules)
    )
    package = ROOT / "bri_search"
    there = sorted(
        path.relative_to(ROOT).with_suffix("").as_posix()
        for path in package.rglob("*.py")
        if not path.stem.startswith("__")
    )
    assert named == there


def imported_names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        return [node.module]
    return []


def test_make_alone_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony
    listed = dict(re.findall(r"^make (\S+) +(\S.+)$", make(), re.MULTILINE))
    assert list(listed) == phony[1].split()
    assert {"demo", "test", "setup", "format", "lint", "types", "imports", "tests", "lock"} <= set(
        listed
    )


def test_every_gate_is_part_of_make_test() -> None:
    recipe = make("--dry-run", "test")
    gates = ["ruff check .", "ruff format --check .", "lint-imports", "mypy", "-m pytest"]
    assert [gate for gate in gates if gate not in recipe] == []


def test_an_old_python_is_told_so_in_one_line(tmp_path: Path) -> None:
    old = tmp_path / "python-of-old"
    old.write_text("#!/bin/sh\necho 3.10 0\n", encoding="ascii")
    old.chmod(0o755)
    with pytest.raises(subprocess.CalledProcessError) as failure:
        make("setup", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}")
    assert failure.value.stderr.count("\n") == 1
    assert "needs Python 3.11 or newer" in failure.value.stderr
