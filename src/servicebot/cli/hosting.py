"""How a process opens its towns, and how a bot is trained without holding others up."""

import logging
import multiprocessing
import os
import sys
import threading
from functools import partial
from multiprocessing.context import SpawnProcess
from pathlib import Path

from servicebot.bot import Bot
from servicebot.checkup.towns import refuse_unusable
from servicebot.errors import ServicebotError, SettingsError
from servicebot.knowledge.loader import load
from servicebot.knowledge.overlay import Overlay, overlaid
from servicebot.knowledge.towns import Site
from servicebot.memory import settle_new, undisturbed
from servicebot.secret import secret_bytes
from servicebot.settings import Settings, for_town
from servicebot.understanding.engine import is_trained
from servicebot.web.hosting.dispatcher import Dispatcher
from servicebot.web.hosting.hosted import HostedTown
from servicebot.web.hosting.keeper import Keeper
from servicebot.web.hosting.lanes import UntrainedError
from servicebot.web.hosting.process import process_app
from servicebot.web.shared import Shared
from servicebot.web.wording import Wording

_log = logging.getLogger(__name__)

THREADS = 12
"""Threads of a server of many towns; a town that is being loaded holds some of them."""

_WAITING = THREADS - 4
_SWITCH = 0.0005
"""Seconds after which a thread that computes lets another one go on."""

_MOST_SECONDS = 600.0
_KINDNESS = 10
_MIB = 1024 * 1024


class Trainer:
    """Trains bases, each in a process of its own, until it is closed."""

    def __init__(self) -> None:
        """Train nothing yet."""
        self._processes: set[SpawnProcess] = set()
        self._vain: set[Path] = set()
        self._is_closed = False
        self._lock = threading.Lock()

    def train(self, folder: Path, overlay: Overlay, cache: Path) -> None:
        """Train a base, and leave the result in the cache.

        If that fails the cache stays empty, and `was_vain` says so; once this is
        closed, nobody is trained any more: a ServicebotError.
        """
        process = multiprocessing.get_context("spawn").Process(
            target=train, args=(folder, overlay, cache), daemon=True
        )
        try:
            outcome: object = self._run(process)
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

    def _run(self, process: SpawnProcess) -> int | None:
        """Run a process to its end; return its exit code, None if it took too long."""
        with self._lock:
            self._refuse_if_closed()
            process.start()
            self._processes.add(process)
        process.join(_MOST_SECONDS)
        with self._lock:
            self._processes.remove(process)
            self._refuse_if_closed()
        outcome = process.exitcode
        process.kill()
        return outcome

    def _refuse_if_closed(self) -> None:
        if self._is_closed:
            raise ServicebotError("le serveur s'arrête")


def open_towns(settings: Settings, shared: Shared) -> Keeper:
    """Return the towns of the settings' folder, none of them loaded yet.

    Settings with which no town could be served are a SettingsError.
    """
    folder = settings.towns
    if folder is None or not folder.is_dir():
        raise SettingsError(f"SERVICEBOT_TOWNS désigne « {folder} », qui n'existe pas")
    refuse_unusable(settings)
    for_many = shared.for_many()
    turn, trainer = threading.Lock(), Trainer()

    def build(path: Path, own: Settings, overlay: Overlay) -> Bot:
        return build_hosted(path, own, overlay, turn, trainer)

    def make(site: Site) -> HostedTown:
        return HostedTown(site, for_town(settings, site.name), for_many, build)

    sys.setswitchinterval(_SWITCH)
    bound = settings.towns_memory * _MIB
    return Keeper(folder, make, bound=bound, waiting=_WAITING, halt=trainer.close)


def dispatcher_of(settings: Settings, keeper: Keeper, shared: Shared) -> Dispatcher:
    """Return the application that serves the towns of a keeper."""
    return Dispatcher(keeper, process_app(settings, keeper, shared))


def build_hosted(
    folder: Path,
    settings: Settings,
    overlay: Overlay,
    turn: threading.Lock,
    trainer: Trainer,
) -> Bot:
    """Build the bot of one town among others; one to be trained is an UntrainedError.

    It is trained in a process of its own, or here if that failed. What remains to be
    done here is done in `turn`: all towns share one interpreter.
    """
    cache = settings.var / "cache"
    must_be_here = trainer.was_vain(folder)
    with turn, undisturbed():
        base = load(folder)
        Wording.of(base.phrases)
    if not must_be_here and not is_trained(overlaid(base, overlay), cache):
        raise UntrainedError(partial(trainer.train, folder, overlay, cache))
    with turn, undisturbed():
        secret = secret_bytes(settings)
        bot = Bot.build(base, overlay, secret=secret, cache=cache)
        settle_new()
    return bot


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
