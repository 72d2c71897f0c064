"""What a page raises above the line: marks of notes, told from exponents and other text.

A mark is written as Markdown has it, [12] or [^name], which folding passes over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bri_search.sources.readers.elements import roles_of
from bri_search.text.fold import is_note_mark

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["note_mark"]

_LOOKED_BACK_AT = 24
"""Characters of the line before what is raised: the longest word for a unit, and more."""

_OPENING, _CLOSING = r"\[［(（〔【", r"\]］)）〕】"
_NUMBERS = r"[0-9]{1,3}(?:\s*[-–—~～,，、]\s*[0-9]{1,3}){0,7}"
_BARE = re.compile(r"[1-9][0-9]{0,2}(?:[-–—~～,，、][1-9][0-9]{0,2}){0,7}")
_NUMBERED = re.compile(
    rf"[{_OPENING}]?\s*(?P<label>[注註]?)[释釋]?\s*(?P<numbers>{_NUMBERS})\s*[{_CLOSING}]?"
)
_SQUARE = re.compile(r"[\[［][^\[\]［］]{1,60}[\]］]")
_NAMED = re.compile(
    rf"[{_OPENING}]?\s*(?:[注註參参]\s*)?(?:[A-Za-z]|[一二三四五六七八九十]{{1,3}}|[①-⑳㉑-㉟㊱-㊿])"
    rf"\s*[{_CLOSING}]?"
)
_UNNAMED = re.compile(r"[*†‡↩︎^\s]*")
_BETWEEN_MARKS = re.compile(r"[\]］]\s*[\[［]")
_AROUND_NAME = "[]［］()（）〔〕【】"
_NOT_IN_NAME = re.compile(r"[\s\[\]［］^]+")
_LONGEST_NAME = 60
_CLASS = re.compile(
    r"(?i)(?<![^\W_])(?:reference|noprint|(?:foot|end)?note-?(?:ref(?:erence)?|mark|call)|fn-?ref)\b"
)
_TARGET = re.compile(r"(?i)#(?:cite[_-]?note|_?fn|_?ftn|_?edn|(?:foot|end)-?note)")
_WORD_BEFORE = re.compile(
    r"[\u3400-\u9fff\uf900-\ufaff，。；：、！？…”’」』》〉]\s*\Z"
    r"|(?<![^\W\d_])[^\W\d_]{3,}[.,;:!?]?[\"']?\s*\Z"
)
_UNIT_BEFORE = re.compile(
    r"""(?:[米尺寸吋呎哩浬秒]|[公英海華华]里|公分|[平立]方
    |(?<![a-z])(?:[a-z]*met(?:re|er)s?|feet|foot|inch(?:es)?|yards?|miles?|sec(?:ond)?s?|min(?:ute)?s?
      |hours?|sin|cos|tan|cot|log|exp|alpha|beta|gamma|delta|epsilon|eta|theta|kappa|lambda|rho|sigma
      |tau|phi|chi|psi|omega))\s*\Z""",
    re.VERBOSE | re.IGNORECASE,
)
"""What has an exponent for its own: units, functions, names of letters."""
_ELEMENT_BEFORE = re.compile(r"[氢氫碳氮氧磷硫氯钾鉀钴鈷锶鍶锝鎝碘铯銫氡镭鐳钍釷铀鈾钚鈈鈽]\s*\Z")
"""What has the number of an isotope, of two digits or three, for its own."""
_LETTER = re.compile(r"[A-Za-z]")


def note_mark(node: LexborNode, tag: str, before: Sequence[str]) -> str | None:
    """What stands in the text for an element that refers to a note; None for one that does not.

    `before` are the pieces of the line before it. A number that is raised refers to a note if it
    leads to one, or stands in brackets, or behind a word that is no unit.
    """
    is_reference = bool(roles_of(node.attributes) & {"noteref", "doc-noteref"})
    if tag != "sup" and not is_reference:
        return None
    text = _BETWEEN_MARKS.sub(",", node.text(deep=True).strip())
    if not text or len(text) > _LONGEST_NAME:
        return "" if is_reference and not text else None
    targets = _targets(node)
    if (is_reference or targets) and _UNNAMED.fullmatch(text):
        return ""
    if all(map(is_note_mark, text)):
        return None
    is_linked = is_reference or bool(targets)
    is_marked = tag == "sup" and (
        bool(_CLASS.search(node.attributes.get("class") or "")) or any(map(_TARGET.search, targets))
    )
    if numbered := _NUMBERED.fullmatch(text):
        is_mark = (
            is_linked
            or is_marked
            or not (text[0].isdecimal() and text[-1].isdecimal())
            or (bool(_BARE.fullmatch(text)) and _stands_behind_word(text, node, before))
        )
        numbers = "".join(numbered["numbers"].split())
        return f"[{numbered['label']}{numbers}]" if is_mark else None
    if is_marked or _SQUARE.fullmatch(text) or (is_linked and _NAMED.fullmatch(text)):
        name = _NOT_IN_NAME.sub("_", text.strip().strip(_AROUND_NAME).strip())
        return f"[^{name}]" if name else ""
    return None


def _targets(node: LexborNode) -> list[str]:
    """Where the links in an element, or the one around it, lead inside a page."""
    links = [node, *node.css("a[href*='#']")]
    if node.parent is not None and node.parent.tag == "a":
        links.append(node.parent)
    hrefs = (link.attributes.get("href") or "" for link in links)
    return [href for href in hrefs if "#" in href]


def _stands_behind_word(text: str, node: LexborNode, before: Sequence[str]) -> bool:
    """Whether a number that is raised stands behind a word and is no exponent, and no isotope's."""
    line = ""
    for piece in reversed(before):
        line = piece[-_LOOKED_BACK_AT:] + line
        if len(line) >= _LOOKED_BACK_AT:
            break
    following = node.next
    rest = (following.text_content or "") if following is not None else ""
    return (
        bool(_WORD_BEFORE.search(line))
        and not _UNIT_BEFORE.search(line)
        and not (len(text) > 1 and _ELEMENT_BEFORE.search(line))
        and not _LETTER.match(rest)
    )
