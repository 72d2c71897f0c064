"""What differs between two sources is told by whole numbers and words, and what became of them."""

import pytest

from tests.building import LibraryOf

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
    library_of: LibraryOf,
) -> None:
    sources = (("a.txt", one), ("b.txt", other))
    library = library_of({name: f"{BEFORE}{text}{AFTER}。\n" for name, text in sources})
    [parallel] = library.parallels("a", "b", min_length=10)
    [told] = parallel.differences
    assert (told.kind.value, told.first, told.second) == change
