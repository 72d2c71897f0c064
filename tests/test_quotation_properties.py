"""What holds for any quotation of the specimens, whatever an editor did to it."""

import json
import re
from array import array
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import bri_search
from bri_search.search.quotation.results import Difference, DifferenceKind, Verdict
from bri_search.text.reading import ReadingText
from bri_search.text.wording import Wording, letters_of
from tests.disguises import DISGUISES, repunctuated

KEEPING = sorted(DISGUISES)
CHANGES = {DifferenceKind.INSERTED, DifferenceKind.DELETED, DifferenceKind.REPLACED}
# Characters that stand in no specimen, so that an edit is what it is and nothing else.
FOREIGN = "龘鱻麤籲驫灪爩纞鸞鼺"
RIGHT = {Verdict.VERBATIM, Verdict.SAME_WORDING}


@pytest.fixture(scope="module")
def texts(corpus_library: bri_search.Library) -> list[tuple[str, int, str]]:
    """Every passage of running Chinese text that is long enough: source, number, reading text."""
    found = [
        (shown.source.id, shown.passage, shown.text)
        for summary in corpus_library.sources
        for shown in corpus_library.show(summary.source.id)
        if shown.kind.value == "paragraph"
        and len(re.findall("[\u4e00-\u9fff]", shown.text)) >= 40
        and not re.search("[a-z]{3}", shown.text)
    ]
    assert len(found) >= 30
    assert not any(c in text for _, _, text in found for c in FOREIGN)
    return found


@pytest.fixture(scope="module")
def letters(corpus_library: bri_search.Library) -> str:
    """The letters of each source, one after another."""
    return "|".join(
        "".join(
            letters_of(corpus_library.fold(shown.text))
            for shown in corpus_library.show(summary.source.id)
        )
        for summary in corpus_library.sources
    )


def changed(result: Any) -> int:
    """How many letters the best candidate changes, a clause left out silently counting as four."""
    return sum(
        min(4, len(one.original))
        if one.kind is DifferenceKind.DELETED
        else max(len(one.quoted), len(one.original))
        for one in result.candidates[0].differences
        if one.kind in CHANGES
    )


NUMBER = "0-9０-９一二三四五六七八九两兩十百千万萬亿億兆"


def parts_number(text: str, place: int) -> bool:
    """Whether a number may run over a place of a text: what begins or ends there says another."""
    before = re.search(rf"[{NUMBER}][,.，．]?\s?\Z", text[:place])
    return bool(before and re.match(rf"[,.，．]?\s?[{NUMBER}%]", text[place:]))


@st.composite
def parts(draw: Any, texts: list[tuple[str, int, str]], least: int = 24) -> tuple[str, int, str]:
    """A part of a passage that begins and ends with a letter."""
    source, number, text = draw(st.sampled_from(texts))
    letters = [place for place, c in enumerate(text) if "\u4e00" <= c <= "\u9fff"]
    first = draw(st.integers(0, len(letters) - least))
    last = draw(st.integers(first + least - 1, len(letters) - 1))
    assume(not parts_number(text, letters[first]) and not parts_number(text, letters[last] + 1))
    return source, number, text[letters[first] : letters[last] + 1]


def of_passage(result: Any, source: str, number: int) -> Any:
    return [one for one in result.candidates if (one.source.id, one.passage) == (source, number)]


@given(data=st.data())
@settings(max_examples=150)
def test_a_disguised_part_is_of_the_same_wording_at_its_place(
    data: Any, corpus_library: bri_search.Library, texts: list[tuple[str, int, str]]
) -> None:
    source, number, part = data.draw(parts(texts))
    ways = data.draw(st.lists(st.sampled_from(KEEPING), max_size=3))
    typed = part
    for way in ways:
        typed = DISGUISES[way](typed)
    typed = repunctuated(
        typed, lambda mark: data.draw(st.sampled_from(["", mark, "，", "。", " "]))
    )
    assume(corpus_library.fold(typed))
    result = corpus_library.quote(typed, limit=0)
    assert result.verdict in RIGHT
    found = of_passage(result, source, number)
    assert found
    assert any(one.reading == part for one in found)
    for one in found:
        assert one.verdict in RIGHT
        assert all(each.kind.keeps_wording for each in one.differences)
        file = one.source.path.read_bytes().decode("utf-8")
        assert file[one.start : one.end] == one.text
        for each in one.differences:
            # A line break that parts a number is read as a space.
            assert typed[each.quoted_start :].split()[:1] == [] or typed[
                each.quoted_start :
            ].lstrip().startswith(each.quoted.lstrip()[:1])


@given(data=st.data())
@settings(max_examples=100)
def test_a_part_as_it_is_is_verbatim(
    data: Any, corpus_library: bri_search.Library, texts: list[tuple[str, int, str]]
) -> None:
    source, number, part = data.draw(parts(texts, least=4))
    result = corpus_library.quote(part, limit=0)
    assert result.verdict is Verdict.VERBATIM
    assert of_passage(result, source, number)
    assert all(not one.differences for one in result.candidates if one.verdict is Verdict.VERBATIM)


