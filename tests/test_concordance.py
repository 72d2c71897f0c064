"""The concordance: every position of any string, whatever part it is in."""

import random
import struct
import tracemalloc
from array import array
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bri_search.errors import IndexDamaged
from bri_search.index import frequent, parts
from bri_search.index.concordance import Concordance, Position
from bri_search.index.container import Container, Section, write_container
from bri_search.index.preparing import prepare
from bri_search.sources.sections import divide
from bri_search.text.fold import Folding
from tests.storing import written

LETTERS = st.text("ab一𠮷\U0002a6df\uffff\ue000", max_size=24)


def naive(texts: dict[int, str], wanted: str) -> list[Position]:
    """Every position in UTF-16 units at which a text goes on with a string."""
    key = wanted.encode("utf-16-be")
    return sorted(
        Position(serial, at)
        for serial, text in texts.items()
        for units in [text.encode("utf-16-be")]
        for at in range(len(units) // 2)
        if units[2 * at : 2 * at + len(key)] == key
    )


@given(
    parts=st.lists(st.lists(LETTERS, min_size=1, max_size=4), min_size=1, max_size=3),
    wanted=st.text("ab一𠮷\U0002a6df\uffff", min_size=1, max_size=4),
)
@settings(max_examples=150)
def test_every_position_of_a_string_is_found(
    tmp_path: Path, parts: list[list[str]], wanted: str
) -> None:
    texts: dict[int, str] = {}
    opened = []
    for number, part in enumerate(parts):
        numbered = {len(texts) + place: text for place, text in enumerate(part)}
        texts |= numbered
        opened.append(written(tmp_path, number, numbered))
    concordance = Concordance(opened)
    assert concordance.positions(wanted) == naive(texts, wanted)
    assert concordance.count(wanted) == len(naive(texts, wanted))


def test_writing_a_part_takes_some_bytes_for_each_unit(
    tmp_path: Path, folding: Folding, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The suffix array of the text's bytes takes 8 for each unit of it, and nothing much more."""
    for module in (parts, frequent):
        monkeypatch.setattr(module, "_STRETCH", 1 << 14)
    words = ["数字", "丝绸之路", "建设", "合作", "，", "的", "在", "国家", "。", "road ", "\n\n"]
    text = "".join(random.Random(0).choices(words, k=200_000))
    passages, furniture = divide(text, has_markup=False)
    writer = parts.PartWriter()
    writer.add(0, prepare(text, passages, furniture, folding))
    tracemalloc.start()
    try:
        writer.write(tmp_path / "part")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 20 * writer.folded


def test_nothing_is_found_across_two_texts(tmp_path: Path) -> None:
    concordance = Concordance([written(tmp_path, 0, {4: "丝绸", 9: "之路"})])
    assert concordance.positions("绸之") == []
    assert concordance.positions("之路") == [Position(9, 0)]


def test_a_wall_inside_a_text_is_not_passed(tmp_path: Path) -> None:
    concordance = Concordance([written(tmp_path, 0, {0: "丝绸\0之路\0丝绸之路"})])
    assert concordance.positions("丝绸之路") == [Position(0, 6)]
    assert concordance.count("丝") == 2


def test_an_empty_string_stands_nowhere(tmp_path: Path) -> None:
    concordance = Concordance([written(tmp_path, 0, {0: "丝绸之路"})])
    assert concordance.count("") == 0
    assert concordance.positions("") == []


def test_a_library_of_nothing_holds_nothing(tmp_path: Path) -> None:
    assert Concordance([]).count("路") == 0
    assert Concordance([written(tmp_path, 0, {0: ""})]).positions("路") == []


def test_the_sources_of_a_part_are_known(tmp_path: Path) -> None:
    assert written(tmp_path, 0, {3: "a", 7: "b"}).serials == [3, 7]


SECTIONS: dict[str, Section] = {"text": "一带一路".encode(), "empty": b""}


def container(tmp_path: Path) -> Path:
    path = tmp_path / "container"
    write_container(path, SECTIONS)
    return path


def test_a_container_gives_back_what_was_put_in(tmp_path: Path) -> None:
    path = tmp_path / "container"
    numbers = array("I", [0, 1, 2**32 - 1])
    write_container(path, {**SECTIONS, "numbers": numbers, "signed": array("i", [-1])})
    opened = Container(path)
    assert {name: bytes(opened.bytes(name)) for name in SECTIONS} == SECTIONS
    assert list(opened.array("numbers")) == list(numbers)
    assert list(opened.array("signed")) == [-1]


@pytest.mark.parametrize("fraction", [0.0, 0.05, 0.1, 0.3, 0.6, 0.9, 0.99])
def test_a_container_that_was_cut_short_is_damaged(tmp_path: Path, fraction: float) -> None:
    path = container(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * fraction)])
    with pytest.raises(IndexDamaged):
        Container(path)


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"a text of somebody else's", b"BRISRCH1", b"BRISRCH1" + bytes(8),
     b"BRISRCH1" + struct.pack("<Q", 16) + b"no JSON at all  ",
     b"BRISRCH1" + struct.pack("<Q", 8) + b"[1, 2]  ",
     b"BRISRCH1" + struct.pack("<Q", 8) + b"{}      ",
     b"BRISRCH1" + struct.pack("<Q", 2**63) + b"{}      "],
)  # fmt: skip
def test_a_file_of_another_kind_is_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "container"
    path.write_bytes(content)
    with pytest.raises(IndexDamaged, match="run bri-search index --rebuild"):
        Container(path)


def test_a_container_whose_sections_begin_elsewhere_is_damaged(tmp_path: Path) -> None:
    path = container(tmp_path)
    path.write_bytes(path.read_bytes().replace(b'["B", 0, ', b'["B", 1, '))
    with pytest.raises(IndexDamaged, match="altered"):
        Container(path).bytes("text")


def test_a_container_that_is_not_there_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged):
        Container(tmp_path / "container")


@given(texts=st.lists(LETTERS, min_size=1, max_size=6), most=st.integers(1, 9))
def test_a_sample_is_drawn_evenly_from_all_parts(
    tmp_path: Path, texts: list[str], most: int
) -> None:
    concordance = Concordance(
        [written(tmp_path, serial, {serial: f"{text}ab一"}) for serial, text in enumerate(texts)]
    )
    key = "一".encode("utf-16-be")
    everywhere = [one for part in concordance.parts for one in part.positions(*part.find(key))]
    sample = concordance.sample("一", most)
    assert sample == everywhere[:: -(-len(everywhere) // most)]
    assert len(sample) <= most
    around = concordance.around(concordance.ranges("一"), 1, 1, most)
    assert [position for position, _, _ in around] == sample
