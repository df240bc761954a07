"""The memory of a process that has just built a bot and will keep it."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Leave the collector out while much is made that will be kept.

    It would look through everything each time that what is kept has grown by a quarter.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
