"""The short list of the ranking against a naive reference."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from servicebot.understanding.features import FEW, SHORT_LIST, best_rows

SUMS = st.lists(st.integers(-3, 3), min_size=1, max_size=40)


@given(SUMS)
def test_the_best_rows_come_first_and_equal_ones_in_their_order(
    sums: list[int],
) -> None:
    rows = range(len(sums))
    naive = sorted(rows, key=lambda row: (-sums[row], row))[:SHORT_LIST]

    assert best_rows(np.array(sums) / 2).tolist() == naive


@given(SUMS)
def test_the_best_of_many_rows_are_those_of_all(sums: list[int]) -> None:
    scores = np.resize(np.array(sums) / 2, FEW + 1)
    naive = sorted(range(FEW + 1), key=lambda row: (-scores[row], row))[:SHORT_LIST]

    assert best_rows(scores).tolist() == naive


def test_rows_of_ones_own_come_where_none_is_among_the_best() -> None:
    scores = np.arange(FEW + 10, dtype=float)

    assert best_rows(scores, np.array([3, 1])).tolist() == [3, 1]
    assert (
        best_rows(scores, np.array([FEW + 9, 1])).tolist() == best_rows(scores).tolist()
    )
