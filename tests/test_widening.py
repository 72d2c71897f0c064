"""Widening: what a query finds besides what was typed, how it ranks, and how it is explained."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bri_search
from bri_search import Counterpart, Hit, Library
from bri_search.index.store import Store
from bri_search.search.counterparts import Widening
from bri_search.search.parsing import parse
from bri_search.search.phrases import Phrase, Sought
from bri_search.search.widening import widen
from tests import typed
from tests.building import LibraryOf
from tests.program import plain, run, run_on_terminal

DOCUMENTS = {
    "hans": "各国发展数字经济。\n\n肯尼亚参加了会议。\n\n货值三千亿美元。\n\n二十周年。\n\n五十周年庆典。\n",
    "hk": "各國發展數碼經濟。\n\n肯雅參加了會議。\n\n貨值3,000億美元。\n\n１０週年。\n",
    "tw": "各國發展數位經濟。\n\n肯亞參加了會議。\n\n占百分之四十五點四。\n",
    "en": "States develop the digital economy.\n\nKenya took part.\n\nA railway was built.\n",
}


@pytest.fixture(scope="module")
def library(library_of: LibraryOf) -> Library:
    return library_of({f"{name}.txt": text for name, text in DOCUMENTS.items()})


@pytest.fixture(scope="module")
def store(example_index: Path) -> Store:
    return Store(example_index)


def widened(store: Store, query: str) -> Widening:
    return widen(store, parse(query))


def terms(store: Store, query: str) -> dict[str, list[str]]:
    return {
        term.typed: [one.text for one in term.counterparts] for term in widened(store, query).terms
    }


def found(hit: Hit) -> set[str]:
    return {match.text for match in hit.matches}


# -- what a query becomes --------------------------------------------------------------------------


def test_a_word_has_its_counterparts(store: Store) -> None:
    assert terms(store, "數位經濟") == {"數位經濟": ["数字经济", "數碼經濟", "digital economy"]}


def test_the_longest_terms_inside_a_longer_word(store: Store) -> None:
    became = terms(store, "數位經濟發展")
    assert became["數位經濟發展"][0] == "数字经济發展"
    assert became["數位經濟"] == ["数字经济", "數碼經濟", "digital economy"]
    assert "數位" not in became


def test_english_words_that_are_one_term(store: Store) -> None:
    became = terms(store, "Digital Silk Roads infrastructure")
    assert list(became) == ["Digital Silk Roads", "infrastructure"]
    assert "数字丝绸之路" in became["Digital Silk Roads"]
    assert "基础设施" in became["infrastructure"]


def test_a_phrase_is_one_term(store: Store) -> None:
    assert "数字经济" in terms(store, '"digital economy"')["digital economy"]


def test_a_term_lies_between_words(store: Store) -> None:
    # 信息 is in 通信息; what jieba makes one word is not taken apart.
    assert "信息" not in terms(store, "一封通信息怒")


def test_numbers_in_a_phrase(store: Store) -> None:
    (counterparts,) = terms(store, '"货值3000亿美元"').values()
    assert "货值三千亿美元" in counterparts


@pytest.mark.parametrize(
    "query", ["一带一路", "三明", "十分", "万一", "一些", "第3，5，7条", "2013-2023年"]
)
def test_no_number_is_read(store: Store, query: str) -> None:
    kinds = {one.kind for term in widened(store, query).terms for one in term.counterparts}
    assert kinds <= {"vocabulary"}


@pytest.mark.parametrize("query", ["-数字经济 发展", "数字经*", "。", "数字经济 -肯尼亚"])
def test_what_is_excluded_or_begun_is_not_widened(store: Store, query: str) -> None:
    assert "肯雅" not in str(widened(store, query))
    assert terms(store, query).get("数字经") in (None, [])
    if query.startswith("-"):
        assert "数字经济" not in terms(store, query)


def test_strict_has_terms_without_counterparts(store: Store) -> None:
    widening = widen(store, parse("數位經濟發展 Kenya"), strict=True)
    assert [(term.typed, term.counterparts) for term in widening.terms] == [
        ("數位經濟發展", ()),
        ("Kenya", ()),
    ]


def test_a_long_query_is_widened_in_part_only(store: Store) -> None:
    widening = widened(store, "数字经济发展" * 1_500)
    assert sum(len(term.counterparts) for term in widening.terms) < 1_000
    many = widened(store, " ".join(f"Kenya 第{n}" for n in range(300)))
    assert sum(bool(term.counterparts) for term in many.terms) == 64


def test_a_term_has_a_bounded_number_of_counterparts(store: Store) -> None:
    for query in ("make", "数字经济项目信息网络软件智能", "国家"):
        for term in widened(store, query).terms:
            assert len(term.counterparts) <= 12


@pytest.mark.parametrize("query", ["数字经济发展", "肯雅總統", "网络安全与人工智能", "三千亿美元"])
@pytest.mark.parametrize("configuration", ["s2t", "s2hk", "s2tw", "t2s"])
def test_widening_is_blind_to_script(store: Store, query: str, configuration: str) -> None:
    def folded(text: str) -> list[tuple[str, list[str]]]:
        fold = store.folding.text
        return [
            (term.folded, [fold(one.text) for one in term.counterparts])
            for term in widened(store, text).terms
        ]

    assert folded(typed.converter(configuration).convert(query)) == folded(query)


@given(st.text('数字经济數碼網路肯雅3000億十周年 第,a-+"()OR“”', max_size=20))
def test_any_query_that_can_be_read_can_be_widened(store: Store, query: str) -> None:
    try:
        tree = parse(query)
    except bri_search.QueryError:
        return
    fold = store.folding.text
    for term in widen(store, tree).terms:
        assert term.folded
        assert term.folded not in {fold(one.text) for one in term.counterparts}


# -- what is found ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["数字经济", "數碼經濟", "數位經濟", "digital economy", '"digital economy"']
)
def test_every_region_finds_every_region(library: Library, query: str) -> None:
    hits = [hit for hit in library.search(query, limit=0) if hit.score > 1]
    assert {hit.source.id for hit in hits} == set(DOCUMENTS)
    wholes = {"数字经济", "數碼經濟", "數位經濟", "digital economy", "digital", "economy"}
    assert all(found(hit) <= wholes for hit in hits)


@pytest.mark.parametrize("query", ["肯尼亚", "肯雅", "肯亞", "Kenya", "KENYA", "+Kenya"])
def test_every_name_of_a_country(library: Library, query: str) -> None:
    assert library.search(query).total == 4


@pytest.mark.parametrize("query", ["十周年", "10周年", "１０週年", "10週年"])
def test_a_whole_number_and_no_part_of_one(library: Library, query: str) -> None:
    strict = {hit.source.id for hit in library.search(query, strict=True)}
    hits = library.search(query)
    by_number = [match for hit in hits for match in hit.matches if "number" in match.why]
    assert {hit.source.id for hit in hits} == strict | {"hk"}
    assert [match.text for match in by_number] == ([] if query != "十周年" else ["１０週年"])


@pytest.mark.parametrize(
    ("phrase", "whole_number"),
    [("二百", True), ("百分之五", True), ("2023-01", True), ("第四十条", False), ("亿元", True)],
)
def test_what_stands_beside_it_may_make_another_number(phrase: str, whole_number: bool) -> None:
    word = Sought.word(Phrase(phrase, phrase, (phrase,), is_checked=False), whole_number=True)
    assert word.whole_number == whole_number


@pytest.mark.parametrize("query", ["3000亿", "3,000億", "三千亿", "三千億美元", "0.3万亿美元"])
def test_large_numbers(library: Library, query: str) -> None:
    assert {hit.source.id for hit in library.search(query) if hit.score > 1} == {"hans", "hk"}


def test_percentages(library: Library) -> None:
    (hit,) = library.search("占45.4%").hits
    assert hit.matches[0].why == ("script", "number")


def test_why_says_vocabulary_and_what_folding_bridged(library: Library) -> None:
    why = {match.text: match.why for hit in library.search("肯尼亚") for match in hit.matches}
    assert why["肯尼亚"] == ("verbatim",)
    assert why["肯亞"] == ("vocabulary",)
    assert why["Kenya"] == ("vocabulary",)
    (hit,) = [hit for hit in library.search("数字经济") if hit.source.id == "hk"]
    assert hit.matches[0].why == ("vocabulary",)


@pytest.mark.parametrize(
    "query",
    ["数字经济", "數碼經濟", "數位經濟", "digital economy", "肯雅 參加", "三千亿"],
)
def test_the_word_typed_ranks_first(library: Library, query: str) -> None:
    hits = library.search(query, limit=0).hits
    typed_as = [any(isinstance(one.sought, str) for one in hit.matches) for hit in hits]
    strict = library.search(query, strict=True, limit=0).hits
    assert typed_as[0]
    assert hits[0].text == strict[0].text


def test_of_equal_passages_the_one_with_the_word_typed_is_first(library_of: LibraryOf) -> None:
    # In the order of their paths the counterpart comes first.
    texts = {"a.txt": "发展數碼經濟很好。\n", "b.txt": "发展数字经济很好。\n"}
    library = library_of(texts)
    for query in ("数字经济", "数字经济 很好", "+数字经济 好", '"数字经济" 发展', "发展数字经济"):
        assert [hit.source.id for hit in library.search(query)] == ["b", "a"], query


def test_strict_finds_no_counterparts(library: Library) -> None:
    assert library.search("Kenya", strict=True).total == 1
    hits = library.search("數碼經濟", strict=True)
    assert all(isinstance(match.sought, str) for hit in hits for match in hit.matches)


def test_exact_stays_exact(library: Library) -> None:
    assert library.search("Kenya", exact=True).total == 1
    assert library.search("三千亿", exact=True).total == 1


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                "数字经济",
                "數碼經濟",
                "digital",
                "economy",
                "肯雅",
                "Kenya",
                "三千亿",
                "+发展",
                "-肯尼亚",
                "十周年",
                "會議",
            ]
        ),
        min_size=1,
        max_size=4,
    )
)
def test_strict_finds_a_part_of_what_is_found(library: Library, words: list[str]) -> None:
    query = " ".join(words)
    if all(word.startswith("-") for word in words):
        return
    strict = {(hit.source.id, hit.passage) for hit in library.search(query, strict=True, limit=0)}
    wide = {(hit.source.id, hit.passage) for hit in library.search(query, limit=0)}
    assert strict <= wide


# -- explanations ----------------------------------------------------------------------------------


def test_a_result_explains_itself_only_when_asked(library: Library) -> None:
    assert library.search("Kenya").explanation is None
    assert "explanation" not in library.search("Kenya").as_json()
    assert library.search("Kenya", exact=True, explain=True).explanation == (
        bri_search.Term("Kenya", "kenya"),
    )


def test_an_explanation_in_json(library: Library) -> None:
    result = library.search("肯尼亚", explain=True)
    explanation = result.as_json()["explanation"]
    (term,) = explanation["terms"]
    assert (term["typed"], term["folded"]) == ("肯尼亚", "肯尼亚")
    assert {"text": "Kenya", "kind": "vocabulary"}.items() <= term["counterparts"][-1].items()
    assert len(explanation["hits"]) == len(result)
    assert explanation["hits"][0] == [{"typed": "肯尼亚", "why": ["verbatim"], "count": 1}]
    reason = result[1].reasons[0]
    assert isinstance(reason.sought, Counterpart)
    assert explanation["hits"][1] == [
        {**reason.sought.as_json(), "why": list(reason.why), "count": 1}
    ]


def test_a_page_that_explains(library: Library, tmp_path: Path) -> None:
    index = library._store.index
    ran = run("search", "數位經濟", "--explain", "--index", index, cwd=tmp_path)
    assert ran.status == 0
    assert ran.lines[0].startswith(
        "looked for 數位經濟 (folded: 数位经济), and for 数字经济, 數碼經濟, digital economy (glossary: "
    )
    assert "found 數位經濟 (verbatim)" in ran.lines
    assert "found digital economy (vocabulary)" in ran.lines
    strict = run("search", "Kenya", "--explain", "--strict", "--index", index, cwd=tmp_path)
    assert strict.lines[0] == "looked for Kenya (folded: kenya)"
    nothing = run("search", "十分", "--explain", "--index", index, cwd=tmp_path)
    assert nothing.status == 1
    assert nothing.lines[0].startswith("looked for 十分")


@pytest.mark.parametrize("columns", [80, 200])
def test_an_explanation_fits_a_terminal(library: Library, tmp_path: Path, columns: int) -> None:
    arguments = (
        "search",
        "数字经济发展 belt and road",
        "--explain",
        "--index",
        library._store.index,
    )
    ran = run_on_terminal(*arguments, columns=columns, cwd=tmp_path)
    lines = plain(ran.out).splitlines()
    widths = [sum(2 if one >= "⺀" else 1 for one in line) for line in lines]
    assert max(widths) <= columns
    assert any(line.startswith("    found ") for line in lines)


def test_json_of_the_program(library: Library, tmp_path: Path) -> None:
    arguments = ("search", "Kenya", "--json", "--explain", "--index", library._store.index)
    answer = json.loads(run(*arguments, cwd=tmp_path).out)
    assert [term["typed"] for term in answer["explanation"]["terms"]] == ["Kenya"]
    assert len(answer["explanation"]["hits"]) == len(answer["hits"]) == 4


# -- a user's glossary -----------------------------------------------------------------------------


def test_a_glossary_beside_the_documents(tmp_path: Path, new_index: Callable[[], Path]) -> None:
    corpus, index = tmp_path / "corpus", new_index()
    corpus.mkdir()
    (corpus / "a.txt").write_text("小龙虾出口。\n", encoding="utf-8")
    build = ("index", corpus, "--index", index)
    assert run(*build, cwd=tmp_path).status == 0
    assert run("search", "zzyzx trade", "--index", index, cwd=tmp_path).status == 1

    glossary = corpus / "glossary.tsv"
    glossary.write_text("小龙虾\t小龍蝦\t小龍蝦\tzzyzx trade\tus\n", encoding="utf-8")
    changed = run(*build, cwd=tmp_path)
    assert (changed.status, changed.err) == (0, "")
    assert changed.lines[0].startswith("changed   the vocabulary")
    assert run(*build, cwd=tmp_path).lines == [f"nothing changed: 1 source in {index}"]
    ran = run("search", "zzyzx trade", "--explain", "--index", index, cwd=tmp_path)
    assert "小龙虾 (your glossary: us)" in ran.lines[0]
    assert "found 小龙虾 (vocabulary)" in ran.lines

    glossary.write_text("小龙虾\t小龍蝦\tzzyzx\n", encoding="utf-8")
    broken = run(*build, cwd=tmp_path)
    assert broken.status == 2
    assert broken.err.splitlines() == [
        f"bri-search: {glossary}: line 1 has 3 columns; give it 5 with tabs between them: "
        "zh-Hans zh-Hant-HK zh-Hant-TW en source"
    ]
    assert run("search", "zzyzx trade", "--index", index, cwd=tmp_path).status == 1
    again = json.loads(run(*build, "--json", cwd=tmp_path).out)
    assert len(again["glossary_problems"]) == 1
    assert again["vocabulary_changed"] is False


# -- the reference documents -----------------------------------------------------------------------


def matched(library: Library, query: str) -> set[str]:
    hits = library.search(query, limit=0)
    return {"".join(match.text.split()) for hit in hits for match in hit.matches}


@pytest.mark.parametrize("query", ["digital economy", "數位經濟", '"digital economy"'])
def test_the_digital_economy_of_the_reference(reference_library: Library, query: str) -> None:
    written = {
        text.replace("[[zh:", "").replace("]]", "") for text in matched(reference_library, query)
    }
    assert {"数字经济", "数码经济"} <= written


def test_kenya_in_the_reference(reference_library: Library) -> None:
    assert "肯雅" in matched(reference_library, "Kenya")
    hits = reference_library.search("Kenya", limit=0)
    whys = {match.why for hit in hits for match in hit.matches if match.text == "肯雅"}
    assert all("vocabulary" in why for why in whys)


def test_the_tenth_anniversary_in_the_reference(reference_library: Library) -> None:
    assert "10周年" in matched(reference_library, "十周年")


def test_a_number_ends_where_another_begins(library_of: LibraryOf) -> None:
    library = library_of({"table.txt": "紐西蘭 三千億 2022\n\n共12 五百万人\n\n二十五百万\n"})
    for query, found in (("3000亿", "三千億"), ("500万", "五百万")):
        [hit] = library.search(query)
        assert [match.text for match in hit.matches] == [found]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("廿五年", ["二十五年", "廿五年", "25年"]),
        ("25年", ["二十五年", "廿五年", "25年"]),
        ("5年", ["5年"]),
        ("2024年3月5日", ["2024年03月05日"]),
        ("6.2亿吨", ["620,000,000噸"]),
        # Words that a dictionary has as well.
        ("十月", ["10月", "十月"]),
        ("10月", ["10月", "十月"]),
        ("三分之一", ["1/3", "三分之一"]),
        ("第二次世界大战", ["第二次世界大战", "第2次世界大戰"]),
    ],
)
def test_a_number_is_found_from_either_side(
    library_of: LibraryOf, query: str, found: list[str]
) -> None:
    written = ["二十五年", "廿五年", "25年", "5年", "2024年03月05日", "620,000,000噸"]
    written += ["10月", "十月", "1/3", "三分之一", "第二次世界大战", "第2次世界大戰"]
    text = "\n\n".join(f"甲乙丙丁{one}，戊己庚辛。" for one in written)
    hits = library_of({"numbers.txt": text}).search(query, limit=0)
    assert {match.text for hit in hits for match in hit.matches} == set(found)


# -- numbers as parts of a query -------------------------------------------------------------------

WITH_NUMBERS = [
    "2021年12月3日召开座谈会。",
    "二〇二一年十二月三日开幕。",
    "贸易额12.5亿美元。",
    "共3人,12月开会。",
    "货值3000亿美元。",
    "货值3000万美元。",
    "超过3000个项目。",
    "走过十年。",
    "走过二十年。",
    "参加一带一路论坛的有三明市。",
]


@pytest.fixture(scope="module")
def numbers(library_of: LibraryOf) -> Library:
    return library_of({"numbers.txt": "\n\n".join(WITH_NUMBERS)})


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    ("query", "as_typed", "otherwise"),
    [
        ("2021年12月3日", ["2021年12月3日召开座谈会。"], ["二〇二一年十二月三日开幕。"]),
        ("在2021年12月3日", ["2021年12月3日召开座谈会。"], ["二〇二一年十二月三日开幕。"]),
        ("二〇二一年十二月三日", ["二〇二一年十二月三日开幕。"], ["2021年12月3日召开座谈会。"]),
        ("12.5亿", ["贸易额12.5亿美元。"], []),
        ("增长12.5亿", ["贸易额12.5亿美元。"], []),
        ("3000亿", ["货值3000亿美元。"], []),
        ("约3000个", ["超过3000个项目。"], []),
        ("满十年", ["走过十年。"], []),
        ("论坛三明", ["参加一带一路论坛的有三明市。"], []),
    ],
)
def test_a_number_in_a_query_is_one_part_of_it(
    numbers: Library, query: str, as_typed: list[str], otherwise: list[str], strict: bool
) -> None:
    texts = [hit.text.strip() for hit in numbers.search(query, limit=0, strict=strict)]
    assert texts == as_typed + ([] if strict else otherwise)


def test_a_word_is_found_by_the_only_longer_part_of_it(numbers: Library) -> None:
    assert numbers.search("从座谈会", strict=True).total == 1


def test_words_beside_a_number_are_still_looked_for(numbers: Library) -> None:
    texts = [hit.text.strip() for hit in numbers.search("召开座谈会的2021年12月3日", limit=0)]
    assert texts == ["2021年12月3日召开座谈会。", "二〇二一年十二月三日开幕。"]


@pytest.mark.parametrize(
    ("query", "in_order"),
    [
        ("十五人", ["会上十五人发言。", "会上15人发言。", "会上三十五人发言。"]),
        ("十五人发言", ["会上十五人发言。", "会上15人发言。", "会上三十五人发言。"]),
        ("+十五人", ["会上十五人发言。", "会上15人发言。", "会上三十五人发言。"]),
        ("增长百分之五", ["产量增长百分之五。", "产量增长5%。", "产量增长百分之五十。"]),
        ("长百分之五", ["产量增长百分之五。", "产量增长5%。", "产量增长百分之五十。"]),
    ],
)
def test_a_number_that_is_part_of_another_comes_last(
    tmp_path: Path, new_index: Callable[[], Path], query: str, in_order: list[str]
) -> None:
    texts = [*reversed(in_order), "会上无人说话。", "产量如旧。"]
    (tmp_path / "numbers.txt").write_text("\n\n".join(texts), encoding="utf-8")
    hits = bri_search.build(tmp_path, new_index()).search(query, limit=0)
    assert [hit.text.strip() for hit in hits][:3] == in_order
    assert [int(hit.score) for hit in hits][1:3] == [1, 0]


def test_a_decade_is_found_however_it_is_written(
    tmp_path: Path, new_index: Callable[[], Path]
) -> None:
    (tmp_path / "decades.txt").write_text(
        "上世紀八十年代修了路。\n\n上世纪80年代修了桥。\n\n五六十年代修了渠。\n", encoding="utf-8"
    )
    library = bri_search.build(tmp_path, new_index())
    for query in ("80年代", "八十年代"):
        texts = {match.text for hit in library.search(query) for match in hit.matches}
        assert {"八十年代", "80年代"} <= texts
