"""Texts of any length: repair and folding take bounded memory, and lose no phrase where they cut."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bri_search.index.preparing import prepare
from bri_search.index.store import Store
from bri_search.sources import stretches as cutting
from bri_search.sources.document import Kind, Span
from bri_search.sources.passages import Passages
from bri_search.sources.readers import read_bytes
from bri_search.sources.sections import divide
from bri_search.sources.stretches import LONGEST_LINE, LONGEST_PASSAGE, STRETCH, stretches
from bri_search.text.fold import Folding
from bri_search.text.reading import reading
from tests.building import LibraryOf
from tests.test_documents import LINES

SENTENCE = "数字丝绸之路的意义，不在于铺了多少光缆，而在于让远处的人也能用上同样的工具。"


def every_character_is_somewhere(text: str, *, has_markup: bool = False) -> Passages:
    passages, furniture = divide(text, has_markup)
    spans = [span for passage in passages for span in passage.spans]
    spans += [piece.span for piece in furniture]
    spans.sort()
    assert [start for start, _ in spans] == [0, *(end for _, end in spans[:-1])][: len(spans)]
    assert (spans[-1][1] if spans else 0) == len(text)
    return passages


@given(text=LINES, has_markup=st.booleans(), size=st.integers(1, 30))
@settings(max_examples=200)
def test_no_character_is_lost_between_stretches(text: str, has_markup: bool, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "STRETCH", size)
        patch.setattr(cutting, "LONGEST_LINE", size)
        patch.setattr(cutting, "LONGEST_PASSAGE", size + 1)
        patch.setattr(cutting, "_LOOK_BACK", size // 2)
        cut = list(stretches(text))
        assert "".join(text[one.start : one.end] for one in cut) == text
        every_character_is_somewhere(text, has_markup=has_markup)


def test_a_line_that_is_too_long_is_cut_behind_its_sentences() -> None:
    text = "# 前言\n\n正文。\n\n" + SENTENCE * (LONGEST_LINE // len(SENTENCE) + 1) + "\n\n完了。\n"
    passages = every_character_is_somewhere(text, has_markup=True)
    long = [passage for passage in passages if passage.kind is Kind.PARAGRAPH][1:-1]
    assert len(long) >= LONGEST_LINE // LONGEST_PASSAGE
    assert {(passage.kind, passage.section) for passage in long} == {(Kind.PARAGRAPH, ("前言",))}
    assert all(text[passage.end - 1] == "。" for passage in long)
    assert [passage.runs_on for passage in long] == [True] * (len(long) - 1) + [False]
    assert passages[-1].section == ("前言",)


def test_the_place_of_a_cut_is_no_gap(library_of: LibraryOf) -> None:
    """Numbered words, so that every phrase stands in one place; letters are cut anywhere."""
    text = "".join(f"word{number}x" for number in range(12_000))
    library = library_of({"words.txt": text})
    cuts = [passage.start for passage in library.show("words")[1:]]
    assert len(cuts) > 3
    for cut in cuts:
        assert text[cut - 1].isalnum()
        assert text[cut].isalnum()
        typed = text[cut - 12 : cut + 12]
        [line] = library.kwic(typed, width=10)
        assert (line.start, line.end) == (cut - 12, cut + 12)
        assert (line.left, line.match) == (text[cut - 22 : cut - 12], typed)
        [hit] = library.search(typed, exact=True)
        assert hit.matches[0].spans == ((cut - 12, cut + 12),)
        assert hit.matches[0].why == ("verbatim",)


def test_headings_reach_over_stretches() -> None:
    body = f"{SENTENCE}\n\n" * (STRETCH // len(SENTENCE) // 2)
    text = f"第一章 起点\n\n{body}{body}第二章 终点\n\n{body}{body}"
    passages = every_character_is_somewhere(text)
    assert len(list(stretches(text))) > 2
    kinds = {passage.kind for passage in passages}
    assert kinds == {Kind.HEADING, Kind.PARAGRAPH}
    assert [p.section[-1] for p in passages if p.kind is Kind.HEADING] == [
        "第一章 起点",
        "第二章 终点",
    ]
    assert passages[-1].section[-1] == "第二章 终点"


def test_a_label_has_an_end() -> None:
    text = "# " + "长" * 5000 + "\n\n正文。\n"
    reading = read_bytes("a.md", ".md", text.encode())
    passages, _ = divide(reading.text, reading.has_markup, reading.structure)
    assert passages[1].section == ("长" * 300 + "…",)


@given(LINES, st.integers(1, 40))
def test_folding_in_stretches_changes_nothing(folding: Folding, text: str, size: int) -> None:
    from bri_search.text import fold as module

    whole = folding.fold(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_STRETCH", size)
        assert folding.fold(text) == whole


HOSTILE = {
    "comments": "<!--" * 60_000,
    "dots": "." * 60_000,
    "credits": "（" + "摄" * 60_000,
    "gaps": "# a" + " " * 60_000 + "b",
    "items that run on": "◆ 一项事情\n" * 8_000,
    "bare titles": "目录\n" * 8_000,
    "marks": "（" * 60_000,
    "numbers": "3,000," * 10_000,
    "numerals": "第" + "9" * 60_000 + "章",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("has_markup", [False, True])
def test_what_would_take_squares_of_its_length_does_not(
    name: str, has_markup: bool, folding: Folding, example_index: Path
) -> None:
    """Each took minutes, or more memory than there is, before its expression was bounded."""
    text = "目录\n" + HOSTILE[name] + "\n完了。"
    passages, furniture = divide(text, has_markup)
    prepare(text, passages, furniture, folding)
    segmenter = Store(example_index).segmenter
    assert segmenter.cut(folding.text(text))
    assert all(passage_reading(text, passage.spans, has_markup) for passage in passages[:50])


def passage_reading(text: str, spans: tuple[Span, ...], has_markup: bool) -> str:
    return reading([(start, text[start:end]) for start, end in spans], has_markup).text or "…"


MEASURE = """
import resource, sys
from pathlib import Path
from bri_search.index.preparing import prepare
from bri_search.sources.sections import divide
from bri_search.text.fold import Folding
from bri_search.text.variants import Variants

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

