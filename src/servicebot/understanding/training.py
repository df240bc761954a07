"""A linear one-vs-rest classifier with squared hinge loss, trained exactly.

The dual of each class is solved by Newton steps on its active set (O. Chapelle,
"Training a support vector machine in the primal", Neural Computation 19, 2007), which
holds a few hundredths of the examples: small linear systems, no randomness, one
solution. The same examples in any order give the same weights up to rounding.
"""

import numpy as np

from servicebot.understanding.features import Floats, Ints, Rows, Weights

COST = 2.0
BIAS = 1.0
STEPS = 200
TOLERANCE = 1e-9
DOUBT = 1e-4
NEAREST = 40
GROWTH = 40
GROWTH_PART = 3
"""A working set grows by a third at most, or by forty examples if that is more."""

SHARED = 300
"""From how many texts on a column is multiplied as dense: adding small squares costs
more from there on."""

BLOCK = 512
"""How many rows are multiplied at once."""


EXACT = 6e10
"""Classes x examples² up to which training is exact: some minutes at most.

It is ten times what the first town needs. Larger corpora are averaged.
"""

MEAN = 2.0
"""What an average weighs: with a bias of -1 a text scores about 1 where it belongs."""


def is_solvable(classes: int, examples: int) -> bool:
    """Whether so many examples can be solved in some minutes."""
    return classes * examples**2 <= EXACT


def average(
    rows: Rows, senses: Weights, classes: Ints, count: int
) -> tuple[Weights, Weights]:
    """Return the mean row and the mean meaning of every class, one column a class.

    This is the classifier of bases too large to be solved: its cost is that of reading
    the examples once. `classes` is -1 or `count` for an example that is left out.
    """
    inside = (classes >= 0) & (classes < count)
    sizes = np.bincount(classes[inside], minlength=count)
    shares = np.zeros(len(classes))
    shares[inside] = MEAN / sizes[classes[inside]]
    taken = inside[rows.owners]
    owners = rows.owners[taken]
    weights = np.zeros((rows.width, count), np.float32)
    values = rows.values[taken] * shares[owners]
    np.add.at(weights, (rows.columns[taken], classes[owners]), values)
    meanings = np.zeros((count, senses.shape[1]), np.float32)
    np.add.at(meanings, classes[inside], senses[inside] * shares[inside, None])
    return weights, meanings.T


def solve(
    kernel: Weights, classes: Ints, count: int, start: Floats | None = None
) -> Floats:
    """Return every example's part in every class, one column a class.

    `kernel` is the `gram_matrix` of the examples, `classes` the class of each, -1 for
    an example that is left out; a class without examples has no parts. The solution is
    the same from any `start`; from that of a problem that differs in few examples, it
    is near.
    """
    scratch = np.empty_like(kernel)  # only what is used of it becomes memory
    betas = np.zeros((len(classes), count))
    for label in range(count):
        signs = np.where(classes == label, 1.0, -1.0)
        signs[classes < 0] = 0.0
        rows = _first(kernel, signs, None if start is None else start[:, label])
        if (signs > 0).any():
            betas[:, label] = _solve(kernel, signs, rows, scratch)
    return betas


def weigh(rows: Rows, betas: Floats) -> Weights:
    """Return the weight of every column of the rows in every class.

    Few examples take part in a class: only these are added, class by class.
    """
    weights = np.zeros((rows.width, betas.shape[1]), np.float32)
    for label, column in enumerate(betas.T):
        taken = np.flatnonzero(column)
        entries = rows.entries(taken)
        shares = rows.values[entries] * np.repeat(column[taken], rows.sizes[taken])
        weights[:, label] = np.bincount(rows.columns[entries], shares, rows.width)
    return weights


def gram_matrix(rows: Rows, senses: Weights) -> Weights:
    """Return the inner products of all pairs of texts: sparse rows and their meanings.

    Columns that many texts share are multiplied as one dense block; the others, far
    more numerous and nearly empty, add a small square each. They are summed in double
    precision: kept in single, they leave scores exact to 1e-6.
    """
    order = np.argsort(rows.columns, kind="stable")
    columns, owners = rows.columns[order], rows.owners[order]
    values = rows.values[order]
    counts = np.bincount(columns, minlength=rows.width)
    common = counts[columns] > SHARED
    place = np.cumsum(counts > SHARED) - 1
    dense = np.zeros((len(rows.ends), int((counts > SHARED).sum())))
    dense[owners[common], place[columns[common]]] = values[common]
    kernel = _squared(np.hstack([dense, senses]))
    ends = np.cumsum(counts)
    for column in np.flatnonzero((counts > 0) & (counts <= SHARED)).tolist():
        entries = slice(ends[column] - counts[column], ends[column])
        texts, found = owners[entries], values[entries]
        kernel[texts[:, None], texts] += found[:, None] * found
    return kernel.astype(np.float32)


