"""W3C selectors: every place found can be found again, by its text and by its position."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import validate

import bri_search
from bri_search.index.store import Store
from bri_search.search.selectors import CONTEXT, select
from tests.program import run

QUOTE = {
    "type": "object",
    "properties": {
        "type": {"const": "TextQuoteSelector"},
        "exact": {"type": "string", "minLength": 1},
        "prefix": {"type": "string", "maxLength": CONTEXT},
        "suffix": {"type": "string", "maxLength": CONTEXT},
    },
    "required": ["type", "exact", "prefix", "suffix"],
    "additionalProperties": False,
}
POSITION = {
    "type": "object",
    "properties": {
        "type": {"const": "TextPositionSelector"},
        "start": {"type": "integer", "minimum": 0},
        "end": {"type": "integer", "minimum": 1},
    },
    "required": ["type", "start", "end"],
    "additionalProperties": False,
}
SELECTOR = {"type": "array", "prefixItems": [QUOTE, POSITION], "minItems": 2, "maxItems": 2}


def anchored(text: str, selector: list[dict[str, Any]]) -> list[int]:
    """Where a tool that knows nothing but the quotation and its surroundings finds it."""
    quote, _ = selector
    whole = quote["prefix"] + quote["exact"] + quote["suffix"]
    found = []
    place = text.find(whole)
    while place >= 0:
        found.append(place + len(quote["prefix"]))
        place = text.find(whole, place + 1)
    return found


def check(selector: list[dict[str, Any]], start: int, end: int, text: str) -> None:
    validate(selector, SELECTOR)
    quote, position = selector
    assert (position["start"], position["end"]) == (start, end)
    assert quote["exact"] == text[start:end]
    assert quote["prefix"] == text[max(0, start - CONTEXT) : start]
    assert quote["suffix"] == text[end : end + CONTEXT]
    assert start in anchored(text, selector)


@pytest.mark.parametrize("phrase", ["一带一路", "合作", "数字", "论坛", "共建国家", "RCEP"])
def test_places_in_the_reference_documents_are_found_again(
    phrase: str, reference_library: bri_search.Library
) -> None:
    seen = set()
    anchors = []
    for hit in reference_library.search(phrase, exact=True, limit=0):
        text = hit.source.path.read_bytes().decode("utf-8")
        seen.add(hit.source.id)
        found = hit.as_json()
        check(found["selector"], hit.start, hit.end, text)
        for match in found["matches"]:
            check(match["selector"], match["start"], match["end"], text)
            assert match["selector"][0]["exact"] == match["text"]
            anchors.append(len(anchored(text, match["selector"])))
    if phrase == "合作":
        assert len(seen) == 5
        assert anchors.count(1) > 0.98 * len(anchors)  # 64 characters around tell nearly all apart


def test_kwic_lines_are_found_again(reference_library: bri_search.Library) -> None:
    lines = reference_library.kwic("合作伙伴").occurrences
    assert len({line.source.id for line in lines}) > 3
    for line in lines:
        text = line.source.path.read_bytes().decode("utf-8")
        check(line.as_json()["selector"], line.start, line.end, text)


@given(data=st.data())
def test_any_stretch_of_a_file_has_a_selector(data: st.DataObject, example_index: Path) -> None:
    store = Store(example_index)
    entry = data.draw(st.sampled_from(store.sources))
    text = entry.source.path.read_bytes().decode("utf-8")
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    check(select(store.document(entry.serial), start, end).as_json(), start, end, text)


def test_at_the_edges_of_a_file_there_is_less_around(example_index: Path) -> None:
    store = Store(example_index)
    [entry, _] = store.sources
    document = store.document(entry.serial)
    whole = select(document, 0, document.length)
    assert (whole.prefix, whole.suffix) == ("", "")
    assert whole.exact == entry.source.path.read_bytes().decode("utf-8")
    assert len(select(document, 5, 7).prefix) == 5


def test_the_command_line_writes_them(corpus_library: bri_search.Library) -> None:
    folder = corpus_library._store.index.parent
    found = json.loads(run("search", "数字丝绸之路", "--json", cwd=folder).out)
    for hit in found["hits"]:
        text = Path(hit["source"]["path"]).read_bytes().decode("utf-8")
        check(hit["selector"], hit["start"], hit["end"], text)
        for match in hit["matches"]:
            check(match["selector"], match["start"], match["end"], text)
    for line in run("kwic", "数字丝绸之路", "--jsonl", cwd=folder).lines:
        one = json.loads(line)
        text = Path(one["source"]["path"]).read_bytes().decode("utf-8")
        check(one["selector"], one["start"], one["end"], text)
