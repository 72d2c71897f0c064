"""A file of every format, and what a test asks of its reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from bri_search.errors import UnreadableSource
from bri_search.sources.document import Passage
from bri_search.sources.readers import Reading, read_bytes
from bri_search.sources.sections import divide
from tests import making


@dataclass(frozen=True)
class Sample:
    """A file that a test makes, and how its reader is told from others."""

    suffix: str
    make: Callable[[], bytes]
    is_structured: bool


SAMPLES = {
    "text": Sample(".txt", lambda: making.text().encode(), False),
    "markdown": Sample(".md", lambda: making.markdown().encode(), True),
    "html": Sample(".html", making.page, True),
    "docx": Sample(".docx", making.word, True),
    "epub": Sample(".epub", making.book, True),
    "pdf": Sample(".pdf", making.paged, False),
}
every_sample = pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES.keys())
structured = pytest.mark.parametrize(
    "sample",
    [one for one in SAMPLES.values() if one.is_structured],
    ids=[name for name, one in SAMPLES.items() if one.is_structured],
)


def read(sample: Sample) -> Reading:
    return read_bytes(f"a{sample.suffix}", sample.suffix, sample.make())


def divided(reading: Reading) -> Sequence[Passage]:
    return divide(reading.text, reading.has_markup, reading.structure, reading.pages)[0]


def words(reading: Reading, passage: Passage) -> str:
    return "".join(reading.text[start:end] for start, end in passage.spans)


def told(reading: Reading) -> list[tuple[str, str, str]]:
    """Kind, innermost heading and text of each passage."""
    return [
        (
            passage.kind.value,
            passage.section[-1] if passage.section else "",
            words(reading, passage),
        )
        for passage in divided(reading)
    ]


def outlined(page: str) -> list[str]:
    """What a web page is read as: the kind of each passage, and the passage; furniture is -."""
    reading = read_bytes("a.html", ".html", page.encode())
    found = [
        f"{mark.kind.value if mark.kind else '-'} {reading.text[slice(*mark.span)]}"
        for mark in reading.structure
    ]
    return [one.replace("\n", "|") for one in found]


def refused(suffix: str, content: bytes) -> str:
    """The reason why a file is refused: one line."""
    with pytest.raises(UnreadableSource) as failure:
        read_bytes(f"a{suffix}", suffix, content)
    assert len(str(failure.value).splitlines()) == 1
    assert len(str(failure.value)) < 400
    return failure.value.reason
