"""Documents in `layouts/` imitate what files look like; in `outlines/` stands what a reader finds.

Each line of an outline is one passage, in the order of the file: its kind, and its text, or its
first and last characters where it is long. White space does not count. An outline is complete: a
sentence cut in two or two paragraphs joined make it another one.
"""

from __future__ import annotations

import re
import textwrap
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bri_search.sources.document import Kind, Passage
from bri_search.sources.readers import read_bytes
from bri_search.sources.sections import divide
from bri_search.text.reading import reading
from tests import making

FOLDER = Path(__file__).parent / "layouts"
OUTLINES = Path(__file__).parent / "outlines"
KINDS = {
    "any": set(Kind),
    "contents": {Kind.CONTENTS},
    "caption": {Kind.CAPTION},
    "heading": {Kind.HEADING},
    "item": {Kind.ITEM},
    "note": {Kind.NOTE},
    "para": {Kind.PARAGRAPH},
    "table": {Kind.TABLE},
    "text": {Kind.PARAGRAPH, Kind.ITEM},  # what is numbered may be called either
}


@dataclass(frozen=True)
class Layout:
    """A document, its passages, what is none of them, and the sections some passages are in.

    `sections` is keyed by how a passage begins; its paths leave out the title of the document, and
    the last label may be longer than written here.
    """

    name: str
    outline: str
    furniture: list[str] = field(default_factory=list)
    sections: dict[str, str] = field(default_factory=dict)


LAYOUTS = [
    Layout(path.stem, **tomllib.loads(path.read_text(encoding="utf-8")))
    for path in sorted(OUTLINES.iterdir())
]


def read(name: str) -> tuple[str, tuple[Passage, ...], list[str], list[str]]:
    """The text of a document, its passages, what each reads like, and the lines of furniture."""
    path = FOLDER / name
    document = read_bytes(name, path.suffix, path.read_bytes())
    passages, furniture = divide(
        document.text, document.has_markup, document.structure, document.pages
    )
    texts = [
        re.sub(
            r"\s+",
            "",
            reading([(s, document.text[s:e]) for s, e in p.spans], document.has_markup).text,
        )
        for p in passages
    ]
    lines = [
        line
        for piece in furniture
        if piece.what != "white space"
        for line in document.text[slice(*piece.span)].split("\n")
    ]
    return document.text, tuple(passages), texts, lines


def agrees(written: str, passage: Passage, text: str) -> bool:
    """Whether a line of an outline is this passage."""
    kind, _, looks = written.partition(" ")
    if passage.kind not in KINDS[kind]:
        return False
    looks = looks.strip()
    if "…" not in looks:
        return text == looks
    start, _, end = looks.partition("…")
    return text.startswith(start) and text.endswith(end)


def looks_like(passage: Passage, text: str) -> str:
    return f"{passage.kind.value:8} {text if len(text) <= 24 else f'{text[:11]}…{text[-9:]}'}"


every_layout = pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)


@every_layout
def test_passages_are_those_a_reader_finds(layout: Layout) -> None:
    _, passages, texts, _ = read(layout.name)
    expected = layout.outline.strip().split("\n")
    found = [
        looks_like(passage, text)
        if place >= len(expected) or not agrees(expected[place], passage, text)
        else expected[place]
        for place, (passage, text) in enumerate(zip(passages, texts, strict=True))
    ]
    assert found == expected


@every_layout
def test_furniture_is_all_that_is_left_out(layout: Layout) -> None:
    _, _, _, lines = read(layout.name)
    assert lines == layout.furniture


@every_layout
def test_passages_are_in_their_sections(layout: Layout) -> None:
    _, passages, texts, _ = read(layout.name)
    for start, path in layout.sections.items():
        places = [place for place, text in enumerate(texts) if text.startswith(start)]
        assert places, f"no passage begins with {start}"
        last = passages[places[-1]].section
        wanted = path.split(" > ")
        found = last[len(last) - len(wanted) :]
        assert len(last) <= len(wanted) + 1, last
        assert [label[: len(name)] for label, name in zip(found, wanted, strict=True)] == wanted


@every_layout
def test_every_character_is_in_one_passage_or_furniture(layout: Layout) -> None:
    path = FOLDER / layout.name
    document = read_bytes(layout.name, path.suffix, path.read_bytes())
    text = document.text
    passages, furniture = divide(text, document.has_markup, document.structure, document.pages)
    pieces = sorted(
        [span for passage in passages for span in passage.spans]
        + [piece.span for piece in furniture]
    )
    assert [start for start, _ in pieces] == [0] + [end for _, end in pieces[:-1]]
    assert pieces[-1][1] == len(text)


