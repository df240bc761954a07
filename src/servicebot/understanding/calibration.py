"""The decision calibrated on the base itself: held-out phrasings against negatives.

One phrasing of each entry that has several (as it is, and amid words that have nothing
to do with it), and every other negative, are left out of a training. The matcher so
trained judges them, and a logistic regression with a ridge learns from its signals how
often the best entry is the right one (J. Platt, "Probabilistic outputs for support
vector machines", 1999).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from servicebot.knowledge.base import Base
from servicebot.understanding.confidence import Calibration, Signals, ceiling, signals
from servicebot.understanding.features import Floats
from servicebot.understanding.frames import Framer
from servicebot.understanding.mentions import Lent
from servicebot.understanding.ranking import Ranker
from servicebot.understanding.reader import Reader

PRIOR = {
    "margin": 1.3,
    "examples": 2.3,
    "nearest": 0.8,
    "meaning": 0.0,
    "subject": -0.4,
    "aspect": 0.2,
    "cell": 1.2,
    "named": 0.6,
    "unit": 0.3,
    "explained": 1.0,
    "heard": 2.4,
}
PRIOR_BIAS = -4.3
"""What questions by others to the first town taught (`benchmarks/weights.py`), to one
decimal: a small base stays close to it."""

RIDGE = 30.0
STEPS = 30
IN_VAIN = 0.3
"""How many questions that nobody can answer are asked for one that has an answer."""

ANSWER = 0.5
"""Answer from even odds on: below, a wrong answer is likelier than a right one."""

CLARIFY = 0.21


class Trained(Protocol):
    """What judges a trial: a reader, a framer and a ranker of the same base."""

    @property
    def reader(self) -> Reader:
        """Reads texts."""

    @property
    def framer(self) -> Framer:
        """Finds subjects and aspects."""

    @property
    def ranker(self) -> Ranker:
        """Ranks entries."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A held-out text: the right entry, None where nothing answers it."""

    text: str
    entry: str | None


def held_out(base: Base) -> tuple[tuple[Trial, ...], Base]:
    """Return the texts to try, in order, and the base that has not seen them."""
    trials: list[Trial] = []
    entries = dict(base.entries)
    for key, entry in sorted(base.entries.items()):
        if len(entry.asks) > 1:
            noise = base.negatives[len(trials) % len(base.negatives)].split()[-2:]
            out = len(entry.asks) // 2
            trials.append(Trial(entry.asks[out], key))
            trials.append(Trial(" ".join((entry.asks[out], *noise)), key))
            kept = entry.asks[:out] + entry.asks[out + 1 :]
            entries[key] = replace(entry, asks=kept)
    trials += [Trial(text, None) for text in _few(base.negatives[1::2], len(trials))]
    unseen = replace(base, entries=entries, negatives=base.negatives[::2])
    return tuple(trials), unseen


def _few(texts: Sequence[str], trials: int) -> list[str]:
    """Return texts spread over all, as many as people ask in vain beside what is known.

    More examples of what is not for a town do not make it likelier to be asked.
    """
    most = max(1, round(trials * IN_VAIN))
    step = max(1.0, len(texts) / most)
    return [texts[int(at * step)] for at in range(min(most, len(texts)))]


def calibrate(base: Base, trained_on: Callable[[Base], Trained]) -> Calibration:
    """Fit the probability on the held-out texts and place its two thresholds."""
    trials, unseen = held_out(base)
    trained = trained_on(unseen)
    found, right = [], []
    for trial in trials:
        utterance = trained.reader.read(trial.text)
        frame = trained.framer.frame(utterance)
        ranked = trained.ranker.rank(utterance, frame, Lent())
        ranked = tuple(candidate for candidate in ranked if candidate.is_entry)
        if not ranked:
            continue
        noted = signals(utterance, frame, ranked, Lent())
        if ceiling(utterance, frame, ranked, noted) == 1:
            found.append(noted)
            right.append(ranked[0].label == trial.entry)
    return fit_calibration(found, right)


def fit_calibration(found: Sequence[Signals], right: Sequence[bool]) -> Calibration:
    """Fit the weights on signals and outcomes; without any, the prior stands."""
    values = np.array([[*(row.get(n, 0.0) for n in PRIOR), 1.0] for row in found])
    prior = np.array([*PRIOR.values(), PRIOR_BIAS])
    targets = np.array(right, dtype=np.float64)
    weights = logistic(values.reshape(-1, len(prior)), targets, prior, RIDGE)
    return Calibration(
        weights=dict(zip(PRIOR, map(float, weights[:-1]), strict=True)),
        bias=float(weights[-1]),
        answer=ANSWER,
        clarify=CLARIFY,
    )


def logistic(design: Floats, targets: Floats, prior: Floats, ridge: float) -> Floats:
    """Return logistic weights, a column's each, drawn to a prior, by Newton steps."""
    weights = prior.copy()
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (targets - chance) - ridge * (weights - prior)
        spread = (design * (chance * (1 - chance))[:, None]).T @ design
        weights = weights + np.linalg.solve(spread + ridge * np.eye(len(prior)), slope)
    return weights
