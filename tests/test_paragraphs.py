"""Where paragraphs begin and end."""

from __future__ import annotations

import re
import textwrap

import pytest

from bri_search.sources.sections import divide
from tests.divided import ABOVE, BELOW, Found, blocks, label_of, runs


@pytest.mark.parametrize("ends", ["\u2028", "\u2029", "\x85", "\v", "\r"])
def test_whatever_breaks_a_line_is_a_line_break(ends: str) -> None:
    text = f"第一章 总则\n\n{ABOVE}{BELOW}第二章 附则\n\n{BELOW}"
    broken = text.replace("\n", ends)
    assert blocks(broken) == blocks(text)
    passages = divide(broken, False)[0]
    assert [p.spans for p in passages] == [p.spans for p in divide(text, False)[0]]


LAST_LINES = [
    "图 4 所示。",
    "表 2 和表 5。",
    "一、二两册。",
    "（一）项和（三）项。",
    "第一，也是最后一次。",
    "3.5公里的山路。",
]


@pytest.mark.parametrize("last", LAST_LINES)
def test_the_last_line_of_a_sentence_is_no_caption_and_no_number(last: str) -> None:
    above = (
        "　　各县的契约文书按照年代分箱存放，每箱不超过二百件，箱内垫以樟木屑，装箱\n"
        "之前先行拍照并且登记尺寸，破损的另外包好，详细的步骤以及装箱的次序可以参看\n"
    )
    text = f"馆藏札记\n\n{above}{last}\n{BELOW}"
    whole = re.sub(r"\s", "", above + last)
    assert ("paragraph", whole) in blocks(text)
    assert label_of(text, "馆员每到") == ("馆藏札记",)


def test_english_sentences_end_with_the_number_of_a_table() -> None:
    text = (
        "Paper in the Archive\n\n"
        "The share of rag paper among the deeds of the three counties fell by almost a half\n"
        "within thirty years, and what the mills of each county made in its place is given in\n"
        "Table 3.\n\n"
        "Bamboo paper took its place first in the hills, where it was cheap, and then in the\n"
        "towns as well.\n"
    )
    assert any(kind == "paragraph" and read.endswith("inTable3.") for kind, read in blocks(text))


def test_a_caption_between_two_halves_of_a_sentence_is_one() -> None:
    text = (
        "馆藏札记\n\n"
        "　　各县的契约文书按照年代分箱存放，每箱不超过二百件，箱内垫以樟木屑，装箱\n"
        "之前先行拍照并且登记尺寸，破损的另外包好，详细的步骤以及装箱的次序可以参看\n\n"
        "图 4 装箱的次序\n\n"
        "馆中的手册，手册每两年修订一次。\n" + BELOW
    )
    assert ("caption", "图4装箱的次序") in blocks(text)


def test_a_line_that_fills_its_column_and_ends_with_a_particle_goes_on() -> None:
    text = "馆藏札记\n\n" + ABOVE.replace(
        "清点起来十分费时，也最容易在\n", "清点起来十分费时，且最难的\n"
    )
    assert len(blocks(text)) == 2


def test_a_numbered_sentence_is_found_across_its_first_line() -> None:
    text = (
        "两馆换书备忘\n"
        "Memorandum on the Exchange of Books\n\n"
        "一、两馆认为，旧籍，尤其是方志和族谱，是两地读书人共有的家当，应当由双方\n"
        "馆员一同照看并且互通有无。\n"
        "1. The two libraries hold that old books, and gazetteers and genealogies above\n"
        "all, are the common property of readers on both shores, which librarians of both\n"
        "sides ought to look after together.\n"
    )
    assert any("应当由双方馆员一同照看" in run for run in runs(text))


def test_a_spaced_paragraph_of_two_lines_is_found_across_them() -> None:
    text = (
        "                馆 藏 札 记\n\n\n"
        "    一、 来 历\n\n"
        "    旧 籍 多 半 由 各 县 的 书 商 零 星 送 来 ， 馆 员 逐 册\n"
        "登 记 并 且 付 以 现 钱 。\n\n"
        "    二、用途\n"
        "    先供本地人查阅。\n"
    )
    assert any("逐册登记" in run for run in runs(text))


