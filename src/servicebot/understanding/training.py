"""A linear one-vs-rest classifier with squared hinge loss, trained exactly.

The dual of each class is solved by Newton steps on its active set (O. Chapelle,
"Training a support vector machine in the primal", Neural Computation 19, 2007), which
holds a few hundredths of the examples: small linear systems, no randomness, one
solution. The same examples in any order give the same weights up to rounding.
"""

import math
from collections.abc import Sequence

import numpy as np

from servicebot.understanding.features import FeatureSpace, Floats, Ints, Vector

COST = 2.0
BIAS = 1.0
STEM_SHARE = 1.0
STEPS = 200
TOLERANCE = 1e-9
GROWTH = 40
SHARED = 40


def train(
    kernel: Floats,
    vectors: Sequence[Vector],
    classes: Sequence[int],
    count: int,
    space: FeatureSpace,
) -> tuple[Floats, Floats, Floats]:
    """Return (stem weights, n-gram weights, biases): one column a class.

    `kernel` is `gram_matrix(vectors, space)`.
    """
    signs = np.full((len(vectors), count), -1.0)
    signs[np.arange(len(vectors)), np.asarray(classes)] = 1.0
    biased = kernel + BIAS
    betas = np.column_stack([_solve(biased, column) for column in signs.T])
    stem_weights = np.zeros((len(space.stem_columns), count))
    gram_weights = np.zeros((len(space.gram_columns), count))
    for vector, beta in zip(vectors, betas, strict=True):
        stem_weights[vector.stems] += np.outer(vector.stem_weights * STEM_SHARE, beta)
        gram_weights[vector.grams] += np.outer(vector.gram_weights, beta)
    return stem_weights, gram_weights, betas.sum(axis=0) * BIAS


def gram_matrix(vectors: Sequence[Vector], space: FeatureSpace) -> Floats:
    """Return the inner products of all pairs of texts.

    Columns that many texts share are multiplied as one dense block; the others, far
    more numerous and nearly empty, add a small square each.
    """
    kernel = np.zeros((len(vectors), len(vectors)))
    stems = [(v.stems, v.stem_weights * math.sqrt(STEM_SHARE)) for v in vectors]
    _add_block(kernel, stems, len(space.stem_columns))
    grams = [(v.grams, v.gram_weights) for v in vectors]
    _add_block(kernel, grams, len(space.gram_columns))
    return kernel


def _add_block(kernel: Floats, rows: Sequence[tuple[Ints, Floats]], width: int) -> None:
    columns = np.concatenate([columns for columns, _ in rows])
    weights = np.concatenate([weights for _, weights in rows])
    owners = np.repeat(np.arange(len(rows)), [len(columns) for columns, _ in rows])
    order = np.argsort(columns, kind="stable")
    counts = np.bincount(columns, minlength=width)
    ends = np.cumsum(counts)
    shared = np.flatnonzero(counts > SHARED)
    dense = np.zeros((len(rows), len(shared)))
    for position, column in enumerate(shared.tolist()):
        entries = order[ends[column] - counts[column] : ends[column]]
        dense[owners[entries], position] = weights[entries]
    kernel += dense @ dense.T
    for column in np.flatnonzero((counts > 0) & (counts <= SHARED)).tolist():
        entries = order[ends[column] - counts[column] : ends[column]]
        texts, values = owners[entries], weights[entries]
        kernel[texts[:, None], texts] += np.outer(values, values)


def _solve(kernel: Floats, signs: Floats) -> Floats:
    """Solve one class by Newton steps on a working set that grows by its worst errors.

    It starts from the positives and their nearest negatives; at the end no example
    outside the set breaks its margin, so the solution is that of the whole problem.
    """
    positive = np.flatnonzero(signs > 0)
    if not len(positive):
        return np.zeros(len(signs))
    near = kernel[positive].max(axis=0)
    near[positive] = np.inf
    rows = _largest(near, min(len(signs), len(positive) + GROWTH))
    solution: Floats = np.zeros(0)
    for _ in range(STEPS):
        system = kernel[np.ix_(rows, rows)]
        system[np.diag_indices(len(rows))] += 1 / (2 * COST)
        solution = np.linalg.solve(system, signs[rows]).astype(np.float64, copy=False)
        slack = 1 - signs * (solution @ kernel[rows])
        inside = slack[rows] > 0
        slack[rows] = 0
        broken = np.flatnonzero(slack > TOLERANCE)
        if inside.all() and not len(broken):
            break
        if len(broken) > GROWTH:
            broken = broken[_largest(slack[broken], GROWTH)]
        rows = np.concatenate([rows[inside], broken])
    beta: Floats = np.zeros(len(signs))
    beta[rows] = solution
    return beta


def _largest(values: Floats, count: int) -> Ints:
    return np.argpartition(-values, count - 1)[:count]
