"""Notes in plain text: whatever their marks look like, the sentence around them stays whole."""

import pytest

from bri_search.sources.document import Kind
from bri_search.sources.note_marks import NoteMark, mark_before, marks_in
from bri_search.sources.sections import divide

PAGE = """城市绿道建设回顾

　　全市绿道总长已经超过九百公里，其中沿河的部分最受欢迎{mark}，周末的人流量达
到平日的三倍。管理部门因此在主要路口增设了饮水点和急救箱，并且把夜间照明的时间
延长到十一点，使得下班以后才有空锻炼的居民也能够放心地使用这些离家不远的步
{gap}{note}《绿道使用情况调查》，市园林局2021年编，第15页。

3

道和骑行道。调查显示，八成以上的受访者对此表示满意。
"""

FORMS = [
    ("①", "①"),
    ("❶", "❶ "),
    ("⑴", "⑴"),
    ("¹", "1. "),
    ("[1]", "[1] "),
    ("［1］", "［1］"),
    ("［１］", "［１］"),
    ("〔1〕", "〔1〕"),
    ("【1】", "【1】"),
    ("(1)", "(1) "),
    ("（1）", "（1）"),
    ("[注1]", "[注1]"),
    ("（注1）", "注1："),
    ("（註一）", "註一："),
    ("注1", "注1　"),
    ("*", "* "),
    ("＊", "＊"),
    ("†", "† "),
]


def passages(text: str) -> list[tuple[Kind, str]]:
    found, _ = divide(text, has_markup=False)
    return [
        (passage.kind, "".join("".join(text[start:end].split()) for start, end in passage.spans))
        for passage in found
    ]


@pytest.mark.parametrize(("mark", "head"), FORMS)
@pytest.mark.parametrize("gap", ["", "\n"], ids=["close", "apart"])
def test_a_note_is_set_aside_from_the_sentence_it_stands_in(mark: str, head: str, gap: str) -> None:
    found = passages(PAGE.format(mark=mark, note=head, gap=gap))
    notes = [text for kind, text in found if kind is Kind.NOTE]
    assert notes == [f"{''.join(head.split())}《绿道使用情况调查》，市园林局2021年编，第15页。"]
    [paragraph] = [text for kind, text in found if kind is Kind.PARAGRAPH]
    assert "离家不远的步道和骑行道" in paragraph
    assert paragraph.startswith("全市绿道总长")
    assert paragraph.endswith("表示满意。")


@pytest.mark.parametrize(
    "text",
    [
        "评选按照下列办法进行（1），由各区推荐：\n\n（1）《绿道年报》列明的项目；\n（2）其他项目。\n",
        "* 沿河绿道*\n* 《山地绿道》，2019年建成\n* 环湖绿道\n",
        "绿道分为两类：⑴沿河的；⑵山地的。\n\n⑴ 沿河绿道，2019年建成。\n⑵ 山地绿道。\n",
        "长宽之比为3*5，另见市园林局（2）。\n\n* 第一项\n* 第二项\n",
    ],
)
def test_items_of_a_list_are_no_notes(text: str) -> None:
    assert all(kind is not Kind.NOTE for kind, _ in passages(text))


def test_a_mark_may_be_of_several_notes() -> None:
    assert [mark.value for mark in marks_in("研究表明[1-3]，另有人认为[7，9]。")] == [1, 2, 3, 7, 9]


@pytest.mark.parametrize(
    "text", ["（1）甲", "f(x)", "国发〔2023〕15号", "[此处](a)", "[1](a)", "〔1]"]
)
def test_what_is_no_mark_in_a_text(text: str) -> None:
    assert list(marks_in(text)) == []


@pytest.mark.parametrize(
    "text",
    ["〔2023〕15号文件", "注意事项", "关注3个方面", "注3个", "***", "* * *", "[1]", "（1", "§ 5"],
)
def test_what_no_note_begins_with(text: str) -> None:
    assert mark_before(text) is None


def test_brackets_of_full_width_are_those_of_half_width() -> None:
    assert mark_before("［１２］见前") == NoteMark("[", 12)
    assert mark_before("（12）见前") == mark_before("(12) 见前")


def test_a_line_that_ends_in_an_abbreviation_is_not_the_last_of_a_note() -> None:
    note = "[1] A. Writer, A Survey of Greenways in Large Cities, Harbour Press, 2020, p.\n15."
    text = f"沿河的部分最受欢迎[1]。\n\n{note}\n\n3\n\n下一段从这里开始。\n"
    assert [text for kind, text in passages(text) if kind is Kind.NOTE] == ["".join(note.split())]


