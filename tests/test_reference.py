"""Five real documents: what stands in them and where, written down by reading them.

Lines, columns and texts were read off the files as they are; nothing here was copied from what
bri-search answered.
"""

from pathlib import Path

import pytest

import bri_search
from bri_search.search.results import Hit, Match

PAPER = "000_36f8d6e46ff04eb5.txt"
WHITE_PAPER = "001_b3c35870dba23ed2.txt"
REPORT = "002_3ec2eaa85adbe6b4.txt"
ARTICLE = "003_aeb844f2ba35a293.txt"
STATEMENT = "004_658367b411a577be.txt"

# A document, a phrase as somebody types it, the line and column where it stands, and the
# characters that stand there.
PLACES = [
    (PAPER, "第三届“一带一路”", 14, 7, "第三屆「一帶一\n\n路"),
    (PAPER, "六场专题论坛", 26, 13, "六場專\n\n題論壇"),
    (PAPER, "合作伙伴一道", 32, 2, "合作夥伴一道"),
    (PAPER, "伙伴关系网络逐年扩大", 39, 11, "夥伴關係網\n\n絡逐年擴大"),
    (
        PAPER,
        "与17个国家签署“数字丝绸之路”合作谅解备忘录",
        80,
        17,
        "與\n17個國家簽署「數字絲綢之路」合\n\n作諒解備忘錄",
    ),
    (PAPER, "缩小数字鸿沟", 110, 12, "縮小數字\n\n鴻溝"),
    (PAPER, "数字经济伙伴关系协定（DEPA）", 133, 4, "數字經濟夥伴關係協定》\n（DEPA）"),
    (PAPER, "117个港口，300多家", 158, 1, "117個港口，300多家"),
    (PAPER, "累计开行7.4万列", 166, 19, "累計開行\n7.4萬列"),
    (PAPER, "合计货值超3000亿美元", 169, 7, "合計貨值超3,000億美元"),
    (PAPER, "占同期中国外贸总值的45.4％", 178, 4, "佔同期中國外貿總值的45.4%"),
    (PAPER, "1770万家商户", 193, 2, "1,770萬家商戶"),
    (PAPER, "1525.4亿元人民币", 202, 16, "1,525.4億元人\n民幣"),
    (PAPER, "世界卫生组织签署", 216, 17, "世界衞生組織簽署"),
    (
        PAPER,
        "与17个国家签署“数字丝绸之路”合作谅解备忘录",
        221,
        14,
        "與17個國家簽署「數字\n絲綢之路」合作諒解備忘錄",
    ),
    (PAPER, "10日，《共建", 231, 4, "10 日，《共建"),
    (PAPER, "构建人类命运共同体的重大实践", 233, 4, "構建人類命運共同體的重大實\n\n踐"),
    (PAPER, "国家发展改革委副主任丛亮", 243, 14, "國家發展改\n\n革委副主任叢亮"),
    (PAPER, "构建人类命运共同体的重大实践", 260, 26, "構建人類命運共同體的重大\n\n實踐"),
    (PAPER, "白皮书有力回应指出", 266, 6, "白 皮 書 有 力 回 應 指\n\n出"),
    (PAPER, "超过2400亿美元", 311, 6, "超過2,400億美元"),
    (PAPER, "口惠而实不至", 338, 20, "口惠而實不\n\n至"),
    (PAPER, "深入人心", 344, 20, "深入人\n\n心"),
    (PAPER, "构建人类命运共同体的重大实践", 376, 4, "構建人類命\n運共同體的重大實\n踐"),
    (WHITE_PAPER, "2013年3月", 22, 17, "2013 年 3 月"),
    (WHITE_PAPER, "构建人类命运共同体理念", 22, 35, "构建人类命运共\n\n同体理念"),
    (WHITE_PAPER, "丝绸之路经济带", 24, 23, "丝绸之路经济带"),
    (WHITE_PAPER, "从理念转化为行动", 30, 33, "从理念转化\n 为行动"),
    (WHITE_PAPER, "与联合国2030年可持续发展议程", 135, 32, "与联合国 2030\n\n年可持续发展议程"),
    (
        WHITE_PAPER,
        "各方积极开展「一带一路」绿色发展政策对话",
        270,
        18,
        "各方积极开展“一带一路”绿色发展政策对话",
    ),
    (WHITE_PAPER, "《廉洁丝绸之路北京倡议》", 290, 34, "廉洁丝绸之\n 路北京倡议"),
    (WHITE_PAPER, "合规指南868件", 297, 16, "合规指南 868 件"),
    (WHITE_PAPER, "巴基斯坦、尼泊尔、多哥", 590, 30, "巴基斯坦、尼泊\n\n尔、多哥"),
    (WHITE_PAPER, "合计货值超3,000億美元", 611, 8, "合计货值超 3000 亿美元"),
    (WHITE_PAPER, "中非金融合作银联体", 736, 30, "中非金融合作银\n 联体"),
    (
        WHITE_PAPER,
        "先後派出救援隊赴尼泊爾、莫桑比克",
        1122,
        27,
        "先后派出救援队赴尼泊\n\n\n\n31 \n \n\n尔、莫桑比克",
    ),
    (REPORT, "6月中欧班列", 100, 74, "6月中欧班列"),
    (REPORT, "标准互认450余项。廉洁", 166, 45, "标准互认450余项³。廉洁"),
    (
        REPORT,
        "签署文化和旅游领域合作文件",
        168,
        30,
        "签署\n\n3. 市场监管总局数据。\n\n文化和旅游领域合作文件",
    ),
    (
        REPORT,
        "出席开幕式并发表主旨讲话",
        188,
        95,
        "出席开幕\n\n4. 新华网，《文明交融论——基于突出特性与价值立场的中华文明新主张》，2024 年 10 月 9 日。\n\n式并发表主旨讲话",
    ),
    (REPORT, "文明交融论", 190, 9, "文明交融论"),
    (ARTICLE, "扩大和提升了各国在经贸、科技", 15, 337, "扩大和提升了各国在经\n\n贸、科技"),
    (ARTICLE, "民生福祉等方面产生显著溢出效应", 31, 356, "民生福祉等方面产\n\n生显著溢出效应"),
    (ARTICLE, "在数字基建规划", 43, 41, "在数字\n\n基建规划"),
    (
        ARTICLE,
        "坚持共商共建共享理念，充分调动政府部门",
        45,
        48,
        "坚持共商共建共享理念,充分调动政府部门",
    ),
    (
        ARTICLE,
        "联合举办共建“一带一路”数字人才论坛",
        49,
        267,
        "联合举办共建“一\n\n带一路”数字人才论坛",
    ),
    (STATEMENT, "在北京舉行的第三屆", 8, 1, "在[[zh:北京]]举行的第三届"),
    (STATEMENT, "论坛主席声明全文如下", 12, 30, "论坛主席声明全文如下"),
    (STATEMENT, "贸易畅通、資金融通、民心相通", 24, 110, "贸易畅通、资[[zh:金融]]通、民心相通"),
    (STATEMENT, "资金融通", 24, 115, "资[[zh:金融]]通"),
    (
        STATEMENT,
        "有利于帮助各国更好融入全球供应链",
        58,
        20,
        "有利於帮助各国更好融入[[zh:全球供应链",
    ),
    (STATEMENT, "各国金融机构", 58, 129, "各[[zh:国金]]融机构"),
    (STATEMENT, "之后俄罗斯总统普京", 76, 127, "之後[[zh:俄罗斯总统]][[zh:普京"),
    (STATEMENT, "廉洁建设成效显著", 98, 75, "廉洁建设成效显着"),
    (STATEMENT, "习近平晤古特雷斯", 128, 6, "习近平]]晤古特雷斯"),
]


