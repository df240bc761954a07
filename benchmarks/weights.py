# ruff: noqa: INP001, T201 - a script that prints what it finds
"""The weights of the ranking and the prior of the confidence, fitted anew.

    python benchmarks/weights.py [--knowledge knowledge]

The questions are those of tests/corpus/questions.jsonl, by people who had seen neither
the phrasings nor the program: six for each entry of the base of Alès, and questions
that no entry answers. The ranking's weights follow a gradient of the softmax over each
question's candidates and are held near those in use; the prior is a logistic regression
on the signals of the best candidate. Accuracies are of three folds.
"""

import argparse
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from servicebot.bot import Bot
from servicebot.knowledge.loader import load
from servicebot.understanding.calibration import PRIOR, logistic
from servicebot.understanding.confidence import ceiling, signals
from servicebot.understanding.features import Floats, Ints
from servicebot.understanding.mentions import Lent
from servicebot.understanding.ranking import WEIGHTS

QUESTIONS = Path(__file__).parents[1] / "tests" / "corpus" / "questions.jsonl"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))
NAMES = tuple(WEIGHTS)
NOW = np.array([*WEIGHTS.values(), 1.0])
STEPS, RATE, HELD, SHARP = 300, 0.5, 0.002, 2.0
RIDGE = 3.0
FOLDS = 3

Ranked = tuple[Floats, int]
"""The parts of each candidate, without their weights, and which one is right."""


def main() -> None:
    """Fit both on all questions, and say what they are worth on held-out ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--knowledge", type=Path, default=Path("knowledge"))
    bot = Bot.build(load(parser.parse_args().knowledge), secret=b"weights")
    ranked, noted, right = _judged(bot)
    folds = np.arange(len(ranked)) % FOLDS
    held = [
        _top(_fit(_of(ranked, folds != f)), _of(ranked, folds == f))
        for f in range(FOLDS)
    ]
    print(f"top-1 with the weights in use: {_top(NOW, ranked):.3f}")
    print(f"top-1 with weights fitted on the other folds: {np.mean(held):.3f}")
    for name, weight in zip((*NAMES, "other parts"), _fit(ranked), strict=True):
        print(f"    {name:12} {weight:6.2f}")
    print("prior of the confidence")
    found = logistic(noted, right, np.zeros(noted.shape[1]), RIDGE)
    for name, weight in zip((*PRIOR, "bias"), found, strict=True):
        print(f"    {name:12} {weight:6.2f}")


def _judged(bot: Bot) -> tuple[list[Ranked], Floats, Floats]:
    ranked: list[Ranked] = []
    noted, right = [], []
    for line in QUESTIONS.read_text("utf-8").splitlines():
        row = json.loads(line)
        framed = bot.engine.frame(row["q"], NOON)
        found = bot.engine.ranker.rank(framed.utterance, framed.frame, Lent())
        best = tuple(candidate for candidate in found if candidate.is_entry)
        labels = [candidate.label for candidate in best]
        if row["entry"] in labels:
            parts = np.array([_parts(candidate.values) for candidate in best])
            ranked.append((parts, labels.index(row["entry"])))
        said = signals(framed.utterance, framed.frame, best, Lent())
        if said and ceiling(framed.utterance, framed.frame, best, said) == 1:
            noted.append([*(said[name] for name in PRIOR), 1.0])
            right.append(float(labels[0] == row["entry"]))
    return ranked, np.array(noted), np.array(right)


def _parts(values: dict[str, float]) -> list[float]:
    own = [values.get(name, 0.0) / weight for name, weight in WEIGHTS.items()]
    return [*own, sum(v for name, v in values.items() if name not in WEIGHTS)]


def _of(ranked: Sequence[Ranked], kept: Ints) -> list[Ranked]:
    return [ranked[row] for row in np.flatnonzero(kept).tolist()]


def _fit(ranked: Sequence[Ranked]) -> Floats:
    weights = NOW.copy()
    for _ in range(STEPS):
        slope = -HELD * (weights - NOW)
        for parts, right in ranked:
            scores = SHARP * (parts @ weights)
            chances = np.exp(scores - scores.max())
            slope += (parts[right] - chances @ parts / chances.sum()) / len(ranked)
        weights += RATE * slope
    return weights


def _top(weights: Floats, ranked: Sequence[Ranked]) -> float:
    found = [int(np.argmax(parts @ weights)) == right for parts, right in ranked]
    return float(np.mean(found))


if __name__ == "__main__":
    main()
