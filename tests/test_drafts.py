"""Drafts: which quotations are taken from a text, and what is said of them."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bri_search
from bri_search.errors import UnreadableSource, UsageError
from bri_search.search.quotation.drafts import find_quotations
from tests.program import run, run_on_terminal, run_shell

# A draft, its quotations with their depth, and its marks without a partner.
DRAFTS = [
    ("他說：「互聯互通」。", [("互聯互通", 0)], ""),
    ("他说：“互联互通”。", [("互联互通", 0)], ""),
    ("『共商』與﹁共建﹂", [("共商", 0), ("共建", 0)], ""),
    ('He said "connectivity" and left.', [("connectivity", 0)], ""),
    ("He said 'the Silk Road' twice.", [("the Silk Road", 0)], ""),
    ("It’s the states’ own ‘Silk Road’, isn’t it?", [("Silk Road", 0)], ""),
    ('ships’ and ’n’ and 3" tall and "a road"', [("a road", 0)], ""),
    ("The writers' view is that 'a road' is one.", [("a road", 0)], ""),
    ("The ships' masts and the writers' view: it's fine.", [], ""),
    ("- > 列表里的引文\n- 项", [("> 列表里的引文", 0)], ""),
    ("> [!NOTE]\n> 提示", [], ""),
    ("---\ntitle: “题目”\n---\n“正文”", [("正文", 0)], ""),
    ('<a title="题目">“正文”</a>', [("正文", 0)], ""),
    ('[链](http://x "题目")“正文”', [("正文", 0)], ""),
    ("``代码 “a” ``和“正文”", [("正文", 0)], ""),
    ("the '90s and 'a road'", [("a road", 0)], ""),
    ("「甲『乙』丙」", [("甲『乙』丙", 0), ("乙", 1)], ""),
    ("“甲‘乙“丙”丁’戊”", [("甲‘乙“丙”丁’戊", 0), ("乙“丙”丁", 1), ("丙", 2)], ""),
    ("「甲\n乙」", [("甲\n乙", 0)], ""),
    ("「甲\n\n「乙」", [("甲\n\n「乙", 0)], ""),
    ("第一「行\n\n第二「行」", [("行", 0)], "「"),
    ("多出」來", [], "」"),
    ("多出’來", [], "’"),
    ("「甲』乙」", [("甲』乙", 0)], "』"),
    ("“甲「乙”丙", [("甲「乙", 0)], "「"),
    ('"甲\n\n乙"和"丙"', [("和", 0)], '""'),
    ("> 共商共建共享\n> 行稳致远\n", [("> 共商共建共享\n> 行稳致远", 0)], ""),
    ("> 共商共建\n> —— 白皮书\n\n后文", [("> 共商共建", 0)], ""),
    ("> 共商共建。\n> （国务院新闻办公室）\n", [("> 共商共建。", 0)], ""),
    ("> 共商共建。（《白皮书（全文）》，第3页）", [("> 共商共建。", 0)], ""),
    ("> Build it together. (White Paper 2023, 12)", [("> Build it together.", 0)], ""),
    ("> 共商共建。[1]（白皮书，2023）\n", [("> 共商共建。[1]", 0)], ""),
    ("> 共商共建。（完）", [("> 共商共建。（完）", 0)], ""),
    ("> 共商共建（2023）。", [("> 共商共建（2023）。", 0)], ""),
    ("> 共商。\n> （一）共建", [("> 共商。\n> （一）共建", 0)], ""),
    ("> （一）", [("> （一）", 0)], ""),
    ("> 他说“共商”。", [("> 他说“共商”。", 0), ("共商", 1)], ""),
    ("> 共商，\n共建。\n", [("> 共商，\n共建。", 0)], ""),
    ("> 共商，\n\n共建。\n", [("> 共商，", 0)], ""),
    ("> 共商，\r\n共建。\r\n\r\n共享", [("> 共商，\r\n共建。", 0)], ""),
    ("> 共商，\n- 共建\n", [("> 共商，", 0)], ""),
    ("> 共商，\n2. 共建\n", [("> 共商，", 0)], ""),
    ("> 共商，\n# 共建\n", [("> 共商，", 0)], ""),
    ("> 共商，\n***\n共建\n", [("> 共商，", 0)], ""),
    ("> 共商，\n```\n共建\n```\n", [("> 共商，", 0)], ""),
    ("> 共商，\n>\n共建\n", [("> 共商，\n>", 0)], ""),
    ("> # 共商\n共建\n", [("> # 共商", 0)], ""),
    ("> > 共商，\n共建，\n> 共享", [("> > 共商，\n共建，\n> 共享", 0)], ""),
    ("> 共商。\n—— 白皮书\n\n后文", [("> 共商。", 0)], ""),
    ("> 共商。<cite>《白皮书》</cite>\n", [("> 共商。", 0)], ""),
    ("<blockquote>\n共商\n共建。\n</blockquote>", [("共商\n共建。", 0)], ""),
    ("<blockquote>共商。<cite>《白皮书》</cite></blockquote>", [("共商。", 0)], ""),
    ("<blockquote>共商。—— <cite>《白皮书》</cite></blockquote>", [("共商。", 0)], ""),
    ("<blockquote><p>共商</p><footer>某人</footer></blockquote>", [("共商", 0)], ""),
    ("<q>读<cite>《白皮书》</cite>。</q>", [("读<cite>《白皮书》</cite>。", 0)], ""),
    ("<q>读<cite>《白皮书》</cite></q>", [("读<cite>《白皮书》", 0)], ""),
    ("他说<q>共商<Q lang='zh'>共建</Q></q>。", [("共商<Q lang='zh'>共建", 0), ("共建", 1)], ""),
    ("<div><blockquote> <p>共商</p>\n<p>共建</p></blockquote>", [("共商</p>\n<p>共建", 0)], ""),
    ("`<q>`共商</q>，<q>共建", [], ""),
    ("Er sagt „das Wort“ und “word”.", [("das Wort", 0), ("word", 0)], ""),
    ("Mówi „słowo” i „słowo”.", [("słowo", 0), ("słowo", 0)], ""),
    ("他说„共商“，又说“共建”。", [("共商", 0), ("共建", 0)], ""),
    ("Han sa ”ett ord” och “word”.", [("ett ord", 0), ("word", 0)], ""),
    ("Er: ”das Wort“ und “word”.", [("das Wort", 0), ("word", 0)], ""),
    ("Er sagt »das Wort« und »das«.", [("das Wort", 0), ("das", 0)], ""),
    ("Il dit « le mot » et «mot».", [(" le mot ", 0), ("mot", 0)], ""),
    ("他说”共商”，“共建”。", [("共建", 0)], "””"),
    ("‹共商›和❝共建❞、❛共享❜", [("共商", 0), ("共建", 0), ("共享", 0)], ""),
    ("首页 › 新闻 › 第一章，a‹b 且 c›d", [], ""),
    ("一个 ”left\n\n“共建”", [("共建", 0)], "”"),
    ("《共商》和《共建》", [], ""),
    ("```\n“代码”\n```\n“正文”", [("正文", 0)], ""),
    ("`“代码”`和“正文”", [("正文", 0)], ""),
    ("没有引文。", [], ""),
    ("", [], ""),
    ("「」“”", [("", 0), ("", 0)], ""),
]


@pytest.mark.parametrize(("draft", "quotations", "unbalanced"), DRAFTS)
def test_quotations_are_taken_by_their_marks(
    draft: str, quotations: list[tuple[str, int]], unbalanced: str
) -> None:
    found = find_quotations(draft)
    assert [(one.text, one.depth) for one in found.quotations] == quotations
    assert "".join(one.mark for one in found.unbalanced) == unbalanced


@given(draft=st.text("「」『』“”‘’\"'> \n一带路ab…`", max_size=60))
@settings(max_examples=500)
def test_every_quotation_is_a_part_of_its_draft(draft: str) -> None:
    found = find_quotations(draft)
    lines = draft.split("\n")
    for one in found.quotations:
        assert draft[one.start : one.end] == one.text
        assert lines[one.line - 1][one.column - 1 :].startswith(one.text.split("\n")[0])
    for mark in found.unbalanced:
        assert lines[mark.line - 1][mark.column - 1] == mark.mark
    starts = [one.start for one in found.quotations]
    assert starts == sorted(starts)
    # Quotations stand in one another or apart, but for blocks, which are whole lines.
    marked = [one for one in found.quotations if one.mark != ">"]
    for one in marked:
        for other in marked:
            assert (
                one.end <= other.start
                or other.end <= one.start
                or (one.start <= other.start and other.end <= one.end)
                or (other.start <= one.start and one.end <= other.end)
            )


def test_a_byte_order_mark_is_no_column_of_a_draft() -> None:
    places = [
        (one.line, one.column) for one in find_quotations("\ufeff「路通」\n「了」").quotations
    ]
    assert places == [(1, 2), (2, 2)]


DRAFT = """\
# 草稿

