"""Concordance lines in the order of the text: found one after another, and the same as at once."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import bri_search
from bri_search.search.filtering import Filter
from bri_search.search.kwic import text_order
from bri_search.search.kwic.lines import find_lines
from bri_search.search.occurrences import Occurrence
from conftest import ROOT
from tests.building import LibraryOf
from tests.scan import all_at_once

PHRASES = [
    *(
        "，",
        "的",
        "的的",
        "丝",
        "丝绸之路",
        "的，的",
        ".",
        "…",
        "e",
        "el",
        "\U00020000",
        "的\U00020000",
    ),
    *("有一处", "没有这个"),
]


@pytest.fixture(scope="module")
def library(
    tmp_path_factory: pytest.TempPathFactory, new_index: Callable[[], Path]
) -> bri_search.Library:
    """Sources with notes, whose text is not in the order of the file, and some that are long."""
    folder = tmp_path_factory.mktemp("order")
    for name in ("report.txt", "white-paper.txt", "markdown-mirror.md"):
        (folder / name).write_bytes((ROOT / "corpus" / name).read_bytes())
    row = "的，的的\U00020000……的"
    (folder / "long.txt").write_text(f"丝{row * 1500}el。\n\n的e.el。\n" * 2, encoding="utf-8")
    (folder / "zone.txt").write_text("有一处，的\U00020000el。\n" * 3, encoding="utf-8")
    report = (ROOT / "corpus" / "report.txt").read_text(encoding="utf-8")
    noted = report.replace("。", "，的的…el。" * 20)
    (folder / "noted.txt").write_text(noted, encoding="utf-8")
    return bri_search.build(folder, new_index(), catalog=ROOT / "corpus" / "catalog.toml")


FILTERS = st.sampled_from(
    [{}, {"source": "noted"}, {"kind": "paragraph"}, {"kind": "note"}, {"script": "Hans"}]
)


@cache
def at_once(library: bri_search.Library, phrase: str, **filters: Any) -> list[Occurrence]:
    return all_at_once(library._store, phrase, Filter.read(library._store, **filters))


def one_after_another(
    library: bri_search.Library, phrase: str, **filters: Any
) -> tuple[int, Sequence[Occurrence]]:
    chosen = Filter.read(library._store, **filters)
    return find_lines(library._store, phrase, chosen, "position")


def test_both_ways_to_find_them_are_taken(library: bri_search.Library) -> None:
    store = library._store
    counts = {phrase: library.kwic(phrase).total for phrase in PHRASES}
    assert min(counts["，"], counts["…"]) > text_order._FEW > counts["有一处"] > 0
    assert counts["没有这个"] == 0
    [part] = store.concordance.parts
    assert part.postings.passages("，", False) is None
    assert {store.document(one.serial).is_in_order for one in store.sources} == {True, False}
    # Somewhere a note stands inside a sentence, so that one passage is not behind the other.
    document = next(
        one
        for one in (store.document(entry.serial) for entry in store.sources)
        if any(len(one.spans(number)) > 1 for number in range(len(one)))
    )
    assert not document.is_in_order


@settings(max_examples=40)
@given(phrase=st.sampled_from(PHRASES), filters=FILTERS)
@example(phrase="，", filters={})
@example(phrase="的", filters={"kind": "note"})
def test_they_are_those_that_are_found_at_once(
    library: bri_search.Library, phrase: str, filters: Any
) -> None:
    total, lines = one_after_another(library, phrase, **filters)
    assert list(lines) == at_once(library, phrase, **filters)
    assert total == len(lines)


@settings(max_examples=40)
@given(
    phrase=st.sampled_from(PHRASES),
    asked=st.lists(
        st.slices(40) | st.slices(9000) | st.integers(-300, 300), min_size=1, max_size=4
    ),
)
def test_any_of_them_may_be_asked_for_first(
    library: bri_search.Library, phrase: str, asked: list[Any]
) -> None:
    everything = at_once(library, phrase)
    _, lines = one_after_another(library, phrase)
    for one in asked:
        if isinstance(one, slice):
            assert list(lines[one]) == everything[one]
        elif -len(everything) <= one < len(everything):
            assert lines[one] == everything[one]
        else:
            with pytest.raises(IndexError):
                lines[one]


def test_a_first_screen_looks_at_the_first_places_only(library: bri_search.Library) -> None:
    for phrase in ("，", "的"):
        _, lines = one_after_another(library, phrase)
        assert len(list(islice(lines, 24))) == 24
        assert isinstance(lines.places, text_order.TextOrder)  # type: ignore[attr-defined]
        found = lines.places._known._found  # type: ignore[attr-defined]
        assert len(found) == 24 < len(lines)


def test_what_was_interrupted_is_begun_anew(
    library: bri_search.Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = at_once(library, "，")
    _, lines = one_after_another(library, "，")
    assert lines[30] == everything[30]
    with monkeypatch.context() as patched:

        def interrupted(*_: object) -> list[int]:
            raise KeyboardInterrupt

        patched.setattr(type(lines.matcher), "seen", interrupted)  # type: ignore[attr-defined]
        patched.setattr(type(lines.matcher), "places_within", interrupted)  # type: ignore[attr-defined]
        with pytest.raises(KeyboardInterrupt):
            lines[len(lines) - 1]
    assert list(lines) == everything


def test_many_threads_may_ask_at_once(library: bri_search.Library) -> None:
    everything = at_once(library, "，")
    _, lines = one_after_another(library, "，")
    answers: list[list[Any]] = [[], [], [], []]
    together = Barrier(len(answers))

    def ask(answer: list[Any]) -> None:
        together.wait()
        answer.extend(lines)

    threads = [Thread(target=ask, args=(answer,)) for answer in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(answer == everything for answer in answers)


@pytest.mark.parametrize("phrase", ["，的", "的，", "，的，的"])
def test_no_place_is_told_twice_where_the_text_is_read_in_pieces(
    phrase: str, tmp_path: Path, new_index: Callable[[], Path]
) -> None:
    text = "，的" * 40_000
    tmp_path.joinpath("a.txt").write_text(text, encoding="utf-8")
    store = bri_search.build(tmp_path, new_index())._store
    total, occurrences = find_lines(store, phrase, Filter(), "position")
    starts = [2 * place + (phrase[0] == "的") for place in range(total)]
    assert [one.start for one in occurrences] == starts
    assert total > 39_990


INTERRUPTED = """\
各方在数字领域的合作稳步推进。会议强调合作共赢，主席出席开幕[1]

[1] 见合作白皮书，合作文件汇编。

式并发表讲话，强调加强合作，推动合作走深走实。
"""
"""A sentence that a note cuts in two, with nothing behind it."""


def test_a_note_inside_the_last_sentence_comes_where_it_stands(library_of: LibraryOf) -> None:
    library = library_of({"a.txt": INTERRUPTED})
    assert [one.kind.value for one in library.show("a")] == ["paragraph", "note"]
    places = [match.start() for match in re.finditer("合作", INTERRUPTED)]
    for sort in ("position", "source", "date"):
        assert [line.start for line in library.kwic("合作", sort=sort)] == places
    # What is followed by the same comes by its place as well.
    assert [line.start for line in library.kwic("作", sort="right")].count(places[0] + 1) == 1
    assert not library._store.document(library._store.sources[0].serial).is_in_order


def test_what_is_shown_of_a_line_stands_on_it(library_of: LibraryOf) -> None:
    library = library_of({"a.txt": INTERRUPTED})
    for line, kind in ((1, "paragraph"), (2, "note"), (3, "note"), (4, "paragraph")):
        [shown] = library.show("a", line=line)
        assert shown.kind.value == kind
