"""Strings in passages, as it is written in Python and in C: what it should give, and both the same."""

from __future__ import annotations

import importlib
import re
from array import array
from itertools import accumulate, pairwise
from math import isclose
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bri_search import Library
from bri_search.search import choosing, evidence, matching, occurrences, passage_strings
from bri_search.search.strings import Strings
from tests.test_suffix_array import has_compiler

WRITTEN_IN = ["passage_strings", "_passage_strings"]
WALL = "\0"
# Rare ideographs and pictographs are two units; the second unit of one is the first of no other.
LETTERS = "ab一丁\U0002a6df\U0001f600"
PASSAGES = st.lists(st.text(f"{LETTERS}。!?; ", max_size=24), min_size=1, max_size=6)
STRINGS = st.text(LETTERS, min_size=1, max_size=4)
WEIGHTS = st.dictionaries(STRINGS, st.floats(0, 20), max_size=9)
SATURATION, LEAST, SLOPE = FORMULA = 0.6, 0.15, 0.01


def written(name: str) -> ModuleType:
    try:
        return importlib.import_module(f"bri_search.search.{name}")
    except ImportError:
        if has_compiler():
            raise
        pytest.skip("there is no compiler")


@pytest.fixture(params=WRITTEN_IN)
def module(request: pytest.FixtureRequest) -> ModuleType:
    return written(request.param)


def units(text: str) -> bytes:
    return text.encode("utf-16-be")


def terms(weights: dict[str, float]) -> list[tuple[float, list[bytes]]]:
    """Each string as a term of its own."""
    return [(weight, [units(string)]) for string, weight in weights.items()]


