"""The table as a file: 8 bits a number, a scale for each row."""

import io
from collections.abc import Mapping

import numpy as np

from servicebot.understanding.meaning import RECORD
from vectors import Floats

LARGEST = 6_000_000
HEADER = 256  # more than NumPy's header of this table
ROOM = (LARGEST - HEADER) // RECORD.itemsize
"""How many rows the file may have."""


def quantise(rows: Mapping[int, Floats]) -> bytes:
    """Return the file of a table, given by its keys; no row may be null."""
    table = np.zeros(len(rows), RECORD)
    for place, key in enumerate(sorted(rows)):
        scale = float(np.abs(rows[key]).max()) / 127
        table[place] = (key, scale, np.rint(rows[key] / scale).astype(np.int8))
    file = io.BytesIO()
    np.save(file, table)
    return file.getvalue()
