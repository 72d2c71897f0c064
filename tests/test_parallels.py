"""Parallels: what sources share is found, whole, in every script, and nothing else is."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import bri_search
from bri_search.cli.cells import cells
from bri_search.errors import BriSearchError
from bri_search.index.concordance import Concordance
from bri_search.index.sharing.chains import JOINED_ACROSS
from bri_search.index.sharing.neighbours import LEAST_RUN
from bri_search.index.sharing.runs import SharedPassage, find_coverage, find_shared
from bri_search.index.sharing.seeds import MOST_NEIGHBOURS
from bri_search.search.reuse.results import Parallel
from tests.program import highlighted, plain, run, run_on_terminal
from tests.storing import written


def concordance(folder: Path, parts: list[list[str]]) -> Concordance:
    """Texts as a concordance of several parts; their serial numbers count from 0."""
    opened = []
    serial = 0
    for number, texts in enumerate(parts):
        opened.append(written(folder, number, dict(enumerate(texts, serial))))
        serial += len(texts)
    return Concordance(opened)


Run = tuple[int, int, int]


def common_runs(first: str, second: str, least: int) -> Iterator[Run]:
    """Every maximal common run of two texts, by comparing every place with every other."""
    for one in range(len(first)):
        for other in range(len(second)):
            if one and other and first[one - 1] == second[other - 1] != "\0":
                continue
            length = 0
            while (
                one + length < len(first)
                and other + length < len(second)
                and first[one + length] == second[other + length] != "\0"
            ):
                length += 1
            if length >= least:
                yield one, other, length


@st.composite
def libraries(draw: st.DrawFn) -> list[list[str]]:
    """Parts of sources that are put together from a few pieces, so that much is shared."""
    letters = draw(st.sampled_from(["ab\0", "abc", "一二三四五六七\0", "甲乙丙𠮷\U0002a6df\0"]))
    pieces = draw(st.lists(st.text(letters, min_size=1, max_size=24), min_size=1, max_size=5))
    text = st.lists(st.sampled_from(pieces) | st.text(letters, max_size=6), max_size=6).map("".join)
    # Nothing that is folded begins or ends with a wall, or has two of them together.
    clean = text.map(lambda t: "\0".join(filter(None, t.split("\0"))))
    return draw(st.lists(st.lists(clean, min_size=1, max_size=2), min_size=1, max_size=3))


def utf_16(text: str) -> list[str]:
    encoded = text.encode("utf-16-be")
    return [encoded[at : at + 2].decode("utf-16-be", "surrogatepass")
            for at in range(0, len(encoded), 2)]  # fmt: skip


def spans(passage: SharedPassage) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where a passage begins and ends in either source."""
    first, last = passage.runs[0], passage.runs[-1]
    return (first[0], last[0] + last[2]), (first[1], last[1] + last[2])


@given(parts=libraries(), min_length=st.integers(5, 12))
@example(parts=[["abaabaaaaab", "baabaaaaab"]], min_length=5)
@settings(max_examples=400)
def test_all_that_two_sources_share_is_found(
    tmp_path: Path, parts: list[list[str]], min_length: int
) -> None:
    texts = [text for part in parts for text in part]
    units = [utf_16(text) for text in texts]
    shared = find_shared(concordance(tmp_path, parts), min_length)
    assert shared.total == len(shared.passages)
    found: dict[tuple[int, int], list[SharedPassage]] = {}
    for passage in shared.passages:
        found.setdefault((passage.first, passage.second), []).append(passage)
    for first in range(len(texts)):
        for second in range(first + 1, len(texts)):
            passages = [spans(passage) for passage in found.get((first, second), [])]
            for one, other, length in common_runs(texts[first], texts[second], min_length):
                # The same in UTF-16 units, which the concordance counts in.
                begin, size = (
                    len(utf_16(texts[first][:one])),
                    len(utf_16(texts[first][one : one + length])),
                )
                start = len(utf_16(texts[second][:other]))
                assert any(a <= begin and begin + size <= b for (a, b), _ in passages)
                assert any(a <= start and start + size <= b for _, (a, b) in passages)
    for passage in shared.passages:
        check(passage, units[passage.first], units[passage.second], min_length)
    lengths = [passage.length for passage in shared.passages]
    assert lengths == sorted(lengths, reverse=True)


