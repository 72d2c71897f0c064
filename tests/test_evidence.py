"""Evidence: what a passage may score at most is told before what it scores."""

from hypothesis import given
from hypothesis import strategies as st

from bri_search import Library
from bri_search.search.evidence import Evidence
from bri_search.search.matching import Matcher

QUERIES = st.lists(
    st.sampled_from(
        [*"合作伙伴丝绸之路的，。！", "road", "roads", "happy", "happily", " ", "2013"]
    ),
    min_size=1,
    max_size=24,
).map("".join)


@given(query=QUERIES)
def test_no_passage_scores_more_than_it_may(corpus_library: Library, query: str) -> None:
    matcher = Matcher(corpus_library._store)
    evidence = Evidence(matcher, [corpus_library.fold(query)])
    passages = [
        (0.0, number, passage)
        for number, part in enumerate(matcher.parts)
        for passage in range(0, len(part.passage_starts), 7)
    ]
    most = evidence.most(passages)
    scores = [evidence.score(number, passage) for _, number, passage in passages]
    for one, may in zip(scores, most, strict=True):
        assert 0 <= one <= may * (1 + 1e-9)
        if evidence.is_told_at_once:
            assert may <= one * (1 + 1e-9)
