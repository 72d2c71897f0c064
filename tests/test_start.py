"""What the program loads, which is most of the time that a search takes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import environment

# What a start without any packages loads is left out. All third-party packages that may be loaded:
TYPER = {"annotated_doc", "shellingham", "typer"}
CYTHON = {"_cython", "cython_runtime"}
STORE = {"pyroaring", *CYTHON}
MARISA = {"marisa_trie", *CYTHON}
WORDS = {"Stemmer", "jieba", *MARISA}
NUMBERS = {"cn2an", "proces"}
# Of the standard library, what takes long and has nothing to do with searching.
HEAVY = {
    "asyncio",
    "concurrent",
    "ctypes",
    "curses",
    "doctest",
    "email",
    "ftplib",
    "http",
    "importlib.metadata",
    "multiprocessing",
    "pdb",
    "pydoc",
    "smtplib",
    "socket",
    "sqlite3",
    "ssl",
    "tkinter",
    "tomllib",
    "unittest",
    "urllib.request",
    "webbrowser",
    "xml",
    "zipfile",
}
# What only building, citing or another command than a search needs, of ours and of packages that
# may be loaded.
UNWANTED = {
    "bri_search.citation.citing",
    "bri_search.citation.forms",
    "bri_search.citation.locating",
    "bri_search.citation.processor",
    "bri_search.index.build",
    "bri_search.index.fields",
    "bri_search.index.planning",
    "bri_search.index.preparing",
    "bri_search.index.publishing",
    "bri_search.index.sharing",
    "bri_search.index.verifying",
    "bri_search.search.kwic.collocates",
    "bri_search.search.kwic.distribution",
    "bri_search.search.quotation",
    "bri_search.search.reuse",
    "bri_search.search.showing",
    "bri_search.search.spelling",
    "bri_search.sources.catalog",
    "bri_search.sources.describing",
    "bri_search.sources.layout",
    "bri_search.sources.marks",
    "bri_search.sources.passages",
    "bri_search.sources.readers",
    "bri_search.text.conversion",
    "bri_search.text.gathering",
    "bri_search.text.glossary",
    "jieba.analyse",
    "jieba.posseg",
    "rich.markdown",
    "rich.progress",
    "rich.traceback",
    "whoosh.codec.memory",
    "whoosh.codec.plaintext",
    "whoosh.codec.whoosh2",
    "whoosh.lang.morph_en",
    "whoosh.multiproc",
    "whoosh.qparser",
    "whoosh.spelling",
    "whoosh.writing",
}
OTHER_COMMANDS = {
    f"bri_search.cli.{name}"
    for name in ("check", "index", "parallels", "quote", "show", "sources", "verify")
}
# What a search and a concordance need, and a count does not.
SHOWING = {
    "bri_search.search.answers",
    "bri_search.search.kwic.lines",
    "bri_search.search.presenting",
    "bri_search.search.results",
    "bri_search.search.selectors",
    "bri_search.text.reading",
}
SUGGESTING = {"bri_search.search.suggesting", "bri_search.search.suggestions"}
RANKING = {
    "bri_search.search.counterparts",
    "bri_search.search.evaluating",
    "bri_search.search.evidence",
    "bri_search.search.parsing",
    "bri_search.search.query",
    "bri_search.search.query_marks",
    "bri_search.search.ranking",
    "bri_search.search.widening",
    "bri_search.text.segment",
    "bri_search.text.vocabulary",
}

PROGRAM = """\
import sys
before = set(sys.modules)
from bri_search.cli.program import run
assert run(sys.argv[1:]) in (0, 1)
print(*sorted(set(sys.modules) - before), file=sys.stderr)
"""


def loaded(folder: Path, *arguments: str, **variables: str) -> set[str]:
    """All modules that are loaded when a command is done."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    names = set(done.stderr.splitlines()[-1].split())
    assert "bri_search.cli.program" in names
    return names


