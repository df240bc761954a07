"""Words as numbers: stems and character n-grams with TF-IDF weights.

A text is two blocks, each of unit length: its stems, and the character n-grams (2 to 4)
within its words, counted over the whole text. What a word of the vocabulary
contributes is computed once.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from servicebot.french.text import stem

Floats = NDArray[np.float64]
Weights = NDArray[np.float32]
Ints = NDArray[np.int64]
Packed = NDArray[np.unsignedinteger]
"""Columns in the narrowest type that holds the last one."""

SHORTEST, LONGEST = 2, 4
SHORT_LIST = 6
FEW = 1000
"""Of so many rows or fewer, the best are soonest found by sorting all."""


def ngrams(word: str) -> list[str]:
    """Return the character n-grams of a word, its edges marked by blanks.

    >>> ngrams("eau")[:4]
    [' e', 'ea', 'au', 'u ']
    """
    padded = f" {word} "
    return [
        padded[start : start + size]
        for size in range(SHORTEST, LONGEST + 1)
        for start in range(len(padded) - size + 1)
    ]


def inverse_frequencies(
    documents: Iterable[Iterable[str]], count: int
) -> dict[str, float]:
    """Return the smoothed IDF of every term: log((1 + n) / (1 + df)) + 1."""
    frequencies = Counter(chain.from_iterable(map(set, documents)))
    return {
        term: math.log((1 + count) / (1 + frequency)) + 1
        for term, frequency in sorted(frequencies.items())
    }


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Texts as sparse rows laid end to end, none of them empty.

    Row i ends before `ends[i]`; a text without features is one value of nought.
    """

    columns: Ints | Packed
    values: Floats | Weights
    ends: Ints
    width: int

    @property
    def sizes(self) -> Ints:
        """How many values each row has."""
        return np.diff(self.ends, prepend=0)

    @property
    def owners(self) -> Ints:
        """The row that each value stands in."""
        return np.repeat(np.arange(len(self.ends)), self.sizes)

    def entries(self, rows: Ints) -> Ints:
        """Return where the values of some rows stand."""
        sizes = self.sizes[rows]
        shift = self.ends[rows] - np.cumsum(sizes)
        return np.arange(sizes.sum()) + np.repeat(shift, sizes)

    def beside(self, other: "Rows") -> "Rows":
        """Return these rows with the columns of others behind their own."""
        owners = np.concatenate([self.owners, other.owners])
        order = np.argsort(owners, kind="stable")
        columns = np.concatenate([self.columns, other.columns + self.width])
        values = np.concatenate([self.values, other.values])
        width = self.width + other.width
        return Rows(columns[order], values[order], self.ends + other.ends, width)

    def packed(self) -> "Rows":
        """Return the rows for keeping: narrow columns, values in single precision."""
        narrow = np.min_scalar_type(self.width)
        columns: Packed = self.columns.astype(narrow, copy=False)
        values = self.values.astype(np.float32, copy=False)
        return Rows(columns, values, self.ends, self.width)

    def take(self, rows: Ints) -> "Rows":
        """Return some of the rows."""
        entries = self.entries(rows)
        ends = np.cumsum(self.sizes[rows])
        return Rows(self.columns[entries], self.values[entries], ends, self.width)


class WordFeatures(NamedTuple):
    """One word: its stem's column and its n-grams' columns.

    `row` is its place in the vocabulary; it and `stem` are -1 where they are unknown.
    """

    row: int
    stem: int
    stem_weight: float
    columns: Ints
    weights: Floats
    known_share: float


NO_WORD = WordFeatures(-1, -1, 0.0, np.zeros(0, np.int64), np.zeros(0), 0.0)
"""What stands for the words of a text that has none."""


