"""Words of folded text: jieba's own, without jieba's dictionary."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from math import log
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bri_search.errors import IndexDamaged
from bri_search.text import segment
from bri_search.text.segment import Segmenter, _Lexicon, build_lexicon
from bri_search.text.unknown_words import unknown_words

ROOT = Path(__file__).resolve().parent.parent
CHARACTERS = str.maketrans("著後裡", "着后里")
# Words that fold to nothing, and to more than one word.
LEFT_OUT = {"的确": "", "一会儿": "一会 儿"}
SEARCHED = "第三届一带一路国际合作高峰论坛，a股影响显着。"

SENTENCES = [
    "共建一带一路倡议提出十年来取得显着成就，为世界经济增长注入新动能",
    "中华人民共和国国务院新闻办公室发布白皮书。白皮书有力回应",
    "习近平主席在开幕式上发表主旨演讲，宣布支持高质量共建的八项行动",
    "数字丝绸之路建设稳步推进；跨境电商、移动支付、智慧城市等合作亮点纷呈",
    "他来到了网易杭研大厦，和李小福谈云计算",
    "尼泊尔、哈萨克斯坦与乌兹别克斯坦签署了谅解备忘录",
    "土着居民的着名着作论述着这一历史，颇着成效",
    "研究生命起源的结婚的和尚未结婚的人，在南京市长江大桥上",
    "互联互通伙伴关系咨询委员会第二次会议于后天在北京召开",
    "绛紫色的龘龘和饕餮，㐀与𠀀皆为生僻字，二〇二三年",
]


def fold(text: str) -> str:
    """A stand-in for folding: as docs/folding.md has it, where these tests look."""
    return LEFT_OUT.get(text, text.casefold().translate(CHARACTERS))


def dictionary() -> Iterator[tuple[str, int]]:
    import jieba

    lines = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        word, frequency, _ = line.split(" ")
        yield word, int(frequency)


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("segment") / "lexicon"
    build_lexicon(path, fold)
    return path


@pytest.fixture(scope="module")
def segmenter(lexicon: Path) -> Segmenter:
    made = Segmenter(lexicon)
    made._tokenizer.calc._chosen = segment._MUCH  # as if rjieba were not installed
    return made


@pytest.fixture(scope="module")
def fast_segmenter(lexicon: Path) -> Segmenter:
    """A segmenter that has cut so much that rjieba cuts for it."""
    pytest.importorskip("rjieba")
    made = Segmenter(lexicon)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segment, "_MUCH", 1)
        made.cut("字")
    return made


@pytest.fixture(scope="module")
def plain(lexicon: Path) -> Any:
    """A tokenizer that has loaded the same folded dictionary, as jieba loads any."""
    import jieba

    frequencies: Counter[str] = Counter()
    for word, frequency in dictionary():
        if word not in LEFT_OUT:
            frequencies[fold(word)] += frequency
    path = lexicon.with_name("dict.txt")
    path.write_text("".join(f"{word} {n} x\n" for word, n in frequencies.items()), encoding="utf-8")
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(path.open("rb"))
    tokenizer.initialized = True
    return tokenizer


@pytest.fixture(scope="module")
def han_words(plain: Any) -> list[str]:
    return [word for word, n in plain.FREQ.items() if n and not has_other_scripts(word)]


def has_other_scripts(text: str) -> bool:
    return any(not "\u4e00" <= character <= "\u9fd5" for character in text)


def spoken(words: list[str]) -> list[str]:
    return [word for word in words if word.isalnum()]


def assert_as_plain(segmenter: Segmenter, plain: Any, text: str) -> None:
    assert segmenter.cut(text) == spoken(plain.lcut(text))


@given(data=st.data())
@settings(deadline=None, max_examples=300)
def test_rjieba_has_the_same_words(
    segmenter: Segmenter,
    fast_segmenter: Segmenter,
    han_words: list[str],
    data: st.DataObject,
) -> None:
    ideographs = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), max_size=4)
    others = st.text(st.sampled_from("㐀𠀀ーあ가a1.-， éⅣ々〇"), max_size=3)
    words = st.integers(0, len(han_words) - 1).map(han_words.__getitem__)
    few = data.draw(st.lists(st.one_of(words, words, ideographs, others), min_size=1, max_size=12))
    # Repeated, there are many ways to cut that weigh the same.
    text = "".join(data.draw(st.lists(st.sampled_from(few), max_size=40)))
    assert fast_segmenter.cut(text) == segmenter.cut(text)


def test_rjieba_leaves_what_stands_in_no_word_to_jieba(
    segmenter: Segmenter, fast_segmenter: Segmenter
) -> None:
    # Ways to cut that jieba's model gives the same weight, and rjieba's another.
    for text in ("定定定定定定定", "常在此盘旋", "几清明常在躬"):
        assert fast_segmenter.cut(text) == segmenter.cut(text)


@given(
    st.lists(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5)
        | st.sampled_from("的一在了和人这中大为上个国我以要他"),
        min_size=1,
        max_size=5,
    ).flatmap(lambda few: st.text(st.sampled_from(few), min_size=1, max_size=12))
)
@example("定定定定定定定")
@settings(deadline=None, max_examples=500)
def test_unknown_words_are_those_of_jieba(ideographs: str) -> None:
    assert unknown_words(ideographs) == list(import_module("jieba.finalseg").cut(ideographs))


def test_rjieba_has_the_same_words_of_real_text(
    segmenter: Segmenter,
    fast_segmenter: Segmenter,
    reference: Path,
) -> None:
    for path in sorted(reference.rglob("*")):
        if path.suffix in (".txt", ".md"):
            text = fold(path.read_text(encoding="utf-8", errors="replace"))
            assert fast_segmenter.cut(text) == segmenter.cut(text)


def has_rjieba(segmenter: Segmenter) -> bool:
    """Whether a segmenter has cut so much that rjieba chooses."""
    return segmenter._tokenizer.calc._cut is not None


def test_rjieba_chooses_when_much_was_cut(lexicon: Path, segmenter: Segmenter) -> None:
    pytest.importorskip("rjieba")
    cutting = Segmenter(lexicon)
    cutting.cut(SEARCHED)
    assert not has_rjieba(cutting)
    assert cutting.cut("字典，" * segment._MUCH) == ["字典"] * segment._MUCH
    assert has_rjieba(cutting)
    assert not has_rjieba(segmenter)


def test_a_lexicon_knows_how_often_each_word_was_counted(lexicon: Path, plain: Any) -> None:
    assert dict(_Lexicon(lexicon).frequencies()) == {w: n for w, n in plain.FREQ.items() if n}


def test_a_lexicon_holds_the_folded_words_with_the_sums_of_their_frequencies(
    lexicon: Path, plain: Any
) -> None:
    opened = _Lexicon(lexicon)
    logarithm = log(plain.total)
    wrong = [
        word
        for word, n in plain.FREQ.items()
        if opened.get(word) != (log(n) - logarithm if n else None) or (word in opened) != (n > 0)
    ]
    assert wrong == []
    raw = dict(dictionary())
    assert plain.FREQ["后"] == raw["后"] + raw["後"] > raw["后"]


def test_words_that_cannot_occur_in_folded_text_are_left_out(lexicon: Path) -> None:
    raw = dict(dictionary())
    opened = _Lexicon(lexicon)
    assert LEFT_OUT.keys() <= raw.keys()
    assert not any(word in opened for word in [*LEFT_OUT, *LEFT_OUT.values(), "显著", "T恤"])


@pytest.mark.parametrize("sentence", SENTENCES)
def test_words_are_those_of_a_plain_tokenizer(
    segmenter: Segmenter, plain: Any, sentence: str
) -> None:
    assert_as_plain(segmenter, plain, sentence)


@given(data=st.data())
@settings(deadline=None, max_examples=150)
def test_words_of_any_ideographs_are_those_of_a_plain_tokenizer(
    segmenter: Segmenter,
    plain: Any,
    han_words: list[str],
    data: st.DataObject,
) -> None:
    ideographs = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), max_size=4)
    # By number, for `sampled_from` would read all the words for every example.
    words = st.integers(0, len(han_words) - 1).map(han_words.__getitem__)
    parts = data.draw(st.lists(st.one_of(words, ideographs), max_size=20))
    assert_as_plain(segmenter, plain, "".join(parts))


def test_every_word_of_the_dictionary_is_looked_up_as_jieba_does(
    segmenter: Segmenter, plain: Any, han_words: list[str]
) -> None:
    words = han_words[::60]
    # A mark now and then: of more than a thousand characters without one, each thousand is cut.
    text = "，".join("".join(words[start : start + 100]) for start in range(0, len(words), 100))
    assert_as_plain(segmenter, plain, text)


def test_letters_without_end_are_cut_a_thousand_at_a_time(segmenter: Segmenter) -> None:
    text = "路" * 2500
    assert "".join(segmenter.cut(text)) == text
    assert segmenter.cut(text) == [
        w for part in (1000, 1000, 500) for w in segmenter.cut("路" * part)
    ]


def test_the_model_finds_words_that_the_lexicon_lacks(segmenter: Segmenter) -> None:
    assert segmenter.cut("网易杭研大厦") == ["网易", "杭研", "大厦"]


@pytest.mark.parametrize("word", ["显著", "著名", "著作", "土著", "卓著", "原著", "昭著", "编著"])
def test_words_written_with_a_folded_character_stay_whole(segmenter: Segmenter, word: str) -> None:
    assert word in dict(dictionary())
    assert segmenter.cut(fold(word)) == [fold(word)] != [word]


def test_folded_words_stay_whole_in_a_sentence(segmenter: Segmenter) -> None:
    assert segmenter.cut(fold("取得了显著成效")) == ["取得", "了", "显着", "成效"]


@pytest.mark.parametrize(
    ("folded", "cut"),
    [
        ("", []),
        (" ，。…—%", []),
        ("the belt and road", ["the", "belt", "and", "road"]),
        ("belt-and-road (bri)", ["belt", "and", "road", "bri"]),
        ("rcep和5g网络", ["rcep", "和", "5g", "网络"]),
        ("增长45.4%，达2.11亿元", ["增长", "45.4", "达", "2.11", "亿元"]),
        ("第1.4.1节", ["第", "1.4.1", "节"]),
        ("2013-2023年", ["2013-2023", "年"]),
        ("end. 5.a 5.-6 a.b", ["end", "5", "a", "5", "6", "a", "b"]),
        ("covid-19", ["covid", "19"]),
        ("snake_case_", ["snake", "case"]),
        ("中_国", ["中", "国"]),
        ("中\u0301国", ["中", "国"]),
        ("café naïve encyclopædia", ["café", "naïve", "encyclopædia"]),
        ("e\u0301tude中国", ["e\u0301tude", "中国"]),
        ("наш мир", ["наш", "мир"]),
        ("한국어 위키", ["한국어", "위키"]),
        ("シル\u0301ク", ["シ", "ル", "ク"]),
        ("a股市场", ["a股", "市场"]),
        ("x光和t恤", ["x光", "和", "t恤"]),
        ("4s店在1号店", ["4s店", "在", "1号店"]),
        ("唱江南style", ["唱", "江南style"]),
        ("11号店", ["11", "号店"]),
        ("google化", ["google", "化"]),
        ("1.1号店", ["1.1", "号店"]),
    ],
)
def test_what_text_is_cut_into(segmenter: Segmenter, folded: str, cut: list[str]) -> None:
    assert segmenter.cut(folded) == cut


@given(
    text=st.text(st.sampled_from("一带路的著着年a股店t恤bx号1259.-%_ ，。中국シ々〇㐀é\u0301\n"))
)
@settings(deadline=None, max_examples=300)
def test_no_letter_is_lost_and_no_punctuation_kept(segmenter: Segmenter, text: str) -> None:
    cut = segmenter.cut(text)
    assert spoken(list("".join(cut))) == spoken(list(text))
    assert all(word[0].isalnum() and not word.endswith((".", "-")) for word in cut)
    assert not any(character in "%_ ，。\n" for word in cut for character in word)
    assert [text[start:end] for start, end in segmenter.spans(text)] == cut
    assert all(one[1] <= other[0] for one, other in pairwise(segmenter.spans(text)))


def test_jiebas_dictionary_is_never_read(lexicon: Path, tmp_path: Path) -> None:
    script = """
