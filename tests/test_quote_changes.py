"""Quotations that differ from their source in little that says much: digits, signs, parts of words."""

import pytest

from bri_search import Library
from bri_search.search.quotation.results import Verdict
from tests.building import LibraryOf

SOURCE = """\
The search was illegal under the charter, and it was impossible to appeal. We cannot know why.

They paid 1,250,000 dollars and 213 people came. The yard holds 312,480 tons of salt.

全港有二十五個泊位，去年亏损1300万元，列车7.4万列，占全年的45.4%，气温降到-5度。

每座仓库至少有 200 m² 的地面，压力为 10⁶ Pa，系数 r² = 0.93，见第②项和第①项。

依照路发[97]15号、路办〔96〕7号文件办理，并据第[3]批名单核对。

气温不低于30℃，样本p<0.05，n>300，偏差≠0，误差≤2，售价₩1,300。

The water fell to -40 degrees that night. A rope costs 2½ times more, and ¾ of it is lost.

在2013-2022年间，约有3/4的船在14:30靠岸，比例为1:3，见第3、5、7条。

租金在1.8万元-2.3万元之间，5月-10月通航。

At an average cost of
£1.35 a page the harbour paid.
"""


@pytest.fixture(scope="module")
def changes(library_of: LibraryOf) -> Library:
    return library_of({"changes.txt": SOURCE})


@pytest.mark.parametrize(
    ("text", "kind", "quoted", "original"),
    [
        # A part of a word or of a number says something else.
        ("legal under the charter", "replaced", "legal", "illegal"),
        ("possible to appeal", "replaced", "possible", "impossible"),
        ("it was impossible to appeal. We can", "replaced", "can", "cannot"),
        ("250,000 dollars and", "replaced", "250,000", "1,250,000"),
        ("13 people came", "replaced", "13", "213"),
        ("The yard holds 312", "replaced", "312", "312,480"),
        ("十五個泊位，去年", "deleted", "", "二"),
        ("300万元，列车", "replaced", "300", "1300"),
        ("4万列，占全年", "replaced", "4", "7.4"),
        ("列车7.4万列，占全年的45.4", "deleted", "", "%"),
        # Exponents and the numbers of items are no marks of notes.
        ("至少有 200 m³ 的地面", "replaced", "³", "²"),
        ("至少有 200 m 的地面", "deleted", "", "²"),
        ("至少有 200 m³", "replaced", "³", "²"),
        ("压力为 10 Pa", "deleted", "", "⁶"),
        ("系数 r = 0.93", "deleted", "", "²"),
        ("见第①项和第①项", "replaced", "①", "②"),
        ("依照路发[98]15号", "replaced", "[98]", "[97]"),
        ("路办〔95〕7号文件", "replaced", "〔95〕", "〔96〕"),
        ("并据第[4]批名单核对", "replaced", "[4]", "[3]"),
        # Signs.
        ("样本p<0.05，n300", "deleted", "", ">"),
        ("样本p=0.05，n>300", "replaced", "=", "<"),
        ("偏差=0，误差", "replaced", "=", "≠"),
        ("误差≥2，售价", "replaced", "≥", "≤"),
        ("误差≤2，售价₹1,300", "replaced", "₹", "₩"),
        ("The water fell to 40 degrees", "deleted", "", "-"),
        # One character of the file, and half of it.
        ("A rope costs 2 times more", "replaced", "2", "2½"),
    ],
)
def test_a_small_change_that_says_something_else_is_told(
    text: str, kind: str, quoted: str, original: str, changes: Library
) -> None:
    result = changes.quote(text)
    assert result.verdict is Verdict.ALTERED
    told = [
        (one.kind.value, one.quoted, one.original)
        for one in result.candidates[0].differences
        if not one.kind.keeps_wording
    ]
    assert told == [(kind, quoted, original)]


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("仓库里存粮1525.4", False),
        ("亿斤，占全省的", False),
        ("占全省的45.4", False),
        ("仓库里存粮1525.4亿斤", True),
        ("占全省的45.4%，比5", True),
        ("年前多了", True),
    ],
)
def test_a_number_has_its_unit_behind_a_space_too(
    text: str, is_right: bool, library_of: LibraryOf
) -> None:
    library = library_of({"a.txt": "仓库里存粮 1525.4 亿斤，占全省的 45.4 %，比 5 年前多了。\n"})
    assert library.quote(text).verdict.is_right is is_right


