"""References as files that programs import: each source once, with all its places."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import bri_search
from bri_search.errors import UsageError
from tests.program import run


def test_references_name_each_source_once_with_all_its_places(
    corpus_library: bri_search.Library,
) -> None:
    lines = corpus_library.kwic("互联互通", source="specimen-report")
    assert len(lines) > 2
    summary = corpus_library.sources[0]
    references = corpus_library.references([*lines, summary, *lines], "csl-json")
    assert [source.id for source in references.sources] == [lines[0].source.id, summary.source.id]
    first, second = json.loads(references.text)
    places = [json.loads(corpus_library.cite(line, "csl-json").text)["note"] for line in lines]
    assert first.pop("note") == "; ".join(dict.fromkeys(places))
    assert first == json.loads(corpus_library.cite(lines[0].source, "csl-json").text)
    assert "note" not in second
    entries = corpus_library.references([lines[0], summary], "bibtex")
    assert entries.text == "\n\n".join(
        corpus_library.cite(one, "bibtex").text for one in (lines[0], summary)
    )
    assert entries.citations[0] == corpus_library.cite(lines[0], "bibtex")
    assert corpus_library.references(lines[0], "bibtex").citations == entries.citations[:1]
    assert json.loads(corpus_library.references((), "csl-json").text) == []
    assert corpus_library.references((), "bibtex").text == ""
    with pytest.raises(UsageError, match="style: 'gb7714' is not one of bibtex, csl-json"):
        corpus_library.references(lines, "gb7714")
    with pytest.raises(UsageError, match="found: 'a' has no source"):
        corpus_library.references("a", "bibtex")  # type: ignore[arg-type]


def test_no_two_sources_have_one_key(new_index: Callable[[], Path], tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    ids = ["Report", "report", "report-2", "报告"]
    for number in range(len(ids)):
        (folder / f"{number}.txt").write_text(f"灯塔第{number}号。\n", encoding="utf-8")
    (folder / "catalog.toml").write_text(
        "\n".join(f'[[source]]\nid = "{name}"\nfile = "{at}.txt"\n' for at, name in enumerate(ids)),
        encoding="utf-8",
    )
    first = bri_search.build(folder, new_index())
    (folder / "0.txt").write_text("灯塔第九号。\n", encoding="utf-8")
    second = bri_search.build(folder, new_index())
    found = [*first.sources, *second.sources]
    entries = first.references(found, "bibtex")
    keys = re.findall(r"@\w+\{([^,]+),", entries.text)
    assert len(keys) == len(entries.sources) == 5
    assert len({key.casefold() for key in keys}) == 5
    assert keys[0] == "Report"
    items = json.loads(first.references(found, "csl-json").text)
    assert len({item["id"] for item in items}) == 5


@pytest.mark.parametrize(
    "command",
    [
        ["search", "--exact", "互联互通", "-n", 0],
        ["quote", "一匹不歇脚的马"],
        ["check", "draft.md"],
        ["show", "specimen-report", "--section", "1.2 规则与标准", "--show-as", "hant"],
    ],
)
def test_a_pipe_gets_a_file_that_reference_managers_import(
    command: list[Any], folder: Path
) -> None:
    draft = "“三者有先后，却没有轻重”，又说“陆上看铁路……一匹不歇脚的马”。\n"
    (folder / "draft.md").write_text(draft, encoding="utf-8")
    ran = run(*command, "--cite", "csl-json", cwd=folder)
    items = json.loads(ran.out)
    ids = [item["id"] for item in items]
    assert ids
    assert len(set(ids)) == len(ids)
    assert all(item["type"] and item["note"] for item in items)
    assert all("the catalog does not say: " in line for line in ran.err.splitlines())
    in_ascii = run(*command, "--cite", "csl-json", cwd=folder, PYTHONIOENCODING="ascii").out
    assert in_ascii.isascii()
    assert json.loads(in_ascii) == items
    entries = run(*command, "--cite", "bibtex", cwd=folder, PYTHONIOENCODING="ascii").out
    assert entries == run(*command, "--cite", "bibtex", cwd=folder).out
    assert items[0]["title"] in entries
    assert re.findall(r"^@\w+\{(.*),$", entries, re.MULTILINE) == ids
    assert all(line[:1] in ("@", " ", "}", "") for line in entries.split("\n"))


def test_a_file_of_no_references_can_be_imported(folder: Path) -> None:
    for command in (["search", "--exact", "量子纠缠"], ["quote", "无此语句在其中也"]):
        ran = run(*command, "--cite", "csl-json", cwd=folder)
        assert (ran.status, json.loads(ran.out)) == (1, [])
        assert (run(*command, "--cite", "bibtex", cwd=folder).out) == ""
