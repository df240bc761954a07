"""What work costs beside other work of the same run: a slow machine slows both."""

import time
from collections.abc import Callable

Work = Callable[[], object]


def times_as_long(work: Work, beside: Work, rounds: int = 7) -> float:
    """Return how many times the processor time of other work this work takes.

    The best of some rounds of each, by turns: what else the machine does is left out.
    """
    pairs = [(_seconds(work), _seconds(beside)) for _ in range(rounds)]
    works, besides = zip(*pairs, strict=True)
    return float(min(works) / min(besides))


def _seconds(work: Work) -> float:
    started = time.thread_time()
    work()
    return time.thread_time() - started
