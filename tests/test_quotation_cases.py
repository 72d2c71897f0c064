"""Quotations from the reference documents, judged; the cases were written by reading those."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import bri_search
from bri_search.search.quotation.results import Candidate, QuotationResult
from bri_search.text.reading import reading
from tests.disguises import DISGUISES

FILES = {
    "newspaper": "000_36f8d6e46ff04eb5.txt",
    "white-paper": "001_b3c35870dba23ed2.txt",
    "report": "002_3ec2eaa85adbe6b4.txt",
    "article": "003_aeb844f2ba35a293.txt",
    "mirror": "004_658367b411a577be.txt",
}
CASES = tomllib.loads((Path(__file__).parent / "quotation_cases.toml").read_text("utf-8"))["case"]
CHANGES = ("inserted", "deleted", "replaced", "elision")


def stretch(
    library: bri_search.Library, reference: Path, case: dict[str, Any]
) -> tuple[int, int, str]:
    """Start and end in the file of what a case names, and the text as it is read."""
    name = FILES[case["source"]]
    text = (reference / name).read_bytes().decode("utf-8")
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: case["line"] - 1]) + case["column"] - 1
    assert text.startswith(case["begins"], start), case["name"]
    end = text.index(case["ends"], start) + len(case["ends"])
    assert text.count("\n", 0, end) + 1 == case["end_line"], case["name"]
    store = library._store
    entry = store.find_source(name)
    document = store.document(entry.serial)
    inside = [n for n in range(len(document)) if document.passage(n).end > start]
    first = next(n for n in inside if any(a <= start < b for a, b in document.passage(n).spans))
    last = next(n for n in inside if any(a < end <= b for a, b in document.passage(n).spans))
    numbers = [first, *document.passages_between(first, last)] if last != first else [first]
    pieces = [
        (max(a, start), document.text(max(a, start), min(b, end)))
        for n in numbers
        for a, b in document.passage(n).spans
        if a < end and b > start
    ]
    return start, end, reading(pieces, entry.source.has_markup).text


def quotation(library: bri_search.Library, reference: Path, case: dict[str, Any]) -> str:
    if "source" not in case:
        return str(case["quotation"])
    if "quotation" in case:
        return str(case["quotation"])
    _, _, text = stretch(library, reference, case)
    for old, new in case.get("edits", []):
        assert text.count(old) == 1, (case["name"], old)
        text = text.replace(old, new)
    for first, last in case.get("elisions", []):
        begin = text.index(first)
        end = text.index(last, begin) + len(last)
        text = text[:begin] + case["ellipsis"] + text[end:]
    if join := case.get("join"):
        text += stretch(library, reference, {"name": case["name"], **join})[2]
    for disguise in case.get("disguise", []):
        text = DISGUISES[disguise](text)
    return text


def of_source(result: QuotationResult, source: str) -> list[Candidate]:
    return [one for one in result.candidates if one.source.path.name == FILES[source]]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_quotation_is_judged_as_its_reader_judged_it(
    case: dict[str, Any], reference_library: bri_search.Library, reference: Path
) -> None:
    text = quotation(reference_library, reference, case)
    result = reference_library.quote(text, limit=0)
    assert result.verdict.value == case["verdict"], result.as_json()
    if "source" not in case or case["verdict"] == "not found":
        return
    found = of_source(result, case["source"])
    start, end, _ = stretch(reference_library, reference, case)
    here = [one for one in found if one.start < end and one.end > start]
    assert here, f"not found at line {case['line']}: {result.as_json()}"
    kinds = {one.kind.value for part in result.candidates for one in part.differences}
    if case["verdict"] != "spliced":
        kinds = {one.kind.value for one in here[0].differences}
        if not {"deleted", "inserted"} & kinds:
            assert (here[0].start, here[0].end) == (start, end)
    assert sorted(kinds) == sorted(case["kinds"])
    if expected := case.get("differences"):
        told = [[d.kind.value, d.quoted, d.original] for d in here[0].differences]
        changes = [one for one in told if one[0] in CHANGES]
        assert len(changes) == len(expected), changes
        for one, wanted in zip(sorted(changes), sorted(expected), strict=True):
            assert one[: len(wanted)] == wanted
    for other in case.get("also", []):
        assert of_source(result, other), f"nothing from {other}"
    if "first" in case:
        assert result.candidates[0].source.path.name == FILES[case["first"]]