def _squared(dense: Floats) -> Floats:
    """Return the inner products of all pairs of rows.

    They are made block by block: BLAS keeps the memory that its largest product needs.
    """
    count = len(dense)
    products = np.empty((count, count))
    for top in range(0, count, BLOCK):
        rows = slice(top, top + BLOCK)
        for left in range(0, top + 1, BLOCK):
            columns = slice(left, left + BLOCK)
            block = dense[rows] @ dense[columns].T
            products[rows, columns] = block
            products[columns, rows] = block.T
    return products


def _first(kernel: Weights, signs: Floats, start: Floats | None) -> Ints:
    """Return a working set to start from: that of `start`, where it has any."""
    if start is None or not (start * signs).any():
        return _nearest(kernel, signs)
    return np.flatnonzero(start * signs)


def _nearest(kernel: Weights, signs: Floats) -> Ints:
    """Return the positives and their nearest negatives: a working set to start from."""
    positive = np.flatnonzero(signs > 0)
    if not len(positive):
        return positive
    near = kernel[positive].max(axis=0)
    near[positive] = np.inf
    near[signs == 0] = -np.inf
    return _largest(near, min(int((signs != 0).sum()), len(positive) + NEAREST))


def _solve(kernel: Weights, signs: Floats, rows: Ints, scratch: Weights) -> Floats:
    """Solve one class by Newton steps on a working set that grows by its worst errors.

    At the end no example outside the set breaks its margin, so the solution is that of
    the whole problem. `scratch` receives the kernel's rows that the set has held.
    """
    active = _held(kernel, rows, scratch, 0)
    solution: Floats = np.zeros(0)
    for _ in range(STEPS):
        working = rows[active]
        system = scratch[active[:, None], working].astype(float) + BIAS
        system[np.diag_indices(len(working))] += 1 / (2 * COST)
        solution = np.linalg.solve(system, signs[working]).astype(float, copy=False)
        shares = np.zeros(len(rows), np.float32)
        shares[active] = solution
        slack = _slack(
            kernel, signs, (working, solution), shares @ scratch[: len(rows)]
        )
        inside = solution * signs[working] > 0
        broken = _worst(slack, max(GROWTH, len(working) // GROWTH_PART))
        if inside.all() and not len(broken):
            break
        if len(rows) + len(broken) > len(scratch):
            rows = working[inside]
            active = _held(kernel, rows, scratch, 0)
        else:
            active = active[inside]
        added = _held(kernel, broken, scratch, len(rows))
        active, rows = np.concatenate([active, added]), np.concatenate([rows, broken])
    beta: Floats = np.zeros(len(signs))
    beta[rows[active]] = solution
    return beta


def _slack(
    kernel: Weights, signs: Floats, held: tuple[Ints, Floats], scores: Weights
) -> Floats:
    """Return how far each example outside a working set is within its margin.

    What single precision leaves open is computed again in double precision.
    """
    working, solution = held
    slack: Floats = np.abs(signs) - signs * (scores + BIAS * solution.sum())
    slack[working] = -1
    slack[signs == 0] = -1
    open_ = np.flatnonzero(np.abs(slack) < DOUBT)
    exact = kernel[open_[:, None], working] @ solution + BIAS * solution.sum()
    slack[open_] = 1 - signs[open_] * exact
    return slack


def _held(kernel: Weights, rows: Ints, scratch: Weights, at: int) -> Ints:
    """Copy rows of the kernel to the scratch from a place on; return their places."""
    np.take(kernel, rows, axis=0, out=scratch[at : at + len(rows)], mode="clip")
    return np.arange(at, at + len(rows))


def _worst(slack: Floats, most: int) -> Ints:
    """Return the examples that break their margin, the worst ones if there are more."""
    broken = np.flatnonzero(slack > TOLERANCE)
    return broken if len(broken) <= most else broken[_largest(slack[broken], most)]


def _largest(values: Floats, count: int) -> Ints:
    return np.argpartition(-values, count - 1)[:count]
