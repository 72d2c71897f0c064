"""Running heads are left out of sentences, and what only looks like one is not."""

from __future__ import annotations

import pytest

from bri_search.sources.sections import divide
from tests.cut_pages import FIRST, PROSE, REST, are_whole, cut_at_pages, passages


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


PAGE = f"　　{PROSE[2]}\n{REST[2]}\n　　{PROSE[3]}\n{REST[3]}\n"
"""A page of which the last sentence ends with it."""
CUT = f"　　{PROSE[0]}\n{REST[0]}\n　　{PROSE[1]}\n"
"""A page of which the last sentence goes on with the first line of the next."""


def heads_of(pages: list[str], title: str = f"{TITLE}\n\n") -> list[str]:
    """The running heads of some pages, below a title."""
    texts, furniture = passages(f"{title}{''.join(pages)}{PAGE}")
    assert f"{PROSE[1]}{REST[1]}" in texts
    return [text for what, text in furniture if what == "running head"]


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["tight", "blank"])
def test_a_title_may_stand_right_above_its_text(gap: str) -> None:
    pages = [f"{CUT}— 1 —\n{TITLE}\n{REST[1]}\n", f"{PAGE}— 2 —\n{TITLE}\n"]
    assert heads_of(pages, TITLE + gap) == [TITLE, TITLE]


def test_the_first_verse_of_a_poem_comes_again() -> None:
    verses = "麦子黄了\n我在山路上等一辆迟到的车\n等到箱子里的蜜蜂不再说话，\n"
    assert passages(f"{verses}\n{verses}\n{verses}")[1] == []


@pytest.mark.parametrize("number", ["— {} —\n{}", "{1}\n— {0} —"], ids=["above", "below"])
def test_two_heads_beside_page_numbers_cut_one_sentence(number: str) -> None:
    head = "省养蜂学会"
    pages = [
        f"{CUT}{number.format(1, head)}\n{REST[1]}\n",
        f"{PAGE}{number.format(2, head)}\n",
    ]
    assert heads_of(pages) == [head, head]


def test_a_head_that_comes_once_stands_where_other_pages_have_theirs() -> None:
    pages = [f"{PAGE}— 1 —\n{TITLE}\n", f"{CUT}— 2 —\n第一章　路程\n{REST[1]}\n"]
    assert heads_of(pages) == [TITLE, "第一章　路程"]


def test_a_heading_that_comes_once_below_a_page_number_is_text() -> None:
    pages = [f"{CUT}— 1 —\n{TITLE}\n{REST[1]}\n", f"{PAGE}— 2 —\n第一章　路程\n\n"]
    assert heads_of(pages) == [TITLE]


def test_a_head_comes_twice_right_below_notes() -> None:
    head = "省养蜂学会"
    note = "[{}] 《蜂业年鉴》，第{}页。\n{}\n"
    pages = [
        f"　　{REST[3]}这里有出处[1]。\n{CUT}{note.format(1, 20, head)}{REST[1]}\n",
        f"　　{REST[3]}这里有出处[2]。\n{CUT}{note.format(2, 37, head)}{REST[1]}\n",
    ]
    assert heads_of(pages) == [head, head]


def test_one_of_several_heads_with_numbers_cuts_a_sentence() -> None:
    heads = [f"省养蜂学会　{page}" for page in (7, 8, 9)]
    pages = [f"{PAGE}{heads[0]}\n", f"{CUT}{heads[1]}\n{REST[1]}\n", f"{PAGE}{heads[2]}\n"]
    assert heads_of(pages) == heads


@pytest.mark.parametrize("head", ["省养蜂学会 | 8", f"{TITLE} 8", f"8　{TITLE}"])
def test_a_head_with_a_number_that_tells_comes_once(head: str) -> None:
    assert heads_of([f"{CUT}{head}\n{REST[1]}\n"]) == [head]


def test_headings_that_are_numbered_from_1_are_no_heads() -> None:
    stages = [f"花期阶段 {number}\n{PAGE}　　{PROSE[4]}\n" for number in (1, 2, 3)]
    assert passages(f"{TITLE}\n\n{''.join(stages)}{REST[4]}\n")[1] == []


def test_sources_of_pictures_are_no_heads() -> None:
    source = "图片来源：省养蜂学会"
    pages = [f"{PAGE}{source}\n— 1 —\n", f"{CUT}{source}\n— 2 —\n{REST[1]}\n"]
    _, furniture = passages(f"{TITLE}\n\n{''.join(pages)}{PAGE}")
    assert [what for what, _ in furniture] == ["page number"] * 2


def test_numbers_below_heads_are_known_when_these_are() -> None:
    head = "省养蜂学会"
    text = cut_below_notes([f"{head}\n{page}" for page in range(2, 7)]).replace("，\n", "，")
    unwrapped = "\n\n".join(line.strip() for line in text.splitlines() if line.strip())
    texts, furniture = passages(f"{unwrapped}\n")
    assert [text for _, text in furniture] == [
        text for page in range(2, 7) for text in (head, str(page))
    ]
    assert are_whole(texts)


def test_the_title_comes_again_right_below_notes_of_a_page_whose_text_has_ended() -> None:
    note = "[{}] 《蜂业年鉴》，第{}页。\n{}\n"
    text = "".join(
        f"　　{REST[3]}这里有出处[{number}]。\n{PAGE}{note.format(number, page, TITLE)}"
        for number, page in ((1, 20), (2, 37))
    )
    _, furniture = passages(f"{TITLE}\n\n{text}　　{PROSE[4]}\n{REST[4]}\n")
    assert furniture == [("running head", TITLE)] * 2


