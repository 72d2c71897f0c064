"""The suffix array, as it is written in Python and in C: what it should give, and both the same."""

from __future__ import annotations

import importlib
import shutil
import sysconfig
from array import array
from bisect import bisect_right
from collections import Counter
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bri_search.index import concordance, suffix_array
from tests import storing

WRITTEN_IN = ["suffix_array", "_suffix_array"]
WALL = "\0"
LETTERS = st.text("ab一丁\U0002a6df\uffff", max_size=9)
KEYS = st.text("ab一丁\U0002a6df\uffff", max_size=6).map(lambda key: key.encode("utf-16-be"))
NUMBERS = st.integers(0, 2**16 - 1)


def has_compiler() -> bool:
    """Whether there is what compiling it needs."""
    if sysconfig.get_config_var("Py_GIL_DISABLED"):  # which has no stable ABI yet
        return False
    compiler = (sysconfig.get_config_var("CC") or "cc").split()[0]
    header = Path(sysconfig.get_path("include"), "Python.h")
    return shutil.which(compiler) is not None and header.exists()


@pytest.fixture(params=WRITTEN_IN)
def module(request: pytest.FixtureRequest) -> ModuleType:
    return written(request.param)


def written(name: str) -> ModuleType:
    try:
        return importlib.import_module(f"bri_search.index.{name}")
    except ImportError:
        if has_compiler():
            raise
        pytest.skip("there is no compiler")


def view(kind: str, items: list[int]) -> memoryview:
    return memoryview(array(kind, items))


