"""Which lines are headings or begin with a number, and what they own."""

from __future__ import annotations

import re

import pytest

from bri_search.sources.headings import enumerator
from bri_search.sources.sections import divide
from tests.divided import ABOVE, BELOW, blocks, label_of, runs

WORDS = ["一、修志的目的", "（四）族人参与", "第五章　婚姻自由", "3. 失传的理由", "文字的普及"]


@pytest.mark.parametrize("heading", WORDS)
@pytest.mark.parametrize("parted", [True, False])
def test_headings_end_with_words_that_end_like_particles(heading: str, *, parted: bool) -> None:
    gap = "\n" if parted else ""
    text = f"馆藏札记\n\n一、来历\n{gap}{ABOVE}{gap}{heading}\n{gap}{BELOW}"
    assert ("heading", re.sub(r"\s", "", heading)) in blocks(text)


def test_a_heading_may_have_two_lines_and_three() -> None:
    heading = "（二）建立三县契约文书联合登记和互相借阅的办法以及定期公布损毁与失踪册数的规则"
    for width in (19, 37):
        pieces = [heading[start : start + width] for start in range(0, len(heading), width)]
        column = re.sub(r"\s", "", ABOVE), re.sub(r"\s", "", BELOW)
        above, below = (
            "\n".join(one[start : start + width] for start in range(0, len(one), width))
            for one in column
        )
        text = f"馆藏札记\n\n{above}\n\n" + "\n".join(pieces) + f"\n\n{below}\n"
        assert ("heading", heading) in blocks(text), width


def test_short_headings_show_no_columns_width() -> None:
    text = (
        "訪書報告\n\n一、日程安排\n\n　　此行前後九日，訪得書肆四家。\n\n二、訪書紀要\n\n（一）東城區\n\n"
        "　　東城兩家書肆專收方志，價格頗昂。\n\n（二）西城肆\n\n"
        "　　1、西城一家只收族譜，不收契約。\n\n　　2、另一家甚麼都收，不肯開單據。\n\n"
        "末了、心得及建議\n\n　　建議來年再訪，並帶足現款，先訪西城。\n"
    )
    assert ("heading", "末了、心得及建議") in blocks(text)
    assert ("heading", "二、訪書紀要") in blocks(text)


def test_titles_of_poems_are_headings_beside_lines_that_are_longer() -> None:
    poem = "{}\n沈石\n舊紙燈前字已稀，故人江上信猶遲。\n一窗風雨三更夢，半卷殘書十載思。\n\n"
    titles = ["夜讀二首  其一", "夜讀二首  其二", "江上", "寄友人  其一", "寄友人  其二", "歲暮"]
    text = "".join(poem.format(title) for title in titles)
    headings = [read for kind, read in blocks(text) if kind == "heading"]
    assert [re.sub(r"\s", "", title) for title in titles[1:]] == headings[-5:]


def test_numbers_that_are_sure_in_sequence_nest() -> None:
    text = (
        "訪書報告\n\n壹、緣起\n\n　　本館舊藏殘缺，歷年增補無多。\n\n貳、經過\n\n一、東城\n\n"
        "　　東城兩家書肆專收方志，價格頗昂。\n\n甲、方志\n\n　　得舊志四種。\n\n"
        "乙、族譜\n\n　　得族譜兩種。\n\n參、結果\n\n　　共得書六種。\n"
    )
    assert label_of(text, "得族譜") == ("訪書報告", "貳、經過", "一、東城", "乙、族譜")
    assert label_of(text, "共得書") == ("訪書報告", "參、結果")


def test_letters_are_numbers_where_they_come_in_sequence() -> None:
    text = (
        "Books and the Sea\n\nI. Introduction\n\nBooks came by sea, and not by land.\n\n"
        "II. Ports\n\nA. The northern port\n\nIt had two dealers.\n\n"
        "B. The southern port\n\nIt had one.\n\nIII. Prices\n\nPrices rose every year.\n"
    )
    assert label_of(text, "It had one") == (
        "Books and the Sea",
        "II. Ports",
        "B. The southern port",
    )
    assert label_of(text, "Prices rose") == ("Books and the Sea", "III. Prices")


