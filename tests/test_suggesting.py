"""What is suggested where nothing or little is found, and where nothing is."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

import bri_search
from bri_search.index.store import Store
from bri_search.search.suggestions import Nearness
from bri_search.text.sounds import Sounds, blurred
from bri_search.text.variants import Variants
from tests.building import LibraryOf
from tests.program import run

SOUND, ONE, SWAPPED, TWO, PART = (
    "sounds alike",
    "one character differs",
    "two characters swapped",
    "two characters differ",
    "part of it",
)

# Written down before the program was run: what was typed, what was meant, and why it is near.
MEANT = [
    ("互连互通", "互联互通", SOUND),
    ("互聯互道", "互聯互通", ONE),
    ("一代一路", "一带一路", SOUND),
    ("一带一陆", "一带一路", SOUND),
    ("丝调之路", "丝绸之路", ONE),
    ("數字絲綢支路", "數字絲綢之路", SOUND),
    ("数字丝绸支路", "数字丝绸之路", SOUND),
    ("人类命运共通体", "人类命运共同体", SOUND),
    ("人类命云共通体", "人类命运共同体", SOUND),
    ("一带路", "一带一路", ONE),
    ("互联互互通", "互联互通", ONE),
    ("一带路一", "一带一路", SWAPPED),
    ("基出社施", "基础设施", SOUND),
    ("数子经济", "数字经济", SOUND),
    ("数字丝稠公路", "数字丝绸之路", TWO),
]
MEANT_IN_ENGLISH = [
    ("conectivity", "connectivity", ONE),
    ("connectivty", "connectivity", ONE),
    ("connnectivitty", "connectivity", TWO),
    ("Conectivity", "connectivity", ONE),
    ("raod", "road", SWAPPED),
    ("belt and raod", "belt and road", SWAPPED),
    ("digital silc road", "digital silk road", ONE),
]
NOTHING_NEAR = [
    "пояс и путь",
    "طريق الحرير",
    "เส้นทางสายไหม",
    "シルクロード",
    "かな",
    "실크로드",
    "鑫龘靐齉",
    "龘",
    "qwrtzxcv",
    "zzzzzz",
    "xq",
    "9999999",
    "2099年",
    "🚄🚅",
]


def reasons(found: Sequence[bri_search.Suggestion]) -> list[tuple[str, str]]:
    return [(one.text, one.reason.value) for one in found]


# -- what was meant --------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "meant", "reason"), MEANT)
def test_what_was_meant_comes_first(
    typed: str, meant: str, reason: str, reference_library: bri_search.Library
) -> None:
    fold = reference_library.fold
    first = reference_library.kwic(typed).suggestions[0]
    assert (fold(first.text), first.reason.value, first.typed) == (fold(meant), reason, typed)
    assert first.count == reference_library.kwic(meant, limit=1).total
    assert reference_library.search(typed, exact=True).suggestions[0] == first
    assert reference_library.count(typed).suggestions[0] == first


@pytest.mark.parametrize(("typed", "meant", "reason"), MEANT[:9])
def test_a_search_that_finds_parts_says_what_was_meant(
    typed: str, meant: str, reason: str, reference_library: bri_search.Library
) -> None:
    found = reference_library.search(typed)
    assert found.total > 3
    assert reasons(found.suggestions) == [(meant, reason)]


@pytest.mark.parametrize(("typed", "meant", "reason"), MEANT_IN_ENGLISH)
def test_what_was_meant_in_english(
    typed: str, meant: str, reason: str, corpus_library: bri_search.Library
) -> None:
    first = corpus_library.kwic(typed).suggestions[0]
    assert (first.text.casefold(), first.reason.value) == (meant, reason)


def test_it_is_suggested_for_the_part_of_a_query(corpus_library: bri_search.Library) -> None:
    found = corpus_library.search("+铁路 conectivity -港口 conectivity")
    assert [(one.typed, one.text) for one in found.suggestions] == [("conectivity", "connectivity")]


def test_the_form_is_in_the_script_typed(reference_library: bri_search.Library) -> None:
    assert reference_library.suggest("互连互通")[0].text == "互联互通"
    assert reference_library.suggest("互連互通")[0].text == "互聯互通"


# -- what was not ----------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", NOTHING_NEAR)
def test_nothing_is_made_up(typed: str, reference_library: bri_search.Library) -> None:
    assert reference_library.suggest(typed) == ()


@pytest.mark.parametrize(
    "typed", ["пояс и путь", "طريق الحرير", "เส้นทางสายไหม", "かな", "qwrtzxcv"]
)
def test_a_query_in_a_third_language_is_one_clear_line(typed: str, folder: Path) -> None:
    for arguments in (["search"], ["search", "--exact"], ["kwic"], ["kwic", "--count"]):
        ran = run(*arguments, typed, cwd=folder)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err == f"bri-search: nothing found for {typed!r}\n"


@pytest.mark.parametrize("typed", ["合作", "数字丝绸之路", "connectivity", "数字 经济 合作"])
def test_what_stands_there_needs_no_other(typed: str, corpus_library: bri_search.Library) -> None:
    assert corpus_library.search(typed).suggestions == ()


@pytest.mark.parametrize("query", ["-互连互通 合作", "互连* 合作"])
def test_what_is_left_out_or_cut_short_is_not_looked_up(
    query: str, corpus_library: bri_search.Library
) -> None:
    assert corpus_library.search(query).suggestions == ()


def test_a_word_that_is_spelled_rightly_is_not_corrected(
    reference_library: bri_search.Library,
) -> None:
    # 诗人, a poet, sounds like 世人 and 使人; 苹果 is an apple.
    for typed in ("诗人", "苹果"):
        assert typed in reference_library._store.vocabulary
        assert not any(one.reason.is_correction for one in reference_library.suggest(typed))


def test_a_rare_phrase_is_corrected_only_to_a_far_more_frequent_one(library_of: LibraryOf) -> None:
    text = "互联互通很好。" * 30 + "互连互通一次。" + "双边合做二次。" + "双边合作三次。" * 4
    library = library_of({"a.txt": text})
    found = library.kwic("互连互通")
    assert found.total == 1
    assert reasons(found.suggestions) == [("互联互通", SOUND)]
    assert reasons(library.search("互连互通").suggestions) == [("互联互通", SOUND)]
    assert library.kwic("双边合做").suggestions == ()


def test_long_text_gets_no_suggestions(reference_library: bri_search.Library) -> None:
    text = "互连互通与一代一路" * 1200
    assert reference_library.kwic(text[:10_000]).suggestions == ()
    assert reference_library.search(text[:10_000]).suggestions == ()


def test_a_long_query_that_finds_nothing_is_one_short_line(folder: Path) -> None:
    ran = run("search", "путь " * 2000, cwd=folder)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == f"bri-search: nothing found for '{('путь ' * 12)[:59]}…'\n"


# -- parts, and what the filters keep out ----------------------------------------------------------


def test_without_anything_near_it_is_the_longest_part(
    reference_library: bri_search.Library,
) -> None:
    found = reference_library.kwic("数字丝绸之路联盟大会").suggestions
    assert reasons(found)[0] == ("数字丝绸之路", PART)


def test_a_part_cuts_no_word(corpus_library: bri_search.Library) -> None:
    assert reasons(corpus_library.suggest("silk roadblock nowhere")) == []
    assert reasons(corpus_library.suggest("digital silk nonsense")) == [("digital silk", PART)]


def test_what_the_filters_keep_out_is_said(corpus_library: bri_search.Library) -> None:
    for ask in (
        corpus_library.search,
        corpus_library.kwic,
        corpus_library.count,
        corpus_library.collocates,
        corpus_library.distribution,
    ):
        [whole] = ask("合作伙伴", since="2030").suggestions
        assert (whole.reason, whole.count) == (Nearness.WHOLE, 15)


# -- how it is said --------------------------------------------------------------------------------


def test_the_program_asks_what_was_meant(folder: Path) -> None:
    ran = run("kwic", "互连互通", cwd=folder)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == (
        "bri-search: nothing found for '互连互通'; did you mean 互联互通 (21, sounds alike)?\n"
    )
    found = run("search", "互连互通", cwd=folder)
    assert (found.status, found.err) == (
        0,
        "bri-search: did you mean 互联互通 (21, sounds alike)?\n",
    )
    several = run("search", "铁路 conectivity", cwd=folder)
    assert several.err == (
        "bri-search: did you mean, for 'conectivity', connectivity (4, one character differs)?\n"
    )
    part = run("kwic", "数字丝绸之路联盟大会", cwd=folder)
    assert "; the nearest there is: 数字丝绸之路 (23, part of it)" in part.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "互连互通"],
        ["search", "--exact", "互连互通"],
        ["kwic", "互连互通"],
        ["kwic", "--count", "互连互通"],
        ["kwic", "--collocates", "互连互通"],
        ["kwic", "--by", "source", "互连互通"],
    ],
)
def test_json_has_suggestions_where_there_are_some(arguments: list[str], folder: Path) -> None:
    ran = run(*arguments, "--json", cwd=folder)
    assert ran.err == ""
    assert json.loads(ran.out)["suggestions"] == [
        {"typed": "互连互通", "text": "互联互通", "count": 21, "reason": SOUND}
    ]
    assert "suggestions" not in json.loads(run("search", "合作", "--json", cwd=folder).out)


# -- what holds for any -----------------------------------------------------------------------------

WORDING = "互联通一带路数字丝绸之基础设施经济合作伙伴发展建命运共同体"


@settings(max_examples=60)
@given(text=st.text(st.sampled_from(WORDING + "年代支调连道公"), min_size=1, max_size=9))
def test_a_suggestion_stands_there_and_is_near(
    text: str, reference_library: bri_search.Library
) -> None:
    fold = reference_library.fold
    for one in reference_library.suggest(text):
        folded, typed = fold(one.text), fold(text)
        assert one.count == reference_library.kwic(one.text, limit=1).total > 0
        if one.reason in (Nearness.ONE, Nearness.SWAPPED):
            assert OSA.distance(folded, typed) == 1
        elif one.reason is Nearness.TWO:
            assert OSA.distance(folded, typed) == 2
            assert len(typed) > 4
        elif one.reason is Nearness.PART:
            assert folded in typed
            assert folded != typed
        elif one.reason is Nearness.SOUND:
            assert len(folded) == len(typed)


@settings(max_examples=60)
@given(data=st.data())
def test_one_wrong_character_in_a_frequent_phrase_is_found(
    data: st.DataObject, reference_library: bri_search.Library
) -> None:
    phrase = data.draw(
        st.sampled_from(["一带一路", "互联互通", "基础设施", "数字丝绸之路", "丝绸之路"])
    )
    place = data.draw(st.integers(0, len(phrase) - 1))
    wrong = data.draw(st.sampled_from("龘鑫馕饕"))
    typed = phrase[:place] + wrong + phrase[place + 1 :]
    assert phrase in [reference_library.fold(s.text) for s in reference_library.suggest(typed)]


# -- sounds ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sounds(example_index: Path) -> Sounds:
    return Store(example_index).sounds


@pytest.mark.parametrize("pair", ["联连", "带代", "之支", "同通", "路陆", "着诸", "行航", "绿率"])
def test_characters_that_sound_alike(pair: str, sounds: Sounds) -> None:
    assert pair[1] in sounds.alike(pair[0])
    assert pair[0] in sounds.alike(pair[1])
    assert pair[0] not in sounds.alike(pair[0])


@pytest.mark.parametrize("pair", ["是四", "中宗", "林零", "年连", "身生", "商三"])
def test_characters_that_nearly_sound_alike(pair: str, sounds: Sounds) -> None:
    assert pair[1] not in sounds.alike(pair[0])
    assert pair[1] in sounds.nearly(pair[0])


def test_common_characters_come_first(sounds: Sounds) -> None:
    assert sounds.alike("支").index("之") < sounds.alike("支").index("卮")


def test_sounds_are_folded_and_written(sounds: Sounds, variants: Variants, tmp_path: Path) -> None:
    characters = set("".join(sounds.characters.values()))
    assert not characters & set(variants.representative)
    assert all(blurred(blurred(one)) == blurred(one) for one in sounds.characters)
    sounds.write(tmp_path / "sounds.json")
    assert Sounds.read(tmp_path / "sounds.json") == sounds


def test_damaged_sounds_are_one_line(new_index: Callable[[], Path]) -> None:
    index = new_index()
    library = bri_search.open(index)
    for path in index.glob("generation-*/sounds.json"):
        path.unlink()
        path.write_text("[]", encoding="utf-8")
    with pytest.raises(bri_search.IndexDamaged, match="run bri-search index --rebuild"):
        library.suggest("互连互通")


# -- what the vocabulary knows, and the script that was typed --------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"), [("conectivity", "connectivity"), ("infrastucture", "infrastructure")]
)
def test_an_english_term_that_only_its_counterparts_stand_for(
    typed: str, meant: str, reference_library: bri_search.Library
) -> None:
    assert reference_library.count(meant).total == 0
    result = reference_library.search(typed)
    assert [one.text for one in result.suggestions] == [meant]
    assert result.suggestions[0].count > 0
    assert len(reference_library.search(meant)) > 0


def test_no_term_is_suggested_of_which_nothing_stands_there(example_index: Path) -> None:
    assert bri_search.open(example_index).search("elefant").suggestions == ()


@pytest.mark.parametrize(
    ("typed", "meant"), [("絲綢智路建設", "絲綢之路建設"), ("丝绸智路建设", "丝绸之路建设")]
)
def test_a_suggestion_is_in_the_script_that_was_typed(
    typed: str, meant: str, example_index: Path
) -> None:
    library = bri_search.open(example_index)
    assert [one.text for one in library.search(typed).suggestions] == [meant]


def test_what_stands_in_longer_words_only_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("Databases of cities.\n", encoding="utf-8")
    assert run("index", cwd=tmp_path).status == 0
    ran = run("search", "base", cwd=tmp_path)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == (
        "bri-search: nothing found for 'base': it stands in longer words only, 1 time; "
        "add --exact\n"
    )
    assert run("search", "--exact", "base", cwd=tmp_path).status == 0


@pytest.mark.parametrize(
    "typed", ["渔业的转变对渔民", "漁業的轉變對漁民", "by province are given table 3 shows"]
)
def test_what_runs_from_one_passage_into_the_next_is_told_so(typed: str, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.md").write_text(
        "# 海洋渔业的转变\n\n对渔民生计的影响是深远的。\n\nCatches by province are given\n\n"
        "# Table 3 shows\n",
        encoding="utf-8",
    )
    assert run("index", cwd=tmp_path).status == 0
    for command in (["search", "--exact"], ["kwic"]):
        ran = run(*command, typed, cwd=tmp_path)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err == (
            f"bri-search: nothing found for {typed!r}: it runs from one passage into the next, "
            "1 time; bri-search quote shows where\n"
        )
    assert run("quote", typed, cwd=tmp_path).status == 0


def test_too_little_to_stand_across_passages_by_more_than_chance(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.md").write_text("# 渔业的转变\n\n对渔民。\n", encoding="utf-8")
    library = bri_search.build(tmp_path / "corpus", tmp_path / "index", trust=True)
    assert Nearness.ACROSS not in {one.reason for one in library.suggest("变对")}
    assert [one.reason for one in library.suggest("转变对渔")] == [Nearness.ACROSS]


@pytest.mark.parametrize("before", ["的我你他她", "，，，，，", "。。。。。", "（「“——"])
def test_a_wording_is_near_whatever_mark_stands_before_it(
    library_of: LibraryOf, before: str
) -> None:
    around = zip("甲丙戊庚壬", before, "很更最太挺", strict=True)
    lines = (f"{first}今天{mark}河运航班图{last}好。\n\n" for first, mark, last in around)
    near = library_of({"a.txt": "".join(lines)}).suggest("海运航线图")
    assert [(one.text, one.reason.value) for one in near] == [("河运航班图", TWO)]