def test_who_speaks_again_begins_a_paragraph() -> None:
    question = "馆员：听说贵村还有几箱旧书没有登记，不知道方不方便让我们先去看一看再编号呢？\n"
    reply = "答：书都放在祠堂的阁楼上面，上楼的梯子去年坏了，要等到木匠来修好以后才能够\n上去。\n"
    text = f"访谈记录\n\n{reply}{question}{reply}{question}{reply}"
    assert [read[:2] for _, read in blocks(text)[1:]] == ["答：", "馆员", "答：", "馆员", "答："]


SIGNED = ["一、祠堂", "二、書院", "三、寺廟", "四、會館", "五、私家"]


@pytest.mark.parametrize("sign", ["{} ", "1. \n{}", "• \n{}"], ids=["heading", "number", "bullet"])
def test_a_space_behind_a_heading_or_a_number_tells_nothing_of_paragraphs(sign: str) -> None:
    def division(*, spaces: bool) -> list[Found]:
        signed = sign if spaces else re.sub(" (?=\n|$)", "", sign)
        text = "".join(f"{signed.format(heading)}\n{ABOVE}{BELOW}" for heading in SIGNED)
        return blocks(text)

    assert division(spaces=True) == division(spaces=False)
    assert ("paragraph", re.sub(r"\s", "", BELOW)) in division(spaces=True)


def test_a_space_behind_every_paragraph_parts_them() -> None:
    first = "各縣把藏書分成三類登記，一類是地方志，一類是族譜，還有一類是契約文書，\n"
    more = "三類之中契約文書最為零散，往往夾在舊賬本裡，清點起來十分費時，也最容易丟\n失。 \n"
    paragraphs = [first + more] * 4 + [first.replace("文書，", "文書。") + more]
    whole = [("paragraph", re.sub(r"\s", "", one)) for one in paragraphs]
    assert blocks("".join(paragraphs)) == whole


SHORT = "上月初三一早祠堂后院清出来的十一箱旧书由两位馆员护送到了县里新修好的库房"


@pytest.mark.parametrize("width", [12, 15, 18, 20, 22, 25, 30])
@pytest.mark.parametrize("title", ["旧书入库\n\n", ""], ids=["title", "bare"])
@pytest.mark.parametrize("indent", ["　　", ""], ids=["indented", "flush"])
@pytest.mark.parametrize("rest", ["", "\n\n村里人都来相送。\n"], ids=["alone", "more"])
def test_a_short_text_is_one_sentence_however_wide(
    width: int, title: str, indent: str, rest: str
) -> None:
    whole = indent + SHORT
    body = "\n".join(whole[start : start + width] for start in range(0, len(whole), width))
    found = blocks(f"{title}{body}。\n{rest}")
    assert found[1 if title else 0] == ("paragraph", SHORT + "。")


def test_a_question_at_the_beginning_of_an_interview_goes_on_in_the_next_line() -> None:
    asked = "馆员：这几箱旧书是哪一年搬到祠堂里来的？当时\n还有谁在场？\n"
    told = (
        "守祠人：是民国三十五年搬来的，那时候我还小，\n只记得来了两辆牛车，赶车的人一口外乡话。\n"
    )
    found = blocks(f"访谈地点：东城祠堂\n\n{asked}\n{told}")
    assert ("paragraph", re.sub(r"\s", "", asked)) in found


@pytest.mark.parametrize(
    "below",
    [
        "窗前几树梅花发，\n门外数声犬吠低。\n",
        "　　十一箱旧书已经入库。\n",
        "十一箱旧书由两位馆员护送入库，路上走了两天一夜。\n",
    ],
    ids=["verse", "indented", "wider"],
)
def test_a_title_right_above_a_text_is_no_line_of_it(below: str) -> None:
    title = "东城祠堂所藏旧书入库始末"
    assert blocks(f"{title}\n{below}")[0] == ("heading", title)


