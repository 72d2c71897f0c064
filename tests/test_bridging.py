"""What folding bridged: the names of the differences between two texts that fold alike."""

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bri_search.search.bridging import BRIDGES, bridged
from bri_search.text.fold import Folding
from tests import typed


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("一带一路", "一带一路", ("verbatim",)),
        ("数字丝绸之路", "數字絲綢之路", ("script",)),
        ("數字絲綢之路", "数字丝绸之路", ("script",)),
        ("合作伙伴", "合作夥伴", ("script",)),
        ("世界衛生組織", "世界衞生組織", ("region",)),
        ("裡面", "裏面", ("region",)),
        ("世界卫生组织", "世界衞生組織", ("script",)),
        ("10%", "１０％", ("width",)),
        ("RCEP", "rcep", ("width",)),
        ("RCEP", "ＲＣＥＰ", ("width",)),
        ("office", "ofﬁce", ("width",)),
        ("III", "Ⅲ", ("width",)),
        ("5km", "5㎞", ("width",)),
        ("株式會社", "㍿", ("script", "width")),
        ("一带一路", "一 带 一\n路", ("spacing",)),
        ("connectivity", "connec-\ntivity", ("spacing",)),
        ("belt road", "belt\nroad", ("spacing",)),
        ("一带一路", "一\u200b带一\u00ad路", ("spacing",)),
        ("“一带一路”", "「一带一路」", ("verbatim",)),
        ("“一带”一路", "「一带」一路", ("punctuation",)),
        ("中国-东盟", "中国—东盟", ("punctuation",)),
        ("资金融通", "资[[zh:金融]]通", ("markup",)),
        ("通过了", "通过[12]了", ("markup",)),
        ("通过了", "通过³了", ("punctuation",)),
        ("民营企业", "⺠营企业", ("width",)),
        ("民营企业", "⺠營企業", ("script", "width")),
        ("二〇二二年", "二○二二年", ("width",)),
        ("45-47", "45～47", ("punctuation",)),
        ("海——洋", "海⸺洋", ("punctuation",)),
        ("记者：我们", "记者︰我们", ("punctuation",)),
        ("……有", "⋯⋯有", ("punctuation",)),
        ("3000亿", "3,000亿", ("number",)),
        ("3，000亿", "3000亿", ("number",)),
        ("合计货值超3000亿美元", "合計貨值超3,000億美元", ("script", "number")),
        ("合计货值超3,000亿", "合计货值超 3000 亿", ("spacing", "number")),
        ("金融，民心", "[[zh:金融]],[[zh:民心", ("width", "markup")),
    ],
)
def test_examples(one: str, other: str, why: tuple[str, ...], folding: Folding) -> None:
    assert folding.text(one) == folding.text(other)
    assert bridged(one, other, folding) == why


@given(text=st.text("一帶路著，。「」3,000 \nabC[3]—…", min_size=1, max_size=16), data=st.data())
@settings(max_examples=250)
def test_two_texts_that_fold_alike_can_be_compared(text: str, data: Any, folding: Folding) -> None:
    assume(folding.text(text))
    other = data.draw(typed.typings(text, folding))
    why = bridged(text, other, folding)
    assert why == ("verbatim",) or list(why) == [name for name in BRIDGES if name in why]
    # Order and repetition are no difference: the other way round has the same names.
    assert bridged(other, text, folding) == why
    if text == other:
        assert why == ("verbatim",)
