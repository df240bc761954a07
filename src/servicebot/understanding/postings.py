"""Texts found by the terms that they share, weighed by BM25, in sparse postings.

A term's weight in a text is that of S. Robertson and H. Zaragoza, "The probabilistic
relevance framework: BM25 and beyond" (2009).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from servicebot.understanding.features import Floats, Ints

SATURATION = 1.2
LENGTH_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Postings:
    """For every term the texts that hold it, and what it gives to each of them."""

    columns: Mapping[str, tuple[Ints, Floats]]
    idf: Mapping[str, float]
    count: int
    highest_idf: float

    def scores(self, terms: Iterable[str]) -> Floats:
        """Return the score of every text for the distinct terms of a query."""
        found = [self.columns[term] for term in terms if term in self.columns]
        if not found:
            return np.zeros(self.count)
        total: Floats = np.bincount(
            np.concatenate([rows for rows, _ in found]),
            np.concatenate([weights for _, weights in found]),
            self.count,
        ).astype(np.float64, copy=False)
        return total

    def known_share(self, terms: Sequence[str]) -> float:
        """Return the share of the terms' information that the texts know."""
        total = sum(self.idf.get(term, self.highest_idf) for term in terms)
        return sum(self.idf.get(term, 0.0) for term in terms) / total if total else 0.0

    def most(self, terms: Iterable[str]) -> float:
        """Return what a text of these terms alone would score, near enough."""
        return sum(self.idf.get(term, self.highest_idf) for term in terms)


def index(documents: Sequence[Sequence[str]]) -> Postings:
    """Index texts given by their terms."""
    counts = [Counter(document) for document in documents]
    lengths = [len(document) for document in documents]
    usual = sum(lengths) / len(lengths) if any(lengths) else 1.0
    frequencies = Counter(term for count in counts for term in count)
    idf = {
        term: math.log(1 + (len(documents) - df + 0.5) / (df + 0.5))
        for term, df in sorted(frequencies.items())
    }
    rows: dict[str, list[int]] = {term: [] for term in idf}
    weights: dict[str, list[float]] = {term: [] for term in idf}
    for row, count in enumerate(counts):
        damping = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths[row] / usual)
        for term, times in count.items():
            rows[term].append(row)
            gain = times * (SATURATION + 1) / (times + damping)
            weights[term].append(idf[term] * gain)
    return Postings(
        columns={
            term: (np.array(rows[term], np.int64), np.array(weights[term]))
            for term in idf
        },
        idf=idf,
        count=len(documents),
        highest_idf=math.log(1 + (len(documents) + 0.5) / 0.5),
    )
