"""What a page puts between lines is left out of sentences, and what only looks like it is not."""

from __future__ import annotations

import re

import pytest

from bri_search.sources.page_numbers import Weight, page_number, sequences
from bri_search.sources.readers import read_bytes
from bri_search.sources.sections import divide

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


PROSE = [
    "养蜂人每年三月从南方的油菜田出发，沿着花期一路向北，到七月才在草原上停下来",
    "蜂箱夜里装车，天亮以前必须赶到下一处场地，否则箱里的温度会升高，蜂群就会受",
    "场地由各县的养蜂协会分配，一户人家通常能放八十箱，来得晚的只好到山那边去找",
    "收蜜的日子最怕下雨，雨水把花粉打落在地，蜂出不了巢，一个星期的收成便没有着",
    "到了秋天，各家把蜂箱并到一起，清点还剩下多少群，再把多余的蜂王卖给临近的蜂",
    "冬天里养蜂人修补箱子，抄写来年的花期表，等着第一封说油菜开花的信从南方寄过",
]
REST = [
    "歇息。这一路大约四千里。",
    "损失。司机因此从不在中途停车。",
    "地方。协会每年抽签一次。",
    "落了。因此人人会看云。",
    "场去。价钱由双方商定。",
    "来了。如此周而复始。",
]
FIRST = "老人们讲过一年里的许多事情，他们把这些一件一件地说给晚辈听，晚辈又写在纸上"
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