class Sorted:
    """A text with its suffixes, sorted one by one, and one in every `sampled` of them noted."""

    def __init__(self, text: str, sampled: int, high: str = "B") -> None:
        self.text = text.encode("utf-16-be") + bytes(2)
        units = range(len(self.text) // 2)
        starting = [at for at in units if self.text[2 * at : 2 * at + 2] != bytes(2)]
        self.places = sorted(starting, key=lambda at: self.text[2 * at :])
        noted = [self.text[2 * at : 2 * at + 8].ljust(8, b"\0") for at in self.places[::sampled]]
        self.arguments = (
            memoryview(self.text),
            view("H", [at & 0xFFFF for at in self.places]),
            view(high, [at >> 16 for at in self.places]),
            view("Q", [int.from_bytes(one, "big") for one in noted]),
            sampled,
        )

    def range(self, key: bytes) -> tuple[int, int]:
        """The numbers of the suffixes that begin with a key, or would, looked at one by one."""
        begins = [self.text[2 * at :][: len(key)] for at in self.places]
        return sum(one < key for one in begins), sum(one <= key for one in begins)


SORTED = st.builds(
    Sorted, st.lists(LETTERS).map(WALL.join), st.integers(1, 5), st.sampled_from("BH")
)


@pytest.mark.parametrize("name", WRITTEN_IN)
@given(made=SORTED, key=KEYS)
def test_the_range_of_a_string_is_that_of_the_suffixes_that_begin_with_it(
    name: str, made: Sorted, key: bytes
) -> None:
    suffixes = written(name).SuffixArray(*made.arguments)
    first, last = suffixes.find(key)
    assert made.range(key) == (first, last)
    assert last - first == sum(made.text.startswith(key, 2 * at) for at in made.places)
    assert suffixes.places(first, last) == made.places[first:last]


@pytest.mark.parametrize("name", WRITTEN_IN)
@given(made=SORTED, begin=KEYS, key=KEYS)
def test_the_range_of_what_goes_on_is_found_in_the_range_of_what_it_begins_with(
    name: str, made: Sorted, begin: bytes, key: bytes
) -> None:
    suffixes = written(name).SuffixArray(*made.arguments)
    found = suffixes.find(key, suffixes.find(begin), len(begin) // 2)
    assert found == made.range(begin + key) or made.range(begin)[0] == made.range(begin)[1]


@pytest.mark.parametrize("name", WRITTEN_IN)
@given(made=SORTED, first=st.integers(0, 9), last=st.integers(0, 9), step=st.integers(1, 4))
def test_places_are_those_of_a_range(
    name: str, made: Sorted, first: int, last: int, step: int
) -> None:
    suffixes = written(name).SuffixArray(*made.arguments)
    assert len(suffixes) == len(made.places)
    last = min(last, len(made.places))
    assert suffixes.places(first, last, step) == made.places[first:last:step]


@pytest.mark.parametrize("name", WRITTEN_IN)
@given(
    lengths=st.lists(st.integers(1, 9), min_size=1, max_size=12),
    stride=st.integers(1, 8),
    data=st.data(),
)
def test_a_passage_is_the_last_that_begins_before_a_place_or_at_it(
    name: str, lengths: list[int], stride: int, data: st.DataObject
) -> None:
    starts = [sum(lengths[:number]) for number in range(len(lengths))]
    passage_at = [number for number, length in enumerate(lengths) for _ in range(length)]
    places = data.draw(st.lists(st.integers(0, len(passage_at) - 1)))
    arguments = places, view("I", starts), view("I", passage_at[::stride]), stride
    passages = [passage_at[place] for place in places]
    assert written(name).passages_of(*arguments) == passages
    counted = written(name).passages_counted(*arguments)
    assert list(counted.items()) == sorted(Counter(passages).items())


@pytest.mark.parametrize("name", WRITTEN_IN)
@given(made=SORTED, data=st.data())
def test_the_passages_of_a_range_are_those_of_its_places(
    name: str, made: Sorted, data: st.DataObject
) -> None:
    units, total = len(made.text) // 2, len(made.places)
    starts = [0, *sorted(data.draw(st.sets(st.integers(1, max(units - 1, 1)))))]
    stride = data.draw(st.integers(1, 8))
    noted = [bisect_right(starts, place) - 1 for place in range(0, units, stride)]
    first, last = sorted(data.draw(st.tuples(st.integers(0, total), st.integers(0, total))))
    step = data.draw(st.integers(1, 4))
    suffixes = written(name).SuffixArray(*made.arguments)
    found, counts = suffixes.passages(
        first, last, step, view("I", starts), view("I", noted), stride
    )
    expected = Counter(bisect_right(starts, place) - 1 for place in made.places[first:last:step])
    assert list(array("I", found)) == sorted(expected)
    assert dict(zip(array("I", found), array("I", counts), strict=True)) == expected


def test_passages_of_many_places_are_counted_in_their_order(module: ModuleType) -> None:
    """As many as need three bytes."""
    starts = list(range(0, 300_000, 3))
    passages_at = [place // 3 for place in range(0, 300_000, 64)]
    places = [place * 7919 % 300_000 for place in range(150_000)]
    counted = module.passages_counted(places, view("I", starts), view("I", passages_at), 64)
    expected = Counter(place // 3 for place in places)
    assert list(counted.items()) == sorted(expected.items())


def test_places_above_sixteen_bits_have_their_high_bits(module: ModuleType) -> None:
    text = memoryview(bytes(2 * 0x10001) + "路".encode("utf-16-be") + bytes(2))
    for high in "BH":
        suffixes = module.SuffixArray(
            text, view("H", [1]), view(high, [1]), view("Q", [0x8DEF << 48]), 96
        )
        assert suffixes.find("路".encode("utf-16-be")) == (0, 1)
        assert suffixes.places(0, 1) == [0x10001]


# --- what a damaged file may hold ----------------------------------------------------------------


def outcome(function: Any, *arguments: Any) -> Any:
    """What a function gives, or the kind of error that it raises."""
    try:
        return function(*arguments)
    except (IndexError, ValueError) as error:
        return type(error)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[Any, ...]:
    """Arrays of which nothing is in order."""
    count = draw(st.integers(0, 12))
    sampled = draw(st.integers(1, 5))
    low, high = (draw(st.lists(NUMBERS, min_size=count, max_size=count)) for _ in range(2))
    noted = -(-count // sampled) + draw(st.sampled_from([0, 0, 0, -1, 1]))
    samples = draw(
        st.lists(st.integers(0, 2**64 - 1), min_size=max(noted, 0), max_size=max(noted, 0))
    )
    if draw(st.integers(0, 9)) == 0:
        high.append(0)
    text = memoryview(draw(st.binary(max_size=40)))
    return text, view("H", low), view("H", high), view("Q", samples), sampled


@given(
    arguments=damaged(),
    key=KEYS,
    within=st.none() | st.tuples(st.integers(-2, 14), st.integers(-2, 14)),
    depth=st.integers(-1, 20) | st.just(2**62),
)
def test_of_a_damaged_array_both_give_the_same(
    arguments: tuple[Any, ...], key: bytes, within: tuple[int, int] | None, depth: int
) -> None:
    first, second = (outcome(written(name).SuffixArray, *arguments) for name in WRITTEN_IN)
    if isinstance(first, type):
        assert second is first
        return
    range_of = within or (0, len(first))
    assert outcome(first.find, key, within, depth) == outcome(second.find, key, within, depth)
    assert outcome(first.places, *range_of) == outcome(second.places, *range_of)
    passages = 1, view("I", [0, 4, 9]), view("I", [0, 1]), 8
    found = outcome(first.passages, *range_of, *passages)
    assert found == outcome(second.passages, *range_of, *passages)


@given(
    places=st.lists(st.integers(0, 60)),
    starts=st.lists(st.integers(0, 60)),
    passages_at=st.lists(st.integers(0, 9)),
    stride=st.integers(1, 8),
)
def test_of_damaged_passages_both_give_the_same(
    places: list[int], starts: list[int], passages_at: list[int], stride: int
) -> None:
    arguments = places, view("I", starts), view("I", passages_at), stride
    for function in ("passages_of", "passages_counted"):
        first, second = (
            outcome(getattr(written(name), function), *arguments) for name in WRITTEN_IN
        )
        assert first == second


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("H", "H", "B", "Q"), id="text that is no bytes"),
        pytest.param(("B", "I", "B", "Q"), id="low bits that are too wide"),
        pytest.param(("B", "H", "I", "Q"), id="high bits that are too wide"),
        pytest.param(("B", "H", "B", "I"), id="samples that are too narrow"),
        pytest.param(("b", "H", "B", "Q"), id="text that has a sign"),
        pytest.param(("B", "h", "B", "Q"), id="low bits that have a sign"),
        pytest.param(("B", "H", "b", "Q"), id="high bits that have a sign"),
        pytest.param(("B", "H", "B", "d"), id="samples that are no whole numbers"),
    ],
)
def test_no_other_items_are_taken(module: ModuleType, arguments: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="items"):
        module.SuffixArray(*(view(kind, []) for kind in arguments), 96)


@pytest.mark.parametrize("function", ["passages_of", "passages_counted"])
@pytest.mark.parametrize("kinds", ["Ii", "fI"])
def test_passages_have_no_other_items(module: ModuleType, kinds: str, function: str) -> None:
    starts, passages_at = (view(kind, [0]) for kind in kinds)
    with pytest.raises(ValueError, match="items"):
        getattr(module, function)([], starts, passages_at, 8)


def test_items_that_begin_between_two_are_not_taken() -> None:
    """As the directory of a damaged file may have them."""
    text, low, high, samples, sampled = Sorted("路", 96).arguments
    odd = memoryview(bytearray(1) + samples.tobytes())[1:].cast("Q")
    with pytest.raises(ValueError, match="begin"):
        written("_suffix_array").SuffixArray(text, low, high, odd, sampled)


def test_a_damaged_table_of_passages_is_not_walked_to_its_end(module: ModuleType) -> None:
    starts = view("I", list(range(100_000)))
    places = [99_999] * 100_000
    assert module.passages_of(places, starts, view("I", [0] * 12_500), 8) == [8] * 100_000


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("find", ()), ("find", ("一",)), ("find", (b"", None, 0, 0)), ("find", (b"", None, "0")),
        ("find", (b"", (0,))), ("find", (b"", [0, 1])), ("find", (b"", None, -1)), ("places", (0,)), ("places", (0, 0, 0)),
        ("places", (-1, 0)), ("places", (0, 2**70)),
    ],
)  # fmt: skip
def test_what_is_compiled_takes_no_other_arguments(method: str, arguments: Any) -> None:
    suffixes = written("_suffix_array").SuffixArray(*Sorted("路", 96).arguments)
    with pytest.raises((TypeError, ValueError, IndexError, OverflowError)):
        getattr(suffixes, method)(*arguments)