def test_the_first_line_of_an_unevenly_wrapped_text_runs_on() -> None:
    text = "书信\n\n上月初三一早祠堂后院清出来的十一箱\n旧书，由两位馆员护送，随后到了\n县里新修好的库房。\n"
    assert any("清出来的十一箱旧书，由两位馆员" in run for run in runs(text))


SET_BACK = (
    "　　县里的藏书分成三类登记，一类是地方志，一类是族谱，另一类是契约\n"
    "文书，三类之中以契约最为零散，往往夹在旧账本里，清点起来很费时日。\n"
)


@pytest.mark.parametrize(
    ("full", "rest"),
    [
        ("　　书院的旧书去年才开始清点，到今年三月为止一共清点了两千多册。\n", "其余的还没有动。"),
        (
            "　　书院的旧书去年才开始清点，到今年的三月为止总共清点了两千多册。\n\n- 7 -\n\n",
            "其余没有动。",
        ),
    ],
    ids=["shorter", "page"],
)
def test_a_line_that_is_not_set_back_begins_no_paragraph(full: str, rest: str) -> None:
    found = blocks(f"馆藏札记\n\n{SET_BACK * 2}{full}{rest}\n{SET_BACK * 2}")
    whole = re.sub(r"\s|- 7 -", "", full + rest)
    assert ("paragraph", whole) in found


def test_two_marks_may_hang_over_the_edge_of_a_column() -> None:
    lines = [
        "书院的旧书去年才开始清点，前后来帮忙的人",
        "有馆员、塾师、邻居和学徒（每天大约有三个）、",
        "抬水的脚夫，到今年三月总共清点了两千册。",
        "其余没有动，因为库房钥匙不知道交给哪一位",
        "馆员保管。",
    ]
    assert len(blocks("\n".join(lines) + "\n")) == 1


@pytest.mark.parametrize(
    "above", ["", f"{SET_BACK}以下是谈话的记录，由馆里的学徒整理。\n\n"], ids=["short", "long"]
)
def test_who_speaks_begins_a_paragraph_though_nobody_ends_a_sentence(above: str) -> None:
    turns = [
        "馆员：您是哪一年到祠堂里来的？\n",
        "守祠人：民国三十五年，那时候我才六岁，祠堂里住着两位教书先生和他\n们的学生\n",
        "馆员：旧书是那时候搬来的吗\n",
        "守祠人：是啊，来了两辆牛车，赶车的人一口外乡话\n",
        "馆员：后来呢\n",
        "守祠人：后来就一直锁在阁楼上\n",
    ]
    found = blocks(f"守祠人访谈\n\n{above}{''.join(turns)}")
    assert [read for _, read in found[-len(turns) :]] == [re.sub(r"\s", "", one) for one in turns]
    assert {kind for kind, _ in found[-len(turns) :]} == {"paragraph"}


def test_an_address_that_begins_two_lines_is_nobody_who_speaks() -> None:
    text = "卡片见\nhttps://example.org/cards/1\n和\nhttps://example.org/cards/2\n两处。\n"
    assert len(blocks(text)) <= 2


def test_a_title_above_a_name_is_no_first_line_of_a_sentence() -> None:
    text = "秋日同馆中诸友登城东旧塔望江忆故人\n何秀莲\n江上秋风吹白苹，塔前黄叶落纷纷。\n"
    assert not divide(text, False)[0][0].runs_on


def test_the_time_of_a_subtitle_is_nobody_who_speaks() -> None:
    text = (
        "00:01,000 --> 00:03,200\n从前祠堂里只有一位先生，还有他的\n"
        "00:03,200 --> 00:06,000\n几个学生，他们把旧书锁在阁楼上。\n"
    )
    assert any("还有他的00:03,200-->00:06,000几个学生" in run for run in runs(text))
    assert len(blocks(text)) == 1


# -- dashes ----------------------------------------------------------------------------------------

DASHED = [
    "——旧书清点有了新进展。三县合计清点一万二千册，较前年增加四成，其中契约文\n"
    "书两千件，大半有了编号。\n",
    "——库房修缮有了新面貌。屋顶翻修两次，地面铺了青砖，樟木箱子由三十个增加\n到五十个。\n",
]