@pytest.mark.parametrize("text", ["样本p>0.05，n>300", "十五个", "5度。", "3 people", "he yard"])
def test_a_part_of_a_word_is_never_right(text: str, changes: Library) -> None:
    assert not changes.quote(text).verdict.is_right


@pytest.mark.parametrize(
    "text",
    [
        "2013-2022年间",
        "2022年间，约有",
        "约有3/4的船",
        "在14:30靠岸",
        "比例为1:3",
        "14:30靠岸，比例为1:3，见第3、5、7条",
        "第3、5、7条",
        "7条",
        "At an average cost of £1.35 a page",
        "约有3/4的船在14:30靠岸，比例为1:3",
        "costs 2½ times more",
        "¾ of it is lost",
        "每座仓库至少有 200 m² 的地面",
        "依照路发[97]15号",
        "1,250,000 dollars",
        "占全年的45.4%",
        "2.3万元之间",
        "10月通航",
        "气温降到-5度",
        "The water fell to -40 degrees",
    ],
)
def test_what_is_copied_is_verbatim(text: str, changes: Library) -> None:
    assert changes.quote(text).verdict is Verdict.VERBATIM


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("各地的港口都已联通。", "各地的港口①都已联通。③\n"),
        ("各地的港口都已联通[12]。路", "各地的港口都已联通[3]。路\n"),
        ("one treaty entered into force", "one treaty³ entered into force\n"),
        # At the end of the quotation, before its full stop or behind its last letter.
        ("各地的港口都已联通。", "各地的港口都已联通①。明天\n"),
        ("各地的港口都已联通。", "各地的港口都已联通[2]。明天\n"),
        ("all of the harbours.", "all of the harbours[5]. Next\n"),
        ("all of the harbours.”", "“all of the harbours¹.” Next\n"),
        ("各地的港口都已联通①。", "各地的港口都已联通①。明天\n"),
        ("各地的港口都已联通[1]", "各地的港口都已联通，明天\n"),
        ("各地的港口都已联通[1]。", "各地的港口都已联通[3]。明天\n"),
        ("one treaty entered into force", "one treaty¹,³–⁵ entered into force\n"),
    ],
)
def test_marks_of_notes_are_of_the_page(text: str, source: str, library_of: LibraryOf) -> None:
    library = library_of({"notes.txt": source})
    assert library.quote(text).verdict is Verdict.VERBATIM


def test_an_altered_quotation_of_the_last_note_is_found(library_of: LibraryOf) -> None:
    text = "海港的航线由来已久①，大家都说得出它的名字，也都在这里住过。\n\n①  Inquiry on the Harbour Lights (2019), para. 62.\n"
    library = library_of({"notes.txt": text})
    result = library.quote("Inquiry on the Harbour Lights (2018), para. 62")
    assert result.verdict is Verdict.ALTERED


def test_lines_of_a_block_quotation_are_parted_by_spaces(library_of: LibraryOf) -> None:
    library = library_of({"a.txt": "the flood of 2018 took the road and the people who\n"})
    draft = "He wrote:\n\n> the flood of 2018\n> took the road and\n> the people who\n"
    [checked] = library.check(draft, min_length=4).quotations
    assert checked.verdict == "verbatim"


def test_parts_of_a_spliced_quotation_come_from_where_they_stand_as_they_are_quoted(
    library_of: LibraryOf,
) -> None:
    texts = {
        "a.txt": "海港的航线由来已久，人人都懂。\n",
        "b.txt": "海港的航線由來已久，人人都懂。\n",
        "c.txt": "鄉親們把燈塔一磚一瓦壘起來。\n",
    }
    library = library_of(texts)
    result = library.quote("海港的航線由來已久，人人都懂。鄉親們把燈塔一磚一瓦壘起來。")
    assert result.verdict is Verdict.SPLICED
    assert [one.source.id for one in result.candidates] == ["b", "c"]


