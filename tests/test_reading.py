"""Reading text: the file's own characters without the page's line breaks and markup."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bri_search.text.fold import Folding
from bri_search.text.line_breaks import LINE_BREAKS
from bri_search.text.markup import without_markup
from bri_search.text.reading import MAY_BE_LEFT_OUT, reading
from tests import scan

PIECES = st.lists(
    st.one_of(
        st.sampled_from(["一带", "路", "，", "。", "「", "Belt", "road", "-", "3", ",", " ", "\n", "\n\n", "\r\n",
                         "\f", "　", "[[zh:", "]]", "**", "[3]", "[a](b)", "![", "# ", "> ", "`", ".", "<br>", "<u>", "&nbsp;", "&amp;", "<!--a\nb-->"]),
        st.text(max_size=6),
    ),
    max_size=14,
).map("".join)  # fmt: skip


@given(pieces=st.lists(PIECES, min_size=1, max_size=3), has_markup=st.booleans())
@settings(max_examples=300)
def test_every_character_is_the_files_own_or_a_space_for_a_break(
    pieces: list[str], has_markup: bool
) -> None:
    text = "|".join(pieces)
    placed = []
    position = 0
    for piece in pieces:
        placed.append((position, piece))
        position += len(piece) + 1
    read = reading(placed, has_markup)
    assert len(read.text) == len(read.offsets)
    assert list(read.offsets) == sorted(read.offsets)
    for character, offset in zip(read.text, read.offsets, strict=True):
        # A space stands where the line breaks, or where the next piece begins.
        assert character == text[offset] or character == " "
    assert not set(read.text) & set(LINE_BREAKS)


@given(text=st.text("a路3^[]!()［］*~_`#<>!-&; \n\r\f\u2029", max_size=16))
@settings(max_examples=400)
def test_what_is_read_as_it_is_holds_no_markup_and_no_break(text: str) -> None:
    read = reading([(7, text)], has_markup=True)
    if not MAY_BE_LEFT_OUT.search(text):
        assert without_markup(text) == text
        assert (read.text, list(read.offsets)) == (text, list(range(7, 7 + len(text))))


@given(
    text=st.text("ab3é，。「」“”‘’'\"()一路가 \n\r\f\x85\u2028\x1b\u200b\u00ad.,%：-", max_size=20)
)
@settings(max_examples=400)
def test_what_is_read_folds_as_the_file_where_there_is_no_markup(
    text: str, folding: Folding
) -> None:
    # Nothing but the break itself stands between the halves of a word.
    assume(not re.search(r"-\s*[^\s\w]|[^\s\w]\s*-", text))
    read = reading([(0, text)], has_markup=False)
    assert folding.text(read.text) == folding.text(text)


@pytest.mark.parametrize(
    ("pieces", "has_markup", "text"),
    [
        (["第三屆「一帶一\n\n路」國際"], False, "第三屆「一帶一路」國際"),
        (["出席开幕", "式并发表"], False, "出席开幕式并发表"),
        (["China", "Europe"], False, "China Europe"),
        (["connec-\ntivity"], False, "connectivity"),
        (["connec-", "tivity"], False, "connectivity"),
        (["connec\u00ad\ntivity, GE\u00ad\r\n  NEVA"], False, "connectivity, GENEVA"),
        (["connec\u00ad", "tivity"], False, "connectivity"),
        (["**connec\u00ad**\ntivity"], True, "connectivity"),
        (["the con\u00adnec\u00adtions\nare"], False, "the con\u00adnec\u00adtions are"),
        (["China-\nEurope"], False, "China-Europe"),
        (["“Belt and Road”\n‘initiative’"], False, "“Belt and Road” ‘initiative’"),
        (["“一带一路”\nBRI"], False, "“一带一路”BRI"),
        (["截至 2023\n年"], False, "截至 2023年"),
        (["one,\ntwo"], False, "one, two"),
        (["a  \n  b"], False, "a b"),
        (["资[[zh:金融]]通"], True, "资金融通"),
        (["资[[zh:金融]]通"], False, "资[[zh:金融]]通"),
        (["**前言**"], True, "前言"),
        (["*20*30*米，甲＜乙"], True, "20*30米，甲＜乙"),
        (["## 前言"], True, "前言"),
        (["[轉載](https://a.b)"], True, "轉載"),
        (["通过。[12]下"], True, "通过。[12]下"),
        (["> 一带\n> 一路"], True, "一带一路"),
        (
            ["灯塔<br/>的<u>光</u>，<a name=p1></a>the<br>light com-<br>mittee"],
            True,
            "灯塔的光，the light committee",
        ),
        (["灯塔&nbsp;的&quot;光&quot;，the&nbsp;light R&amp;D"], True, "灯塔的光，the light R&D"),
        (
            ['灯塔<sup>3</sup>的[光](<a b>)，[海](a "b")[面]{.u}'],
            True,
            "灯塔<sup>3</sup>的光，海面",
        ),
        (["灯塔<u>的</u>&amp;"], False, "灯塔<u>的</u>&amp;"),
        (["灯塔<!-- 甲\n乙 -->的光"], True, "灯塔的光"),
        (["3\r\u00ad\r3"], False, "3\u00ad 3"),
        (["ab\u00ad\n\u200b\u00ad\ncd"], False, "ab\u200bcd"),
        (["甲\f乙\r\n丙\r丁"], False, "甲乙丙丁"),
        (["甲\u2028乙 \u2029 丙\v丁\x85one\u2028two"], False, "甲乙丙丁one two"),
        (["  "], False, "  "),
        ([""], False, ""),
    ],
)
def test_examples(pieces: list[str], has_markup: bool, text: str) -> None:
    placed = []
    position = 0
    for piece in pieces:
        placed.append((position, piece))
        position += len(piece) + 9
    assert reading(placed, has_markup).text == text


def test_what_is_shown_folds_as_what_is_searched(corpus_library, reference_library) -> None:
    for library in (corpus_library, reference_library):
        fold = library.fold
        for summary in library.sources:
            entry = library._store.find_source(summary.source.id)
            runs = {
                run.passages[0].number: run
                for run in scan.runs_of(library._store, entry.serial)
                if len(run.passages) == 1
            }
            for shown in library.show(summary.source.id):
                if shown.passage in runs:
                    assert fold(shown.text) == fold(runs[shown.passage].text)
