"""Stored documents give back a file's text, its passages and where everything stands."""

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bri_search.index.columns import BLOCK, WALL
from bri_search.sources.document import Kind, Passage
from bri_search.sources.marks import PageStart
from bri_search.sources.sections import divide
from bri_search.text.fold import Folding
from tests import scan
from tests.storing import stored

LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["\n", "\n\n", "\r\n", "\r", "\f", " ", "\t", "　", "一带一路", "互联互通。", "，", "前言\n", "第一章 ",
             "1.4.1 ", "（一）", "一、", "31", "\n\n31\n\n", "1. 新华网，2024年。", "¹", "①", "[3]", "◆", "▲圖",
             "- ", "# ", "| a | b |", "---", "> ", "**", "[[zh:", "]]", "目录\n", "\t12\n", "....... 3\n",
             "图 1：港口", "表 2", "案例 1：", "附录", "来源：", "作者", "——", "「", "」", "（", "connec-", "Road",
             "A sentence ends. ", "𠮷", "\ufeff", "\u200b", "\u2028", "\x85", "\x1c", "\v", "\0", "\ud800"]
        ),
        st.text(max_size=12),
    ),
    max_size=40,
).map("".join)  # fmt: skip


def whole(text: str, *, kind: Kind = Kind.PARAGRAPH) -> tuple[Passage, ...]:
    return (Passage(0, kind, (), ((0, len(text)),)),)


@given(text=LINES, has_markup=st.booleans())
@settings(max_examples=400)
@example(text="1\n" * 50, has_markup=False)
def test_every_character_is_in_one_passage_or_one_piece_of_furniture(
    text: str, has_markup: bool
) -> None:
    passages, furniture = divide(text, has_markup)
    spans = [span for passage in passages for span in passage.spans]
    spans += [piece.span for piece in furniture]
    spans.sort()
    assert [start for start, _ in spans] == [0, *(end for _, end in spans)][: len(spans)]
    assert (spans[-1][1] if spans else 0) == len(text)
    assert all(start < end for start, end in spans)
    assert [passage.number for passage in passages] == list(range(len(passages)))
    assert [passage.start for passage in passages] == sorted(passage.start for passage in passages)
    for passage in passages:
        assert list(passage.spans) == sorted(passage.spans)
        # No character is lost as white space that is none.
        assert any(text[start:end].strip("\ufeff \t\n\r\f\v") for start, end in passage.spans)
    for piece in furniture:
        if piece.what == "white space":
            assert not text[slice(*piece.span)].strip().strip("\ufeff").strip()


@pytest.mark.parametrize(
    "line", ["一带一路\n", "\n", "1\n", "a\n\n", "1. 新华网¹\n", "（一\n", "目录\n", "- a\n"]
)
@pytest.mark.parametrize("has_markup", [False, True])
def test_many_lines_are_divided_in_good_time(line: str, has_markup: bool) -> None:
    text = line * 20_000
    passages, furniture = divide(text, has_markup)
    spans = [span for passage in passages for span in passage.spans]
    covered = sum(end - start for start, end in spans)
    assert covered + sum(piece.span[1] - piece.span[0] for piece in furniture) == len(text)


@given(text=LINES, has_markup=st.booleans())
@settings(max_examples=150)
def test_what_was_stored_is_given_back(folding: Folding, text: str, has_markup: bool) -> None:
    passages, furniture = divide(text, has_markup)
    document = stored(text, passages, folding, furniture)
    assert len(document) == len(passages)
    assert tuple(scan.passages_of(document)) == tuple(passages)
    assert document.furniture() == tuple(p for p in furniture if p.what != "white space")
    assert document.length == len(text)
    assert document.text(0, len(text)) == text
    for passage in passages:
        assert document.kind(passage.number) is passage.kind
        assert document.section(passage.number) == passage.section
        for start, end in passage.spans:
            assert document.text(start, end) == text[start:end]