import json, sys
opened = []
sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
from pathlib import Path
from bri_search.text.segment import Segmenter
early = sorted({"jieba", "marisa_trie"} & sys.modules.keys())
segmenter = Segmenter(Path(sys.argv[1]))
words = segmenter.cut(sys.argv[2])
late = "pkg_resources" in sys.modules
import logging
handled = logging.getLogger("jieba").handlers != []
print(json.dumps([words, opened, early, late, handled]))
"""
    # jieba would take any error but an ImportError as its own.
    (tmp_path / "pkg_resources.py").write_text("raise RuntimeError", encoding="utf-8")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = {
        **os.environ,
        "PYTHONIOENCODING": "utf-8",
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)]),
        # jieba is compiled anew, and so would warn of its string literals.
        "PYTHONPYCACHEPREFIX": str(tmp_path / "compiled"),
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary)),
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, str(lexicon), SEARCHED],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env=environment,
    )
    assert (done.returncode, done.stderr) == (0, "")
    words, opened, early, late, handled = json.loads(done.stdout)
    here = Segmenter(lexicon)
    assert words == here.cut(SEARCHED)
    assert str(lexicon) in opened
    assert any("jieba" in Path(path).parts for path in opened)
    assert not any(Path(path).name in {"dict.txt", "jieba.cache"} for path in opened)
    assert list(temporary.iterdir()) == []
    assert early == []
    assert not late
    # What keeps jieba quiet is that it has nothing to say, not that its log goes nowhere.
    assert handled


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda whole: whole[:20], id="a part of the header"),
        pytest.param(lambda whole: whole[:-1], id="cut short"),
        pytest.param(lambda whole: whole + b"\0", id="too long"),
        pytest.param(lambda whole: b"bri-lex0" + whole[8:], id="another version"),
        pytest.param(lambda _: b"# corpus\n" * 99, id="something else"),
    ],
)
def test_a_damaged_lexicon_is_refused(lexicon: Path, tmp_path: Path, damage: Any) -> None:
    path = tmp_path / "lexicon"
    path.write_bytes(damage(lexicon.read_bytes()))
    with pytest.raises(IndexDamaged, match="run bri-search index --rebuild") as raised:
        Segmenter(path)
    assert str(path) in str(raised.value)


def test_a_missing_lexicon_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="run bri-search index --rebuild"):
        Segmenter(tmp_path / "lexicon")


def test_a_lexicon_may_be_built_again_under_an_open_segmenter(tmp_path: Path) -> None:
    path = tmp_path / "lexicon"
    build_lexicon(path, fold)
    segmenter = Segmenter(path)
    build_lexicon(path, str.casefold)
    assert segmenter.commonness("显着") > segmenter.commonness("显著")
    assert Segmenter(path).commonness("显着") < Segmenter(path).commonness("显著")
    assert [file.name for file in tmp_path.iterdir()] == ["lexicon"]
