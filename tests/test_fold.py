"""Folding: what it takes away, what it keeps, and where each character came from."""

import doctest
import re
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bri_search.text import markup
from bri_search.text.fold import FoldedText, Folding, is_note_mark, is_word_character, letter_form
from bri_search.text.line_breaks import LINE_BREAKS
from bri_search.text.variants import IDEOGRAPHS
from tests import typed
from tests.scan import grouped_fold

ROOT = Path(__file__).resolve().parent.parent

# Every kind of character that some rule is about, beside all of Unicode.
CHARACTERS = st.one_of(
    st.characters(),
    st.characters(categories=["Cs", "Cc", "Cf"]),
    st.sampled_from(
        "的一帶带路著着，。、；：？！「」『』《》〈〉“”‘’'\"·•—－-‐–―~～〜…％①③⒈㈱㍿ℵﬁ"
    ),
    st.sampled_from("0123456789,.0123456789,,０１２，abcXYZÅé ssß 　\t\n\r\f\v\x1c\x85\u2028"),
    st.sampled_from("[]()!#>*_`~<-＊＿＃＞＜［］！｀－\ufeff\u200b\u00ad\u034f\ufe0f\U000e0100"),
    st.sampled_from("𠮷𪜀𫝆豈﨑⺀⺟⺠⺸⻑⼀〇○◯가각한ᄀㄱあカｶﾞ︰∶⋯⸺⸻"),
)
SNIPPETS = st.sampled_from(
    ["3,000", "3,5,7", "12,345,678", "1,0000", "3, 200", "-\n", "a-\nb", "[[zh:", "[[a|b]]", "]]",
     "](http://x.y)", "**", "__", "~~", "~", "<!--", "-->", "# ", "\n## ", "> ", "[3]", "[^12]", "[^ab]", "![",
     "`", "3*5", "2 * ", "*7", "< 5", "<=", "\r\n", " \n ", "——", "＜！——x——＞", "～～", "＿＿", "＊＊", "＞ ", "»",
     "<br>", "<u>", "</u>", "<b", "<BR />", "<wbr>", "<sup>3</sup>", "<sup>", "<a id=p1>", "\\[3\\]", "^[",
     "[[3]](#a)", "]{.b}", "](<a b>)",
     "[1-3]", "［1］", "［２,", " 3］", "[注4]", "〔1〕", "【注２】", "〔", "〕", "【", "】", "〔1", "2】", "〔2023〕", "†"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(CHARACTERS, SNIPPETS), max_size=30).map("".join)


def is_space(text: str, place: int) -> bool:
    """Whether white space stands at a place, or a tag that breaks the line begins there."""
    return text[place].isspace() or text[place : place + 3].casefold() == "<br"


def groups(folded: FoldedText) -> list[tuple[int, str]]:
    """The folded characters by the offset they came from."""
    found: list[tuple[int, str]] = []
    for character, offset in zip(folded.text, folded.offsets, strict=True):
        if found and found[-1][0] == offset:
            found[-1] = (offset, found[-1][1] + character)
        else:
            found.append((offset, character))
    return found


def grouping_commas(text: str) -> set[int]:
    """The commas that group digits: of a run 1,234,567 whose first part has one to three digits
    and every other three, with no digit and no comma of another part beside it."""
    commas: set[int] = set()
    place = 0
    while place < len(text):
        if text[place] not in "0123456789":
            place += 1
            continue
        end = place
        separators = []
        while end < len(text) and (
            text[end] in "0123456789"
            or (text[end] == "," and text[end + 1 : end + 2] in tuple("0123456789"))
        ):
            if text[end] == ",":
                separators.append(end)
            end += 1
        first, *others = text[place:end].split(",")
        if others and len(first) <= 3 and all(len(part) == 3 for part in others):
            commas.update(separators)
        place = end
    return commas


@given(TEXTS)
def test_what_is_without_a_sign_of_markup_is_without_markup(text: str) -> None:
    stretches = [found.span() for found in markup.markup(text)]
    whole = markup._pattern_with(markup._SIGNS_OF_ALTERNATIVES)
    assert stretches == [found.span() for found in whole.finditer(text)]
    assert markup.without_markup(text) == whole.sub("", text)


def bracketed(text: str, folding: Folding, left_out: set[int]) -> set[int]:
    """Where the numbers of notes stand in brackets that are no markup, and these brackets."""
    shown = [
        (form[0], place)
        for place, form in enumerate(map(folding.character, text))
        if form.strip() and place not in left_out
    ]
    found: set[int] = set()
    while True:
        written = "".join(character for character, _ in shown)
        mark = re.search(
            r"〔注?[0-9]{1,3}〕|【注?[0-9]{1,3}】|\A注?[0-9]{0,3}[〕】]|[〔【]注?[0-9]{0,3}\Z",
            written,
        )
        if mark is None:
            return found
        found.update(place for _, place in shown[slice(*mark.span())])
        del shown[slice(*mark.span())]


@given(text=TEXTS)
@settings(max_examples=800)
@example(text="1,234,567,")
@example(text="甲〔〔1〕2〕乙〔\u200b３〕 a【注4】 b【")
@example(text=",1,234,5678,1,234")
def test_a_folded_text_is_what_its_characters_fold_to_less_the_stated_deletions(
    text: str, folding: Folding
) -> None:
    folded = folding.fold(text)
    kept = dict(groups(folded))
    grouped = grouped_fold(folding, text)
    ungrouped = {grouped.offsets[place] for place in grouping_commas(grouped.text)}
    markup = typed.in_markup(text)
    marks = bracketed(text, folding, markup)
    for place, character in enumerate(text):
        form = folding.character(character)
        if place in markup:
            assert place not in kept or is_space(text, place)
        elif form == "":
            assert place not in kept
        elif place in marks and place not in kept:
            assert character.isdecimal() or folding.character(character) in "注〔〕【】"
        elif form == " ":
            assert kept.get(place, " ") == " "
        elif place in ungrouped:
            assert form == ","
            assert place not in kept
        elif place not in kept:
            # A hyphen at the end of a line, between two halves of a word.
            assert character in "-‐"
            rest = "".join(c for p, c in enumerate(text[place + 1 :], place + 1) if p not in markup)
            assert set(LINE_BREAKS) & set(text[place + 1 :])
            following = next(c for c in rest if folding.character(c).strip())
            assert following.islower()
        else:
            assert kept[place] == form


def test_an_ideograph_has_no_form_but_that_of_its_class(folding: Folding) -> None:
    for code in range(0x4E00, 0xA000):
        character = chr(code)
        assert letter_form(character) == character
        assert unicodedata.category(character) in ("Lo", "Cn")
        assert not is_note_mark(character)
        folded = folding.character(character)
        assert folded == folding.character(folded)
        assert folded == folding.variants.representative.get(folded, folded)


@given(text=st.text(CHARACTERS, max_size=40))
@settings(max_examples=400)
def test_letters_by_themselves_are_folded_as_in_any_text(text: str, folding: Folding) -> None:
    letters = "".join(filter(str.isalpha, text))
    assert folding.text(letters) == folding.fold(letters).text


@given(text=st.one_of(TEXTS, st.from_regex(r"[A-Za-zé\u4e00-\u4eff ]{0,24}", fullmatch=True)))
@settings(max_examples=800)
@example(text="The Digital  Silk Road ")
def test_a_text_folds_alike_with_and_without_its_offsets(text: str, folding: Folding) -> None:
    assert folding.text(text) == folding.fold(text).text


@given(text=TEXTS)
@settings(max_examples=800)
def test_offsets_never_fall_and_point_at_the_character_each_came_from(
    text: str, folding: Folding
) -> None:
    folded = folding.fold(text)
    assert len(folded.text) == len(folded.offsets)
    assert all(before <= after for before, after in pairwise(folded.offsets))
    for offset, characters in groups(folded):
        character = text[offset]
        if characters == " " and is_space(text, offset):
            continue
        # Alone, some characters are markup: > at the start of a line.
        assert characters == (folding.text(character) or folding.character(character))


@given(text=TEXTS)
@settings(max_examples=800)
def test_spaces_stay_between_words_and_in_lists_of_numbers_only(
    text: str, folding: Folding
) -> None:
    folded = folding.text(text)
    assert folded == folded.strip(" ")
    assert "  " not in folded
    for before, space, after in zip(folded, folded[1:], folded[2:], strict=False):
        if space == " ":
            between_words = is_word_character(before) and is_word_character(after)
            assert between_words or (before == "," and after.isdecimal())


@given(text=TEXTS)
@settings(max_examples=1500)
@example(text="＊")
@example(text="～～")
@example(text="_\u200b_")
@example(text="＜！——x——＞")
@example(text="＞5")
@example(text="﹇zh:北京﹈")
def test_folding_twice_changes_nothing(text: str, folding: Folding) -> None:
    once = folding.text(text)
    assert folding.text(once) == once


def test_every_character_folds_to_what_folds_to_itself(folding: Folding) -> None:
    for code in range(sys.maxunicode + 1):
        form = folding.character(chr(code))
        assert all(folding.character(part) == part for part in form), hex(code)
        assert "\0" not in form
        if " " in form:
            assert form == " "
            assert chr(code).isspace()


def test_every_character_that_folds_to_a_closing_bracket_is_looked_for(folding: Folding) -> None:
    found = [c for c in map(chr, range(sys.maxunicode + 1)) if folding.character(c) in set("〕】")]
    assert len(found) == 5
    assert {folding.text(f"甲〔1{c}【1{c}乙") for c in found} == {
        "甲【1〕乙",
        "甲〔1】乙",
    }


def test_an_ideograph_folds_to_one_ideograph(folding: Folding) -> None:
    for first, last in IDEOGRAPHS:
        for code in range(first, last + 1):
            if unicodedata.category(chr(code)) == "Lo":
                assert len(folding.character(chr(code))) == 1, chr(code)


def test_a_radical_folds_as_its_ideograph(folding: Folding) -> None:
    radicals = [chr(code) for code in range(0x2E81, 0x2FD6) if unicodedata.name(chr(code), "")]
    assert len(radicals) == 114 + 214
    for radical in radicals:
        ideograph = letter_form(radical)
        assert len(ideograph) == 1
        assert any(first <= ord(ideograph) <= last for first, last in IDEOGRAPHS[1:]), radical
        assert folding.text(radical) == folding.text(ideograph)


def test_a_radical_that_names_a_character_stands_for_the_one_of_that_name() -> None:
    """Of the simplified and of most others NFKC or a dictionary can be asked."""
    pairs = "⺠民⻓长⻅见⻛风⻢马⻥鱼⻋车⻔门⻚页⻰龙⺟母⻳龟⻄西⻘青⻩黄⼈人⾯面"
    assert [letter_form(radical) for radical in pairs[::2]] == list(pairs[1::2])


def names(*parts: str) -> list[str]:
    """Every character whose Unicode name holds one of some words."""
    return [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if any(part in unicodedata.name(chr(code), "") for part in parts)
    ]


def test_quotation_marks_of_every_kind_are_transparent(folding: Folding) -> None:
    # Hebrew, Armenian and the like have letters and marks of their own called so.
    marks = [
        mark
        for mark in names("QUOTATION MARK", "CORNER BRACKET")
        if unicodedata.category(mark) in ("Pi", "Pf", "Ps", "Pe", "Po")
        and mark < "\U00010000"
        and not "\u2e00" <= mark <= "\u2e5f"
    ]
    assert len(marks) > 25
    assert [mark for mark in marks if folding.text(mark)] == [], marks
    assert folding.text("甲⹂❟❠⟪⟫乙") == "甲乙"


def test_note_marks_are_transparent(folding: Folding) -> None:
    circled = [
        mark
        for mark in names("CIRCLED DIGIT", "CIRCLED NUMBER")
        if "SQUARE" not in unicodedata.name(mark)
    ]
    marks = "¹²³⁰⁴⁹⁺⁽⁾" + "".join(circled)
    assert len(marks) > 60
    assert folding.text("甲".join(marks)) == "甲" * (len(marks) - 1)


def test_zero_width_characters_are_transparent(folding: Folding) -> None:
    marks = [
        "\u00ad",
        "\u034f",
        "\u180e",
        *names("ZERO WIDTH", "VARIATION SELECTOR", "WORD JOINER"),
    ]
    assert len(marks) > 250
    assert folding.text("甲".join(marks)) == "甲" * (len(marks) - 1)


def test_all_dashes_are_alike(folding: Folding) -> None:
    dashes = "-‐‑‒–—―−─━﹘﹣－⁃~～〜∼"
    assert {folding.text(f"中{dash}东") for dash in dashes} == {"中-东"}


@pytest.mark.parametrize(
    "members",
    ["衞衛卫", "裏裡里", "著着", "谘諮咨", "後后", "於于", "臺台", "説說说", "爲為为", "峯峰", "羣群",
     "綫線线", "滙匯汇", "髮發发", "乾幹干", "並併并", "佔占", "夥伙", "瞭了", "國国", "體体", "鐘鍾钟",
     "隻只", "復複复", "麵面", "裊嫋袅", "週周", "歷曆历", "籲吁", "徵征", "鬥斗", "採采", "係系繫"],
)  # fmt: skip
def test_the_forms_of_a_character_fold_to_one(members: str, folding: Folding) -> None:
    assert len({folding.text(member) for member in members}) == 1


@pytest.mark.parametrize(
    ("one", "other"), ["已己", "末未", "士土", "大太", "路露", "金经", "東南", "人入"]
)
def test_different_characters_stay_different(one: str, other: str, folding: Folding) -> None:
    assert folding.text(one) != folding.text(other)


def test_every_example_of_the_page_about_folding_is_true(folding: Folding) -> None:
    def alike(*texts: str) -> bool:
        return len(set(map(folding.text, texts))) == 1

    ran = doctest.testfile(
        str(ROOT / "docs" / "folding.md"),
        module_relative=False,
        encoding="utf-8",
        globs={"fold": folding.text, "alike": alike},
    )
    assert (ran.failed, ran.attempted > 30) == (0, True)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("资[[zh:金融]]通", "资金融通"),
        ("「[[zh:一带一路]]」倡議", "一带一路倡议"),
        ("[[丝绸之路|丝路]]基金", "丝路基金"),
        ("[[zh:国家]][[zh:主席]]", "国家主席"),
        ("### **[[zh:高峰]]论坛主要成果**", "高峰论坛主要成果"),
        ("[轉載自GNews](https://gnews.org/articles/1852263)", "转载自gnews"),
        ('![图 1](a.png "钱凯港")', "图1"),
        ("> 引文", "引文"),
        ("`10/18/2023`", "10/18/2023"),
        ("通过。[12]下一句", "通过。下一句"),
        ("通过[^3]了", "通过了"),
        ("通过[^road]了[^县志-2]。", "通过了。"),
        ("通过[^两个 词]了", "通过^两个词了"),
        ("Great success![12] Then", "great success!then"),
        ("标准互认450余项³。", "标准互认450余项。"),
        ("甲①乙⑳", "甲乙"),
        ("公之于众¹,²，让³–⁵每¹， ²一个", "公之于众,让每一个"),
        ("10², 3⁵", "10,3"),
        ("公之于众〔1〕，让", "公之于众,让"),
        ("公之于众【12】，让", "公之于众,让"),
        ("公之于众［１］，让", "公之于众,让"),
        ("公之于众[注1]，让〔註2〕", "公之于众,让"),
        ("公之于众[1-3]，让[4，6]每[7, 9]一个", "公之于众,让每一个"),
        ("公之于众†，让‡", "公之于众,让"),
        ("the treaty 〔1〕 entered", "the treaty entered"),
        ("甲〔1", "甲"),
        ("1〕甲", "甲"),
        ("国发〔2023〕15号", "国发〔2023〕15号"),
        ("【信息来源】", "【信息来源】"),
        ("（1）甲，f(1)=2，⑴乙", "(1)甲,f(1)=2,(1)乙"),
        ("区间[0,1]和[2013,2015]", "区间0,1和2013,2015"),
        ("<!-- 注 -->甲<!-- a\nb -->", "甲"),
        ("1~3年，1～3年，1〜3年", "1-3年,1-3年,1-3年"),
        ("記者︰「比例為1∶3」", "记者:比例为1:3"),
        ("二○二二年，二◯二二年", "二〇二二年,二〇二二年"),
        ("⋯⋯海⸺洋……", "......海--洋......"),
        ("⺠营企业的⻛险", "民营企业的风险"),
        ("３,０００億", "3000亿"),
        ("3,000億", "3000亿"),
        ("3000 亿", "3000亿"),
        ("3，000亿", "3000亿"),
        ("1,234,567.89", "1234567.89"),
        ("第3，5，7条", "第3,5,7条"),
        ("第3,5,7条", "第3,5,7条"),
        ("2013,2014,2015年", "2013,2014,2015年"),
        ("3, 200", "3, 200"),
        ("in 2013, 2014 and 15", "in 2013,2014 and 15"),
        ("in 2013,\n2014 and 15", "in 2013,2014 and 15"),
        ("第3, 5, 7条", "第3,5,7条"),
        ("3,\n000人", "3000人"),
        ("这里说 _资金_ 融通", "这里说资金融通"),
        ("the _Belt and Road_ way", "the belt and road way"),
        ("＿＿年", "年"),
        (r"\*星號\* 2\. 節", "星号2.节"),
        ("1,0000", "1,0000"),
        ("2023,000", "2023,000"),
        ("10％", "10%"),
        ("ＲＣＥＰ", "rcep"),
        ("《關於“一帶一路”〈合作〉的備忘錄》", "关于一带一路合作的备忘录"),
        ("「數字絲綢之路」 ３,０００ 億", "数字丝绸之路3000亿"),
        ("Belt  and\n Road", "belt and road"),
        ("Belt『 』and", "belt and"),
        ("一带 一路 BRI 倡议", "一带一路bri倡议"),
        ("connec-\ntivity", "connectivity"),
        ("connec\u00ad\ntivity", "connectivity"),
        ("GE\u00ad \r\n  NEVA", "geneva"),
        (
            "the con\u00adnec\u00adtions\nare, connec\u00ad tivity",
            "the connections are,connec tivity",
        ),
        ("connec-\ftivity, connec-\r\ntivity", "connectivity,connectivity"),
        ("3,\f000", "3000"),
        ("connec-\u2028tivity, connec-\vtivity, 3,\x85000", "connectivity,connectivity,3000"),
        ("China-\nEurope", "china-europe"),
        ("2013-\n2022年", "2013-2022年"),
        ("第三屆「一帶一\n\n路」", "第三届一带一路"),
        ("中国—东盟", "中国-东盟"),
        ("中国——东盟", "中国--东盟"),
        ("“五通”……", "五通......"),
        ("习近平·讲话•甲・乙", "习近平·讲话·甲·乙"),
        ("\ufeff前言", "前言"),
        ("ﬁnance STRASSE straße", "finance strasse strasse"),
        ("a > b >= c", "a b=c"),
        ("打鱼人<br>晒网<br/>补网", "打鱼人晒网补网"),
        ("the old<br>harbour<br /> master", "the old harbour master"),
        ("the harbour com-<br>mittee", "the harbour committee"),
        ('灯塔的<u>光</u>照着<font color="red" size=2>海</font>面', "灯塔的光照着海面"),
        ("灯塔<a name=p12></a>的<SPAN id='p13'></SPAN>光", "灯塔的光"),
        ("a light<wbr>house", "a lighthouse"),
        ("灯塔<sup>3</sup>的<sup>[4]</sup>光<sup id='r'><a href='#n'>5</a></sup>", "灯塔的光"),
        ("on the 21<sup>st</sup>", "on the 21st"),
        ("第[3]{.a}回", "第3回"),
        ("if a<b and c>d", "if ab and cd"),
        ("<br", "br"),
        ("文章＜小城故事＞指出", "文章小城故事指出"),
        ("＜ 引文", "引文"),
        ("p < 0.05, n<-3, ＜＝５, ≮5", "p<0.05,n<-3,<=5,<5"),
        ("20*30, ２＊３, 4 * 5, 6 *\n7", "20*30,2*3,4*5,6*7"),
        (r"20\*30", "20*30"),
        ("长*20*米，2**3**，2023* 2024*", "长20米,23,2023 2024"),
        ("王*小明 * 教授，a*b", "王小明教授,ab"),
        ("灯塔\\[3\\]的[\\[4\\]](#n-4)光^[\\[5\\]](#n-5)^照[[6]](#n-6)着", "灯塔的光照着"),
        ('灯[塔](<https://example.org/a b>)的[光](a_(b) "c")', "灯塔的光"),
        ('[灯]{.underline}塔[的]{#a .b lang="zh"}光', "灯塔的光"),
        ("灯塔&nbsp;的&ensp;光&shy;照", "灯塔的光照"),
        ("the&nbsp;light&shy;house&#160; keeper", "the lighthouse keeper"),
        ("the &ldquo;light&rdquo;", "the light"),
        ("研究&amp;开发，R&amp;D", "研究&开发,r&d"),
        ("R & D; 甲&lt;乙", "r&d;甲&lt;乙"),
        ("", ""),
        (" \n\u3000", ""),
        ("「」《》①", ""),
    ],
)
def test_examples(text: str, folded: str, folding: Folding) -> None:
    assert folding.text(text) == folded


