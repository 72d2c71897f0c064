"""Numbers as phrases: found where their own characters say them, with nothing read for it."""

import pytest

import bri_search
from bri_search.search.matching import Matcher
from bri_search.search.phrases import Phrase, Sought
from bri_search.sources.document import Kind, Passage
from bri_search.text.fold import Folding
from tests.building import LibraryOf
from tests.storing import stored


@pytest.mark.parametrize(
    ("text", "folded", "breaks"),
    [
        ("共3,000元", "共3000元", [2]),
        ("1,234,567人", "1234567人", [1, 4]),
        ("２，０３０年", "2030年", [1]),
        ("2030年，3,5", "2030年，3,5", []),
        ("第20**30**", "第2030", [3]),
        ("𠮷共3,000", "𠮷共3000", [4]),
        ("½与12", "1⁄2与12", []),
    ],
)
def test_where_digits_meet_that_do_not_in_the_file_is_noted(
    folding: Folding, text: str, folded: str, breaks: list[int]
) -> None:
    document = stored(text, [Passage(0, Kind.PARAGRAPH, (), ((0, len(text)),))], folding)
    assert bytes(document.folded).decode("utf-16-be") == folding.text(folded)
    assert list(document.columns["number breaks"]) == breaks


def test_a_number_that_runs_over_two_passages_is_noted(folding: Folding) -> None:
    text = "共3,\n000元"
    first = Passage(0, Kind.PARAGRAPH, (), ((0, 3),), runs_on=True)
    document = stored(text, [first, Passage(1, Kind.PARAGRAPH, (), ((4, 8),))], folding)
    assert bytes(document.folded).decode("utf-16-be") == "共3000元"
    assert list(document.columns["number breaks"]) == [2]


@pytest.mark.parametrize(
    ("phrase", "count"),
    [
        ("30", 2),  # not the 3,0 of 3,000 and of 13,000
        ("3000", 2),  # 30,00 is another number
        ("3,000", 2),
        ("000", 3),
        ("13", 1),
        ("共3", 2),
        ("0人", 2),
    ],
)
def test_a_number_is_counted_where_its_own_characters_fold_to_it(
    library_of: LibraryOf, phrase: str, count: int
) -> None:
    text = "共3,000元。\n\n共30元。\n\n又13,000人，30,000人。\n"
    library = library_of({"a.txt": text})
    assert library.count(phrase).total == count
    hits = library.search(phrase, exact=True, limit=0)
    assert sum(len(hit.matches) for hit in hits) == count
    assert len(library.kwic(phrase)) == count


def test_for_a_count_of_a_number_no_document_is_read(library_of: LibraryOf) -> None:
    texts = {f"{year}.txt": f"{year}年，共{year}件，7,500人。\n" for year in range(1990, 2030)}
    library = bri_search.open(library_of(texts)._store.index)
    assert library.count("20").total == 62  # twice in 2020
    assert library.count("199").total == 20
    parts = library._store.concordance.parts
    assert not any(part.document.cache_info().misses for part in parts)


def test_what_is_part_of_another_character_is_in_no_answer(library_of: LibraryOf) -> None:
    texts = {f"{number}.txt": f"第1条{'，' * (number % 7)}甲。\n" for number in range(200)}
    texts |= {
        "a.txt": f"占½{'强' * 60}。\n",
        "b.txt": f"占½，计1人{'，' * 60}。\n",
        "c.txt": f"占½，又占½{'，' * 60}。\n",
    }
    library = library_of(texts)
    store = library._store
    # Its first page is told by what is noted, although some of its places are left out.
    phrase = Phrase.of("1", store.folding)
    assert len(store.concordance.parts[0].cut("1")) == 4
    assert Matcher(store).foremost(Sought(phrase), 0) is not None
    found = library.search("1", exact=True, limit=0)
    assert found.total == len(found) == 201
    assert library.count("1").total == 201
    first = library.search("1", exact=True)
    assert first.total == 201
    assert [(hit.source.id, hit.score) for hit in first] == [
        (hit.source.id, hit.score) for hit in found[:10]
    ]
    assert library.search("占1", exact=True).total == 0
