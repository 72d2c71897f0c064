"""Where English words end: at an apostrophe and at a quotation mark, which fold to nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

import bri_search
from bri_search import Library

PASSAGES = [
    "China's railways carry goods.",
    "China’s ports are open.",
    "Chinas are cups.",
    "The woman's ship, O'Brien and Côte d'Ivoire; Xi'an too.",
    'He named the"Silk Road"initiative, and 《Nature》Science.',
    "**Kenya**'s harbours grew.",
    "It's its own.",
]


@pytest.fixture(scope="module", params=[1, 1100], ids=["rare", "frequent"])
def library(
    request: pytest.FixtureRequest,
    new_index: Callable[[], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Library:
    """The passages, as often as it takes for their words to be noted with their passages."""
    folder = tmp_path_factory.mktemp("words")
    text = "\n\n".join(PASSAGES * request.param)
    folder.joinpath("a.md").write_text(text, encoding="utf-8")
    # A document that is added later and one that stays are read as they were written.
    library = bri_search.build(folder, new_index())
    folder.joinpath("b.md").write_text("Smith’s map.\n", encoding="utf-8")
    return bri_search.build(folder, library._store.index)


@pytest.mark.parametrize(
    ("query", "passages"),
    [
        ("China", [0, 1]),
        ("china's", [0, 1, 2]),
        ("Chinas", [0, 1, 2]),
        ("+China +railways", [0]),
        ("China -railways", [1]),
        ("woman", [3]),
        ("Brien", [3]),
        ("Ivoire", [3]),
        ("Xi", [3]),
        ("Xian", [3]),
        ("Silk", [4]),
        ("Road", [4]),
        ("the", [3, 4]),
        ("initiative", [4]),
        ("Nature", [4]),
        ("Science", [4]),
        ("Kenya", [5]),
        ("it", [6]),
        ("its", [6]),
        ("hina", []),
        ("omans", []),
    ],
)
def test_a_word_ends_at_a_mark(library: Library, query: str, passages: list[int]) -> None:
    hits = library.search(query, limit=0, strict=True, source="a")
    found = sorted(hit.passage for hit in hits)
    times = len(library.show("a")) // len(PASSAGES)
    assert found == sorted(
        passage + len(PASSAGES) * number for number in range(times) for passage in passages
    )
    for hit in hits[:20]:
        assert hit.matches
        assert all(library.fold(match.text) in library.fold(query) for match in hit.matches)


def test_the_mark_is_not_part_of_the_match(library: Library) -> None:
    [hit] = library.search("Smith", strict=True)
    assert [match.text for match in hit.matches] == ["Smith"]
    assert hit.source.id == "b"
