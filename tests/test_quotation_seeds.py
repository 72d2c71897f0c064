"""Where a quotation may come from: every place with its letters, whatever stands between them."""

import random
import re
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bri_search
from bri_search.search.quotation import seeding
from bri_search.text.reading import reading
from bri_search.text.wording import Wording
from tests.building import LibraryOf

# Ideographs of each range that are no others folded, a Latin letter, and what may stand between.
LETTERS = "人民之㐀𠮷b"
BETWEEN = "，。“”·— "


@dataclass(frozen=True)
class Mixed:
    """A library of one long line of letters with and without something between, and that line."""

    library: bri_search.Library
    text: str = field(repr=False)


@pytest.fixture(scope="module")
def mixed(library_of: LibraryOf) -> Mixed:
    chance = random.Random(0)
    pieces = [chance.choice(LETTERS) + chance.choice(["", "", *BETWEEN]) for _ in range(2_000)]
    return Mixed(library_of({"a.txt": "".join(pieces) + "\n"}), "".join(pieces))


@given(letters=st.text(LETTERS, min_size=1, max_size=5), most=st.sampled_from([0, 50_000]))
def test_every_place_with_the_same_letters_is_found(letters: str, most: int, mixed: Mixed) -> None:
    store = mixed.library._store
    wording = Wording.of(reading([(0, letters)], has_markup=False), store.folding)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(seeding, "_MOST_ANCHORS", most)
        regions = list(seeding.same_letters(store, wording, 0, len(letters)))
    found = sorted(store.document(one.serial).offset(one.begin) for one in regions)
    between = f"[{BETWEEN}]*"
    expected = [one.start() for one in re.finditer(f"(?={between.join(letters)})", mixed.text)]
    if most:
        assert found == expected
    else:  # two letters are looked for as they follow one another where they are folded
        assert set(found) <= set(expected)
        assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    "text", ["salt < 7 g, not > 7 g", "salt < 7", "if 3 <= 4", "a<-5 or b<=.5", "salt < 7 g"]
)
def test_what_is_a_letter_beside_digits_only_is_found(text: str, library_of: LibraryOf) -> None:
    source = (
        "Of 4 or 5, 7 and 3: salt < 7 g, not > 7 g. Stop if 3 <= 4, or a<-5 or b<=.5 on 5 and 7. "
        "Mind 3, 4, 5 and 7 ==.\n" + "Salt and a big fog of no avail.\n" * 20
    )
    assert library_of({"a.txt": source}).quote(text).verdict.value == "verbatim"