ENDINGS = ["[{}]", "［{}］", "〔{}〕", "【{}】", "（{}）", "({})", "（注{}）", "[^{}]"]


@pytest.mark.parametrize("mark", ENDINGS)
def test_a_paragraph_ends_with_the_mark_of_a_note(mark: str) -> None:
    said = [
        "沿河绿道去年秋天全部贯通，骑行者从此不必再绕到桥上去过河。",
        "饮水点设在每个路口，夏天由附近的商铺负责换水，冬天停用。",
        "照明时间延长以后，晚上来跑步的人比从前多出将近一半。",
    ]
    paragraphs = [text + mark.format(place + 1) for place, text in enumerate(said)]
    text = "".join(f"　　{one}\n" for one in paragraphs)
    assert passages(text) == [(Kind.PARAGRAPH, one) for one in paragraphs]


@pytest.mark.parametrize("mark", ["[{}]", "({})", "{}"])
def test_an_english_sentence_with_a_mark_of_a_note_is_no_heading(mark: str) -> None:
    said = [
        "The towpath was paved as far as the old lock before the winter.",
        "Nobody has asked the anglers what they think of “the joggers.”",
        "The lamps now burn until eleven (and later on a holiday.)",
    ]
    paragraphs = [text + mark.format(place + 1) for place, text in enumerate(said)]
    kinds = [(Kind.PARAGRAPH, "".join(one.split())) for one in paragraphs]
    assert passages("\n\n".join(paragraphs) + "\n") == kinds


ABOVE = """城市绿道建设回顾

　　全市绿道总长已经超过九百公里，其中沿河的部分最受欢迎{mark}，周末的人流量达
到平日的三倍。管理部门因此在主要路口增设了饮水点和急救箱，并且把夜间照明的时间
延长到十一点，使得下班以后才有空锻炼的居民也能够放心地使用这些离家不远的步
"""
BELOW = """道和骑行道，因为沿途都有人值守，单独出门的老人和孩子也不必再担心天黑以后找不到
回家的路。
"""
CONVERSATION = "① 与一位管理人员的谈话，"
UNCLOSED = [
    "https://www.example.org/a.htm",
    "第12页",
    "p. 12",
    "访问日期2021年5月2日",
    "（2019年）",
]


@pytest.mark.parametrize("gap", ["", "\n"], ids=["close", "apart"])
@pytest.mark.parametrize("ending", UNCLOSED)
def test_a_note_without_a_full_stop_ends_where_its_line_does(ending: str, gap: str) -> None:
    note = f"{CONVERSATION}{ending}"
    found = passages(ABOVE.format(mark="①") + gap + note + "\n" + gap + BELOW)
    assert [text for kind, text in found if kind is Kind.NOTE] == ["".join(note.split())]
    assert "离家不远的步道和骑行道" in found[1][1]


def test_no_blank_line_is_inside_a_note_where_the_text_has_none_inside_paragraphs() -> None:
    note = "① 参见市园林局：《绿道使用情况调查》，2021年5月内部印发，共四章，现存市档案馆第七号库"
    found = passages(f"{ABOVE.format(mark='①')}\n{note}\n\n{BELOW}")
    assert "离家不远的步道和骑行道" in found[1][1]


def test_a_note_in_double_spaced_text_goes_on_behind_a_full_line() -> None:
    note = [
        "① 参见市园林局：《绿道使用情况调查》，2021年5月内部印发，共四章，现存市档案馆第七号",
        "库，第12页",
    ]
    text = f"{ABOVE.format(mark='①')}{note[0]}\n{note[1]}\n{BELOW}"
    found = passages(text.replace("\n", "\n\n"))
    assert ["".join("".join(note).split())] == [text for kind, text in found if kind is Kind.NOTE]
    assert "离家不远的步道和骑行道" in found[1][1]


def test_a_first_line_that_is_set_back_as_others_are_is_of_no_note() -> None:
    note = (
        "　　① 参见市园林局：《绿道使用情况调查》，2021年5月内部印发，共四章，现存市档案馆第\n"
        "七号库，另见市园林局：《绿道使用情况调查续编》，2022年5月内部印发，共四章，现存第八号\n"
    )
    above = ABOVE.format(mark="①").removesuffix("步\n") + "路。\n"
    found = passages(f"{above}{note}　　{BELOW}")
    assert found[-1][0] is Kind.PARAGRAPH
    assert found[-1][1].startswith("道和骑行道")


def test_a_note_is_one_line_where_paragraphs_are() -> None:
    paragraph = ABOVE.format(mark="①").partition("\n\n")[2].replace("\n", "").strip() + "行道上。"
    text = f"城市绿道\n\n{paragraph}\n{CONVERSATION}第12页\n{BELOW.replace(chr(10), '')}\n"
    assert (Kind.NOTE, "①与一位管理人员的谈话，第12页") in passages(text)


