"""Exactness: every place where a phrase stands is found, once, and nothing else is."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

import bri_search
from bri_search.index.source_table import IndexedSource
from bri_search.search.matching import Matcher
from bri_search.search.phrases import Phrase, Sought
from tests import scan, typed
from tests.building import LibraryOf

LIBRARIES = ["corpus_library", "reference_library"]


@pytest.fixture(scope="module", params=LIBRARIES)
def library(request: pytest.FixtureRequest) -> bri_search.Library:
    return request.getfixturevalue(request.param)


@cache
def file_text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    assert "\r" not in text
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def draw_run(library: bri_search.Library, data: st.DataObject) -> tuple[IndexedSource, scan.Run]:
    """A source and a run of it; drawn by number, so that a failure prints briefly."""
    sources = library._store.sources
    entry = sources[data.draw(st.integers(0, len(sources) - 1), label="source")]
    found = scan.runs_of(library._store, entry.serial)
    return entry, found[data.draw(st.integers(0, len(found) - 1), label="run")]


def found_by(library: bri_search.Library, phrase: str) -> list[tuple[int, int, int]]:
    store = library._store
    occurrences = Matcher(store).occurrences(Sought(Phrase.of(phrase, store.folding)))
    found = [(one.serial, one.start, one.end) for one in occurrences]
    assert found == sorted(found, key=lambda one: (store.place(one[0]), one[1:]))
    assert library.count(phrase).total == len(found)
    return sorted(found)


def check_matches(library: bri_search.Library, phrase: str) -> set[tuple[str, int, int]]:
    """Search for a phrase, hold every match against its file, and return where the matches are."""
    folding = library._store.folding
    folded = folding.text(phrase)
    places = []
    for hit in library.search(phrase, exact=True, limit=0):
        text = file_text(hit.source.path)
        assert hit.matches
        for match in hit.matches:
            assert match.text == text[match.start : match.end]
            assert (match.line, match.column) == line_and_column(text, match.start)
            assert match.spans[0][0] == match.start
            assert match.spans[-1][1] == match.end
            own = "\n".join(text[start:end] for start, end in match.spans)
            assert folding.text(own) == folded
            assert hit.start <= match.start < match.end <= hit.end
            between = [
                text[end:start]
                for (_, end), (start, _) in zip(match.spans, match.spans[1:], strict=False)
            ]
            if len(match.spans) > 1:
                check_pieces(library, hit, match, between)
            places.append((hit.source.id, match.start, match.end))
    assert len(places) == len(set(places))
    return set(places)


def check_pieces(library: bri_search.Library, hit: Any, match: Any, between: list[str]) -> None:
    """A match has pieces only where something stands between them that is not its own text."""
    shown = library.show(hit.source.id)
    passages = [[p.passage for p in shown if p.start <= start < p.end] for start, _ in match.spans]
    for gap, before, after in zip(between, passages, passages[1:], strict=False):
        assert gap.strip() or set(before) != set(after)


@given(data=st.data())
@settings(max_examples=150)
def test_a_part_of_any_source_is_found_at_its_place_however_it_is_typed(
    library: bri_search.Library, data: st.DataObject
) -> None:
    store = library._store
    entry, run = draw_run(library, data)
    whole = store.folding.fold(run.text)
    assume(len(whole))
    first = data.draw(st.integers(0, len(whole) - 1), label="first")
    last = data.draw(st.integers(first, min(first + 40, len(whole) - 1)), label="last")
    assume(whole.text[first] != " " and whole.text[last] != " ")
    start, end = whole.offsets[first], whole.offsets[last] + 1
    original = run.text[start:end]
    assume(store.folding.text(original))
    phrase = data.draw(typed.typings(original, store.folding), label="typed")
    places = check_matches(library, phrase)
    spans = run.spans(start, end)
    assert (entry.source.id, spans[0][0], spans[-1][1]) in places


@given(data=st.data())
@settings(max_examples=60)
def test_a_part_of_any_passage_as_it_is_read_is_found_at_its_place(
    library: bri_search.Library, data: st.DataObject
) -> None:
    store = library._store
    entry, run = draw_run(library, data)
    source = entry.source
    [shown] = library.show(source.id, passage=run.passages[0].number)
    first = data.draw(st.integers(0, len(shown.text) - 1), label="first")
    last = data.draw(st.integers(first, min(first + 60, len(shown.text) - 1)), label="last")
    phrase = data.draw(typed.typings(shown.text[first : last + 1], store.folding), label="typed")
    assume(store.folding.text(phrase))
    # A comma that groups digits is something by itself, and nothing where it stands.
    assume(any(first <= offset <= last for offset in store.folding.fold(shown.text).offsets))
    within = [
        (name, start, end)
        for name, start, end in check_matches(library, phrase)
        if name == source.id and shown.start <= start and end <= shown.end
    ]
    assert within


@given(data=st.data())
@settings(max_examples=300)
def test_a_naive_scan_finds_the_same_places(
    library: bri_search.Library, data: st.DataObject
) -> None:
    store = library._store
    _, run = draw_run(library, data)
    length = data.draw(st.sampled_from([1, 2, 3, 5, 8, 20]), label="length")
    kept = typed.in_markup(run.text)
    starts = [place for place in range(len(run.text)) if place not in kept]
    # Digits and the commas among them are where a text folds otherwise than its parts.
    digits = [place for place in starts if run.text[place] in "0123456789,，"]
    if digits and data.draw(st.sampled_from([True, False]), label="at a digit"):
        starts = digits
    start = data.draw(st.sampled_from(starts), label="start")
    phrase = run.text[start : start + length]
    folded = store.folding.text(phrase)
    assume(folded)
    note(f"folded: {folded!r}")
    assert found_by(library, phrase) == scan.scan_all(store, folded)


@pytest.mark.parametrize(
    "phrase",
    ["的", "一", "0", "00", "000", "3,0", ",000億", ",000", "0,", "2,", "3,", "1,000", "2023", "20",
     "，", "。", "，共", "」，", "-", "——", "...", "…", "a", "A", "th", "the ", " the", "s", "(", "）",
     "%", "％。", "1.", "10,", "年,", "3,000亿", "3, 000", ",0", ", 2", "6 2", "2013-2022", "—"],
)  # fmt: skip
def test_a_naive_scan_finds_the_same_places_of_short_phrases(
    library: bri_search.Library, phrase: str
) -> None:
    store = library._store
    assert found_by(library, phrase) == scan.scan_all(store, store.folding.text(phrase))


@pytest.mark.parametrize("text", ["前言\n\n，甲乙。", "結語\n\n,000億。", "甲乙，\n\n## 前言"])
def test_a_comma_beyond_a_wall_is_none_of_the_phrase(text: str, library_of: LibraryOf) -> None:
    library = library_of({"a.md": text})
    assert library.kwic("前言").total + library.kwic("结语").total == 1
    for phrase in ("前言，", "前言,", "结语，", "，前言", "结语,0"):
        assert library.kwic(phrase).total == 0


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_no_phrase_runs_from_a_title_into_the_text(name: str, library_of: LibraryOf) -> None:
    library = library_of(
        {name: "海岸与灯塔\n\n航线今天开通。各地的船都到了。\n\n人们在岸上等着。\n"}
    )
    assert [library.kwic(phrase).total for phrase in ("灯塔", "航线", "灯塔航线")] == [1, 1, 0]


@pytest.mark.parametrize(
    ("text", "phrase"), [("一3,000，一", ",000，一"), ("一，123,456。", "一，123,4")]
)
def test_a_comma_beside_a_number_inside_a_phrase_is_punctuation(
    text: str, phrase: str, library_of: LibraryOf
) -> None:
    library = library_of({"a.txt": text})
    assert [one.match for one in library.kwic(phrase).occurrences] == [phrase]


PIECES = [
    "一", "帶", "带", "路", "著", "，", "。", "、", "；", "：", "3", "0", "000", ",", ", ", ",000", "12,",
    "a", "bc", "B-", "-\n", "—", " ", "\n", "\n\n", "\r\n", "\u3000", "\t", "\f", "「", "」", "《",
    "[[zh:", "]]", "[[a|", "**", "[3]", "[^1]", "①", "³", "…", "½", "㈱", "𠮷", "\u200b", "（", ")", "# ",
    "> ", "- ", "![", "](b)", "％", "一、", "1. ", "◆", "前言\n\n", "●", "_", "~", "\ufeff", "!",
    "<br>", "<u>", "</u>", "<sup>3</sup>", "\\[3\\]", "[[3]](#a)", "]{.b}", "&nbsp;", "&amp;", "&shy;", "&",
    "*", "<", ">",
]  # fmt: skip


@pytest.fixture(scope="module")
def tiny(
    new_index: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    return tmp_path_factory.mktemp("tiny"), new_index()


@given(
    texts=st.lists(
        st.lists(st.sampled_from(PIECES), min_size=1, max_size=24), min_size=2, max_size=2
    ),
    data=st.data(),
)
@settings(max_examples=250)
def test_the_definition_finds_the_same_places_in_any_tiny_corpus(
    tiny: tuple[Path, Path], texts: list[list[str]], data: st.DataObject
) -> None:
    corpus, index = tiny
    for name, pieces in zip(("plain.txt", "marked.md"), texts, strict=True):
        (corpus / name).write_bytes("".join(pieces).encode("utf-8"))
    library = bri_search.build(corpus, index)
    store = library._store
    pieces = data.draw(st.sampled_from(texts), label="text")
    first = data.draw(st.integers(0, len(pieces) - 1), label="first")
    phrase = "".join(pieces[first : first + data.draw(st.integers(1, 6), label="pieces")])
    folded = store.folding.text(phrase)
    assume(folded)
    # What looks like the rest of a mark of a note, `3]`, is one only where a text begins.
    assume(not re.match(r"[ \n]*[0-9]+[\]，,]", phrase) or "]" not in phrase)
    note(f"{phrase!r}, folded: {folded!r}")
    expected: list[tuple[int, int, int]] = []
    naive: list[tuple[int, int, int]] = []
    for entry in store.sources:
        for run in scan.runs_of(store, entry.serial):
            note(f"{run.text!r}")
            tiny_found = scan.scan_tiny(run, folded, store.folding)
            expected += [(entry.serial, found.start, found.end) for found in tiny_found]
            scanned = scan.scan(run, folded, store.folding)
            naive += [(entry.serial, found.start, found.end) for found in scanned]
    assert sorted(naive) == sorted(expected)
    assert found_by(library, phrase) == sorted(expected)
    # How it was typed shows no more in what it folds to.
    assert found_by(library, folded) == sorted(expected)