def check(passage: SharedPassage, first: list[str], second: list[str], min_length: int) -> None:
    """A passage is what it says: runs that are the same, as long as can be, and near together."""
    assert passage.first < passage.second
    counted = 0
    for one, other, length in passage.runs:
        run = first[one : one + length]
        assert run == second[other : other + length]
        assert "\0" not in run
        text = b"".join(unit.encode("utf-16-be", "surrogatepass") for unit in run)
        counted += len(text.decode("utf-16-be"))  # no character is halved
        assert length >= LEAST_RUN
    assert counted == passage.length >= min_length
    for (one, other, length), (next_one, next_other, _) in zip(
        passage.runs, passage.runs[1:], strict=False
    ):
        gaps = next_one - one - length, next_other - other - length
        assert min(gaps) >= 0
        assert 0 < max(gaps) <= JOINED_ACROSS
        assert "\0" not in first[one + length : next_one] + second[other + length : next_other]


@given(parts=libraries(), min_length=st.integers(5, 12))
@settings(max_examples=150)
def test_parts_change_nothing(tmp_path: Path, parts: list[list[str]], min_length: int) -> None:
    several = concordance(tmp_path, parts)
    (tmp_path / "whole").mkdir(exist_ok=True)
    whole = concordance(tmp_path / "whole", [[text for part in parts for text in part]])
    assert find_shared(several, min_length) == find_shared(whole, min_length)
    assert find_coverage(several, min_length) == find_coverage(whole, min_length)


@given(parts=libraries(), min_length=st.integers(5, 12), best=st.integers(1, 5))
@settings(max_examples=100)
def test_the_longest_are_those_that_come_first(
    tmp_path: Path, parts: list[list[str]], min_length: int, best: int
) -> None:
    library = concordance(tmp_path, parts)
    every, longest = find_shared(library, min_length), find_shared(library, min_length, best=best)
    assert longest.total == every.total
    assert longest.passages == every.passages[:best]


@given(parts=libraries(), min_length=st.integers(5, 12))
@settings(max_examples=150)
def test_one_source_has_its_own_parallels(
    tmp_path: Path, parts: list[list[str]], min_length: int
) -> None:
    library = concordance(tmp_path, parts)
    every = find_shared(library, min_length).passages
    count = sum(map(len, parts))
    for one in range(count):
        assert find_shared(library, min_length, one=one).passages == tuple(
            passage for passage in every if one in (passage.first, passage.second)
        )
        other = (one + 1) % count
        if other != one:
            assert find_shared(library, min_length, one=one, other=other).passages == tuple(
                passage for passage in every if {passage.first, passage.second} == {one, other}
            )


@given(parts=libraries(), min_length=st.integers(5, 12))
@settings(max_examples=150)
def test_coverage_counts_what_stands_in_passages(
    tmp_path: Path, parts: list[list[str]], min_length: int
) -> None:
    library = concordance(tmp_path, parts)
    units = [utf_16(text) for part in parts for text in part]
    expected: dict[tuple[int, int], set[int]] = {}
    for passage in find_shared(library, min_length).passages:
        (start, end), (begin, stop) = spans(passage)
        for (one, other), places in (
            ((passage.first, passage.second), range(start, end)),
            ((passage.second, passage.first), range(begin, stop)),
        ):
            expected.setdefault((one, other), set()).update(
                place for place in places if not "\udc00" <= units[one][place] <= "\udfff"
            )
    covered = find_coverage(library, min_length)
    assert {(one.serial, one.other): one.characters for one in covered.coverage} == {
        pair: len(places) for pair, places in expected.items()
    }
    assert covered.total == len(expected)
    sizes = [len(text.replace("\0", "")) for part in parts for text in part]
    assert covered.sizes == dict(enumerate(sizes))
    assert all(one.of == sizes[one.serial] for one in covered.coverage)
    shares = [one.characters / one.of for one in covered.coverage]
    assert shares == sorted(shares, reverse=True)


