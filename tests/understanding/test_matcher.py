"""The matcher against a naive reference, and its order independence."""

from dataclasses import replace

import numpy as np
import pytest

from servicebot.french.text import stem, tokens
from servicebot.understanding import training
from servicebot.understanding.features import Floats, Rows
from servicebot.understanding.matcher import Example, Matcher, fit, prepare
from servicebot.understanding.meaning import load_meaning

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
        fit(shuffled).score(words).linear, fit(EXAMPLES).score(words).linear, atol=1e-6
    )


@pytest.mark.parametrize(
    "text", ["la piscine ouvre quand", "zzz inconnu", "créche creche", "", "prix repas"]
)
def test_scores_equal_the_weights_applied_naively(matcher: Matcher, text: str) -> None:
    (row,) = dense(matcher.space.rows([tokens(text)]))
    naive = matcher.bias + row @ matcher.weights[: matcher.space.width]

    np.testing.assert_allclose(matcher.score(tokens(text)).linear, naive, atol=1e-6)


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


def test_a_start_elsewhere_leads_to_the_same_solution() -> None:
    corpus = prepare(EXAMPLES)
    whole = corpus.solve()
    seen = frozenset(EXAMPLES[1:])
    words = tokens("combien de piscines")

    warm = corpus.train_on(seen, whole).score(words).linear
    cold = corpus.train_on(seen, np.ones_like(whole)).score(words).linear

    np.testing.assert_allclose(warm, cold, atol=1e-6)


def test_the_gram_matrix_holds_the_inner_products_of_all_pairs() -> None:
    corpus = prepare(EXAMPLES)
    rows = dense(corpus.rows)

    np.testing.assert_allclose(corpus.kernel, rows @ rows.T, atol=1e-6)


@pytest.mark.parametrize("shared", [0, 2, 1000])
def test_columns_give_the_same_products_as_a_dense_block_or_one_by_one(
    shared: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "SHARED", shared)
    corpus = prepare(EXAMPLES)
    rows = dense(corpus.rows)

    np.testing.assert_allclose(corpus.kernel, rows @ rows.T, atol=1e-6)


def test_nearest_is_the_highest_cosine_of_a_labels_examples(matcher: Matcher) -> None:
    words = tokens("nager à la piscine avec les bébés")
    (row,) = dense(matcher.space.rows([words]))
    cosines = dense(matcher.examples.rows) @ row / 2
    labels = [2, 0, 3]

    found = matcher.nearest(matcher.score(words), labels)

    of_label = [cosines[matcher.examples.classes == label] for label in labels]
    np.testing.assert_allclose(found, [max(c) for c in of_label], atol=1e-6)


def test_examples_are_kept_narrow_and_near_enough(matcher: Matcher) -> None:
    ordered = sorted(EXAMPLES, key=lambda example: (example.label, example.words))
    rows = matcher.space.rows([example.words for example in ordered])
    kept = matcher.examples.rows

    assert (kept.columns.itemsize, kept.values.itemsize) == (2, 4)
    np.testing.assert_allclose(dense(kept), dense(rows), atol=1e-7)


def test_narrow_columns_hold_the_last_of_a_large_corpus() -> None:
    wide = Rows(np.array([0, 70_000]), np.ones(2), np.array([1, 2]), 70_001)

    packed = wide.packed()

    assert packed.columns.tolist() == [0, 70_000]
    assert packed.packed().columns is packed.columns


def test_a_meaning_teaches_what_no_word_says() -> None:
    meaning = load_meaning()
    assert meaning is not None
    read = [replace(e, spelled=tuple(map(stem, e.words))) for e in EXAMPLES]
    taught = fit(read, meaning.vector)
    words = ("garderie",)
    sense = meaning.vector(list(map(stem, words)))

    scores = taught.score(words, sense).linear

    assert taught.labels[int(np.argmax(scores))] == "creches"


def dense(rows: Rows) -> Floats:
    """Write sparse rows out in full."""
    found = np.zeros((len(rows.ends), rows.width))
    found[rows.owners, rows.columns] = rows.values
    return found


def test_a_corpus_too_large_to_be_solved_is_averaged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(training, "EXACT", 1.0)
    corpus = prepare(EXAMPLES)
    averaged = corpus.train(corpus.solve())
    sizes = np.bincount(corpus.classes)
    (row,) = dense(corpus.space.rows([tokens("prix de la cantine")]))
    means = np.array(
        [
            dense(corpus.rows)[corpus.classes == label].sum(axis=0) / sizes[label]
            for label in range(len(sizes))
        ]
    )

    scores = averaged.score(tokens("prix de la cantine")).linear

    np.testing.assert_allclose(scores, 2 * means @ row - 1, atol=1e-5)
    assert averaged.labels[int(np.argmax(scores))] == "cantine"


def test_an_averaged_matcher_knows_nothing_of_what_it_has_not_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(training, "EXACT", 1.0)
    corpus = prepare(EXAMPLES)
    seen = frozenset(e for e in EXAMPLES if e.label != "police")

    matcher = corpus.train_on(seen, corpus.solve(), {"cantine", "piscine"})
    scores = matcher.score(tokens("appeler la police municipale")).linear
    known = dict(zip(matcher.labels, scores.tolist(), strict=True))

    assert known["police"] == known["creches"] == -1
    assert known["cantine"] > -1
