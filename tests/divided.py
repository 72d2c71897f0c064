"""Texts divided into passages, as tests look at them: kinds, sections, and what runs on."""

from __future__ import annotations

import re

from bri_search.sources.sections import divide

Found = tuple[str, str]


ABOVE = (
    "　　各县把藏书分成三类登记，一类是地方志，一类是族谱，还有一类是契约文书，\n"
    "三类之中契约文书最为零散，往往夹在旧账本里，清点起来十分费时，也最容易在\n"
    "搬运途中遗失，所以要先编号再装箱。\n"
)


BELOW = (
    "　　馆员每到一处，先请村中老人辨认人名和地名，再把辨认的结果写在卡片上，卡\n"
    "片一式两份，一份随书，一份归档，日后核对的时候两份必须相符，不符的要重新登\n"
    "记，并且写明缘由。\n"
)


def blocks(text: str) -> list[Found]:
    """The kinds of the passages of a text, and their text without white space."""
    return [
        (p.kind.value, re.sub(r"\s", "", "".join(text[s:e] for s, e in p.spans)))
        for p in divide(text, False)[0]
    ]


def label_of(text: str, start: str) -> tuple[str, ...]:
    """The section of the passage that begins in some way."""
    return next(
        p.section for p in divide(text, False)[0] if text[p.spans[0][0] :].startswith(start)
    )


def runs(text: str) -> list[str]:
    """The stretches of a text that a phrase is looked for in, walls left out."""
    found: list[str] = []
    goes_on = False
    for p in divide(text, False)[0]:
        piece = re.sub(r"\s", "", "".join(text[s:e] for s, e in p.spans))
        if goes_on and p.kind.is_running_text:
            found[-1] += piece
        else:
            found.append(piece)
        goes_on = p.runs_on
    return found