folding = Folding(Variants.read(Path(sys.argv[1])))
text = "1\\n" * 40_000 + "a" * 3_000_000
before = peak()
passages, furniture = divide(text, False)
prepare(text, passages, furniture, folding)
print((peak() - before) / len(text))
"""


def test_repair_and_folding_take_little_memory(example_index: Path) -> None:
    """Bytes for each character, at the peak: a tenth of what passages as objects would take."""
    [variants] = example_index.glob("generation-*/variants.json")
    script = [sys.executable, "-c", MEASURE, str(variants)]
    done = subprocess.run(script, capture_output=True, text=True, timeout=120, check=True)
    assert float(done.stdout) < 25


SHAPES = {
    "starred": "*港口与铁路的联通\n",
    "bare numbers": "{n}\n",
    "page numbers": SENTENCE[:-1] + "\n- {n} -\n",
    "numbered heads": "62　海洋研究　2023年第{n}期\n" + SENTENCE[:-1] + "\n",
    "repeated heads": "海洋研究\n" + SENTENCE[:-1] + "\n",
    "articles without a full stop": "第{n}条 港口的联通\n",
    "clauses": "（{n}）港口与铁路见《县志》卷三；\n",
    "decimals": "{n}.1 港口的联通\n",
    "letters": "A. Harbours\nI. Harbours\n",
    "notes": "港口①与铁路\n① 见县志。\n",
    "numbered marks": "港口[{n}]与铁路\n[{n}] 见县志\n",
    "tables": "港口\t{n}\t铁路\n",
    "contents": "目录\n港口{n}………… {n}\n",
    "captions": "▲港口\n图{n} 港口的联通\n",
    "speakers": "主席：港口的联通。\n",
    "open brackets": "（港口的联通\n",
    "blank lines": "港口与铁路的联通，\n\n",
}


@pytest.mark.parametrize("has_markup", [False, True])
@pytest.mark.parametrize("line", SHAPES.values(), ids=SHAPES)
def test_a_line_of_a_long_text_takes_no_more_than_one_of_a_short_text(
    line: str, has_markup: bool
) -> None:
    def calls(lines: int) -> int:
        """How many functions are called to divide a text: unlike its time, always the same."""
        text = "".join(line.format(n=number) for number in range(1, lines + 1))
        counted = 0

        def count(*_: object) -> None:
            nonlocal counted
            counted += 1

        before = sys.getprofile()
        sys.setprofile(count)
        try:
            divide(text, has_markup)
        finally:
            sys.setprofile(before)
        return counted

    assert calls(2000) < 5.5 * calls(500)