def test_every_layout_has_an_outline() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(
        layout.name for layout in LAYOUTS
    )


def test_a_circled_letter_is_no_number_of_a_note() -> None:
    passages, _ = divide("正文㉠接着说。\n\n㉠ 不是脚注的编号。\n", has_markup=False)
    assert len(passages) == 2


def test_what_a_list_of_several_things_repeats_is_no_running_head() -> None:
    profile = (
        "国别概况：{}\n首都：万象\n签署共建“一带一路”合作文件：2018年\n合作重点\n"
        "基础设施建设与能源\n风险提示\n投资者应自行核实当地法律。\n\n"
    )
    text = "".join(profile.format(name) for name in ("老挝", "越南", "泰国"))
    _, furniture = divide(text, has_markup=False)
    assert {piece.what for piece in furniture} <= {"white space"}


# -- English titles ---------------------------------------------------------------------------------

LONG_TITLE = "How the Merchant Routes of the Coast Became Freight Corridors"


@pytest.mark.parametrize("first", ["Twenty-first-century freight", "Infrastructure for freight"])
@pytest.mark.parametrize("width", [64, 72, 90, 400])
def test_a_title_above_a_paragraph_with_a_long_first_word(first: str, width: int) -> None:
    body = (
        f"{first} moves along routes that were drawn when merchant ships still went under sail, "
        "and most of the ports they called at are ports today. Nobody planned it so."
    )
    more = (
        "The ports of the coast are many and old, and each of them has a harbour master who keeps "
        "a book of every ship that comes in and every ship that goes out."
    )
    blocks = [LONG_TITLE, body, "1. Ports", more, "2. Ships", more]
    text = "\n\n".join("\n".join(textwrap.wrap(block, width)) for block in blocks) + "\n"
    passages, _ = divide(text, False)
    told = [(one.kind.value, " ".join(text[one.start : one.end].split())) for one in passages]
    assert told[:3] == [("heading", LONG_TITLE), ("paragraph", body), ("heading", "1. Ports")]
    assert passages[2].section == (LONG_TITLE, "1. Ports")


# -- titles over several lines -----------------------------------------------------------------------

STORY = (
    "　　老街兩旁的騎樓，去年入夏以後陸續搭起\n了竹棚，住戶說泥水師傅每天清早就到，傍晚\n"
    "收工之前還要把地面掃乾淨。\n　　街坊會借用舊學堂的課室，開過三次會，\n"
    "決定先修漏雨的屋頂再修樓梯，最後才輪到門\n面。\n"
)


def headings_of(text: str) -> list[str]:
    found, _ = divide(text, False)
    return [text[one.start : one.end] for one in found if one.kind is Kind.HEADING]


def test_a_title_in_two_lines_of_one_length_is_one() -> None:
    title = "老街騎樓修復工程\n住戶街坊同心協力"
    assert headings_of(f"{title}\n\n本報記者　何秀蓮\n\n{STORY}") == [title]


@pytest.mark.parametrize(
    "second", ["二〇二一年十月八日", "2021年10月", "何秀蓮", "舊城 研究會 年報"]
)
def test_a_title_and_who_wrote_it_or_when_are_two(second: str) -> None:
    title = "老街騎樓修復工程"
    assert headings_of(f"{title}\n{second}\n\n{STORY}") == [title, second]


@pytest.mark.parametrize("word", ["and Its", "of the", "from"])
def test_an_english_title_goes_on_behind_a_word_that_ends_none(word: str) -> None:
    title = f"The Arcades on the Old High Street {word}\nMerchants Who Had Lived Above Them"
    body = textwrap.fill("Bamboo scaffolding went up along the street in June. " * 6, 70)
    assert headings_of(f"{title}\n\n{body}\n") == [title]


Printed = tuple[float, float, float, str]


def printed_headings(*headings: Printed) -> list[str]:
    """The headings of a page with some lines above a text in the size of 11 points."""
    column = STORY.replace("　　", "").replace("\n", "")
    lines = [(60, 400 - 18 * place, 11, column[25 * place :][:25]) for place in range(4)]
    reading = read_bytes("a.pdf", ".pdf", making.printed([[*headings, *lines]]))
    found, _ = divide(reading.text, False, reading.structure, reading.pages)
    heads = [one for one in found if one.kind is Kind.HEADING]
    return ["".join(reading.text[one.start : one.end].split()) for one in heads]