ENTITIES = {
    "&nbsp;": " ",
    "&#xA0;": " ",
    "&amp;": "&",
    "&shy;": "",
    "&quot;": '"',
    "&amp;amp;": "&",
    "&am&shy;p;": "&",
    "＆ｎｂｓｐ；": " ",
}


@given(
    pieces=st.lists(
        st.one_of(
            st.sampled_from([*ENTITIES]),
            st.sampled_from(
                ["甲", "a", "B", "〔", "1〕", "3,", "000", " ", "&", ";", "-", "\n", "<br>"]
            ),
        ),
        max_size=12,
    )
)
@settings(max_examples=500)
def test_an_entity_folds_as_what_it_stands_for(pieces: list[str], folding: Folding) -> None:
    text = "".join(pieces)
    folded = folding.fold(text)
    assert folding.text(folded.text) == folded.text
    assert all(before <= after for before, after in pairwise(folded.offsets))
    shown = [(text[offset], form) for form, offset in zip(folded.text, folded.offsets, strict=True)]
    assert all(folding.character(one) == form for one, form in shown if form != " ")
    # What is written in full width is known for an entity when line breaks are gone already.
    is_broken = "＆" in text and "\n" in text
    if "&shy;" not in text and "-" not in pieces and not is_broken:
        assert folded.text == folding.text("".join(ENTITIES.get(piece, piece) for piece in pieces))


