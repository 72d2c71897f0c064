"""Which answer to free text comes first, by what stands in it and where."""

from collections.abc import Callable
from pathlib import Path

import pytest

import bri_search
from bri_search import Library
from bri_search.index import partition
from bri_search.search import ranking
from bri_search.sources.document import Kind

TEXTS = {
    # Of two sentences that stand side by side, the words are nearer to one another.
    "apart": "鐵路修到了山裏。天氣一直很好。燈塔立在海邊。\n",
    "beside": "鐵路修到了山裏。燈塔立在海邊。天氣一直很好。\n",
    # By their sources these would come the other way round.
    "kenya long": "Many visitors from all the world came to see the wide country of Kenya.\n",
    "kenya short": "Visitors came to Kenya.\n",
    "kenya many": "肯亞和肯尼亞有船。\n",
    "kenya is": "肯亞的大港口有船。\n",
    "who long": "Those who were asked by the WHO had all come from one large town.\n",
    "who short": "The WHO asked them.\n",
    "masts": "目錄\n\n一、桅桿……………1\n二、風帆……………2\n\n桅桿很高，風帆很白，船長很老。\n",
    "sails": "# 船隊\n\n## 船錨\n\n船隊出海，船錨很沉。\n\n船錨\n",
    "works": "工作共三項。\n\n合作共贏。\n",
}


@pytest.fixture(scope="module", params=[20, 1_000_000], ids=["a part each", "one part"])
def library(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    new_index: Callable[[], Path],
) -> Library:
    folder = tmp_path_factory.mktemp("free")
    for name, text in TEXTS.items():
        suffix = "md" if text.startswith("#") else "txt"
        folder.joinpath(f"{name}.{suffix}").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(partition, "LARGEST_PART", request.param)
        library = bri_search.build(folder, new_index())
    assert (len(library._store.concordance.parts) > 3) == (request.param == 20)
    return library


def sources(library: Library, query: str) -> list[str]:
    return [hit.source.id for hit in library.search(query, limit=0)]


def test_words_in_neighbouring_sentences_come_before_words_further_apart(library: Library) -> None:
    assert sources(library, "鐵路 燈塔") == ["beside", "apart"]


@pytest.mark.parametrize("query", ["肯尼亚", "肯尼亚 桅桿"])
def test_a_counterpart_scores_by_the_passage_it_stands_in(library: Library, query: str) -> None:
    assert [one for one in sources(library, query) if one in ("kenya long", "kenya short")] == [
        "kenya short",
        "kenya long",
    ]


def test_two_counterparts_say_more_than_one(library: Library) -> None:
    found = sources(library, "Kenya")
    assert found.index("kenya many") < found.index("kenya is")


def test_an_abbreviation_is_no_function_word(library: Library) -> None:
    assert sources(library, "who") == ["who long", "who short"]
    assert sources(library, "WHO") == ["who short", "who long"]


def test_contents_score_nothing_and_come_last(library: Library) -> None:
    hits = library.search("桅桿", limit=0).hits
    assert [hit.kind for hit in hits] == [Kind.PARAGRAPH, Kind.CONTENTS]
    assert [bool(hit.score) for hit in hits] == [True, False]


def test_a_heading_scores_less_than_a_longer_paragraph(library: Library) -> None:
    hits = library.search("船錨", limit=0).hits
    assert [hit.kind for hit in hits][-1] is Kind.HEADING


def test_ends_and_beginnings_of_words_make_no_word(library: Library) -> None:
    hits = library.search("合作共", limit=0).hits
    assert [hit.text for hit in hits] == ["合作共贏。"]


def test_of_more_equal_answers_than_are_weighed_the_first_come_first(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("a", "b"):
        (corpus / f"{name}.txt").write_text("铁路连接港口。\n\n" * 100, encoding="utf-8")
    library = bri_search.build(corpus, tmp_path / "index", trust=True)
    found = [(hit.source.id, hit.passage) for hit in library.search("铁路", limit=0, strict=True)]
    assert found == [(name, number) for name in ("a", "b") for number in range(100)]


@pytest.fixture(scope="module")
def alternatives(
    new_index: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory
) -> Library:
    """Long passages with one of two words, and behind them a short one with both."""
    long = "港口的建设应当继续推进并且由各方共同完成，这一工程意义重大。" * 6
    texts = [f"第{number}号记录说铁路与铁路，{long}" for number in range(350)]
    texts += [f"第{number}号档案说公路，{long}" for number in range(350)]
    folder = tmp_path_factory.mktemp("alternatives")
    folder.joinpath("a.md").write_text("\n\n".join([*texts, "铁路和公路。"]), encoding="utf-8")
    return bri_search.build(folder, new_index())


@pytest.mark.parametrize("few", [8_192, 400], ids=["all scored", "some chosen"])
@pytest.mark.parametrize("query", ["铁路 OR 公路", '"铁路" OR "公路"', "铁*", "铁路 公路"])
def test_answers_come_in_the_order_of_their_scores(
    query: str, few: int, alternatives: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "_FEW_BY_WORDS", few)
    hits = alternatives.search(query, limit=0, strict=True)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    if few > len(hits):
        assert hits[0].text == "铁路和公路。"