ONE = "天地玄黄宇宙洪荒"
TWO = "日月盈昃辰宿列张"
SHORT = "寒来暑往"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # The whole of two texts, and nothing of two others.
        (ONE + TWO, ONE + TWO, [((0, 0, 16),)]),
        (ONE, TWO, []),
        # One character replaced, inserted, left out: neither run is long enough alone.
        (ONE + "甲" + TWO, ONE + "乙" + TWO, [((0, 0, 8), (9, 9, 8))]),
        (ONE + TWO, ONE + "乙" + TWO, [((0, 0, 8), (8, 9, 8))]),
        (ONE + "甲" + TWO, ONE + TWO, [((0, 0, 8), (9, 8, 8))]),
        # Punctuation that one of them has not.
        (ONE + "，" + TWO, ONE + TWO + "。", [((0, 0, 8), (9, 8, 8))]),
        # A run too short to be found by itself, behind and before.
        (ONE + TWO + "甲" + SHORT, ONE + TWO + "乙" + SHORT, [((0, 0, 16), (17, 17, 4))]),
        (SHORT + "甲" + ONE + TWO, SHORT + "乙丙" + ONE + TWO, [((0, 0, 4), (5, 6, 16))]),
        # Three characters more are a coincidence.
        (ONE + TWO + "甲" + SHORT[:3], ONE + TWO + "乙" + SHORT[:3], [((0, 0, 16),)]),
        # Eight differing characters, and one too many.
        (ONE + "甲" * 8 + TWO, ONE + TWO, [((0, 0, 8), (16, 8, 8))]),
        (ONE + "甲" * 9 + TWO, ONE + TWO, []),
        # Nothing is joined across a wall, and nothing runs over one.
        (ONE + "\0" + TWO, ONE + "乙" + TWO, []),
        (ONE + "\0" + TWO, ONE + "\0" + TWO, []),
        # In another order they are two passages, each too short.
        (ONE + "甲" + TWO, TWO + "乙" + ONE, []),
        # The same twice in one source: each place has its counterpart.
        (ONE + TWO + "\0" + ONE + TWO, ONE + TWO, [((0, 0, 16),), ((17, 0, 16),)]),
        # The same twice in both: in order, and not each with each.
        (ONE + TWO + "\0" + ONE + TWO, ONE + TWO + "甲乙" + ONE + TWO,
         [((0, 0, 16),), ((17, 18, 16),)]),
        # A rare ideograph has two UTF-16 units and is one character.
        ("𠮷" + ONE + TWO[:6], "𠮷" + ONE + TWO[:6], [((0, 0, 16),)]),
        ("𠮷" + ONE + TWO[:5], "𠮷" + ONE + TWO[:5], []),
        # Two that have only their first unit in common.
        (ONE + TWO + "\U00020bb7", ONE + TWO + "\U00020bb8", [((0, 0, 16),)]),
    ],
)  # fmt: skip
def test_runs_are_joined(
    tmp_path: Path, first: str, second: str, expected: list[tuple[Run, ...]]
) -> None:
    found = find_shared(concordance(tmp_path, [[first, second]]), 15)
    assert [passage.runs for passage in found.passages] == expected


def test_what_stands_everywhere_stays_bounded(tmp_path: Path) -> None:
    texts = [f"{chr(0x4E00 + number)}{ONE}{TWO}{chr(0x5E00 + number)}" for number in range(400)]
    library = concordance(tmp_path, [texts[:250], texts[250:]])
    shared = find_shared(library, 15)
    assert shared.total <= 400 * MOST_NEIGHBOURS
    covered = find_coverage(library, 15)
    assert {one.serial for one in covered.coverage} == set(range(400))
    assert {one.characters for one in covered.coverage} == {16}
    # Shorter than what is looked for and in very many places: everyday wording.
    assert find_shared(library, 25).total == 0


@pytest.mark.parametrize("parts", [1, 2])
def test_everyday_wording_hides_nothing_that_is_shared(tmp_path: Path, parts: int) -> None:
    shared = [
        "".join(chr(0x4E00 + 40 * number + letter) for letter in range(20)) for number in range(30)
    ]
    # It comes first in the order of the suffixes.
    everyday = [
        f"{chr(0x8000 + number)}㐀㐁㐂㐃㐄㐅㐆㐇{chr(0x8100 + number)}" for number in range(200)
    ]
    first = "\0".join(text for pair in zip(shared, everyday, strict=False) for text in pair)
    second = "\0".join([*everyday[100:], *reversed(shared)])
    texts = [first, second, "\0".join(everyday[:100])]
    library = concordance(tmp_path, [texts] if parts == 1 else [texts[:1], texts[1:]])
    found = find_shared(library, 15, one=0, other=1).passages
    assert len(found) == len(shared)
    every = [one for one in find_shared(library, 15).passages if (one.first, one.second) == (0, 1)]
    assert tuple(every) == found


