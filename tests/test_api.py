"""The library from Python: what is asked, what comes back, and what is refused."""

import dataclasses
import inspect
import pickle
from collections.abc import Callable
from enum import Enum
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bri_search
from bri_search import api, errors
from bri_search.search import results
from tests.building import LibraryOf

CORPUS = {
    "news.txt": (
        "數字合作亮點紛呈\n\n"
        "各方將加強數字經濟合作，第三屆「一帶一\n\n"
        "路」論壇在北京舉行。與會各方達成廣泛共\n"
        "識，合計貨值超3,000億美元。\n"
    ),
    "report.md": (
        "# 报告\n\n## 第一章 设施联通\n\n铁路与港口建设推进。中欧班列 3, 200 列，\n\n"
        "另有[[zh:光纜]]与**5G**基站。\n\n## 第二章 民心相通\n\n一、艺术节与博物馆。\n\n> 心联通最重要。\n"
    ),
    "brief.txt": "Belt and Road connec-\ntivity. Rail links China and Europe.\n\nPorts Trade\n\nThe end.\n",
    "catalog.toml": (
        '[[source]]\nid = "news"\ntitle = "新聞"\nissued = "2023-10"\nscript = "Hant"\nfile = "news.txt"\n'
        '[[source]]\nid = "report"\ntitle = "报告"\nissued = "2025-01-31"\nfile = "report.md"\n'
    ),
}


@pytest.fixture(scope="module")
def library(library_of: LibraryOf) -> bri_search.Library:
    return library_of(CORPUS)


def texts(result: results.SearchResult) -> list[str]:
    return [match.text for hit in result for match in hit.matches]


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("第三届“一带一路”论坛", ["第三屆「一帶一\n\n路」論壇"]),
        ("數字經濟合作", ["數字經濟合作"]),
        ("connectivity", ["connec-\ntivity"]),
        ("３０００亿美元", ["3,000億美元"]),
        ("3,0", ["3,0"]),
        ("000億", ["000億"]),
        (",000億", [",000億"]),
        ("光缆", ["光纜"]),
        ("另有光缆与5G基站", ["另有[[zh:光纜]]与**5G**基站"]),
        # A sentence that a blank line cut goes on.
        ("3, 200列，另有", ["3, 200 列，\n\n另有"]),
        # These would run through a wall: a heading, or the end of a sentence.
        ("数字合作亮点纷呈各方", []),
        ("设施联通铁路", []),
        ("相通一、艺术", []),
        ("推进中欧", []),
        ("基站。第二章", []),
        ("博物馆。心联通", []),
        ("the end belt", []),
        ("Ports Trade The end", []),
    ],
)
def test_a_phrase_is_found_across_what_the_page_did_and_no_further(
    library: bri_search.Library, phrase: str, found: list[str]
) -> None:
    assert sorted(texts(library.search(phrase, exact=True, limit=0))) == sorted(found)


def test_a_hit_shows_what_it_found(library: bri_search.Library) -> None:
    [hit] = library.search("第三届一带一路", exact=True)
    assert (
        hit.text
        == "各方將加強數字經濟合作，第三屆「一帶一路」論壇在北京舉行。與會各方達成廣泛共識，合計貨值超3,000億美元。"
    )
    assert [hit.text[start:end] for start, end in hit.marked] == ["第三屆「一帶一路"]
    assert (hit.section, hit.kind.value, hit.lines) == (("數字合作亮點紛呈",), "paragraph", (3, 6))
    [match] = hit.matches
    assert (match.line, match.column, match.why) == (3, 13, ("script", "spacing", "punctuation"))


def test_a_match_that_runs_on_shows_both_passages(library: bri_search.Library) -> None:
    [hit] = library.search("200列，另有光缆", exact=True)
    assert hit.text == "铁路与港口建设推进。中欧班列 3, 200 列，另有光纜与5G基站。"
    assert "".join(hit.text[start:end] for start, end in hit.marked) == "200 列，另有光纜"
    assert hit.start < hit.matches[0].start < hit.matches[0].end < hit.end


