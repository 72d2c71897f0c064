"""Parallels of the reference documents: the newspaper has its figures from the white paper."""

from pathlib import Path

import pytest

import bri_search
from bri_search.search.reuse.results import Parallel

FIGURES = [
    "17个国家", "30个国家", "18个国家和地区", "130套跨境陆缆系统", "117个港口", "300多家",
    "104个共建国家", "57个共建国家", "25个国家的200多个城市", "86条时速120公里", "7.4万列",
    "700万标箱", "5万多种", "53大门类", "3,000亿美元", "19.1万亿美元", "6.4%",
    "3800亿美元", "2400亿美元", "2.9万亿美元", "45.4%", "80多个国家", "28个国家和地区",
    "135个国家和地区", "112个国家", "13家中资银行", "145家一级机构", "131个共建国家",
    "1,770万家", "74个共建国家", "75个", "220.4亿美元", "106个成员", "227个投资项目",
    "436亿美元", "99只", "1525.4亿元", "46只", "527.2亿元",
]  # fmt: skip


@pytest.fixture(scope="module")
def reported(reference_library: bri_search.Library) -> tuple[Parallel, ...]:
    """What the newspaper shares with the white paper."""
    found = reference_library.parallels("bri-newspaper-wenweipo", "bri-white-paper-2023", limit=0)
    return found.parallels


@pytest.mark.parametrize("figure", FIGURES)
def test_the_newspaper_has_its_figures_from_the_white_paper(
    reference_library: bri_search.Library, reported: tuple[Parallel, ...], figure: str
) -> None:
    folded = reference_library.fold(figure)
    assert any(
        all(folded in reference_library.fold(side.reading) for side in one.sides)
        for one in reported
    )


def test_the_white_paper_comes_first(reported: tuple[Parallel, ...]) -> None:
    assert {tuple(side.source.id for side in one.sides) for one in reported} == {
        ("bri-white-paper-2023", "bri-newspaper-wenweipo")
    }


def test_offsets_in_the_reference_documents(
    reference_library: bri_search.Library, reference: Path
) -> None:
    texts = {path: path.read_bytes().decode("utf-8") for path in reference.glob("*.txt")}
    found = reference_library.parallels(limit=0)
    assert found.total == len(found) > 100
    for one in found:
        for side in one.sides:
            text = texts[side.source.path]
            assert text[side.start : side.end] == side.text
            begin = text[: side.start].replace("\r\n", "\n")
            assert begin.count("\n") + 1 == side.line
        assert one.length >= found.min_length
        if not one.differences:
            first, second = (reference_library.fold(side.reading) for side in one.sides)
            assert first == second


def test_the_newspaper_stands_out(reference_library: bri_search.Library) -> None:
    greatest = reference_library.shares().shares[0]
    assert greatest.source.id == "bri-newspaper-wenweipo"
    assert greatest.other.id == "bri-white-paper-2023"
    assert greatest.share > 0.4
