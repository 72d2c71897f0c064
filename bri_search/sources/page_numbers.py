"""The forms of page numbers: 31, - 31 -, 第31页，共40页, Page | 31, xii, A3, 2-1; those in heads.

A form alone tells little: what numbers pages rises from page to page.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise, starmap

from bri_search.sources.headings import roman
from bri_search.text.numeral_values import small_number

__all__ = [
    "SHORTEST_PAGE",
    "PageNumber",
    "Weight",
    "comes_in_order",
    "numbers_in_head",
    "page_number",
    "said_in",
    "sequences",
]

SHORTEST_PAGE = 4
"""Lines from one page number to the next: less is a list."""
_LONGEST_PAGE = 200
"""Lines; numbers farther apart are of no sequence."""
_WIDEST_STEP = 3
"""Numbers are left out on blank pages, and heads change from left to right pages."""
_LONGEST = 40
"""Characters of a line that is nothing but a page number."""

_NUMERALS = "〇零一二三四五六七八九"
_LOOKS = re.compile(rf"[\d○十百ivxlIVXL{_NUMERALS}]")
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−─━", "-"),
        **dict.fromkeys("•‧・∙⋅●◆", "·"),
        **dict.fromkeys("〜∼", "~"),
        **dict.fromkeys("[{〔【〖「『《〈<", "("),
        **dict.fromkeys("]}〕】〗」』》〉>", ")"),
        "○": "〇",
    }
)
_LOWER = "(?=[ivxl])(?:xl|l?x{0,3})(?:i[xv]|v?i{0,3})"
_UPPER = _LOWER.upper()
_FORM = re.compile(
    rf"""
    (?P<before>[-·~*|=_(/\s]*)
    (?P<total_first>[共总總]\s*[0-9]{{1,4}}\s*[页頁][\s,;/(]*)?
    (?:(?P<word>第|(?i:page|pg\.?|p\.?)|[页頁][码碼]?)[\s:|-]*)?
    (?P<letter>(?:[A-Z]-?|[0-9]{{1,2}}-)(?=[0-9]))?
    (?:(?P<digits>[0-9]{{1,4}})|(?P<lower>{_LOWER})|(?P<upper>{_UPPER})
      |(?P<chinese>[{_NUMERALS}十百]{{1,5}}))
    \s*(?P<tail>[页頁版]|[|\s]*(?i:page))?
    (?P<total>[\s,;(/]*(?:[共总總]|(?i:of)|/)\s*[0-9]{{1,4}}\s*[页頁]?)?
    (?P<after>[-·~*|=_)/\s]*)
    """,
    re.VERBOSE,
)
_IN_HEAD = (
    re.compile(
        r"\A[\W_]{0,3}(?:第\s*(?=[0-9]+\s*[页頁版])|[A-Z]-?)?"
        r"([0-9]{1,4})(?=\s*[页頁版][\s|·:-]|[\s|·-])(?!\s*[-.:/年月日]\s*[0-9])"
    ),
    re.compile(
        r"(?:[\s|·(第/-])\s*(?:(?i:page|p\.)\s*)?(?:[A-Z]-?)?"
        r"([0-9]{1,4})\s*(?:/\s*[0-9]{1,4}\s*)?[页頁版]?[\W_]{0,3}\Z"
    ),
)
_SAYS = re.compile(r"[A-Za-z\u00c0-\u02ff]+|[^\W\d_]")
_LEAST_SAID = 3
"""Ideographs; a Latin word counts for two. `Chapter 2` is no head: the number is the chapter's."""


class Weight(IntEnum):
    """How much the form of a line says for its being a page number."""

    WEAK = 0
    """As well the number of a heading or of an item: 一, II, (1), A1."""
    BARE = 1
    TELLING = 2
    """Nothing else looks like it: - 31 -, 第31页."""


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A line that is a page number by its form; `shape` is the line without the number itself.

    `printed` is the number as it is written, with the letter or the chapter before it.
    """

    shape: str
    printed: str
    value: int
    weight: Weight

    @property
    def is_of_front_matter(self) -> bool:
        """Whether it is written as only pages before the text are numbered: i, ii, iii."""
        return self.weight is Weight.BARE and self.printed.islower()


def page_number(text: str) -> PageNumber | None:
    """A line as a page number, if it may be one.

    >>> [page_number(line).value for line in ("－ 12 －", "共14页 第3页", "Page | 7", "xiv", "2-1")]
    [12, 3, 7, 14, 1]
    >>> page_number("第三页").weight.name, page_number("三").weight.name, page_number("3%")
    ('TELLING', 'WEAK', None)
    >>> [page_number(line).value for line in ("一〇三", "第二十一页", "一百二十")]
    [103, 21, 120]
    """
    if len(text) > _LONGEST or not _LOOKS.search(text):
        return None
    line = _normal(text)
    match = _FORM.fullmatch(line)
    if match is None:
        return None
    style = next(name for name in ("digits", "lower", "upper", "chinese") if match[name])
    printed = match[style]
    if match["word"] == "第" and (match["tail"] or "-") not in "页頁版":
        return None
    shape = "".join(f"{line[: match.start(style)]}\0{style}{line[match.end(style) :]}".split())
    label = (match["letter"] or "") + printed
    return PageNumber(shape, label, _value(style, printed), _weight(match))


def _weight(match: re.Match[str]) -> Weight:
    before, after = match["before"].strip(), match["after"].strip()
    word, tail, total = (match[name] or "" for name in ("word", "tail", "total"))
    is_called_page = bool(re.match(r"(?i:p[.ag])|[页頁]", word)) or len(tail) > 1
    is_counted = bool(match["total_first"]) or len(total.strip("/ 0123456789")) > 0
    is_between = bool(before and after) and set(before + after) <= set("-·~")
    if tail != "版" and (is_called_page or is_counted or is_between or (word and tail)):
        return Weight.TELLING
    is_odd = match["letter"] or match["upper"] or match["chinese"] or tail
    return Weight.WEAK if is_odd or "(" in before else Weight.BARE


def numbers_in_head(text: str) -> list[tuple[str, int]]:
    r"""What a line says beside a number at its beginning or its end, and that number.

    >>> numbers_in_head("62　海洋研究　2023年第4期"), numbers_in_head("海洋报告 | 3")
    ([('\x00海洋研究2023年第4期', 62)], [('海洋报告|\x00', 3)])
    >>> numbers_in_head("第4版　要闻"), numbers_in_head("4版：要闻"), numbers_in_head("第4章　要闻")
    ([('第\x00版要闻', 4)], [('\x00版:要闻', 4)], [])
    """
    line = _normal(text)
    found = []
    for pattern in _IN_HEAD:
        match = pattern.search(line)
        if match is not None:
            rest = f"{line[: match.start(1)]}\0{line[match.end(1) :]}"
            said = sum(1 + one.isascii() for one in _SAYS.findall(rest))
            if said >= _LEAST_SAID:
                found.append(("".join(rest.split()), int(match[1])))
    return found


def said_in(text: str) -> str:
    r"""What a line says, as it is told of one that has a number beside it.

    >>> said_in("海洋报告　|"), said_in("（海洋）")
    ('海洋报告|', '(海洋)')
    """
    return "".join(_normal(text).split())


def _may_follow(before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether a line may have the number of the page behind another's, by index and number."""
    step, lines = after[1] - before[1], after[0] - before[0]
    return 0 < step <= _WIDEST_STEP and SHORTEST_PAGE <= lines <= _LONGEST_PAGE * step


def comes_in_order(here: tuple[int, int], known: list[tuple[int, int]], beside: int) -> bool:
    """Whether a number fits between the known ones before and behind it, so many at least."""
    place = bisect_left(known, here)
    row = [*known[max(0, place - 1) : place], here, *known[place : place + 1]]
    return len(row) > beside and all(starmap(_may_follow, pairwise(row)))


def sequences(places: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Lines whose numbers rise as page numbers do, from their indices and numbers in order.

    >>> sequences([(3, 1), (20, 2), (22, 1995), (41, 3), (43, 1999)])
    [[3, 20, 41], [22], [43]]
    """
    runs: list[list[tuple[int, int]]] = []
    for index, value in places:
        for run in reversed(runs[-20:]):
            if _may_follow(run[-1], (index, value)):
                run.append((index, value))
                break
        else:
            runs.append([(index, value)])
    return [[index for index, _ in run] for run in runs]


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_ALIKE)).translate(_ALIKE).strip()


def _value(style: str, printed: str) -> int:
    if style == "digits":
        return int(printed)
    return small_number(printed) if style == "chinese" else roman(printed)
