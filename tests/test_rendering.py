"""Texts in the reader's script: what is converted, that everything stays in its place, what is not."""

import json
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bri_search
from bri_search.cli.scripts import NAMES
from bri_search.text.conversion import convert, in_place
from bri_search.text.fold import Folding
from bri_search.text.scripts import ReaderScript, Writing
from bri_search.text.variants import Variants, opencc_phrases
from tests.program import highlighted, plain, run, run_on_terminal

SCRIPTS = [script.value for script in ReaderScript]
PAIRS = [(wanted, written) for wanted in ReaderScript for written in Writing]
TABLES = [
    "STPhrases",
    "STPhrases_GeneratedFromRegionalPhrases",
    "TSPhrases",
    "TWVariantsPhrases",
    "TWVariantsRevPhrases",
    "HKVariantsPhrases",
    "HKVariantsRevPhrases",
]
NOTE = "converted to Hong Kong characters; citations, differences, offsets are original"


# -- what is converted -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "written", "text", "shown"),
    [
        ("hant", "Hans", "沿着丝绸之路，这里的卫生", "沿着絲綢之路，這裏的衛生"),
        ("hk", "Hans", "沿着丝绸之路，这里的卫生", "沿着絲綢之路，這裏的衞生"),
        ("tw", "Hans", "沿着丝绸之路，这里的卫生", "沿著絲綢之路，這裡的衛生"),
        ("hans", "Hant-HK", "綫上說著作、衞生", "线上说著作、卫生"),
        ("hans", "Hant-TW", "沿著絲路，著作顯著", "沿着丝路，著作显著"),
        ("hans", "Hant", "沿著綫路到衞生組織，著作顯著", "沿着线路到卫生组织，著作显著"),
        ("hk", "Hant-TW", "沿著絲路裡的衛生", "沿着絲路裏的衞生"),
        ("tw", "Hant-HK", "沿着絲路裏的衞生", "沿著絲路裡的衛生"),
        # A phrase decides which of two characters it is.
        ("hk", "Hans", "皇后后面，头发发展", "皇后後面，頭髮發展"),
        # Words stay: 軟體, 網際網路 and 資訊 would be others.
        ("tw", "Hans", "软件、互联网、信息、数码经济", "軟件、互聯網、信息、數碼經濟"),
        # What is so already is left alone, and so is what is no Chinese.
        ("hans", "Hans", "乾隆，显著，破坏土壤", "乾隆，显著，破坏土壤"),
        # What strayed in from another script is not.
        ("hans", "Hans", "合作夥伴谈數字", "合作伙伴谈数字"),
        ("hans", "mixed", "破坏土壤，著名的夥伴在網上，显著", "破坏土壤，著名的伙伴在网上，显著"),
        ("hant", "Hant-HK", "裏 衞 着", "裏 衞 着"),
        ("hk", "Hant-HK", "土著的裏衞着", "土著的裏衞着"),
        ("tw", "mixed", "Silk Road カタカナ путь 🚄", "Silk Road カタカナ путь 🚄"),
        ("hk", "mixed", "夥伴谘询，數字丝路", "夥伴諮詢，數字絲路"),
        ("original", "Hans", "数字", "数字"),
        # In a text of both scripts, each character is of the one that its neighbours are.
        ("tw", "mixed", "衞生綫路的説法，这里的线路", "衛生線路的說法，這裡的線路"),
        ("hk", "mixed", "裡面的衛生，这里的卫生", "裏面的衞生，這裏的衞生"),
        ("hans", "mixed", "谘询小组，諮詢小組", "咨询小组，咨询小组"),
        ("hant", "mixed", "台灣的山峯，台湾的山峰", "台灣的山峯，臺灣的山峯"),
        ("hant", "mixed", "群山在台灣，我们坐在床上", "群山在台灣，我們坐在牀上"),
        ("hans", "mixed", "后面的皇后，後面的皇后", "后面的皇后，后面的皇后"),
        ("hant", "Hant", "台灣的山峯與羣山", "台灣的山峯與羣山"),
    ],
)
def test_golden_conversions(
    wanted: str, written: str, text: str, shown: str, variants: Variants
) -> None:
    assert convert(text, ReaderScript(wanted), Writing(written), variants) == shown


def test_the_record_of_a_source_tells_the_region(
    corpus_library: bri_search.Library,
) -> None:
    from dataclasses import replace

    source = next(s.source for s in corpus_library.sources if s.source.script.value == "Hant")
    tell = corpus_library.rendering("hk").text
    assert tell("土著", replace(source, language="zh-HK")) == "土著"
    assert tell("土著", replace(source, language="zh-Hant-TW")) == "土着"