# Of what follows the right answers were read off the documents before the program was run.

EARLY = """\
# 白皮书

## 航线

截至2023年6月底，“丝路海运”航线已通达全球43个国家的117个港口，为共同发展注入强劲动力。

## 设施

中欧班列累计开行7.4万列，合计货值超3000亿美元，通达25个国家的200多个城市。
"""
LATE = """\
絲路動態

據報道，截至2023年6月底，「絲路海運」航
線已通達全球43個國家的116個港口，為共
同發展注入強勁動力。

中歐班列累計開行7.4萬列，合計貨值超3,000億
美元，已通達25個國家的200多個城市。
"""
CATALOG = """\
[[source]]
id = "late"
title = "絲路動態"
creator = []
issued = "2024-05"
file = "a-late.txt"

[[source]]
id = "early"
title = "白皮书"
creator = []
issued = "2023"
file = "b-early.md"
"""


@pytest.fixture(scope="module")
def library(
    new_index: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory
) -> bri_search.Library:
    """Two sources in two scripts, with one figure and one word that differ."""
    corpus = tmp_path_factory.mktemp("parallels")
    (corpus / "b-early.md").write_text(EARLY, encoding="utf-8")
    (corpus / "a-late.txt").write_text(LATE, encoding="utf-8")
    (corpus / "c-other.txt").write_text("海上的日出，林间的风。\n", encoding="utf-8")
    (corpus / "d-nothing.txt").write_text("“”\n", encoding="utf-8")
    (corpus / "catalog.toml").write_text(CATALOG, encoding="utf-8")
    return bri_search.build(corpus, new_index())


def test_the_sides_are_the_characters_of_the_files(library: bri_search.Library) -> None:
    found = library.parallels()
    assert [side.source.id for one in found for side in one.sides] == ["early", "late"] * 2
    ports, trains = found
    assert ports.sides[0].reading == EARLY.split("\n")[4]
    assert ports.sides[0].line == 5
    assert ports.sides[0].section == ("白皮书", "航线")
    assert ports.sides[1].line == 3
    assert ports.sides[1].column == 5
    assert ports.sides[1].lines == (3, 5)
    assert trains.sides[0].section == ("白皮书", "设施")
    for one in found:
        for side, text in zip(one.sides, (EARLY, LATE), strict=True):
            assert side.text == text[side.start : side.end]
            assert text[: side.start].count("\n") + 1 == side.line
            assert side.selector.exact == side.text
        # Without the differences both sides fold to the same.
        kept = [
            library.fold(
                "".join(
                    character
                    for place, character in enumerate(side.reading)
                    if not any(start <= place < end for start, end in side.marked)
                )
            )
            for side in one.sides
        ]
        assert kept[0] == kept[1]


def test_differences_are_named(library: bri_search.Library) -> None:
    ports, trains = library.parallels()
    assert [change.as_json() for change in ports.differences] == [
        {"kind": "replaced", "first": "117", "second": "116",
         "first_start": EARLY.index("117个港口"), "second_start": LATE.index("116個港口")}
    ]  # fmt: skip
    assert [(one.kind.value, one.first, one.second) for one in trains.differences] == [
        ("inserted", "", "已")
    ]
    for change, text in ((ports.differences[0], EARLY), (trains.differences[0], EARLY)):
        assert text[change.first_start :].startswith(change.first)
    assert trains.differences[0].first_start == EARLY.index("通达25")
    assert trains.differences[0].second_start == LATE.index("已通達25")
    for one in (ports, trains):
        longer = max(len(library.fold(side.text)) for side in one.sides)
        assert one.similarity == pytest.approx(1 - 1 / longer)
    assert ports.length == len(library.fold(ports.sides[0].text)) - 1