def test_a_decimal_by_itself_measures_something() -> None:
    column = (
        "　　这批契约按年代装了四箱，每\n箱连樟木屑在内，各称三次，平均\n重量分别增加了1.3斤和\n"
        "0.8斤。\n　　馆员请村中老人先辨认人名，\n再把辨认的结果写在卡片上面，\n卡片一式两份。\n"
    )
    text = f"馆藏札记\n\n{column}"
    assert [kind for kind, _ in blocks(text)] == ["heading", "paragraph", "paragraph"]
    assert label_of(text, "馆员请村") == ("馆藏札记",)


@pytest.mark.parametrize("measure", ["40.1斤；", "3.1 公里，", "12.1元的书价，"])
def test_a_decimal_that_measures_something_numbers_no_heading(measure: str) -> None:
    text = (
        "馆藏札记\n\n一、来历\n\n这批契约按年代装了四箱，连樟木屑在内，总共增加了\n\n"
        f"{measure}账目写在卡片上面。\n\n馆员再请村中老人辨认人名，写成清单。\n"
    )
    assert label_of(text, "馆员再请") == ("馆藏札记", "一、来历")


def test_a_decimal_before_a_word_that_also_measures_numbers_a_heading() -> None:
    text = f"馆藏札记\n\n2.1 天文\n\n{ABOVE}\n2.2 人，以及书\n\n{BELOW}"
    assert label_of(text, "各县把藏书") == ("馆藏札记", "2.1 天文")
    assert label_of(text, "馆员每到") == ("馆藏札记", "2.2 人，以及书")


def test_a_question_and_what_follows_it_are_no_heading() -> None:
    first = "有人问，全部契约文书是否值得花费如此大的力气？惠山方志馆的"
    text = (
        f"馆藏札记\n\n一、来历\n\n{first}\n\n〔1〕访谈，2016年1月。\n\n〔2〕《县志》卷三。\n\n"
        "回答是：值得〔1〕。清点的结果以后还要公布〔2〕，写成清单。\n"
    )
    assert (
        "paragraph",
        f"{first}回答是：值得〔1〕。清点的结果以后还要公布〔2〕，写成清单。",
    ) in blocks(text)


def test_a_paragraph_that_counts_by_itself_owns_nothing_behind_it() -> None:
    text = (
        "馆藏札记\n\n一、难处\n\n第一，纸张太脆，不能翻拍。第二，字迹太淡，难以辨认。\n\n"
        "这些难处并非今日才有，前人早已说过，只是无人过问。\n"
    )
    assert label_of(text, "这些难处") == ("馆藏札记", "一、难处")
    assert label_of(text, "第一，") == ("馆藏札记", "一、难处")


LAW = (
    "滨海市旧籍保护办法\n\n第一章　总则\n\n第一条　本办法适用于本市各馆。\n\n"
    "第二条　旧籍有下列情形之一的，不得出借：\n\n（一）纸张脆裂的；\n\n（二）只此一册的。\n\n"
    "前款规定以外的旧籍，由各馆决定。\n\n附　则\n\n第三条　本办法自明年一月起施行。\n"
)


def test_clauses_of_a_sentence_own_nothing_behind_the_last_of_them() -> None:
    assert label_of(LAW, "前款规定")[-1].startswith("第二条")
    assert label_of(LAW, "（二）只此")[-1].startswith("（二）")


def test_a_clause_without_its_full_stop_is_no_heading() -> None:
    text = LAW.replace("只此一册的。", "只此一册而无副本的")
    assert ("paragraph", "（二）只此一册而无副本的") in [
        (kind, read[:12]) for kind, read in blocks(text)
    ]


def test_an_unnumbered_heading_is_in_no_article() -> None:
    assert label_of(LAW, "第三条")[:2] == ("滨海市旧籍保护办法", "附 则")


LIST = "各馆的藏书票今年要做三件事：\n{}清点旧版\n{}修补纸张\n{}登记编号。\n" + BELOW


@pytest.mark.parametrize("mark", ["◎", "◎ ", "◉", "❖", "‣ ", "✔"])
def test_whatever_marks_items_begins_each_of_them(mark: str) -> None:
    text = f"藏书票\n\n{ABOVE}{LIST.format(mark, mark, mark)}"
    items = [words for kind, words in blocks(text) if kind == "item"]
    assert items == [mark.strip() + words for words in ("清点旧版", "修补纸张", "登记编号。")]


