"""Citations: by the standards, in the language of the source, with nothing invented."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bri_search.citation.citing import cite
from bri_search.citation.item import is_person, locale
from bri_search.citation.locating import Locator
from bri_search.citation.styles import STYLES
from bri_search.sources.catalog import STATED
from bri_search.sources.document import Script, Source
from tests.cited import (
    ARTICLE,
    BOOK,
    GB7714,
    KNOWN,
    PLACE,
    TEXT_STYLES,
    TYPES,
    a_source,
    catalogued,
)

# What styles print for what is not known, in the languages of the sources.
INVENTED = re.compile(
    r"n\. ?d\.|no date|\bs\. ?l\.|\bs\. ?n\.|anon|unsigned|佚名|不详|不詳|無日期|无日期|\[\]|\(\)|（）",
    re.IGNORECASE,
)


# -- by the standards ------------------------------------------------------------------------------

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


@pytest.mark.parametrize(
    ("pages", "mla", "chicago", "apa"),
    [
        ("9-12", "pp. 9–12", "9–12", "9–12"),
        ("5-10, 99-101", "pp. 5–10, 99–101", "5–10, 99–101", "5–10, 99–101"),
        ("101-109", "pp. 101–09", "101–9", "101–109"),
        ("1496-1504", "pp. 1496–504", "1496–504", "1496–1504"),
        ("321-28", "pp. 321–28", "321–28", "321–328"),
        ("96-101", "pp. 96–101", "96–101", "96–101"),
        ("iv-xii", "pp. iv–xii", "iv–xii", "iv–xii"),
        ("A1-A12", "pp. A1–A12", "A1–A12", "A1–A12"),
        ("xii", "p. xii", "xii", "xii"),
    ],
)
def test_the_last_page_of_a_range_is_written_as_the_style_writes_it(
    pages: str, mla: str, chicago: str, apa: str
) -> None:
    article = replace(ARTICLE, pages=pages)
    assert cite(article, "mla").text.endswith(f", 2021, {mla}.")
    assert cite(article, "chicago").text.endswith(f" (2021): {chicago}.")
    assert cite(article, "apa").text.endswith(f", 3(2), {apa}.")


def test_a_suffix_is_a_part_of_a_name() -> None:
    book = replace(BOOK, creator=("King, Martin Luther, Jr.",), type="book")
    assert cite(book, "apa").text.startswith("King, M. L., Jr. (2021). ")
    assert cite(book, "chicago").text.startswith("Martin Luther King Jr., ")
    assert "author = {King, Jr., Martin Luther}," in cite(book, "bibtex").text


def test_a_body_that_published_what_it_wrote_is_named_once_in_apa_and_mla() -> None:
    report = a_source(
        "Annual Report",
        language="en",
        creator=("World Bank",),
        publisher="World Bank",
        issued="2023",
        type="report",
    )
    assert [cite(report, style).text for style in TEXT_STYLES] == [
        "World Bank. Annual Report[R]. World Bank, 2023.",
        "World Bank, Annual Report (World Bank, 2023).",
        "World Bank. (2023). Annual Report.",
        "Annual Report. World Bank, 2023.",
    ]


def test_the_day_of_access_is_not_the_date_of_issue() -> None:
    page = a_source(
        "Ports",
        language="en",
        type="webpage",
        publisher="Example Org",
        url="https://example.org/x",
        accessed="2024-03-20",
    )
    citation = cite(page, "gb7714")
    assert citation.text == "Ports[EB/OL]. Example Org[2024-03-20]. https://example.org/x."
    assert citation.missing == ("creator", "issued")


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
        ("Press, William H.", True),
        ("Bank, Jane", True),
        ("King, Martin Luther, Jr.", True),
        ("Bank, Asian Development, Inc", False),
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
    lacking |= {"type"} if kind == "memoir" else set()
    assert set(citation.missing) <= lacking
    assert lacking & {"creator", "issued"} <= set(citation.missing)
    is_carrier_known = kind in ("newspaper", "column", "article") and "container" not in absent
    assert is_carrier_known or lacking & {"publisher"} <= set(citation.missing)
    assert ("type" in citation.missing) == (kind in (None, "memoir") and style != "plain")


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


def test_a_place_stands_before_the_address_and_no_page_of_the_web_is_a_book() -> None:
    page = a_source(
        "Ports",
        language="en",
        type="statement",
        publisher="Example Org",
        issued="2021-05-03",
        url="https://example.org/x",
    )
    place = Locator(("2 Trade",), lines=(3, 4))
    assert [cite(page, style, place).text for style in TEXT_STYLES] == [
        "Ports[EB/OL]. Example Org, 2021, section 2 Trade, lines 3–4. https://example.org/x.",
        "“Ports,” Example Org, May 3, 2021, section 2 Trade, lines 3–4, https://example.org/x.",
        "Example Org. (2021, May 3). Ports, section 2 Trade, lines 3–4. https://example.org/x",
        "“Ports.” Example Org, 3 May 2021, section 2 Trade, lines 3–4, https://example.org/x.",
    ]


@pytest.mark.parametrize(
    ("issued", "date"), [("2023-11-06", "(2023, 11月6日)"), ("2023-11", "(2023, 11月)")]
)
def test_a_day_of_apa_is_written_in_chinese(issued: str, date: str) -> None:
    article = a_source(type="newspaper", issued=issued, publisher="示例报")
    assert date in cite(article, "apa").text


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
