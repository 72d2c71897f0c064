"""Citations as text, BibTeX and CSL-JSON: whole and harmless, whatever stands in a title."""

import json
import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bri_search.citation.bibtex import escaped
from bri_search.citation.citing import cite
from bri_search.citation.cleaning import clean
from bri_search.citation.locating import Locator
from bri_search.citation.styles import STYLES
from tests.cited import (
    ARTICLE,
    CHAPTER,
    PLACE,
    a_source,
    catalogued,
)

# -- hard titles -----------------------------------------------------------------------------------

HARD = [
    "“一带一路”：共建《倡议》十年",
    '"Silk" & <b>Road</b> &amp; 100% {of} $it_# ^~\\end',
    "「港」『口』〈合〉‘作’",
    "R&D at 5 < 6 > 4",
    "题" * 2000,
    "ends in a dot.",
    "Why? And how!",
    '<span class="nocase">x</span>',
]


@pytest.mark.parametrize("title", HARD)
@pytest.mark.parametrize("style", ["gb7714", "apa", "plain"])
def test_a_title_stays_as_it_is(title: str, style: str) -> None:
    source = a_source(title, creator=("甲明",), type="report", issued="2024", language="en")
    text = cite(source, style).text
    assert (title.removesuffix(".") if style == "gb7714" else title) in text
    assert text.count("&amp;") == title.count("&amp;")
    assert len(re.findall("</?[a-z]", text)) == len(re.findall("</?[a-z]", title))


@pytest.mark.parametrize(
    ("title", "chicago", "mla"),
    [
        ("The Workers’ Party and the ’90s", "“The Workers’ Party and the ’90s,” ", None),
        ("The states’", "“The states’,” ", None),
        ("Rock ’n’ roll", "“Rock ’n’ roll,” ", None),
        ("On ‘Two’ and “Three”", "“On ‘Two’ and ‘Three,’” ", None),
        ("‘Quoted whole’", "“‘Quoted whole,’” ", None),
        ("“A ‘part’ of it”: on", "“‘A “part” of it’: on,” ", None),
        ("A “lone mark", "“A “lone mark,” ", None),
        ('Is it "so"?', "“Is it ‘so’?,” ", "“Is it ‘so’?” "),
        ("He said “Who?”", "“He said ‘Who?,’” ", "“He said ‘Who?’” "),
    ],
)
def test_quotation_marks_inside_quotation_marks(title: str, chicago: str, mla: str | None) -> None:
    article = replace(ARTICLE, title=title)
    assert cite(article, "chicago").text.startswith(f"Jane Smith, {chicago}Silk Road")
    as_mla = chicago.replace(",’", ".’").replace(",”", ".”") if mla is None else mla
    assert cite(article, "mla").text.startswith(f"Smith, Jane. {as_mla}Silk Road")


@pytest.mark.parametrize(
    ("title", "follows"),
    [
        ("Who rules the waves?", " Mind"),
        ("谁主沉浮？", " Mind"),
        ("He said “Who?”", " Mind"),
        ("Ports.", " Mind"),
        ("Ports!?, etc", ". Mind"),
    ],
)
def test_no_full_stop_behind_what_ends_a_sentence(title: str, follows: str) -> None:
    article = replace(ARTICLE, title=title, publisher="Mind")
    assert f"(2021). {title}{follows}, 3(2)" in cite(article, "apa").text


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("Ports.", "Ports"),
        ("港口合作研究。", "港口合作研究"),
        ("数字3.0港口合作。", "数字3.0港口合作"),
        ("Trade with the U.S.", "Trade with the U.S."),
        ("On and on...", "On and on..."),
        ("谁主沉浮？", "谁主沉浮？"),
        (".", "."),
    ],
)
def test_a_title_leaves_its_own_full_stop_where_the_style_has_marks(
    title: str, printed: str
) -> None:
    report = a_source(title, type="report", issued="2024", url="https://example.org/a")
    assert cite(report, "gb7714").text == f"{printed}[R/OL]. (2024). https://example.org/a."
    chapter = replace(CHAPTER, title=title, container=title)
    assert f". {printed}[M]//{printed}" in cite(chapter, "gb7714").text
    article = replace(ARTICLE, title=title)
    assert f"Jane Smith, “{printed},” " in cite(article, "chicago").text
    assert json.loads(cite(report, "csl-json").text)["title"] == title


