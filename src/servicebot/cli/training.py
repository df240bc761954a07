"""How a base is trained apart: at the lowest priority, in a process of its own.

Such a process is the copy of one that is kept ready, with all that training imports:
a small town is trained before a new one would have begun.
"""

import logging
import multiprocessing
import os
import threading
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from servicebot.bot import Bot
from servicebot.errors import ServicebotError
from servicebot.knowledge.loader import load
from servicebot.knowledge.overlay import Overlay, overlaid
from servicebot.memory import undisturbed
from servicebot.understanding.engine import is_trained

_log = logging.getLogger(__name__)

_MOST_SECONDS = 600.0
_KINDNESS = 10


class Trainer:
    """Trains bases, each in a process of its own, until it is closed."""

    def __init__(self) -> None:
        """Train nothing yet."""
        self._context = _ready_context()
        self._processes: set[BaseProcess] = set()
        self._vain: set[Path] = set()
        self._is_closed = False
        self._lock = threading.Lock()

    def train(self, folder: Path, overlay: Overlay, cache: Path) -> None:
        """Train a base, and leave the result in the cache.

        If that fails the cache stays empty, and `was_vain` says so; once this is
        closed, nobody is trained any more: a ServicebotError.
        """
        try:
            outcome: object = self._run(folder, overlay, cache)
        except OSError as error:  # no memory, too many processes
            outcome = error
        if outcome == 0:
            return
        _log.warning("training %s apart ended with %s", folder, outcome)
        with self._lock:
            self._vain.add(folder)

    def was_vain(self, folder: Path) -> bool:
        """Whether the last training of a folder failed; it is told once."""
        with self._lock:
            is_vain = folder in self._vain
            self._vain.discard(folder)
        return is_vain

    def close(self) -> None:
        """End the trainings that go on; there will be no others."""
        with self._lock:
            self._is_closed = True
            for process in self._processes:
                process.terminate()

    def _run(self, folder: Path, overlay: Overlay, cache: Path) -> int | None:
        """Run a process to its end; return its exit code, None if it took too long."""
        process = self._context.Process(
            target=train, args=(folder, overlay, cache), daemon=True
        )
        with self._lock:
            self._refuse_if_closed()
            process.start()
            self._processes.add(process)
        process.join(_MOST_SECONDS)
        with self._lock:
            self._processes.remove(process)
            self._refuse_if_closed()
        outcome: int | None = process.exitcode
        process.kill()
        return outcome

    def _refuse_if_closed(self) -> None:
        if self._is_closed:
            raise ServicebotError("le serveur s'arrête")


def train(folder: Path, overlay: Overlay, cache: Path) -> None:
    """Train the base of a folder at the lowest priority, and keep the result.

    A result that could not be kept is a ServicebotError.
    """
    os.nice(_KINDNESS)
    with undisturbed():
        base = load(folder)
        Bot.build(base, overlay, secret=os.urandom(32), cache=cache)
    if not is_trained(overlaid(base, overlay), cache):
        raise ServicebotError(f"l'entraînement n'a pu être gardé dans {cache}")


def _ready_context() -> ForkServerContext | SpawnContext:
    """Return how processes begin: as copies of a ready one, anew where none can be."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    try:
        forkserver.ensure_running()
    except OSError as error:
        _log.info("trainings begin slowly: no process can be kept ready (%s)", error)
        return multiprocessing.get_context("spawn")
    return context