def laid_out(passages: list[str]) -> tuple[memoryview, memoryview]:
    """The passages as a text, two walls behind each, and where each begins."""
    texts = [units(one + 2 * WALL) for one in passages]
    begins = accumulate((len(one) // 2 for one in texts), initial=0)
    return memoryview(b"".join(texts)), memoryview(array("I", list(begins)[:-1]))


def often(text: str, string: str) -> int:
    """How often a string stands in a text, from left to right without sharing characters."""
    count = at = 0
    while at + len(string) <= len(text):
        if text.startswith(string, at):
            count += 1
            at += len(string)
        else:
            at += 1
    return count


def bm25(stretch: str, weights: dict[str, float]) -> float:
    """The formula, written down once more."""
    total = 0.0
    for string, weight in weights.items():
        frequency = often(stretch, string)
        norm = LEAST + SLOPE * len(stretch)
        total += weight * (frequency * (SATURATION + 1)) / (frequency + norm)
    return total


def score(passage: str, weights: dict[str, float]) -> float:
    """What a passage scores: all of it, its best two sentences, and its best one."""
    parts = re.split(r"([。!?;])", passage)
    marks = [*parts[1::2], ""]
    sentences = [text + mark for text, mark in zip(parts[::2], marks, strict=True) if text]
    if len(sentences) < 2:
        return 3 * bm25(passage, weights)
    return (
        bm25(passage, weights)
        + max(bm25(one + other, weights) for one, other in pairwise(sentences))
        + max(bm25(one, weights) for one in sentences)
    )


@pytest.mark.parametrize("name", WRITTEN_IN)
@given(passages=PASSAGES, string=STRINGS)
def test_a_string_is_counted_in_each_passage(name: str, passages: list[str], string: str) -> None:
    numbers = list(range(len(passages)))[::-1]
    found = written(name).frequencies(*laid_out(passages), numbers, units(string))
    assert found == {one: often(passages[one], string) or 1 for one in numbers}


@pytest.mark.parametrize("name", WRITTEN_IN)
@given(passages=PASSAGES, strings=st.lists(st.lists(STRINGS, max_size=3), max_size=6))
def test_every_place_is_told_at_which_a_string_begins(
    name: str, passages: list[str], strings: list[list[str]]
) -> None:
    """Whatever stands before it, and where it runs on into the next passage as well."""
    text = units("".join(passages))
    begins = list(accumulate((len(units(one)) // 2 for one in passages), initial=0))
    asked = written(name).Strings([(1.0, list(map(units, some))) for some in strings])
    for number, (begin, end) in enumerate(pairwise(begins)):
        expected = [
            (place, term)
            for place in range(begin, end)
            for term, some in enumerate(strings)
            for one in some
            if text.startswith(units(one), 2 * place)
        ]
        starts = memoryview(array("I", begins[:-1]))
        assert asked.places(memoryview(text), starts, number) == expected


@pytest.mark.parametrize("name", WRITTEN_IN)
@given(passages=PASSAGES, weights=WEIGHTS)
def test_a_passage_scores_by_all_of_it_and_its_best_sentences(
    name: str, passages: list[str], weights: dict[str, float]
) -> None:
    numbers = [*range(len(passages)), 0]
    strings = written(name).Strings(terms(weights))
    for _ in range(2):  # nothing is left of what was looked at before
        found = strings.by_sentences(*laid_out(passages), numbers, FORMULA)
        expected = [score(passages[one], weights) for one in numbers]
        assert found == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("name", WRITTEN_IN)
@given(passages=PASSAGES, weighed=st.lists(st.tuples(st.floats(0, 20), st.sets(STRINGS))))
def test_the_strings_of_a_term_that_begin_in_a_passage_count_as_one(
    name: str, passages: list[str], weighed: list[tuple[float, set[str]]]
) -> None:
    """In a passage that runs on into the next they may end there."""
    text = "".join(passages)
    begins = list(accumulate((len(units(one)) // 2 for one in passages), initial=0))
    asked = [(weight, [units(one) for one in strings]) for weight, strings in weighed]
    asked_for = written(name).Strings(asked)
    starts = memoryview(array("I", begins[:-1]))
    numbers = list(range(len(passages)))
    expected = []
    for number, passage in enumerate(passages):
        behind = text[sum(map(len, passages[:number])) :]
        norm = LEAST + SLOPE * (begins[number + 1] - begins[number])
        total = 0.0
        for weight, strings in weighed:
            frequency = sum(often(behind[: len(passage) + len(one) - 1], one) for one in strings)
            total += weight * frequency * (SATURATION + 1) / (frequency + norm)
        expected.append(total)
    found = asked_for.by_beginnings(memoryview(units(text)), starts, numbers, FORMULA)
    assert found == pytest.approx(expected, rel=1e-9)


def test_a_string_shares_no_character_with_itself(module: ModuleType) -> None:
    text, starts = laid_out(["aaaa", "a", "baab"])
    assert module.frequencies(text, starts, [0, 1, 2], units("aa")) == {0: 2, 1: 1, 2: 1}
    strings = module.Strings(terms({"aa": 1.0}))
    assert strings.by_sentences(text, starts, [0, 1, 2], (0.0, 0.0, 0.0)) == [3.0, 0.0, 3.0]
    assert strings.places(text, starts, 0) == [(0, 0), (1, 0), (2, 0)]  # but it stands there


def test_units_that_are_halves_of_others_are_not_found(module: ModuleType) -> None:
    """U+0061 U+4E00 has U+614E in the middle, which is 慎."""
    text, starts = laid_out(["a一"])
    assert module.frequencies(text, starts, [0], units("慎")) == {0: 1}  # for it has to be there
    strings = module.Strings(terms({"慎": 1.0}))
    assert strings.by_sentences(text, starts, [0], FORMULA) == [0.0]
    assert strings.places(text, starts, 0) == []


def test_many_strings_with_the_same_beginning_are_all_found(module: ModuleType) -> None:
    weights = terms({"一" * count: 1.0 for count in range(1, 600)})
    text, starts = laid_out(["一" * 599])
    strings = module.Strings(weights)
    assert strings.by_sentences(text, starts, [0], (0.0, 0.0, 0.0)) == [3 * 599.0]
    assert len(strings.places(text, starts, 0)) == 600 * 599 / 2


def test_a_text_of_many_sentences_scores_as_one_of_few(module: ModuleType) -> None:
    """More than there is room for at first."""
    weights = {"一": 1.0, "丁": 2.0}
    passage = "一。" * 500 + "丁一。" + "丁。" * 500
    strings = module.Strings(terms(weights))
    [found] = strings.by_sentences(*laid_out([passage]), [0], FORMULA)
    assert isclose(found, score(passage, weights), rel_tol=1e-9)


@pytest.mark.parametrize("passage", [3, 2**40])
def test_a_passage_that_is_not_there_is_told(module: ModuleType, passage: int) -> None:
    text, starts = laid_out(["a", "b", "c"])
    with pytest.raises(IndexError, match="a passage is not of this text"):
        module.frequencies(text, starts, [0, passage], units("a"))
    with pytest.raises(IndexError, match="a passage is not of this text"):
        module.Strings([]).by_sentences(text, starts, [passage], FORMULA)
    with pytest.raises(IndexError, match="a passage is not of this text"):
        module.Strings([]).places(text, starts, passage)


@given(
    starts=st.lists(st.integers(0, 14) | st.integers(0, 2**32 - 1), min_size=1, max_size=4),
    text=st.binary(max_size=24) | st.text(f"{LETTERS}。\0", max_size=12).map(units),
    string=STRINGS,
)
def test_both_read_the_same_in_files_that_are_damaged(
    starts: list[int], text: bytes, string: str
) -> None:
    """But for how long half a character is, which nobody needs to know."""
    view = memoryview(text), memoryview(array("I", starts))
    numbers = list(range(len(starts)))
    first, second = (
        written(name).frequencies(*view, numbers, units(string)) for name in WRITTEN_IN
    )
    assert first == second
    for method in ("by_sentences", "by_beginnings"):
        first, second = (
            getattr(written(name).Strings(terms({string: 1.0})), method)(*view, numbers, FORMULA)
            for name in WRITTEN_IN
        )
        assert list(map(bool, first)) == list(map(bool, second))
    for number in numbers:
        first, second = (
            written(name).Strings(terms({string: 1.0})).places(*view, number) for name in WRITTEN_IN
        )
        assert first == second


def test_arguments_of_other_kinds_are_told() -> None:
    module = written("_passage_strings")
    text, starts = laid_out(["a"])
    wide = memoryview(array("Q", [0]))
    for call in (
        lambda: module.frequencies(text, wide, [0], b"\0a"),
        lambda: module.frequencies(starts, starts, [0], b"\0a"),
        lambda: module.Strings([(1.0, [b""])]),
        lambda: module.Strings([(1.0, [b"\0a", b"abc"])]),
        lambda: module.Strings([]).by_sentences(text, wide, [0], FORMULA),
        lambda: module.Strings([]).places(text, wide, 0),
    ):
        with pytest.raises(ValueError, match=r"an array has items|a string has one unit"):
            call()
    for call in (
        lambda: module.frequencies(text, starts, 0, b"\0a"),
        lambda: module.frequencies(text, starts, ["0"], b"\0a"),
        lambda: module.Strings({}),
        lambda: module.Strings([[1.0, []]]),
        lambda: module.Strings([(1.0,)]),
        lambda: module.Strings([(1.0, b"\0a")]),
        lambda: module.Strings([(1.0, ["a"])]),
        lambda: module.Strings([("1", [b"\0a"])]),
        lambda: module.Strings(terms=[]),
        lambda: module.Strings([]).by_sentences(text, starts, 0, FORMULA),
        lambda: module.Strings([]).by_sentences(text, starts, [0]),
        lambda: module.Strings([]).by_sentences(text, starts, [0], 0.6),
        lambda: module.Strings([]).places(text, starts, "0"),
    ):
        with pytest.raises(TypeError):
            call()


def test_what_is_compiled_runs() -> None:
    written("_passage_strings")
    assert Strings.__module__ == "bri_search.search._passage_strings"
    assert passage_strings.Strings.__module__ == "bri_search.search.passage_strings"


@pytest.mark.parametrize(
    "query",
    [
        "數字絲綢之路",
        "合作伙伴 互联互通",
        "互聯互通 OR 合作",
        "connectivity 合作",
        "partners of the silk road",
        "建设 2023年",
        "的 一 路",
    ],
)
def test_free_text_is_answered_alike_without_what_is_compiled(
    corpus_library: Library, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = corpus_library.search(query, limit=0)
    assert found.total
    monkeypatch.setattr(matching, "frequencies", passage_strings.frequencies)
    for user in (choosing, evidence, occurrences):
        monkeypatch.setattr(user, "Strings", passage_strings.Strings)
    again = corpus_library.search(query, limit=0)
    assert [(hit.source, hit.passage) for hit in again] == [
        (hit.source, hit.passage) for hit in found
    ]
    assert [hit.score for hit in again] == pytest.approx([hit.score for hit in found], abs=2e-4)


def test_a_list_of_passages_may_grow_while_it_is_read(module: ModuleType) -> None:
    passages: list[int] = []

    class Growing(int):
        def __hash__(self) -> int:
            passages.extend([0] * 1000)
            return int.__hash__(self)

        def __eq__(self, other: object) -> bool:
            return isinstance(other, int) and int(self) == int(other)

    passages.append(Growing(0))
    text, starts = laid_out(["路之路"])
    # In Python it is read as it grows, and so without end.
    if module.__name__.endswith("._passage_strings"):
        assert module.frequencies(text, starts, passages, units("路")) == {0: 2}