def test_script_makes_no_difference(new_index: Callable[[], Path], tmp_path: Path) -> None:
    (tmp_path / "hans.txt").write_text("对世界卫生组织的谅解备忘录，里程碑式的发展。\n", "utf-8")
    (tmp_path / "hant.txt").write_text("對世界衞生組織的諒解備忘錄，里程碑式的發展。\n", "utf-8")
    (tmp_path / "taiwan.txt").write_text("對世界衛生組織的諒解備忘錄，里程碑式的發展。\n", "utf-8")
    found = bri_search.build(tmp_path, new_index()).parallels()
    assert [one.similarity for one in found] == [1.0] * 3
    assert {one.length for one in found} == {22}


def test_shares(library: bri_search.Library) -> None:
    shares = library.shares()
    assert [one.source.id for one in shares.sources] == ["early", "late", "c-other", "d-nothing"]
    assert [one.characters for one in shares.sources][3] == 0
    found = {(one.source.id, one.other.id): one for one in shares}
    assert set(found) == {("early", "late"), ("late", "early")}
    for number, (one, other) in enumerate([("early", "late"), ("late", "early")]):
        sides = [parallel.sides[number] for parallel in library.parallels()]
        assert found[one, other].characters == sum(len(library.fold(s.text)) for s in sides)
        of = next(each.characters for each in shares.sources if each.source.id == one)
        assert found[one, other].of == of
        assert found[one, other].share == found[one, other].characters / of


def test_pages_follow_one_another(library: bri_search.Library) -> None:
    every = library.parallels(limit=0)
    assert every.total == len(every) == 2
    assert library.parallels(limit=1).parallels == every.parallels[:1]
    assert library.parallels(limit=1, offset=1).parallels == every.parallels[1:]
    assert library.parallels(offset=5).parallels == ()
    assert library.parallels(offset=5).total == 2


def test_sources_are_chosen(library: bri_search.Library) -> None:
    every = library.parallels().parallels
    assert library.parallels("late").parallels == every
    assert library.parallels("late", "early").parallels == every
    assert library.parallels("c-other").total == 0
    assert library.parallels("d-nothing").total == 0
    assert library.parallels("early", "c-other").total == 0


@pytest.mark.parametrize(
    ("arguments", "options", "says"),
    [
        (("late", "late"), {}, "given twice"),
        ((None, "late"), {}, "give two sources"),
        (("none",), {}, "no source 'none'"),
        ((), {"min_length": 4}, "give 5 or more"),
        ((), {"limit": -1}, "limit: -1 is negative"),
    ],
)
def test_what_makes_no_sense_is_refused(
    library: bri_search.Library, arguments: tuple[str], options: dict[str, Any], says: str
) -> None:
    with pytest.raises(BriSearchError, match=says):
        library.parallels(*arguments, **options)


FIGURES = [
    "17个国家", "30个国家", "18个国家和地区", "130套跨境陆缆系统", "117个港口", "300多家",
    "104个共建国家", "57个共建国家", "25个国家的200多个城市", "86条时速120公里", "7.4万列",
    "700万标箱", "5万多种", "53大门类", "3,000亿美元", "19.1万亿美元", "6.4%",
    "3800亿美元", "2400亿美元", "2.9万亿美元", "45.4%", "80多个国家", "28个国家和地区",
    "135个国家和地区", "112个国家", "13家中资银行", "145家一级机构", "131个共建国家",
    "1,770万家", "74个共建国家", "75个", "220.4亿美元", "106个成员", "227个投资项目",
    "436亿美元", "99只", "1525.4亿元", "46只", "527.2亿元",
]  # fmt: skip


@pytest.fixture(scope="module")
def reported(reference_library: bri_search.Library) -> tuple[Parallel, ...]:
    """What the newspaper shares with the white paper."""
    found = reference_library.parallels("bri-newspaper-wenweipo", "bri-white-paper-2023", limit=0)
    return found.parallels


@pytest.mark.parametrize("figure", FIGURES)
def test_the_newspaper_has_its_figures_from_the_white_paper(
    reference_library: bri_search.Library, reported: tuple[Parallel, ...], figure: str
) -> None:
    folded = reference_library.fold(figure)
    assert any(
        all(folded in reference_library.fold(side.reading) for side in one.sides)
        for one in reported
    )


