"""What differs between two sources is told by whole numbers and words, and what became of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

import bri_search

BEFORE, AFTER = "沿海的航線在那一年裏已經通達了全球", "港口，往來的船隻不計其數"


@pytest.mark.parametrize(
    ("one", "other", "change"),
    [
        ("的116個", "的16個", ("replaced", "116", "16")),
        ("的16個", "的116個", ("replaced", "16", "116")),
        (" harbours 的", " harbour 的", ("replaced", "harbours", "harbour")),
        ("的大小", "的", ("deleted", "大小", "")),
        ("的", "的大小", ("inserted", "", "大小")),
    ],
)
def test_a_number_with_another_digit_was_replaced(
    one: str,
    other: str,
    change: tuple[str, str, str],
    tmp_path: Path,
    new_index: Callable[[], Path],
) -> None:
    for name, text in (("a", one), ("b", other)):
        tmp_path.joinpath(f"{name}.txt").write_text(f"{BEFORE}{text}{AFTER}。\n", encoding="utf-8")
    library = bri_search.build(tmp_path, new_index())
    [parallel] = library.parallels("a", "b", min_length=10)
    [told] = parallel.differences
    assert (told.kind.value, told.first, told.second) == change
