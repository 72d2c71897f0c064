"""Paragraphs that pages cut, for tests of what a page puts between their lines."""

from __future__ import annotations

import re

from bri_search.sources.readers import read_bytes
from bri_search.sources.sections import divide

PROSE = [
    "养蜂人每年三月从南方的油菜田出发，沿着花期一路向北，到七月才在草原上停下来",
    "蜂箱夜里装车，天亮以前必须赶到下一处场地，否则箱里的温度会升高，蜂群就会受",
    "场地由各县的养蜂协会分配，一户人家通常能放八十箱，来得晚的只好到山那边去找",
    "收蜜的日子最怕下雨，雨水把花粉打落在地，蜂出不了巢，一个星期的收成便没有着",
    "到了秋天，各家把蜂箱并到一起，清点还剩下多少群，再把多余的蜂王卖给临近的蜂",
    "冬天里养蜂人修补箱子，抄写来年的花期表，等着第一封说油菜开花的信从南方寄过",
]


REST = [
    "歇息。这一路大约四千里。",
    "损失。司机因此从不在中途停车。",
    "地方。协会每年抽签一次。",
    "落了。因此人人会看云。",
    "场去。价钱由双方商定。",
    "来了。如此周而复始。",
]


FIRST = "老人们讲过一年里的许多事情，他们把这些一件一件地说给晚辈听，晚辈又写在纸上"


def passages(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """What the passages of a text say, without white space, and what is furniture."""
    reading = read_bytes("a.txt", ".txt", text.encode())
    found, furniture = divide(reading.text, False, reading.structure, reading.pages)
    texts = [re.sub(r"\s", "", "".join(text[a:b] for a, b in one.spans)) for one in found]
    named = [(one.what, text[slice(*one.span)]) for one in furniture if one.what != "white space"]
    return texts, named


def cut_at_pages(foots: list[str], between: str = "\n{}\n\n") -> str:
    """Paragraphs of which each is cut by a page with something at its foot."""
    pages = [
        f"　　{FIRST}，\n{full}\n{between.format(foot)}{rest}\n\n　　{rest}\n\n　　{rest}\n\n"
        for full, rest, foot in zip(PROSE, REST, foots, strict=False)
    ]
    return "花期考察记\n\n　　" + "\n\n　　".join(REST[:3]) + "\n\n" + "".join(pages)


def are_whole(texts: list[str], count: int = 5) -> bool:
    """Whether the paragraphs that pages cut are each one again."""
    cut = zip(PROSE[:count], REST[:count], strict=True)
    return all(f"{FIRST}，{full}{rest}" in texts for full, rest in cut)
