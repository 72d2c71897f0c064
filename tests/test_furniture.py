"""What a page puts between lines is left out of sentences, and what only looks like it is not."""

from __future__ import annotations

import re

import pytest

from bri_search.sources.page_numbers import Weight, page_number, sequences
from bri_search.sources.readers import read_bytes
from bri_search.sources.sections import divide
from tests.cut_pages import FIRST, PROSE, REST, are_whole, cut_at_pages, passages

BODY = (
    "第一章 港口\n\n　　港口建在海湾的北岸，三面是山，冬天也不结冰。\n\n"
    "附录\n\n　　船名依照登记的先后排列。\n"
)


@pytest.mark.parametrize("title", ["目 录", "目錄 CONTENTS", "目次 / Contents", "Contents 目录"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "entries",
    [
        ["第一章 港口 3", "附录 40"],
        ["前言 1", "第一章 港口 3", "第一节 山上的灯塔和海湾里", "停泊的船 3", "附录 40"],
    ],
)
def test_lines_of_contents_may_have_a_single_space(
    title: str, gap: str, entries: list[str]
) -> None:
    text = gap.join([title, *entries]) + f"\n\n港湾年鉴 2019\n\n{BODY}"
    found = [(p.kind.value, text[slice(*p.spans[0])]) for p in divide(text, False)[0]]
    listed = [words for kind, words in found if kind == "contents"]
    assert listed == [title, *entries]
    assert [words for kind, words in found if kind == "heading" and words[0] in "第附"] == [
        "第一章 港口",
        "附录",
    ]


def test_numbers_that_fall_below_a_title_of_contents_are_text() -> None:
    text = f"目录\n\n码头 30\n\n灯塔 7\n\n仓库 2\n\n{BODY}"
    kinds = [p.kind.value for p in divide(text, False)[0]]
    assert "contents" not in kinds


ROMAN = ["I", "II", "III", "IV", "V"]
CHINESE = "一二三四五"
NUMBERS = [
    "{}", "- {} -", "－{}－", "─ {} ─", "——{}——", "・{}・", "~ {} ~", "（{}）", "〔{}〕", "【{}】",
    "第{}页", "第{}页，共9页", "第{}页/共9页", "共9页 第{}页", "第 {} 頁（共 9 頁）", "{}/9", "{} of 9",
    "页码：{}", "PAGE {}", "Page | {}", "{} | Page", "P{}", "A{}", "第{}版",
]  # fmt: skip
HEADS = [
    "花期考察记　{}", "{} | 花期考察记", "花期考察记 - {} -", "A{} 乡土新闻　2021年5月2日",
    "https://www.example.org/bees/7 {}/9", "第{}版　蜂讯", "第 {} 页　花期考察记", "{}版：蜂讯",
]  # fmt: skip


@pytest.mark.parametrize("form", [*NUMBERS, *HEADS])
@pytest.mark.parametrize("between", ["\n{}\n\n", "{}\n", "\n{}\f"], ids=["blanks", "tight", "feed"])
def test_a_sentence_goes_on_over_a_page_number_of_any_form(form: str, between: str) -> None:
    texts, _ = passages(cut_at_pages([form.format(page) for page in range(1, 6)], between))
    assert are_whole(texts)


@pytest.mark.parametrize("numbers", [ROMAN, CHINESE, [one.lower() for one in ROMAN]])
def test_a_sentence_goes_on_over_numerals(numbers: list[str]) -> None:
    texts, furniture = passages(cut_at_pages(list(numbers)))
    assert are_whole(texts)
    assert furniture == [("page number", number) for number in numbers]


@pytest.mark.parametrize("rule", ["————————", "________", "─" * 12, "-----", "***", "* * *"])
def test_a_rule_above_notes_is_not_of_the_text(rule: str) -> None:
    note = "① 周苇：《花期表》，县志办公室，1987年。"
    text = cut_at_pages([f"{rule}\n{note}\n\n- 1 -"]).replace("三月", "三月①")
    texts, furniture = passages(text)
    assert f"{FIRST}，{PROSE[0]}{REST[0]}".replace("三月", "三月①") in texts
    assert re.sub(r"\s", "", note) in texts
    assert ("rule", rule) in furniture


@pytest.mark.parametrize("answer", ["“……”", "……", "？！", "□□□□"])
def test_marks_that_stand_for_words_are_text(answer: str) -> None:
    assert answer in "".join(passages(f"他问她去不去。\n\n{answer}\n\n她没有说话。\n")[0])


# -- what only looks like furniture ------------------------------------------------------------------

ROWS = ["Upper valley apiaries", "Lower valley apiaries", "Hill farms and orchards", "Steppe camps"]


@pytest.mark.parametrize("later", [7, 1])
def test_rows_that_two_tables_share_are_text(later: int) -> None:
    tables = [
        f"Table {number}. Hives, {year}\n\n"
        + "\n".join(f"{row} {200 + 31 * place + shift}" for place, row in enumerate(ROWS))
        for number, year, shift in ((1, 2011, 0), (2, 2021, later))
    ]
    text = (
        "Hives\n\n" + "\n\nMost of them grew in number.\n\n".join(tables) + "\n\nSo much for it.\n"
    )
    assert passages(text)[1] == []


def test_a_paragraph_that_comes_again_is_text() -> None:
    notice = (
        "以上数字由各县的养蜂协会提供，未经核对，只供参考，任何人在引用的时候都应当写\n明出处和年\
份，并且不得改动其中的单位和口径，由此引起的一切后果都由引用的人自己承担，\n协会不作任何保证。"
    )
    text = "".join(
        f"　　{full}\n{rest}\n\n　　{notice}\n\n- {page} -\n\n"
        for page, (full, rest) in enumerate(zip(PROSE, REST, strict=True), 1)
    )
    texts, furniture = passages(text)
    assert texts.count(re.sub(r"\s", "", notice)) == 6
    assert {what for what, _ in furniture} == {"page number"}


def test_a_note_that_comes_again_is_a_note() -> None:
    note = "① 省养蜂学会资料室编：《蜜源植物与花期长编（修订本）》，\n省城：乡土出版社，一九八七年，第{}页。"
    text = cut_at_pages([f"{note.format(page)}\n\n{page}" for page in range(1, 6)])
    texts, furniture = passages(text.replace(f"{FIRST}，", f"{FIRST}①，"))
    assert sum(text.startswith("①省养蜂学会资料室编") for text in texts) == 5
    assert furniture == [("page number", str(page)) for page in range(1, 6)]


@pytest.mark.parametrize(
    "text",
    [
        "产量\n\n上游\n\n2413\n\n下游\n\n1489\n\n山地\n\n1102\n\n三地合计比上年略有增加。\n",
        "大事记\n\n1951\n\n全县第一个养蜂社成立，有蜂二百箱。\n\n1958\n\n蜂场收归公社。\n\n"
        "1983\n\n蜂箱分到各户，由协会分配场地。\n",
        "成绩\n\n转运站\n\n14\n\n座，比上年增加三座，每座每天可以停放六十辆卡车。\n",
        "诗二首\n\n1\n\n灯下的蜂箱\n像一排小屋\n风从门前过\n没有人敲门\n\n2\n\n油菜开了\n信还没有来\n",
    ],
)
def test_a_number_alone_is_text_where_no_page_ends(text: str) -> None:
    assert passages(text)[1] == []


def test_numbers_of_pages_rise_at_distances_of_pages() -> None:
    assert sequences([(3, 7), (40, 8), (42, 30), (90, 10)]) == [[3, 40, 90], [42]]
    assert sequences([(3, 1), (5, 2), (6, 3)]) == [[3], [5], [6]]


@pytest.mark.parametrize(
    "text", ["3%", "1,234", "12月", "第三条", "ill", "VIIII", "第3", "共9页", "页"]
)
def test_what_is_no_page_number(text: str) -> None:
    assert page_number(text) is None


@pytest.mark.parametrize("text", ["一", "II", "(1)", "〔1〕", "A1", "第4版", "3页"])
def test_what_may_as_well_number_something_else(text: str) -> None:
    number = page_number(text)
    assert number is not None
    assert number.weight is Weight.WEAK


# -- pages that a text file tells --------------------------------------------------------------------


def pages_of(text: str) -> list[int]:
    return [page.offset for page in read_bytes("a.txt", ".txt", text.encode()).pages]


def test_form_feeds_tell_pages() -> None:
    assert pages_of("甲\n\f乙\n\f丙\n") == [0, 3, 6]
    assert pages_of("甲\n\f乙\f\n") == [0, 3]
    text = cut_at_pages(["内部资料　注意保存"] * 5, "\n{}\n\f")
    reading = read_bytes("a.txt", ".txt", text.encode())
    found, furniture = divide(reading.text, False, (), reading.pages)
    whole = [one for one in found if PROSE[2] in text[one.start : one.end]]
    assert [(one.page, text[one.end - 5 : one.end]) for one in whole] == [(3, REST[2][-5:])]
    assert [one.what for one in furniture if one.what != "white space"] == ["running head"] * 5


@pytest.mark.parametrize(
    "text",
    [
        "第一章\n\f正文。\n",
        "甲\f乙\f丙\n",
        "\f".join(["长章节。\n" * 4000] * 3),
    ],
    ids=["one", "inside lines", "chapters"],
)
def test_form_feeds_that_are_no_pages(text: str) -> None:
    assert pages_of(text) == []


# -- digits of a superscript that was lost -----------------------------------------------------------


def test_a_note_number_behind_a_full_stop_leaves_the_sentence_ended() -> None:
    text = (
        "Bees of the valley\n\nMost hives are kept by families who move them twice a year and who\n"
        "sell what they gather at the spring market in the county town.1\n\nA. Markets\n\n"
        "The spring market is the older of the two and draws buyers from the\n"
        "whole of the province, who come by river.2\n\nB. Roads\n\nThe roads are poor.\n"
    )
    texts, _ = passages(text)
    assert "A.Markets" in texts
    assert "B.Roads" in texts


# -- front matter ------------------------------------------------------------------------------------


def test_pages_of_front_matter_need_not_cut_a_sentence() -> None:
    page = "".join(f"The board met again in the month of {month}.\n" for month in range(5))
    text = f"Foreword\n\n{page}\ni\n\n{page}\nii\n\n{page}\niii\n\n{page}"
    _, furniture = passages(text)
    assert furniture == [("page number", number) for number in ("i", "ii", "iii")]


# -- what stands right below a line that a blank line parts from those above -------------------------


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["single", "double"])
def test_a_page_number_in_a_narrow_column_cuts_no_sentence(gap: str) -> None:
    column = [text[start : start + 18] for text in PROSE for start in (0, 18)]
    lines = [
        f"{line}\n{24 + place // 3}" if place % 3 == 1 else line
        for place, line in enumerate(column)
    ]
    texts, furniture = passages(gap.join("\n".join(lines).split("\n")) + "。\n")
    assert "".join(column) in "".join(texts)
    assert furniture == [("page number", str(number)) for number in range(24, 28)]


