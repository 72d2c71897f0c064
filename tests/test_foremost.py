"""The foremost passages of common strings: as every passage that holds them tells, one by one."""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

import bri_search
from bri_search import Library
from bri_search.index import partition
from bri_search.index.foremost import FOREMOST, MANY, RANGE
from bri_search.sources.document import Kind
from tests.building import LibraryOf
from tests.scan import passage_in_part, passages_in_part
from tests.storing import written

LEAST = 128
"""Places that a string has at least, for its passages to be noted."""


def often(text: str, wanted: str) -> int:
    """At how many places a string stands, those that overlap too."""
    return sum(text.startswith(wanted, at) for at in range(len(text)))


def test_what_is_noted_is_what_the_passages_say(tmp_path: Path) -> None:
    random = Random(3)
    texts = {
        number: "".join(random.choices("一二三ab，", [9, 5, 1, 4, 2, 3], k=random.randint(1, 30)))
        for number in range(700)
    }
    texts[350] = "一" * 300
    part = written(tmp_path, 0, texts)
    average = sum(len(text) + 1 for text in texts.values()) / len(texts)
    wanted = {
        text[at : at + size] for text in texts.values() for at in range(9) for size in range(1, 7)
    }
    common = 0
    for string in wanted - {""}:
        counts = {one: often(text, string) for one, text in texts.items() if string in text}
        first, last = part.find(string.encode("utf-16-be"))
        assert last - first == sum(counts.values())
        noted = part.foremost.of(first, last, average)
        if sum(counts.values()) < LEAST:
            assert noted is None
            continue
        common += 1
        assert noted is not None
        assert noted.passages == len(counts)
        assert noted.counts == {one: min(counts[one], MANY) for one in noted.counts}
        for other in (average / RANGE, average / 1.7, average, 3 * average, average * RANGE):
            saturations = {
                one: 1.2 * (0.25 + 0.75 * (len(texts[one]) + 1) / other) for one in counts
            }
            best = sorted(counts, key=lambda one: saturations[one] / counts[one])[:FOREMOST]
            assert set(best) <= set(noted.counts)
        assert part.foremost.of(first, last, average * RANGE * 1.01) is None
        assert part.foremost.of(first, last, average / RANGE / 1.01) is None
    assert common > 20


def test_a_document_that_folds_to_nothing_moves_no_place(library_of: LibraryOf) -> None:
    # The passages run on, with no wall between them.
    lines = [f"第{number:03}段有話沒有說完\n\n" for number in range(300)]
    texts = {"a.txt": "「」\n", "b.md": "".join(lines)}
    library = library_of(texts)
    [part] = library._store.concordance.parts
    starts = [part.bounds(passage)[0] for passage in range(passages_in_part(part))]
    assert starts[0] == 1
    places = list(range(1, len(part.text) // 2))
    assert part.passages_of(places) == [bisect_right(starts, place) - 1 for place in places]
    for phrase in ("第", "完", "說完", "段"):
        found = library.search(phrase, exact=True, limit=0)
        assert found.total == len(found) == 300


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, new_index: Callable[[], Path]) -> Library:
    """Sources of passages of different lengths, in a part each; a heading here and there."""
    folder = tmp_path_factory.mktemp("foremost")
    random = Random(7)
    for place, longest in enumerate((4, 40, 12)):
        lines = []
        for number in range(1200):
            words = random.choices(
                ["港口", "鐵路", "和", "網絡", "合作", "的"], k=random.randint(1, longest)
            )
            lines.append(f"{'## ' if number % 40 == 7 else ''}{''.join(words)}。")
        lines.append("的" * 400 + "。")
        (folder / f"{place}.md").write_text("\n\n".join(lines), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(partition, "LARGEST_PART", 10_000)
        library = bri_search.build(folder, new_index())
    assert len(library._store.concordance.parts) == 3
    return library


def by_score(library: Library, phrase: str) -> list[tuple[float, str, int]]:
    """Every passage that holds a phrase, as the formula of BM25 puts it in order."""
    totals = library._store.totals
    average = totals.folded / totals.passages
    found = []
    folded = library.fold(phrase)
    places: Counter[int] = Counter()
    for serial, part in [(s, library._store.part(s)) for s in library._store.sources.serials]:
        document = library._store.document(serial)
        for number in range(len(document)):
            passage = passage_in_part(part, serial, number)
            if passage is None:
                continue
            count = often(part.folded_text(passage), folded)
            if count:
                places[serial] += count
                found.append((serial, number, passage, count, document.kind(number)))
    standing = min(sum(places.values()), totals.passages)
    rarity = math.log(1 + (totals.passages - standing + 0.5) / (standing + 0.5))
    scored = []
    for serial, number, passage, count, kind in found:
        (length,) = library._store.part(serial).lengths([passage])
        score = rarity * 2.2 * count / (count + 1.2 * (0.25 + 0.75 * length / average))
        score *= 0.5 if kind is Kind.HEADING else 1
        scored.append((2 + score / (score + 10), serial, number))
    return [
        (round(score, 4), library._store.by_serial(serial).source.id, number)
        for score, serial, number in sorted(
            scored, key=lambda one: (-one[0], library._store.place(one[1]), one[2])
        )
    ]


@pytest.mark.parametrize(
    "phrase", ["的", "港口", "港口的", "合作和", "。", "和铁路。", "的合作", "铁路港口", "的" * 20]
)
def test_the_first_page_is_that_of_every_passage_scored(library: Library, phrase: str) -> None:
    expected = by_score(library, phrase)
    result = library.search(phrase, exact=True, limit=0)
    assert result.total == len(expected) == len(set(result.hits)) > 1
    assert {(hit.source.id, hit.passage) for hit in result} == {one[1:] for one in expected}
    page = library.search(phrase, exact=True).hits
    assert page == result[:10]
    assert [(hit.score, hit.source.id, hit.passage) for hit in page] == expected[:10]


@pytest.mark.parametrize("phrase", ["的", "港口的", "和铁路。"])
def test_what_is_noted_is_not_taken_where_a_filter_leaves_passages_out(
    library: Library, phrase: str
) -> None:
    everything = library.search(phrase, exact=True, limit=0)
    headings = library.search(phrase, exact=True, kind="heading", limit=0)
    assert 0 < headings.total < everything.total
    assert {hit for hit in everything if hit.kind is Kind.HEADING} == set(headings)


def test_what_scores_alike_comes_in_the_order_of_sources_that_came_later(
    tmp_path: Path, new_index: Callable[[], Path]
) -> None:
    folder, index = tmp_path / "corpus", new_index()
    folder.mkdir()
    for name in "cba":  # each is put into the part of those that are there
        folder.joinpath(f"{name}.txt").write_text("互聯互通。\n\n" * 300, encoding="utf-8")
        library = bri_search.build(folder, index)
    assert len(library._store.concordance.parts) == 1
    hits = library.search("互联互通", exact=True, limit=400).hits
    assert [hit.source.id for hit in hits] == ["a"] * 300 + ["b"] * 100
    assert [hit.passage for hit in hits[:300]] == sorted(hit.passage for hit in hits[:300])
    assert library.search("互联互通", exact=True).hits == hits[:10]
