"""Sections in the index: of a label that stands in the text nearby only its place is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bri_search.index.columns import LABELS
from bri_search.index.documents import StoredDocument
from bri_search.sources.document import Kind, Passage
from bri_search.text.fold import Folding
from tests.storing import stored

LONG = "总" * 128


def headings(text: str, paths: list[tuple[str, ...]], folding: Folding) -> StoredDocument:
    """A document whose lines are headings, each in the section of that number."""
    passages, start = [], 0
    for number, (line, path) in enumerate(zip(text.split("\n"), paths, strict=True)):
        passages.append(Passage(number, Kind.HEADING, path, ((start, start + len(line)),)))
        start += len(line) + 1
    return stored(text, passages, folding)


@pytest.mark.parametrize(
    ("line", "label", "kept"),
    [
        ("第一章 总则", "第一章 总则", False),
        ("## 总则", "总则", False),
        ("第一条 为了发展经济，", "第一条 为了发展…", False),
        ("等等…", "等等…", False),
        ("第一章\u3000总则", "第一章 总则", True),
        ("…", "…", True),
        ("总则", "附则", True),
        ("总则", "", True),
        (LONG[1:], LONG[1:], False),
        (LONG, LONG, True),
        ("𠮷" * 127, "𠮷" * 127, False),
    ],
)
def test_a_label_is_kept_only_where_its_passage_does_not_have_it(
    folding: Folding, line: str, label: str, kept: bool
) -> None:
    document = headings(f"前言\n{line}", [(), (label,)], folding)
    assert document.section(0) == ()
    assert document.section(1) == (label,)
    assert bool(len(document.columns["labels"])) == kept


def test_a_label_is_looked_for_in_the_passage_that_its_section_begins_with(
    folding: Folding,
) -> None:
    document = headings("总则\n附则\n总则", [("总则",), ("附则",), ("附则二", "总则")], folding)
    assert list(document.columns["label starts"]) == [0, 3, 0, 6]
    assert document.section(2) == ("附则二", "总则")


def test_the_label_of_a_section_with_others_in_it_is_kept(folding: Folding) -> None:
    paths: list[tuple[str, ...]] = [("甲",), ("乙",), ("乙", "丙"), ("乙", "丙", "丁")]
    document = headings("甲\n乙\n丙\n丁", paths, folding)
    assert list(document.columns["label starts"]) == [0, 0, 1, 6]
    assert list(document.columns["label lengths"]) == [1, 0, 0, 1]
    assert [document.section(number) for number in range(4)] == paths


PATHS = st.lists(
    st.lists(st.sampled_from(["总则", "附则", "a", "…", "附则…", LONG]), max_size=3).map(tuple),
    min_size=1,
    max_size=3 * LABELS,
)


@given(paths=PATHS, data=st.data())
def test_every_passage_has_its_path(
    folding: Folding, paths: list[tuple[str, ...]], data: st.DataObject
) -> None:
    lines = [data.draw(st.sampled_from(["无", "总则", "附则", *path])) for path in paths]
    document = headings("\n".join(lines), paths, folding)
    asked = data.draw(st.lists(st.integers(0, len(paths) - 1)))
    assert [document.section(number) for number in asked] == [paths[number] for number in asked]
    numbers = [document.section_number(number) for number in range(len(paths))]
    assert len(set(zip(numbers, paths, strict=True))) == len(set(numbers)) == len(set(paths))


def test_more_labels_than_are_packed_together(folding: Folding) -> None:
    paths: list[tuple[str, ...]] = [(f"第{number}章",) for number in range(2 * LABELS + 1)]
    document = headings("\n".join("无" for _ in paths), paths, folding)
    assert len(document.columns["label ends"]) == 3
    assert [document.section(number) for number in range(len(paths))] == paths