@given(text=LINES, has_markup=st.booleans())
@settings(max_examples=150)
def test_every_folded_character_knows_its_place(
    folding: Folding, text: str, has_markup: bool
) -> None:
    passages, _ = divide(text, has_markup)
    document = stored(text, passages, folding)
    folded = bytes(document.folded).decode("utf-16-be")
    expected = [folding.text(run.text) for run in scan.runs(text, list(passages))]
    assert folded == WALL.join(part for part in expected if part)
    position = 0
    counted = dict.fromkeys(range(len(passages)), 0)
    for character in folded:
        units = 2 if character >= "\U00010000" else 1
        if character != WALL:
            offset = document.offset(position)
            number = document.passage_at(position)
            counted[number] += units
            spans = document.passage(number).spans
            if character != " ":
                assert character in folding.character(text[offset])
                assert any(start <= offset < end for start, end in spans)
            assert document.offset(position + units - 1) == offset
        position += units
    for number, length in counted.items():
        assert length == document.folded_length(number)


@given(text=st.text("a一𠮷\n\r\f\u2028 ", max_size=60), data=st.data())
@settings(max_examples=200)
def test_lines_and_columns_are_counted(folding: Folding, text: str, data: st.DataObject) -> None:
    document = stored(text + "x", whole(text + "x"), folding)
    offset = data.draw(st.integers(0, len(text)))
    assert document.line_and_column(offset) == scan.line_and_column(text + "x", offset)