# -- every character stays in its place ------------------------------------------------------------

CHINESE = st.text(
    st.one_of(
        st.sampled_from(
            "后後里裡裏面麵发發髮着著干乾幹卫衞衛台臺系繫係只隻征徵复復覆云雲谘諮夥伙一的路"
        ),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.characters(),
    ),
    max_size=40,
)


@given(text=CHINESE)
def test_characters_of_any_text_stay_in_their_places(text: str, folding: Folding) -> None:
    for wanted, written in PAIRS:
        shown = convert(text, wanted, written, folding.variants)
        assert list(map(folding.character, shown)) == list(map(folding.character, text))


@pytest.mark.parametrize("table", TABLES)
def test_phrases_of_opencc_stay_in_their_places(table: str, folding: Folding) -> None:
    text = "\n".join(opencc_phrases(table))
    folded = list(map(folding.character, text))
    for wanted, written in PAIRS:
        assert (
            list(map(folding.character, convert(text, wanted, written, folding.variants))) == folded
        )


def test_what_would_move_characters_is_done_by_the_character() -> None:
    convert_words = opencc.OpenCC("s2twp").convert
    assert convert_words("互联网里") == "網際網路裡"
    assert in_place(convert_words, "互联网里") == "互聯網裡"


@pytest.mark.parametrize("script", SCRIPTS)
def test_marks_cover_the_same_characters(
    script: str, reference_library: bri_search.Library
) -> None:
    rendering, fold = reference_library.rendering(script), reference_library.fold
    marks = 0
    for query in ("數字絲綢之路", "互联互通", "发展", "合作夥伴", "connectivity", "后", "著"):
        for hit in reference_library.search(query, limit=0):
            shown = rendering.text(hit.text, hit.source)
            for start, end in hit.marked:
                assert fold(shown[start:end]) == fold(hit.text[start:end])
                marks += 1
        for line in reference_library.kwic(query):
            pieces = (line.left, line.match, line.right)
            shown_pieces = list(rendering.pieces(pieces, line.source))
            assert list(map(len, shown_pieces)) == list(map(len, pieces))
            assert fold(shown_pieces[1]) == fold(line.match)
    assert marks > 100


@pytest.mark.parametrize("script", SCRIPTS[1:])
def test_a_difference_is_neither_hidden_nor_made(
    script: str, reference_library: bri_search.Library
) -> None:
    rendering, fold = reference_library.rendering(script), reference_library.fold
    parallels = reference_library.parallels(limit=0)
    changes = [change for parallel in parallels for change in parallel.differences]
    assert changes
    for change in changes:
        first, second = rendering.text(change.first), rendering.text(change.second)
        assert (first == second) <= (fold(change.first) == fold(change.second))


def test_a_library_renders_what_the_program_shows(corpus_library: bri_search.Library) -> None:
    rendering = corpus_library.rendering("tw")
    assert rendering
    assert not corpus_library.rendering("original")
    assert rendering.text("") == ""
    with pytest.raises(bri_search.UsageError, match="give one of original, hans, hant, hk, tw"):
        corpus_library.rendering("zh")


def test_the_program_knows_the_scripts_of_the_library() -> None:
    assert sorted(NAMES) == sorted(SCRIPTS)


# -- the program -----------------------------------------------------------------------------------

