from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicebot.evaluation.figures import (
    auroc,
    calibration_error,
    deviation,
    drawn,
    far_at,
    macro_f1,
    percentile,
    reliability,
    stratified_folds,
)

LABELS = ["a"] * 10 + ["b"] * 7 + ["c"] * 5 + ["d"]
SCORES = st.lists(st.integers(0, 20).map(float), min_size=1, max_size=40)


def test_every_row_is_in_one_fold() -> None:
    folds = stratified_folds(LABELS, 5)

    assert sorted(row for fold in folds for row in fold) == list(range(len(LABELS)))


def test_a_label_is_spread_evenly_over_the_folds() -> None:
    counts = [
        Counter(LABELS[row] for row in fold) for fold in stratified_folds(LABELS, 5)
    ]

    assert {count["a"] for count in counts} == {2}
    assert {count["b"] for count in counts} == {1, 2}
    assert {count["c"] for count in counts} == {1}


def test_the_seed_alone_decides_on_the_folds() -> None:
    assert stratified_folds(LABELS, 5) == stratified_folds(LABELS, 5, seed=0)
    assert stratified_folds(LABELS, 5) != stratified_folds(LABELS, 5, seed=1)


def test_at_most_so_many_rows_of_a_label_are_drawn() -> None:
    rows = drawn(LABELS, 2, seed=3)

    assert Counter(LABELS[row] for row in rows) == {"a": 2, "b": 2, "c": 2, "d": 1}


@given(SCORES, SCORES)
def test_the_area_is_the_share_of_pairs_in_order(
    inside: list[float], outside: list[float]
) -> None:
    won = sum((a > b) + (a == b) / 2 for a in inside for b in outside)

    assert auroc(inside, outside) == pytest.approx(won / len(inside) / len(outside))


@given(SCORES, SCORES)
def test_the_bar_never_refuses_more_than_it_may(
    inside: list[float], outside: list[float]
) -> None:
    found = far_at(inside, outside)

    assert found is not None
    assert found[1] <= 0.05


def test_false_answers_are_counted_at_five_percent_of_false_refusals() -> None:
    inside = [float(score) for score in range(100)]

    assert far_at(inside, [4.0, 5.0, 6.0, -1.0]) == (0.5, 0.05)


def test_without_negatives_there_is_no_area() -> None:
    assert (auroc([1.0], []), far_at([1.0], [])) == (None, None)


def test_macro_f1_counts_every_label_alike() -> None:
    # a: precision 2/3, recall 1; b: precision 1, recall 1/2
    assert macro_f1(["a", "a", "b", "b"], ["a", "a", "a", "b"]) == pytest.approx(
        (0.8 + 2 / 3) / 2
    )


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(value) for value in range(1, 101)]

    assert (percentile(values, 0.5), percentile(values, 0.99)) == (50.0, 99.0)


def test_the_deviation_is_that_of_a_sample() -> None:
    assert deviation([1.0, 3.0]) == pytest.approx(2**0.5)
    assert deviation([1.0]) == 0.0


def test_the_calibration_error_weighs_the_gaps_by_count() -> None:
    bins = reliability([0.95, 0.95, 0.95, 0.15], [True, True, False, False])

    assert [(band.low, band.count) for band in bins] == [(0.1, 1), (0.9, 3)]
    assert calibration_error(bins) == pytest.approx((3 * (0.95 - 2 / 3) + 1 * 0.15) / 4)


def test_a_confidence_of_one_is_in_the_last_band() -> None:
    assert reliability([1.0], [True])[0].low == 0.9
