"""servicebot beside its peers on intent sets: one process an engine, one table a set.

    python benchmarks/peers/run.py DATA_DIR [--dialogues FILE] [--report FILE]

DATA_DIR holds folders with train.jsonl and dev.jsonl ({"text", "intent"} a line), and
out_of_scope*.jsonl beside them. The pairs of near-synonyms of this checkout are one set
more. With a file of dialogues, the base of this checkout is measured too. Exits with 1
when a bar is missed.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from shutil import which
from typing import Any

from engine import SERVICEBOT, WITHOUT_MEANING, WITHOUT_NGRAMS
from servicebot.evaluation.figures import auroc, far_at, macro_f1, mean, percentile
from sets import Asked, IntentSet, find_sets, near_synonyms
from tables import BARS, Figures, markdown, met
from town import measure_town

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PATIENCE = 900
NUMPY = ("numpy",)
SCIKIT = ("scikit-learn", "scipy", "joblib", "threadpoolctl", "numpy")
OWN = (*NUMPY, "rapidfuzz", "pystemmer", "unidecode")
INSTALLED: Mapping[str, tuple[str, ...]] = {
    SERVICEBOT: OWN,
    WITHOUT_MEANING: OWN,
    WITHOUT_NGRAMS: OWN,
    "rapidfuzz WRatio": ("rapidfuzz",),
    "rapidfuzz token_set_ratio": ("rapidfuzz",),
    "SQLite FTS5": (),
    "bm25s": (*NUMPY, "bm25s", "pystemmer"),
    "scikit-learn SVM": SCIKIT,
}
NLP = "nlp.js"


@dataclass(frozen=True, slots=True)
class _Answer:
    asked: Asked
    intents: tuple[str, ...]
    score: float
    microseconds: float
    timed: bool


def main() -> int:
    """Run every engine on every set, print the tables, and say which bars are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--dialogues", type=Path)
    parser.add_argument("--report", type=Path)
    options = parser.parse_args()
    engines = [*INSTALLED, *([NLP] if has_nlp() else [])]
    sets = (*find_sets(options.data), near_synonyms())
    results = {
        found.name: {name: _measure(name, found) for name in engines} for found in sets
    }
    town = measure_town(options.dialogues) if options.dialogues else []
    text = markdown(sets, results, _machine(), town)
    print(text)
    if options.report:
        options.report.write_text(text, "utf-8")
    missed = [bar for bar in BARS if met(bar, results) is False]
    missed_here = [bar for bar in town if bar.met is False]
    return 1 if missed or missed_here else 0


def has_nlp() -> bool:
    """Whether nlp.js is there whole, as `scripts/bench` marks it once it is."""
    return which("node") is not None and (HERE / "node_modules" / ".lock").is_file()


def _measure(engine: str, found: IntentSet) -> Figures | None:
    print(f"{found.name}: {engine}", file=sys.stderr, flush=True)
    trials = [
        {"train": trial.train, "texts": [asked.text for asked in trial.asked]}
        for trial in found.trials
    ]
    said = _run(engine, json.dumps(trials))
    if said is None:
        return None
    answers = list(_answers(found, said["trials"]))
    trained = zip(found.trials, said["trials"], strict=True)
    return _figures(
        answers,
        train_s=mean([row["train_s"] for trial, row in trained if trial.timed]),
        peak_mb=said["peak_mb"],
        size_mb=_size(engine),
    )


def _run(engine: str, trials: str) -> dict[str, Any] | None:
    """Run one engine in a process of its own; nothing when it takes too long."""
    program = [sys.executable, str(HERE / "worker.py"), engine]
    if engine == NLP:
        program = [which("node") or "node", str(HERE / "nlp.mjs")]
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    try:
        done = subprocess.run(
            program,
            input=trials,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=PATIENCE,
            env=os.environ | threads,
        )
    except subprocess.TimeoutExpired:
        return None
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _answers(found: IntentSet, said: Sequence[Mapping[str, Any]]) -> Iterator[_Answer]:
    for trial, row in zip(found.trials, said, strict=True):
        for asked, (intents, score, micros) in zip(
            trial.asked, row["answers"], strict=True
        ):
            yield _Answer(asked, tuple(intents), score, micros, trial.timed)


def _figures(
    answers: Sequence[_Answer], *, train_s: float, peak_mb: float, size_mb: float
) -> Figures:
    inside: defaultdict[str, list[_Answer]] = defaultdict(list)
    for answer in answers:
        if answer.asked.wanted is not None:
            inside[answer.asked.condition].append(answer)
    outside = [answer.score for answer in answers if answer.asked.wanted is None]
    clean = inside["clean"]
    scores = [answer.score for answer in clean]
    refusing = far_at(scores, outside)
    times = [answer.microseconds for answer in answers if answer.timed]
    return Figures(
        top1={name: _top(rows, 1) for name, rows in inside.items()},
        top3=_top(clean, 3),
        macro_f1=macro_f1(
            [answer.asked.wanted or "" for answer in clean],
            [answer.intents[0] if answer.intents else "" for answer in clean],
        ),
        auroc=auroc(scores, outside),
        far=refusing[0] if refusing else None,
        p50_us=percentile(times, 0.5),
        p99_us=percentile(times, 0.99),
        train_s=train_s,
        peak_mb=peak_mb,
        size_mb=size_mb,
    )


def _top(rows: Sequence[_Answer], count: int) -> float:
    return mean([float(row.asked.wanted in row.intents[:count]) for row in rows])


def _size(engine: str) -> float:
    """Return the megabytes that an engine's files take on the disk."""
    if engine == NLP:
        return _folder_size(HERE / "node_modules")
    own = _folder_size(ROOT / "src") if INSTALLED[engine] is OWN else 0.0
    return own + sum(_distribution_size(name) for name in INSTALLED[engine])


def _distribution_size(name: str) -> float:
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:
        return 0.0
    paths = [Path(str(file.locate())) for file in files]
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6


def _folder_size(folder: Path) -> float:
    files = (path for path in folder.rglob("*") if path.is_file())
    kept = (path for path in files if path.suffix != ".pyc")
    return sum(path.stat().st_size for path in kept) / 1e6


def _machine() -> str:
    load = f"{os.getloadavg()[0]:.1f}"
    python = platform.python_version()
    return (
        f"Python {python}, {platform.system()} {platform.machine()},"
        f" {os.cpu_count()} cores, load {load} at the end of the run"
    )


if __name__ == "__main__":
    sys.exit(main())
