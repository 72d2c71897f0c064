"""How headings are numbered: 第一章, 一、, （一）, 1.4.1, 案例 1：, 附录 and the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bri_search.text.numeral_values import small_number

__all__ = [
    "Enumerator",
    "Style",
    "bare_number",
    "enumerator",
    "is_list_of_sources",
    "is_named_heading",
    "roman",
]

_NUMERALS = "〇零一二三四五六七八九十百千两"


@dataclass(frozen=True, slots=True)
class Style:
    """A way of numbering; `rank` orders the styles from the outermost inwards.

    `opens_heading` says that what it numbers is a heading and never a sentence of the text;
    `numbers_sentences` says that it rarely is a heading, `asks` that it is a question, which may
    go on over several lines.
    """

    name: str
    rank: float
    pattern: re.Pattern[str]
    opens_heading: bool = False
    numbers_sentences: bool = False
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Enumerator:
    """A number at the start of a line: its style, its value (the last part of 1.4.1), its end."""

    style: Style
    value: int
    rank: float
    end: int

    def is_followed_by(self, other: Enumerator) -> bool:
        """Whether another number is the next one of the same style."""
        return (self.style, self.value + 1) == (other.style, other.value)


_STYLES = (
    Style(
        "part",
        1.5,
        re.compile(rf"第\s*([{_NUMERALS}0-9]{{1,9}})\s*(?:编|編|篇|卷|部分|部)(?![{_NUMERALS}])"),
    ),
    Style("chapter", 2, re.compile(rf"第\s*([{_NUMERALS}0-9]{{1,9}})\s*章")),
    Style("section", 3, re.compile(rf"第\s*([{_NUMERALS}0-9]{{1,9}})\s*(?:节|節)")),
    Style(
        "article",
        3.5,
        re.compile(rf"第\s*([{_NUMERALS}0-9]{{1,9}})\s*(?:条|條)(?=[\s　]|\Z)"),
        numbers_sentences=True,
    ),
    Style("numeral", 4, re.compile(rf"([{_NUMERALS}]+)\s*[、．.]")),
    Style("bracketed numeral", 5, re.compile(rf"[（(]\s*([{_NUMERALS}]+)\s*[）)]")),
    Style(
        "decimal",
        6,
        re.compile(
            r"([0-9]{1,2}(?:\.[0-9]{1,2}){1,3})\.?"
            r"(?=[\s　]+[^\s0-9]|[^\s0-9.,%％‰万亿萬億个個年月倍℃多余至到、])"
        ),
    ),
    Style("number", 6, re.compile(r"([0-9０-９]{1,2})[.．、](?=[\s　]*[^\s0-9０-９.,%％])")),
    Style("chapter", 2, re.compile(r"(?i:chapter|part)[ ]([0-9]{1,2}|[IVX]{1,4})\b")),
    Style("bracketed number", 10, re.compile(r"[（(]\s*([0-9０-９]{1,2})\s*[）)]")),
    Style("bracketed letter", 10.5, re.compile(r"[（(]([a-z])[）)](?=\s)")),
    Style("ordinal", 11, re.compile(rf"第([{_NUMERALS}]+)[，,、：:]")),
    Style(
        "case",
        12,
        re.compile(r"(?:案例|专栏|專欄|知识窗|Box|Case)\s*([0-9]{0,2})\s*[：:]"),
        opens_heading=True,
    ),
    Style(
        "question",
        12,
        re.compile(r"(?:質疑|质疑|提問|提问|問題|问题|問|问|Q)\s*([0-9]{0,2})\s*[：:]"),
        opens_heading=True,
        asks=True,
    ),
)

_BARE = Style("bare number", 5.5, re.compile(r"([1-9][0-9]?)[ 　]+(?=[A-Z\u4e00-\u9fff])"))

_NAMES = (
    "前言|引言|序言|序|导言|導言|导论|導論|绪论|緒論|摘要|提要|结语|結語|结束语|結束語|结论|結論|后记|後記|"
    "总则|總則|附则|附則|参考文献|參考文獻|致谢|致謝|鸣谢|鳴謝|注释|註釋|尾注|尾註|"
    "Abstract|Summary|Executive summary|Introduction|Foreword|Preface|Background|Conclusions?|"
    "References|Bibliography|Sources|Endnotes|Notes|Acknowledgements?"
)
_SOURCES = re.compile(
    r"(?i:参考文献|參考文獻|参考资料|參考資料|注释|註釋|尾注|尾註|"
    r"References|Bibliography|Sources|Endnotes|Notes)[：:]?"
)
_NAMED = re.compile(rf"(?i:{_NAMES})")
_APPENDIX = re.compile(
    r"(?:附\s*[录錄件表]|Appendix|Annex)\s*[一二三四五六七八九十A-Z0-9]{0,2}(?![^\s　：:、.])"
)


_FIRST_CHARACTERS = frozenset(
    "第（(案专專知BbCcPp質质提問问Qq0123456789０１２３４５６７８９" + _NUMERALS
)
"""Of all styles: what begins with none of them is asked no further."""


def enumerator(text: str) -> Enumerator | None:
    """The number that a line starts with, if it starts with one.

    >>> found = enumerator("1.4.1 互联互通建设稳步推进")
    >>> found.style.name, found.value, found.rank
    ('decimal', 1, 8)
    >>> enumerator("1.8%，使贸易成本") is None, enumerator("第三届论坛") is None
    (True, True)
    """
    if text[:1] not in _FIRST_CHARACTERS:
        return None
    for style in _STYLES:
        match = style.pattern.match(text)
        if match:
            number = match.group(1)
            depth = number.count(".") if style.name == "decimal" else 0
            return Enumerator(
                style, _value(number.rpartition(".")[2]), style.rank + depth, match.end()
            )
    return None


def bare_number(text: str) -> Enumerator | None:
    """The number of a heading such as `2 Money`: too common in sentences to say it is one.

    >>> found = bare_number("2 Money")
    >>> found.value, bare_number("2 per cent") is None
    (2, True)
    """
    match = _BARE.pattern.match(text)
    return Enumerator(_BARE, int(match.group(1)), _BARE.rank, match.end()) if match else None


def is_named_heading(text: str) -> bool:
    """Whether a line is a heading by its name: 前言, 结 束 语, 附录, Conclusion.

    >>> [is_named_heading(line) for line in ("前 言", "附录一 名单", "附录", "前言不搭后语")]
    [True, True, True, False]
    """
    name = "".join(text.split()) if not text.isascii() else text
    return bool(_NAMED.fullmatch(name)) or (len(text) <= 40 and bool(_APPENDIX.match(text)))


def is_list_of_sources(text: str) -> bool:
    """Whether a line is the heading of a list of sources or notes.

    >>> [is_list_of_sources(line) for line in ("参 考 文 献", "Notes", "注释法")]
    [True, True, False]
    """
    return bool(_SOURCES.fullmatch("".join(text.split())))


def _value(number: str) -> int:
    if not number:
        return 0
    if number.isdecimal():
        return int(number)
    if number.islower() and number.isascii():
        return ord(number[0]) - ord("a") + 1
    if number.isascii():
        return roman(number)
    return small_number(number)


def roman(number: str) -> int:
    """The value of a Roman numeral up to 89.

    >>> roman("xiv"), roman("IX")
    (14, 9)
    """
    values = [{"I": 1, "V": 5, "X": 10, "L": 50}[letter] for letter in number.upper()]
    return sum(
        -value if value < max(values[place:]) else value for place, value in enumerate(values)
    )
