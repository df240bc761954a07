"""Which label do these words resemble most? A classifier and its nearest example.

The matcher knows nothing of towns: it is trained on examples (words, meaning, label),
and gives every label a classifier score, the few best a cosine to their nearest
example. The contribution of each word of the vocabulary to every label is computed at
load, so that reading a question is a handful of additions.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from servicebot.understanding.features import (
    FeatureSpace,
    Floats,
    Ints,
    Rows,
    Weights,
    WordFeatures,
    build_space,
)
from servicebot.understanding.meaning import Meaning
from servicebot.understanding.training import BIAS, gram_matrix, solve, weigh


@dataclass(frozen=True, slots=True)
class Example:
    """One training text, already read into canonical words, and its label.

    `spelled` are the stems that its meaning is looked up by.
    """

    words: tuple[str, ...]
    label: str
    spelled: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """A trained matcher; build it with `fit`.

    The weights have a column a label; `word_grams` is what the n-grams of each word of
    the vocabulary add up to, `sense_weights` has a row a number of the meaning.
    """

    labels: tuple[str, ...]
    space: FeatureSpace
    stem_weights: Weights
    gram_weights: Weights
    sense_weights: Weights
    bias: Floats
    word_rows: Mapping[str, int]
    word_grams: Weights
    examples: "Shelf"
    highest_idf: float

    def score(self, words: Sequence[str], sense: Weights | None = None) -> Scores:
        """Score every label for a text given by its canonical words and its meaning."""
        distinct = tuple(dict.fromkeys(words))
        features = [self.space.of_word(word) for word in distinct]
        stems = {f.stem: f.stem_weight for f in features if f.stem >= 0}
        dense = self.space.dense_grams(features)
        gram_norm = math.sqrt(float(dense @ dense)) or 1.0
        linear = self.bias + self._gram_scores(distinct, features) / gram_norm
        vector = np.zeros(len(self.space.stem_idf) + len(dense))
        vector[len(self.space.stem_idf) :] = dense / (2 * gram_norm)
        if stems:
            columns = list(stems)
            weights = np.array(list(stems.values()))
            weights /= math.sqrt(float(weights @ weights))
            linear += weights @ self.stem_weights[columns]
            vector[columns] = weights / 2
        if sense is not None and len(self.sense_weights):
            linear += sense @ self.sense_weights
        return Scores(
            linear=linear,
            vector=vector,
            known_grams=sum([f.known_share for f in features]) / (len(features) or 1),
        )

    def _gram_scores(
        self, words: Sequence[str], features: Sequence[WordFeatures]
    ) -> Floats:
        rows = [self.word_rows[word] for word in words if word in self.word_rows]
        total: Floats = self.word_grams[rows].sum(axis=0, dtype=np.float64)
        for word, feature in zip(words, features, strict=True):
            if word not in self.word_rows and len(feature.columns):
                total += feature.weights @ self.gram_weights[feature.columns]
        return total

    def nearest(self, scores: Scores, labels: Sequence[int]) -> list[float]:
        """Return the cosine (0 to 1) of a text to each label's nearest example.

        It is the mean of two cosines, that of their stems and that of their n-grams.
        """
        return self.examples.nearest(scores.vector, labels)


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """The examples laid end to end, label by label, and the label of each.

    `bounds` is where each example starts, `first` each label's first example; both have
    their end as a last value.
    """

    rows: Rows
    classes: Ints
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
            shift = offset - begin
            starts += [bound + shift for bound in self.bounds[first:after]]
            offset += end - begin
        columns = np.concatenate([self.rows.columns[span] for span in spans])
        values = np.concatenate([self.rows.values[span] for span in spans])
        found = np.add.reduceat(vector[columns] * values, starts)
        counts = [0, *accumulate(map(self._count, taught[:-1]))]
        highest = np.maximum.reduceat(found, counts).tolist()
        cosines = dict(zip(taught, highest, strict=True))
        return [cosines.get(label, 0.0) for label in labels]

    def _count(self, label: int) -> int:
        return self.first[label + 1] - self.first[label]


def shelve(rows: Rows, classes: Ints, labels: int) -> Shelf:
    """Lay examples on a shelf; they stand label by label."""
    owners: list[int] = classes.tolist()
    return Shelf(
        rows=rows,
        classes=classes,
        bounds=(0, *rows.ends.tolist()),
        first=tuple(bisect_left(owners, label) for label in range(labels + 1)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Training examples with their Gram matrix: ready to train on.

    `rows` are their stems, then their n-grams; `senses` their meanings, row by row.
    """

    labels: tuple[str, ...]
    space: FeatureSpace
    examples: tuple[Example, ...]
    rows: Rows
    senses: Weights
    classes: Ints
    kernel: Weights

    def solve(self) -> Floats:
        """Return the part of every example in every label."""
        return solve(self.kernel, self.classes, len(self.labels))

    def train(self, parts: Floats) -> Matcher:
        """Return the matcher of all examples, from their parts in the labels."""
        return self._matcher(np.arange(len(self.classes)), parts)

    def train_on(self, seen: AbstractSet[Example], parts: Floats) -> Matcher:
        """Train a matcher on some examples; `parts` is the solution for all of them."""
        kept = np.array([example in seen for example in self.examples])
        classes = np.where(kept, self.classes, -1)
        found = solve(self.kernel, classes, len(self.labels), parts)[kept]
        return self._matcher(np.flatnonzero(kept), found)

    def _matcher(self, kept: Ints, parts: Floats) -> Matcher:
        rows = self.rows.take(kept)
        weights = weigh(rows, parts)
        known = len(self.space.stem_idf)
        return assemble(
            self.labels,
            self.space,
            shelve(rows, self.classes[kept], len(self.labels)),
            (
                weights[:known],
                weights[known:],
                (self.senses[kept].T @ parts).astype(np.float32),
                _word_scores(self.space, weights[known:]),
            ),
            parts.sum(axis=0) * BIAS,
        )


