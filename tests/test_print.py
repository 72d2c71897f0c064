"""What a PDF's print tells: notes in smaller print, and pages on which a text ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bri_search
from bri_search.sources.document import Kind, Passage
from bri_search.sources.printing import PrintedLine, PrintedLines
from bri_search.sources.readers import Reading, read_here
from bri_search.sources.sections import divide
from tests import making
from tests.program import run

Printed = tuple[float, float, float, str]

TEXT = (
    "天地玄黃宇宙洪荒日月盈昃辰宿列張寒來暑往秋收冬藏閏餘成歲律呂調陽雲騰致雨露結為霜金生麗水玉出崑岡"
    "劍號巨闕珠稱夜光果珍李柰菜重芥薑海鹹河淡鱗潛羽翔龍師火帝鳥官人皇始制文字乃服衣裳推位讓國有虞陶唐"
    "弔民伐罪周發殷湯坐朝問道垂拱平章愛育黎首臣伏戎羌遐邇壹體率賓歸王"
)
"""No two of its characters are the same, and it is one sentence that does not end."""


def column(
    text: str | Sequence[str],
    *,
    left: float = 40,
    top: float = 300,
    size: float = 12,
    width: int = 19,
) -> list[Printed]:
    """A text set in a column of so many characters a line, or some lines as they are."""
    lines = text
    if isinstance(text, str):
        lines = [text[start : start + width] for start in range(0, len(text), width)]
    return [(left, top - 1.5 * size * number, size, line) for number, line in enumerate(lines)]


def pieces(
    pages: Sequence[Sequence[Printed]], rules: Sequence[tuple[float, float, float]] = ()
) -> list[tuple[str, str, int | None]]:
    """The passages of a PDF: kind, text without line breaks, page."""
    reading = read_here("a.pdf", ".pdf", making.printed(pages, rules), None)
    passages, _ = divide(reading.text, False, reading.structure, reading.pages)
    return [(one.kind.value, _text(reading, one), one.page) for one in passages]


def _text(reading: Reading, passage: Passage) -> str:
    return "".join(reading.text[start:end] for start, end in passage.spans).replace("\n", "")


FOOTNOTES = {
    "a star": ["* 本文是一個示例項目的成果，感謝各位", "同仁的支持。"],
    "a label": ["注：數據截至去年年底"],
    "a circled number": ["① 見縣志所載的貨運冊。"],
    "a number": ["1 某某地方的舊名"],
    "no mark": ["作者是某大學的教授，研究航海的歷史。"],
    "two lines": ["† 本刊特約稿件，未經同意請勿轉載或者", "摘編，轉載的時候應當註明出處。"],
}


@pytest.mark.parametrize("note", FOOTNOTES.values(), ids=FOOTNOTES)
def test_a_sentence_goes_on_over_a_note_in_small_print(note: list[str]) -> None:
    half = 95
    found = pieces(
        [
            [*column(TEXT[:half]), *column(note, top=90, size=9), (200, 40, 9, "17")],
            [*column(TEXT[half:] + "。"), (200, 40, 9, "18")],
        ]
    )
    assert found == [("paragraph", TEXT + "。", 1), ("note", "".join(note), 1)]


def raised(number: str, before: str, *, top: float, left: float = 40) -> list[Printed]:
    """A number raised behind a text in print of 12 points."""
    return [(left + 12 * len(before), top + 4, 7, number)]


@pytest.mark.parametrize("begin", ["1 ", "1. ", "raised"])
def test_a_note_has_its_mark_raised_in_the_text(begin: str) -> None:
    """It is a note wherever it stands: here text stands below it."""
    note = [(40.0, 240.0, 9.0, begin + "見縣志所載的貨運冊。")]
    if begin == "raised":
        note = [(40, 243, 6, "1"), (45, 240, 9, "見縣志所載的貨運冊。")]
    above, below = column(TEXT[:19], top=300), column(TEXT[19:57] + "。", top=200)
    found = pieces([[*above, *raised("1", TEXT[:19], top=300), *note, *below]])
    assert [kind for kind, _, _ in found] == ["paragraph", "note"]
    assert found[0][1] == TEXT[:19] + "¹" + TEXT[19:57] + "。"


def test_a_heading_with_the_number_of_a_note_is_none() -> None:
    first, second = column(TEXT[:18] + "。", top=300), column(TEXT[19:56] + "。", top=250)
    page = [*first, *raised("1", TEXT[:19], top=300), (40, 275, 12, "1. 港口的擴建"), *second]
    assert [kind for kind, _, _ in pieces([page])] == ["paragraph", "heading", "paragraph"]


def test_paragraphs_end_behind_raised_numbers() -> None:
    texts = [TEXT[start : start + 30] + "。" for start in (0, 37, 74)]
    page = []
    for number, text in enumerate(texts, 1):
        top = 400 - 36 * number
        page += column(text, top=top) + raised(str(number), text[19:], top=top - 18)
    found = pieces([page])
    assert [text for _, text, _ in found] == [a + b for a, b in zip(texts, "¹²³", strict=True)]


def test_a_sentence_goes_on_over_a_note_below_a_rule() -> None:
    note = "* 本文是一個示例項目的成果。"
    pages = [[*column(TEXT[:95]), (40, 90, 12, note)], column(TEXT[95:] + "。")]
    expected = [("paragraph", TEXT + "。", 1), ("note", note, 1)]
    assert pieces(pages, [(40, 140, 110)]) == expected
    assert pieces(pages) != expected


@pytest.mark.parametrize(
    "rules", [[(40, 380, 130)], [(40, 140, 130), (40, 140, 180)], [(40, 140, 500)]]
)
def test_text_below_the_rules_of_a_table_is_no_note(
    rules: list[tuple[float, float, float]],
) -> None:
    pages = [column(TEXT[:114], top=200), column(TEXT[114:] + "。")]
    assert pieces(pages, rules) == [("paragraph", TEXT + "。", 1)]


def test_text_below_a_rule_that_does_not_begin_as_a_note_is_none() -> None:
    pages = [column(TEXT[:114], top=200), column(TEXT[114:] + "。")]
    assert pieces(pages, [(40, 140, 130)]) == [("paragraph", TEXT + "。", 1)]


@pytest.mark.parametrize("notes_last", [False, True])
def test_a_sentence_goes_on_over_the_notes_of_two_columns(notes_last: bool) -> None:
    left, right = column(TEXT[:60], width=12, size=10), column(TEXT[60:96], width=12, size=10)
    right = [(x + 180, y, size, line) for x, y, size, line in right]
    notes = [
        column(["* 本文是示例的成果。"], top=90, size=8),
        column(["① 見縣志所載的冊子。"], top=90, size=8, left=220),
    ]
    ordered = [*left, *right, *notes[0], *notes[1]]
    if not notes_last:
        ordered = [*left, *notes[0], *right, *notes[1]]
    found = pieces([ordered, column(TEXT[96:] + "。", size=10, width=30)])
    assert [text for kind, text, _ in found if kind == "paragraph"] == [TEXT + "。"]
    assert "".join(text for kind, text, _ in found if kind == "note").startswith("* 本文")


def test_several_notes_are_one_passage_each() -> None:
    notes = ["* 本文是示例。", "① 見縣志所載的貨運冊，其中一段記的是航", "線的由來。", "② 同上。"]
    found = pieces([[*column(TEXT[:95]), *column(notes, top=100, size=9)], column(TEXT[95:])])
    assert [text for kind, text, _ in found if kind == "note"] == [
        notes[0],
        notes[1] + notes[2],
        notes[3],
    ]


def test_a_quotation_in_small_print_that_goes_on_is_no_note() -> None:
    quoted = column(TEXT[40:90], size=9, width=25, top=120)
    rest = column(TEXT[90:140] + "。", size=9, width=25)
    found = pieces([[*column(TEXT[:38] + "："), *quoted], [*rest, *column("這是原話。", top=150)]])
    assert TEXT[40:140] + "。" in [text for _, text, _ in found]
    assert "note" not in [kind for kind, _, _ in found]


def test_small_print_below_the_caption_of_a_table_is_no_note() -> None:
    table = column(["港口　泊位", "甲港　十二"], top=90, size=9)
    found = pieces([[*column(TEXT[:57] + "。"), (40, 110, 12, "表1 港口與泊位"), *table]])
    assert "note" not in [kind for kind, _, _ in found]


def test_sizes_that_differ_from_line_to_line_tell_nothing() -> None:
    """As in recognised text, where each line has a size of its own."""
    pages = [
        [
            (x, y, 12 - 0.7 * ((number * 5 + 4) % 7), line)
            for number, (x, y, _, line) in enumerate(column(text))
        ]
        for text in (TEXT[:133], TEXT[5:95] + "。")
    ]
    found = pieces(pages)
    assert "note" not in [kind for kind, _, _ in found]


# -- pages on which a text ends ---------------------------------------------------------------------


def test_texts_that_end_on_their_pages_are_passages_of_their_own() -> None:
    texts = [TEXT[:37] + "。", TEXT[38:75] + "。", TEXT[76:113] + "。"]
    found = pieces([column(text, top=540) for text in texts])
    assert found == [("paragraph", text, page) for page, text in enumerate(texts, 1)]


def test_a_text_without_a_full_stop_ends_with_its_page() -> None:
    texts = [TEXT[:12], TEXT[38:52], TEXT[76:91]]
    found = pieces([column(text, top=540) for text in texts])
    assert [(text, page) for _, text, page in found] == list(zip(texts, (1, 2, 3), strict=True))


def test_a_title_in_larger_print_begins_a_text_of_its_own() -> None:
    first = TEXT[:75] + "。"
    title = (40, 300, 18, "龍師火帝")
    found = pieces([column(first, top=100), [title, *column(TEXT[76:112] + "。", top=270)]])
    assert [(kind, text) for kind, text, _ in found][:2] == [
        ("paragraph", first),
        ("heading", "龍師火帝"),
    ]


def test_a_sentence_goes_on_over_a_page_that_a_picture_fills() -> None:
    found = pieces([column(TEXT[:57], top=540), column(TEXT[57:] + "。", top=540)])
    assert found == [("paragraph", TEXT + "。", 1)]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 10_000),
            st.floats(0.5, 99, width=32),
            st.floats(0, 999, width=32),
            st.floats(0, 999, width=32),
            st.floats(0, 1, width=32),
            st.booleans(),
        ),
        unique_by=lambda one: one[0],
    ).map(sorted)
)
def test_printed_lines_are_what_was_put_in(
    entries: list[tuple[int, float, float, float, float, bool]],
) -> None:
    put_in = {start: PrintedLine(*measures) for start, *measures in entries}  # type: ignore[arg-type]
    lines = PrintedLines()
    for start, line in put_in.items():
        lines.add(start, line)
    assert {start: lines.at(start) for start in put_in} == put_in
    assert PrintedLines(lines.numbers) == lines


def test_a_phrase_is_found_over_a_note_and_told_with_the_page_it_stands_on(
    tmp_path: Path, new_index: Callable[[], Path]
) -> None:
    note = column(["* 本文是示例項目的成果。"], top=90, size=9)
    pages = [[*column(TEXT[:95]), *note], column(TEXT[95:] + "。")]
    (tmp_path / "a.pdf").write_bytes(making.printed(pages))
    new_index().rename(tmp_path / "index")
    library = bri_search.build(tmp_path / "a.pdf", tmp_path / "index")
    [over] = library.search(TEXT[90:100], exact=True)
    [behind] = library.search(TEXT[100:110], exact=True)
    [noted] = library.search("示例项目", exact=True)
    assert (over.page, behind.page, noted.page) == (1, 2, 1)
    assert (over.passage, over.kind, noted.kind) == (behind.passage, behind.kind, Kind.NOTE)
    shown = run("search", "--exact", TEXT[100:110], cwd=tmp_path).out
    assert " · page 2 · " in shown.splitlines()[2]


@pytest.mark.parametrize("is_number_first", [True, False])
def test_a_title_in_larger_print_is_none_of_the_heads_that_repeat_it(
    is_number_first: bool,
) -> None:
    title = "海灣的舊船"
    pages = []
    for page in range(5):
        number = [(200.0, 30.0, 8.5, str(page + 1))]
        head = (40.0, 560.0, 8.5, title) if page else (40.0, 540.0, 16.0, title)
        body = column(TEXT[26 * page :][:26], top=480, width=13)
        pages.append([*number, head, *body] if is_number_first else [head, *body, *number])
    found = pieces(pages)
    assert [text for _, text, _ in found if text == title] == [title]
    assert found[0] == ("heading", title, 1)


def test_the_heading_of_a_chapter_comes_once_more_as_a_head() -> None:
    chapter = "第二章 海灣的舊船"
    heads = {1: [(40.0, 540.0, 14.0, chapter)], 2: [(40.0, 560.0, 8.5, chapter)]}
    texts = [f"{TEXT[:25]}。", TEXT[26:65], TEXT[65:104], TEXT[104:]]
    pages = [
        [(200.0, 30.0, 8.5, str(page + 1)), *heads.get(page, []), *column(text, top=480, width=13)]
        for page, text in enumerate(texts)
    ]
    assert [text for _, text, _ in pieces(pages)] == [texts[0], chapter, "".join(texts[1:])]
