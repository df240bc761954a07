"""One engine in a process of its own, which loads nothing of the others.

Started with an engine's name, it reads trials as JSON on the standard input and writes
what the engine made of them.
"""

import json
import resource
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from time import perf_counter, perf_counter_ns
from typing import Any

from engine import Engine, Pairs

from servicebot.french.text import stem

ENGINES: Mapping[str, tuple[str, str]] = {
    "servicebot": ("of_servicebot", "fit"),
    "rapidfuzz WRatio": ("of_rapidfuzz", "fit_weighted"),
    "rapidfuzz token_set_ratio": ("of_rapidfuzz", "fit_token_set"),
    "SQLite FTS5": ("of_fts5", "fit"),
    "bm25s": ("of_bm25s", "fit"),
    "scikit-learn SVM": ("of_sklearn", "fit"),
}


def run(fit: Callable[[Pairs], Engine], trial: Mapping[str, Any]) -> dict[str, Any]:
    """Train once and ask each text once."""
    start = perf_counter()
    engine = fit([(text, intent) for text, intent in trial["train"]])
    train_s = perf_counter() - start
    answers = []
    for text in trial["texts"]:
        stem.cache_clear()
        begin = perf_counter_ns()
        intents, score = engine(text)
        answers.append([intents, score, (perf_counter_ns() - begin) / 1000])
    return {"train_s": train_s, "answers": answers}


def main() -> None:
    """Run the trials of the standard input with the engine of the command line."""
    module, name = ENGINES[sys.argv[1]]
    fit = getattr(import_module(module), name)
    trials = [run(fit, trial) for trial in json.load(sys.stdin)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump({"trials": trials, "peak_mb": peak}, sys.stdout)


if __name__ == "__main__":
    main()
