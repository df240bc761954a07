"""The table as a file: the most useful rows, 8 bits a number, a scale for each row."""

import io
from pathlib import Path

import numpy as np

from fit import Fit
from servicebot.understanding.meaning import RECORD, key_of

LARGEST = 6_000_000
HEADER = 256  # more than NumPy's header of this table


def quantise(fitted: Fit) -> bytes:
    """Return the file of the table: as many rows as fit, those that weigh most."""
    rows = fitted.rows
    use = np.linalg.norm(rows, axis=1) * np.sqrt(fitted.counts)
    room = (LARGEST - HEADER) // RECORD.itemsize
    keys: dict[int, int] = {}
    for index in np.argsort(-use, kind="stable").tolist():
        if len(keys) == room or use[index] == 0:
            break
        keys.setdefault(key_of(fitted.names[index]), index)  # the weightier one stays
    table = np.zeros(len(keys), RECORD)
    for place, key in enumerate(sorted(keys)):
        row = rows[keys[key]]
        scale = float(np.abs(row).max()) / 127
        table[place] = (key, scale, np.rint(row / scale).astype(np.int8))
    file = io.BytesIO()
    np.save(file, table)
    return file.getvalue()


def write(fitted: Fit, path: Path) -> int:
    """Write the table's file and return how many rows it has."""
    content = quantise(fitted)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return (len(content) - HEADER) // RECORD.itemsize
