"""Citations of each type of source: books, parts of books, journals, pages of the web."""

from dataclasses import replace

import pytest

from bri_search.citation.citing import cite
from bri_search.citation.locating import Locator
from bri_search.citation.styles import STYLES
from tests.cited import ARTICLE, BOOK, CHAPTER, TEXT_STYLES, a_source


@pytest.mark.parametrize(
    ("kind", "gb7714", "chicago", "bibtex"),
    [
        ("book", "[M]. London: Harbour Press, 2021.", ", The Silk Road (", "@book{"),
        ("Book", "[M]. London: Harbour Press, 2021.", ", The Silk Road (", "@book{"),
        ("thesis", "[D]. London: Harbour Press, 2021.", ", “The Silk Road” (", "@phdthesis{"),
        ("chapter", "[M]. London: Harbour Press, 2021.", ", “The Silk Road,” ", "@incollection{"),
        ("conference paper", "[C]. London: Harbour Press, 2021.", "“The Silk", "@inproceedings{"),
        ("paper-conference", "[C]. London: Harbour Press, 2021.", "“The Silk", "@inproceedings{"),
        ("phdthesis", "[D]. London: Harbour Press, 2021.", ", “The Silk Road” (", "@phdthesis{"),
        ("statute", "[A]. London: Harbour Press, 2021.", "The Silk Road (2021).", "@misc{"),
    ],
)
def test_types_of_sources(kind: str, gb7714: str, chicago: str, bibtex: str) -> None:
    source = replace(BOOK, type=kind)
    citation = cite(source, "gb7714")
    assert citation.text.endswith(f"The Silk Road{gb7714}")
    is_part = kind in ("chapter", "conference paper", "paper-conference")
    assert citation.missing == (("container", "pages") if is_part else ())
    assert chicago in cite(source, "chicago").text
    assert cite(source, "bibtex").text.startswith(bibtex)


def test_a_type_that_is_not_known_is_named() -> None:
    for style in ("gb7714", "chicago", "apa", "mla", "bibtex", "csl-json"):
        assert cite(replace(BOOK, type="reprot"), style).missing == ("type",)


@pytest.mark.parametrize("kind", ["chapter", "conference paper"])
def test_a_part_of_a_book_is_cited_with_the_title_of_the_book(kind: str) -> None:
    mark = "M" if kind == "chapter" else "C"
    part = replace(CHAPTER, type=kind)
    assert [cite(part, style).text for style in (*TEXT_STYLES, "plain")] == [
        f"SMITH J A, DOE J. Deep Water[{mark}]//Ports of the World. "
        "London: Harbour Press, 2021: 10-19.",
        "Jane A. Smith and John Doe, “Deep Water,” in Ports of the World (Harbour Press, 2021).",
        "Smith, J. A., & Doe, J. (2021). Deep Water. In Ports of the World (pp. 10–19). "
        "Harbour Press.",
        "Smith, Jane A., and John Doe. “Deep Water.” Ports of the World, Harbour Press, 2021, "
        "pp. 10–19.",
        "Deep Water, Smith, Jane A.; Doe, John, Ports of the World, Harbour Press, 2021, study.txt",
    ]
    for style in STYLES:
        assert cite(part, style).missing == ()
        bare = cite(replace(part, container=None, pages=None), style)
        assert bare.missing == (("container",) if style == "plain" else ("container", "pages"))


def test_a_part_of_a_chinese_book_is_cited_in_chinese() -> None:
    part = a_source(
        creator=("甲明", "乙明"),
        container="世界港口文集",
        issued="2024",
        publisher="示例社",
        place="北京",
        volume="2",
        pages="10-19",
        type="chapter",
    )
    page = Locator(page=12)
    assert [cite(part, style, page).text for style in TEXT_STYLES] == [
        "甲明, 乙明. 港口合作研究[M]//世界港口文集: 卷 2. 北京: 示例社, 2024: 12.",
        "甲明和乙明, 《港口合作研究》, 收入 世界港口文集 (示例社, 2024), 2:12.",
        "甲明, & 乙明. (2024). 港口合作研究. 收入 世界港口文集 (卷 2, 页 10～19). 示例社, 第12页.",
        "甲明和乙明. 《港口合作研究》. 世界港口文集, 卷 2, 示例社, 2024, 页 10～19, 第12页.",
    ]


def test_a_paper_in_a_journal_of_proceedings_is_cited_as_in_a_journal() -> None:
    paper = replace(CHAPTER, type="conference paper", volume="3", issue="2", publisher=None)
    assert cite(paper, "apa").text == (
        "Smith, J. A., & Doe, J. (2021). Deep Water. Ports of the World, 3(2), 10–19."
    )


def test_a_journal_and_who_publishes_it_are_told_apart() -> None:
    article = replace(ARTICLE, container="Silk Road Studies", publisher="Harbour Press")
    assert cite(article, "gb7714") == cite(ARTICLE, "gb7714")
    assert "  journal = {Silk Road Studies},\n  publisher = {Harbour Press},\n" in (
        cite(article, "bibtex").text
    )
    assert cite(replace(article, publisher=None), "gb7714").missing == ()
