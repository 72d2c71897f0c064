"""Short documents of numbered paragraphs, of which few lines tell how wide the page is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bri_search.sources.document import Span
from bri_search.sources.sections import divide

CLAUSES = [
    *("各方同意每年轮流召开一次会议", "必要时可以改用视频方式", "会议纪要由主办一方负责起草"),
    *("未尽事宜由双方另行协商", "修改本纪要须经双方书面同意", "试行期间参与的公司共有68家"),
    *("岸电设施在2027年以前建成", "所需经费从港口建设费中列支", "具体办法由航道管理机构另行制定"),
    *("界河航标的颜色应当符合国家标准", "疏浚的泥土运到双方商定的地点", "任何一方不得单独变更"),
]
NUMBERS: dict[str, Callable[[int], str]] = {
    "一、": lambda number: "一二三四五"[number] + "、",
    "（一）": lambda number: f"（{'一二三四五'[number]}）",
    "1. ": lambda number: f"{number + 1}.  ",
    "1、": lambda number: f"{number + 1}、",
    "（1）": lambda number: f"（{number + 1}）",
    "第一条": lambda number: f"第{'一二三四五'[number]}条　",
}
NEVER_FIRST = "，。、）"


def cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def wrapped(text: str, width: int) -> list[str]:
    """Lines as a page breaks them: marks hang over the edge, numbers stay whole."""
    lines = [""]
    for piece in re.findall(r"[0-9]+|.", text):
        if cells(lines[-1] + piece) > width and piece not in NEVER_FIRST:
            lines.append("")
        lines[-1] += piece
    return lines


@given(
    number=st.sampled_from(list(NUMBERS)),
    width=st.integers(50, 80),
    items=st.lists(
        st.lists(st.sampled_from(CLAUSES), min_size=2, max_size=6, unique=True),
        min_size=2,
        max_size=4,
    ),
    gap=st.sampled_from(["\n", "\n\n"]),
)
@settings(max_examples=400)
def test_a_phrase_is_found_across_each_end_of_a_line(
    number: str, width: int, items: list[list[str]], gap: str
) -> None:
    paragraphs = [
        wrapped(NUMBERS[number](place) + "，".join(clauses) + "。", width)
        for place, clauses in enumerate(items)
    ]
    text = "港口合作会议纪要\n\n" + gap.join("\n".join(lines) for lines in paragraphs) + "\n"
    passages, _ = divide(text, False)
    # A passage that runs on is followed by the next without a wall.
    ends = [one.spans[-1][1] for one in passages if not one.runs_on]
    offset = 0
    for lines in paragraphs:
        for above, below in pairwise(lines):
            begin = text.index(f"{above}\n{below}", offset)
            offset = begin + len(above)
            broken: Span = (offset, offset + 1)
            assert not any(broken[0] <= end <= broken[1] for end in ends), text