@pytest.mark.parametrize(
    "marks",
    ["1） 2） 3）", "1) 2) 3)", "㈠ ㈡ ㈢", "（i） （ii） （iii）", "(i) (ii) (iii)", "a) b) c)"],
)
@pytest.mark.parametrize("stop", ["；", ""])
def test_numbers_in_sequence_part_items(marks: str, stop: str) -> None:
    numbers = marks.split()
    text = f"藏书票\n\n{ABOVE}{LIST.format(*numbers)}".replace("旧版\n", f"旧版{stop}\n")
    found = [words for _, words in blocks(text)]
    assert f"{numbers[0]}清点旧版{stop}" in found
    assert f"{numbers[1]}修补纸张" in found
    assert f"{numbers[2]}登记编号。" in found


def test_small_roman_numerals_are_of_one_rank() -> None:
    clauses = "(i) 每年开一次会；\n\n(ii) 每季度印一册书；\n\n(iii) 每月修一张图。\n\n"
    text = f"公报\n\n{ABOVE}\n1. 各馆同意：\n\n{clauses}2. 各馆告别。\n"
    labels = [label_of(text, start) for start in ("(i)", "(ii)", "(iii)", "2.")]
    assert labels == [
        ("公报", "1. 各馆同意", "(i) 每年开一次会"),
        ("公报", "1. 各馆同意", "(ii) 每季度印一册书"),
        ("公报", "1. 各馆同意", "(iii) 每月修一张图"),
        ("公报", "2. 各馆告别"),
    ]


@pytest.mark.parametrize("last", ["1）所示。", "a) 所示。", "(i)所示。", "㈠所示。"])
def test_such_a_number_without_the_next_one_numbers_nothing(last: str) -> None:
    above = ABOVE.replace(
        "所以要先编号再装箱。", "所以要先编号再装箱，箱子的尺寸和摆放的次序如附图"
    )
    text = f"馆藏札记\n\n{above}{last}\n{BELOW}"
    assert ("paragraph", re.sub(r"\s", "", above + last)) in blocks(text)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("二、關於各縣舊籍屢遭蟲蛀一節，請總館會同縣館，於", "　　兩個月內提出辦法。"),
        ("第四条　各县旧籍的借阅费用不得高于", "本馆旧籍的借阅费用。"),
        ("三、各县旧籍的册数须由馆员核对，并", "在年底以前上报总馆。"),
    ],
)
def test_a_numbered_line_that_is_cut_runs_on(first: str, second: str) -> None:
    text = f"來文摘要\n\n一、各縣館應當在年底以前清點舊籍。\n\n{first}\n{second}\n"
    whole = re.sub(r"\s", "", first[-6:] + second)
    assert any(whole in run for run in runs(text))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("三、关于进一步加强各县契约文书登记保存和联合借阅工作的若干", "意见和建议"),
        ("二、库房和", "守库人"),
    ],
)
@pytest.mark.parametrize("gap", ["\n", ""], ids=["parted", "close"])
def test_a_numbered_heading_broken_by_hand_is_one(first: str, second: str, gap: str) -> None:
    text = f"馆藏札记\n\n一、来历\n{gap}{ABOVE}{gap}{first}\n{second}\n{gap}{BELOW}"
    assert ("heading", first + second) in blocks(text)
    assert label_of(text, "　　馆员每到".strip())[-1] == first + second


ARTICLES = (
    "滨海市旧籍借阅规则\n\n第一章　总则\n\n第一条\n为了便利读者，制定本规则。\n{0}第二条\n"
    "旧籍分为以下两类：\n（一）准许出借的；\n（二）只在馆内阅览的。\n{0}第三条\n"
    "本规则自公布之日起施行。\n"
)


@pytest.mark.parametrize("gap", ["\n", ""], ids=["parted", "close"])
def test_the_number_of_an_article_alone_on_its_line_is_its_heading(gap: str) -> None:
    text = ARTICLES.format(gap)
    above = ("滨海市旧籍借阅规则", "第一章 总则")
    assert label_of(text, "为了便利")[:3] == (*above, "第一条")
    assert label_of(text, "旧籍分为")[:3] == (*above, "第二条")
    assert label_of(text, "本规则自") == (*above, "第三条")


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("第一〇三章 港口", 103),
        ("第二〇章 港口", 20),
        ("第一〇条 港口", 10),
        ("第一百〇三章 港口", 103),
        ("第二十一节 港口", 21),
        ("第12章 港口", 12),
        ("二〇、港口", 20),
        ("（一二）港口", 12),
    ],
)
def test_headings_are_numbered_with_units_and_digit_by_digit(heading: str, value: int) -> None:
    number = enumerator(heading)
    assert number is not None
    assert number.value == value


