"""What a user may type, and what is understood by it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bri_search.errors import QueryError
from bri_search.search.parsing import parse
from bri_search.search.query import (
    AnyOf,
    Clause,
    Group,
    Occur,
    Operand,
    Phrase,
    Prefix,
    Word,
)

# --- what is expected, written as short as it can be -----------------------------------------


def word(text: str, start: int, end: int | None = None) -> Word:
    return Word(text, start, start + len(text) if end is None else end)


def phrase(text: str, start: int, end: int | None = None) -> Phrase:
    return Phrase(text, start, start + len(text) + 2 if end is None else end)


def prefix(text: str, start: int, end: int | None = None) -> Prefix:
    return Prefix(text, start, start + len(text) + 1 if end is None else end)


def any_of(*alternatives: Operand) -> AnyOf:
    return AnyOf(alternatives)


def must(operand: Operand) -> Clause:
    return Clause(Occur.MUST, operand)


def must_not(operand: Operand) -> Clause:
    return Clause(Occur.MUST_NOT, operand)


def group(*clauses: Clause | Operand) -> Group:
    """A group in which a bare operand stands for a clause that should occur."""
    return Group(
        tuple(
            clause if isinstance(clause, Clause) else Clause(Occur.SHOULD, clause)
            for clause in clauses
        )
    )


UNDERSTOOD: list[tuple[str, Group]] = [
    # words
    ("一带一路", group(word("一带一路", 0))),
    ("belt and road", group(word("belt", 0), word("and", 5), word("road", 9))),
    ("互联互通　合作", group(word("互联互通", 0), word("合作", 5))),
    (" \t丝路\n", group(word("丝路", 2))),
    ("ＲＣＥＰ 协定", group(word("ＲＣＥＰ", 0), word("协定", 5))),
    ("China's", group(word("China's", 0))),
    ("China’s ‘belt’", group(word("China’s", 0), word("‘belt’", 8))),
    ("China-Europe", group(word("China-Europe", 0))),
    ("2020－2022", group(word("2020－2022", 0))),
    ("C++ 5G+", group(word("C++", 0), word("5G+", 4))),
    ("…… 100%", group(word("……", 0), word("100%", 3))),
    ("a | b", group(word("a", 0), word("|", 2), word("b", 4))),
    ("——联合国", group(word("——联合国", 0))),
    # phrases
    ('"belt and road"', group(phrase("belt and road", 0))),
    ("“一带一路”", group(phrase("一带一路", 0))),
    ("「數字絲綢之路」", group(phrase("數字絲綢之路", 0))),
    ("『一帶一路』", group(phrase("一帶一路", 0))),
    ("＂一带 一路＂", group(phrase("一带 一路", 0))),
    ("「共建『一带一路』」", group(phrase("共建『一带一路』", 0))),
    ("『共建「一带一路」』", group(phrase("共建「一带一路」", 0))),
    ('“「甲」『乙』"丙"＂丁＂”', group(phrase('「甲」『乙』"丙"＂丁＂', 0))),
    ('"他说：“好”"', group(phrase("他说：“好”", 0))),
    ("“China’s plan”", group(phrase("China’s plan", 0))),
    ('"(a OR +b) -c* d"', group(phrase("(a OR +b) -c* d", 0))),
    ("“发展带”“幸福路”", group(phrase("发展带", 0), phrase("幸福路", 5))),
    # phrases inside running text: each piece is a clause
    (
        "共建“一带一路”倡议",
        group(word("共建", 0), phrase("一带一路", 2), word("倡议", 8)),
    ),
    (
        "《共建“一带一路”：重大实践》白皮书（全文）",
        group(word("《共建", 0), phrase("一带一路", 3), word("：重大实践》白皮书（全文）", 9)),
    ),
    ("路」建設", group(word("路」建設", 0))),
    ("路”和 』", group(word("路”和", 0), word("』", 4))),
    # signs
    ("+丝路 论坛", group(must(word("丝路", 1)), word("论坛", 4))),
    ("＋丝路 －论坛", group(must(word("丝路", 1)), must_not(word("论坛", 5)))),
    ("丝路 -论坛", group(word("丝路", 0), must_not(word("论坛", 4)))),
    ('a -"silk road"', group(word("a", 0), must_not(phrase("silk road", 3)))),
    ("+C++", group(must(word("C++", 1)))),
    ("a -China-Europe", group(word("a", 0), must_not(word("China-Europe", 3)))),
    ("“甲”-乙", group(phrase("甲", 0), word("-乙", 3))),
    ("a -OR", group(word("a", 0), must_not(word("OR", 3)))),
    (
        "+共建“一带一路”倡议",
        group(must(word("共建", 1)), must(phrase("一带一路", 3)), must(word("倡议", 9))),
    ),
    (
        "论坛 -共建“一带一路” 倡议",
        group(
            word("论坛", 0),
            must_not(group(must(word("共建", 4)), must(phrase("一带一路", 6)))),
            word("倡议", 13),
        ),
    ),
    # OR
    ("a OR b c", group(any_of(word("a", 0), word("b", 5)), word("c", 7))),
    ("c a OR b", group(word("c", 0), any_of(word("a", 2), word("b", 7)))),
    (
        "甲　OR　“乙” OR 丙*",
        group(any_of(word("甲", 0), phrase("乙", 5), prefix("丙", 12))),
    ),
    ("“甲”OR“乙”", group(any_of(phrase("甲", 0), phrase("乙", 5)))),
    ("a or b", group(word("a", 0), word("or", 2), word("b", 5))),
    ("ORDER a ORb", group(word("ORDER", 0), word("a", 6), word("ORb", 8))),
    (
        "数字 OR 共建“一带一路”",
        group(
            any_of(
                word("数字", 0),
                group(must(word("共建", 6)), must(phrase("一带一路", 8))),
            )
        ),
    ),
    # parentheses that group
    ("(a OR b) c", group(group(any_of(word("a", 1), word("b", 6))), word("c", 9))),
    ("（甲 OR 乙）", group(group(any_of(word("甲", 1), word("乙", 6))))),
    ("(甲 乙）", group(group(word("甲", 1), word("乙", 3)))),
    ("((a))", group(group(group(word("a", 2))))),
    ("（甲）“乙”", group(group(word("甲", 1)), phrase("乙", 3))),
    ("(a)(b)", group(group(word("a", 1)), group(word("b", 4)))),
    ("+(a OR b)", group(must(group(any_of(word("a", 2), word("b", 7)))))),
    ("a -（b c）", group(word("a", 0), must_not(group(word("b", 4), word("c", 6))))),
    ("a (+b -c)", group(word("a", 0), group(must(word("b", 4)), must_not(word("c", 7))))),
    ("(a b) OR c", group(any_of(group(word("a", 1), word("b", 3)), word("c", 9)))),
    ("(甲 OR 乙)经济", group(group(any_of(word("甲", 1), word("乙", 6))), word("经济", 8))),
    ("国际数据公司 (IDC)", group(word("国际数据公司", 0), group(word("IDC", 8)))),
    (
        "訊（記者 朱燁）電",
        group(word("訊", 0), group(word("記者", 2), word("朱燁", 5)), word("電", 8)),
    ),
    ("含（“安排”）等", group(word("含", 0), group(phrase("安排", 2)), word("等", 7))),
    # parentheses that are part of a word
    ("（一）根植历史", group(word("（一）根植历史", 0))),
    ("(一)建设 廉洁", group(word("(一)建设", 0), word("廉洁", 6))),
    ("《协定》（RCEP）", group(word("《协定》（RCEP）", 0))),
    ("（RCEP）于 2022", group(word("（RCEP）于", 0), word("2022", 8))),
    ("RCEP（区域", group(word("RCEP（区域", 0))),
    ("訊（記者 朱燁 北京", group(word("訊（記者", 0), word("朱燁", 5), word("北京", 8))),
    ("報道）中國", group(word("報道）中國", 0))),
    ("報道）“一带一路”", group(word("報道）", 0), phrase("一带一路", 3))),
    ("公报）（全文）", group(word("公报）（全文）", 0))),
    ("1）政策沟通", group(word("1）政策沟通", 0))),
    ("f() g(x)", group(word("f()", 0), word("g(x)", 4))),
    ("a(b(c)d)", group(word("a(b(c)d)", 0))),
    ("(a (b)c)", group(group(word("a", 1), word("(b)c", 3)))),
    ("-（一）根植 a", group(must_not(word("（一）根植", 1)), word("a", 7))),
    ("“甲”（乙", group(phrase("甲", 0), word("（乙", 3))),
    # prefixes
    ("丝绸*", group(prefix("丝绸", 0))),
    ("丝绸＊ connect*", group(prefix("丝绸", 0), prefix("connect", 4))),
    ("+丝*", group(must(prefix("丝", 1)))),
    ("丝*“路”", group(prefix("丝", 0), phrase("路", 2))),
    # backslashes
    (r"\-5% a", group(word("-5%", 0, 4), word("a", 5))),
    (r"\+ \－", group(word("+", 0, 2), word("－", 3, 5))),
    (r"\(a b\)", group(word("(a", 0, 3), word("b)", 4, 7))),
    (r"5\" pipe", group(word('5"', 0, 3), word("pipe", 4))),
    (r"第三屆\「一帶", group(word("第三屆「一帶", 0, 7))),
    (r"a\* \*", group(word("a*", 0, 3), word("*", 4, 6))),
    (r"a\**", group(prefix("a*", 0, 4))),
    (r"C:\dir a\\b", group(word(r"C:\dir", 0), word(r"a\b", 7, 11))),
    ("a\\", group(word("a\\", 0))),
    (r'"a\"b"', group(phrase('a"b', 0, 6))),
    (r"a -\-b", group(word("a", 0), must_not(word("-b", 3, 6)))),
]

NOT_UNDERSTOOD: list[tuple[str, int, str, str]] = [
    # query, position, in the problem, in the remedy
    ("", 0, "nothing to search for", "type"),
    (" \t　\n", 0, "nothing to search for", "type"),
    # quotation marks
    ('"belt and road', 0, '" is not closed', r"\""),
    ("甲 “乙", 2, "“ is not closed", "with ”"),
    ("第三屆「一帶一", 3, "「 is not closed", "with 」"),
    ("『甲「乙」", 0, "『 is not closed", "with 』"),
    ("＂甲", 0, "＂ is not closed", "with ＂"),
    ("“一带一路“", 0, "“ is opened again", "with ”"),
    ("a “甲“乙”丙”", 2, "“ is opened again", '"…"'),
    ('""', 0, "between the quotation marks", "leave the marks out"),
    ("a “　”", 2, "between the quotation marks", "leave the marks out"),
    # parentheses
    ("(a b", 0, "( is not closed", r"\("),
    ("a （b c", 2, "（ is not closed", "with ）"),
    ("((a b) c", 0, "( is not closed", "with )"),
    ("-(a b", 1, "( is not closed", r"\("),
    ("a b)", 3, ") was not opened", r"\)"),
    ("甲） 乙", 1, "） was not opened", "（"),
    (")", 0, ") was not opened", r"\)"),
    ("a ) b", 2, ") was not opened", r"\)"),
    ("()", 0, "between the parentheses", "leave"),
    ("a （ ）", 2, "between the parentheses", "leave"),
    ("(a ())", 3, "between the parentheses", "leave"),
    # OR
    ("OR", 0, "nothing before OR", "both sides"),
    ("OR a", 0, "nothing before OR", "small letters"),
    ("a OR OR b", 5, "nothing before OR", "both sides"),
    ("a (OR b)", 3, "nothing before OR", "both sides"),
    ("a OR", 2, "nothing after OR", "both sides"),
    ("(a OR) b", 3, "nothing after OR", "small letters"),
    ("-a OR b", 0, "one side of OR", "-("),
    ("a OR ＋b", 5, "one side of OR", "＋("),
    # signs
    ("- a", 0, "nothing directly after -", r"\-"),
    ("a + b", 2, "nothing directly after +", r"\+"),
    ("a －", 2, "nothing directly after －", r"\－"),
    ("(a -) b", 3, "nothing directly after -", "directly before"),
    ("+", 0, "nothing directly after +", "directly before"),
    ("--a b", 1, "two signs", "keep one"),
    ("a -- b", 3, "two signs", "keep one"),
    ("+-a", 1, "two signs", r"\-"),
    ("-a", 0, "nothing to look for", "add a word"),
    ("-a －“b”", 0, "nothing to look for", "add a word"),
    ("a (-b)", 3, "nothing to look for", "add a word"),
    ("a -(-b -c)", 4, "nothing to look for", "add a word"),
    ("-5%", 0, "nothing to look for", r"\-"),
    # stars
    ("*", 0, "* stands only at the end of a word", r"\*"),
    ("甲 *", 2, "end of a word", r"\*"),
    ("*路", 0, "end of a word", "丝绸*"),
    ("＊路", 0, "＊ stands only", r"\＊"),
    ("a*b", 1, "end of a word", r"\*"),
    ("a**", 1, "end of a word", r"\*"),
    ("**前言**", 0, "end of a word", "丝绸*"),
    ("a -*", 3, "end of a word", r"\*"),
    ("“甲”*", 3, "end of a word", r"\*"),
    # depth
    ("(" * 101 + "a" + ")" * 101, 101, "100", "out"),
]


@pytest.mark.parametrize(("query", "expected"), UNDERSTOOD)
def test_what_is_understood(query: str, expected: Group) -> None:
    assert parse(query) == expected


@pytest.mark.parametrize(("query", "position", "problem", "remedy"), NOT_UNDERSTOOD)
def test_what_is_not_understood_is_shown_and_mended(
    query: str, position: int, problem: str, remedy: str
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    error = caught.value
    assert error.query == query
    assert error.position == position
    assert problem in error.problem
    assert remedy in error.remedy
    assert str(error) == f"{error.problem}; {error.remedy}"


def test_the_length_is_bounded() -> None:
    longest = "路" * 100_000
    assert parse(longest) == group(word(longest, 0))
    with pytest.raises(
        QueryError, match=r"100,001 characters.*100,000; search for a part"
    ) as caught:
        parse(longest + "路")
    assert caught.value.position == 100_000


def test_each_remedy_for_the_character_itself_works() -> None:
    """A remedy that offers a backslash is followed to the letter: the query is then understood."""
    followed = 0
    for query, position, _, remedy in NOT_UNDERSTOOD:
        if remedy == "\\" + query[position : position + 1]:
            parse("一 " + query[:position] + "\\" + query[position:])
            followed += 1
    assert followed >= 10


# --- large and deep ---------------------------------------------------------------------------

HEAVY = [
    *(mark * 10_000 for mark in '()（）"“”「」『』＂+-*\\|'),
    *("a" + mark * 10_000 for mark in '()（）"“”「」『』＂+-*\\|'),
    *(f"{mark} " * 10_000 for mark in "()“”「」*+-"),
    "(" * 50_000 + ")" * 50_000,
    "(" * 49_999 + "a" + ")" * 49_999,
    "a(b " * 20_000 + ")" * 20_000,
    "-x(b " * 15_000 + ")" * 15_000,
    "(a OR " * 14_000 + "a" + ")" * 14_000,
    "()" * 50_000,
    "“”" * 50_000,
    "“甲”" * 33_000,
    "甲“乙”" * 25_000,
    "a OR " * 19_999 + "a",
    "OR " * 33_000,
    "a" * 100_000,
    "a " * 50_000,
]


@pytest.mark.parametrize("query", HEAVY, ids=range(len(HEAVY)))
def test_nothing_is_slow_or_too_deep(query: str) -> None:
    started = time.process_time()
    understood(query)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "query",
    [
        "(" * 100 + "a" + ")" * 100,
        "(a OR " * 49 + "a OR b" + ")" * 49,
        # Each sign before pieces of running text makes a group of its own.
        "a -x(b " * 50 + ")" * 50,
    ],
    ids=["groups", "alternatives", "pieces"],
)
def test_what_is_understood_can_be_walked_by_plain_recursion(query: str) -> None:
    tree = parse(query)
    assert tree == parse(query)
    assert hash(tree) == hash(parse(query))
    assert repr(tree) == repr(parse(query))


@pytest.mark.parametrize(
    ("opening", "closing"), [("(a OR ", ")"), ("a -x(b ", ")")], ids=["alternatives", "pieces"]
)
def test_alternatives_and_pieces_count_as_depth(opening: str, closing: str) -> None:
    with pytest.raises(QueryError, match="more than 100 deep") as caught:
        parse(opening * 51 + "a" + closing * 51)
    assert opening * 49 in caught.value.query[: caught.value.position]


# --- any text at all --------------------------------------------------------------------------

OPERATORS = '+-＋－*＊()（）"＂“”「」『』\\'
QUERIES = st.one_of(
    st.text(),
    st.text(alphabet=st.sampled_from([*OPERATORS, *OPERATORS, *" 　aO路’|*", "R"]), max_size=40),
    # Pieces that are likely to be understood, so that more than errors is tried.
    st.lists(
        st.sampled_from(
            [*"a路bc()（）+-*」", "一带一路", "“甲 乙”", '"x"', "「丙『丁』」", "OR", "（一）"]
            + ["(a OR b)", "’s"]
            + [" "] * 12
        ),
        max_size=25,
    ).map("".join),
)


def understood(query: str) -> Group | None:
    """The tree, or None where the query is refused as it should be."""
    try:
        return parse(query)
    except QueryError as error:
        refusal = error
    assert refusal.query == query
    assert 0 <= refusal.position <= len(query)
    assert len(str(refusal).splitlines()) == 1
    return None


def leaves(operand: Operand) -> Iterator[Word | Phrase | Prefix]:
    """Every word, phrase and prefix, in the order typed."""
    if isinstance(operand, Group):
        for clause in operand.clauses:
            yield from leaves(clause.operand)
    elif isinstance(operand, AnyOf):
        for alternative in operand.alternatives:
            yield from leaves(alternative)
    else:
        yield operand


def groups(operand: Operand) -> Iterator[Group]:
    """Every group, the whole query among them."""
    if isinstance(operand, Group):
        yield operand
        for clause in operand.clauses:
            yield from groups(clause.operand)
    elif isinstance(operand, AnyOf):
        for alternative in operand.alternatives:
            yield from groups(alternative)


@given(QUERIES)
def test_any_text_is_understood_or_refused(query: str) -> None:
    tree = understood(query)
    if tree is None:
        return
    for found in groups(tree):
        assert any(clause.occur is not Occur.MUST_NOT for clause in found.clauses)
    for leaf in leaves(tree):
        assert leaf.text.strip()


@given(QUERIES)
def test_offsets_point_at_what_was_typed(query: str) -> None:
    tree = understood(query)
    if tree is None:
        return
    after = 0
    for leaf in leaves(tree):
        assert after <= leaf.start < leaf.end <= len(query)
        after = leaf.end
        typed = query[leaf.start : leaf.end]
        if "\\" in typed:
            continue
        if isinstance(leaf, Word):
            assert typed == leaf.text
        elif isinstance(leaf, Prefix):
            assert typed[:-1] == leaf.text
            assert typed[-1] in "*＊"
        else:
            assert typed[1:-1] == leaf.text
            assert typed[0] + typed[-1] in ("“”", "「」", "『』", '""', "＂＂")
            assert typed[0] not in leaf.text
            assert typed[-1] not in leaf.text


@given(QUERIES)
def test_nothing_typed_is_lost(query: str) -> None:
    """Whatever is in no word, phrase or prefix is white space or an operator."""
    tree = understood(query)
    if tree is None:
        return
    rest = []
    after = 0
    for leaf in leaves(tree):
        rest.append(query[after : leaf.start])
        after = leaf.end
    rest.append(query[after:])
    for between in rest:
        left = between.replace("OR", "")
        assert not left.translate({ord(c): None for c in "+-＋－()（）"}).strip()


@given(st.text(min_size=1).filter(lambda text: not any(map(str.isspace, text)) and text != "OR"))
def test_a_backslash_before_every_operator_makes_one_word(text: str) -> None:
    query = "".join("\\" + char if char in OPERATORS else char for char in text)
    assert parse(query) == group(Word(text, 0, len(query)))


@given(
    st.text().filter(lambda text: text.strip()),
    st.sampled_from(["“”", "「」", "『』", '""', "＂＂"]),
)
def test_whatever_stands_in_quotation_marks_is_one_phrase(text: str, marks: str) -> None:
    inner = "".join("\\" + char if char in OPERATORS else char for char in text)
    query = marks[0] + inner + marks[1]
    assert parse(query) == group(Phrase(text, 0, len(query)))


@given(QUERIES)
def test_white_space_around_a_query_only_moves_it(query: str) -> None:
    tree = understood(query)
    moved = understood("　" + query + " ")
    # The white space after it ends an escape at the very end: a last backslash stays a backslash.
    assert (tree is None) == (moved is None)
    if tree is not None and moved is not None:
        assert [(leaf.text, leaf.start + 1, leaf.end + 1) for leaf in leaves(tree)] == [
            (leaf.text, leaf.start, leaf.end) for leaf in leaves(moved)
        ]