def passages(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """What the passages of a text say, without white space, and what is furniture."""
    reading = read_bytes("a.txt", ".txt", text.encode())
    found, furniture = divide(reading.text, False, reading.structure, reading.pages)
    texts = [re.sub(r"\s", "", "".join(text[a:b] for a, b in one.spans)) for one in found]
    named = [(one.what, text[slice(*one.span)]) for one in furniture if one.what != "white space"]
    return texts, named


def cut_at_pages(foots: list[str], between: str = "\n{}\n\n") -> str:
    """Paragraphs of which each is cut by a page with something at its foot."""
    pages = [
        f"　　{FIRST}，\n{full}\n{between.format(foot)}{rest}\n\n　　{rest}\n\n　　{rest}\n\n"
        for full, rest, foot in zip(PROSE, REST, foots, strict=False)
    ]
    return "花期考察记\n\n　　" + "\n\n　　".join(REST[:3]) + "\n\n" + "".join(pages)


def are_whole(texts: list[str], count: int = 5) -> bool:
    """Whether the paragraphs that pages cut are each one again."""
    cut = zip(PROSE[:count], REST[:count], strict=True)
    return all(f"{FIRST}，{full}{rest}" in texts for full, rest in cut)


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


def test_left_and_right_pages_may_have_different_heads() -> None:
    heads = [
        "62　花期研究　2021年第4期" if page % 2 else "周苇等：养蜂人　　62" for page in range(5)
    ]
    heads = [head.replace("62", str(62 + page)) for page, head in enumerate(heads)]
    texts, furniture = passages(cut_at_pages(heads))
    assert are_whole(texts)
    assert furniture == [("running head", head) for head in heads]


def test_a_head_without_a_number_stands_beside_one() -> None:
    texts, furniture = passages(cut_at_pages([f"— {page} —\n花期考察记" for page in range(1, 6)]))
    assert are_whole(texts)
    assert furniture.count(("running head", "花期考察记")) == 5
    assert texts[0] == "花期考察记"


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


# -- what is numbered itself -------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["Chapter", "Question", "Sonnet", "圖"])
def test_headings_that_are_a_word_and_a_number_are_no_running_heads(word: str) -> None:
    story = (
        "The keeper of the light went down to the harbour every morning before the\n"
        "boats came in, and nobody could have said what it was that he waited for —\n\n"
    )
    text = "The Light\n\n" + "".join(f"{word} {number}\n\n{story}" for number in (1, 2, 3))
    _, furniture = passages(text)
    assert furniture == []


def test_a_note_that_comes_again_under_another_number_is_no_running_head() -> None:
    note = (
        "課題組訪談記錄，受訪者均已同意匿名引用，訪談時間為\n2022年9月至12月，地點在三個縣城。\n\n"
    )
    text = (
        "海港報告\n\n"
        "沿海各省①先後實行了更為嚴格的休漁制度，近海的捕撈量從此逐年穩步下降，並且\n\n"
        f"① {note}- 1 -\n\n"
        "有所回升。遠洋漁船的數量②也得到控制，漁民的收入因此有了明顯的提高，而且還\n\n"
        f"① 國家統計局《年鑑》，海洋出版社，第45頁。\n\n② {note}- 2 -\n\n"
        "會繼續提高。各地都認為這些辦法是可行的。\n"
    )
    _, furniture = passages(text)
    assert furniture == [("page number", "- 1 -"), ("page number", "- 2 -")]


def test_pages_of_front_matter_need_not_cut_a_sentence() -> None:
    page = "".join(f"The board met again in the month of {month}.\n" for month in range(5))
    text = f"Foreword\n\n{page}\ni\n\n{page}\nii\n\n{page}\niii\n\n{page}"
    _, furniture = passages(text)
    assert furniture == [("page number", number) for number in ("i", "ii", "iii")]


@pytest.mark.parametrize("feed", ["\f", "\n"], ids=["feed", "blank"])
def test_a_head_that_says_what_a_heading_says_need_not_cut_a_sentence(feed: str) -> None:
    chapter = "第二章　花期与路程"
    text = (
        f"　　{PROSE[5]}\n{REST[5]}\n　　{PROSE[0]}\n{feed}"
        f"62　乡土丛书\n\n{REST[0]}\n\n{chapter}\n\n　　{PROSE[1]}\n{REST[1]}\n{feed}"
        f"{chapter}　63\n\n　　{PROSE[2]}\n{REST[2]}\n　　{PROSE[3]}\n{feed}"
        f"64　乡土丛书\n\n{REST[3]}\n　　{PROSE[4]}\n{REST[4]}\n"
    )
    _, furniture = passages(text)
    heads = ["62　乡土丛书", f"{chapter}　63", "64　乡土丛书"]
    assert furniture == [("running head", head) for head in heads]


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


MINUTES = """會議紀錄

陳先生提議修路並請求
撥款支持。經過長時間
的討論，董事會通過議
案，並列為本年度第1
號決議，由主席簽署後
公布施行。

陳先生提議建橋並請求
撥款支持。經過長時間
的討論，董事會通過議
案，並列為本年度第2
號決議，由主席簽署後
公布施行。
"""


def test_minutes_that_say_the_same_with_other_numbers_are_text() -> None:
    passages, furniture = divide(MINUTES, False)
    assert len(passages) == 3
    assert {piece.what for piece in furniture} == {"white space"}


def test_a_head_of_two_lines_is_furniture_though_its_second_is_always_the_same() -> None:
    words = [
        "港口",
        "铁路",
        "机场",
        "公路",
        "航线",
        "桥梁",
        "隧道",
        "码头",
        "仓库",
        "车站",
        "河道",
        "水库",
        "电网",
        "管道",
        "学校",
    ]
    pages = []
    for number, place in enumerate(range(0, 15, 3), 11):
        first, second, third = words[place : place + 3]
        pages.append(
            f"{first}的建设应当继续推进并且由各方共同完成，这一工程的意义\n"
            f"十分重大，{second}的维护和管理也要跟上，不能只建不管，否则用不\n"
            f"了多久就会荒废，这样的教训已经很多；{third}的情况也大致是这样\n"
            f"港口年度报告 {number}\n第一章 概况\n"
        )
    text = "".join(pages) + "，各方都有共识。\n"
    _, furniture = divide(text, False)
    heads = [text[slice(*piece.span)] for piece in furniture if piece.what == "running head"]
    assert len(heads) == 10


# -- running heads without numbers of their own ------------------------------------------------------

TITLE = "花期考察记"


def pages_with(heads: list[str], between: str) -> str:
    """Paragraphs of a column, each cut by a head."""
    return "".join(
        f"{full}\n{other}{between.format(head)}{rest}\n\n"
        for full, other, rest, head in zip(PROSE, PROSE[2:], REST, heads, strict=False)
    )


def goes_on(texts: list[str], count: int) -> bool:
    cut = zip(PROSE[:count], PROSE[2:], REST, strict=False)
    return all(f"{full}{other}{rest}" in texts for full, other, rest in cut)


@pytest.mark.parametrize("between", ["\n{}\n", "\n\n{}\n\n"], ids=["tight", "blanks"])
@pytest.mark.parametrize("head", [TITLE, "省养蜂学会"])
def test_a_head_comes_again_where_pages_have_no_numbers(head: str, between: str) -> None:
    texts, furniture = passages(f"{TITLE}\n\n" + pages_with([head] * 4, between))
    assert goes_on(texts, 4)
    assert furniture == [("running head", head)] * 4


@pytest.mark.parametrize("between", ["\n\n7\n\n{}\n\n", "\n7\n{}\n", "\n{}\n"])
def test_the_title_comes_once_more_inside_a_sentence(between: str) -> None:
    texts, _ = passages(f"{TITLE}\n\n" + pages_with([TITLE], between))
    assert goes_on(texts, 1)


def test_heads_of_left_and_right_pages_come_again_behind_form_feeds() -> None:
    heads = ["省养蜂学会", TITLE] * 2
    texts, furniture = passages(pages_with(heads, "\n\f{}\n"))
    assert goes_on(texts, 4)
    assert furniture == [("running head", head) for head in heads]


def test_numbers_beside_the_title_need_not_cut_a_sentence() -> None:
    pages = "".join(
        f"{full}\n{rest}\n\n{10 + place}\n\n{TITLE}\n\n"
        for place, (full, rest) in enumerate(zip(PROSE[:3], REST, strict=False))
    )
    texts, furniture = passages(f"{TITLE}\n\n第一章　路程\n\n{pages}{PROSE[3]}\n{REST[3]}\n")
    assert [text for _, text in furniture] == ["10", TITLE, "11", TITLE, "12", TITLE]
    assert texts[2:] == [a + b for a, b in zip(PROSE[:4], REST, strict=False)]


def test_a_name_below_titles_that_are_as_long_as_verses_is_text() -> None:
    poem = "山前的蜂箱排成行白头的人数着斜阳\n南来的车子过了江北去的花开在路旁。\n"
    titles = ["癸卯年三月过南岭寄县里养蜂的诸位", "癸卯年五月过大江寄船上养蜂的诸位"]
    titles += ["癸卯年七月到草原寄山里养蜂的诸位", "癸卯年九月回家乡寄各地养蜂的诸位"]
    text = "蜂人诗抄\n\n" + "".join(f"{title}\n周苇\n{poem}\n" for title in titles)
    assert passages(text)[1] == []


def test_a_refrain_that_says_the_title_is_text() -> None:
    stanza = (
        "The hives are carried up the hill before the day\n"
        "And no one sees the carriers go along their way\n{}\nAnd nobody who hears them\n"
    )
    text = "The Road of Flowers\n\n" + "\n".join([stanza.format("The Road of Flowers")] * 4)
    assert passages(text)[1] == []


def test_paragraphs_that_come_again_are_text() -> None:
    text = f"{TITLE}\n\n" + f"{PROSE[0]}\n{PROSE[2]}\n{PROSE[4]}\n{REST[4]}\n\n" * 4
    assert passages(text)[1] == []


# -- running heads below the notes of a page ---------------------------------------------------------

PAGE_OF_NOTE = [20, 37, 52, 64, 81]


def cut_below_notes(heads: list[str], note: str = "《蜂业年鉴》，第{}页。") -> str:
    """Paragraphs of which each is cut by a note and what stands below it."""
    pages = [
        f"　　{FIRST}，\n{full}\n[{number}] {note.format(page)}\n{head}\n{rest}\n\n"
        f"　　{rest}这里有出处[{number + 1}]。\n"
        for number, (full, rest, head, page) in enumerate(
            zip(PROSE, REST, heads, PAGE_OF_NOTE, strict=False), 1
        )
    ]
    begin = "　　" + "\n\n　　".join(REST[:3])
    return f"{TITLE}\n\n{begin}最初的出处[1]。\n\n" + "".join(pages)


@pytest.mark.parametrize("head", [f"{TITLE}　{{}}", "{} 省养蜂学会"])
@pytest.mark.parametrize("note", ["同上，第{}页。", "见《蜂业年鉴》，\n第{}页。"])
def test_notes_that_differ_in_their_numbers_only_are_no_rows_beside_a_head(
    head: str, note: str
) -> None:
    heads = [head.format(page) for page in range(7, 12)]
    texts, furniture = passages(cut_below_notes(heads, note))
    assert furniture == [("running head", one) for one in heads]
    assert are_whole(texts)


@pytest.mark.parametrize("number", ["· {} ·", "第{}页", "— {} —"])
@pytest.mark.parametrize("head", [TITLE, "省养蜂学会"])
def test_a_head_stands_below_notes_and_a_page_number(number: str, head: str) -> None:
    numbers = [number.format(page) for page in range(120, 125)]
    texts, furniture = passages(cut_below_notes([f"{one}\n\n{head}\n" for one in numbers]))
    assert [text for _, text in furniture] == [text for one in numbers for text in (one, head)]
    assert are_whole(texts)


def test_a_head_beside_each_page_number_cuts_one_sentence_at_least() -> None:
    head = "省养蜂学会"
    ends = [f"{PROSE[0]}\n— 1 —\n{head}\n{REST[0]}", f"{REST[1]}\n— 2 —\n{head}", REST[2]]
    ends[2] += f"\n— 3 —\n{head}"
    text = "".join(
        f"　　{PROSE[2 + page]}\n{REST[3]}\n　　{end}\n" for page, end in enumerate(ends)
    )
    texts, furniture = passages(f"{TITLE}\n\n{text}　　{PROSE[5]}\n{REST[4]}\n")
    assert [text for _, text in furniture] == ["— 1 —", head, "— 2 —", head, "— 3 —", head]
    assert f"{PROSE[0]}{REST[0]}" in texts


def test_the_title_comes_again_right_below_notes() -> None:
    text = cut_below_notes([TITLE] * 5).replace("，\n", "，")
    unwrapped = "\n\n".join(line.strip() for line in text.splitlines() if line.strip())
    texts, furniture = passages(f"{unwrapped}\n")
    assert furniture == [("running head", TITLE)] * 5
    assert are_whole(texts)


def test_the_heading_of_a_chapter_comes_again_below_a_page_number() -> None:
    chapter = "第一章　路程"
    text = f"{TITLE}\n\n{chapter}\n\n　　{PROSE[3]}\n{REST[3]}\n" + pages_with(
        [f"7\n{chapter}"], "\n{}\n"
    )
    texts, furniture = passages(text)
    assert furniture == [("page number", "7"), ("running head", chapter)]
    assert goes_on(texts, 1)


def test_a_heading_that_comes_again_at_the_top_of_a_page_is_text() -> None:
    heading = "（一）概况"
    page = f"　　{PROSE[0]}\n{REST[0]}\n"
    text = f"{TITLE}\n\n一、花期\n\n{heading}\n\n{page}\n二、路程\n\n{page}7\n{heading}\n\n{page}"
    assert "running head" not in [what for what, _ in passages(text)[1]]
