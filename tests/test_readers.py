"""Readers: what every one of them promises."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bri_search.errors import UnreadableSource
from bri_search.sources import readers
from bri_search.sources.readers import READABLE_SUFFIXES, Reading, read_bytes, read_here
from bri_search.sources.sections import divide
from tests import making
from tests.samples import (
    SAMPLES,
    Sample,
    divided,
    every_sample,
    read,
    refused,
    structured,
    told,
    words,
)


def test_there_is_a_sample_for_every_reader() -> None:
    formats = {readers._FORMATS[suffix].name for suffix in READABLE_SUFFIXES}
    assert formats == {readers._FORMATS[sample.suffix].name for sample in SAMPLES.values()}


@every_sample
def test_every_character_is_in_one_passage_or_furniture(sample: Sample) -> None:
    reading = read(sample)
    passages, furniture = divide(reading.text, reading.has_markup, reading.structure, reading.pages)
    pieces = sorted(
        [span for passage in passages for span in passage.spans] + [one.span for one in furniture]
    )
    assert [start for start, _ in pieces] == [0] + [end for _, end in pieces[:-1]]
    assert pieces[-1][1] == len(reading.text)


@every_sample
def test_marks_and_pages_are_in_order_and_inside(sample: Sample) -> None:
    reading = read(sample)
    ends = [end for mark in reading.structure for end in mark.span]
    assert ends == sorted(ends)
    starts = [page.offset for page in reading.pages]
    assert starts == sorted(starts)
    assert max([0, *ends, *starts]) <= len(reading.text)


@every_sample
def test_all_of_the_text_is_there(sample: Sample) -> None:
    reading = read(sample)
    told = "".join(words(reading, passage) for passage in divided(reading))
    for wanted in (making.TITLE, making.LAST, making.FIRST):
        assert wanted in told.replace("\n", "")


@every_sample
def test_a_file_reads_the_same_again(sample: Sample) -> None:
    assert read(sample) == read(sample)


@every_sample
def test_a_file_says_what_it_is(sample: Sample) -> None:
    metadata = read(sample).metadata
    if sample.suffix == ".txt":
        assert metadata == readers.Metadata()
    else:
        assert (metadata.title, metadata.creator) == (making.TITLE, ("林某某",))
    if sample.suffix in (".md", ".html", ".epub"):
        assert metadata.issued == "2023-10-18"


@every_sample
def test_an_empty_file_is_refused(sample: Sample) -> None:
    for content in (b"", b" \n \n"):
        assert refused(sample.suffix, content)


@every_sample
def test_a_file_that_is_cut_short_is_read_or_refused(sample: Sample) -> None:
    content = sample.make()
    for part in range(1, 8):
        try:
            reading = read_bytes("a", sample.suffix, content[: len(content) * part // 8])
        except UnreadableSource as error:
            assert len(str(error).splitlines()) == 1
        else:
            assert reading.text.strip()


@pytest.mark.parametrize(
    "suffix", sorted(READABLE_SUFFIXES - {".txt", ".text", ".md", ".markdown"})
)
def test_a_suffix_that_lies_is_seen_through(suffix: str) -> None:
    for name, sample in SAMPLES.items():
        if readers._FORMATS[sample.suffix].name != readers._FORMATS[suffix].name:
            if suffix in (".html", ".htm", ".xhtml") and name in ("text", "markdown"):
                continue  # text is HTML, of a kind
            assert refused(suffix, sample.make())


@pytest.mark.parametrize("name", ["docx", "epub", "pdf"])
def test_a_text_that_is_none_is_refused(name: str) -> None:
    assert refused(".txt", SAMPLES[name].make())


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@every_sample
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(sample: Sample, data: st.DataObject) -> None:
    content = bytearray(sample.make())
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    try:
        reading = read_bytes("a", sample.suffix, bytes(content))
    except UnreadableSource as error:
        assert len(str(error).splitlines()) == 1
    else:
        divide(reading.text, reading.has_markup, reading.structure, reading.pages)


@every_sample
def test_what_nobody_documented_ends_as_a_reason(
    sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Reading:
        raise KeyError("something\nnobody thought of")

    form = readers._FORMATS[sample.suffix]
    monkeypatch.setitem(
        readers._FORMATS, sample.suffix, readers._Format(form.name, fail, form.extra)
    )
    assert "KeyError" in refused(sample.suffix, sample.make())


@pytest.mark.parametrize(
    ("suffix", "module", "extra"),
    [
        (".pdf", "pypdfium2", "pdf"),
        (".html", "selectolax.lexbor", "html"),
        (".epub", "selectolax.lexbor", "epub"),
    ],
)
def test_a_library_that_is_missing_is_named_with_its_extra(
    suffix: str, module: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = next(one for one in SAMPLES.values() if one.suffix == suffix)
    content = sample.make()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UnreadableSource, match=rf"pip install 'bri-search\[{extra}\]'"):
        read_here("a", suffix, content, None)


@pytest.mark.parametrize("name", ["pdf", "html", "docx"])
def test_a_library_that_cannot_be_loaded_is_to_be_installed_anew(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Reading:
        raise ImportError("libpdfium.so: cannot open shared object file")

    sample = SAMPLES[name]
    form = readers._FORMATS[sample.suffix]
    monkeypatch.setitem(readers._FORMATS, sample.suffix, replace(form, read=fail))
    with pytest.raises(UnreadableSource, match=r"\(libpdfium.so: .*pip install --force-reinstall"):
        read_here("a", sample.suffix, b"", None)


@structured
def test_kinds_and_sections_are_those_of_the_format(sample: Sample) -> None:
    found = [
        (kind, section.lstrip("# "), text.lstrip("#- ").strip("| "))
        for kind, section, text in told(read(sample))
    ]
    kinds = {text.replace("\n", ""): kind for kind, _, text in found}
    assert kinds[making.HEADING] == kinds[making.TITLE] == "heading"
    assert kinds[making.FIRST] == kinds[making.LAST] == "paragraph"
    assert [kinds[item] for item in making.ITEMS] == ["item", "item"]
    assert [kind for kind, _, text in found if making.ROW[0] in text and making.ROW[1] in text] == [
        "table"
    ]
    assert [kind for kind, _, text in found if making.NOTE in text] == ["note"]
    if sample.suffix != ".docx":
        assert kinds[making.CODE] == "code"
    assert {section for _, section, text in found if text == making.FIRST} == {making.HEADING}


@structured
def test_a_mark_of_a_note_does_not_stand_in_the_way(sample: Sample) -> None:
    reading = read(sample)
    [noted] = [text for _, _, text in told(reading) if text.startswith(making.NOTED)]
    assert noted.removeprefix(making.NOTED) in ("[1]。", "[^1]。")


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".html", b"<div>" * 900 + b"x"),
        (".html", b"<table><tr><td>" * 300 + b"x"),
        (".html", b"<sup>" * 900 + b"x"),
        (".html", b"<p>a<br>" * 50_000),
        (".html", b"x<a b='" * 900),
        (".md", b"> " * 20_000 + b"x"),
        (".md", b"- " * 20_000 + b"x"),
        (".md", b"- a\n" * 20_000),
        (".md", b"[" * 50_000),
        (".md", b"---\n" + b"a: [" * 5_000 + b"\n---\nx"),
        (".md", b"| a " * 20_000 + b"|\n" + b"|---" * 20_000 + b"|\n"),
    ],
    ids=range(11),
)
def test_what_is_made_to_take_long_does_not(suffix: str, content: bytes) -> None:
    reading = read_bytes("a", suffix, content)
    assert divided(reading)
