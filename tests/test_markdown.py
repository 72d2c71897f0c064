"""Markdown: its blocks and its front matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bri_search.errors import UnreadableSource
from bri_search.sources import readers
from bri_search.sources.readers import read_bytes
from bri_search.sources.sections import divide
from tests.samples import divided, told, words


@pytest.mark.parametrize(
    ("text", "outline"),
    [
        ("# 一\n\n文。", ["heading # 一", "paragraph 文。"]),
        ("一\n===\n\n文。", ["heading 一", "paragraph 文。"]),
        ("文到此為止。\n---\n下文。", ["paragraph 文到此為止。", "paragraph 下文。"]),
        ("1. 一\n2. 二\n", ["item 1. 一", "item 2. 二"]),
        ("* 一\n  續\n* 二", ["item * 一|  續", "item * 二"]),
        ("[注]: 资料来源见附录。\n", ["paragraph [注]: 资料来源见附录。"]),
        ("    縮進的一段文字，不是代碼。", ["paragraph 縮進的一段文字，不是代碼。"]),
        ("```\n# 不是標題\n```\n文。", ["code # 不是標題", "paragraph 文。"]),
        ("~~~\n沒有關上", ["code 沒有關上"]),
        ("<!-- 甲\n乙 -->\n\n文。", ["paragraph 文。"]),
        ("<script>\nvar a;\n\nvar b;\n</script>\n\n文。", ["paragraph 文。"]),
        ("<STYLE type='x'>p {}</style>\n文。", ["paragraph 文。"]),
        ("<script>a</script>文。", ["paragraph <script>a</script>文。"]),
        ("<script>\n沒有關上。", ["paragraph <script>|沒有關上。"]),
        (
            "文。\n\n![圖一：燈塔的\n夜景](a.png)\n\n文。",
            ["paragraph 文。", "caption ![圖一：燈塔的|夜景](a.png)", "paragraph 文。"],
        ),
        ("![甲](a.png)\n![乙\n丙\n](b.png)", ["caption ![甲](a.png)", "caption ![乙|丙|](b.png)"]),
        ("![甲\n乙](a.png)是圖。", ["paragraph ![甲|乙](a.png)是圖。"]),
        ("[^1]: 甲\n    續\n\n文。", ["note [^1]: 甲|    續", "paragraph 文。"]),
        (
            "文。\n\n[^1]: 甲。\n\n    又。\n    再。\n\n\t末。\n\n文。\n\n    文。",
            ["paragraph 文。", "note [^1]: 甲。", "note 又。|    再。", "note 末。"]
            + ["paragraph 文。"] * 2,
        ),
        (
            "    文。\n\n[^1]: 甲。\n\n    文。",
            ["paragraph 文。", "note [^1]: 甲。", "paragraph 文。"],
        ),
        (
            "[^1]: 甲。\n文。\n\n    文。",
            ["note [^1]: 甲。", "paragraph 文。", "paragraph 文。"],
        ),
        (
            "- 一\n\n    文。\n\n[^1]: 甲。\n\n   文。",
            ["item - 一", "paragraph 文。", "note [^1]: 甲。", "paragraph 文。"],
        ),
        ("\ufeff# 一\n", ["heading # 一"]),
        ("# 一\r\n\r\n文。\r\n", ["heading # 一", "paragraph 文。"]),
        ("---\n不是屬性\n---\n", ["heading 不是屬性"]),
    ],
)
def test_markdown(text: str, outline: list[str]) -> None:
    reading = read_bytes("a.md", ".md", text.encode())
    assert reading.text == text
    found = [
        f"{kind} {words}".replace("\r", "").replace("\n", "|") for kind, _, words in told(reading)
    ]
    assert found == outline


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ("title: 甲\nauthors: [乙, 丙]", ("甲", ("乙", "丙"), None)),
        (
            "Title: '甲: 乙'\ncreator:\n  - name: 丙\ndate: 2023年10月",
            ("甲: 乙", ("丙",), "2023-10"),
        ),
        ("title: [", (None, (), None)),
        ("- 甲\n- 乙", (None, (), None)),
        ("title: 2023\ndate: 18 October", ("2023", (), None)),
        ("a: &a [x, x]\nb: &b [*a, *a]\ntitle: *b", (None, (), None)),
        ("title: !!python/object/apply:os.getcwd []", (None, (), None)),
    ],
)
def test_front_matter(properties: str, said: tuple[object, ...]) -> None:
    reading = read_bytes("a.md", ".md", f"---\n{properties}\n---\n\n正文。\n".encode())
    metadata = reading.metadata
    assert (metadata.title, metadata.creator, metadata.issued) == said


@pytest.mark.parametrize(
    ("properties", "notice"),
    [
        ("title: [", "line 3: "),
        ("title: 甲: 乙\nauthor: 丙", "line 2: mapping values are not allowed here"),
        ("title: 甲\n\tauthor: 乙", "line 3: found character"),
        (f"title: {'甲' * 20_001}", "more than 20,000 characters"),
    ],
    ids=range(4),
)
def test_front_matter_that_is_no_yaml_is_told(properties: str, notice: str) -> None:
    reading = read_bytes("a.md", ".md", f"---\n{properties}\n---\n\n正文。\n".encode())
    assert reading.metadata == readers.Metadata()
    [said] = reading.notices
    assert said.startswith(f"its front matter is no YAML ({notice}")
    assert said.endswith(") and read as text; mend it")


@pytest.mark.parametrize("text", ["不是屬性", "他說: [", "- 甲\n- 乙", "第一章: 由來", "[", ""])
def test_what_stands_between_rules_need_be_no_front_matter(text: str) -> None:
    assert read_bytes("a.md", ".md", f"---\n{text}\n---\n\n正文。\n".encode()).notices == ()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_front_matter_is_furniture_and_no_passage(newline: str) -> None:
    front = "---\ntitle: 白皮書\ntags:\n  - 航運\n---\n"
    text = (front + "\n第一段說的是港口。\n").replace("\n", newline)
    reading = read_bytes("a.md", ".md", text.encode())
    passages, furniture = divide(text, True, reading.structure, reading.pages)
    assert [(one.kind.value, words(reading, one)) for one in passages] == [
        ("paragraph", "第一段說的是港口。")
    ]
    named = [text[slice(*one.span)] for one in furniture if one.what == "front matter"]
    assert named == front.replace("  -", "-").splitlines()


@given(st.text(alphabet=st.sampled_from("#-*>|`~=[]()!<>^:1.甲 \n\r\t"), max_size=60))
def test_markdown_keeps_the_file_as_it_is(text: str) -> None:
    try:
        reading = read_bytes("a.md", ".md", text.encode())
    except UnreadableSource:
        assert not text.strip()
        return
    assert reading.text == text
    starts = [
        0,
        *(
            i + 1
            for i, c in enumerate(text)
            if c == "\n" or (c == "\r" and text[i + 1 : i + 2] != "\n")
        ),
    ]
    assert all(mark.span[0] in starts for mark in reading.structure)
    labels = [label for passage in divided(reading) for label in passage.section]
    assert all(len(label.splitlines()) <= 1 for label in labels)
    spans = [place for mark in reading.structure for place in mark.span]
    assert spans == sorted(spans)


@pytest.mark.parametrize(
    "links",
    [
        "[Home](index.md)",
        "[Home](index.md) | [Next](b.md)",
        "[首页](index.md) · [上一篇](a.md) · [下一篇](b.md)",
        "### [«](a.md) / [»](b.md)",
    ],
)
def test_a_line_of_links_above_the_title_is_navigation(links: str) -> None:
    text = f"{links}\n\n---\n\n## 海湾的旧船\n\n那条旧船修好了。\n"
    reading = read_bytes("a.md", ".md", text.encode())
    passages, furniture = divide(reading.text, True, reading.structure)
    assert ("navigation", links) in [(f.what, text[slice(*f.span)]) for f in furniture]
    assert [passage.section for passage in passages][-1] == ("海湾的旧船",)


@pytest.mark.parametrize("line", ["[旧船](a.md)与[新船](b.md)", "## [旧船](a.md)[[码头]]"])
def test_a_heading_with_links_in_it_is_a_heading(line: str) -> None:
    text = f"{line}\n\n那条旧船修好了。\n"
    reading = read_bytes("a.md", ".md", text.encode())
    assert divide(reading.text, True, reading.structure)[0][0].kind.value == "heading"
