"""Which passages are chosen out of many, in which order, and which of them a filter admits."""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bri_search
from bri_search import Library
from bri_search.index.postings import BitMap
from bri_search.search.evaluating import Evaluator
from bri_search.search.filtering import Filter
from bri_search.search.matching import Matcher
from bri_search.search.parsing import parse
from bri_search.search.widening import widen
from bri_search.text.fold import Folding
from tests.building import LibraryOf
from tests.scan import passages_in_part

WORDS = ["铁路", "港口", "合作", "贸易", "论坛", "机场", "能源", "金融"]
RARE, FREQUENT = "铁路", "港口"
"""What stands in more passages than are scored without choice: in 700, and in 1,500 of 3,000."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, new_index: Callable[[], Path]) -> Library:
    """Three sources of a thousand passages each, under headings of two kinds."""
    folder = tmp_path_factory.mktemp("many")
    random = Random(5)
    for name in "abc":
        lines = []
        for number in range(1000):
            if number % 50 == 0:
                lines.append(f"## 第{number // 50 + 1}章 {'總則' if number % 100 else '附则'}")
            some = [word for word in WORDS[2:] if random.random() < 0.5]
            some += [RARE] * random.choice([0, 0, 0, 1, 2, 0, 0, 0])
            some += [FREQUENT] * random.choice([0, 1, 0, 3])
            lines.append("我" * random.randrange(8) + "和".join(some) + "。")
        (folder / f"{name}.md").write_text("\n\n".join(lines), encoding="utf-8")
    return bri_search.build(folder, new_index())


def holding(library: Library, phrase: str) -> set[tuple[str, int]]:
    """The passages that hold a phrase, looked for in one after another."""
    return {
        (source.id, passage.passage)
        for source in (summary.source for summary in library.sources)
        for passage in library.show(source.id)
        if phrase in library.fold(passage.text)
    }


@pytest.mark.parametrize("phrase", [RARE, FREQUENT, "港口和港口", "我", "。", "和港口。"])
def test_every_passage_with_a_phrase_is_listed_once_and_best_first(
    library: Library, phrase: str
) -> None:
    everything = library.search(phrase, exact=True, limit=0)
    listed = [(hit.source.id, hit.passage) for hit in everything]
    assert len(listed) > 512
    assert len(listed) == everything.total == len(set(listed))
    assert set(listed) == holding(library, phrase)
    for one, other in pairwise(everything):
        assert one.score >= other.score
        if one.score == other.score and one.kind == other.kind and len(listed) < 1024:
            assert len(library.fold(one.text)) == len(library.fold(other.text)) or one.score > 2.5
    pages = [
        (hit.source.id, hit.passage)
        for offset in range(0, 60, 20)
        for hit in library.search(phrase, exact=True, limit=20, offset=offset)
    ]
    assert pages == listed[:60]


def test_what_scores_alike_comes_in_the_order_of_sources(library: Library) -> None:
    hits = library.search(RARE, exact=True, limit=0)
    alike = [
        ((one.source.id, one.passage), (other.source.id, other.passage))
        for one, other in pairwise(hits)
        if one.score == other.score and one.text == other.text
    ]
    assert len(alike) > 10
    assert all(one < other for one, other in alike)


@pytest.mark.parametrize("query", ["铁路 金融", "铁路 港口", "港口 合作 贸易 论坛", "我和"])
def test_free_text_lists_all_that_have_any_word_and_those_with_all_first(
    library: Library, query: str
) -> None:
    words = query.split()
    result = library.search(query, limit=0, strict=True)
    listed = [(hit.source.id, hit.passage) for hit in result]
    having = [holding(library, word) for word in words]
    assert len(listed) == len(set(listed)) == result.total
    assert set(listed) >= set.union(*having)
    with_all = set.intersection(*having)
    assert set(listed[: len(with_all)]) == with_all


@pytest.fixture(scope="module")
def filters(library: Library) -> list[Filter]:
    read = [
        {"section": "总则"},
        {"section": "第3章"},
        {"kind": "heading"},
        {"source": "b"},
        {"source": "c", "section": "附則", "kind": "paragraph"},
        {"section": "nowhere"},
    ]
    return [Filter.read(library._store, **one) for one in read]


@given(data=st.data())
@settings(max_examples=30)
def test_what_a_filter_admits_is_told_of_any_passages(
    library: Library, filters: list[Filter], data: st.DataObject
) -> None:
    store = library._store
    chosen = data.draw(st.sampled_from(filters))
    admitted = chosen.admitted(store)
    assert admitted is not None
    for number, part in enumerate(store.concordance.parts):
        some = BitMap(data.draw(st.sets(st.integers(0, passages_in_part(part) - 1), max_size=60)))
        places = {one: part.number_of(one) for one in some}
        assert set(admitted.among(number, some)) == {
            one
            for one, (serial, place) in places.items()
            if chosen.admits_source(serial) and is_admitted(library, chosen, serial, place)
        }
    for serial in store.sources.serials:
        numbers = range(len(store.document(serial)))
        assert list(filter(admitted.of(serial), numbers)) == [
            one for one in numbers if is_admitted(library, chosen, serial, one)
        ]


def is_admitted(library: Library, chosen: Filter, serial: int, passage: int) -> bool:
    """Whether a passage of a source is of the kind and in the section, by all its labels."""
    document, fold = library._store.document(serial), library.fold
    if chosen.kind not in (None, document.kind(passage)):
        return False
    labels = document.section(passage)
    return not chosen.section or any(chosen.section in fold(label) for label in labels)


@pytest.mark.parametrize(
    "ask",
    [
        lambda library: library.count("港口", section="总则"),
        lambda library: library.distribution("港口", section="总则"),
        lambda library: library.collocates("港口", section="总则"),
        lambda library: library.show("b", section="总则"),
    ],
    ids=["count", "distribution", "collocates", "show"],
)
def test_no_label_is_folded_for_each_of_its_passages(
    library: Library, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Library], object]
) -> None:
    folded: Counter[str] = Counter()
    fold = Folding.text

    def counting(folding: Folding, text: str) -> str:
        folded[text] += 1
        return fold(folding, text)

    monkeypatch.setattr(Folding, "text", counting)
    ask(library)
    # Once by what finds the phrase, and once by what looks at all of the text.
    assert max(number for text, number in folded.items() if "總則" in text) <= 2


@pytest.mark.parametrize(("section", "least"), [("总则", 100), ("第3章", 5)])
def test_a_section_is_searched_as_if_there_were_no_other(
    library: Library, section: str, least: int
) -> None:
    everything = library.search(RARE, exact=True, limit=0)
    inside = [hit for hit in everything if any(section in library.fold(s) for s in hit.section)]
    found = library.search(RARE, exact=True, limit=0, section=section)
    assert len(inside) > least
    assert sorted((hit.source.id, hit.passage) for hit in found) == sorted(
        (hit.source.id, hit.passage) for hit in inside
    )
    assert library.kwic(RARE, section=section).total == sum(len(hit.matches) for hit in inside)


@pytest.mark.parametrize("phrase", [RARE, "。", "我我", "1", "章"])
@pytest.mark.parametrize("sort", ["position", "right"])
def test_lines_come_in_the_order_asked_for(library: Library, phrase: str, sort: str) -> None:
    lines = list(library.kwic(phrase, sort=sort, width=80))
    places = [(line.source.id, line.start) for line in lines]
    assert len(set(places)) == len(places) == library.count(phrase).total
    right = [library.fold(line.right).encode("utf-16-be") for line in lines]
    by_right = [place for _, place in sorted(zip(right, places, strict=True))]
    assert places == (by_right if sort == "right" else sorted(places))


@pytest.mark.parametrize("phrase", [RARE, "總則", "我", "1章"])
def test_forms_are_counted_as_they_are_written(library: Library, phrase: str) -> None:
    lines = list(library.kwic(phrase))
    counted = library.count(phrase)
    assert {form.form: form.count for form in counted.forms} == Counter(
        line.match for line in lines
    )
    assert {one.source.id: one.count for one in counted.sources} == Counter(
        line.source.id for line in lines
    )


def test_words_that_score_alike_come_in_the_order_of_sources_that_came_later(
    tmp_path: Path, new_index: Callable[[], Path]
) -> None:
    index = new_index()
    for name in "cab":
        tmp_path.joinpath(f"{name}.txt").write_text("铁路连接港口。\n\n" * 50, encoding="utf-8")
        library = bri_search.build(tmp_path, index)
    for query in ("铁路", "铁路 港口", "港口 金融"):
        hits = library.search(query, limit=0, strict=True)
        assert [(hit.source.id, hit.passage) for hit in hits] == [
            (name, passage) for name in "abc" for passage in range(50)
        ]


def test_a_frequent_word_is_found_where_it_stands_whole(library_of: LibraryOf) -> None:
    text = "Harbour and port.\n\nSeaport or portage.\n\n" * 1100
    library = library_of({"a.md": text})
    # The first of them is the first word of all.
    for word, first in (("harbour", 0), ("port", 0), ("seaport", 1), ("portage", 1)):
        hits = library.search(word, limit=0, strict=True)
        assert sorted(hit.passage for hit in hits) == list(range(first, 2200, 2))


def test_a_digit_is_scored_where_it_is_found(library_of: LibraryOf) -> None:
    """Not in 2.5, in which it is part of another number."""
    store = library_of({"a.txt": "增长2.5倍，共有2人。"})._store
    tree = parse("2")
    evaluated = Evaluator(store, Matcher(store), widen(store, tree)).group(tree)
    assert evaluated.words == evaluated.strings
    assert all(sought.whole_number for sought in evaluated.words.values())