def test_a_part_of_a_spliced_quotation_ends_where_less_had_to_be_left_out(
    library_of: LibraryOf,
) -> None:
    texts = {
        "a.txt": "南方的花田，去年冬天新修，如今每逢雨季便有人日夜看守并且把水位高低一一登记在新的簿册里。\n",
        "b.txt": "养蜂人三月里出发去南方的花田住下。\n",
    }
    library = library_of(texts)
    result = library.quote(
        "养蜂人三月里出发去南方的花田，如今每逢雨季便有人日夜看守并且把水位高低一一登记在新的簿册里"
    )
    assert result.verdict is Verdict.SPLICED
    assert [(one.source.id, one.reading, one.differences) for one in result.candidates] == [
        ("b", "养蜂人三月里出发去南方的花田", ()),
        ("a", "如今每逢雨季便有人日夜看守并且把水位高低一一登记在新的簿册里", ()),
    ]


@pytest.mark.parametrize(
    ("text", "original"),
    [
        ("A yard is not a favour but a privilege.", "A yard is not a favour but a right"),
        ("The quay is not the place but the spirit", "The quay is not the place but the habit"),
        ("We regard the pier as a failure", "We do not regard the pier as a failure"),
        ("各方与合作伙伴加强联通", "各方与合作伙伴加强互联互通"),
    ],
)
def test_what_was_put_for_the_end_of_a_sentence_stays_in_it(
    text: str, original: str, library_of: LibraryOf
) -> None:
    source = (
        "A yard is not a favour but a right. The town knows. The quay is not the place but the "
        "habit.\n\nWe do not regard the pier as a failure. It stands.\n\n"
        "各方与合作伙伴加强互联互通。\n"
    )
    result = library_of({"a.txt": source}).quote(text)
    assert result.candidates[0].reading == original


WORDS = """\
他在沉默中等待天亮，我們坐在座位上看海，一把鑰匙是一種象徵。

他在沉默中等待天亮，我们坐在座位上看海，这把钥匙是一种象征，画轴挂在墙上，一应俱全。

對岸的燈一目瞭然，計劃不變，信上答覆了他。
"""


@pytest.fixture(scope="module")
def words(library_of: LibraryOf) -> Library:
    return library_of({"words.txt": WORDS})


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("他在沉默中等呆天亮", [("replaced", "呆", "待")]),
        ("他在沉默中等呆天亮，我們", [("replaced", "呆", "待")]),
        ("座在坐位上看海", [("replaced", "座", "坐"), ("replaced", "坐", "座")]),
        ("一种像征", [("replaced", "像", "象")]),
        ("划轴挂在墙上", [("replaced", "划", "画")]),
        ("一应具全", [("replaced", "具", "俱")]),
    ],
)
def test_another_word_is_no_form_of_a_character(
    text: str, changes: list[tuple[str, str, str]], words: Library
) -> None:
    result = words.quote(text)
    assert result.verdict is Verdict.ALTERED
    assert [
        (one.kind.value, one.quoted, one.original)
        for one in result.candidates[0].differences
        if not one.kind.keeps_wording
    ] == changes


@pytest.mark.parametrize(
    "text",
    ["对岸的灯一目了然", "一目了然，计划不变", "信上答复了他", "对岸的灯一目瞭然，計畫不變"],
)
def test_forms_that_a_phrase_chooses_are_forms(text: str, words: Library) -> None:
    assert words.quote(text).verdict is Verdict.SAME_WORDING


SIGNS = """\
请看第5 6页，全程3′20″跑完，位于116°23′17″处，倾角30°15′以下。门框高6'2"，他“在2023”3月量过。

若u<w且x>y则停，设甲＜乙成立，而v<c总成立。根据<港口法>规定，加1½杯盐，½桶水，共3 000元。木板长20*30厘米。

指数↑3点，由甲→乙，角∠A与直线m⊥n。产量为10^6个，是从前的3·5倍。

The first bridge was 5'6" wide in 20
19 and 1990 12 men came.
"""


