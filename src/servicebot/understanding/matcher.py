"""Which label do these words resemble most? A classifier and its nearest example.

The matcher knows nothing of towns: it is trained on examples (words, meaning, label),
and gives every label a classifier score, the few best a cosine to their nearest
example. The contribution of each word of the vocabulary to every label is computed at
load, so that reading a question is a handful of additions.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from servicebot.understanding.features import (
    FeatureSpace,
    Floats,
    Ints,
    Packed,
    Rows,
    Weights,
    WordFeatures,
    build_space,
    word_scores,
)
from servicebot.understanding.meaning import Vector
from servicebot.understanding.training import (
    BIAS,
    average,
    gram_matrix,
    is_solvable,
    solve,
    weigh,
)


@dataclass(frozen=True, slots=True)
class Example:
    """One training text, already read into canonical words, and its label.

    `spelled` are the stems that its meaning is looked up by.
    """

    words: tuple[str, ...]
    label: str
    spelled: tuple[str, ...] = ()


class Scores(NamedTuple):
    """What the matcher says of one text.

    `linear` is aligned with `Matcher.labels`; `vector` times `scale` is the text over
    the columns of stems and n-grams; `known_shares` are the shares of its words'
    n-grams that the training corpus knows.
    """

    linear: Floats
    vector: Floats
    scale: float
    known_shares: tuple[float, ...]

    @property
    def known_grams(self) -> float:
        """The mean share of a word's n-grams that the training corpus knows."""
        return sum(self.known_shares) / len(self.known_shares)


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """A trained matcher; build it with `fit`.

    `weights` has a column a label, and rows one below the other: a row a stem, a row an
    n-gram, a row a number of the meaning, then what the n-grams of each word of the
    vocabulary add up to, from row `words` on. `information` is the IDF of stems.
    """

    labels: tuple[str, ...]
    space: FeatureSpace
    weights: Weights
    sense_weights: Weights
    bias: Floats
    words: int
    examples: "Shelf"
    information: Mapping[str, float]
    highest_idf: float

    def score(self, words: Sequence[str], sense: Weights | None = None) -> Scores:
        """Score every label for a text given by its canonical words and its meaning."""
        features = self.space.of_words(words)
        _, columns, weights, *grams, known_shares = zip(*features, strict=True)
        vector, length = self.space.grams(*grams)
        rows, shares = self._word_rows(features, length)
        stems = dict(zip(columns, weights, strict=True))
        stems.pop(-1, None)
        whole = math.hypot(*stems.values()) or 1.0
        for column, weight in stems.items():
            vector[column] = weight / whole * length
            rows.append(column)
            shares.append(weight / whole)
        known = self.weights.take(np.array(rows, np.int64), axis=0)
        linear = self.bias + np.array(shares, np.float32) @ known
        if sense is not None and len(self.sense_weights):
            linear += sense @ self.sense_weights
        return Scores(linear, vector, 0.5 / length, known_shares)

    def _word_rows(
        self, features: Sequence[WordFeatures], length: float
    ) -> tuple[list[int], list[float]]:
        """Return the rows of words, of its n-grams where one is new, and their part."""
        rows = [self.words + feature.row for feature in features if feature.row >= 0]
        shares = [1 / length] * len(rows)
        for feature in features if len(rows) < len(features) else ():
            if feature.row < 0:
                rows += (feature.columns + len(self.space.stem_idf)).tolist()
                shares += (feature.weights / length).tolist()
        return rows, shares

    def nearest(self, scores: Scores, labels: Sequence[int]) -> list[float]:
        """Return the cosine (0 to 1) of a text to each label's nearest example.

        It is the mean of two cosines, that of their stems and that of their n-grams.
        """
        found = self.examples.nearest(scores.vector, labels)
        return [scores.scale * product for product in found]


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """The examples laid end to end, label by label, and the label of each.

    `rows` are packed. `pieces` has, for each label, the columns and values of its
    examples and where each example starts.
    """

    rows: Rows
    classes: Ints
    pieces: tuple[tuple[Ints | Packed, Floats | Weights, Ints], ...]

    def nearest(self, vector: Floats, labels: Sequence[int]) -> list[float]:
        """Return the highest inner product of a text with each label's examples."""
        said = vector.astype(np.float32)
        pieces = [self.pieces[label] for label in labels]
        return [
            max(np.add.reduceat(said.take(columns) * values, starts).tolist())
            if len(starts)
            else 0.0
            for columns, values, starts in pieces
        ]


