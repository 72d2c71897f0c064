"""Markup of Markdown and wiki pages, as spans of characters that carry no wording."""

from __future__ import annotations

import re

__all__ = ["LINK", "MARKUP", "NOTE_MARK"]

NOTE_MARK = r"\[\^?[0-9]{1,3}\](?!\()"
"""A note mark in brackets, such as [12] or [^3]."""

LINK = re.compile(r"(!?\[)[^\[\]]*(\]\([^()\s]*\))")
"""A Markdown link or picture; its two groups are what is not read of it."""

MARKUP = re.compile(
    rf"""
      \A[0-9]{{0,3}}\](?!\()                         # a note mark that the text's start cut off
    | \[\^?[0-9]{{0,3}}\Z                            # and one that its end cut off
    | {NOTE_MARK}
    | \[\[(?:[^\[\]|]{{0,200}}\|)+                   # [[target|
    | \[\[(?:[a-z][a-z-]{{1,11}}:)?                  # [[ or [[zh:
    | \]\((?:[^()\s]|\([^()\s]{{0,200}}\)){{0,2000}}(?:[ ]"[^"\n]{{0,200}}")?\)   # ](address)
    | \]\]
    | !\[(?!\^?[0-9]{{0,3}}(?:\Z|\](?!\())) | \[ | [\]［］]   # brackets of links and pictures
    | \*+ | ~~ | __ | `+
    | ^\#{{1,6}}[ \t]+                                # heading
    | ^[ ]{{0,3}}>[ \t]?                              # block quotation
    | <!--[^<-]*+(?:(?:<(?!!--)|-(?!->))[^<-]*+)*+-->  # a comment; none begins inside another
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
"""Every stretch of markup; what folding passes over.

Written so that a part of a text folds like that part of the whole: a match never starts or ends
inside a stretch, and a stretch is known without what stands before or behind it.

>>> MARKUP.sub("", "资[[zh:金融]]通，[[丝绸之路|丝路]]**基金**[12]见[此](https://example.org)")
'资金融通，丝路基金见此'
"""