@pytest.mark.parametrize("double", [True, False])
def test_paragraphs_that_begin_with_a_dash_are_running_text(*, double: bool) -> None:
    text = f"馆藏札记\n\n{ABOVE.strip()}\n{''.join(DASHED)}{BELOW.strip()}\n"
    if double:
        text = re.sub("\n+", "\n\n", text)
    found = blocks(text)
    for one in DASHED:
        assert ("paragraph", re.sub(r"\s", "", one)) in found


def test_a_list_of_short_lines_that_begin_with_a_dash_names_nobody() -> None:
    text = f"馆藏札记\n\n一、做法\n\n{ABOVE}——清点库房\n——修补书页\n——重写卡片\n{BELOW}"
    assert [kind for kind, read in blocks(text) if read.startswith("——")] == ["paragraph"] * 3


@pytest.mark.parametrize("gap", ["\n", ""], ids=["parted", "close"])
def test_a_short_line_with_a_dash_below_a_quotation_says_whose_it_is(gap: str) -> None:
    text = (
        f"馆藏札记\n\n书要有人读，库要有人守。\n{gap}——东城县志馆\n《守库人日记》\n\n{ABOVE}{BELOW}"
    )
    assert ("note", "——东城县志馆《守库人日记》") in blocks(text)


# -- ends of sentences -----------------------------------------------------------------------------


@pytest.mark.parametrize("remark", ["（掌声）", "[鼓掌]", "【笑】", "（见附图）", " (Applause)"])
def test_a_paragraph_ends_with_a_remark_behind_its_full_stop(remark: str) -> None:
    first = f"我们馆里的旧书一年比一年多，读书的人也一年比一年多。{remark}"
    text = f"在馆庆上的讲话\n\n{first}\n\n各位馆友！\n\n谢谢大家，祝旧书长存。\n"
    assert [read for _, read in blocks(text)][1:3] == [re.sub(r"\s", "", first), "各位馆友！"]


def test_a_bracket_inside_a_sentence_ends_nothing() -> None:
    cut = (
        "　　清点的时候用的是两种卡片，一种记书名和年代，一种记捐书的人（附有地址）\n和他的亲属。\n"
    )
    text = f"馆藏札记\n\n{ABOVE}{cut}"
    assert any("附有地址）和他的亲属" in read for _, read in blocks(text))


# -- newspapers ------------------------------------------------------------------------------------

COLUMN = "兩館昨日簽署合作安排，訂明由下月起\n讀者可用同一張借書證借閱舊籍，毋須\n登記。\n"
MORE = "現時讀者每次借閱都要登記兩次，平均\n需時十八分鐘；新安排實施之後預計可\n以縮短至九分鐘。\n"


def test_a_caption_ends_with_the_credit_at_the_end_of_its_last_line() -> None:
    caption = "▲何秀蓮（右）與副館長方偉民簽\n署文件。　　　　　　　　本報記者攝\n"
    found = blocks(f"借書證互認\n\n{COLUMN}{caption}{MORE}")
    assert found[2:] == [
        ("caption", re.sub(r"\s", "", caption)),
        ("paragraph", re.sub(r"\s", "", MORE)),
    ]


def test_a_caption_goes_on_behind_a_colon_but_over_no_blank_line() -> None:
    caption = "▲副館長方偉民在儀式上這樣說：\n「登記冊是兩館合寫的。」\n"
    found = blocks(f"借書證互認\n\n{COLUMN}{caption}{MORE}")
    assert found[2:] == [
        ("caption", re.sub(r"\s", "", caption)),
        ("paragraph", re.sub(r"\s", "", MORE)),
    ]
    found = blocks(f"借書證互認\n\n{COLUMN}▲方偉民這樣說：\n\n{MORE}")
    assert found[2] == ("caption", "▲方偉民這樣說：")