@pytest.mark.parametrize(
    ("filters", "sources"),
    [
        ({}, {"news", "report"}),
        ({"source": "news"}, {"news"}),
        ({"source": "报告"}, {"report"}),
        ({"source": "report.md"}, {"report"}),
        ({"script": "Hant"}, {"news"}),
        ({"script": "Mixed"}, {"report"}),
        ({"since": "2024"}, {"report"}),
        ({"until": "2023"}, {"news"}),
        ({"since": "2023-10-15"}, {"news", "report"}),
        ({"until": "2023-09"}, set()),
        ({"section": "設施"}, {"report"}),
        ({"kind": "heading"}, {"news", "report"}),
        ({"kind": "note"}, set()),
    ],
)
def test_filters(library: bri_search.Library, filters: dict[str, str], sources: set[str]) -> None:
    hits = library.search("合作 OR 联通", limit=0, **filters)  # type: ignore[arg-type]
    assert {hit.source.id for hit in hits} == sources
    exact = {hit.source.id for hit in library.search("联通", exact=True, **filters)}  # type: ignore[arg-type]
    assert exact <= sources


def test_pages_of_hits(library: bri_search.Library) -> None:
    every = library.search("的 OR 与 OR 各方 OR 联通", limit=0)
    assert every.total == len(every) > 3
    assert len(library.search("与", limit=1)) == 1
    parts = [
        library.search("的 OR 与 OR 各方 OR 联通", limit=2, offset=at)
        for at in range(0, every.total, 2)
    ]
    assert [hit for part in parts for hit in part] == list(every)
    assert {part.total for part in parts} == {every.total}
    assert every[0] == every.hits[0]
    assert every[:2] == every.hits[:2]
    assert library.search("与", offset=99).hits == ()


def test_kwic_sorts(library: bri_search.Library) -> None:
    by_place = library.kwic("各方")
    assert [line.start for line in by_place] == sorted(line.start for line in by_place)
    assert [line.right[:1] for line in library.kwic("各方", sort="right")] == ["將", "達"]
    assert [line.left[-1:] for line in library.kwic("各方", sort="left")] == ["", "會"]
    [one, two] = library.kwic("各方", width=3)
    assert (one.left, one.match, one.right) == ("", "各方", "將加強")
    assert (two.left, two.match, two.right) == ("。與會", "各方", "達成廣")
    assert library.kwic("各方", limit=1).total == 2
    assert len(library.kwic("各方", offset=1)) == 1
    with pytest.raises(errors.UsageError, match="sort"):
        library.kwic("各方", sort="random")


