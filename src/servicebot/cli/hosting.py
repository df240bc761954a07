"""How a process opens its towns, and how a bot is trained without holding others up."""

import logging
import multiprocessing
import os
import sys
import threading
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
        self._is_closed = False
        self._lock = threading.Lock()

    def train(self, folder: Path, overlay: Overlay, cache: Path) -> None:
        """Train a base, and leave the result in the cache.

        If that fails the cache stays empty, and who needs it trains by itself; once
        this is closed, nobody does: a ServicebotError.
        """
        process = multiprocessing.get_context("spawn").Process(
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
        if process.exitcode != 0:
            _log.warning("training %s apart ended with %s", folder, process.exitcode)
            process.kill()

    def close(self) -> None:
        """End the trainings that go on; there will be no others."""
        with self._lock:
            self._is_closed = True
            for process in self._processes:
                process.terminate()

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
    """Build the bot of one town among others; it is trained in a process of its own.

    What remains to be done here is done in `turn`: all towns share one interpreter.
    """
    cache = settings.var / "cache"
    with turn, undisturbed():
        base = load(folder)
        Wording.of(base.phrases)
    if not is_trained(overlaid(base, overlay), cache):
        trainer.train(folder, overlay, cache)
    with turn, undisturbed():
        secret = secret_bytes(settings)
        bot = Bot.build(base, overlay, secret=secret, cache=cache)
        settle_new()
    return bot


def train(folder: Path, overlay: Overlay, cache: Path) -> None:
    """Train the base of a folder at the lowest priority, and keep the result."""
    os.nice(_KINDNESS)
    with undisturbed():
        Bot.build(load(folder), overlay, secret=os.urandom(32), cache=cache)
