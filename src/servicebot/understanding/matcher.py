"""Which label do these words resemble most? A classifier and its nearest example.

The matcher knows nothing of towns: it is trained on (words, label) examples and gives
every label a classifier score, and the few best a cosine to their nearest example. The
contribution of each word of the vocabulary to every label is computed at load, so that
reading a question is a handful of additions.
"""

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

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
    """What the matcher says of one text.

    `linear` is aligned with `Matcher.labels`; `vector` is the text over the columns of
    stems and n-grams; `known_grams` is the share of its n-grams that the training
    corpus knows.
    """

    linear: Floats
    vector: Floats
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
    examples: "Shelf"
    highest_idf: float

    def score(self, words: Sequence[str]) -> Scores:
        """Score every label for a text given by its canonical words."""
        distinct = tuple(dict.fromkeys(words))
        features = [self.space.of_word(word) for word in distinct]
        stems = {f.stem: f.stem_weight for f in features if f.stem >= 0}
        dense = self.space.dense_grams(features)
        gram_norm = math.sqrt(float(dense @ dense)) or 1.0
        linear = self.bias + self._gram_scores(distinct, features) / gram_norm
        vector = np.zeros(len(self.space.stem_idf) + len(dense))
        vector[len(self.space.stem_idf) :] = dense / (gram_norm * (1 + STEM_SHARE))
        if stems:
            columns = list(stems)
            weights = np.array(list(stems.values()))
            weights /= math.sqrt(float(weights @ weights))
            linear += weights @ self.stem_weights[columns]
            vector[columns] = weights * (STEM_SHARE / (1 + STEM_SHARE))
        return Scores(
            linear=linear,
            vector=vector,
            known_grams=sum([f.known_share for f in features]) / (len(features) or 1),
        )

    def _gram_scores(
        self, words: Sequence[str], features: Sequence[WordFeatures]
    ) -> Floats:
        rows = [self.word_rows[word] for word in words if word in self.word_rows]
        total: Floats = self.word_grams[rows].sum(axis=0)
        for word, feature in zip(words, features, strict=True):
            if word not in self.word_rows and len(feature.columns):
                total += feature.weights @ self.gram_weights[feature.columns]
        return total

    def nearest(self, scores: Scores, labels: Sequence[int]) -> list[float]:
        """Return the cosine (0 to 1) of a text to each label's nearest example."""
        return self.examples.nearest(scores.vector, labels)

    @property
    def vectors(self) -> list[tuple[int, Vector]]:
        """The examples as (label, vector), label by label."""
        return list(zip(self.examples.owners, self.examples.vectors, strict=True))


@dataclass(frozen=True, slots=True)
class Shelf:
    """The examples laid end to end, label by label: columns of stems, then n-grams.

    `starts` is where each example starts, `first` each label's first example; both have
    their end as a last value.
    """

    vectors: tuple[Vector, ...]
    owners: tuple[int, ...]
    columns: Ints
    weights: Floats
    starts: Ints
    bounds: tuple[int, ...]
    first: tuple[int, ...]

    def nearest(self, vector: Floats, labels: Sequence[int]) -> list[float]:
        """Return the highest inner product of a text with each label's examples."""
        taught = [label for label in labels if self._count(label)]
        if not taught:
            return [0.0] * len(labels)
        spans, starts, offset = [], [], 0
        for label in taught:
            first, after = self.first[label], self.first[label + 1]
            begin, end = self.bounds[first], self.bounds[after]
            spans.append(slice(begin, end))
            starts.append(self.starts[first:after] + (offset - begin))
            offset += end - begin
        columns = np.concatenate([self.columns[span] for span in spans])
        weights = np.concatenate([self.weights[span] for span in spans])
        found = np.add.reduceat(vector[columns] * weights, np.concatenate(starts))
        counts = [0, *accumulate(map(self._count, taught[:-1]))]
        highest = dict(
            zip(taught, np.maximum.reduceat(found, counts).tolist(), strict=True)
        )
        return [highest.get(label, 0.0) for label in labels]

    def _count(self, label: int) -> int:
        return self.first[label + 1] - self.first[label]


def _shelve(
    vectors: Sequence[Vector], classes: Sequence[int], labels: int, stems: int
) -> Shelf:
    """Lay examples end to end, those of a label side by side."""
    order = np.argsort(classes, kind="stable").tolist()
    placed = [vectors[row] for row in order]
    owners = [classes[row] for row in order]
    rows = [np.concatenate((v.stems, v.grams + stems)) for v in placed]
    weights = [np.concatenate((v.stem_weights, v.gram_weights)) for v in placed]
    bounds = [0, *accumulate(map(len, rows))]
    return Shelf(
        vectors=tuple(placed),
        owners=tuple(owners),
        columns=np.concatenate(rows),
        weights=np.concatenate(weights),
        starts=np.array(bounds),
        bounds=tuple(bounds),
        first=tuple(bisect_left(owners, label) for label in range(labels + 1)),
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
    return Matcher(
        labels=labels,
        space=space,
        stem_weights=stem_weights,
        gram_weights=gram_weights,
        bias=bias,
        word_rows={word: row for row, word in enumerate(space.words)},
        word_grams=_word_scores(space, gram_weights),
        examples=_shelve(vectors, classes, len(labels), len(space.stem_idf)),
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
