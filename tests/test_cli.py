"""The program as a whole: help, version, completion, exit statuses."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from docx import Document

import bri_search
from bri_search.cli.reference import reference
from bri_search.search.kwic.choices import SORTS
from tests.program import environment, run, run_shell

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "commands.md"
COMMANDS = ["index", "search", "kwic", "quote", "check", "parallels", "show", "sources", "verify"]
EXAMPLES = re.findall(
    r"^ {4}(bri-search (?!index).*?)(?: {2,}.*)?$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
)


@pytest.fixture(scope="module")
def folder(corpus_library: bri_search.Library) -> Path:
    """A folder in which index/ is the index of the corpus, with drafts that quote it."""
    folder = corpus_library._store.index.parent
    quotation = "「三者有先後，卻沒有輕重。」\n"
    (folder / "draft.md").write_text(quotation, encoding="utf-8")
    document = Document()
    document.add_paragraph(quotation)
    document.save(str(folder / "书稿.docx"))
    return folder


def test_the_reference_page_says_what_the_program_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run: make docs"


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_there_for_every_command(option: str, tmp_path: Path) -> None:
    helped = run(option, cwd=tmp_path)
    assert (helped.status, helped.err) == (0, "")
    assert re.findall(r"^  (\w+)  ", helped.out, re.MULTILINE) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples(command: str, tmp_path: Path) -> None:
    helped = run(command, "--help", cwd=tmp_path)
    assert (helped.status, helped.err) == (0, "")
    assert f"  bri-search {command}" in helped.out
    assert "--index DIR" in helped.out
    assert max(map(len, helped.lines)) <= 80


def test_examples_are_in_both_scripts() -> None:
    text = " ".join(EXAMPLES)
    assert "數字絲綢之路" in text
    assert "合作伙伴" in text
    assert "silk road" in text.casefold()


@pytest.mark.parametrize("example", dict.fromkeys(EXAMPLES))
def test_every_example_finds_something(example: str, folder: Path) -> None:
    ran = run_shell(re.sub(r"^bri-search|\| jq.*", r"", example).join(["$bri ", ""]), folder)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out


def test_version(tmp_path: Path) -> None:
    ran = run("--version", cwd=tmp_path)
    assert (ran.status, ran.out, ran.err) == (0, f"bri-search {bri_search.__version__}\n", "")


def test_the_console_script_is_the_same_program(tmp_path: Path) -> None:
    script = Path(sys.executable).parent / "bri-search"
    done = subprocess.run([script, "--version"], cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout.decode() == run("--version", cwd=tmp_path).out


def test_kwic_help_names_all_sorts(tmp_path: Path) -> None:
    assert ", ".join(SORTS) in run("kwic", "-h", cwd=tmp_path).out


# -- completion ------------------------------------------------------------------------------------


def complete(words: str, folder: Path) -> list[str]:
    ran = run(
        cwd=folder,
        _BRI_SEARCH_COMPLETE="complete_bash",
        COMP_WORDS=words,
        COMP_CWORD=str(len(words.split(" ")) - 1),
    )
    return ran.out.split()


def test_completion_offers_commands_options_and_values(folder: Path) -> None:
    assert complete("bri-search s", folder) == ["search", "show", "sources"]
    assert complete("bri-search search --sec", folder) == ["--section"]
    assert complete("bri-search search --kind c", folder) == ["caption", "contents", "code"]
    assert complete("bri-search kwic --sort r", folder) == ["right"]


def test_completion_offers_the_sources_of_the_index(folder: Path, tmp_path: Path) -> None:
    ids = ["specimen-report"]
    assert complete("bri-search show specimen-r", folder) == ids
    assert complete(f"bri-search kwic --index {folder}/index --source specimen-r", tmp_path) == ids
    assert complete("bri-search show specimen-r", tmp_path) == []


def test_completion_is_shown_for_bash(tmp_path: Path) -> None:
    by_variable = run(cwd=tmp_path, _BRI_SEARCH_COMPLETE="source_bash")
    assert by_variable.status == 0
    by_option = run_shell("$bri --show-completion; :", tmp_path)
    assert (by_option.status, by_option.err) == (0, "")
    for script in (by_variable.out, by_option.out):
        assert "complete -o default -F _bri_search_completion bri-search" in script
        subprocess.run(["bash", "-n"], input=script.encode(), check=True)


# -- pipes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        "search 的 -n 0",
        "kwic 的",
        "show specimen-white-paper",
        "search 的 -n 0 --json",
        "kwic 的 --jsonl",
    ],
)
def test_a_closed_pipe_is_quiet(command: str, folder: Path) -> None:
    ran = run_shell(f"$bri {command} | head -1", folder)
    assert (ran.status, ran.err, ran.out.count("\n")) == (0, "", 1)


def test_output_that_cannot_be_written_is_one_line(folder: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("/dev/full is not there")
    ran = run_shell("$bri kwic 合作伙伴 > /dev/full", folder)
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert ran.err.startswith("bri-search: ")


@pytest.mark.parametrize(
    "command",
    [
        "kwic 合作伙伴",
        "kwic 合作伙伴 --json",
        "search 合作伙伴 --csv",
        "sources",
        "--help",
        "kwic --help",
    ],
)
def test_closed_output_is_one_line(command: str, folder: Path) -> None:
    ran = run_shell(f"$bri {command} >&-", folder)
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert ran.err.startswith("bri-search: standard output is closed")


def test_a_current_folder_that_is_gone_is_one_line(tmp_path: Path) -> None:
    ran = run_shell("mkdir gone && cd gone && rmdir ../gone && $bri sources", tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "bri-search: the current folder is no longer there; change to another one\n"


@pytest.mark.parametrize("command", ["quote -", "check -"])
def test_closed_input_is_one_line(command: str, folder: Path) -> None:
    ran = run_shell(f"$bri {command} <&-", folder)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "bri-search: standard input is closed; give it a file or a pipe\n"


def test_closed_output_is_no_error_where_nothing_is_written(folder: Path) -> None:
    assert run_shell("$bri kwic 没有这样的话 --json >/dev/null", folder).status == 1
    assert run_shell("$bri kwic 没有这样的话 2>/dev/null >&-", folder).status == 1


@pytest.mark.parametrize("option", [[], ["--json"]])
def test_an_encoding_without_chinese_is_no_error(option: list[str], folder: Path) -> None:
    ran = run("kwic", "合作伙伴", *option, cwd=folder, PYTHONIOENCODING="latin-1")
    assert (ran.status, ran.err) == (0, "")
    assert r"\u5408\u4f5c" in ran.out


def test_ctrl_c_says_that_there_is_no_index(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("一带一路", encoding="utf-8")
    with subprocess.Popen(
        # Without -W error: what an interrupted Whoosh leaves open is no complaint of ours.
        [sys.executable, "-m", "bri_search", "index"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell lets what it starts in the background ignore Ctrl-C, these tests included.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads
    ) as process:
        deadline = time.monotonic() + 20
        while not list(tmp_path.glob("index/building-*")) and time.monotonic() < deadline:
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=20)
    stopped = b"bri-search: stopped; there is no index in index\n"
    assert (process.returncode, out, err) == (130, b"", stopped)
    assert run("search", "一带一路", cwd=tmp_path).status == 2


def test_a_bug_is_one_line_that_asks_for_a_report(folder: Path) -> None:
    broken = (
        "import sys, bri_search.api; bri_search.api.Library.search = None;"
        "from bri_search.cli.program import run; sys.exit(run(['search', 'x']))"
    )
    script = f'{sys.executable} -c "{broken}"'
    ran = run_shell(script, folder)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "TypeError" in ran.err
    assert "report" in ran.err
    assert "Traceback" in run_shell(script, folder, BRI_SEARCH_DEBUG="1").err