@pytest.mark.parametrize("head", ["— 7 —\n省养蜂学会", "省养蜂学会\n第7页", "省养蜂学会　7"])
def test_a_head_that_comes_once_is_a_passage_where_it_cuts_a_word(head: str) -> None:
    known = f"　　{PROSE[5]}\n人人都怕受损失。\n"
    texts, furniture = passages(f"{TITLE}\n\n{known}{CUT}{head}\n{REST[1]}\n{PAGE}")
    assert f"{PROSE[1]}{REST[1]}" in texts
    assert any("省养蜂学会" in text for text in texts)
    assert "running head" not in [what for what, _ in furniture]


def test_a_short_line_beside_a_page_number_may_be_of_the_sentence() -> None:
    known = f"　　{PROSE[5]}\n人人都怕受损失。\n"
    text = f"{TITLE}\n\n{known}{CUT}— 7 —\n损失的人家\n{PAGE}"
    assert any(f"{PROSE[1]}损失的人家" in one for one in passages(text)[0])


def test_the_title_with_the_number_of_a_page_is_a_head() -> None:
    head = f"{TITLE}　2"
    _, furniture = passages(f"{TITLE}\n\n{PAGE}{head}\n\n一、路程\n\n{PAGE}")
    assert furniture == [("running head", head)]
    parts = f"{TITLE}\n\n" + "".join(f"{TITLE}　{number}\n\n{PAGE}\n" for number in (1, 2, 3))
    assert passages(parts)[1] == []


def test_a_head_stands_above_the_number_of_each_page_of_unwrapped_text() -> None:
    head = "省养蜂学会"
    text = "".join(
        f"{REST[place]}{FIRST}，{PROSE[place]}\n\n{head}\n{7 + place}\n\n{REST[place]}\n\n"
        for place in range(4)
    )
    texts, furniture = passages(f"{TITLE}\n\n{text}")
    assert [one for _, one in furniture] == [
        one for number in range(7, 11) for one in (head, str(number))
    ]
    assert f"{REST[0]}{FIRST}，{PROSE[0]}{REST[0]}" in texts


def test_labels_and_numbers_of_a_list_of_records_are_text() -> None:
    records = "".join(
        f"编号\n{number}\n地址\n江北省青石市白沙县花期路十七号养蜂场东区第{place}排\n户数\n八十七户\n"
        for number, place in enumerate("一二三四", 1)
    )
    assert passages(f"{TITLE}\n\n{records}")[1] == []


# -- what a browser prints --------------------------------------------------------------------------

PRINTED = "https://www.example.org/bees/spring.html 2021/5/2 {}/3"


@pytest.mark.parametrize("between", ["{}\n", "\n{}\n\n"], ids=["tight", "blanks"])
def test_an_address_with_the_count_of_pages_need_not_cut_a_sentence(between: str) -> None:
    heads = [PRINTED.format(page) for page in (1, 2, 3)]
    pages = [
        f"　　{full}\n{rest}\n　　{other}\n{more}\n{between.format(head)}"
        for full, rest, other, more, head in zip(
            PROSE, REST, PROSE[2:], REST[2:], heads, strict=False
        )
    ]
    texts, furniture = passages("花期考察记\n\n" + "".join(pages))
    assert furniture == [("running head", head) for head in heads]
    assert PROSE[2] + REST[2] in texts


@pytest.mark.parametrize("head", [PRINTED, "花期研究 | {}"])
def test_the_last_page_may_be_short(head: str) -> None:
    pages = cut_at_pages([head.format(page) for page in (1, 2)])
    last = f"　　{REST[1]}\n\n"
    _, furniture = passages(f"{pages.removesuffix(last * 2)}{head.format(3)}\n")
    assert furniture == [("running head", head.format(page)) for page in (1, 2, 3)]


@pytest.mark.parametrize("address", ["https://www.example.org/bees/{}/3", "www.example.org/{}"])
def test_an_address_that_has_the_number_in_it_is_text(address: str) -> None:
    sources = [
        f"　　{full}\n{rest}\n　　{other}\n{more}\n{address.format(number)}\n"
        for number, (full, rest, other, more) in enumerate(
            zip(PROSE, REST, PROSE[2:], REST[2:], strict=False), 1
        )
    ]
    assert passages("花期考察记\n\n" + "".join(sources))[1] == []


# -- what comes again in the text itself -------------------------------------------------------------


def test_a_line_that_had_no_room_for_the_next_word_is_no_head() -> None:
    clauses = [
        ("In the spring of that year they signed", "infrastructure, which had been put off,"),
        ("Nobody was surprised when there came a", "telecommunications, which is in force"),
        ("What the villages had asked for was one", "administration, and the draft of which"),
        ("The ministers have since then agreed on", "entrepreneurship, of which each county"),
    ]
    rest = "has its own copy in the archive today.\nIt can be read there on every weekday.\n"
    paragraphs = [
        f"Both sides had been in touch for a while.\n{first}\nmemorandum of understanding on\n{second}\n{rest}"
        for first, second in clauses
    ]
    texts, furniture = passages("Agreements\n\n" + "\n".join(paragraphs))
    assert furniture == []
    assert len(texts) == 5