@dataclass(frozen=True, slots=True)
class FeatureSpace:
    """The columns of a training corpus and their weights."""

    stem_columns: Mapping[str, int]
    stem_idf: Floats
    gram_columns: Mapping[str, int]
    gram_idf: Floats
    words: Mapping[str, WordFeatures]

    @property
    def width(self) -> int:
        """The number of columns: those of the stems, then those of the n-grams."""
        return len(self.stem_idf) + len(self.gram_idf)

    def compute(self, word: str, row: int = -1) -> WordFeatures:
        """Compute a word's features; what the corpus does not know is left out."""
        column = self.stem_columns.get(stem(word), -1)
        known = self.gram_columns
        grams = ngrams(word) if known else []
        found: dict[int, int] = {}
        for gram in grams:
            if gram in known:
                place = known[gram]
                found[place] = found.get(place, 0) + 1
        columns = np.array(list(found), np.int64)
        counts = np.array(list(found.values()), np.float64)
        return WordFeatures(
            row=row,
            stem=column,
            stem_weight=float(self.stem_idf[column]) if column >= 0 else 0.0,
            columns=columns,
            weights=counts * self.gram_idf[columns],
            known_share=sum(found.values()) / (len(grams) or 1),
        )

    def rows(self, documents: Sequence[Sequence[str]]) -> Rows:
        """Return the stems, then the n-grams, of texts given by their words.

        Each block is of unit length; a space without n-grams has one block only.
        """
        distinct = [dict.fromkeys(document) for document in documents]
        owners = np.repeat(np.arange(len(distinct)), [len(d) for d in distinct])
        found = [feature for words in distinct for feature in self._features(words)]
        stems = np.array([feature.stem for feature in found], np.int64)
        shape = (len(distinct), max(len(self.stem_idf), 1))
        keys = np.unique((owners * shape[1] + stems)[stems >= 0])
        stem_rows = _summed(keys, self.stem_idf[keys % shape[1]], shape)
        if not self.gram_columns:
            return stem_rows
        shape = (len(distinct), max(len(self.gram_idf), 1))
        owners = np.repeat(owners, [len(feature.columns) for feature in found])
        columns = np.concatenate([np.zeros(0, int), *(f.columns for f in found)])
        weights = np.concatenate([np.zeros(0), *(f.weights for f in found)])
        return stem_rows.beside(_summed(owners * shape[1] + columns, weights, shape))

    def of_words(self, words: Iterable[str]) -> list[WordFeatures]:
        """Return the features of the words of a text, each word once."""
        return self._features(dict.fromkeys(words)) or [NO_WORD]

    def _features(self, words: Iterable[str]) -> list[WordFeatures]:
        """Return the features of words, from the table where it has them."""
        known = self.words
        return [known.get(word) or self.compute(word) for word in words]

    def grams(
        self, columns_of: Sequence[Ints], weights_of: Sequence[Floats]
    ) -> tuple[Floats, float]:
        """Return the n-grams of a text's words over all columns, and their length."""
        columns = np.concatenate(columns_of)
        columns += len(self.stem_idf)
        weights = np.concatenate(weights_of)
        found: Floats = np.bincount(columns, weights, self.width).astype(
            np.float64, copy=False
        )
        return found, math.sqrt(float(weights @ found.take(columns))) or 1.0


def _summed(keys: Ints, values: Floats, shape: tuple[int, int]) -> Rows:
    """Return rows of unit length from (row, column) keys; what shares one is added."""
    count, width = shape
    empty = np.flatnonzero(np.bincount(keys // width, minlength=count) == 0)
    keys = np.concatenate([keys, empty * width])
    values = np.concatenate([values, np.zeros(len(empty))])
    found, places = np.unique(keys, return_inverse=True)
    sums = np.bincount(places, values, len(found))
    owners = found // width
    lengths = np.sqrt(np.bincount(owners, sums * sums, count))
    lengths[lengths == 0] = 1.0
    ends = np.cumsum(np.bincount(owners, minlength=count))
    return Rows(found % width, sums / lengths[owners], ends, width)


def build_space(
    documents: Sequence[Sequence[str]], *, has_grams: bool = True
) -> FeatureSpace:
    """Build the feature space of a corpus of tokenised texts, of stems alone or not."""
    count = len(documents)
    vocabulary = sorted(set(chain.from_iterable(documents)))
    grams = {w: frozenset(ngrams(w) if has_grams else ()) for w in vocabulary}
    stem_idf = inverse_frequencies((map(stem, d) for d in documents), count)
    gram_idf = inverse_frequencies(
        (frozenset().union(*map(grams.__getitem__, d)) for d in documents), count
    )
    words: dict[str, WordFeatures] = {}
    space = FeatureSpace(
        stem_columns={term: column for column, term in enumerate(stem_idf)},
        stem_idf=np.array(list(stem_idf.values())),
        gram_columns={term: column for column, term in enumerate(gram_idf)},
        gram_idf=np.array(list(gram_idf.values())),
        words=words,
    )
    for row, word in enumerate(vocabulary):
        words[word] = space.compute(word, row)
    return space


def word_scores(space: FeatureSpace, gram_weights: Weights) -> Weights:
    """Return what the n-grams of each vocabulary word give to each label."""
    scores = np.zeros((len(space.words), gram_weights.shape[1]), np.float32)
    for row, features in enumerate(space.words.values()):
        columns: Ints = features.columns
        if len(columns):
            scores[row] = features.weights @ gram_weights[columns]
    return scores


def best_rows(scores: Floats, own: Ints | None = None) -> Ints:
    """Return the rows of the highest scores, the best first.

    If none of some rows that are its `own` is among them, they are the best of these.
    """
    falling: Floats = -scores
    if len(falling) <= FEW:
        best: Ints = falling.argsort(kind="stable")[:SHORT_LIST]
    else:
        last = np.partition(falling, SHORT_LIST - 1)[SHORT_LIST - 1]
        rows = (falling <= last).nonzero()[0]
        best = rows[falling.take(rows).argsort(kind="stable")[:SHORT_LIST]]
    if own is None or not own.size or np.isin(best, own).any():
        return best
    return own[best_rows(scores.take(own))]