def shelve(rows: Rows, classes: Ints, labels: int) -> Shelf:
    """Lay examples on a shelf; they stand label by label."""
    rows = rows.packed()
    firsts = np.searchsorted(classes, np.arange(labels + 1)).tolist()
    bounds = np.concatenate([np.zeros(1, np.int64), rows.ends])
    pieces = []
    for first, after in pairwise(firsts):
        begin, end = bounds[first], bounds[after]
        own = slice(begin, end)
        starts = bounds[first:after] - begin
        pieces.append((rows.columns[own], rows.values[own], starts))
    return Shelf(rows, classes, tuple(pieces))


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Training examples with their Gram matrix: ready to train on.

    The matrix of many examples, which are averaged, is empty. `rows` are their stems,
    then their n-grams; `senses` their meanings, row by row.
    """

    labels: tuple[str, ...]
    space: FeatureSpace
    examples: tuple[Example, ...]
    rows: Rows
    senses: Weights
    classes: Ints
    kernel: Weights

    def solve(self, start: Floats | None = None) -> Floats:
        """Return the part of every example in every label, `start` as in `solve`.

        There is none where the examples are averaged.
        """
        if not self.kernel.size:
            return np.zeros((len(self.classes), 0))
        return solve(self.kernel, self.classes, len(self.labels), start)

    def train(self, parts: Floats) -> Matcher:
        """Return the matcher of all examples, from their parts in the labels."""
        kept = np.arange(len(self.classes))
        if not self.kernel.size:
            return self._averaged(kept, self.classes)
        return self._matcher(kept, parts)

    def train_on(
        self,
        seen: AbstractSet[Example],
        parts: Floats,
        wanted: AbstractSet[str] | None = None,
    ) -> Matcher:
        """Train a matcher on some examples; `parts` is the solution for all of them.

        Where some labels are `wanted`, the examples of others are only what these are
        not.
        """
        kept = np.array([example in seen for example in self.examples])
        count = len(self.labels)
        own = [wanted is None or label in wanted for label in self.labels]
        classes = np.where(np.array(own)[self.classes], self.classes, count)
        classes[~kept] = -1
        if not self.kernel.size:
            return self._averaged(np.flatnonzero(kept), classes)
        found = solve(self.kernel, classes, count, parts)[kept]
        return self._matcher(np.flatnonzero(kept), found)

    def _matcher(self, kept: Ints, parts: Floats) -> Matcher:
        weights = weigh(self.rows.take(kept), parts)
        senses = (self.senses[kept].T @ parts).astype(np.float32)
        bias = np.where(parts.any(axis=0), parts.sum(axis=0) * BIAS, -1.0)
        return self._assembled(kept, weights, senses, bias)

    def _averaged(self, kept: Ints, classes: Ints) -> Matcher:
        count = len(self.labels)
        weights, senses = average(self.rows, self.senses, classes, count)
        return self._assembled(kept, weights, senses, np.full(count, -1.0))

    def _assembled(
        self, kept: Ints, weights: Weights, senses: Weights, bias: Floats
    ) -> Matcher:
        words = word_scores(self.space, weights[len(self.space.stem_idf) :])
        shelf = shelve(self.rows.take(kept), self.classes[kept], len(self.labels))
        laid = np.concatenate([weights, senses, words])
        return assemble(self.labels, self.space, shelf, laid, bias)


def prepare(
    examples: Iterable[Example],
    vector: Vector | None = None,
    *,
    has_grams: bool = True,
) -> Corpus:
    """Turn examples into vectors, with n-grams or not; their order does not matter."""
    ordered = tuple(sorted(set(examples), key=lambda e: (e.label, e.words, e.spelled)))
    labels = tuple(sorted({example.label for example in ordered}))
    column = {label: index for index, label in enumerate(labels)}
    documents = [example.words for example in ordered]
    space = build_space(documents, has_grams=has_grams)
    rows = space.rows(documents)
    nothing = np.zeros((0, 0), np.float32)
    is_small = is_solvable(len(labels), len(ordered))
    senses = np.zeros((len(ordered), 0), np.float32)
    if vector is not None:
        senses = np.array([vector(e.spelled) for e in ordered], np.float32)
    return Corpus(
        labels=labels,
        space=space,
        examples=ordered,
        rows=rows,
        senses=senses,
        classes=np.array([column[example.label] for example in ordered], np.int64),
        kernel=gram_matrix(rows, senses) if is_small else nothing,
    )


def fit(examples: Iterable[Example], vector: Vector | None = None) -> Matcher:
    """Train a matcher on examples; their order does not matter."""
    corpus = prepare(examples, vector)
    return corpus.train(corpus.solve())


def assemble(
    labels: tuple[str, ...],
    space: FeatureSpace,
    examples: Shelf,
    weights: Weights,
    bias: Floats,
) -> Matcher:
    """Put examples and trained weights together."""
    words = len(weights) - len(space.words)
    return Matcher(
        labels=labels,
        space=space,
        weights=weights,
        sense_weights=weights[space.width : words],
        bias=bias,
        words=words,
        examples=examples,
        information=dict(zip(space.stem_columns, space.stem_idf.tolist(), strict=True)),
        highest_idf=float(space.stem_idf.max()) if len(space.stem_idf) else 1.0,
    )