@pytest.mark.parametrize("foots", [["16"], ["16", "17"], ["花期考察记　　16", "花期考察记　　17"]])
def test_a_page_may_end_behind_the_first_line_of_a_paragraph(foots: list[str]) -> None:
    pages = [
        f"{full}\n{rest}\n\n{other}\n{foot}\n\n{last}\n{rest}\n\n"
        for full, other, last, rest, foot in zip(
            PROSE, PROSE[2:], PROSE[4:], REST, foots, strict=False
        )
    ]
    _, furniture = passages("花期考察记\n\n" + "".join(pages))
    assert [text for _, text in furniture] == foots


def test_numbers_below_their_labels_are_text() -> None:
    labels = [
        "Number of families in the upper valley who keep bees",
        "Number of families in the lower valley who keep any",
        "Number of hives that were counted in a single spring",
        "Number of jars sold at the market in the county town",
    ]
    text = "Bees\n\n" + "".join(f"{label}\n{152 + place}\n\n" for place, label in enumerate(labels))
    assert passages(text)[1] == []


def test_numbers_of_pages_go_down_to_the_end_of_the_text() -> None:
    page = "".join(f"　　{full}\n{rest}\n" for full, rest in zip(PROSE[:3], REST, strict=False))
    _, furniture = passages(f"花期考察记\n\n{page}1\n\n二、路程\n{page}{PROSE[4]}。\n2\n")
    assert furniture == [("page number", "1"), ("page number", "2")]
    records = "".join(f"{page}年份\n{year}\n" for year in range(2001, 2004))
    assert passages(f"花期考察记\n\n{records}")[1] == []
    stanzas = f"花期考察记\n\n1\n\n{page}\n2\n\n{page}"
    assert passages(stanzas)[1] == []
