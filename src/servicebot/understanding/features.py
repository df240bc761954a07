"""Words as numbers: stems and character n-grams with TF-IDF weights.

A text is two blocks, each of unit length: its stems, and the character n-grams (2 to 4)
within its words, counted over the whole text. What a word of the vocabulary
contributes is computed once.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servicebot.french.text import stem

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SHORTEST, LONGEST = 2, 4


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
    frequencies = Counter(term for document in documents for term in set(document))
    return {
        term: math.log((1 + count) / (1 + frequency)) + 1
        for term, frequency in sorted(frequencies.items())
    }


@dataclass(frozen=True, slots=True)
class WordFeatures:
    """One word: its stem's column (-1 when unknown) and its n-grams' columns."""

    stem: int
    stem_weight: float
    columns: Ints
    weights: Floats
    known_share: float


@dataclass(frozen=True, slots=True)
class Vector:
    """One text: columns and weights of both blocks, each block of unit length."""

    stems: Ints
    stem_weights: Floats
    grams: Ints
    gram_weights: Floats


@dataclass(frozen=True, slots=True)
class FeatureSpace:
    """The columns of a training corpus and their weights."""

    stem_columns: Mapping[str, int]
    stem_idf: Floats
    gram_columns: Mapping[str, int]
    gram_idf: Floats
    words: Mapping[str, WordFeatures]

    def of_word(self, word: str) -> WordFeatures:
        """Return a word's features, from the table when it is in the vocabulary."""
        return self.words.get(word) or self.compute(word)

    def compute(self, word: str) -> WordFeatures:
        """Compute a word's features; what the corpus does not know is left out."""
        column = self.stem_columns.get(stem(word), -1)
        grams = ngrams(word)
        found = Counter(
            self.gram_columns[gram] for gram in grams if gram in self.gram_columns
        )
        columns = np.fromiter(found, np.int64, len(found))
        counts = np.fromiter(found.values(), np.float64, len(found))
        return WordFeatures(
            stem=column,
            stem_weight=float(self.stem_idf[column]) if column >= 0 else 0.0,
            columns=columns,
            weights=counts * self.gram_idf[columns],
            known_share=sum(found.values()) / len(grams),
        )

    def vector(self, words: Sequence[str]) -> Vector:
        """Return the vector of a text given by its distinct words."""
        features = [self.of_word(word) for word in dict.fromkeys(words)]
        found = sorted({f.stem for f in features if f.stem >= 0})
        stem_columns = np.array(found, np.int64)
        stem_weights = _unit(self.stem_idf[stem_columns])
        dense = self.dense_grams(features)
        grams = np.flatnonzero(dense)
        return Vector(stem_columns, stem_weights, grams, _unit(dense[grams]))

    def dense_grams(self, features: Sequence[WordFeatures]) -> Floats:
        """Return the n-gram block of a text as a dense vector, not yet normalised."""
        size = len(self.gram_columns)
        if not features:
            return np.zeros(size)
        dense: Floats = np.bincount(
            np.concatenate([feature.columns for feature in features]),
            np.concatenate([feature.weights for feature in features]),
            size,
        ).astype(np.float64, copy=False)
        return dense


def _unit(values: Floats) -> Floats:
    norm = math.sqrt(float(values @ values))
    return values / norm if norm else values


def build_space(documents: Sequence[Sequence[str]]) -> FeatureSpace:
    """Build the feature space of a corpus of tokenised texts."""
    count = len(documents)
    stem_idf = inverse_frequencies((map(stem, d) for d in documents), count)
    gram_idf = inverse_frequencies(
        ((gram for word in d for gram in ngrams(word)) for d in documents), count
    )
    words: dict[str, WordFeatures] = {}
    space = FeatureSpace(
        stem_columns={term: column for column, term in enumerate(stem_idf)},
        stem_idf=np.array(list(stem_idf.values())),
        gram_columns={term: column for column, term in enumerate(gram_idf)},
        gram_idf=np.array(list(gram_idf.values())),
        words=words,
    )
    for word in sorted({word for document in documents for word in document}):
        words[word] = space.compute(word)
    return space
