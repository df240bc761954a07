"""The memory of a process that has just built a bot and will keep it."""

import ctypes
import gc
import sys


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
