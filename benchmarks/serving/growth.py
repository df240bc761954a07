"""How cost grows with the entries of a base: load, training, memory, latency."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from machine import machine, table
from plot import Line, growth_plot
from servers import HERE
from towns import write_town

SIZES = (45, 300, 3000, 30000)
_COLUMNS = {
    "load_s": ("load, s", ".2f"),
    "train_s": ("train, s", ".2f"),
    "cached_s": ("build from the cache, s", ".2f"),
    "memory_mb": ("memory, MB", ".0f"),
    "p50_us": ("p50, µs", ".0f"),
    "p99_us": ("p99, µs", ".0f"),
    "right": ("right", ".1%"),
}
_DRAWN = {
    "train_s": ("training, ms", 1e3),
    "memory_mb": ("memory, MB", 1.0),
    "p50_us": ("a question, p50, µs", 1.0),
}


def command(parser: argparse.ArgumentParser) -> None:
    """Add what can be told."""
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--plot", type=Path, help="an SVG of how it grows")


def run(options: argparse.Namespace) -> tuple[str, bool]:
    """Return the table; there is no bar, but every size must work."""
    rows = [_measure(size) for size in options.sizes]
    if options.plot:
        lines = [
            Line(name, tuple((row["entries"], row[key] * by) for row in rows))
            for key, (name, by) in _DRAWN.items()
        ]
        title = "What a base costs as it grows"
        options.plot.write_text(growth_plot(title, "entries", lines), "utf-8")
    head = ["entries", *(name for name, _ in _COLUMNS.values())]
    figures = [
        [str(row["entries"]), *(format(row[k], f) for k, (_, f) in _COLUMNS.items())]
        for row in rows
    ]
    note = "Times of load and training are those of the processor."
    return f"# Growth\n\n{machine()}. {note}\n\n{table(head, figures)}", True


def _measure(size: int) -> Mapping[str, Any]:
    """Measure one size in a process of its own."""
    print(f"{size} entries", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_town(folder / "town", size)
        worker = [sys.executable, str(HERE / "growth_worker.py")]
        arguments = [str(folder / "town"), str(folder / "cache"), str(size)]
        done = subprocess.run(
            [*worker, *arguments], stdout=subprocess.PIPE, text=True, check=True
        )
    found: Mapping[str, Any] = json.loads(done.stdout)
    return found
