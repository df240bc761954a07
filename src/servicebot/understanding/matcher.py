"""Which label do these words resemble most? A classifier and its nearest example.

The matcher knows nothing of towns: it is trained on (words, label) examples and gives
every label a classifier score, and the few best a cosine to their nearest example. The
contribution of each word of the vocabulary to every label is computed at load, so that
reading a question is a handful of additions.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from servicebot.understanding.features import (
    FeatureSpace,
    Floats,
    Ints,
    Vector,
    WordFeatures,
    build_space,
)
from servicebot.understanding.training import STEM_SHARE, gram_matrix, train


@dataclass(frozen=True, slots=True)
class Example:
    """One training text, already read into canonical words, and its label."""

    words: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Scores:
    """What the matcher says of one text; arrays are aligned with `Matcher.labels`.

    `known_stems` and `known_grams` are the shares of the text (IDF-weighted stems,
    n-grams) that the training corpus knows.
    """

    linear: Floats
    dense: Floats
    stems: frozenset[int]
    stem_norm: float
    gram_norm: float
    known_grams: float


@dataclass(frozen=True, slots=True)
class Matcher:
    """A trained matcher; build it with `fit`."""

    labels: tuple[str, ...]
    space: FeatureSpace
    stem_weights: Floats
    gram_weights: Floats
    bias: Floats
    word_rows: Mapping[str, int]
    word_grams: Floats
    examples: Mapping[int, "Block"]
    highest_idf: float

    def score(self, words: Sequence[str]) -> Scores:
        """Score every label for a text given by its canonical words."""
        distinct = tuple(dict.fromkeys(words))
        features = [self.space.of_word(word) for word in distinct]
        stems = {f.stem: f.stem_weight for f in features if f.stem >= 0}
        dense = self.space.dense_grams(features)
        gram_norm = math.sqrt(float(dense @ dense)) or 1.0
        stem_norm = math.sqrt(sum(w * w for w in stems.values())) or 1.0
        linear = self.bias + self._gram_scores(distinct, features) / gram_norm
        if stems:
            weights = np.fromiter(stems.values(), np.float64) / stem_norm
            linear = linear + weights @ self.stem_weights[list(stems)]
        return Scores(
            linear=linear,
            dense=dense,
            stems=frozenset(stems),
            stem_norm=stem_norm,
            gram_norm=gram_norm,
            known_grams=sum(f.known_share for f in features) / (len(features) or 1),
        )

    def _gram_scores(
        self, words: Sequence[str], features: Sequence[WordFeatures]
    ) -> Floats:
        rows = [self.word_rows[word] for word in words if word in self.word_rows]
        total: Floats = self.word_grams[rows].sum(axis=0)
        for word, feature in zip(words, features, strict=True):
            if word not in self.word_rows and len(feature.columns):
                total = total + feature.weights @ self.gram_weights[feature.columns]
        return total

    def nearest(self, scores: Scores, labels: Sequence[int]) -> list[float]:
        """Return the cosine (0 to 1) of a text to each label's nearest example."""
        found = []
        stems = np.zeros(len(self.space.stem_idf))
        known = list(scores.stems)
        stems[known] = self.space.stem_idf[known] / scores.stem_norm
        for label in labels:
            block = self.examples.get(label)
            if block is None:
                found.append(0.0)
                continue
            grams = scores.dense[block.grams] * block.gram_weights
            cosines = np.add.reduceat(grams, block.gram_starts) / scores.gram_norm
            shared = stems[block.stems] * block.stem_weights
            cosines = cosines + STEM_SHARE * np.add.reduceat(shared, block.stem_starts)
            found.append(float(cosines.max()) / (1 + STEM_SHARE))
        return found

    @property
    def vectors(self) -> list[tuple[int, Vector]]:
        """The examples as (label, vector), label by label."""
        return [(c, v) for c, block in self.examples.items() for v in block.vectors]


