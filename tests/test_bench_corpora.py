"""What `make bench` measures on: corpora, and the queries that are drawn from them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.fuzz import partial_ratio

from tests.bench.corpora import changed, simplified, texts_in, write_corpus, write_lines
from tests.bench.engines import Corpus
from tests.bench.little import archive, poem_and_law
from tests.bench.workload import KINDS, Workload, draw


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive(tmp_path_factory.mktemp("archive") / "texts")


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return poem_and_law(tmp_path / "corpus")


# -- corpora ---------------------------------------------------------------------------------------


def contents(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in texts_in(folder)]


def test_the_lines_are_those_that_are_not_blank_in_simplified(corpus: Corpus) -> None:
    assert corpus.lines.read_text(encoding="utf-8").splitlines() == [
        "# 条例",
        "为了推进合作，制定本条例。",
        "合作应当遵守规定。",
        "数字丝绸之路稳步推进。",
        "电子商务合作不断拓展，合作共赢。",
    ]


def test_the_same_seed_writes_the_same_corpus(texts: Path, tmp_path: Path) -> None:
    total = sum(map(len, contents(texts)))
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        write_corpus(texts_in(texts), 3 * total, tmp_path / name, seed)
    assert contents(tmp_path / "one") == contents(tmp_path / "again")
    assert contents(tmp_path / "one") != contents(tmp_path / "other")


@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
def test_a_part_is_of_whole_texts_from_each_folder(
    texts: Path, tmp_path: Path, share: float
) -> None:
    originals = contents(texts)
    size = int(share * sum(map(len, originals)))
    written = write_corpus(texts_in(texts), size, tmp_path / "part", 0)
    part = contents(tmp_path / "part")
    assert written == sum(map(len, part))
    assert size <= written < size + max(map(len, originals))
    assert not set(part) - set(originals)
    assert len(set(part)) == len(part)
    poems = sum(path.suffix == ".txt" for path in texts_in(tmp_path / "part"))
    assert 0 < poems < len(part)


def test_what_is_repeated_is_changed(texts: Path, tmp_path: Path) -> None:
    originals = contents(texts)
    total = sum(map(len, originals))
    written = write_corpus(texts_in(texts), 4 * total, tmp_path / "copies", 0)
    copies = contents(tmp_path / "copies")
    assert 4 * total <= written
    assert len(set(copies)) == len(copies) == 4 * len(originals)
    assert set(originals) < set(copies)


@given(st.text(alphabet="一二三，。a\n\U00020000", max_size=200), st.integers(0, 2**32))
def test_a_change_keeps_everything_but_ideographs(text: str, seed: int) -> None:
    after = changed(text, (seed, 1))
    assert len(after) == len(text)
    assert set(after) <= set(text)
    for before, now in zip(text, after, strict=True):
        assert before == now or (before in "一二三" and now in "一二三")


def test_a_tenth_of_the_ideographs_is_drawn_anew() -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 10_000)))
    different = sum(a != b for a, b in zip(text, changed(text, (0, 1)), strict=True))
    assert 900 < different < 1100


# -- queries ---------------------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_queries(texts: Path, tmp_path: Path) -> None:
    drawn = draw(texts, 20, 0)
    assert drawn == draw(texts, 20, 0)
    assert drawn != draw(texts, 20, 1)
    assert not any(
        set(drawn.queries[kind.name]) & set(drawn.before[kind.name]) for kind in KINDS[3:]
    )
    drawn.write(tmp_path / "queries.json")
    assert Workload.read(tmp_path / "queries.json") == drawn


def test_queries_stand_in_the_text(texts: Path, tmp_path: Path) -> None:
    write_lines(texts, tmp_path / "lines.txt")
    lines = (tmp_path / "lines.txt").read_text(encoding="utf-8").splitlines()
    workload = draw(texts, 20, 0)
    assert all(len(queries) == 20 for queries in workload.queries.values())
    for kind in KINDS:
        queries = workload.queries[kind.name]
        convert = simplified()
        assert any(query.typed != query.simplified for query in queries)
        assert all(convert(query.typed) == query.simplified for query in queries)
        if kind.method in ("count", "first"):
            assert all(any(query.simplified in line for line in lines) for query in queries)
        if kind.method == "ranked":
            number = int(kind.name.split()[3])
            cut = [query.simplified.split() for query in queries]
            assert all(len(set(words)) == number for words in cut)
            assert all(any(all(w in line for w in words) for line in lines) for words in cut)


def test_phrases_have_the_lengths_that_their_kind_says(texts: Path) -> None:
    workload = draw(texts, 60, 0)
    two, more = (workload.queries[kind.name] for kind in KINDS if kind.method == "count")
    assert {len(query.simplified) for query in two} == {2}
    assert {len(query.simplified) for query in more} == set(range(3, 9))


def test_quotations_have_mistakes_but_few(texts: Path) -> None:
    convert = simplified()
    everything = ["".join(convert(path.read_text("utf-8")).split()) for path in texts_in(texts)]
    for query in draw(texts, 5, 0).queries[KINDS[-1].name]:
        assert 197 <= len(query.simplified) <= 203
        assert not any(query.simplified in text for text in everything)
        # Each of three mistakes costs two of some four hundred characters at the most.
        assert max(partial_ratio(query.simplified, text) for text in everything) > 97
