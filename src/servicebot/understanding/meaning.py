"""What a sentence is about, from a table: other words may have the same meaning.

A sentence's vector is the sum of the rows of its stems and of its pairs of neighbouring
stems, at unit length; the cosine of two such vectors says how near they are in meaning
(« garderie » and « crèche »). The table was distilled from a sentence encoder before
release (docs/model-card.md): at run time there is no model, only additions.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

WIDTH = 128
RECORD = np.dtype([("key", "<u4"), ("scale", "<f4"), ("row", "i1", (WIDTH,))])
TABLE = Path(__file__).parent / "data" / "meaning.npy"
PIECE = 1 << 18
RECORDS = PIECE // RECORD.itemsize
LOG = logging.getLogger(__name__)
_EDGE = ("",)

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """A table of rows in 8 bits, found by key; load it with `load_meaning`.

    `keys` ascend, each that of the row in its place; `fingerprint` tells one table
    from another.
    """

    keys: NDArray[np.uint32]
    scales: NDArray[np.float32]
    rows: NDArray[np.int8]
    fingerprint: int = 0

    def vector(self, stems: Sequence[str]) -> NDArray[np.float32]:
        """Return the unit vector of a sentence, all zeros when no word is known."""
        _, found = self._find(stems)
        rows = self.rows[found].astype(np.float32)
        total: NDArray[np.float32] = self.scales.take(found).dot(rows)
        length = float(total.dot(total)) ** 0.5
        return total / np.float32(length) if length else total

    def shares(
        self, stems: Sequence[str], toward: NDArray[np.float32]
    ) -> tuple[float, ...]:
        """Return what each stem gives to the cosine of a sentence with a unit vector.

        A pair's part is halved between its two stems; the sum is the cosine.
        """
        features, found = self._find(stems)
        rows = self.scales[found, None] * self.rows[found]
        length = float(np.linalg.norm(rows.sum(axis=0))) or 1.0
        parts = [0.0] * len(stems)
        for feature, part in zip(
            features.tolist(), rows @ toward / length, strict=True
        ):
            after = feature - len(stems)  # a pair stands between two stems, or an edge
            owners = (feature, feature) if after < 0 else (after - 1, after)
            kept = [owner for owner in owners if 0 <= owner < len(stems)]
            for owner in kept:
                parts[owner] += float(part) / len(kept)
        return tuple(parts)

    def _find(self, stems: Sequence[str]) -> tuple[Places, Places]:
        """Return which features (stems, then pairs) are known, and their rows."""
        names = (*stems, *pairs(stems))
        keys = map(crc32, map(str.encode, names))
        wanted = np.fromiter(keys, np.uint32, len(names))
        rows = self.keys.searchsorted(wanted)
        features = np.flatnonzero(self.keys.take(rows, mode="clip") == wanted)
        return features, rows[features]


def pairs(stems: Sequence[str]) -> list[str]:
    """Return the pairs of neighbouring stems, the sentence's edges included.

    >>> pairs(["ou", "vot"])
    [' ou', 'ou vot', 'vot ']
    """
    if not stems:
        return []
    return [f"{left} {right}" for left, right in pairwise((*_EDGE, *stems, *_EDGE))]


def key_of(name: str) -> int:
    """Return the key under which the table has a stem or a pair of stems."""
    return crc32(name.encode())


def checksum(path: Path) -> int:
    """Return the checksum of a file's content, read piece by piece."""
    found = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            found = crc32(piece, found)
    return found


Vector = Callable[[tuple[str, ...]], NDArray[np.float32]]
"""Gives the meaning of a text by its stems."""

Loader = Callable[[], Meaning | None]
"""Gives the table of meanings, or nothing."""


def load_meaning(path: Path | None = None) -> Meaning | None:
    """Map the table into memory, or return nothing when there is none that is whole.

    All the bots of a process share it, for as long as the file is the same.
    """
    path = path or TABLE
    try:
        status = path.stat()
        return _mapped(path, (status.st_mtime_ns, status.st_size))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        LOG.warning("no meaning of words: %s cannot be read (%s)", path.name, error)
        return None


def no_meaning() -> None:
    """Load nothing: what is built with this has no table, and works without."""


@lru_cache(maxsize=2)
def _mapped(path: Path, stamp: tuple[int, int]) -> Meaning:
    del stamp
    table = np.lib.format.open_memmap(path, mode="r")
    if table.dtype != RECORD or table.ndim != 1 or not len(table):
        raise ValueError("it is no table of meanings")
    keys, scales, fingerprint = _columns(path, table.offset, len(table))
    if (keys[:-1] >= keys[1:]).any():
        raise ValueError("its keys do not ascend")
    return Meaning(keys, scales, table.view(np.ndarray)["row"], fingerprint)


def _columns(
    path: Path, offset: int, count: int
) -> tuple[NDArray[np.uint32], NDArray[np.float32], int]:
    """Return the keys and scales of a table, and the checksum of its file.

    They are read piece by piece, beside the mapping: that takes memory for the rows
    that are looked up, not for the whole table.
    """
    keys, scales = np.empty(count, np.uint32), np.empty(count, np.float32)
    with path.open("rb") as file:
        fingerprint = crc32(file.read(offset))
        for start in range(0, count, RECORDS):
            read = file.read(RECORD.itemsize * min(RECORDS, count - start))
            fingerprint, piece = crc32(read, fingerprint), np.frombuffer(read, RECORD)
            keys[start : start + len(piece)] = piece["key"]
            scales[start : start + len(piece)] = piece["scale"]
    return keys, scales, fingerprint
