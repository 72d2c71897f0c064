"""What doctests and tests share: one tiny corpus, and indexes that are built once."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import bri_search
from bri_search.index.store import Store
from bri_search.text.fold import Folding
from bri_search.text.variants import Variants
from tests.building import TEXTS, LibraryOf, write

ROOT = Path(__file__).resolve().parent
REFERENCE = ROOT.parent / "shared" / "reference"
REQUIRE_REFERENCE = "BRI_SEARCH_REQUIRE_REFERENCE"

settings.register_profile(
    "default",
    deadline=None,
    # The fixtures that these tests share are read and never written.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True, print_blob=True)
settings.load_profile(
    "ci" if os.environ.get("CI") or REQUIRE_REFERENCE in os.environ else "default"
)

PAPER = """\
數字合作亮點紛呈

共建國家的數字絲綢之

路建設穩步推進，電子
商務、智慧城市、遠程
醫療等合作不斷拓展，
合計貨值3,000億美元。
"""
STATEMENT = """\
# 主席声明

## 前言

各方与合作夥伴加强互联互通。

## 结语

资[[zh:金融]]通和[[zh:民心]]相通同样重要。
"""


@pytest.fixture(scope="session")
def example_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newspaper in Traditional columns and a statement in Markdown."""
    folder = tmp_path_factory.mktemp("example") / "corpus"
    folder.mkdir()
    (folder / "paper.txt").write_text(PAPER, encoding="utf-8")
    (folder / "statement.md").write_text(STATEMENT, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def example_index(example_corpus: Path) -> Path:
    """The index of `example_corpus`, built from nothing: the only one that takes seconds."""
    index = example_corpus.parent / "index"
    bri_search.build(example_corpus, index)
    return index


@pytest.fixture(scope="session")
def new_index(example_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes copies of the example's index; what is built there need not derive the dictionary."""

    def copy() -> Path:
        index = tmp_path_factory.mktemp("copy") / "index"
        shutil.copytree(example_index, index)
        return index

    return copy


@pytest.fixture(scope="session")
def folding(example_index: Path) -> Folding:
    """The folding that the indexes are built with."""
    return Store(example_index).folding


@pytest.fixture(scope="session")
def variants(folding: Folding) -> Variants:
    """The variants behind `folding`."""
    return folding.variants


@pytest.fixture(scope="session")
def corpus_library(new_index: Callable[[], Path]) -> bri_search.Library:
    """The documents that bri-search ships."""
    return bri_search.build(ROOT / "corpus", new_index())


@pytest.fixture(scope="session")
def folder(corpus_library: bri_search.Library) -> Path:
    """A folder in which index/ is the index of `corpus_library`, for the program to run in."""
    return corpus_library._store.index.parent


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Three short documents that a test may change, one of them in a folder of its own."""
    for name, text in TEXTS.items():
        write(tmp_path / "corpus" / name, text)
    return tmp_path / "corpus"


@pytest.fixture
def index(new_index: Callable[[], Path], corpus: Path) -> Path:
    """An index of `corpus`, built upon a copy that has the dictionary already."""
    folder = new_index()
    bri_search.build(corpus, folder)
    return folder


@pytest.fixture(scope="session")
def library_of(
    new_index: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory
) -> LibraryOf:
    """Builds libraries of a few documents, and of what lies beside them, by the names of files."""

    def build(contents: Mapping[str, str | bytes]) -> bri_search.Library:
        corpus = tmp_path_factory.mktemp("corpus")
        for name, content in contents.items():
            write(corpus / name, content)
        return bri_search.build(corpus, new_index())

    return build


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of the reference documents; without it a test is skipped, or fails in CI."""
    if not REFERENCE.is_dir():
        missing = f"the reference documents are not there: {REFERENCE}"
        if os.environ.get(REQUIRE_REFERENCE, "") not in ("", "0"):
            pytest.fail(f"{missing}, and {REQUIRE_REFERENCE} is set")
        pytest.skip(missing)
    return REFERENCE


@pytest.fixture(scope="session")
def reference_library(reference: Path, new_index: Callable[[], Path]) -> bri_search.Library:
    """The five reference documents, with the records that the catalog holds for them."""
    return bri_search.build(reference, new_index(), catalog=ROOT / "corpus" / "catalog.toml")


@pytest.fixture(scope="session", autouse=True)
def _names_in_doctests(
    request: pytest.FixtureRequest, doctest_namespace: dict[str, object]
) -> None:
    if any(isinstance(item, pytest.DoctestItem) for item in request.session.items):
        doctest_namespace["example_corpus"] = request.getfixturevalue("example_corpus")
        doctest_namespace["example_index"] = request.getfixturevalue("example_index")
        doctest_namespace["folding"] = request.getfixturevalue("folding")
