"""Where paragraphs begin in a PDF: lines set back in print, and lines set back otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bri_search.sources.readers import read_here
from bri_search.sources.sections import divide
from tests import making

Printed = tuple[float, float, float, str]

TEXT = (
    "天地玄黃宇宙洪荒日月盈昃辰宿列張寒來暑往秋收冬藏閏餘成歲律呂調陽雲騰致雨露結為霜金生麗水玉出崑岡"
    "劍號巨闕珠稱夜光果珍李柰菜重芥薑海鹹河淡鱗潛羽翔龍師火帝鳥官人皇始制文字乃服衣裳推位讓國有虞陶唐"
    "弔民伐罪周發殷湯坐朝問道垂拱平章愛育黎首臣伏戎羌遐邇壹體率賓歸王鳴鳳在竹白駒食場化被草木賴及萬方"
    "蓋此身髮四大五常恭惟鞠養豈敢毀傷女慕貞絜男效才良知過必改得能莫忘罔談彼短靡恃己長信使可覆器欲難量"
)
"""No two of its characters are the same, and it is one sentence that does not end."""
LATIN = (
    "Harbours that had been closed for many years were opened again to ships of",
    "every flag while crews brought timber and the towns along the shore became",
    "so rich that nobody could remember the time when it had been otherwise.",
)


def sentences(*lengths: int, start: int = 0) -> Iterator[str]:
    """Sentences of so many characters each, one after the other out of the text."""
    for length in lengths:
        yield TEXT[start : start + length - 1] + "。"
        start += length - 1


def set_back(
    paragraphs: Iterable[str],
    *,
    first: int = 2,
    others: int = 0,
    left: float = 40,
    top: float = 540,
    width: int = 19,
    size: float = 12,
) -> list[Printed]:
    """Paragraphs in a column of so many characters, their lines set back by some of them."""
    lines: list[Printed] = []
    for text in paragraphs:
        start = 0
        while start < len(text):
            indent = others if start else first
            height = top - 1.5 * size * len(lines)
            end = start + width - indent
            lines.append((left + indent * size, height, size, text[start:end]))
            start = end
    return lines


def passages(*pages: Sequence[Printed]) -> list[str]:
    """The passages of a PDF without line breaks; headings with a mark."""
    reading = read_here("a.pdf", ".pdf", making.printed(pages), None)
    found, _ = divide(reading.text, False, reading.structure, reading.pages)
    texts = ("".join(reading.text[start:end] for start, end in one.spans) for one in found)
    return [
        ("# " if one.kind.value == "heading" else "") + text.replace("\n", "")
        for one, text in zip(found, texts, strict=True)
    ]


def test_paragraphs_begin_where_lines_are_set_back() -> None:
    texts = list(sentences(36, 17, 36, 36, 36, 36))
    assert passages(set_back(texts)) == texts


def test_paragraphs_begin_where_lines_are_set_back_in_two_columns() -> None:
    texts = list(sentences(34, 22, 34, 22, 34, 22))
    columns = [
        *set_back(texts[:3], width=12, left=40),
        *set_back(texts[3:], width=12, left=220),
    ]
    assert passages(columns) == texts


def test_a_paragraph_begins_with_a_page() -> None:
    texts = list(sentences(36, 36, 36, 36, 36))
    assert passages(set_back(texts[:3]), set_back(texts[3:])) == texts


def test_a_first_line_that_goes_to_the_edge_is_no_heading() -> None:
    texts = [*sentences(36, 36), TEXT[100:117] + "並且一年比一年好過。"]
    assert passages(set_back(texts)) == texts


def test_english_paragraphs_begin_where_lines_are_set_back() -> None:
    lines = [(40 + 6 * (n % 3 == 0), 500 - 9 * n, 6, LATIN[n % 3]) for n in range(12)]
    assert passages(lines) == ["".join(LATIN)] * 4


def test_in_a_bibliography_what_is_set_back_goes_on() -> None:
    texts = list(sentences(37, 38, 34, 36, 40))
    texts[2] = texts[2][:18] + "。" + texts[2][18:]
    assert passages(set_back(texts, first=0, others=2)) == texts


def test_in_a_list_what_is_set_back_goes_on() -> None:
    text = TEXT[:17] + "。" + TEXT[17:30] + "。"
    lines = set_back([*sentences(57, start=60), f"1.{text}", *sentences(57, start=60)], first=0)
    back = [(left + 24 * (line == TEXT[17:30] + "。"), *rest, line) for left, *rest, line in lines]
    assert any(text in passage for passage in passages(back))  # type: ignore[arg-type]


def test_a_quotation_that_is_set_back_as_a_whole_is_one() -> None:
    quoted = TEXT[60:76] + "。" + TEXT[76:109] + "。"
    before, behind = sentences(38, 57)
    lines = [
        *set_back([before], first=0),
        *set_back([quoted], first=2, others=2, top=540 - 36),
        *set_back([behind], first=0, top=540 - 36 - 54),
    ]
    assert any(quoted in passage for passage in passages(lines))


def test_edges_that_wander_tell_nothing() -> None:
    """As in recognised text."""
    text = "".join(sentences(19, 38, 38, 19, 38, 37))
    lines = set_back([text], first=0)
    wandering = [(left + 9 * (n * 5 % 4), *rest) for n, (left, *rest) in enumerate(lines)]
    assert passages(wandering) == passages(lines)  # type: ignore[arg-type]