def test_centred_lines_in_one_large_print_are_one_title() -> None:
    first, second = "老街騎樓修復工程的經過與", "住戶的意見"
    assert printed_headings((77, 500, 20, first), (147, 468, 20, second)) == [first + second]


def test_a_heading_in_large_print_goes_on_where_its_line_was_full() -> None:
    first, second = "泥水師傅與竹棚師傅在舊學堂課室裡商量的幾", "件事"
    assert printed_headings((60, 460, 14, first), (60, 438, 14, second)) == [first + second]


@pytest.mark.parametrize(
    "second",
    [(147, 468, 14, "何秀蓮與人"), (147, 420, 20, "住戶的意見"), (60, 468, 20, "住戶的意見")],
    ids=["smaller", "far below", "not centred"],
)
def test_lines_that_are_printed_otherwise_are_two_headings(second: Printed) -> None:
    first = (117, 500, 20, "老街騎樓修復工程")
    assert printed_headings(first, second) == [first[3], second[3]]


def test_a_chinese_title_goes_on_behind_a_word_that_ends_none() -> None:
    title = "東城縣館和西城縣館關於\n互相借閱舊籍的協議"
    assert headings_of(f"{title}\n\n{STORY}") == [title]


# -- titles in narrow columns, and what stands below them ---------------------------------------------

ISSUED = ["舊城研究會", "二〇二一年十月"]
ENGLISH_STORY = textwrap.fill(
    "Bamboo scaffolding went up along the street in June, and the plasterers came every day. " * 3,
    40,
)


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(
    "title",
    [
        "東城老街騎樓修復工程的經過與十年來街坊會",
        "東城老街騎樓修復工程的經過和十年來街坊會\n與住戶的協商",
    ],
    ids=["full", "two lines"],
)
def test_a_title_that_fills_its_column_ends_at_a_blank_line(title: str, place: int) -> None:
    front = [*ISSUED[:place], title, *ISSUED[place:]]
    text = "\n\n".join([*front, "街坊的意見", STORY])
    assert headings_of(text) == [*front, "街坊的意見"]


@pytest.mark.parametrize("heading", ["The plasterers", "1. The plasterers"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_an_english_title_in_a_narrow_column_ends_at_a_blank_line(heading: str, gap: str) -> None:
    front = ["The Arcades on the Old High Street Told\nby Those Who Live Above", "October 2021"]
    text = "\n\n".join([*front, heading]) + gap + ENGLISH_STORY + "\n"
    assert headings_of(text) == [*front, heading]


def test_a_first_line_that_a_blank_line_parts_from_its_sentence_runs_on() -> None:
    column = (
        "老街兩旁的騎樓去年入夏以後陸續搭起了竹棚\n\n住戶說泥水師傅每天清早就到，傍晚收工之前\n"
    )
    text = f"{column}還要把地面掃乾淨。\n{STORY}"
    first = divide(text, False)[0][0]
    assert first.runs_on


# -- tables of plain text -----------------------------------------------------------------------------

ROWS = [["年份", "修好的樓", "住戶"], ["二〇一九", "12", "40"], ["二〇二〇", "17", "55"]]


@pytest.mark.parametrize("stroke", [" | ", "|", "｜", " │ ", "\t", "    "])
@pytest.mark.parametrize("edge", ["", "|"])
def test_rows_with_strokes_or_gaps_between_cells_are_a_table(stroke: str, edge: str) -> None:
    rows = [edge + stroke.join(row) + edge for row in ROWS]
    found, _ = divide(f"老街札記\n\n{STORY}\n" + "\n".join(rows) + f"\n\n{STORY}", False)
    kinds = [one.kind.value for one in found]
    assert kinds == ["heading", *["paragraph"] * 2, *["table"] * 3, *["paragraph"] * 2]


def test_lines_with_one_stroke_are_no_table() -> None:
    verses = "\n".join(f"{first}｜{second}" for first, second, _ in ROWS)
    found, _ = divide(f"老街札記\n\n{STORY}\n{verses}\n\n{STORY}", False)
    assert "table" not in [one.kind.value for one in found]