@pytest.mark.parametrize(
    "note",
    [
        "同上。",
        "参见市园林局：《绿道使用情况调查》，2021年5月内部印发，共四章，现存档案馆\n第七号库。",
    ],
    ids=["short", "two lines"],
)
@pytest.mark.parametrize("between", ["", "夜行人"], ids=["", "head"])
def test_a_page_number_below_a_note_is_none_of_the_text(note: str, between: str) -> None:
    page = ABOVE.partition("\n\n")[2] + "{note}\n{number}\n{head}道{number}" + BELOW[1:]
    pages = "".join(
        page.format(
            mark=mark, note=f"{mark} {note}", number=number, head=between and f"{between}\n"
        )
        for mark, number in zip("①②③", (37, 38, 39), strict=True)
    )
    found = passages(f"夜行人\n{pages}".replace("\n", "\n\n"))
    paragraphs = [text for kind, text in found if kind is Kind.PARAGRAPH]
    assert all(
        f"离家不远的步道{n}和骑行道" in t for n, t in zip((37, 38, 39), paragraphs, strict=True)
    )


def test_bare_numbers_below_notes_that_come_in_no_order_are_text() -> None:
    note = "① 同上。"
    text = f"全市绿道总长已经超过九百公里①。\n\n{note}\n\n7\n\n夜里也有人来。\n"
    assert "7" in "".join(text for _, text in passages(text))


@pytest.mark.parametrize("rule", ["——————", "________", "-----"])
def test_numbered_lines_below_a_rule_inside_a_sentence_are_notes(rule: str) -> None:
    notes = "1 市园林局：《绿道年报》，2021年，第45页。\n2 同上，第47页。\n"
    found = passages(f"{ABOVE.format(mark='，1夜里也是')}{rule}\n{notes}{BELOW}")
    assert [text for kind, text in found if kind is Kind.NOTE] == notes.replace(" ", "").split()
    assert "离家不远的步道和骑行道" in found[1][1]


def test_numbered_lines_below_a_rule_between_paragraphs_are_text() -> None:
    items = "1 《绿道年报》，2021年。\n2 《绿道地图》，2022年。\n"
    above = ABOVE.format(mark="").removesuffix("步\n") + "路。\n"
    assert all(kind is not Kind.NOTE for kind, _ in passages(f"{above}-----\n{items}"))


LIST_AND_NOTES = (
    "海灣的舊船\n\n那條舊船修了三年¹，漁民的辦法有三條²。\n\n"
    "1. 先把船底的木板拆下來晾乾，再逐塊編號收好。\n\n"
    "2. 由老木匠教年輕人認木頭，學會了才可以動手。\n\n"
    "3. 所有的花費都寫在祠堂的牆上，人人可以查看。\n\n"
    "入夏以後，縣裡派人來看過幾次³，給那個安靜了多年的小港\n\n"
    "1. 訪談，2017年1月。\n\n2. 漁會，《2003年工作報告》，第30頁。\n\n3. 參見《縣志》卷六。\n\n"
    "添了幾分熱鬧。船下水那天下了一場大雨。\n"
)


def test_notes_inside_a_sentence_have_the_marks_and_no_list_above_them() -> None:
    passages, _ = divide(LIST_AND_NOTES, False)
    found = [(p.kind.value, "".join(LIST_AND_NOTES[s:e] for s, e in p.spans)) for p in passages]
    assert [text[:2] for kind, text in found if kind == "note"] == ["1.", "2.", "3."]
    assert all(text[3] in "訪漁參" for kind, text in found if kind == "note")
    assert any("安靜了多年的小港添了幾分熱鬧" in text for _, text in found)


@pytest.mark.parametrize("heading", ["2. 路程怎样安排", "2 路程怎样安排"])
def test_a_heading_with_the_number_of_an_open_mark_is_no_note(heading: str) -> None:
    text = (
        "花期考察记\n\n1. 来历\n\n老人们讲过一年里的许多事情¹，他们一件一件地说给晚辈听²。\n\n"
        f"{heading}\n\n场地由各县的养蜂协会分配，一户人家通常能放八十箱。\n\n"
        f"{heading[:2].strip()} 《蜂业年鉴》，第37页。\n"
    )
    found = [(p.kind.value, text[p.start : p.end]) for p in divide(text, False)[0]]
    assert ("heading", heading) in found
    assert ("note", f"{heading[:2].strip()} 《蜂业年鉴》，第37页。") in found
