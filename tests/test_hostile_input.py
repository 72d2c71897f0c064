"""What is typed and what texts hold, as hostile as can be: bounded, harmless, and one clear line."""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bri_search
from bri_search.cli.cells import harmless
from bri_search.errors import BriSearchError, QueryError, UsageError
from bri_search.search import matching
from bri_search.search.length import MAX_DRAFT, MAX_LENGTH
from bri_search.search.parsing import MAX_DEPTH, MAX_WORDS, parse
from tests.building import LibraryOf
from tests.program import plain, run, run_on_terminal

EVIL = (
    "\x1b[31m红\x1b]0;title\x07 \x9b2J\x7f\x85 [red]x[/] [link=http://a]b[/link] "
    "\u202e文\u2066字\u200f \ufe0f\U000e0100 \ue000\U0010ffff\u0378 \u2028\u2029 =1+1 @SUM"
)
PHRASE = "数字丝绸之路的意义，不在于铺了多少光缆，"


@pytest.fixture(scope="module")
def folder(new_index: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of texts, a catalog and names full of what a terminal obeys."""
    folder = tmp_path_factory.mktemp("evil")
    new_index().rename(folder / "index")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(f"{EVIL}\n\n数字丝绸之路{EVIL}合作。\n", encoding="utf-8")
    (corpus / "b.md").write_text(f"# {EVIL}\n\n数字丝绸之路{EVIL}合作。\n", encoding="utf-8")
    (corpus / "bad\x1b[31m.txt").write_bytes(b"\xed\xa0\x80 lone surrogate")
    (corpus / "nul.txt").write_bytes(b"a\0b")
    value = json.dumps(EVIL.replace("\x7f", "")).replace("\\ud", "\\ud")
    escaped = re.sub(r"\\ud8..\\ud...|\\ud[89ab]..\\ud[c-f]..", "?", value)
    keys = ("title", "publisher", "place", "type", "creator")
    lines = "\n".join(f"{key} = {escaped}" for key in keys)
    record = f'[[source]]\nfile = "a.txt"\nid = "a\\u001b[31m\\n"\n{lines}\n'
    (corpus / "catalog.toml").write_text(record, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def indexed(folder: Path) -> Path:
    assert run("index", cwd=folder).status == 2
    return folder


def is_harmless(text: str) -> bool:
    return all(char == "\n" or harmless(char) == char for char in text)


def test_nothing_that_a_terminal_obeys_is_ever_shown(folder: Path) -> None:
    ran = run("index", cwd=folder)
    assert ran.status == 2
    assert "is in no encoding that can be told" in ran.err
    assert "nul.txt: is binary, not text" in ran.err
    assert is_harmless(ran.out + ran.err)
    (folder / "draft.md").write_text(
        f"「数字丝绸之路{EVIL}合作」「{EVIL * 3}不见了的」\n", encoding="utf-8"
    )
    commands: list[list[str]] = [
        ["sources"],
        ["search", "数字丝绸之路"],
        ["search", "合作", "--explain", "--cite", "plain"],
        ["search", f"没有的{EVIL}"],
        ["search", f'"没有的{EVIL}'],
        ["search", "--exact", f"没有{EVIL}"],
        ["kwic", "数字"],
        ["kwic", "数字", "--count"],
        ["kwic", "数字", "--by", "section"],
        ["kwic", "数字", "--collocates", "--min-count", "1"],
        ["quote", f"数字丝绸之路{EVIL}合作", "--cite", "bibtex"],
        ["check", "draft.md", "--cite", "gb7714"],
        ["parallels", "--min-length", "5"],
        ["parallels", "--summary", "--min-length", "5"],
        ["show", "a.txt"],
        ["show", "b.md", "--outline"],
        ["show", f"no{EVIL}"],
        ["show", "b.md", "--section", f"{EVIL}没有"],
        ["search", "x", "--source", f"{EVIL}"],
        ["search", "x", "--kind", EVIL],
        ["search", "x", "--since", EVIL],
        ["search", "x", "--limit", EVIL],
        ["index", f"no{EVIL}"],
        [EVIL],
        ["check", f"no{EVIL}"],
    ]
    for command in commands:
        ran = run(*command, cwd=folder)
        assert is_harmless(ran.out + ran.err), command
        assert ran.status in (0, 1, 2)
    for command in commands[:14]:
        shown = run_on_terminal(*command, columns=80, cwd=folder)
        assert is_harmless(plain(re.sub(r"\x1b\]8;[^\x1b]*\x1b\\", "", shown.out))), command
        if command[0] in ("quote", "check", "search", "kwic") and command[1][0] not in '没"':
            ran = run(*command, "--json", cwd=folder)
            if ran.status < 2:
                json.loads(ran.out)
                assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200f\u202e\u2028]", ran.out)


def test_completion_offers_harmless_names(indexed: Path) -> None:
    ran = run(
        cwd=indexed,
        _BRI_SEARCH_COMPLETE="complete_bash",
        COMP_WORDS="bri-search show ",
        COMP_CWORD="2",
    )
    assert is_harmless(ran.out)
    assert "a␛[31m" in ran.out


@given(st.text())
def test_harmless_is_harmless(text: str) -> None:
    assert harmless(harmless(text)) == harmless(text)
    assert harmless(text).isprintable() or not set(harmless(text)) & {"\x1b", "\x9b", "\n", "\t"}


# -- queries ---------------------------------------------------------------------------------------

QUERIES = {
    "open brackets": ("(" * 5000, "is not closed"),
    "nested brackets": ("(" * 5000 + "一 带" + ")" * 5000, f"nested more than {MAX_DEPTH} deep"),
    "full-width brackets": ("（" * 90_000, "is not closed"),
    "closed brackets": (")" * 5000, "was not opened"),
    "a star": ("*", "stands only at the end of a word"),
    "stars": ("* " * 5000, "stands only at the end"),
    "every ideograph": ("一*", None),
    "ORs": (" OR ".join(["一带"] * 5000), f"more than {MAX_WORDS:,} words"),
    "only OR": ("OR " * 5000, "there is nothing before OR"),
    "only -": ("-" * 5000, "two signs stand together"),
    "many -": ("-a " * 1000, "only something to leave out"),
    "a megabyte": (PHRASE * 50_000, f"may have {MAX_LENGTH:,}"),
    "ten thousand characters": (PHRASE * 500, None),
    "as long as may be": ((PHRASE * 5000)[:MAX_LENGTH], None),
    "words": (" ".join(f"词{n}" for n in range(MAX_WORDS + 1)), f"more than {MAX_WORDS:,}"),
    "as many words as may be": (" ".join(f"词{n}" for n in range(MAX_WORDS)), None),
    "quotation marks": ('"' * 9001, "quotation mark"),
    "phrases": ('"一" ' * 1000, None),
    "alternatives": ("(一 OR 二) " * 900, None),
    "backslashes": ("\\" * 90_000, None),
    "numbers": ("3,000," * 10_000, None),
    "a number": ("1" * 50_000, None),
    "numerals": ("一" * 50_000, None),
    "surrogates": ("\udcff\ud800 一带", None),
    "controls": ("\0一带\x1b[31m一路\x07", None),
}


@pytest.mark.parametrize("name", QUERIES)
def test_any_query_is_answered_or_refused_in_a_line(
    name: str, corpus_library: bri_search.Library
) -> None:
    query, says = QUERIES[name]
    try:
        result = corpus_library.search(query, limit=3)
    except QueryError as error:
        assert says is None or says in str(error)
        assert says is not None or "punctuation" in str(error)
        assert len(str(error)) < 300
        assert 0 <= error.position <= len(query)
    else:
        assert says is None
        assert len(result) == min(result.total, 3)
    for ask in (corpus_library.count, lambda q: corpus_library.search(q, exact=True, limit=1)):
        try:
            ask(query)
        except QueryError as error:
            assert len(str(error)) < 300


OPERATORS = [
    "(",
    ")",
    "（",
    "）",
    '"',
    "“",
    "”",
    "「",
    "」",
    "*",
    "-",
    "+",
    "OR",
    " ",
    "\\",
    "一带",
    "a",
]


@given(st.lists(st.sampled_from(OPERATORS), max_size=30).map("".join))
def test_operators_in_every_wrong_place(query: str) -> None:
    try:
        parse(query)
    except QueryError as error:
        assert 0 <= error.position <= len(query)
        assert str(error).count("\n") == 0


def test_what_stands_in_too_many_places_is_refused(
    corpus_library: bri_search.Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert corpus_library.search("的").total
    monkeypatch.setattr(matching, "MOST_PLACES", 100)
    for ask in (
        corpus_library.search,
        lambda phrase: corpus_library.kwic(phrase, sort="left"),
        lambda phrase: len(corpus_library.count(phrase).forms),
    ):
        with pytest.raises(QueryError, match="stands in more than 100 places; ask for something"):
            ask("的")
    assert corpus_library.kwic("的").total > 100


def test_each_place_is_counted_once(library_of: LibraryOf, monkeypatch: pytest.MonkeyPatch) -> None:
    library = library_of({"a.txt": "A road. The road, one road; four road.\n\nA road, a road.\n"})
    monkeypatch.setattr(matching, "MOST_PLACES", 6)
    for sort in ("left", "right", "source"):
        assert len(library.kwic("road", words=True, sort=sort)) == 6
    assert [form.count for form in library.count("road", words=True).forms] == [6]
    monkeypatch.setattr(matching, "MOST_PLACES", 5)
    with pytest.raises(QueryError, match="more than 5 places"):
        library.kwic("road", words=True, sort="left")


def test_an_error_in_a_long_query_is_shown_with_what_stands_around_it(indexed: Path) -> None:
    ran = run("search", "一带一路 " * 4000 + '"', cwd=indexed)
    shown, caret, says = ran.err.splitlines()
    assert ran.status == 2
    assert len(shown) < 130
    assert caret.endswith("^")
    assert "is not closed" in says
    assert len(run("kwic", PHRASE * 2000, cwd=indexed).err) < 1000


ARGUMENTS = [
    *(["search", "数字", option, str(number)] for option in ("--limit", "--offset")
      for number in (10**30, -(10**30), "9" * 5000, "nan", "1e9", "０")),
    ["search", "数字", "--since", "0000-99-99"],
    ["search", "数字", "--until", "2023-02-99"],
    ["search", "数字", "--since", "2023-02-30"],
    ["search", "数字", "--since", "２０２３"],
    ["search", "数字", "--since", "9999-12-31"],
    ["kwic", "数字", "--width", str(10**30)],
    ["kwic", "数字", "--sample", str(10**30)],
    ["kwic", "数字", "--sample", "0"],
    ["kwic", "数字", "--sort", "left99999999999999999999"],
    ["kwic", "数字", "--sort", ",".join(["left1"] * 9000)],
    ["kwic", "数字", "--collocates", "--window", str(10**30)],
    ["kwic", "数字", "--collocates", "--window", "nan"],
    ["kwic", "数字", "--collocates", "--min-count", "-1"],
    ["show", "a.txt", "--passage", str(10**30)],
    ["show", "a.txt", "--line", str(10**30)],
    ["show", "a.txt", "--line", "-1"],
    ["show", "a.txt", "--passage", "1", "--around", str(10**30)],
    ["show", "a.txt", "--section", PHRASE * 2000],
    ["show", PHRASE * 2000],
    ["quote", PHRASE * 2000],
    ["quote", "…" * 20_000],
    ["quote", "\udcff"],
    ["parallels", "--min-length", str(10**30)],
    ["parallels", "--min-length", "-1"],
    ["parallels", "a.txt", "--with", "a.txt"],
    ["parallels", "--limit", str(10**30)],
    ["check", "/dev/zero"],
    ["index", "--max-file-size", str(10**30)],
]  # fmt: skip


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=lambda one: " ".join(one)[:60])
def test_absurd_arguments(arguments: list[str], indexed: Path) -> None:
    ran = run(*arguments, cwd=indexed)
    assert ran.status in (0, 1, 2)
    assert "unexpected" not in ran.err, ran.err
    if arguments[0] != "index":
        assert ran.err.count("\n") in (0, 1, 3)  # with the query and a caret there are three
    assert len(ran.err) < 25_000
    assert is_harmless(ran.out + ran.err)


DRAFTS = {
    "opening marks": "「" * 50_000,
    "nested": "「" * 20_000 + "合作" + "」" * 20_000,
    "open at paragraphs": "「合作\n\n" * 10_000,
    "comments": "<!--" * 50_000,
    "code": "`" * 3 + "a`` ` " * 20_000,
    "blocks": "> " * 50_000,
    "lines of blocks": "> 合作\n" * 20_000,
    "tags": "<a" * 50_000,
    "alike": "\"'" * 50_000,
}


@pytest.mark.parametrize("name", DRAFTS)
def test_drafts_take_no_squares_of_their_length(
    name: str, corpus_library: bri_search.Library
) -> None:
    before = time.process_time()
    corpus_library.check(DRAFTS[name], min_length=50_000)
    assert time.process_time() - before < 60


def test_a_draft_and_a_quotation_have_an_end(
    corpus_library: bri_search.Library, folder: Path
) -> None:
    with pytest.raises(UsageError, match=f"may have {MAX_DRAFT:,}; check it in parts"):
        corpus_library.check("a" * (MAX_DRAFT + 1))
    with pytest.raises(UsageError, match="more than 10,000"):
        corpus_library.quote(PHRASE * 50_000)
    with (folder / "large.txt").open("wb") as file:
        file.truncate(100_000_000)
    ran = run("check", "large.txt", cwd=folder)
    assert (ran.status, ran.err.count("\n")) == (2, 1)


def test_every_error_is_of_the_tree(corpus_library: bri_search.Library) -> None:
    for query in ("\ud800", "\0", "\u202e", "\ufffe", "\U0010ffff", "\u0378", "\ufe0f"):
        for ask in (corpus_library.search, corpus_library.kwic, corpus_library.quote):
            try:
                ask(query)
            except BriSearchError as error:
                assert str(error)
