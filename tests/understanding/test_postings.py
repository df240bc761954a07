"""Which share of a query does each text explain?"""

import pytest

from servicebot.understanding.postings import index

POSTINGS = index([["a", "b"], ["a", "c"], ["d"], []])


def test_a_text_with_more_of_the_query_explains_more() -> None:
    both, one, none, empty = POSTINGS.shares({"a": 1.0, "b": 1.0}).tolist()

    assert both > one > none == empty == 0


def test_what_no_text_knows_is_not_explained() -> None:
    known = POSTINGS.shares({"d": 1.0})[2]

    assert POSTINGS.shares({"d": 1.0, "unknown": 1.0})[2] < known / 2
    assert POSTINGS.known_share({"d": 1.0}) == 1
    assert POSTINGS.known_share({"d": 1.0, "unknown": 1.0}) < 0.5


def test_a_rare_term_weighs_more_and_a_light_one_less() -> None:
    assert POSTINGS.shares({"a": 1.0, "d": 1.0}).argmax() == 2
    assert POSTINGS.shares({"a": 1.0, "d": 0.1}).argmax() != 2


@pytest.mark.parametrize("query", [{}, {"unknown": 1.0}])
def test_nothing_known_is_nothing_explained(query: dict[str, float]) -> None:
    assert not POSTINGS.shares(query).any()
    assert POSTINGS.known_share(query) == 0
