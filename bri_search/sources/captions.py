"""Captions, credits and bylines: what stands beside the text of a page, told by its wording."""

from __future__ import annotations

import re

from bri_search.sources.flow import Flow
from bri_search.sources.sentences import ends_paragraph, ends_sentence

__all__ = [
    "begins_caption",
    "begins_with_dash",
    "bullet",
    "caption_goes_on",
    "is_attribution",
    "is_caption",
    "is_credit",
    "is_labelled",
    "is_numbered_caption",
    "is_picture_mark",
    "is_remark",
    "is_table_caption",
    "is_table_note",
    "names_source",
]

_BULLET = re.compile(r"[◆◇●○◎◉◦■□▪▫•‣▶►➢➤※★☆❖✓✔]\s*\S|[-–*+·]\s+\S")
_NUMBERED = re.compile(
    r"(?:[图圖表]|图表|圖表|Figure|Fig\.|Table|Chart)\s*[0-9一二三四五六七八九十]+(?:[-–.][0-9]+)?"
    r"(?:\s*[：:.、]|[ 　]+\S|\Z)"
)
_SOURCE = re.compile(
    r"[（(\[［【]?\s*(?:图片|圖片|数据|數據|资料|資料|Source)s?\s*(?:来源|來源)?\s*[：:]"
    r"|(?:資料|资料)(?:圖片|图片)\Z"
    r"|[（(\[［【]\s*(?:[图圖]|图片|圖片|照片|插[图圖]|(?i:image|picture|photo))\s*[）)\]］】]\Z"
)
_TABLE_NOTE = re.compile(r"(?:[注註]|备注|備註|说明|說明|[Nn]otes?)\s*[：:]")
_PICTURE = re.compile(r"[▲▼△▽]\s*\S")
_PICTURE_WORDS = re.compile(r"[圖图][為为]|[攝摄]\Z|(?:資料|资料)(?:圖片|图片)|新華社\Z|供[圖图]\Z")
_CREDITED = re.compile(
    r"[（(][^（）()]*(?:via\b|REUTERS|Reuters|Getty|AFP|AP\b|[摄攝]\b|截[图圖]|[图圖]片|供[图圖]|资料|資料|Photo)"
    r"[^（）()]*[）)]\Z"
)
_CREDIT = re.compile(
    r"(?:来源|來源|整理|編輯|编辑|责任编辑|責任編輯|责编|責編|撰文|作者|作者[简簡]介|通[讯訊]作者|文字|攝影|摄影)"
    r"\s*[：:]|文[/／]|作者[^，。：:]{1,20}[系為为是]|【[^】]*[：:][^】]*】\Z|By\s+[A-Z]"
    r"|(?i:doi|issn|isbn)\s*[：:]|(?:中图分类号|文献标识码|文章编号|收稿日期|基金项目)\s*[：:]"
)
_LONGEST_CREDIT = 200
"""Characters of a credit in brackets at the end of a caption."""
_ATTRIBUTION = re.compile(r"——\s*\S")
_NAMED_WORK = re.compile(r"《[^》]*》?|“[^”]*”?|「[^」]*」?")
_STOPPED = re.compile(r"[。；！？;!?]|[，,].*[，,]")
"""What a sentence has in it, and no name of who said something."""
_ANNOUNCES = "：:；;，,"
"""What stands before a list, or between its items, and behind no quotation."""
_BYLINE = re.compile(
    r"[（(【〔]?[\u4e00-\u9fff]{0,8}[記记]者[\s　：:／/]*[\u4e00-\u9fff·]{2,4}"
    r"(?:[\s　、]+[\u4e00-\u9fff·]{2,4}){0,4}[）)】〕]?"
)
_SHORT_CREDIT = re.compile(r".{0,14}(?:[攝摄]|(?:資料|资料)?(?:圖片|图片)|供[圖图])\Z")
_CREDIT_BEHIND = re.compile(
    r"(?:[。！？」』”）][ 　]*|　|[ 　]{2,})[^\s　。]{1,14}"
    r"(?:[攝摄]|(?:資料|资料)(?:圖片|图片)|供[圖图])\Z"
)
"""The photographer at the end of a caption's last line, behind a full stop or a gap."""
_AGENCY = re.compile(r"[（(][^（）()]{2,16}[）)]\Z")
_REMARK = re.compile(r"（[^（）]{3,}）|\([^()]{3,}\)|\[[^\[\]]{3,}\]|［[^［］]{3,}］")
_LABELLED = re.compile(
    r"[【\[［]\s*(?:摘\s*要|内容提要|關鍵詞|关\s*键\s*词|Abstract|Key\s?words)\s*[】\]］]"
    r"|(?:摘\s*要|内容提要|關鍵詞|关\s*键\s*词|Abstract|Key\s?words)\s*[：:]"
)
_NEAR = 4
"""Lines in which a picture item names its picture, or its photographer."""


def bullet(text: str) -> bool:
    """Whether a line begins with the mark of a list item."""
    return bool(_BULLET.match(text))


def is_picture_mark(text: str) -> bool:
    """Whether a line begins with ▲ or its like, which point at a picture."""
    return bool(_PICTURE.match(text))


def begins_caption(text: str) -> bool:
    """Whether a line begins as the caption of a numbered figure or table does.

    >>> begins_caption("图1-2 样本分布"), begins_caption("表明了决心")
    (True, False)
    """
    return bool(_NUMBERED.match(text))


