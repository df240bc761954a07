"""What the figures were measured on."""

import os
import platform
from pathlib import Path


def machine() -> str:
    """Return the machine in a line, with how busy it was."""
    return (
        f"Python {platform.python_version()}, {_processor()}, {os.cpu_count()} cores,"
        f" load {os.getloadavg()[0]:.1f} at the end of the run"
    )


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table of Markdown; the first column is text, the others are figures."""
    marks = ["---", *["---:"] * (len(head) - 1)]
    return "".join(f"| {' | '.join(row)} |\n" for row in [head, marks, *rows])