def test_a_line_that_is_nothing_but_the_number_of_an_article_may_be_of_a_sentence() -> None:
    cut = "　　各馆出借旧籍，不论方志族谱，其期限、册数均须依照本规则\n第五条\n办理，不得例外。\n"
    text = f"馆藏札记\n\n{cut}"
    assert any("本规则第五条办理" in run for run in runs(text))


@pytest.mark.parametrize(
    "line",
    ["[图片]", "（数据来源：各县馆）", "（以姓氏笔画为序）", "　　　　　　（作者单位：东城县馆）"],
)
def test_what_stands_in_brackets_is_no_heading(line: str) -> None:
    text = f"馆藏札记\n\n一、来历\n\n{ABOVE}\n{line}\n\n{BELOW}"
    found = blocks(text)
    assert [kind for kind, read in found if read == line.strip()] in (["paragraph"], ["caption"])
    assert label_of(text, "馆员每到") == ("馆藏札记", "一、来历")


@pytest.mark.parametrize("gap", ["\n", ""], ids=["parted", "close"])
def test_short_items_behind_a_colon_are_no_headings(gap: str) -> None:
    items = ["甲、清点库房", "乙、修补书页", "丙、重写卡片"]
    lead = "　　今年的工作如下：\n"
    body = gap.join(f"{one}\n" for one in items)
    text = f"馆藏札记\n\n一、来历\n\n{ABOVE}{gap}{lead}{gap}{body}{gap}{BELOW}"
    assert [("item", one) for one in items] == [one for one in blocks(text) if one[1] in items]
    assert label_of(text, "馆员每到") == ("馆藏札记", "一、来历")


def test_headings_behind_a_colon_that_own_text_are_headings() -> None:
    text = f"馆藏札记\n\n　　今年的工作如下：\n\n一、清点\n\n{ABOVE}\n二、修补\n\n{BELOW}"
    assert label_of(text, "各县把藏书")[-1] == "一、清点"


ITEMS = [
    "1. 各县把藏书分成三类，写成清单。",
    "2. 馆员每到一处，先请老人辨认人名，再把结果写在卡片上。",
    "3. 卡片一式两份，一份随书。",
]


@pytest.mark.parametrize("gap", ["\n", ""], ids=["parted", "close"])
def test_sentences_of_a_list_own_nothing_behind_them(gap: str) -> None:
    body = gap.join(f"　　{one}\n" for one in ITEMS)
    behind = "　　会后各馆照此办理，来年再议。\n"
    text = f"馆藏札记\n\n第一章 来历\n\n　　会议定了三件事。\n{gap}{body}{gap}{behind}\n第二章　结果\n\n{BELOW}"
    assert label_of(text, "会后各馆") == ("馆藏札记", "第一章 来历")
    assert label_of(text, ITEMS[2])[-1] == "3. 卡片一式两份，一份随书"


def test_what_stands_between_the_items_of_a_list_is_of_the_one_above() -> None:
    body = "\n\n".join(f"{one}\n\n这样做是为了日后查找方便。" for one in ITEMS)
    text = f"馆藏札记\n\n第一章 来历\n\n{body}\n"
    assert label_of(text, "这样做")[-1].startswith("1.")
    assert [p.section[-1][0] for p in divide(text, False)[0]][-1] == "3"


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["tight", "blank"])
def test_a_clause_at_the_foot_of_a_page_is_no_heading(gap: str) -> None:
    cut = "县志馆与档案馆签署了备忘录，共有七百户人家受"
    text = f"馆藏札记\n\n{ABOVE}\n\n{cut}{gap}— 3 —{gap}益，但是经费还不够。\n\n{BELOW}"
    assert ("paragraph", f"{cut}益，但是经费还不够。") in blocks(text)


def test_a_line_with_a_clause_that_ends_with_the_is_no_heading() -> None:
    first = "Between the two harbours, the accounts of the"
    text = (
        "The Harbour\n\nThe board met every month in the old customs house by\nthe quay, and nobody "
        f"was told what it said there.\n\n{first}\n“floating granary” were lost, and nobody has\n"
        "looked for them since that time.\n"
    )
    assert "heading" not in [kind for kind, _ in blocks(text)[1:]]