def test_punctuation_of_columns_from_top_to_bottom_ends_sentences() -> None:
    upright = str.maketrans("，。；", "︐︒︔")
    text = f"借書證互認\n\n{COLUMN}{MORE}"
    assert [len(read) for _, read in blocks(text.translate(upright))] == [
        len(read) for _, read in blocks(text)
    ]


@pytest.mark.parametrize("gap", ["\n", ""], ids=["parted", "close"])
@pytest.mark.parametrize(
    "head", ["「 一 證 通 兩 館 」  省 時 一 半", "一 證 通 兩 館   省 時 一 半"]
)
def test_a_spaced_headline_as_wide_as_its_column_is_one(gap: str, head: str) -> None:
    found = blocks(f"借書證互認\n\n{COLUMN}{gap}{head}\n{gap}{MORE}")
    assert found[2:] == [
        ("heading", re.sub(r"\s", "", head)),
        ("paragraph", re.sub(r"\s", "", MORE)),
    ]


def test_brackets_inside_a_sentence_part_nothing() -> None:
    cut = "　　清点旧籍的人手去年增加到十八个，其中从各县馆借调的人手有十五个\n（东城七，西城八）\n，其余都是新招的学徒。\n"
    assert any("十五个（东城七，西城八），其余" in run for run in runs(f"馆藏札记\n\n{ABOVE}{cut}"))


# -- lines that end nothing but are not full --------------------------------------------------------


def test_a_short_line_ends_its_paragraph_where_a_blank_line_tells() -> None:
    signed = "以上十一箱舊籍連同卡片由今年三月起\n送交東城總館\n"
    found = blocks(f"館藏札記\n\n{COLUMN}{MORE}\n{signed}\n{MORE}{COLUMN}")
    assert ("paragraph", re.sub(r"\s", "", signed)) in found


def test_a_title_over_two_lines_is_not_of_the_text_below() -> None:
    body = textwrap.fill(
        "Books do not ask for visas. They cross eight, nine, ten borders on their way to a "
        "reader, and the dealers follow them. Many of the shops were opened before the war; some "
        "still have their first signs.",
        78,
    )
    title = "Remarks by the Head of the Archive at the Opening\nof the Reading Room"
    found = blocks(f"{title}\n\nVienna, 4 June 2019\n\n{body}\n")
    assert found[0] == ("heading", re.sub(r"\s", "", title))
    assert found[-1] == ("paragraph", re.sub(r"\s", "", body))


@pytest.mark.parametrize("cut", ["兩館合力清點，", "兩館合力清點的"])
def test_a_short_line_that_cannot_be_the_last_goes_on_over_a_blank_line(cut: str) -> None:
    text = f"館藏札記\n\n{COLUMN}{MORE}以上各箱，連同卡片，由今年三月起，\n{cut}\n\n結果見於下表。\n\n{MORE}"
    assert any(re.sub(r"\s", "", f"{cut}結果") in read for _, read in blocks(text))


def test_a_page_between_a_short_line_and_the_next_ends_nothing() -> None:
    column = "".join(f"第{n}箱旧籍由东城运到西城，一路走了两天，\n" for n in "三四五六")
    text = f"馆藏札记\n\n{column}书目\n\n- 7 -\n\n见后。\n"
    assert any("书目见后" in run for run in runs(text))


def test_the_caption_of_a_table_and_its_note_stand_around_it() -> None:
    text = (
        "馆藏报告\n\n一、两个书库\n\n"
        "东城祠堂在本地话里是“藏书的地方”。今天梯子换成了升降机，每天有十九箱旧书从这里运出来，\n"
        "其中六成装的是方志和契约文书。\n\n表1  两个书库的比较\n\n"
        "书库          方志藏量      契约藏量      主要来历\n"
        "东城祠堂      7100册        2.1万件       捐赠、采购\n"
        "西城书院      6200册        0.4万件       采购、交换\n\n"
        "注：数据截至去年底。\n\n第二章  书库的变化\n\n2.1  东城祠堂书库\n\n"
        "东城祠堂在本地话里是“藏书的地方”。今天梯子换成了升降机，每天有十九箱旧书从这里运出来，\n"
        "其中六成装的是方志和契约文书。\n"
    )
    found = blocks(text)
    assert ("caption", "表1两个书库的比较") in found
    assert ("caption", "注：数据截至去年底。") in found


