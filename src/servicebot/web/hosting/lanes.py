"""The threads that work on towns: some for what is short, others for trainings.

A training takes seconds, a load of what is trained already takes none: who waits for
the one is never behind the other.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from servicebot.errors import ServicebotError

_log = logging.getLogger(__name__)

_LOADERS, _TRAINERS = 2, 2

Step = Callable[[], object]


class UntrainedError(Exception):
    """A base is not trained yet: `train` does that, for seconds, and may raise."""

    def __init__(self, train: Callable[[], None]) -> None:
        """Keep what is to be done first."""
        super().__init__()
        self.train = train


class Lanes:
    """Does steps in the background; one that lacks a training is done again after it.

    A step that raises is told in the log and is over.
    """

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self._loaders = ThreadPoolExecutor(_LOADERS, "town-loader")
        self._trainers = ThreadPoolExecutor(_TRAINERS, "town-trainer")

    def submit(self, step: Step) -> Future[None]:
        """Have a step done; the future ends with it, or when nobody will do it."""
        ended: Future[None] = Future()
        first = self._loaders.submit(_attempt, step)
        first.add_done_callback(partial(self._go_on, step, ended))
        return ended

    def close(self) -> None:
        """Begin nothing any more; nobody waits for what goes on."""
        for pool in (self._loaders, self._trainers):
            pool.shutdown(wait=False, cancel_futures=True)

    def _go_on(
        self, step: Step, ended: Future[None], first: Future[UntrainedError | None]
    ) -> None:
        lacking = None if first.cancelled() else first.result()
        if lacking is None:
            ended.set_result(None)
            return
        try:
            training = self._trainers.submit(_train, step, lacking)
        except RuntimeError:  # closed in the meantime
            ended.set_result(None)
        else:
            training.add_done_callback(lambda _: ended.set_result(None))


def _attempt(step: Step) -> UntrainedError | None:
    """Do a step; return the training that it lacks, if that kept it from being done."""
    try:
        step()
    except UntrainedError as lacking:
        return lacking
    except Exception:  # noqa: BLE001 - it would be lost in a thread's end
        _log.exception("some work on a town failed")
    return None


def _train(step: Step, lacking: UntrainedError) -> None:
    """Train, then do the step; if its files have changed meanwhile, train again."""
    needed: UntrainedError | None = lacking
    while needed is not None:
        try:
            needed.train()
        except ServicebotError as error:
            _log.info("a town is not trained: %s", error)
            return
        except Exception:  # noqa: BLE001 - it would be lost in a thread's end
            _log.exception("a town cannot be trained")
            return
        needed = _attempt(step)