def test_a_source_above_a_lettered_heading_is_a_caption() -> None:
    source = "图片来源：县志馆"
    text = f"馆藏札记\n\na) 来历\n\n{ABOVE}\n\n{source}\n\nb) 去处\n\n{BELOW}"
    assert [one for one in blocks(text) if one[0] != "paragraph"][1:] == [
        ("heading", "a)来历"),
        ("caption", source),
        ("heading", "b)去处"),
    ]


@pytest.mark.parametrize("label", ["問：", "問題2："])
def test_a_question_that_fills_its_column_goes_on_below(label: str) -> None:
    question = f"{label}縣志館和檔案館的登記冊今後會由兩個館一起修訂再公布嗎？"
    answer = "答：登記冊由兩個館輪流保管，每年春天各抄一份寄給對方核對，有出入的條目先行擱置，等到秋天再一起查原書。"
    column = "\n".join(
        text[start : start + 15] for text in (question, answer) for start in range(0, len(text), 15)
    )
    text = f"館藏札記\n\n{column}\n{column}\n"
    found = blocks(text)
    assert ("heading", question) in found
    assert ("paragraph", answer) in found
    assert label_of(text, "答：")[-1] == question


@pytest.mark.parametrize("gap", ["", "\n"], ids=["tight", "blank"])
def test_a_heading_that_fills_a_column_stands_above_a_first_line(gap: str) -> None:
    first = "　　馆员每到一处先请村中老人辨认人名和地名再把辨认的结果写在卡片上。"
    second = "　　三类之中契约文书最为零散，往往夹在旧账本里，清点起来十分费时间。"
    cut = [[one[i : i + 12] for i in range(0, len(one), 12)] for one in (first, second)]
    paragraphs = ["\n".join(one) for one in cut]
    heading = "契约文书怎样联合登记起来"
    text = f"馆藏札记\n\n{paragraphs[0]}\n{paragraphs[1]}\n{gap}{heading}\n{paragraphs[0]}\n"
    assert blocks(text)[-2:] == [("heading", heading), ("paragraph", first.strip())]


# -- short texts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("indent", ["　　", "    "])
def test_a_heading_stands_above_one_of_two_lines_that_are_set_back(indent: str) -> None:
    text = (
        f"花期札记\n\n{indent}养蜂人每年三月从南方的油菜田出发，沿着花期一路向北\n走，到七月才歇息。\n"
        f"回程\n{indent}到了秋天，各家把蜂箱并到一起，清点还剩下多少群，再\n把多余的蜂王卖掉。\n"
    )
    found, _ = divide(text, False)
    assert [one.kind.value for one in found] == ["heading", "paragraph", "heading", "paragraph"]
    assert found[3].section[-1] == "回程"


def test_two_names_at_the_right_tell_nothing_of_paragraphs() -> None:
    letter = "来信已经收到，花期表随信寄上，请按表上的日子出发，\n路上小心\n"
    text = f"书信两封\n\n{letter}                    周苇\n\n{letter}                    周芦\n"
    assert len(divide(text, False)[0]) == len(divide(text.replace(" ", "　"), False)[0])
    assert "heading" not in [one.kind.value for one in divide(text, False)[0][1:]]


def test_lines_that_are_centred_are_no_column() -> None:
    """As they stand above the text of a paper: each a line of its own, around one middle."""
    above = [
        "港灣研究(4)318/2024號文件",
        "2024年3月18日會議",
        "港灣事務委員會",
        "引水員的培訓和考核",
    ]
    middle = 34
    cover = "\n\n".join(" " * (middle - len(line.encode("gb18030")) // 2) + line for line in above)
    text = (
        f"{cover}\n\n\n目的\n\n本文件說明引水員的培訓安排，並就考核的次數和費用徵詢委員會的意"
        "見，以便在秋季開課以前修訂有關\n的章程。\n"
    )
    passages, _ = divide(text, False)
    said = [text[slice(*one.spans[0])] for one in passages]
    assert said[: len(above) + 1] == [*above, "目的"]
    assert {one.kind.value for one in passages[: len(above) + 1]} == {"heading"}
    assert len(passages) == len(above) + 2
