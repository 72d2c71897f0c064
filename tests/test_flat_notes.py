"""Notes whose marks were raised in print, and are numbers like others in the text of a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bri_search.sources.note_marks import flat_marks_in
from tests.building import LibraryOf
from tests.cut_pages import passages

CHINESE = """\
灯塔看守人的家书

　　看守人每月写一封家书，交给补给船带回岸上。{0}这些信后来由县图书馆收藏，一共三百
二十封。信里写得最多的是天气和鸟，其次是发电机的毛病，很少提到他自己，{1}只有在
除夕夜里写的那几封，才说起屋里只有一个人，收音机里传来的锣鼓声时断时续，要把
{rule}{note}1{behind}见县志编纂委员会编的资料。
{note}2{behind}第四十封信，写于腊月初八，收信人是他的弟弟，信纸的背面还画着一张灯塔内
部的草图，标出了楼梯和水箱。
\f耳朵贴在木壳上才听得清楚。到了正月，补给船带来年货和报纸，他把报纸从头读到
尾，连广告也不放过。

　　七十年代末灯塔改为自动，看守人回到岸上，在码头边开了一家修理铺。
\f"""
ENGLISH = """\
Letters from the Lighthouse

The keeper wrote home once a month and gave his letters to the supply boat.{0} They
are kept in the county library, three hundred and twenty of them, most about the
weather and the birds, some about the generator, hardly any about himself.{1} Only
those written on the last night of the year mention that he was alone and had to
{rule}{note}1{behind}The library counts postcards as letters, which the keeper would
not have done.
{note}2{behind}Letter forty is to his brother.
\fput his ear to the wireless to hear the drums. In the new year the boat brought
papers, which he read from the first page to the last.

The light has worked by itself since then, and the keeper mends outboard motors.
\f"""
STYLES = [("", " "), ("", ". "), ("", "    "), ("（", "）"), ("(", ") ")]


@pytest.mark.parametrize(("note", "behind"), STYLES)
@pytest.mark.parametrize("rule", ["\n", "________\n", "\n\n________\n"])
@pytest.mark.parametrize(
    ("page", "told"),
    [
        (CHINESE, ["岸上。这些信", "自己，只有在除夕", "要把耳朵贴在木壳上"]),
        (ENGLISH, ["boat.Theyare", "himself.Onlythose", "hadtoputhisear"]),
    ],
)
def test_they_are_notes_and_their_marks_no_text(
    page: str, told: list[str], rule: str, note: str, behind: str
) -> None:
    marks = [f"{note}{value}{behind.strip(' .')}" for value in (1, 2)]
    texts, furniture = passages(page.format(*marks, rule=rule, note=note, behind=behind))
    assert [said for what, said in furniture if what == "note mark"] == marks
    for phrase in told:
        assert sum(phrase in text for text in texts) == 1, phrase
    assert [sum(text.startswith(mark) for text in texts) for mark in marks] == [1, 1]


def test_a_quotation_across_a_mark_is_verbatim(library_of: LibraryOf) -> None:
    library = library_of({"a.txt": ENGLISH.format(1, 2, rule="\n", note="", behind=". ")})
    quoted = "hardly any about himself. Only those written on the last night of the year"
    [candidate] = library.quote(quoted).candidates
    assert (candidate.verdict.value, candidate.differences) == ("verbatim", ())
    [hit] = library.search("about himself. Only those", exact=True)
    assert "himself. Only" in hit.text
    assert [match.text for match in hit.matches] == ["about himself.2 Only\nthose"]


def test_numbers_stay_where_no_note_asks_for_them() -> None:
    text = CHINESE.format("3", "3", rule="\n", note="", behind=" ")
    texts, furniture = passages(text)
    assert "note mark" not in {what for what, _ in furniture}
    assert sum("岸上。3这些信" in passage for passage in texts) == 1


@given(st.integers(1, 400), st.sampled_from("年月日个條页元％"))
def test_what_counts_something_is_no_mark(number: int, measure: str) -> None:
    assert list(flat_marks_in(f"他们到了岸上，{number}{measure}以后才回来。")) == []


@given(st.integers(1, 999), st.sampled_from(["甲乙", "", "「甲"]))
def test_a_number_behind_a_stop_may_be_one(number: int, following: str) -> None:
    [(mark, (start, end))] = flat_marks_in(f"他们到了岸上。{number}{following}")
    assert (mark.value, end - start) == (number, len(str(number)))


def test_items_at_the_foot_of_a_page_are_no_notes() -> None:
    text = (
        "补给船的证书\n\n　　补给船分为两类：(1)近岸的；(2)远洋的。它们按照下面的规定领取证书，每年查"
        "验一次，\n查验不合格的不得出海。\n\n"
        "(1) 近岸的船只由县里发给证书，有效期三年。\n\n"
        "(2) 远洋的船只须持有船籍港主管机关签发的证书，并在出海以前向灯塔所在地报告，有\n"
        "\f效期为五年。期满以前三个月可以申请换发。\n\n　　没有证书的船只由港口扣留。\n\f"
    )
    texts, furniture = passages(text)
    assert "note mark" not in {what for what, _ in furniture}
    assert sum("(2)远洋的。它们" in one for one in texts) == 1
    assert sum("报告，有效期为五年" in one for one in texts) == 1
