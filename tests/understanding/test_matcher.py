"""The matcher against a naive reference, and its order independence."""

import numpy as np
import pytest

from servicebot.french.text import tokens
from servicebot.understanding.features import Floats, Ints
from servicebot.understanding.matcher import Example, Matcher, fit

TEXTS = {
    "creches": ["combien de crèches", "nombre de crèches", "garde des bébés"],
    "piscine": ["horaires de la piscine", "la piscine est ouverte", "aller nager"],
    "cantine": ["prix de la cantine", "que mange-t-on à la cantine", "repas du midi"],
    "police": ["appeler la police municipale", "police la nuit", "les agents"],
}
EXAMPLES = [
    Example(tokens(text), label) for label, texts in TEXTS.items() for text in texts
]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return fit(EXAMPLES)


def test_every_example_finds_its_label(matcher: Matcher) -> None:
    for example in EXAMPLES:
        best = matcher.labels[int(np.argmax(matcher.score(example.words).linear))]

        assert best == example.label


def test_order_of_the_examples_changes_no_score() -> None:
    shuffled = EXAMPLES[5:] + EXAMPLES[4::-1]
    words = tokens("la piscine ouvre quand")

    np.testing.assert_allclose(
        fit(shuffled).score(words).linear, fit(EXAMPLES).score(words).linear, atol=1e-9
    )


@pytest.mark.parametrize(
    "text", ["la piscine ouvre quand", "zzz inconnu", "créche creche", "", "prix repas"]
)
def test_scores_equal_the_weights_applied_naively(matcher: Matcher, text: str) -> None:
    vector = matcher.space.vector(tokens(text))
    naive = matcher.bias.copy()
    for column, weight in zip(vector.stems, vector.stem_weights, strict=True):
        naive += weight * matcher.stem_weights[column]
    for column, weight in zip(vector.grams, vector.gram_weights, strict=True):
        naive += weight * matcher.gram_weights[column]

    np.testing.assert_allclose(matcher.score(tokens(text)).linear, naive, atol=1e-9)


def test_margins_are_those_of_the_optimum(matcher: Matcher) -> None:
    """At the optimum of a squared hinge, beta = 2C (1 - margin) on the active set."""
    for example in EXAMPLES:
        own = matcher.score(example.words).linear[matcher.labels.index(example.label)]

        assert 0.3 < own < 1.0


def test_the_nearest_example_of_itself_is_itself(matcher: Matcher) -> None:
    example = EXAMPLES[0]
    scores = matcher.score(example.words)
    label = matcher.labels.index(example.label)

    assert matcher.nearest(scores, [label]) == pytest.approx([1.0])


def test_nearest_is_the_highest_cosine_of_a_labels_examples(matcher: Matcher) -> None:
    words = tokens("nager à la piscine avec les bébés")
    text = matcher.space.vector(words)
    cosines: dict[int, list[float]] = {}
    for label, example in matcher.vectors:
        stems = dense(text.stems, text.stem_weights) @ dense(
            example.stems, example.stem_weights
        )
        grams = dense(text.grams, text.gram_weights) @ dense(
            example.grams, example.gram_weights
        )
        cosines.setdefault(label, []).append(float(stems + grams) / 2)

    found = matcher.nearest(matcher.score(words), [2, 0, 3])

    np.testing.assert_allclose(found, [max(cosines[c]) for c in (2, 0, 3)], atol=1e-9)


def dense(columns: Ints, weights: Floats) -> Floats:
    """Lay weights out over more columns than there are."""
    row = np.zeros(2000)
    row[columns] = weights
    return row