def test_what_is_compiled_gives_back_what_it_held() -> None:
    """A buffer that is held cannot be resized."""
    text = bytearray("路\0".encode("utf-16-be"))
    compiled = written("_suffix_array")
    arguments = Sorted("路", 96).arguments[1:]
    suffixes = compiled.SuffixArray(memoryview(text), *arguments)
    with pytest.raises(BufferError):
        text.append(0)
    del suffixes
    with pytest.raises(ValueError, match="samples"):
        compiled.SuffixArray(memoryview(text), *arguments[:2], view("Q", []), 96)
    text.append(0)


def test_a_concordance_finds_the_same_with_either(
    module: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concordance, "suffix_array", module)
    part = storing.written(tmp_path, 0, {3: "丝绸\0之路\0丝绸之路"})
    assert isinstance(attrgetter("__self__")(part.find), module.SuffixArray)
    found = concordance.Concordance([part]).positions("丝绸之路")
    assert found == [concordance.Position(3, 6)]
    assert part.passages_of(part.places(*part.find("路".encode("utf-16-be")))) == [0, 0]


def test_samples_are_numbers_of_eight_bytes() -> None:
    assert array("Q").itemsize == suffix_array.SAMPLE


def test_a_search_uses_what_is_compiled(module: ModuleType) -> None:
    compiled = module.__name__.endswith("._suffix_array")
    assert not compiled or vars(concordance)["suffix_array"] is module