@pytest.fixture(scope="module")
def signs(library_of: LibraryOf) -> Library:
    return library_of({"signs.txt": SIGNS})


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("请看第56页", [("replaced", "56", "5 6")]),
        ("and 199012 men", [("replaced", "199012", "1990 12")]),
        ("全程320跑完", [("deleted", "", "′"), ("deleted", "", "″")]),
        ("全程3″20′跑完", [("replaced", "″", "′"), ("replaced", "′", "″")]),
        ("倾角30°15″以下", [("replaced", "″", "′")]),
        ("倾角30°15″", [("replaced", "″", "′")]),
        ("倾角30°15", [("deleted", "", "′")]),
        ("位于116°2317处", [("deleted", "", "′"), ("deleted", "", "″")]),
        ("门框高62", [("deleted", "", "'"), ("deleted", "", '"')]),
        ("门框高6\"2'，", [("replaced", '"', "'"), ("replaced", "'", '"')]),
        ("was 56 wide", [("deleted", "", "'"), ("deleted", "", '"')]),
        ("若u>w且x<y则停", [("replaced", ">", "<"), ("replaced", "<", ">")]),
        ("设甲＞乙成立", [("replaced", "＞", "＜")]),
        ("设甲乙成立", [("deleted", "", "＜")]),
        ("而v>c总", [("replaced", ">", "<")]),
        ("指数↓3点", [("replaced", "↓", "↑")]),
        ("由甲←乙", [("replaced", "←", "→")]),
        ("直线m∥n", [("replaced", "∥", "⊥")]),
        ("产量为106个", [("replaced", "106", "10^6")]),
        ("是从前的35倍", [("replaced", "35", "3·5")]),
        ("加11/2杯盐", [("replaced", "11/2", "1½")]),
        ("木板长2030厘米", [("replaced", "2030", "20*30")]),
    ],
)
def test_signs_between_letters_that_say_something_are_told(
    text: str, changes: list[tuple[str, str, str]], signs: Library
) -> None:
    result = signs.quote(text)
    assert result.verdict is Verdict.ALTERED
    told = [(one.kind.value, one.quoted, one.original) for one in result.candidates[0].differences]
    assert told == changes


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("全程3'20\"跑完", "same wording"),
        ("倾角30°15'", "same wording"),
        ("倾角30°15′", "verbatim"),
        ("门框高6’2”", "same wording"),
        ("门框高6'2\"", "verbatim"),
        ("他在20233月量过", "same wording"),
        ("他“在2023”", "verbatim"),
        ("在2023”3月", "verbatim"),
        ("设甲<乙成立", "same wording"),
        ("而v < c总", "same wording"),
        ("根据《港口法》规定", "same wording"),
        ("根据港口法规定", "same wording"),
        ("加1 1/2杯盐", "same wording"),
        ("1/2桶水", "same wording"),
        ("共3000元", "same wording"),
        ("产量为10^6个", "verbatim"),
        ("是从前的3.5倍", "same wording"),
        ("wide in 2019", "same wording"),
        ("木板长20*30厘米", "verbatim"),
        ("木板长２０＊３０厘米", "same wording"),
        ("木板长*20\\*30*厘米", "same wording"),
    ],
)
def test_signs_that_say_nothing_keep_the_wording(text: str, verdict: str, signs: Library) -> None:
    assert signs.quote(text).verdict.value == verdict


APOSTROPHES = """\
The keeper's lamp was old; it's said that the boys' boat, being small, was lost. O’Hara kept the log.

They spoke of ‘the old pilots’ stories, and the harbour masters were 'never heard by the pilots' again.
"""