@pytest.mark.parametrize("shift", range(-3, 4))
@pytest.mark.parametrize("piece", ["\r\n", "\n", "\r", "𠮷", "\r\r\n\n"])
def test_blocks_meet_without_a_seam(folding: Folding, shift: int, piece: str) -> None:
    text = "一\n" * ((BLOCK + shift) // 2) + "二" * ((BLOCK + shift) % 2) + piece + "尾\n三" * 9_000
    document = stored(text, whole(text), folding)
    for offset in (*range(BLOCK - 6, BLOCK + 9), 2 * BLOCK - 1, 2 * BLOCK, len(text) - 1):
        assert document.line_and_column(offset) == scan.line_and_column(text, offset)
        assert document.text(offset - 2, offset + 3) == text[offset - 2 : offset + 3]
    assert document.text(BLOCK - 5, 2 * BLOCK + 5) == text[BLOCK - 5 : 2 * BLOCK + 5]
    assert document.text(0, len(text)) == text
    assert document.text(7, 7) == ""


def test_what_the_folded_text_says_is_not_said_again(folding: Folding) -> None:
    chance = random.Random(7)
    drawn = "".join(chance.choices("".join(map(chr, range(0x4E00, 0x9000))), k=20_000))
    # Every character folds to itself, and has one unit.
    text = "".join(one for one in folding.text(drawn) if one < "\U00010000")
    passages = [
        Passage(0, Kind.NOTE, (), ((0, 9_000),)),
        Passage(1, Kind.PARAGRAPH, (), ((9_000, len(text)),)),
    ]
    document = stored(text, passages, folding)
    assert document.text(0, len(text)) == text
    assert len(document.columns["blocks"]) < len(text) / 10  # two bytes a character alone


def test_an_ideograph_of_two_units_is_found_whole_or_not_at_all(folding: Folding) -> None:
    text = "甲𠮷乙𠮷"
    document = stored(text, whole(text), folding)
    assert len(document.folded) == 2 * 6
    place = document.place(1, 3)
    assert place is not None
    assert (place.start, place.end) == (1, 2)
    assert document.place(1, 2) is None
    assert document.place(2, 4) is None
    place = document.place(0, 6)
    assert place is not None
    assert (place.start, place.end) == (0, 4)


def test_a_phrase_may_run_on_where_no_sentence_ends_and_nowhere_else(folding: Folding) -> None:
    text = "甲乙|丙丁|戊己|庚辛|壬癸|子丑"
    kinds = [Kind.PARAGRAPH, Kind.ITEM, Kind.NOTE, Kind.HEADING, Kind.PARAGRAPH, Kind.PARAGRAPH]
    passages = tuple(
        Passage(n, kind, (), ((3 * n, 3 * n + 2),), runs_on=n in (0, 1, 4))
        for n, kind in enumerate(kinds)
    )
    document = stored(text, passages, folding)
    folded = bytes(document.folded).decode("utf-16-be")
    assert folded.split(WALL) == ["甲乙丙丁", "庚辛", "壬癸子丑", "戊己"]
    assert document.passages_between(0, 1) == [1]
    assert document.folded_character(4) is None
    assert document.folded_character(3) == "丁"
    assert document.folded_character(-1) is None
    place = document.place(1, 3)
    assert place is not None
    assert (place.first, place.last, place.start, place.end) == (0, 1, 1, 4)


def test_passages_that_run_on_fold_as_one_text(folding: Folding) -> None:
    text = "the connec-|tivity of 3,|000 ports|China"
    passages = tuple(
        Passage(n, Kind.PARAGRAPH, (), (span,), runs_on=True)
        for n, span in enumerate([(0, 11), (12, 24), (25, 34), (35, 40)])
    )
    document = stored(text, passages, folding)
    folded = bytes(document.folded).decode("utf-16-be")
    assert folded == "the connectivity of 3000 ports china"
    assert [document.passage_at(folded.index(c)) for c in ("the", "tivity", "000", "china")] == [
        0,
        1,
        2,
        3,
    ]


def test_a_passage_that_folds_to_nothing_is_nowhere(folding: Folding) -> None:
    text = "甲「」乙"
    passages = (
        Passage(0, Kind.PARAGRAPH, ("一",), ((0, 1),)),
        Passage(1, Kind.PARAGRAPH, ("一", "二"), ((1, 3),)),
        Passage(2, Kind.PARAGRAPH, (), ((3, 4),)),
    )
    document = stored(text, passages, folding)
    assert bytes(document.folded).decode("utf-16-be") == f"甲{WALL}乙"
    assert document.folded_length(1) == 0
    assert document.section(1) == ("一", "二")


def test_pages_are_known_by_their_offsets_and_labels(folding: Folding) -> None:
    passages = tuple(Passage(n, Kind.PARAGRAPH, (), ((n, n + 1),)) for n in range(4))
    pages = (PageStart(1, "iv"), PageStart(2, None), PageStart(3, "1"))
    document = stored("甲乙丙丁", passages, folding, pages=pages)
    found = [document.passage(number).page for number in range(4)]
    assert found == [None, 1, 2, 3]
    assert [document.page_label(page) for page in found] == [None, "iv", None, "1"]


def test_labels_that_only_count_the_pages_are_none(folding: Folding) -> None:
    passage = Passage(0, Kind.PARAGRAPH, (), ((0, 2),))
    pages = (PageStart(0, "1"), PageStart(1, "2"))
    document = stored("甲乙", (passage,), folding, pages=pages)
    assert (document.page_at(1), document.page_label(2)) == (2, None)


@pytest.mark.parametrize("last", ["一", "伀", "Ā", "\u2000一"])
def test_a_passage_that_runs_on_has_its_last_character(last: str, folding: Folding) -> None:
    """The second byte of these is that of a wall."""
    text = f"第{last}帶"
    end = len(text) - 1
    passages = (
        Passage(0, Kind.PARAGRAPH, (), ((0, end),), runs_on=True),
        Passage(1, Kind.PARAGRAPH, (), ((end, end + 1),)),
    )
    document = stored(text, passages, folding)
    folded = [
        bytes(document.folded[2 * begin : 2 * behind]).decode("utf-16-be")
        for begin, behind in map(document.stretch, (0, 1))
    ]
    assert folded == [folding.text(text[:end]), "带"]
    assert document.folded_length(0) + 1 == len(document.folded) // 2