白皮书说：“三者有先后，却没有轻重。”又说「世界銀行估算，參與共建使有關各方的貿易多出4.1%」。

书中还有“中国农业专家、技术人员有 3000多名”一句，以及“陆上看铁路……就是一匹不歇脚的马”。

> 一个项目好不好，当地人说了算。路最终要交给年轻人。

“上善若水，水善利万物而不争，处众人之所恶”没有出处；“互联互通”太短。
"""


@pytest.fixture(scope="module")
def folder(corpus_library: bri_search.Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a draft that has every verdict in it."""
    folder = tmp_path_factory.mktemp("draft")
    (folder / "draft.md").write_text(DRAFT, encoding="utf-8")
    (folder / "right.txt").write_text("「三者有先後，卻沒有輕重」", encoding="utf-8")
    (folder / "index").symlink_to(corpus_library._store.index)
    return folder


def test_a_draft_with_every_verdict(folder: Path) -> None:
    ran = run("check", "draft.md", "--json", cwd=folder)
    assert ran.status == 1
    checked = json.loads(ran.out)
    assert [(one["line"], one["column"], one["verdict"]) for one in checked["quotations"]] == [
        (3, 7, "verbatim"),
        (3, 23, "same wording"),
        (5, 6, "altered"),
        (5, 32, "elided"),
        (7, 1, "spliced"),
        (9, 2, "not found"),
    ]
    assert checked["passed_over"] == 1
    assert checked["unbalanced"] == []
    assert not checked["right"]
    wrong = checked["quotations"][2]["candidates"][0]
    assert [(one["kind"], one["quoted"], one["original"]) for one in wrong["differences"]] == [
        ("replaced", "3000", "2000")
    ]
    lines = run("check", "draft.md", "--jsonl", cwd=folder).lines
    assert [json.loads(line) for line in lines] == checked["quotations"]


