"""What training begins from when a base differs from another in a few phrasings.

The calibration stands: it is the files' own, and a phrasing that is learned at the desk
does not move the confidence of every other answer, unless the base has grown too large
for the same kind of solution. The classifier is trained anew, from the examples that
took part before: the solution is the same, sooner found.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from servicebot.understanding.confidence import Calibration
from servicebot.understanding.features import Floats, Ints
from servicebot.understanding.matcher import Corpus, Example


@dataclass(frozen=True, slots=True, eq=False)
class Support:
    """Which examples took part in which labels, as pairs of their places.

    `digests` name the examples, in order.
    """

    labels: tuple[str, ...]
    digests: Ints
    rows: Ints
    columns: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """The calibration and the support of a base that was trained."""

    calibration: Calibration
    support: Support


def support_of(corpus: Corpus, parts: Floats) -> Support:
    """Return what took part in a solution."""
    rows, columns = np.nonzero(parts)
    return Support(corpus.labels, _digests(corpus.examples), rows, columns)


def fits(support: Support, corpus: Corpus) -> bool:
    """Whether a corpus is solved as what gave the support: exactly, or averaged."""
    return bool(support.rows.size) == bool(corpus.kernel.size)


def parts_from(support: Support, corpus: Corpus) -> Floats:
    """Return the parts to begin from: one where the same example took part."""
    if not corpus.kernel.size:
        return np.zeros((len(corpus.examples), 0))
    places = {digest: row for row, digest in enumerate(_digests(corpus.examples))}
    labels = {label: column for column, label in enumerate(corpus.labels)}
    row_of = np.array([places.get(d, -1) for d in support.digests], np.int64)
    column_of = np.array([labels.get(label, -1) for label in support.labels], np.int64)
    rows, columns = row_of[support.rows], column_of[support.columns]
    is_there = (rows >= 0) & (columns >= 0)
    parts: Floats = np.zeros((len(corpus.examples), len(corpus.labels)))
    parts[rows[is_there], columns[is_there]] = 1.0
    return parts


def _digests(examples: Sequence[Example]) -> Ints:
    said = (repr((e.label, e.words, e.spelled)).encode() for e in examples)
    names = b"".join(hashlib.blake2b(text, digest_size=8).digest() for text in said)
    return np.frombuffer(names, np.int64)