def test_the_end_of_a_sentence_above_a_table_is_no_caption() -> None:
    above = (
        "　　各县的契约文书按照年代分箱存放，每箱不超过二百件，箱内垫以樟木屑，装箱\n"
        "之前先行拍照并且登记尺寸，破损的另外包好，详细的步骤以及装箱的次序可以参看\n"
    )
    table = (
        "书库        方志        契约\n东城        71册        21件\n西城        62册        4件\n"
    )
    found = blocks(f"馆藏札记\n\n{above}表 1 所示。\n{table}{BELOW}")
    assert ("paragraph", re.sub(r"\s", "", above) + "表1所示。") in found


def test_a_gap_in_the_first_line_of_a_paragraph_makes_no_headline_of_it() -> None:
    text = (
        "港口的一天\n\n"
        "　　本報香港專訊　港口管理局的發言人日前表示\n"
        "，新碼頭的建設工程將於明年年底以前全部完成，屆\n"
        "時貨運的能力可以增加三成，往來的船隻也會更多。\n"
        "　　發言人又說，有關的工程已經進行了兩年之久，\n各方的合作十分順利。\n"
    )
    passages, _ = divide(text, False)
    assert [passage.kind.value for passage in passages] == ["heading", "paragraph", "paragraph"]


def test_a_note_behind_a_short_line_of_a_sentence_ends_nothing() -> None:
    text = (
        f"馆藏札记\n\n{ABOVE}　　东城祠堂有旧书四千册，都装在樟木箱里，"
        f"每箱二百件，箱上写着年代和来历²，钥匙\n由馆员和塾师分\n\n² 据东城县馆去年的清册。\n\n别保管。\n\n{BELOW}"
    )
    assert any("塾师分别保管" in read for _, read in blocks(text))


@pytest.mark.parametrize(
    "lines",
    [["图3：县方志馆旧藏契约文书装箱时的情形，箱子由村中木匠用", "樟木打成"], ["图3：装箱"]],
)
@pytest.mark.parametrize("gap", ["\n", ""], ids=["parted", "close"])
def test_a_caption_goes_down_to_the_source_of_its_picture(lines: list[str], gap: str) -> None:
    caption = "\n".join(lines)
    source = "图片来源：县方志馆"
    text = f"馆藏札记\n\n{ABOVE}{gap}{caption}\n{source}\n{gap}{BELOW}"
    found = blocks(text)
    assert found[2:4] == [("caption", caption.replace("\n", "")), ("caption", source)]
    assert [kind for kind, _ in found] == [
        "heading",
        "paragraph",
        "caption",
        "caption",
        "paragraph",
    ]


def test_a_sentence_that_begins_with_a_figure_goes_on_without_a_source_below() -> None:
    line = "图3说明，箱子由村中木匠用樟木打成，每口箱子可以装两百册左右，装满以后再\n贴上封条。\n"
    text = f"馆藏札记\n\n{ABOVE}\n　　{line}\n{BELOW}"
    assert [kind for kind, _ in blocks(text)] == ["heading"] + ["paragraph"] * 3


@pytest.mark.parametrize(
    "last", ["A direct train began to run in spring.", "It runs by day, and also by night now."]
)
def test_a_short_word_needs_a_space_before_it_as_well(last: str) -> None:
    line = "It leaves the yard and goes to the coast"
    rest = (
        "It is the first of its kind that crosses both of the borders, and it takes sixteen days."
    )
    other = "Nobody had thought that it would be used by so many of those who sell what they grow."
    text = "\n\n".join(
        "\n".join(textwrap.wrap(paragraph, len(line)))
        for paragraph in (f"{line} in spring. {other}", f"{last} {rest}", other)
    )
    assert f"{last}\nIt is" in text
    read = re.sub(r"\s", "", f"{last}{rest}")
    assert ("paragraph", read) in blocks(text)