def test_what_html_in_a_draft_quotes_is_checked(tmp_path: Path, example_index: Path) -> None:
    (tmp_path / "draft.md").write_text(
        "他说<q>各方与合作<b>夥</b>伴加强互联网互通</q>。\n\n"
        "<blockquote>\n<p>各方与合作</p>\n<p>夥伴加强互联互通。</p>\n<cite>《公报》</cite>\n"
        "</blockquote>\n\n> 各方与合作夥伴加强\n互联网互通。\n",
        encoding="utf-8",
    )
    ran = run("check", "draft.md", "--csv", "--index", example_index, cwd=tmp_path)
    assert ran.status == 1
    assert [line.split(",")[:4] for line in ran.lines[1:]] == [
        ["1", "6", "各方与合作夥伴加强互联网互通", "altered"],
        ["4", "4", "各方与合作夥伴加强互联互通。", "verbatim"],
        ["9", "1", "各方与合作夥伴加强互联网互通。", "altered"],
    ]


def test_a_draft_that_is_right_lets_a_build_go_on(folder: Path) -> None:
    ran = run("check", "right.txt", cwd=folder)
    assert (ran.status, ran.err) == (0, "")
    assert run_shell("$bri check - < right.txt && echo built", folder).lines[-1] == "built"
    assert run_shell("printf 没有引文 | $bri check -", folder).status == 0