@pytest.fixture(scope="module")
def apostrophes(library_of: LibraryOf) -> Library:
    page = "The cook&#39;s pot was on the fire.\n"
    return library_of({"log.txt": APOSTROPHES, "page.md": page})


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("The keepers' lamp was old", [("keepers'", "keeper's")]),
        ("The keepers lamp was old", [("keepers", "keeper's")]),
        ("The keepers’, lamp", [("keepers’", "keeper's")]),
        ("its said that the boy's boat", [("its", "it's"), ("boy's", "boys'")]),
        ("said that the boys boat", [("boys", "boys'")]),
        ("OHara kept the log", [("OHara", "O’Hara")]),
        ("the harbour master's were", [("master's", "masters")]),
        ("and the harbour masters' were", [("masters'", "masters")]),
    ],
)
def test_another_apostrophe_makes_another_word(
    text: str, changes: list[tuple[str, str]], apostrophes: Library
) -> None:
    result = apostrophes.quote(text)
    assert result.verdict is Verdict.ALTERED
    told = [
        (one.kind.value, one.quoted, one.original)
        for one in result.candidates[0].differences
        if not one.kind.keeps_wording
    ]
    assert told == [("replaced", *change) for change in changes]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The keeper's lamp was old; it's said that the boys' boat", "verbatim"),
        ("The keeper’s lamp was old; it‘s said that the boys’ boat", "same wording"),
        ("“'the boys' boat, being small'”", "same wording"),
        ("the 'boys' boat", "same wording"),
        # What closes a quotation is no apostrophe, nor is what nobody can tell from it.
        ("the old pilots stories", "same wording"),
        ("never heard by the pilots again", "same wording"),
        ("'the harbour masters' were never", "same wording"),
        ("The cook's pot was on the fire", "same wording"),
        ("the boys", "verbatim"),
        ("the keeper", "same wording"),
    ],
)
def test_an_apostrophe_has_many_shapes_and_a_quotation_mark_is_none(
    text: str, verdict: str, apostrophes: Library
) -> None:
    assert apostrophes.quote(text).verdict.value == verdict


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (
            "海港的航线由来已久，人人都懂。鄉親們把燈塔一磚一瓦拆下來。",
            [[], [("replaced", "拆下", "壘起")]],
        ),
        ("海灣的航线由来已久，鄉親們把燈塔一磚一瓦", [[("replaced", "灣", "港")], []]),
        (
            "海港的航线由来已远，鄉民們把燈塔一磚一瓦壘起來。",
            [[("replaced", "远", "久")], [("replaced", "民", "親")]],
        ),
        (
            "海港的航线由来已久，人人都懂，後來鄉親們把燈塔一磚一瓦壘起來",
            [[("inserted", "，後來", "")], []],
        ),
    ],
)
def test_every_letter_of_a_spliced_quotation_is_told(
    text: str, changes: list[list[tuple[str, str, str]]], library_of: LibraryOf
) -> None:
    texts = {"a.txt": "海港的航线由来已久，人人都懂。\n", "b.txt": "鄉親們把燈塔一磚一瓦壘起來。\n"}
    result = library_of(texts).quote(text)
    assert result.verdict is Verdict.SPLICED
    assert [
        [(one.kind.value, one.quoted, one.original) for one in part.differences]
        for part in result.candidates
    ] == changes
    first, second = (one.quoted for one in result.candidates)
    assert (first[0], second[1]) == (0, len(text))


@pytest.mark.parametrize(
    ("text", "original", "change"),
    [
        ("我们不赞成那个方案", "我们不赞成这个方案", ("replaced", "那", "这")),
        ("海员们不愿意走旧航线", "海员们不愿意走新航线", ("replaced", "旧", "新")),
        # What says nothing else and leaves a clause out is told as that.
        (
            "产量比去年增加了三成，工人们说这是多年来最好的一年",
            "产量比去年增加了三成，其中出口占了多半，内销占了少半，工人们说这是多年来最好的一年",
            ("deleted", "", "其中出口占了多半，内销占了少半，"),
        ),
    ],
)
def test_a_small_change_is_no_clause_that_was_left_out(
    text: str, original: str, change: tuple[str, str, str], library_of: LibraryOf
) -> None:
    said = (
        "我们不赞成这个方案。我们赞成那个方案。\n\n"
        "海员们不愿意走新航线，他们愿意走旧航线。\n\n"
        "产量比去年增加了三成，其中出口占了多半，内销占了少半，工人们说这是多年来最好的一年。\n"
    )
    [found, *_] = library_of({"a.txt": said}).quote(text).candidates
    assert found.reading == original
    told = [(one.kind.value, one.quoted, one.original) for one in found.differences]
    assert told == [change]


def test_of_altered_sources_the_nearest_comes_first(library_of: LibraryOf) -> None:
    texts = {
        "old": ("2010", "船舶应当在三十日内办理登记，逾期不予办理，处一千元罚款。"),
        "new": ("2020", "船舶应当在六十日内办理登记，逾期不予办理，处二千元罚款。"),
        "copy": ("2021", "船舶应当在六十日内办理登记，逾期不予办理，处二千元罚款。"),
    }
    files = {f"{name}.txt": f"{text}\n" for name, (_, text) in texts.items()}
    records = [
        f'[[source]]\nid = "{name}"\nfile = "{name}.txt"\nissued = "{issued}"\n'
        for name, (issued, _) in texts.items()
    ]
    library = library_of({**files, "catalog.toml": "\n".join(records)})
    result = library.quote("船舶应当在六十日内办理登记，逾期可予办理，处二千元罚款")
    assert result.verdict is Verdict.ALTERED
    assert [one.source.id for one in result.candidates] == ["new", "copy", "old"]
    assert [one.is_earliest for one in result.candidates] == [True, False, False]
