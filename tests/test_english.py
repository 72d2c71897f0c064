"""English: found whole and accent-blind, ranked by stems, with function words told apart."""

import pytest

import bri_search
from tests.building import LibraryOf

TEXTS = {
    "railways": "The investments in railways grew. A railway needs investing over many years.",
    "history": "The history of the road and of the sea, as it was told by the people of the coast.",
    "investment": "One investment was made there.",
    "cote": "A port in Côte d’Ivoire was built; the cafe\u0301 beside it is naïve.",
    "health": "The WHO and the US signed it. 世卫组织与RCEP、5G、K2无关，Continental AG、Temu亦然。",
    "hyphen": "This is about inter-\nconnection and co-\noperation among the people who live there.",
    "soft": "It was a joint ven\u00ad\nture of many mer\u00adchants, and\nit was theirs alone.",
}


@pytest.fixture(scope="module")
def english(library_of: LibraryOf) -> bri_search.Library:
    return library_of({f"{name}.txt": text for name, text in TEXTS.items()})


def found(library: bri_search.Library, query: str) -> list[str]:
    return [hit.source.id for hit in library.search(query, strict=True)]


def test_other_forms_of_a_word_raise_a_passage_that_has_the_word(
    english: bri_search.Library,
) -> None:
    # Both passages have the word; one has its other forms and the other word's as well.
    assert found(english, "railways investment")[0] == "railways"


def test_a_form_that_was_not_typed_is_not_found(english: bri_search.Library) -> None:
    assert found(english, "investment") == ["investment"]


def test_a_function_word_does_not_order_the_answers(english: bri_search.Library) -> None:
    assert found(english, "the history of investments")[:2] == ["history", "railways"]


def test_an_abbreviation_in_capitals_is_no_function_word(english: bri_search.Library) -> None:
    assert found(english, "WHO")[0] == "health"
    assert found(english, "US")[0] == "health"
    assert found(english, "the WHO history")[0] in {"health", "history"}


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("Côte d’Ivoire", "verbatim"),
        ("Cote d'Ivoire", "width"),
        ("café", "width"),
        ("naive", "width"),
    ],
)
def test_accents_do_not_matter(english: bri_search.Library, typed: str, why: str) -> None:
    [hit] = english.search(typed, exact=True)
    assert why in hit.matches[0].why


@pytest.mark.parametrize("typed", ["RCEP", "rcep", "5g", "k2", "continental ag", "TEMU", "temu"])
def test_words_within_chinese_text_are_found_whole(english: bri_search.Library, typed: str) -> None:
    assert found(english, typed) == ["health"]


@pytest.mark.parametrize("typed", ["cep", "K", "tem"])
def test_parts_of_them_are_not(english: bri_search.Library, typed: str) -> None:
    assert found(english, typed) == []


@pytest.mark.parametrize("typed", ["interconnection", "cooperation"])
def test_a_word_is_found_over_the_end_of_a_line(english: bri_search.Library, typed: str) -> None:
    assert found(english, typed) == ["hyphen"]


@pytest.mark.parametrize("typed", ["joint venture of many merchants", "merchants, and it was"])
def test_a_soft_hyphen_goes_with_the_line_break_behind_it(
    english: bri_search.Library, typed: str
) -> None:
    [hit] = english.search(typed, exact=True)
    assert hit.source.id == "soft"
    assert "ven\u00ad\nture" in english.search("venture", exact=True)[0].matches[0].text