@pytest.mark.parametrize("octets", [r"\xff\xfe", r"\x80\x81\x82abc", r"caf\xe9", r"\xff\xff"])
def test_what_comes_through_a_pipe_is_utf_8_or_an_error(octets: str, folder: Path) -> None:
    ran = run_shell(f"printf '{octets}' | $bri check -", folder)
    assert (ran.status, ran.out) == (2, "")
    assert "standard input is not UTF-8 (byte at offset" in ran.err


def test_a_thousand_marks_without_a_partner_are_no_thousand_lines(folder: Path) -> None:
    ran = run_shell("yes 「 | head -n 1000 | $bri check -", folder)
    told = ran.err.splitlines()
    assert (len(told), ran.status) == (21, 1)
    assert told[-1] == "bri-search: -: 980 more marks without a partner"


@pytest.mark.parametrize("columns", [80, 200])
def test_the_report_fits_the_terminal(columns: int, folder: Path) -> None:
    ran = run_on_terminal("check", "draft.md", columns=columns, cwd=folder)
    assert ran.status == 1
    for word in ("verbatim", "same wording", "elided", "altered", "spliced", "not found"):
        assert word in ran.out


@pytest.mark.parametrize(
    ("content", "status", "message"),
    [
        (bytes(range(256)) * 4, 2, "draft: is binary, not text; convert it to UTF-8 text"),
        (bytes(range(128, 256)) * 4, 2, "draft: is in no encoding that can be told"),
        (b"", 2, "draft: is empty"),
        ("“三者有先后，却没有轻重”和「没有结束".encode(), 1, "draft:1:15: 「 has no partner"),
        ("“" + "一带" * 50_000 + "”和“三者有先后，却没有轻重”", 1, ""),
    ],
)
def test_what_cannot_be_checked_is_said_in_a_line_and_the_rest_done(
    content: bytes | str, status: int, message: str, folder: Path, tmp_path: Path
) -> None:
    draft = tmp_path / "draft"
    draft.write_bytes(content if isinstance(content, bytes) else content.encode())
    ran = run("check", "draft", "--index", folder / "index", cwd=tmp_path)
    assert ran.status == status
    assert message in ran.err
    assert len(ran.err.splitlines()) == bool(message)
    if isinstance(content, str):
        assert "the quotation has 100,000 characters" in ran.out
        assert ran.out.startswith("2 quotations: 1 verbatim, 1 not checked\n")
        assert "…" not in ran.out


def test_what_was_amiss_in_a_draft_is_said(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_bytes("沒有引文。\n".encode() * 100 + b"\xff\n")
    ran = run("check", "draft.txt", "--index", folder / "index", cwd=tmp_path)
    assert ran.status == 0
    assert ran.err == (
        "bri-search: draft.txt: 1 byte is not utf-8 (at byte 1,600), read as U+FFFD\n"
    )


def test_a_draft_that_is_not_there(folder: Path) -> None:
    ran = run("check", "nowhere.md", cwd=folder)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "bri-search: no draft 'nowhere.md'; to check one quotation, use bri-search quote\n"
    )


def test_a_draft_that_cannot_be_read(tmp_path: Path) -> None:
    name = f"{'a' * 300}.md"
    with pytest.raises(
        UnreadableSource, match=r"cannot be read \(File name too long\); check what"
    ):
        bri_search.read_draft(tmp_path / name)
    with pytest.raises(UsageError, match="content: 'text' is not bytes"):
        bri_search.read_draft("draft.md", "text")  # type: ignore[arg-type]


def test_a_table_has_quoted_lines_without_their_marks(tmp_path: Path, example_index: Path) -> None:
    (tmp_path / "draft.md").write_text(
        "> 合計貨值3,000億美元，\n> 合作不斷拓展。\n", encoding="utf-8"
    )
    ran = run("check", "draft.md", "--csv", "--index", example_index, cwd=tmp_path)
    assert "合計貨值3,000億美元，合作不斷拓展。" in ran.out
    assert "> " not in ran.out