def prepare(examples: Iterable[Example], meaning: Meaning | None = None) -> Corpus:
    """Turn examples into vectors; their order does not matter."""
    ordered = tuple(sorted(set(examples), key=lambda e: (e.label, e.words, e.spelled)))
    labels = tuple(sorted({example.label for example in ordered}))
    column = {label: index for index, label in enumerate(labels)}
    documents = [example.words for example in ordered]
    space = build_space(documents)
    rows = space.rows(documents)
    senses = np.zeros((len(ordered), 0), np.float32)
    if meaning is not None:
        senses = np.array([meaning.vector(e.spelled) for e in ordered], np.float32)
    return Corpus(
        labels=labels,
        space=space,
        examples=ordered,
        rows=rows,
        senses=senses,
        classes=np.array([column[example.label] for example in ordered], np.int64),
        kernel=gram_matrix(rows, senses),
    )


def fit(examples: Iterable[Example], meaning: Meaning | None = None) -> Matcher:
    """Train a matcher on examples; their order does not matter."""
    corpus = prepare(examples, meaning)
    return corpus.train(corpus.solve())


def assemble(
    labels: tuple[str, ...],
    space: FeatureSpace,
    examples: Shelf,
    weights: tuple[Weights, Weights, Weights, Weights],
    bias: Floats,
) -> Matcher:
    """Put examples and trained weights (of stems, n-grams, meaning, words) together."""
    stem_weights, gram_weights, sense_weights, word_grams = weights
    return Matcher(
        labels=labels,
        space=space,
        stem_weights=stem_weights,
        gram_weights=gram_weights,
        sense_weights=sense_weights,
        bias=bias,
        word_rows={word: row for row, word in enumerate(space.words)},
        word_grams=word_grams,
        examples=examples,
        highest_idf=float(space.stem_idf.max()) if len(space.stem_idf) else 1.0,
    )


def _word_scores(space: FeatureSpace, gram_weights: Weights) -> Weights:
    """Return what the n-grams of each vocabulary word give to each label."""
    scores = np.zeros((len(space.words), gram_weights.shape[1]), np.float32)
    for row, features in enumerate(space.words.values()):
        columns: Ints = features.columns
        if len(columns):
            scores[row] = features.weights @ gram_weights[columns]
    return scores
