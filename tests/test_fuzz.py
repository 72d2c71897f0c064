"""A short run of `make fuzz`, the same one every time, and what longer runs have found."""

from pathlib import Path

import pytest

import bri_search
from bri_search.sources.document import Kind
from bri_search.sources.headings import enumerator
from bri_search.sources.readers import READABLE_SUFFIXES, read_bytes
from bri_search.sources.sections import divide
from tests.fuzz.engines import Findings, run_with_mutations
from tests.fuzz.targets import targets

NAMES = ["folding", "repair", "query parser", "search"]
NAMES += [f"reader {suffix}" for suffix in sorted(READABLE_SUFFIXES)]


@pytest.fixture(scope="module")
def index(corpus_library: bri_search.Library) -> Path:
    return corpus_library._store.index


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_raised_that_should_not_be(name: str, index: Path, tmp_path: Path) -> None:
    [target] = [one for one in targets(index) if one.name == name]
    findings = Findings(target.run, tmp_path / "figures")
    run_with_mutations(findings, target.seeds, inputs=60 if name in ("search", "repair") else 200)
    assert findings.found == {}


def test_a_finding_is_counted_once_and_kept(tmp_path: Path) -> None:
    def fail(data: bytes) -> None:
        if data:
            raise ValueError(data)

    findings = Findings(fail, tmp_path / "figures")
    for data in (b"", b"a", b"b"):
        findings(data)
    findings.write()
    assert (findings.inputs, list(findings.found.values())) == (3, [b"a"])
    assert (tmp_path / "figures").read_text() == "3 1"


# -- what was found --------------------------------------------------------------------------------


def test_digits_and_numerals_in_one_number() -> None:
    found = enumerator("第3十章 港口")
    assert found is not None
    assert found.value == 30
    assert enumerator("第" + "9" * 5000 + "章") is None


def test_a_note_that_is_indented_where_no_note_stands_above() -> None:
    for text in ("\t[^1]: 注。\n", "> a\n\n---\n [^1]: 注。\n"):
        reading = read_bytes("a.md", ".md", text.encode())
        passages, _ = divide(reading.text, reading.has_markup, reading.structure)
        assert passages[-1].kind is Kind.NOTE