def matches(
    library: bri_search.Library, phrase: str, document: str | None = None
) -> list[tuple[Hit, Match]]:
    return [
        (hit, match)
        for hit in library.search(phrase, exact=True, limit=0)
        for match in hit.matches
        if document is None or hit.source.path.name.startswith(document)
    ]


@pytest.mark.parametrize(("document", "phrase", "line", "column", "text"), PLACES)
def test_a_phrase_is_found_where_it_stands(
    reference_library: bri_search.Library,
    document: str,
    phrase: str,
    line: int,
    column: int,
    text: str,
) -> None:
    found = [
        (match.line, match.column, match.text)
        for _, match in matches(reference_library, phrase, document)
    ]
    expected = [
        (place[2], place[3], place[4]) for place in PLACES if place[:2] == (document, phrase)
    ]
    assert (line, column, text) in found
    assert sorted(found) == sorted(expected)


# How often a phrase stands in each document: newspaper, white paper, report, article, statement.
@pytest.mark.parametrize(
    ("phrase", "counts"),
    [
        ("数字丝绸之路", [9, 4, 11, 8, 1]),
        ("數字絲綢之路", [9, 4, 11, 8, 1]),
        ("合作伙伴", [1, 10, 9, 0, 12]),
        ("合作夥伴", [1, 10, 9, 0, 12]),
        ("合计货值超3000亿美元", [1, 1, 0, 0, 0]),
        ("出席开幕式并发表主旨讲话", [0, 0, 1, 0, 0]),
        ("资金融通", [1, 3, 0, 0, 1]),
        ("尼泊尔", [0, 2, 0, 0, 0]),
        ("白皮书有力回应", [2, 0, 0, 0, 0]),
        ("数字经济伙伴关系协定", [1, 1, 0, 0, 0]),
    ],
)
def test_a_phrase_stands_as_often_as_it_stands(
    reference_library: bri_search.Library, phrase: str, counts: list[int]
) -> None:
    found = [
        len(matches(reference_library, phrase, name))
        for name in (PAPER, WHITE_PAPER, REPORT, ARTICLE, STATEMENT)
    ]
    assert found == counts
    assert reference_library.kwic(phrase).total == sum(counts)