def names_source(text: str) -> bool:
    """Whether a line begins as one below a picture or a table does that says where it is from.

    >>> names_source("资料来源：县志"), names_source("资料来源于县志")
    (True, False)
    """
    return bool(_SOURCE.match(text))


def is_remark(text: str) -> bool:
    """Whether a line stands in brackets from its beginning to its end.

    >>> is_remark("（以姓氏笔画为序）"), is_remark("（其一）登高（残稿）"), is_remark("（上）")
    (True, False, False)
    """
    return bool(_REMARK.fullmatch(text))


def is_labelled(text: str) -> bool:
    """Whether a paragraph begins with its own label: 摘要：, Key words:.

    >>> is_labelled("关键词：方志"), is_labelled("摘要写得很短")
    (True, False)
    """
    return bool(_LABELLED.match(text))


def is_credit(text: str, *, is_quoted: bool = True) -> bool:
    """Whether a line says who wrote, edited or issued something; `——` only behind a quotation.

    >>> is_credit("本報記者　黎海晴"), is_credit("記者在現場看到")
    (True, False)
    """
    return bool(
        _CREDIT.match(text) or _BYLINE.fullmatch(text) or (is_quoted and _ATTRIBUTION.match(text))
    )


def begins_with_dash(text: str) -> bool:
    """Whether a line begins with a long dash: a name below a quotation, or an item of a plan."""
    return bool(_ATTRIBUTION.match(text))


def is_attribution(index: int, flow: Flow) -> bool:
    """Whether a line with a long dash says whose the words above it are.

    It is short and by itself; in plans and reports such lines begin the paragraphs of a list.
    """
    text = flow.lines[index].text
    if not begins_with_dash(text) or _STOPPED.search(_NAMED_WORK.sub("", text)):
        return False
    place = flow.rank[index]
    above = flow.lines[flow.order[place - 1]].text if place else ""
    following = flow.following(index)
    below = flow.lines[following].text if following is not None else ""
    is_listed = begins_with_dash(above) or begins_with_dash(below) or above[-1:] in _ANNOUNCES
    return flow.ends_early(index) and not (above and is_listed)


def is_table_note(text: str) -> bool:
    """Whether a line below a table or a picture explains it."""
    return bool(_TABLE_NOTE.match(text))


def is_numbered_caption(index: int, flow: Flow) -> bool:
    """Whether a line is the caption of a figure, or begins one above the figure's source."""
    if not begins_caption(flow.lines[index].text):
        return False
    return flow.stands_alone(index) or _is_above_source(index, flow)


def _is_above_source(index: int, flow: Flow) -> bool:
    """Whether a line, with those below it, stands right above one that names a source."""
    place = flow.rank[index]
    for line in (flow.lines[following] for following in flow.order[place + 1 : place + _NEAR]):
        if _SOURCE.match(line.text):
            return True
        if line.blank_before or ends_paragraph(line.text):
            return False
    return False


def is_caption(index: int, flow: Flow) -> bool:
    """Whether a line is a caption, or begins one."""
    text = flow.lines[index].text
    if _PICTURE.match(text) or (text[0] in "◆◇" and _names_a_picture(index, flow)):
        return True
    if is_table_caption(index, flow):
        return True
    if is_numbered_caption(index, flow):
        return True
    if _SOURCE.match(text):
        return flow.stands_alone(index)
    return _is_credited(text) and (flow.has_markup or flow.page(index).is_unwrapped)


def is_table_caption(index: int, flow: Flow) -> bool:
    """Whether a line right above a table names it, and is not the end of a sentence."""
    text = flow.lines[index].text
    return begins_caption(text) and flow.is_above_table(index) and not ends_paragraph(text)


def _is_credited(text: str) -> bool:
    """Whether a line ends with a credit in brackets."""
    return bool(_CREDITED.search(text, max(0, len(text) - _LONGEST_CREDIT)))


def caption_goes_on(first: int, last: int, index: int, flow: Flow) -> bool:
    """Whether a line belongs to the caption above it, which begins and ends with these lines.

    A caption runs to its full stop, and takes the photographer's line along.
    """
    if _PICTURE.match(flow.lines[index].text):
        return False
    first_text, last_text = flow.lines[first].text, flow.lines[last].text
    if flow.lines[first].mark is not None or any(
        pattern.match(first_text) for pattern in (_SOURCE, _TABLE_NOTE)
    ):
        return False
    if begins_caption(first_text):
        return not _SOURCE.match(flow.lines[index].text) and _is_above_source(last, flow)
    is_signed = _SHORT_CREDIT.match(last_text) or _CREDIT_BEHIND.search(last_text)
    goes_on = not ends_sentence(last_text) and not flow.lines[index].blank_before
    if (goes_on or not ends_paragraph(last_text)) and not is_signed:
        return not _is_credited(last_text)
    place = flow.rank[index]
    for following in flow.order[place : place + 2]:
        text = flow.lines[following].text
        if _SHORT_CREDIT.match(text) or (following == index and _AGENCY.match(text)):
            return True
        if flow.lines[following].width > 16:
            return False
    return False


def _names_a_picture(index: int, flow: Flow) -> bool:
    """Whether a ◆ line is a caption: its text names a picture or a credit follows it."""
    place = flow.rank[index]
    for following in flow.order[place : place + _NEAR]:
        text = flow.lines[following].text
        if following != index and _BULLET.match(text):
            return False
        if _PICTURE_WORDS.search(text):
            return True
        if ends_paragraph(text):
            after = flow.following(following)
            return after is not None and bool(_SHORT_CREDIT.match(flow.lines[after].text))
    return False
