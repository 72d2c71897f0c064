"""The vocabulary: what libraries and glossaries hold, and how a term is looked up."""

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bri_search.errors import IndexDamaged
from bri_search.index.store import Store
from bri_search.text.fold import Folding
from bri_search.text.gathering import fingerprint, gather_from_libraries
from bri_search.text.glossary import COLUMNS, PROJECT_GLOSSARY, GlossaryRow, read_glossary
from bri_search.text.vocabulary import Terms, Vocabulary, build_vocabulary, term_key
from tests import typed

ROWS, PROBLEMS = read_glossary(PROJECT_GLOSSARY)


@pytest.fixture(scope="module")
def store(example_index: Path) -> Store:
    return Store(example_index)


@pytest.fixture(scope="module")
def libraries(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    path = tmp_path_factory.mktemp("libraries") / "vocabulary"
    fold = store.folding.text
    terms = gather_from_libraries(
        lambda word: store.segmenter.commonness(fold(word)), frozenset(["the", "of", "with"])
    )
    build_vocabulary(path, terms, fold)
    return Vocabulary(path)


def known(vocabulary: Vocabulary, folding: Folding, term: str) -> set[str]:
    return {folding.text(text) for text, _ in vocabulary.counterparts(folding.text(term))}


# -- golden pairs, written down before the libraries were asked ------------------------------------


@pytest.mark.parametrize(
    ("term", "counterpart", "origin"),
    [
        ("网络", "網路", "OpenCC, mainland and Taiwan"),
        ("資訊", "信息", "OpenCC, mainland and Taiwan"),
        ("計程車", "出租车", "OpenCC, mainland and Taiwan"),
        ("私隱權", "隐私权", "OpenCC, mainland and Hong Kong"),
        ("老挝", "寮國", "CLDR"),
        ("新西兰", "紐西蘭", "CLDR"),
        ("沙烏地阿拉伯", "沙特阿拉伯", "CLDR"),
        ("Sri Lanka", "斯里兰卡", "CLDR"),
        ("哈薩克", "Kazakhstan", "CLDR"),
        ("Bosnia and Herzegovina", "波斯尼亚和黑塞哥维那", "CLDR"),
        ("trade deficit", "贸易逆差", "CC-CEDICT"),
        ("cooperation", "合作", "CC-CEDICT"),
        ("鐵路", "railway", "CC-CEDICT"),
        ("global economy", "世界经济", "CC-CEDICT"),
        ("世贸", "世界贸易组织", "CC-CEDICT"),
    ],
)
def test_libraries_know(
    libraries: Vocabulary, folding: Folding, term: str, counterpart: str, origin: str
) -> None:
    wanted = folding.text(counterpart)
    found = {folding.text(text): by for text, by in libraries.counterparts(folding.text(term))}
    assert found.get(wanted) == origin


@pytest.mark.parametrize(
    ("term", "counterparts"),
    [
        ("一帶一路", ["Belt and Road", "BRI"]),
        ("belt & road", ["一带一路"]),
        ("丝路基金", ["Silk Road Fund"]),
        ("china-europe railway express", ["中欧班列"]),
        ("digital silk road", ["数字丝绸之路", "數碼絲綢之路", "數位絲路"]),
        ("connectivity", ["互联互通"]),
        ("AIIB", ["亚投行", "亚洲基础设施投资银行", "Asian Infrastructure Investment Bank"]),
        ("數位經濟", ["数字经济", "數碼經濟", "digital economy"]),
        ("肯雅", ["肯尼亚", "肯亞", "Kenya"]),
        ("人類命運共同體", ["community with a shared future for mankind"]),
        ("Cote d'Ivoire", ["科特迪瓦", "象牙海岸"]),
        ("Belt and Road Forums", ["一带一路国际合作高峰论坛"]),
    ],
)
def test_the_glossary_knows(
    store: Store, folding: Folding, term: str, counterparts: list[str]
) -> None:
    missing = {folding.text(text) for text in counterparts}
    assert missing <= known(store.vocabulary, folding, term)


@pytest.mark.parametrize("word", ["the", "of", "and", "with", "的", "了"])
def test_function_words_have_no_counterparts(store: Store, word: str) -> None:
    assert list(store.vocabulary.counterparts(word)) == []


@pytest.mark.parametrize("word", ["good", "make", "country", "development", "go", "belt", "road"])
def test_common_english_words_have_few(libraries: Vocabulary, word: str) -> None:
    by_dictionary = [text for text, by in libraries.counterparts(word) if by == "CC-CEDICT"]
    assert len(by_dictionary) <= 6  # three for each of "make" and "makes"
    assert all(len(text) > 1 for text in by_dictionary)


def test_nothing_is_its_own_counterpart(store: Store, folding: Folding) -> None:
    for term in ("数字经济", "kenya", "一带一路", "合作", "软件", "新西兰"):
        assert folding.text(term) not in known(store.vocabulary, folding, term)


# -- the project's glossary ------------------------------------------------------------------------


def test_the_glossary_has_no_mistakes() -> None:
    assert PROBLEMS == ()
    assert len(ROWS) >= 220


def test_each_row_names_its_source_and_every_column() -> None:
    for row in ROWS:
        assert len(row.renderings) == len(COLUMNS) - 1
        assert row.source


def test_the_traditional_columns_hold_no_simplified_characters() -> None:
    converters = [typed.converter(name) for name in ("s2t", "s2hk", "s2tw")]
    strangers = [
        (form, character)
        for row in ROWS
        for cell in row.renderings[1:3]
        for form in cell
        for character in form
        if character != "斗"
        and all(converter.convert(character) != character for converter in converters)
    ]
    assert strangers == []


def test_the_simplified_column_holds_no_traditional_characters() -> None:
    converter = typed.converter("t2s")
    strangers = [
        form for row in ROWS for form in row.renderings[0] if converter.convert(form) != form
    ]
    assert strangers == []


def test_a_row_says_what_no_library_says(libraries: Vocabulary, folding: Folding) -> None:
    idle = []
    for row in ROWS:
        keys = {form: term_key(folding.text(form)) for form in row.forms}
        pairs = [(one, other) for one, other in permutations(keys, 2) if keys[one] != keys[other]]
        if all(folding.text(other) in known(libraries, folding, one) for one, other in pairs):
            idle.append(row.forms)
    assert idle == []


@given(st.sampled_from(ROWS))
def test_a_row_is_symmetric(store: Store, folding: Folding, row: GlossaryRow) -> None:
    for one, other in permutations(row.forms, 2):
        folded = folding.text(one), folding.text(other)
        if term_key(folded[0]) != term_key(folded[1]):
            assert folded[1] in known(store.vocabulary, folding, one)
            assert folded[0] in known(store.vocabulary, folding, other)


@given(st.sampled_from(ROWS), st.sampled_from(["s2t", "s2hk", "s2tw"]))
def test_a_look_up_is_blind_to_script(
    store: Store, folding: Folding, row: GlossaryRow, configuration: str
) -> None:
    term = row.renderings[0][0]
    converted = typed.converter(configuration).convert(term)
    assert known(store.vocabulary, folding, converted) == known(store.vocabulary, folding, term)


@pytest.mark.parametrize("term", [form for row in ROWS for form in row.renderings[3]])
def test_a_look_up_is_blind_to_case_and_plural(store: Store, folding: Folding, term: str) -> None:
    found = known(store.vocabulary, folding, term)
    assert found
    alike = [term.upper(), term.lower()]
    if not term.startswith("The "):
        alike.append(f"the {term}")
    # Not with another plural, too short for one, or as EAEU, which would end as a Latin word.
    if term[-1].lower() not in "suyeh" and len(term.replace("-", " ").rsplit(maxsplit=1)[-1]) > 2:
        alike.append(f"{term}s")
    assert all(known(store.vocabulary, folding, other) == found for other in alike)


# -- files -----------------------------------------------------------------------------------------

_FORMS = st.text("数字經濟网路abc -", min_size=1, max_size=6).filter(str.strip)


@given(st.lists(st.lists(_FORMS, min_size=1, max_size=4), max_size=6))
def test_what_is_written_is_found(
    folding: Folding, tmp_path_factory: pytest.TempPathFactory, groups: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("vocabulary") / "file"
    build_vocabulary(path, [Terms(tuple(group), "here") for group in groups], folding.text)
    vocabulary = Vocabulary(path)
    for group in groups:
        for one, other in permutations(filter(folding.text, group), 2):
            if term_key(folding.text(one)) != term_key(folding.text(other)):
                assert folding.text(other) in known(vocabulary, folding, one)
    texts = {folding.text(form) for group in groups for form in group}
    assert {other for text in texts for other in known(vocabulary, folding, text)} <= texts


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 200])
def test_a_damaged_file_is_told(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "vocabulary"
    path.write_bytes(damage)
    with pytest.raises(IndexDamaged, match="run bri-search index --rebuild"):
        Vocabulary(path)


def test_a_file_cut_short_is_told(example_index: Path, tmp_path: Path) -> None:
    (whole,) = example_index.glob("generation-*/vocabulary.marisa")
    path = tmp_path / "vocabulary"
    path.write_bytes(whole.read_bytes()[:-1])
    with pytest.raises(IndexDamaged, match="not a vocabulary"):
        Vocabulary(path)


# -- a user's glossary -----------------------------------------------------------------------------

GOOD = "软件园\t軟件園\t軟體園\tsoftware park\thouse style"


def read(folder: Path, *lines: str) -> tuple[tuple[GlossaryRow, ...], list[str]]:
    path = folder / "glossary.tsv"
    path.write_text("\n".join(lines), encoding="utf-8")
    rows, problems = read_glossary(path)
    return rows, [problem.removeprefix(f"{path}: ") for problem in problems]


def bad_lines() -> Iterator[tuple[str, str]]:
    yield "软件\t軟件", "line 2 has 2 columns; give it 5 with tabs"
    yield "软件 軟件 軟體 software usage", "line 2 has 1 column; give it 5"
    yield f"{GOOD}\tmore", "line 2 has 6 columns; give it 5"
    yield "软件\t\t軟體\tsoftware\tx", "line 2 has nothing in zh-Hant-HK; write the term there"
    yield "软件\t軟件\t軟體\tsoftware\t ", "line 2 has nothing in source; write"
    yield "软件\t軟件|\t軟體\tsoftware\tx", "line 2 has an empty rendering in zh-Hant-HK; write"
    yield GOOD, "line 2 has 软件园 again, which is on line 1; put further renderings there"


@pytest.mark.parametrize(("line", "problem"), list(bad_lines()))
def test_a_bad_row_is_told_and_the_rest_is_used(tmp_path: Path, line: str, problem: str) -> None:
    rows, problems = read(tmp_path, GOOD, line, "光纤\t光纖\t光纖\toptical fibre|fiber\tx")
    assert [row.renderings[0] for row in rows] == [("软件园",), ("光纤",)]
    assert rows[1].renderings[3] == ("optical fibre", "fiber")
    assert len(problems) == 1
    assert problems[0].startswith(problem)
    assert "\n" not in problems[0]


def test_headings_comments_and_empty_lines_are_passed_over(tmp_path: Path) -> None:
    rows, problems = read(tmp_path, "\ufeff" + "\t".join(COLUMNS), "# ours", "", GOOD, "   ")
    assert [row.forms for row in rows] == [("软件园", "軟件園", "軟體園", "software park")]
    assert problems == []


def test_a_glossary_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "glossary.tsv"
    path.write_bytes("软件\t軟件".encode("gb18030"))
    assert read_glossary(path) == ((), (f"{path}: is not UTF-8 (at byte 0); save it as UTF-8",))


def test_the_fingerprint_changes_with_a_glossary(tmp_path: Path) -> None:
    path = tmp_path / "glossary.tsv"
    seen = {fingerprint([]), fingerprint([path])}
    for text in (GOOD, f"{GOOD}\n"):
        path.write_text(text, encoding="utf-8")
        seen.add(fingerprint([path]))
        assert fingerprint([path]) in seen
    assert len(seen) == 4