def test_a_character_that_becomes_several_gives_all_of_them_its_offset(folding: Folding) -> None:
    folded = folding.fold("甲…㈱")
    assert folded.text == "甲...(株)"
    assert list(folded.offsets) == [0, 1, 1, 1, 2, 2, 2]
    assert folded.span(1, 4) == (1, 2)


def test_full_and_half_width_are_alike(folding: Folding) -> None:
    for code in range(0xFF01, 0xFF5F):
        wide, narrow = chr(code), chr(code - 0xFEE0)
        assert folding.text(f"甲{wide}乙") == folding.text(f"甲{narrow}乙"), wide


def documents() -> list[Path]:
    return [
        path
        for folder in (ROOT / "corpus", ROOT.parent / "shared" / "reference")
        for path in sorted(folder.glob("*"))
        if path.suffix in (".txt", ".md") and not path.name.startswith("README")
    ]


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
@pytest.mark.parametrize("configuration", typed.CONFIGURATIONS)
def test_a_document_folds_as_what_opencc_makes_of_it(
    path: Path, configuration: str, folding: Folding
) -> None:
    converter = typed.converter(configuration)
    for line in path.read_text(encoding="utf-8").split("\n"):
        converted = converter.convert(line)
        if len(converted) == len(line):
            assert folding.text(converted) == folding.text(line)


@given(text=st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=12))
@settings(max_examples=300)
def test_any_ideographs_fold_as_what_opencc_makes_of_them(text: str, folding: Folding) -> None:
    for configuration in typed.CONFIGURATIONS:
        converted = typed.converter(configuration).convert(text)
        if len(converted) == len(text):
            assert folding.text(converted) == folding.text(text), configuration