def packages(names: set[str]) -> set[str]:
    """The third-party packages that some modules are of; Cython adds the version to its own."""
    tops = {name.split(".")[0] for name in names}
    named = {"_cython" if top.startswith("_cython_") else top for top in tops}
    return named - sys.stdlib_module_names - {"bri_search"}


def below(names: set[str], unwanted: set[str]) -> set[str]:
    """The modules that are unwanted, or below one that is."""
    return {
        name for name in names if any(name == one or name.startswith(f"{one}.") for one in unwanted)
    }


EXACT = ["search", "--exact", "数字丝绸之路"]
SEARCHES = [
    (EXACT, TYPER),
    ([*EXACT, "--json"], TYPER),
    (["kwic", "合作伙伴", "--count"], TYPER),
    (["kwic", "合作伙伴"], TYPER),
    (["search", "数字丝绸之路"], TYPER | WORDS),
    (["search", "互联互通 铁路", "--strict"], TYPER | WORDS),
    (["search", "digital silk road"], TYPER | WORDS),
    (["search", "十年"], TYPER | WORDS | NUMBERS),
    (["search", "数字丝绸之路", "--source", "white-paper"], TYPER | WORDS),
]


def test_a_filter_that_whoosh_answers_loads_it(folder: Path) -> None:
    names = loaded(folder, "search", "数字丝绸之路", "--kind", "paragraph")
    assert packages(names) - STORE - TYPER - WORDS == {"whoosh"}


@pytest.mark.parametrize(("arguments", "allowed"), SEARCHES)
def test_a_search_loads_these_packages_and_no_others(
    arguments: list[str], allowed: set[str], folder: Path
) -> None:
    names = loaded(folder, *arguments)
    assert packages(names) - STORE - allowed == set()
    assert below(names, HEAVY | UNWANTED | OTHER_COMMANDS) == set()
    if "--exact" in arguments or arguments[0] == "kwic":
        assert below(names, RANKING | SUGGESTING) == set()
    assert ("bri_search.search.kwic" in names) == (arguments[0] == "kwic")
    if "--count" in arguments:
        assert below(names, SHOWING) == set()


def test_a_search_on_a_terminal_loads_rich_besides(folder: Path) -> None:
    names = loaded(folder, *EXACT, FORCE_COLOR="1")
    assert packages(names) - TYPER - STORE == {"rich"}
    assert below(names, HEAVY | UNWANTED | OTHER_COMMANDS | RANKING) == set()


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_what_the_program_says_of_itself_needs_none_of_its_commands(
    option: str, folder: Path
) -> None:
    names = loaded(folder, option)
    assert packages(names) - TYPER == set()
    wanted = {"bri_search.cli.commands", "bri_search.cli.program"}
    assert below(names, HEAVY | UNWANTED | OTHER_COMMANDS | {"bri_search.api"}) == set()
    assert wanted <= names
    assert below(names, {"bri_search.cli.search", "bri_search.cli.kwic"}) == set()


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["show", "specimen-report"], set()),
        (["sources"], set()),
        (["kwic", "互连互通"], MARISA),
        (["kwic", "合作伙伴", "--show-as", "hk"], {"opencc", "opencc_clib"}),
    ],
)
def test_other_commands_load_what_they_need(
    arguments: list[str], allowed: set[str], folder: Path
) -> None:
    assert packages(loaded(folder, *arguments)) - TYPER - STORE - allowed == set()


def test_what_was_left_out_of_an_import_is_there_for_who_wants_it(folder: Path) -> None:
    program = """\
import sys, bri_search
library = bri_search.open("index")
assert library.search("互联互通").total
assert "urllib.request" not in sys.modules
assert "jieba.finalseg" not in sys.modules
assert "杭研" in library._store.segmenter.cut("他来到了网易杭研大厦")
assert sys.modules["jieba.finalseg"].emit_P
import urllib.request, whoosh.lang.morph_en
assert urllib.request.urlopen
assert whoosh.lang.morph_en.__file__
"""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=folder,
        env={**os.environ, "BRI_SEARCH_TRUST": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