@given(data=st.data())
@settings(max_examples=150)
def test_edits_are_told_as_they_were_made(
    data: Any, corpus_library: bri_search.Library, texts: list[tuple[str, int, str]]
) -> None:
    source, number, part = data.draw(parts(texts, least=36))
    places = [
        place
        for place in range(2, len(part) - 2)
        if all("\u4e00" <= c <= "\u9fff" for c in part[place - 1 : place + 2])
        # Of two characters that are the same, nobody can say which was left out.
        and len({*corpus_library.fold(part[place - 1 : place + 2])}) == 3
    ]
    wanted = data.draw(st.integers(1, 3))
    chosen: list[int] = []
    for place in data.draw(st.permutations(places)):
        if all(abs(place - other) > 4 for other in chosen):
            chosen.append(place)
        if len(chosen) == wanted:
            break
    assume(chosen)
    typed = part
    expected: list[tuple[DifferenceKind, str, str]] = []
    for number_of_edit, place in enumerate(sorted(chosen, reverse=True)):
        new = FOREIGN[number_of_edit]
        kind = data.draw(st.sampled_from(sorted(CHANGES)))
        old = part[place]
        if kind is DifferenceKind.INSERTED:
            typed = typed[:place] + new + typed[place:]
            expected.append((kind, new, ""))
        elif kind is DifferenceKind.DELETED:
            typed = typed[:place] + typed[place + 1 :]
            expected.append((kind, "", old))
        else:
            typed = typed[:place] + new + typed[place + 1 :]
            expected.append((kind, new, old))
    result = corpus_library.quote(typed, limit=0)
    assert result.verdict is Verdict.ALTERED
    [found] = [one for one in of_passage(result, source, number) if one.reading == part]
    told = [(one.kind, one.quoted, one.original) for one in found.differences]
    assert told == expected[::-1]
    file = found.source.path.read_bytes().decode("utf-8")
    for one in found.differences:
        assert file[one.start : one.start + len(one.original)] == one.original
        assert typed[one.quoted_start : one.quoted_start + len(one.quoted)] == one.quoted


@given(data=st.data())
@settings(max_examples=100)
def test_a_middle_left_out_is_an_elision(
    data: Any, corpus_library: bri_search.Library, texts: list[tuple[str, int, str]]
) -> None:
    source, number, part = data.draw(parts(texts, least=36))
    letters = [place for place, c in enumerate(part) if "\u4e00" <= c <= "\u9fff"]
    first = data.draw(st.integers(10, len(letters) - 20))
    last = data.draw(st.integers(first + 2, len(letters) - 10))
    begin, end = letters[first - 1] + 1, letters[last]
    assume(not parts_number(part, begin) and not parts_number(part, end))
    mark = data.draw(
        st.sampled_from(["……", "…", "...", "······", "〔…〕", "[...]", "（中略）", "—中略—"])
    )
    result = corpus_library.quote(part[:begin] + mark + part[end:], limit=0)
    found = of_passage(result, source, number)
    assert found
    [one] = found[:1]
    assert result.verdict is Verdict.ELIDED
    [elision] = [each for each in one.differences if each.kind is DifferenceKind.ELISION]
    assert elision.quoted == mark


@given(data=st.data())
@settings(max_examples=100)
def test_two_halves_from_different_places_are_spliced(
    data: Any,
    corpus_library: bri_search.Library,
    texts: list[tuple[str, int, str]],
    letters: str,
) -> None:
    one_source, one_number, one = data.draw(parts(texts, least=12))
    other_source, other_number, other = data.draw(parts(texts, least=12))
    assume(one_source != other_source or abs(one_number - other_number) > 2)
    one, other = one[-40:], other[:40]
    # A specimen may say both side by side, with other marks between them, or in other words.
    assume(letters_of(corpus_library.fold(one + other)) not in letters)
    result = corpus_library.quote(one + other)
    is_one_place = result.verdict is Verdict.ALTERED and changed(result) < 0.3 * len(one + other)
    assume(not is_one_place)
    assert result.verdict is Verdict.SPLICED
    assert len(result.candidates) >= 2
    covered = sum(part.quoted[1] - part.quoted[0] for part in result.candidates)
    assert covered >= 0.8 * len(one + other)


@given(
    text=st.text(
        "的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可她里後",
        min_size=8,
        max_size=60,
    )
)
@settings(max_examples=100)
def test_random_text_is_not_found(text: str, corpus_library: bri_search.Library) -> None:
    assume(not corpus_library.search(text, exact=True).total)
    result = corpus_library.quote(text)
    assert result.verdict is Verdict.NOT_FOUND
    assert len(result.candidates) <= 1
    assert json.dumps(result.as_json(), ensure_ascii=False)


@given(
    text=st.text(
        st.sampled_from("一带路，。「」“”…[]〔〕()3,.%０ \n\t*>#的国ABc\u0301\ud800\0丝绸之路數字"),
        max_size=40,
    )
)
@settings(max_examples=300)
def test_no_quotation_breaks_anything(text: str, corpus_library: bri_search.Library) -> None:
    try:
        result = corpus_library.quote(text)
    except bri_search.QueryError as error:
        assert "quotation" in str(error)
        return
    for one in result.candidates:
        assert one.text
        for each in one.differences:
            assert isinstance(each, Difference)
            assert 0 <= each.quoted_start <= len(text)


def test_the_letters_of_a_reading_text_know_their_places(
    corpus_library: bri_search.Library,
) -> None:
    text = "「數字」經濟，占45.4％。"
    read = ReadingText(text, array("I", range(len(text))))
    wording = Wording.of(read, corpus_library._store.folding)
    assert wording.letters == "数字经济占45.4%"
    assert wording.key(0, 4) == "数字经济"
