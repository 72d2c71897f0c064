"""Characters that stand for a letter of another code point, which NFKC leaves as they are.

Most are radicals: what programs take out of a printed page often has ⺠ (U+2EA0) for 民. NFKC
knows the radicals of the Kangxi dictionary, but two only of the CJK Radicals Supplement; the others
have their ideographs from Unicode's EquivalentUnifiedIdeograph.txt, which has none for U+2E80.
"""

from __future__ import annotations

__all__ = ["LOOKALIKES"]

_RADICALS = """
    ⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕𫜹⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺
    ⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿
    ⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨
    ⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀
"""
"""Each with its ideograph behind it."""

_ZEROS = "○〇◯〇"
"""Circles, as they are typed for the zero of 二〇二二年."""

_PAIRS = "".join(_RADICALS.split()) + _ZEROS

LOOKALIKES: dict[str, str] = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
"""The letter that each of them stands for."""
