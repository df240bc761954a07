"""The memory of a process that has just built a bot and will keep it."""

import ctypes
import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Rest:
    """Keeps the collector out for as long as somebody needs it to be."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._wanted, self._was_on = 0, False

    def begin(self) -> None:
        """Stop the collector, for the first who wants it."""
        with self._changing:
            if not self._wanted:
                self._was_on = gc.isenabled()
                gc.disable()
            self._wanted += 1

    def end(self) -> None:
        """Let it go on as it was, after the last."""
        with self._changing:
            self._wanted -= 1
            if self._was_on and not self._wanted:
                gc.enable()


_REST = _Rest()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Leave the collector out while much is made that will be kept.

    It would look through everything each time that what is kept has grown by a quarter.
    Threads may do so at once: it comes back after the last of them.
    """
    _REST.begin()
    try:
        yield
    finally:
        _REST.end()


def settle_new() -> None:
    """Leave alone what has just been made, as `settle` does, beside much older things.

    Those are not looked at again, so that nobody waits for it.
    """
    gc.collect(0)
    gc.freeze()


def settle() -> None:
    """Return freed memory to the system, and leave what is kept alone from now on.

    The collector would look again and again at hundreds of thousands of objects that a
    bot keeps, in the middle of questions; they are frozen until the next bot is built.
    The first time, there is nothing yet to collect: a load leaves some hundred objects.
    """
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    gc.freeze()
    trim()


def trim() -> None:
    """Return freed memory to the system, where the C library can."""
    if sys.platform == "linux":
        give_back = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if give_back is not None:
            give_back(0)