@dataclass(frozen=True, slots=True)
class Block:
    """The examples of one label, laid end to end for one pass over all of them."""

    vectors: tuple[Vector, ...]
    stems: Ints
    stem_weights: Floats
    stem_starts: Ints
    grams: Ints
    gram_weights: Floats
    gram_starts: Ints


def _block(vectors: Sequence[Vector]) -> Block:
    """Lay vectors end to end; an empty block of one gets a column of weight nought."""
    stems = [v.stems if len(v.stems) else np.zeros(1, int) for v in vectors]
    grams = [v.grams if len(v.grams) else np.zeros(1, int) for v in vectors]
    none = np.zeros(1)
    return Block(
        vectors=tuple(vectors),
        stems=np.concatenate(stems),
        stem_weights=np.concatenate(
            [v.stem_weights if len(v.stems) else none for v in vectors]
        ),
        stem_starts=np.cumsum([0, *map(len, stems[:-1])]),
        grams=np.concatenate(grams),
        gram_weights=np.concatenate(
            [v.gram_weights if len(v.grams) else none for v in vectors]
        ),
        gram_starts=np.cumsum([0, *map(len, grams[:-1])]),
    )


@dataclass(frozen=True, slots=True)
class Corpus:
    """Training examples as vectors, with their Gram matrix: ready to train on."""

    labels: tuple[str, ...]
    space: FeatureSpace
    examples: tuple[Example, ...]
    vectors: tuple[Vector, ...]
    kernel: Floats

    def train(self, rows: Sequence[int] | None = None) -> Matcher:
        """Train a matcher on all examples, or on those of the given rows."""
        kept = list(range(len(self.examples))) if rows is None else list(rows)
        column = {label: index for index, label in enumerate(self.labels)}
        classes = [column[self.examples[row].label] for row in kept]
        vectors = [self.vectors[row] for row in kept]
        kernel = self.kernel if rows is None else self.kernel[np.ix_(kept, kept)]
        weights = train(kernel, vectors, classes, len(self.labels), self.space)
        return assemble(self.labels, self.space, vectors, classes, weights)


def prepare(examples: Sequence[Example]) -> Corpus:
    """Turn examples into vectors; their order does not matter."""
    ordered = tuple(sorted(set(examples), key=lambda e: (e.label, e.words)))
    space = build_space([example.words for example in ordered])
    vectors = tuple(space.vector(example.words) for example in ordered)
    return Corpus(
        labels=tuple(sorted({example.label for example in ordered})),
        space=space,
        examples=ordered,
        vectors=vectors,
        kernel=gram_matrix(vectors, space),
    )


def fit(examples: Sequence[Example]) -> Matcher:
    """Train a matcher on examples; their order does not matter."""
    return prepare(examples).train()


def assemble(
    labels: tuple[str, ...],
    space: FeatureSpace,
    vectors: Sequence[Vector],
    classes: Sequence[int],
    weights: tuple[Floats, Floats, Floats],
) -> Matcher:
    """Put trained weights and examples together into a matcher."""
    stem_weights, gram_weights, bias = weights
    by_label: dict[int, list[Vector]] = {}
    for vector, label in zip(vectors, classes, strict=True):
        by_label.setdefault(label, []).append(vector)
    return Matcher(
        labels=labels,
        space=space,
        stem_weights=stem_weights,
        gram_weights=gram_weights,
        bias=bias,
        word_rows={word: row for row, word in enumerate(space.words)},
        word_grams=_word_scores(space, gram_weights),
        examples={label: _block(found) for label, found in by_label.items()},
        highest_idf=float(space.stem_idf.max()) if len(space.stem_idf) else 1.0,
    )


def _word_scores(space: FeatureSpace, gram_weights: Floats) -> Floats:
    """Return what the n-grams of each vocabulary word give to each label."""
    scores = np.zeros((len(space.words), gram_weights.shape[1]))
    for row, features in enumerate(space.words.values()):
        columns: Ints = features.columns
        if len(columns):
            scores[row] = features.weights @ gram_weights[columns]
    return scores
