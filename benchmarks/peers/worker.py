"""One engine in a process of its own, which loads nothing of the others.

Started with an engine's name, it reads trials as JSON on the standard input and writes
what the engine made of them.
"""

import json
import re
import resource
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from time import perf_counter, perf_counter_ns
from typing import Any

from engine import SERVICEBOT, WITHOUT_MEANING, WITHOUT_NGRAMS, Engine, Pairs

ENGINES: Mapping[str, tuple[str, str]] = {
    SERVICEBOT: ("of_servicebot", "fit"),
    WITHOUT_MEANING: ("of_servicebot", "fit_without_meaning"),
    WITHOUT_NGRAMS: ("of_servicebot", "fit_without_ngrams"),
    "rapidfuzz WRatio": ("of_rapidfuzz", "fit_weighted"),
    "rapidfuzz token_set_ratio": ("of_rapidfuzz", "fit_token_set"),
    "SQLite FTS5": ("of_fts5", "fit"),
    "bm25s": ("of_bm25s", "fit"),
    "scikit-learn SVM": ("of_sklearn", "fit"),
}


def run(
    fit: Callable[[Pairs], Engine],
    forget: Callable[[], None],
    trial: Mapping[str, Any],
) -> dict[str, Any]:
    """Train once and ask each text once, what was read before it forgotten."""
    start = perf_counter()
    engine = fit([(text, intent) for text, intent in trial["train"]])
    train_s = perf_counter() - start
    answers = []
    for text in trial["texts"]:
        forget()
        begin = perf_counter_ns()
        intents, score = engine(text)
        answers.append([intents, score, (perf_counter_ns() - begin) / 1000])
    return {"train_s": train_s, "answers": answers}


def peak_mb() -> float:
    """Return the most memory that this process held.

    The usual count also remembers the process that started it: Linux has a better one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        held = re.search(r"VmHWM:\s*(\d+)", status.read_text())
        if held:
            return int(held[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Run the trials of the standard input with the engine of the command line."""
    name, function = ENGINES[sys.argv[1]]
    module = import_module(name)
    forget = getattr(module, "forget", lambda: None)
    fit = getattr(module, function)
    trials = [run(fit, forget, trial) for trial in json.load(sys.stdin)]
    json.dump({"trials": trials, "peak_mb": peak_mb()}, sys.stdout)


if __name__ == "__main__":
    main()
