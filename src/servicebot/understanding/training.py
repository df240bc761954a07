"""A linear one-vs-rest classifier with squared hinge loss, trained exactly.

The dual of each class is solved by Newton steps on its active set (O. Chapelle,
"Training a support vector machine in the primal", Neural Computation 19, 2007): a few
small linear systems, no randomness, one solution. The same examples in any order give
the same weights up to rounding.
"""

from collections.abc import Sequence

import numpy as np

from servicebot.understanding.features import FeatureSpace, Floats, Vector

COST = 2.0
BIAS = 1.0
STEM_SHARE = 1.0
STEPS = 30
TOLERANCE = 1e-8
ITERATIONS = 400
CHUNK = 2048


def train(
    vectors: Sequence[Vector], classes: Sequence[int], count: int, space: FeatureSpace
) -> tuple[Floats, Floats, Floats]:
    """Return (stem weights, n-gram weights, biases): one column a class."""
    signs = np.full((len(vectors), count), -1.0)
    signs[np.arange(len(vectors)), np.asarray(classes)] = 1.0
    betas = _solve(_kernel(vectors, space) + BIAS, signs)
    stem_weights = np.zeros((len(space.stem_columns), count))
    gram_weights = np.zeros((len(space.gram_columns), count))
    for vector, beta in zip(vectors, betas, strict=True):
        stem_weights[vector.stems] += np.outer(vector.stem_weights * STEM_SHARE, beta)
        gram_weights[vector.grams] += np.outer(vector.gram_weights, beta)
    return stem_weights, gram_weights, betas.sum(axis=0) * BIAS


def _kernel(vectors: Sequence[Vector], space: FeatureSpace) -> Floats:
    """Return the Gram matrix, summed over chunks of columns to bound the memory."""
    count = len(vectors)
    kernel = np.zeros((count, count))
    dense = np.zeros((count, CHUNK))
    blocks = (
        (len(space.stem_columns), STEM_SHARE, [(v.stems, v.stem_weights) for v in vectors]),
        (len(space.gram_columns), 1.0, [(v.grams, v.gram_weights) for v in vectors]),
    )
    for width, share, rows in blocks:
        for start in range(0, width, CHUNK):
            dense.fill(0.0)
            for row, (columns, weights) in enumerate(rows):
                low, high = np.searchsorted(columns, (start, start + CHUNK))
                dense[row, columns[low:high] - start] = weights[low:high]
            kernel += share * (dense @ dense.T)
    return kernel


def _solve(kernel: Floats, signs: Floats) -> Floats:
    """Solve every class at once: Newton steps, each by conjugate gradients.

    A class leaves the loop once its active set no longer changes at full precision.
    """
    beta = np.zeros_like(signs)
    open_columns = np.arange(signs.shape[1])
    active = np.ones_like(signs)
    for step in range(STEPS):
        tolerance = max(TOLERANCE, 10.0 ** -(2 + step))
        part = signs[:, open_columns]
        solved = _conjugate_gradients(
            kernel, active, part * active, beta[:, open_columns] * active, tolerance
        )
        beta[:, open_columns] = solved
        following = (part * (kernel @ solved) < 1).astype(np.float64)
        moved = (following != active).any(axis=0) | (tolerance > TOLERANCE)
        open_columns, active = open_columns[moved], following[:, moved]
        if not len(open_columns):
            break
    return beta


def _conjugate_gradients(
    kernel: Floats, active: Floats, target: Floats, start: Floats, tolerance: float
) -> Floats:
    """Solve (A K A + I / 2C) beta = target column by column, A the active rows."""

    def apply(values: Floats) -> Floats:
        return active * (kernel @ values) + values / (2 * COST)

    beta = start
    residual = target - apply(beta)
    direction = residual.copy()
    energy = np.einsum("ij,ij->j", residual, residual)
    goal = tolerance**2 * np.maximum(np.einsum("ij,ij->j", target, target), 1e-300)
    for _ in range(ITERATIONS):
        if (energy <= goal).all():
            break
        image = apply(direction)
        step = energy / np.maximum(np.einsum("ij,ij->j", direction, image), 1e-300)
        beta = beta + step * direction
        residual = residual - step * image
        following = np.einsum("ij,ij->j", residual, residual)
        direction = residual + (following / np.maximum(energy, 1e-300)) * direction
        energy = following
    return beta