def test_the_white_paper_comes_first(reported: tuple[Parallel, ...]) -> None:
    assert {tuple(side.source.id for side in one.sides) for one in reported} == {
        ("bri-white-paper-2023", "bri-newspaper-wenweipo")
    }


def test_offsets_in_the_reference_documents(
    reference_library: bri_search.Library, reference: Path
) -> None:
    texts = {path: path.read_bytes().decode("utf-8") for path in reference.glob("*.txt")}
    found = reference_library.parallels(limit=0)
    assert found.total == len(found) > 100
    for one in found:
        for side in one.sides:
            text = texts[side.source.path]
            assert text[side.start : side.end] == side.text
            begin = text[: side.start].replace("\r\n", "\n")
            assert begin.count("\n") + 1 == side.line
        assert one.length >= found.min_length
        if not one.differences:
            first, second = (reference_library.fold(side.reading) for side in one.sides)
            assert first == second


def test_the_newspaper_stands_out(reference_library: bri_search.Library) -> None:
    greatest = reference_library.shares().shares[0]
    assert greatest.source.id == "bri-newspaper-wenweipo"
    assert greatest.other.id == "bri-white-paper-2023"
    assert greatest.share > 0.4


@pytest.fixture(scope="module")
def index(library: bri_search.Library) -> Path:
    """The index of `library`, for the program."""
    return library._store.index


def test_the_command_in_a_pipe(index: Path, tmp_path: Path) -> None:
    ran = run("parallels", "--index", index, cwd=tmp_path)
    assert ran.status == 0
    assert ran.lines[0] == "2 parallels"
    assert "的[-117-]个港口" in ran.out
    assert "的{+116+}個港口" in ran.out
    assert "美元，{+已+}通達25" in ran.out
    assert "b-early.md:5: " in ran.out


def test_json_is_what_python_gives(
    library: bri_search.Library, index: Path, tmp_path: Path
) -> None:
    ran = run("parallels", "--json", "--index", index, cwd=tmp_path)
    assert json.loads(ran.out) == library.parallels().as_json()
    ran = run("parallels", "--jsonl", "-n", 1, "--index", index, cwd=tmp_path)
    assert [json.loads(line) for line in ran.lines] == [
        one.as_json() for one in library.parallels(limit=1)
    ]
    ran = run("parallels", "--summary", "--json", "--index", index, cwd=tmp_path)
    assert json.loads(ran.out) == library.shares().as_json()
    ran = run("parallels", "--summary", "--csv", "--index", index, cwd=tmp_path)
    assert ran.lines[0] == "source,other,characters,of,share"
    assert len(ran.lines) == 3
    ran = run("parallels", "early", "--with", "late", "--tsv", "--index", index, cwd=tmp_path)
    assert len(ran.lines) == 3


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["c-other"], 1, "no passage of 15 characters is shared"),
        (["--offset", "7"], 1, "2 found and none shown"),
        (["--min-length", "4"], 2, "give 5 or more"),
        (["early", "--with", "early"], 2, "given twice"),
        (["--summary", "early"], 2, "--summary is of all sources"),
        (["--summary", "--min-length", "999"], 1, "no passage of 999 characters"),
    ],
)
def test_one_line_says_what_is_wrong(
    index: Path, tmp_path: Path, arguments: list[str], status: int, says: str
) -> None:
    ran = run("parallels", *arguments, "--index", index, cwd=tmp_path)
    assert ran.status == status
    assert says in ran.err
    assert ran.err.count("\n") == 1
    assert ran.out == ""


@pytest.mark.parametrize("columns", [80, 200])
def test_on_a_terminal(index: Path, tmp_path: Path, columns: int) -> None:
    ran = run_on_terminal("parallels", "--index", index, columns=columns, cwd=tmp_path)
    shown = plain(ran.out).splitlines()
    assert ran.status == 0
    assert max(map(cells, shown)) <= columns
    assert highlighted(ran.out) == ["117", "116", "已"]
    # On a wide terminal the two sides stand beside one another.
    beside = [line for line in shown if "白皮书 · 2023" in line and "絲路動態" in line]
    assert len(beside) == (2 if columns == 200 else 0)


