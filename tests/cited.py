"""Sources to be cited, and how those of corpus/ are cited by the Chinese standard."""

import tomllib
from pathlib import Path
from typing import Any

from bri_search.citation.locating import Locator
from bri_search.sources.catalog import STATED
from bri_search.sources.document import Script, Source

ROOT = Path(__file__).resolve().parent.parent
TEXT_STYLES = ("gb7714", "chicago", "apa", "mla")


def a_source(title: str = "港口合作研究", **known: Any) -> Source:
    values = {"script": Script.SIMPLIFIED, "language": "zh", "id": "study", **known}
    return Source(title=title, path=Path("/corpus/study.txt"), sha256="0" * 64, **values)


def catalogued() -> dict[str, Source]:
    """The sources that the records of corpus/catalog.toml describe, the documents aside."""
    text = (ROOT / "corpus" / "catalog.toml").read_text(encoding="utf-8")
    sources = {}
    for record in tomllib.loads(text)["source"]:
        known = {key: record[key] for key in STATED if key in record}
        known["creator"] = tuple(record["creator"])
        sources[record["id"]] = Source(
            id=record["id"],
            title=record["title"],
            path=Path("/corpus") / record["file"],
            sha256=record["sha256"],
            script=Script(record["script"]),
            language=record["language"],
            **known,
        )
    return sources


BOOK = a_source(
    "The Silk Road",
    script=Script.LATIN,
    language="en",
    creator=("Smith, Jane A.", "Doe, John"),
    issued="2021-05",
    publisher="Harbour Press",
    place="London",
    type="report",
)
ARTICLE = a_source(
    "“Belt” and road’s end",
    script=Script.LATIN,
    language="en",
    creator=("Smith, Jane",),
    issued="2021",
    publisher="Silk Road Studies",
    volume="3",
    issue="2",
    pages="101-119",
    type="article",
)
CHAPTER = a_source(
    "Deep Water",
    script=Script.LATIN,
    language="en",
    creator=("Smith, Jane A.", "Doe, John"),
    container="Ports of the World",
    issued="2021",
    publisher="Harbour Press",
    place="London",
    pages="10-19",
    type="chapter",
)
GB7714 = {
    "specimen-hk-newspaper": (
        "海岸日報（示例）資料組. 「一帶一路」由大動脈走向微循環[N]. 海岸日報（示例）, 2023-11-02."
    ),
    "specimen-white-paper": "丝路资料编写组（示例）. 共建“一带一路”：从一条路到一张网[R]. 2023.",
    "specimen-report": "丝路研究小组（示例）. 数字丝绸之路与互联互通 两年间的新变化[R]. 2025.",
    "specimen-tw-policy-column": (
        "沈示例, 周樣本. 別只量光纜有多長：數位絲綢之路的下一步[J]. 海島政策評論（示例）, 2025."
    ),
    "specimen-markdown-mirror": (
        "「丝路城市对话」（示例）. 「丝路城市对话」（示例）主持人小结[Z]. 示例網, 2023."
    ),
    "specimen-english-briefing": (
        "Harbour Lane Policy Desk (specimen). "
        "The Digital Silk Road and the Long Freight Train[R]. 2025."
    ),
    "bri-newspaper-wenweipo": "朱燁. 「一帶一路」將深化數字產業合作[N]. 香港文匯報.",
    "bri-white-paper-2023": (
        "国务院新闻办公室. 共建“一带一路”：构建人类命运共同体的重大实践[R]. 2023."
    ),
    "bri-advisory-council-report-2025": (
        "“一带一路”国际合作高峰论坛咨询委员会. 共建“一带一路”倡议 高质量的国际经济合作[R]. 2025."
    ),
    "bri-digital-economy-article": "左鹏飞, 陈静. 加快推动共建“一带一路”数字经济高质量发展[J].",
    "bri-forum-chair-statement-2023": (
        "第三届「一带一路」国际合作高峰论坛. 第三届「一带一路」国际合作高峰论坛主席声明[EB/OL]. "
        "GNews, 2023. https://gnews.org/articles/1852263."
    ),
}
KNOWN = {
    "creator": ("示例组",),
    "issued": "2024-03",
    "container": "示例文集",
    "publisher": "示例社",
    "place": "示例市",
    "type": "report",
    "volume": "3",
    "issue": "2",
    "pages": "10-19",
    "url": "https://example.org/a",
    "accessed": "2024-05-06",
}
"""All that a catalog may say of a source."""

TYPES = [None, "newspaper", "column", "article", "report", "white paper", "statement", "memoir"]
TYPES += ["book", "chapter", "thesis", "conference paper", "law", "webpage"]
PLACE = Locator(section=("前言",), page=7, lines=(12, 14))
