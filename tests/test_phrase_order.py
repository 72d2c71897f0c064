"""The order in which the passages of a rare phrase come, when most of them score alike."""

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bri_search
from bri_search import Hit, Library
from bri_search.index import partition
from bri_search.sources.document import Kind

PHRASE = "互联互通"
NAMES = "dbaec"
"""The sources as they came: in another order than that in which they are listed."""


def text(number: int) -> str:
    """Passages of few lengths with the phrase; notes come among the paragraphs."""
    lines = ["目录", "", f"一、互聯互通{'…' * 6}1", f"二、互联互通的路{'…' * 6}2", ""]
    if number % 2:
        lines += ["互联互通，互联互通。", ""]
    for chapter in range(2 + number % 2):
        lines += ["## 互聯互通", ""]
        for place in range(3):
            lines += [f"互联互通，{'乙' * (place % 2)}[^{chapter}{place}]。", ""]
            lines += [f"[^{chapter}{place}]: 互聯互通，{'丙' * ((place + 1) % 2)}。", ""]
    return "\n".join(lines)


@pytest.fixture(scope="module", params=[250, 10_000], ids=["a part each", "two parts"])
def library(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    new_index: Callable[[], Path],
) -> Library:
    folder, index = tmp_path_factory.mktemp("order"), new_index()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(partition, "LARGEST_PART", request.param)
        for number, name in enumerate(NAMES):
            folder.joinpath(f"{name}.md").write_text(text(number), encoding="utf-8")
            library = bri_search.build(folder, index)
    parts = library._store.concordance.parts
    assert len(parts) == (len(NAMES) if request.param == 250 else 2)
    return library


def place(hit: Hit) -> tuple[str, int]:
    return hit.source.id, hit.passage


def test_passages_that_score_alike_come_by_source_and_place(library: Library) -> None:
    hits = library.search(PHRASE, exact=True, limit=0).hits
    runs = [list(alike) for _, alike in groupby(hits, key=lambda hit: hit.score)]
    assert len({hit.score for hit in hits}) == len(runs)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(list(map(place, run)) == sorted(map(place, run)) for run in runs)
    assert [len(run) for run in runs] == [2, 24, 24, 24, 12, 10]
    assert {hit.kind for hit in runs[-1]} == {Kind.CONTENTS}


@given(st.integers(0, 80), st.integers(1, 30))
def test_pages_are_stretches_of_one_long_page(library: Library, offset: int, limit: int) -> None:
    everything = library.search(PHRASE, exact=True, limit=0)
    page = library.search(PHRASE, exact=True, limit=limit, offset=offset)
    assert page.total == everything.total
    assert list(page) == list(everything)[offset : offset + limit]


def test_places_that_go_on_alike_come_by_source_and_offset(library: Library) -> None:
    lines = [
        (library.fold(line.right), line.source.id, line.start)
        for line in library.kwic(PHRASE, sort="right", width=80)
    ]
    assert len(lines) == len(set(lines)) == 96 + 2
    assert lines == sorted(lines)


def test_contents_with_a_frequent_phrase_come_last_in_the_order_of_sources(
    tmp_path: Path, new_index: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = new_index()
    monkeypatch.setattr(partition, "LARGEST_PART", 3000)
    contents = "".join(f"互联互通{'…' * 6}{number}\n" for number in range(1, 120))
    body = f"{PHRASE * 6}。\n\n" * 200
    for name in "ba":
        text = f"目录\n\n{contents}\n{body}"
        tmp_path.joinpath(f"{name}.txt").write_text(text, encoding="utf-8")
        library = bri_search.build(tmp_path, index)
    assert len(library._store.concordance.parts) == 2
    hits = library.search(PHRASE, exact=True, limit=0)
    last = [place(hit) for hit in hits if not hit.score]
    assert len(hits) == hits.total == 2 * 319
    assert last == [place(hit) for hit in hits[-2 * 119 :]] == sorted(last)


def test_the_first_page_of_a_frequent_phrase_has_notes_where_they_stand(
    tmp_path: Path, new_index: Callable[[], Path]
) -> None:
    lines = [f"互联互通，甲乙[^{number}]。\n\n[^{number}]: 互联互通，丙。" for number in range(400)]
    tmp_path.joinpath("a.md").write_text("\n\n".join(lines), encoding="utf-8")
    library = bri_search.build(tmp_path, new_index())
    hits = library.search(PHRASE, exact=True, limit=0).hits
    assert len({hit.score for hit in hits}) == 1
    assert {hit.kind for hit in hits} == {Kind.PARAGRAPH, Kind.NOTE}
    assert [hit.passage for hit in hits] == list(range(800))
    assert library.search(PHRASE, exact=True).hits == hits[:10]


def test_a_source_that_was_renamed_comes_where_its_name_does(
    tmp_path: Path, new_index: Callable[[], Path]
) -> None:
    index = new_index()
    for name in "ab":
        tmp_path.joinpath(f"{name}.txt").write_text(f"{PHRASE}。\n\n" * 300, encoding="utf-8")
    bri_search.build(tmp_path, index)
    tmp_path.joinpath("a.txt").rename(tmp_path / "z.txt")
    library = bri_search.build(tmp_path, index)
    assert len(library._store.concordance.parts) == 1
    hits = library.search(PHRASE, exact=True, limit=0).hits
    assert [place(hit) for hit in hits] == [(name, one) for name in "bz" for one in range(300)]
    assert library.search(PHRASE, exact=True).hits == hits[:10]
