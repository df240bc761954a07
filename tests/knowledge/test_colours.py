"""The town's colours: what can be read, and what is said of what cannot."""

import pytest

from servicebot.knowledge.colours import Colours, contrast, faint_pairs


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_that_of_wcag_whatever_the_order(
    one: str, other: str, ratio: float
) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_the_colours_that_nobody_chose_can_be_read() -> None:
    assert list(faint_pairs(Colours())) == []


def test_the_pair_that_fails_is_named_with_its_contrast() -> None:
    (white_on_yellow, *others) = faint_pairs(Colours(main="#ffcc00"))

    assert (white_on_yellow.front, white_on_yellow.back) == ("on_main", "main")
    assert white_on_yellow.contrast == pytest.approx(1.5, abs=0.1)
    assert {pair.front for pair in others} == {"accent", "main"}