def test_show(library: bri_search.Library) -> None:
    everything = library.show("report")
    assert [shown.passage for shown in everything] == list(range(len(everything)))
    part = library.show("report", section="设施联通")
    assert part[0].kind.value == "heading"
    assert all("第一章 设施联通" in shown.section for shown in part)
    [one] = library.show("report", passage=2)
    assert one == everything[2]
    assert library.show("report", passage=2, around=1) == everything[1:4]
    [at] = library.show("report", line=5)
    assert at.lines[0] <= 5 <= at.lines[1]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"passage": -1}, "passage"),
        ({"passage": 999}, "0 to"),
        ({"line": 999}, "line"),
        ({"section": "没有"}, "section"),
        ({"section": ""}, "section"),
        ({"section": "「」"}, "section"),
        ({"passage": 0, "around": -1}, "around"),
    ],
)
def test_what_cannot_be_shown_is_refused(
    library: bri_search.Library, arguments: dict[str, object], problem: str
) -> None:
    with pytest.raises(errors.UsageError, match=problem):
        library.show("report", **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("query", ["", " ", "「」", "\n", "①"])
@pytest.mark.parametrize("exact", [True, False])
def test_an_empty_query_is_refused(library: bri_search.Library, query: str, exact: bool) -> None:
    with pytest.raises(errors.QueryError) as caught:
        library.search(query, exact=exact)
    assert "\n" not in str(caught.value)
    with pytest.raises(errors.QueryError):
        library.kwic(query)
    with pytest.raises(errors.QueryError):
        library.count(query)


def test_what_cannot_be_used_is_refused(library: bri_search.Library) -> None:
    for arguments in (
        {"limit": -1},
        {"offset": -1},
        {"kind": "x"},
        {"script": "x"},
        {"since": "then"},
        {"since": "2023-02-30"},
        {"until": "2023-13"},
        {"until": "0000"},
        {"since": "20230230"},
        {"since": "2023-02-"},
    ):
        with pytest.raises(errors.UsageError):
            library.search("联通", **arguments)
    with pytest.raises(errors.UsageError):
        library.kwic("联通", width=-1)
    for unknown in ("nobody", "", "e"):
        with pytest.raises(errors.UnknownSource):
            library.search("联通", source=unknown)


@pytest.mark.parametrize("label", ["", "「」", "《》", "  ", "\u200b"])
def test_a_section_of_no_letters_is_refused(library: bri_search.Library, label: str) -> None:
    for ask in (library.search, library.kwic, library.count):
        with pytest.raises(errors.UsageError, match="section"):
            ask("联通", section=label)


def test_nothing_found_suggests_what_is_there(library: bri_search.Library) -> None:
    result = library.search("数字经济合作联盟", exact=True)
    assert (result.total, len(result)) == (0, 0)
    assert result.suggestions[0].text == "数字经济合作"
    assert result.suggestions[0].count == 1
    assert library.kwic("数字经济合作联盟").suggestions == result.suggestions
    assert library.count("数字经济合作联盟").suggestions == result.suggestions
    assert library.search("xyz", exact=True).suggestions == ()


def test_results_are_values(library: bri_search.Library) -> None:
    for name in results.__all__:
        thing = getattr(results, name)
        if inspect.isclass(thing) and not issubclass(thing, Enum):
            is_frozen = (
                dataclasses.is_dataclass(thing) and vars(thing)["__dataclass_params__"].frozen
            )
            assert is_frozen or issubclass(thing, tuple)
    hit = library.search("联通")[0]
    with pytest.raises(AttributeError):
        hit.score = 1.0  # type: ignore[misc]
    with pytest.raises(AttributeError):
        hit.matches[0].start = 0  # type: ignore[misc]
    with pytest.raises(AttributeError):
        hit.selector.exact = ""  # type: ignore[misc]
    assert hash(hit) == hash(library.search("联通")[0])


def test_every_public_name_has_a_docstring_with_an_example() -> None:
    for name in bri_search.__all__:
        thing = getattr(bri_search, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            is_error = inspect.isclass(thing) and issubclass(thing, Exception)
            assert thing.__doc__, name
            assert is_error or ">>>" in thing.__doc__, name
    for name, method in inspect.getmembers(api.Library, inspect.isfunction):
        if not name.startswith("_"):
            assert ">>>" in (method.__doc__ or ""), name


QUERIES = st.lists(
    st.one_of(
        st.sampled_from(["联通", "數字", "一带", "3", ",000", "，", " ", "belt", "The", "+", "-", "OR", "(", ")", '"',
                         "「", "」", "*", "光纜", "\n", "建设推进。", "5G", "[", "]]", "#", "_", "~", "𠮷", "⑴"]),
        st.text(max_size=3),
    ),
    max_size=6,
).map("".join)  # fmt: skip


@given(query=QUERIES, exact=st.booleans())
@settings(max_examples=400)
def test_any_query_is_answered_or_refused_in_one_line(
    library: bri_search.Library, query: str, exact: bool
) -> None:
    try:
        result = library.search(query, exact=exact, limit=0)
    except errors.QueryError as error:
        assert "\n" not in str(error)
        assert 0 <= error.position <= len(query)
        return
    scores = [hit.score for hit in result]
    assert scores == sorted(scores, reverse=True)
    assert result.total == len(result)
    for hit in result:
        text = CORPUS[hit.source.path.name]
        for match in hit.matches:
            assert match.text == text[match.start : match.end]
            assert match.why
    if exact:
        assert library.kwic(query).total == sum(len(hit.matches) for hit in result)
        assert library.count(query).total == library.kwic(query).total


# -- closing, and arguments of other types ---------------------------------------------------------


def test_a_library_lets_go_of_the_index_when_it_is_closed(
    tmp_path: Path, new_index: Callable[[], Path]
) -> None:
    index = new_index()
    (tmp_path / "a.txt").write_text("数字丝绸之路", encoding="utf-8")
    with bri_search.build(tmp_path, index) as library:
        assert library.count("丝绸之路").total == 1
        (tmp_path / "b.txt").write_text("海上丝绸之路", encoding="utf-8")
        bri_search.build(tmp_path, index).close()
        assert len(list(index.glob("generation-*"))) == 2
    for asked in (library.refresh, lambda: library.sources, lambda: library.search("路")):
        with pytest.raises(errors.UsageError, match="closed; open the index again"):
            asked()
    library.close()
    (tmp_path / "b.txt").unlink()
    bri_search.build(tmp_path, index).close()
    assert len(list(index.glob("generation-*"))) == 1


@pytest.mark.parametrize(
    ("method", "arguments", "complaint"),
    [
        ("search", {"query": None}, "query: None is not a text"),
        ("search", {"query": "路", "limit": "5"}, "limit: '5' is not a whole number"),
        ("search", {"query": "路", "since": 2023}, "since: 2023 is not a text"),
        (
            "search",
            {"query": "路", "show_as": "hk"},
            "show_as: no such argument; give one of query",
        ),
        ("kwic", {"phrase": 5}, "phrase: 5 is not a text"),
        ("kwic", {"phrase": "路", "sort": None}, "sort: None is not a text or a list of texts"),
        ("kwic", {"phrase": "路", "sort": [1]}, "sort: [1] is not a text or a list of texts"),
        ("cite", {"found": None, "style": "plain"}, "found: None has no source"),
        ("quote", {"quotation": b"bytes"}, "quotation: b'bytes' is not a text"),
        ("rendering", {"script": "xx"}, "script: no script 'xx'; give one of original"),
        ("suggest", {"phrase": None}, "phrase: None is not a text"),
        (
            "collocates",
            {"phrase": "路", "window": (1, 2, 3)},
            "window: (1, 2, 3) is not a whole number or two",
        ),
        ("collocates", {"phrase": "路", "window": ("1", 2)}, "window: ('1', 2) is not a whole"),
        (
            "check",
            {"draft": "路", "block_quotations": "a"},
            "block_quotations: 'a' is not a list of pairs of whole numbers",
        ),
        ("parallels", {"progress": 3}, "progress: 3 is not a function"),
        ("shares", {"progress": "yes"}, "progress: 'yes' is not a function"),
        ("check", {"draft": "路", "block_quotations": [3]}, "block_quotations: [3] is not a list"),
        *(
            (
                "check",
                {"draft": "路通天下。", "block_quotations": [(begin, end)]},
                f"block_quotations: {begin} to {end} is no stretch of the draft",
            )
            for begin, end in ((5, 2), (-5, 2), (0, 6))
        ),
    ],
)
def test_arguments_of_other_types_are_refused(
    library: bri_search.Library, method: str, arguments: dict[str, object], complaint: str
) -> None:
    with pytest.raises(errors.UsageError) as caught:
        getattr(library, method)(**arguments)
    assert str(caught.value).startswith(complaint)


def test_what_is_no_path_is_told(tmp_path: Path) -> None:
    for call in (bri_search.open, bri_search.verify, bri_search.build):
        with pytest.raises(
            errors.UsageError, match=r"^(index|corpus): 3 is not a path( or several)?$"
        ):
            call(3)  # type: ignore[arg-type]
    for roots in ("", b"corpus", [3]):
        with pytest.raises(errors.UsageError, match=r"^corpus: .* is not a path or several$"):
            bri_search.build(roots, tmp_path / "index")  # type: ignore[arg-type]
    with pytest.raises(errors.UsageError, match=r"^wait: 'long' is not a number$"):
        bri_search.build(tmp_path, tmp_path / "index", wait="long")  # type: ignore[arg-type]
    with pytest.raises(errors.UsageError, match=r"^notice: 5 is not a function$"):
        bri_search.build(tmp_path, tmp_path / "index", notice=5)  # type: ignore[arg-type]
    with pytest.raises(errors.UsageError, match=r"^content: 'text' is not bytes$"):
        bri_search.read_draft("a.md", "text")  # type: ignore[arg-type]
    with pytest.raises(errors.UsageError, match=r"^trust: 'no' is not True or False$"):
        bri_search.open(tmp_path, trust="no")  # type: ignore[arg-type]
    with pytest.raises(errors.UsageError, match=r"^index: 'a\\x00b' is not a path$"):
        bri_search.open("a\0b")


def test_a_place_is_shown_by_one_number_that_there_is(library: bri_search.Library) -> None:
    source = library.sources[0].source.id
    for places, complaint in (
        ({"line": 0}, "line: 0 is none"),
        ({"line": 1, "passage": 0}, "line and passage exclude one another"),
        ({"around": 1}, "around: goes with a line or a passage"),
    ):
        with pytest.raises(errors.UsageError, match=complaint):
            library.show(source, **places)  # type: ignore[arg-type]


def test_an_index_is_not_emptied_by_naming_nothing(new_index: Callable[[], Path]) -> None:
    index = new_index()
    before = len(bri_search.open(index).sources)
    with pytest.raises(bri_search.UsageError, match="corpus: names nothing; give a folder"):
        bri_search.build([], index)
    assert len(bri_search.open(index).sources) == before > 0


def test_sources_that_a_name_may_mean_are_counted(
    new_index: Callable[[], Path], tmp_path: Path
) -> None:
    for number in range(6):
        (tmp_path / f"harbour-{number}.txt").write_text(f"港口{number}。\n", encoding="utf-8")
    library = bri_search.build(tmp_path, new_index())
    with pytest.raises(errors.UnknownSource, match=r"harbour-3 or 2 more; give one of these ids"):
        library.search("港口", source="harbour")


@pytest.mark.parametrize(
    "error",
    [
        errors.QueryError("nothing after OR", "a OR", 2, "type a word after it"),
        errors.UnreadableSource("a.txt", "is empty"),
        errors.UsageError("-1 is negative", argument="limit"),
        *(
            getattr(errors, name)("told in one line")
            for name in errors.__all__
            if name not in {"QueryError", "UnreadableSource", "UsageError"}
        ),
    ],
    ids=lambda error: type(error).__name__,
)
def test_every_error_may_come_from_another_process(error: errors.BriSearchError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_files_of_one_name_are_told_apart(tmp_path: Path, new_index: Callable[[], Path]) -> None:
    for folder in ("x", "y", "y/z"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("互联互通\n\n" + folder, encoding="utf-8")
    built = bri_search.build(tmp_path, new_index())
    with pytest.raises(errors.UnknownSource, match=r"'a[.]txt' may be "):
        built.search("互联互通", source="a.txt")
    for name in ("x/a.txt", "y/a.txt", "y/z/a.txt", "z/a.txt"):
        [hit] = built.search("互联互通", source=name)
        assert str(hit.source.path).endswith(name)
    with pytest.raises(errors.UnknownSource, match="no source"):
        built.search("互联互通", source="w/a.txt")


def test_everything_that_lists_something_is_indexed_and_sliced(
    corpus_library: bri_search.Library,
) -> None:
    library = corpus_library
    for listing in (
        library.search("合作"),
        library.kwic("合作"),
        library.collocates("合作", min_count=1),
        library.distribution("合作"),
        library.parallels(min_length=5),
        library.shares(min_length=5),
        library.check("「互联互通」與「合作夥伴」", min_length=1),
    ):
        everything = list(listing)
        assert len(everything) == len(listing) > 0
        assert listing[0] == everything[0]
        assert list(listing[:2]) == everything[:2]
        assert list(reversed(listing)) == everything[::-1]


def test_an_outline_is_the_passages_that_sections_begin_with(library: bri_search.Library) -> None:
    assert [one.text for one in library.show("report", outline=True)] == [
        "报告",
        "第一章 设施联通",
        "第二章 民心相通",
        "一、艺术节与博物馆。",
    ]
