"""Small corpora and libraries, and what a test looks at in what was built."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import bri_search

LibraryOf = Callable[[Mapping[str, str | bytes]], bri_search.Library]
"""Builds a library of documents by the names of their files: the fixture `library_of`."""

TEXTS = {
    "a.txt": "甲方與合作夥伴加強互聯互通。\n",
    "b.txt": "乙方与合作伙伴推进数字丝绸之路建设。\n",
    "deep/c.md": "# 前言\n\n丙方的[[zh:合作]]伙伴。\n",
}
"""The documents of the fixture `corpus`."""

PHRASES = ("合作伙伴", "的", "建设", "数字丝绸之路", "3000", "高质量发展", "互联互通")


def write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def report(library: bri_search.Library) -> bri_search.BuildReport:
    assert library.report is not None
    return library.report


def names(paths: Iterable[Path]) -> list[str]:
    return [path.name for path in paths]


def answers(library: bri_search.Library, *phrases: str) -> object:
    """All that a library says of some phrases, but for how words score.

    Whoosh counts a passage that was deleted among those that hold a word until it merges its file.
    """
    return (
        [summary.as_json() for summary in library.sources],
        [
            [shown.as_json() for shown in library.show(summary.source.id)]
            for summary in library.sources
        ],
        [library.kwic(phrase).as_json() for phrase in phrases],
        [library.count(phrase).as_json() for phrase in phrases],
        [library.search(phrase, exact=True, limit=0).as_json() for phrase in phrases],
        [
            sorted(str({**hit.as_json(), "score": 0}) for hit in library.search(phrase, limit=0))
            for phrase in phrases
        ],
    )
