"""Evidence: what a passage may score at most is told before what it scores."""

from hypothesis import given
from hypothesis import strategies as st

from bri_search import Library
from bri_search.search.evidence import Evidence
from bri_search.search.matching import Matcher

TEXTS = st.lists(
    st.sampled_from(
        [*"合作伙伴丝绸之路的，。！", "road", "roads", "happy", "happily", " ", "2013"]
    ),
    min_size=1,
    max_size=24,
).map("".join)


@given(query=TEXTS, text=TEXTS)
def test_no_text_scores_more_than_it_may(corpus_library: Library, query: str, text: str) -> None:
    matcher = Matcher(corpus_library._store)
    fold = corpus_library.fold
    evidence = Evidence(matcher, [fold(query)])
    standing = evidence.standing(fold(text))
    assert 0 <= evidence.score(standing) <= evidence.most(standing)


@given(query=TEXTS, text=TEXTS)
def test_what_stands_in_a_text_is_counted(corpus_library: Library, query: str, text: str) -> None:
    evidence = Evidence(Matcher(corpus_library._store), [corpus_library.fold(query)])
    folded = corpus_library.fold(text)
    standing = evidence.standing(folded).strings
    assert standing == {one: folded.count(one) for one in standing}
    characters = set(corpus_library.fold(query)) & set(folded)
    assert {one for one in characters if one.isalpha() and not one.isascii()} <= standing.keys()
