"""The intent sets of a folder, turned into trials that every engine gets alike."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from servicebot.errors import EvaluationError
from servicebot.evaluation.figures import drawn, stratified_folds
from servicebot.evaluation.noise import noisy

FOLDS = 5
DRAWS = 2
FEW = (2, 5)
NEAR_SYNONYMS = Path(__file__).parents[1] / "distil" / "pairs.tsv"
OWN_WORDINGS = frozenset({"qr", "titre_court"})
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A text that is asked: in which condition, and what it means (None: nothing)."""

    condition: str
    text: str
    wanted: str | None


@dataclass(frozen=True, slots=True)
class Trial:
    """What is learnt, and what is asked afterwards; `timed` counts for the speed."""

    train: tuple[tuple[str, str], ...]
    asked: tuple[Asked, ...]
    timed: bool


@dataclass(frozen=True, slots=True)
class IntentSet:
    """One set with its trials; `texts` and `intents` are their numbers."""

    name: str
    trials: tuple[Trial, ...]
    texts: int
    intents: int
    one_shot: bool


def find_sets(folder: Path) -> tuple[IntentSet, ...]:
    """Return the sets of a folder: each a folder with train.jsonl and dev.jsonl."""
    names = sorted(path.parent.name for path in folder.glob("*/train.jsonl"))
    if not names:
        raise EvaluationError(f"{folder} : aucun jeu (DOSSIER/*/train.jsonl)")
    return tuple(_read_set(folder, name) for name in names)


def near_synonyms(path: Path = NEAR_SYNONYMS) -> IntentSet:
    """Return questions that share no content word with the title they mean.

    A line of the file is a question and a title, between them a tab.
    """
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    titles = [(title, title) for _, title in rows]
    trial = _trial(titles, [(question, title) for question, title in rows], ())
    return IntentSet("near_synonyms", (trial,), len(rows), len(rows), one_shot=True)


def _read_set(folder: Path, name: str) -> IntentSet:
    train = _pairs(_rows(folder / name / "train.jsonl"))
    dev = folder / name / "dev.jsonl"
    rows = list(_rows(dev)) if dev.exists() else []
    negatives = _negatives(folder, name)
    one_shot = len({intent for _, intent in train}) == len(train)
    if one_shot:
        own = [row for row in rows if row.get("src", "qr") in OWN_WORDINGS]
        trials = [_trial(train, _pairs(own), negatives)]
    else:
        trials = list(_folded(train + _pairs(rows), negatives))
    everything = train if one_shot else train + _pairs(rows)
    intents = len({intent for _, intent in everything})
    return IntentSet(name, tuple(trials), len(everything), intents, one_shot)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)


def _pairs(rows: Sequence[Mapping[str, Any]] | Iterator[dict[str, Any]]) -> Pairs:
    return [(row["text"], row["intent"]) for row in rows]


def _negatives(folder: Path, name: str) -> list[str]:
    """Return what is out of scope, without lines from the set's own domain."""
    return [
        row["text"]
        for path in sorted(folder.glob("out_of_scope*.jsonl"))
        for row in _rows(path)
        if not row.get("maybe_in_scope")
        and not name.startswith(row.get("src", "other").partition("_")[0])
    ]


def _trial(
    train: Sequence[tuple[str, str]],
    test: Sequence[tuple[str, str]],
    negatives: Sequence[str],
) -> Trial:
    asked = [Asked("clean", text, intent) for text, intent in test]
    asked += [Asked("typo", noisy(text, "typo"), intent) for text, intent in test]
    asked += [Asked("sms", noisy(text, "sms"), intent) for text, intent in test]
    asked += [Asked("clean", text, None) for text in negatives]
    return Trial(tuple(train), tuple(asked), timed=True)


def _folded(pairs: Pairs, negatives: Sequence[str]) -> Iterator[Trial]:
    """Each fold is asked after the others are learnt, and after a few of each."""
    folds = stratified_folds([intent for _, intent in pairs], FOLDS)
    for number, fold in enumerate(folds):
        left_out = set(fold)
        train = [pair for row, pair in enumerate(pairs) if row not in left_out]
        test = [pairs[row] for row in fold]
        yield _trial(train, test, negatives[number::FOLDS])
        for few in FEW:
            asked = tuple(Asked(f"few {few}", text, intent) for text, intent in test)
            for seed in range(DRAWS):
                rows = drawn([intent for _, intent in train], few, seed)
                kept = tuple(train[row] for row in rows)
                yield Trial(kept, asked, timed=False)