def test_the_forms_of_the_digital_silk_road(reference_library: bri_search.Library) -> None:
    for phrase in ("數字絲綢之路", "数字丝绸之路"):
        count = reference_library.count(phrase)
        assert {form.form: form.count for form in count.forms} == {
            "數字絲綢之路": 9,
            "数字丝绸之路": 24,
        }
        assert {one.source.path.name: one.count for one in count.sources} == {
            PAPER: 9, WHITE_PAPER: 4, REPORT: 11, ARTICLE: 8, STATEMENT: 1,
        }  # fmt: skip


def test_the_forms_of_partners(reference_library: bri_search.Library) -> None:
    count = reference_library.count("合作伙伴")
    assert {form.form: form.count for form in count.forms} == {"合作夥伴": 13, "合作伙伴": 19}


def test_the_newspaper_and_the_white_paper_state_one_figure(
    reference_library: bri_search.Library,
) -> None:
    found = matches(reference_library, "合计货值超3000亿美元")
    assert {(hit.source.path.name, match.text) for hit, match in found} == {
        (PAPER, "合計貨值超3,000億美元"),
        (WHITE_PAPER, "合计货值超 3000 亿美元"),
    }
    assert {match.why for _, match in found} == {("script", "number"), ("spacing",)}


def test_a_sentence_goes_on_behind_a_footnote(reference_library: bri_search.Library) -> None:
    [(hit, match)] = matches(reference_library, "出席开幕式并发表主旨讲话")
    assert len(match.spans) == 2
    assert "丁薛祥出席开幕式并发表主旨讲话。外国政府官员" in hit.text
    assert "新华网" not in hit.text
    assert hit.section[-1] == "案例 4：第二届“一带一路”科技交流大会"


def test_a_word_goes_on_behind_a_page_number(reference_library: bri_search.Library) -> None:
    found = matches(reference_library, "尼泊尔", WHITE_PAPER)
    places = sorted((match.line, match.column, len(match.spans)) for _, match in found)
    assert places == [(590, 35, 1), (1122, 35, 2)]
    assert all("31" not in hit.text[: hit.text.index("尼泊尔") + 3][-10:] for hit, _ in found)


@pytest.mark.parametrize(
    ("document", "phrase", "kind"),
    [
        (REPORT, "文明交融论——基于突出特性", "note"),
        (REPORT, "市场监管总局数据", "note"),
        (REPORT, "联合国贸发会议报告", "note"),
        (REPORT, "关税风暴下的亚太突围", "note"),
        (REPORT, "丝绸之路电视共同体", "table"),
        (REPORT, "丝绸之路国际艺术节联盟", "table"),
        (REPORT, "弗拉德科夫", "table"),
        (REPORT, "表1：“一带一路”专业领域多边合作平台名单", "caption"),
        (REPORT, "图 1：货轮停靠在钱凯港", "caption"),
        (REPORT, "出席咨询委员会 2025 年度会议委员名单 28", "contents"),
        (REPORT, "第二章 “一带一路”助力全球贸易 14", "contents"),
        (REPORT, "共形成了458项成果", "paragraph"),
        (PAPER, "图为雅万高铁建设单位的中国和印尼籍员工", "caption"),
        (PAPER, "践》白皮书中英文版", "caption"),
        (PAPER, "中国已与144个共建国家签署文化和旅游领域合作文件", "item"),
        (PAPER, "「一帶一路」開闢現代化新路徑", "heading"),
        (PAPER, "白皮书有力回应三大质疑", "heading"),
        (WHITE_PAPER, "（四）资金融通日益多元", "heading"),
        (STATEMENT, "Pool via REUTERS", "caption"),
        (STATEMENT, "高峰论坛主要成果", "heading"),
    ],
)
def test_a_phrase_is_of_a_kind(
    reference_library: bri_search.Library, document: str, phrase: str, kind: str
) -> None:
    assert kind in [hit.kind.value for hit, _ in matches(reference_library, phrase, document)]