@pytest.mark.parametrize("columns", [80, 200])
def test_the_summary_on_a_terminal(index: Path, tmp_path: Path, columns: int) -> None:
    ran = run_on_terminal("parallels", "--summary", "--index", index, columns=columns, cwd=tmp_path)
    shown = plain(ran.out).splitlines()
    assert max(map(cells, shown)) <= columns
    assert [line.split()[:2] for line in shown[3:7]] == [
        ["1", "early"], ["2", "late"], ["3", "c-other"], ["4", "d-nothing"]
    ]  # fmt: skip
    assert " stands in " in shown[-1]


def test_many_sources_are_listed(new_index: Callable[[], Path], tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(14):
        text = f"{chr(0x4E00 + 97 * number)}{ONE}{TWO}{SHORT}。\n"
        (corpus / f"{number:02}.txt").write_text(text, encoding="utf-8")
    index = new_index()
    bri_search.build(corpus, index)
    ran = run("parallels", "--summary", "--index", index, cwd=tmp_path)
    assert ran.lines[0] == f"{14 * 13} shares of 14 sources, the 20 greatest shown"
    assert len(ran.lines) == 3 + 20
    wide = run_on_terminal("parallels", "--summary", "--index", index, columns=80, cwd=tmp_path)
    assert max(map(cells, plain(wide.out).splitlines())) <= 80


def test_a_parallel_begins_and_ends_with_whole_words(
    tmp_path: Path, new_index: Callable[[], Path]
) -> None:
    (tmp_path / "a.txt").write_text(
        "Report\n\nInterconnectivity of ports along the coast has grown for ten years in a row, "
        "and nobody doubts it.\n"
    )
    (tmp_path / "b.txt").write_text(
        "Note\n\nWe hear that connectivity of ports along the coast has grown for ten years in a "
        "rowboat, they say.\n"
    )
    [parallel] = bri_search.build(tmp_path, new_index()).parallels()
    words = "of ports along the coast has grown for ten years in a"
    assert [side.reading for side in parallel.sides] == [words, words]
    # Longest are those that have most in common, pieces of words included.
    assert parallel.length == len(f"connectivity {words} row")


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (
            "船队回来了。沿岸的灯塔今年全部换上了新灯，夜里远远就能望见。",
            "渔民这么说。沿岸的灯塔今年全部换上了新灯，夜里远远就能看到。",
            "沿岸的灯塔今年全部换上了新灯，夜里远远就能",
        ),
        (
            "码头吞吐量连续三年位居全省前列，其中集装箱同比增长12.5%。",
            "据统计，吞吐量连续三年位居全省前列，其中集装箱同比增长12.6%。",
            "吞吐量连续三年位居全省前列，其中集装箱同比增长",
        ),
        (
            "甲港投资112.5亿元改造旧码头并疏浚航道，工程明年完工。",
            "乙港投资337.5亿元改造旧码头并疏浚航道，工程明年动工。",
            "亿元改造旧码头并疏浚航道，工程明年",
        ),
        (
            "老船长讲了许多沿海各处灯塔的由来（见下文所引县志）。",
            "书里写了许多沿海各处灯塔的由来（据守塔人口述）。",
            "了许多沿海各处灯塔的由来",
        ),
    ],
)
def test_a_parallel_has_nothing_of_other_sentences_and_numbers_at_its_edges(
    tmp_path: Path, new_index: Callable[[], Path], one: str, other: str, shared: str
) -> None:
    (tmp_path / "a.txt").write_text(f"{one}\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"{other}\n", encoding="utf-8")
    [parallel] = bri_search.build(tmp_path, new_index()).parallels(min_length=12)
    assert [side.reading for side in parallel.sides] == [shared, shared]


def test_rare_ideographs_count_once(tmp_path: Path, new_index: Callable[[], Path]) -> None:
    rare = "𠀋𡈽𡌛𡑮𡢽𠮟𡚴𡸴𣇄𣗄"
    (tmp_path / "a.txt").write_text(f"甲地旧志所载{rare}諸字皆已失傳。\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"乙某说{rare[:6]}𣜿{rare[6:]}今人不识。\n", encoding="utf-8")
    [parallel] = bri_search.build(tmp_path, new_index()).parallels(min_length=10)
    assert [side.reading for side in parallel.sides] == [rare, f"{rare[:6]}𣜿{rare[6:]}"]
    assert parallel.length == 10
    assert parallel.similarity == pytest.approx(1 - 1 / 11)