SHOWN = {
    "search": (
        ["search", "数字丝绸之路的意义"],
        "不在於鋪了多少光纜，而在於讓遠處的人也能用上同樣的工具",
    ),
    "kwic": (["kwic", "两年间的新变化"], "兩年間的新變化"),
    "count": (["kwic", "数字", "--count"], "兩年間的新變化"),
    "collocates": (["kwic", "合作", "--collocates"], "高峯論壇 5"),
    "by source": (["kwic", "数字", "--by", "source"], "兩年間的新變化"),
    "by section": (["kwic", "数字", "--by", "section"], "兩年間的新變化"),
    "quote": (["quote", "数字丝绸之路的意义，不在于铺了多少光缆"], "不在於鋪了多少光纜"),
    "parallels": (["parallels", "specimen-white-paper"], "從一條路到一張網"),
    "show": (["show", "specimen-white-paper"], "從一條路到一張網"),
    "sources": (["sources"], "從一條路到一張網"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_every_command_shows_texts_in_the_script_asked_for(name: str, folder: Path) -> None:
    arguments, text = SHOWN[name]
    asked = run(*arguments, "--show-as", "hk", cwd=folder)
    assert (asked.status, asked.err, asked.lines[0]) == (0, "", NOTE)
    assert text in asked.out
    assert asked.out.count(NOTE) == 1
    by_variable = run(*arguments, cwd=folder, BRI_SEARCH_SHOW_AS="hk")
    assert by_variable == asked
    original = run(*arguments, "--show-as", "original", cwd=folder, BRI_SEARCH_SHOW_AS="hk")
    assert asked.out.count(text) > original.out.count(text)


def test_a_draft_is_checked_in_the_script_asked_for(folder: Path) -> None:
    draft = folder / "altered.md"
    draft.write_text("「“丝路海运”的航线已经停靠116个港口」\n", encoding="utf-8")
    checked = run("check", draft, "--show-as", "hk", cwd=folder)
    assert (checked.status, checked.lines[0]) == (1, NOTE)
    assert "絲路海運" in checked.out
    assert "117 → 116" in checked.out


def test_forms_that_become_one_are_counted_together(folder: Path) -> None:
    forms = run("kwic", "合作伙伴", "--count", "--show-as", "hans", cwd=folder).lines[1:4]
    assert forms == ["count  form", "   15  合作伙伴", ""]


def test_citations_and_differences_are_in_the_original(folder: Path) -> None:
    quotation = "「絲路海運」的航線已經停靠116個港灣"
    shown = run("quote", quotation, "--cite", "gb7714", "--show-as", "hk", cwd=folder).out
    plainly = run("quote", quotation, "--cite", "gb7714", cwd=folder).out
    told = [line for line in plainly.splitlines() if " → " in line or "丝路资料编写组" in line]
    assert len(told) >= 2
    assert [line for line in told if line not in shown] == []
    assert "“絲路海運”的航線" in shown
    assert "“丝路海运”的航线" in plainly


def test_a_changed_character_is_marked_where_it_stands(folder: Path) -> None:
    arguments = ("quote", "“丝路海运”的航线已经停靠116个港口，遍及43个国家", "--limit", "1")
    shown = run_on_terminal(*arguments, "--show-as", "hk", columns=100, cwd=folder).out
    plainly = run_on_terminal(*arguments, columns=100, cwd=folder).out
    assert "altered" in plain(shown)
    assert highlighted(shown) == highlighted(plainly) == ["altered", "117", "117", "116"]


@pytest.mark.parametrize("columns", [80, 200])
def test_matches_are_marked_on_a_terminal(columns: int, folder: Path) -> None:
    ran = run_on_terminal("search", "合作伙伴", "--show-as", "hans", columns=columns, cwd=folder)
    assert plain(ran.out).splitlines()[0].startswith("converted to Simplified Chinese; citations")
    assert set(highlighted(ran.out)) == {"合作伙伴"}


@pytest.mark.parametrize("option", ["--json", "--jsonl", "--csv", "--tsv"])
@pytest.mark.parametrize("arguments", [["kwic", "互联互通"], ["sources"], ["search", "互联互通"]])
def test_what_is_for_programs_is_in_the_original(
    option: str, arguments: list[str], folder: Path
) -> None:
    refused = run(*arguments, option, "--show-as", "hk", cwd=folder)
    assert (refused.status, refused.out) == (2, "")
    assert refused.err == (
        f"bri-search: --show-as is for reading, and {option} has every text as it is written; "
        "leave one of them out\n"
    )
    plainly = run(*arguments, option, cwd=folder)
    assert run(*arguments, option, cwd=folder, BRI_SEARCH_SHOW_AS="hk") == plainly
    assert run(*arguments, option, "--show-as", "original", cwd=folder) == plainly


def test_show_writes_json_in_the_original(folder: Path) -> None:
    ran = run("show", "specimen-report", "--json", cwd=folder, BRI_SEARCH_SHOW_AS="tw")
    assert "数字" in json.loads(ran.out)["source"]["title"]
    assert run("show", "specimen-report", "--jsonl", "--show-as", "tw", cwd=folder).status == 2


def test_an_unknown_script_is_one_line(folder: Path) -> None:
    for name, ran in (
        ("--show-as", run("sources", "--show-as", "zh-HK", cwd=folder)),
        ("BRI_SEARCH_SHOW_AS", run("sources", cwd=folder, BRI_SEARCH_SHOW_AS="zh-HK")),
    ):
        assert ran.err.startswith(f"bri-search: {name}: no script 'zh-HK'")
        assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert "give one of original, hans, hant, hk, tw" in ran.err


def test_completion_offers_the_scripts(folder: Path) -> None:
    ran = run(
        cwd=folder,
        _BRI_SEARCH_COMPLETE="complete_bash",
        COMP_WORDS="bri-search search --show-as h",
        COMP_CWORD="3",
    )
    assert ran.out.split() == ["hans", "hant", "hk"]