@given(st.text(min_size=1, max_size=60))
def test_any_title_is_one_line_of_harmless_text(title: str) -> None:
    source = a_source(title, creator=(title,), publisher=title, type="report", issued="2024")
    for style in STYLES:
        text = cite(source, style, Locator(section=(title,), page=7, lines=(1, 2))).text
        for line in text.split("\n"):
            assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in line)
            assert not set("\ufdd0\ufdd1") & set(line)
        text.encode("utf-8")
        if style in ("gb7714", "plain"):
            assert (clean(title).rstrip(".。") if style == "gb7714" else clean(title)) in text


def test_control_characters_do_not_get_through() -> None:
    source = a_source("一带\r\n一路\x1b[0m\x00", creator=("甲\x07明",), type="report")
    assert cite(source, "gb7714").text == "甲 明. 一带 一路 [0m[R]."
    assert cite(a_source("\x00"), "apa").missing[0] == "title"


# -- BibTeX and CSL-JSON ---------------------------------------------------------------------------

UNESCAPED = re.compile(r"(?<!\\)[$&#%_]|[~^]|\\(?!text\w+}|[$&#%_])")


def test_bibtex() -> None:
    assert cite(ARTICLE, "bibtex", Locator(page=105, lines=(3, 4))).text == (
        "@article{study,\n"
        "  author = {Smith, Jane},\n"
        "  title = {{“Belt” and road’s end}},\n"
        "  journal = {Silk Road Studies},\n"
        "  year = {2021},\n"
        "  volume = {3},\n"
        "  number = {2},\n"
        "  pages = {101--119},\n"
        "  language = {en},\n"
        "  note = {p. 105, lines 3–4},\n"
        "}"
    )
    paper = cite(catalogued()["bri-white-paper-2023"], "bibtex").text
    assert paper.startswith("@techreport{bri-white-paper-2023,\n  author = {{国务院新闻办公室}},")
    assert "  year = {2023},\n  month = oct,\n  day = {10}," in paper


@given(st.text(max_size=80))
def test_bibtex_has_no_character_with_a_meaning_of_its_own(text: str) -> None:
    assert not UNESCAPED.search(escaped(text))
    depth = 0
    for brace in re.findall("[{}]", escaped(text)):
        depth += 1 if brace == "{" else -1
        assert depth in (0, 1)
    assert depth == 0


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_a_bibtex_entry_is_whole_whatever_is_in_it(title: str, name: str) -> None:
    source = a_source(title, id=name, creator=(name,), url="https://e.org/{a}%20\\b", type="report")
    text = cite(source, "bibtex").text
    assert re.match(r"@techreport\{[A-Za-z0-9._-]+,\n", text)
    assert text.count("{") == text.count("}")
    assert all(re.fullmatch(r"  [a-z]+ = (\{.*\}|[a-z]{3}),", ln) for ln in text.split("\n")[1:-1])


def test_the_book_that_a_source_is_part_of() -> None:
    for kind, entry in (("chapter", "incollection"), ("conference paper", "inproceedings")):
        part = replace(CHAPTER, type=kind)
        text = cite(part, "bibtex").text
        assert text.startswith(f"@{entry}{{study,\n")
        assert "  booktitle = {Ports of the World},\n  publisher = {Harbour Press},\n" in text
        assert "journal" not in text
        item = json.loads(cite(part, "csl-json").text)
        assert (item["container-title"], item["publisher"], item["page"]) == (
            "Ports of the World",
            "Harbour Press",
            "10-19",
        )


def test_csl_json_is_an_item() -> None:
    item = json.loads(cite(catalogued()["specimen-hk-newspaper"], "csl-json").text)
    assert item == {
        "id": "specimen-hk-newspaper",
        "type": "article-newspaper",
        "title": "「一帶一路」由大動脈走向微循環",
        "author": [{"literal": "海岸日報（示例）資料組"}],
        "issued": {"date-parts": [[2023, 11, 2]]},
        "container-title": "海岸日報（示例）",
        "language": "zh",
    }
    place = json.loads(cite(a_source(), "csl-json", PLACE).text)
    assert place["note"] == "前言, 第7页, 第12–14行"
    assert place["type"] == "document"
