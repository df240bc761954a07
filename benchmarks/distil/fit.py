"""The fit: which row must each stem have for sums of rows to point as the teacher?

Ridge regression of the teacher's vectors, made rounder by a partial whitening, on bags
of stems and of pairs of neighbouring stems. Everything is deterministic.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from quantise import ROOM
from servicebot.french.text import stems
from servicebot.understanding.meaning import WIDTH, key_of, pairs
from vectors import Floats, unit

SMOOTHING = 1e-3  # a of « smooth inverse frequency »: a / (a + p)
PAIR_WEIGHT = 0.3
RAREST_PAIR = 5
RAREST_STEM = 2
WHITENING = 0.375
RIDGE = 0.5
TOLERANCE = 1e-4
STEPS = 200


@dataclass(frozen=True, slots=True)
class Fit:
    """Rows of the table, ready to be summed, and how often their feature was seen."""

    names: tuple[str, ...]
    rows: Floats
    counts: NDArray[np.int64]


def targets(teacher: Floats) -> Floats:
    """Return the teacher's vectors in fewer and rounder dimensions, of unit length."""
    centred = unit(teacher - teacher.mean(axis=0))
    values, axes = np.linalg.eigh(
        (centred.T @ centred).astype(np.float64) / len(teacher)
    )
    kept = np.argsort(-values)[:WIDTH]
    scale = axes[:, kept] / values[kept] ** WHITENING
    return unit(centred @ scale.astype(np.float32))


def fit(texts: Sequence[str], teacher: Floats, report: Callable[[str], None]) -> Fit:
    """Fit one row a feature; `report` hears of the progress."""
    documents = [stems(text) for text in texts]
    names, weights, counts = _features(documents)
    matrix = _matrix(documents, names, weights)
    report(f"{len(names)} features of {len(texts)} texts")
    rows = _ridge(matrix, targets(teacher), report)
    return Fit(names, rows * weights[:, None], counts)


def most_useful(fitted: Fit) -> dict[int, Floats]:
    """Return by key as many rows as a table's file may have, those that weigh most."""
    use = np.linalg.norm(fitted.rows, axis=1) * np.sqrt(fitted.counts)
    rows: dict[int, Floats] = {}
    for index in np.argsort(-use, kind="stable").tolist():
        if len(rows) == ROOM or use[index] == 0:
            break
        rows.setdefault(key_of(fitted.names[index]), fitted.rows[index])
    return rows


def _features(
    documents: Sequence[Sequence[str]],
) -> tuple[tuple[str, ...], Floats, NDArray[np.int64]]:
    """Return the features seen often enough, their weights and their counts."""
    single = Counter(stem for document in documents for stem in document)
    double = Counter(pair for document in documents for pair in pairs(document))
    total = single.total()
    names = [s for s in sorted(single) if single[s] >= RAREST_STEM]
    weights = [SMOOTHING / (SMOOTHING + single[s] / total) for s in names]
    frequent = [pair for pair in sorted(double) if double[pair] >= RAREST_PAIR]
    weights += [PAIR_WEIGHT] * len(frequent)
    counts = [single[s] for s in names] + [double[pair] for pair in frequent]
    return (
        (*names, *frequent),
        np.array(weights, np.float32),
        np.array(counts, np.int64),
    )


def _matrix(
    documents: Sequence[Sequence[str]], names: Sequence[str], weights: Floats
) -> csr_matrix:
    """Return one row a text: the weights of its features, at unit length."""
    column = {name: index for index, name in enumerate(names)}
    indices: list[int] = []
    values: list[float] = []
    ends = [0]
    for document in documents:
        found = [column[f] for f in (*document, *pairs(document)) if f in column]
        own = weights[found].tolist()
        norm = math.sqrt(sum(w * w for w in own)) or 1.0
        indices.extend(found)
        values.extend(w / norm for w in own)
        ends.append(len(indices))
    shape = (len(documents), len(names))
    matrix = csr_matrix((np.array(values, np.float32), indices, ends), shape=shape)
    matrix.sum_duplicates()
    return matrix


def _ridge(matrix: csr_matrix, goal: Floats, report: Callable[[str], None]) -> Floats:
    """Solve all dimensions together by conjugate gradients, the diagonal as guide."""
    transposed = matrix.T.tocsr()
    diagonal = np.asarray(matrix.multiply(matrix).sum(axis=0)).ravel() + RIDGE
    guide = (1 / diagonal).astype(np.float32)[:, None]
    rest = np.asarray(transposed @ goal)
    rows = np.zeros_like(rest)
    guided = guide * rest
    direction = guided.copy()
    size = (rest * guided).sum(axis=0)
    start = float(size.max())
    for step in range(STEPS):
        image = transposed @ (matrix @ direction) + RIDGE * direction
        length = size / np.maximum((direction * image).sum(axis=0), 1e-30)
        rows += length * direction
        rest -= length * image
        guided = guide * rest
        renewed = (rest * guided).sum(axis=0)
        if float(renewed.max()) < TOLERANCE**2 * start:
            report(f"converged in {step + 1} steps")
            break
        direction = guided + (renewed / np.maximum(size, 1e-30)) * direction
        size = renewed
    return rows
