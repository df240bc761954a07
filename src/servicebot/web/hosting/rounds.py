"""What is done again and again in the background, whatever of it fails."""

import logging
import threading
from collections.abc import Callable, Iterable

_log = logging.getLogger(__name__)

Steps = Iterable[Callable[[], object]]


class Rounds:
    """Does some steps every `pause` seconds, and at once when it is woken.

    A step that fails is told in the log and keeps no other one from being done.
    """

    def __init__(self, steps: Callable[[], Steps], pause: float) -> None:
        """Keep what a round is made of; none begins yet."""
        self._steps = steps
        self._pause = pause
        self._woken = threading.Event()
        self._is_stopped = False
        self._thread = threading.Thread(
            target=self._run, name="towns-watch", daemon=True
        )

    def start(self) -> None:
        """Begin the rounds."""
        self._thread.start()

    def wake(self) -> None:
        """Have the next round done now; one that goes on is followed by another."""
        self._woken.set()

    def stop(self) -> None:
        """Wait for the end of the last round."""
        self._is_stopped = True
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._is_over():
            for step in self._steps():
                _attempt(step)

    def _is_over(self) -> bool:
        self._woken.wait(self._pause)
        self._woken.clear()
        return self._is_stopped


def _attempt(step: Callable[[], object]) -> None:
    try:
        step()
    except Exception:  # noqa: BLE001 - a watch that dies would go unnoticed
        _log.exception("the watch of the towns failed and goes on")
