"""What the table is worth on French sets that it was not fitted to.

Each test ranks entries by the cosine of TF-IDF vectors (stems and character n-grams)
plus a weight times the cosine of meaning, and counts how often the right entry comes
first.
"""

import json
import random
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from servicebot.french.text import stem, stems, tokens
from servicebot.understanding.features import build_space
from servicebot.understanding.meaning import Meaning

Floats = NDArray[np.float64]
WEIGHTS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.6, 2.0, 3.0)
DRAWS = 10
Labelled = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Result:
    """The share of right answers at each weight of the meaning, and of it alone."""

    name: str
    shares: Mapping[float, float]
    alone: float


def read(path: Path) -> list[tuple[str, str]]:
    """Read (text, intent) pairs from a file of JSON lines."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(item["text"], item["intent"]) for item in map(json.loads, lines)]


def few_shot(meaning: Meaning, folder: Path, shots: int) -> Result:
    """Draw a few examples an intent, ten times; the development lines are asked."""
    train, asked = read(folder / "train.jsonl"), read(folder / "dev.jsonl")
    by_intent: dict[str, list[str]] = defaultdict(list)
    for text, intent in train:
        by_intent[intent].append(text)
    results = []
    for seed in range(DRAWS):
        rng = random.Random(seed)  # noqa: S311  # the same draws every time
        entries = [
            (text, intent)
            for intent, texts in sorted(by_intent.items())
            for text in rng.sample(texts, min(shots, len(texts)))
        ]
        results.append(retrieval(meaning, entries, asked, f"seed {seed}"))
    name = f"{folder.name}, {shots} examples an intent"
    shares = {w: float(np.mean([r.shares[w] for r in results])) for w in WEIGHTS}
    return Result(name, shares, float(np.mean([r.alone for r in results])))


def one_title(meaning: Meaning, folder: Path) -> Result:
    """Search the entries' titles with other wordings."""
    entries, asked = read(folder / "train.jsonl"), read(folder / "dev.jsonl")
    return retrieval(meaning, entries, asked, f"{folder.name}, one title")


def synonyms(meaning: Meaning, path: Path) -> Result:
    """Find the town hall's name for what a citizen says in other words."""
    lines = path.read_text(encoding="utf-8").splitlines()
    couples = [line.split("\t") for line in lines]
    entries = [(entry, entry) for _, entry in couples]
    asked = [(question, entry) for question, entry in couples]
    return retrieval(meaning, entries, asked, f"{len(lines)} pairs of synonyms")


def retrieval(
    meaning: Meaning, entries: Labelled, asked: Labelled, name: str
) -> Result:
    """Rank all entries for every question, at every weight."""
    lexical = _lexical([t for t, _ in entries], [t for t, _ in asked])
    near = _vectors(meaning, asked) @ _vectors(meaning, entries).T
    labels = np.array([intent for _, intent in entries])
    wanted = np.array([intent for _, intent in asked])

    def share(scores: Floats) -> float:
        return float((labels[scores.argmax(axis=1)] == wanted).mean())

    shares = {weight: share(lexical + weight * near) for weight in WEIGHTS}
    return Result(name, shares, share(near))


def _vectors(meaning: Meaning, texts: Labelled) -> Floats:
    return np.array([meaning.vector(stems(text)) for text, _ in texts], np.float64)


def _lexical(entries: Sequence[str], asked: Sequence[str]) -> Floats:
    """Return the mean of the cosines of stems and of character n-grams."""
    space = build_space([tokens(text) for text in entries])

    def dense(texts: Sequence[str]) -> Floats:
        matrix = np.zeros((len(texts), len(space.stem_idf) + len(space.gram_idf)))
        rows = space.rows([tokens(text) for text in texts])
        matrix[rows.owners, rows.columns] = rows.values
        return matrix.astype(np.float32)

    return (dense(asked) @ dense(entries).T).astype(np.float64) / 2


def speed(meaning: Meaning, texts: Sequence[str], rounds: int = 5) -> dict[str, float]:
    """Return the microseconds that a vector takes, at the median and at the 99th."""
    documents = [[stem(word) for word in tokens(text)] for text in texts]
    taken = []
    for _ in range(rounds):
        for document in documents:
            start = time.perf_counter_ns()
            meaning.vector(document)
            taken.append(time.perf_counter_ns() - start)
    low, high = np.percentile(taken, [50, 99]) / 1000
    return {"p50": float(low), "p99": float(high)}
