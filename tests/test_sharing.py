"""What sources share: every common run is found, whole, and nothing else is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bri_search.index.concordance import Concordance
from bri_search.index.sharing.chains import JOINED_ACROSS
from bri_search.index.sharing.neighbours import LEAST_RUN
from bri_search.index.sharing.runs import SharedPassage, find_coverage, find_shared
from bri_search.index.sharing.seeds import MOST_NEIGHBOURS
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