@pytest.mark.parametrize(
    ("document", "phrase", "label"),
    [
        (PAPER, "经受住了新冠疫情的压力测试", "「一帶一路」將深化數字產業合作"),
        (PAPER, "推动构建人类命运共同体落地生根", "「一帶一路」開闢現代化新路徑"),
        (PAPER, "17个国家签署“数字丝绸之路”合作谅解备忘录", "「數字絲綢之路」建設亮點紛呈"),
        (PAPER, "重点有「三个深化」", "跨境電商成貿易增長新引擎"),
        (PAPER, "合计货值超3000亿美元", "設施聯通"),
        (PAPER, "1770万家商户", "資金融通"),
        (PAPER, "没有任何一个国家因为参与共建", "質疑1：加深他國債務危機？"),
        (WHITE_PAPER, "穿越草原沙漠", "前言"),
        (WHITE_PAPER, "当今世界正处于百年未有之大变局", "一、源自中国属于世界"),
        (WHITE_PAPER, "1770 万家商户", "（四）资金融通日益多元"),
        (WHITE_PAPER, "合计货值超 3000 亿美元", "三、促进全方位多领域互联互通"),
        (REPORT, "帮助 760 万人摆脱极", "前 言"),
        (REPORT, "共形成了458项成果", "1.1 第三届“一带一路”国际合作高峰论坛"),
        (REPORT, "标准互认450余项", "1.4.4 “软联通” “心联通” 交流亮点纷呈"),
        (REPORT, "全长 142.3 公里", "案例 2：印度尼西亚雅加达—万隆高速铁路"),
        (ARTICLE, "已与20个国家签署", "共建“一带一路”数字经济发展成就显著"),
        (STATEMENT, "资金融通", "前言"),
        (STATEMENT, "良渚论坛", "高峰论坛主要成果"),
    ],
)
def test_a_phrase_stands_in_a_section(
    reference_library: bri_search.Library, document: str, phrase: str, label: str
) -> None:
    fold = reference_library.fold
    sections = [hit.section for hit, _ in matches(reference_library, phrase, document)]
    assert sections
    assert any(fold(label) == fold(one) for section in sections for one in section), sections


def test_a_chapter_and_its_parts_are_one_path(reference_library: bri_search.Library) -> None:
    [(hit, _)] = matches(reference_library, "标准互认450余项", REPORT)
    fold = reference_library.fold
    assert [fold(label) for label in hit.section[-3:]] == [
        fold("第一章 共建“一带一路”进入高质量发展新阶段"),
        fold("1.4 共建“一带一路”高质量发展取得积极进展"),
        fold("1.4.4 “软联通” “心联通” 交流亮点纷呈"),
    ]


@pytest.mark.parametrize(
    "query", ["数字丝绸之路", "世界贸易形势", "全球数字经济和人工智能合作形势", "合作机遇"]
)
@pytest.mark.parametrize("exact", [False, True])
def test_contents_never_rank_above_the_text(
    reference_library: bri_search.Library, query: str, exact: bool
) -> None:
    kinds = [hit.kind.value for hit in reference_library.search(query, exact=exact, limit=0)]
    others = [place for place, kind in enumerate(kinds) if kind != "contents"]
    contents = [place for place, kind in enumerate(kinds) if kind == "contents"]
    assert others
    assert contents
    assert max(others) < min(contents)


def test_a_traditional_query_finds_simplified_text(reference_library: bri_search.Library) -> None:
    result = reference_library.search("數字絲綢之路", limit=0)
    assert {hit.source.path.name for hit in result} == {
        PAPER,
        WHITE_PAPER,
        REPORT,
        ARTICLE,
        STATEMENT,
    }
    assert "why" in {*result[0].matches[0].as_json()}


@pytest.mark.parametrize(
    ("document", "title", "script"),
    [
        (PAPER, "「一帶一路」將深化數字產業合作", "Hant"),
        (WHITE_PAPER, "共建“一带一路”：构建人类命运共同体的重大实践", "Hans"),
        (REPORT, "共建“一带一路”倡议 高质量的国际经济合作", "Hans"),
        (ARTICLE, "加快推动共建“一带一路”数字经济高质量发展", "Hans"),
        (STATEMENT, "第三届「一带一路」国际合作高峰论坛主席声明", "mixed"),
    ],
)
def test_the_documents_have_their_records(
    reference_library: bri_search.Library, reference: Path, document: str, title: str, script: str
) -> None:
    [source] = [one.source for one in reference_library.sources if one.source.path.name == document]
    assert (source.title, source.script.value) == (title, script)
    assert source.path == reference / document
