"""Figures of an evaluation: rates, areas, calibration errors, percentiles, folds."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Replies of one band of confidence: how many, how sure, how often right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def stratified_folds(
    labels: Sequence[str], count: int, seed: int = 0
) -> list[tuple[int, ...]]:
    """Deal the rows into folds so that each label is spread as evenly as it can be."""
    random = Random(seed)  # noqa: S311 - not for secrets
    folds: list[list[int]] = [[] for _ in range(count)]
    dealt = 0
    for rows in _by_label(labels).values():
        random.shuffle(rows)
        for row in rows:
            folds[dealt % count].append(row)
            dealt += 1
    return [tuple(sorted(fold)) for fold in folds]


def drawn(labels: Sequence[str], per_label: int, seed: int) -> tuple[int, ...]:
    """Draw at most so many rows of each label."""
    random = Random(seed)  # noqa: S311 - not for secrets
    return tuple(
        row
        for rows in _by_label(labels).values()
        for row in sorted(random.sample(rows, min(per_label, len(rows))))
    )


def _by_label(labels: Sequence[str]) -> dict[str, list[int]]:
    rows = defaultdict(list)
    for row, label in enumerate(labels):
        rows[label].append(row)
    return dict(sorted(rows.items()))


def mean(values: Sequence[float]) -> float:
    """Return the mean, 0 for nothing."""
    return math.fsum(values) / len(values) if values else 0.0


def deviation(values: Sequence[float]) -> float:
    """Return the standard deviation of a sample, 0 for fewer than two values."""
    if len(values) < 2:
        return 0.0
    middle = mean(values)
    return math.sqrt(sum((v - middle) ** 2 for v in values) / (len(values) - 1))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that a share of all values stay at or below."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def macro_f1(wanted: Sequence[str], got: Sequence[str]) -> float:
    """Return the mean F1 of the labels that are wanted or given."""
    right = Counter(w for w, g in zip(wanted, got, strict=True) if w == g)
    said = Counter(wanted) + Counter(got)
    return mean([2 * right[label] / total for label, total in sorted(said.items())])


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """Return how often a score of inside is above one of outside; ties count half."""
    if not inside or not outside:
        return None
    ordered: NDArray[np.float64] = np.sort(np.asarray(outside, dtype=np.float64))
    values = np.asarray(inside, dtype=np.float64)
    below = np.searchsorted(ordered, values, "left")
    until = np.searchsorted(ordered, values, "right")
    return float((below + until).sum()) / (2 * len(inside) * len(outside))


def far_at(
    inside: Sequence[float], outside: Sequence[float], frr: float = 0.05
) -> tuple[float, float] | None:
    """Return (false answers, false refusals) at the bar that refuses at most `frr`."""
    if not inside or not outside:
        return None
    bar = sorted(inside)[int(frr * len(inside))]
    refused = sum(score < bar for score in inside) / len(inside)
    return sum(score >= bar for score in outside) / len(outside), refused


def reliability(confidences: Sequence[float], right: Sequence[bool]) -> tuple[Bin, ...]:
    """Return the bands of confidence that hold any reply."""
    held: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, good in zip(confidences, right, strict=True):
        held[min(int(confidence * BINS), BINS - 1)].append((confidence, good))
    return tuple(
        Bin(
            low=band / BINS,
            high=(band + 1) / BINS,
            count=len(rows),
            confidence=mean([confidence for confidence, _ in rows]),
            right=mean([float(good) for _, good in rows]),
        )
        for band, rows in sorted(held.items())
    )


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the expected calibration error: the mean gap, weighted by count."""
    total = sum(band.count for band in bins)
    gaps = sum(band.count * abs(band.confidence - band.right) for band in bins)
    return gaps / total if total else 0.0
