"""How a process opens its towns, and how a bot is trained without holding others up."""

import logging
import multiprocessing
import os
import sys
import threading
from pathlib import Path

from servicebot.bot import Bot
from servicebot.checkup.towns import refuse_unusable
from servicebot.errors import SettingsError
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


def open_towns(settings: Settings) -> Keeper:
    """Return the towns of the settings' folder, none of them loaded yet.

    Settings with which no town could be served are a SettingsError.
    """
    folder = settings.towns
    if folder is None or not folder.is_dir():
        raise SettingsError(f"SERVICEBOT_TOWNS désigne « {folder} », qui n'existe pas")
    refuse_unusable(settings)
    shared = Shared.read().for_many()
    turn = threading.Lock()

    def build(path: Path, own: Settings, overlay: Overlay) -> Bot:
        return build_hosted(path, own, overlay, turn)

    def make(site: Site) -> HostedTown:
        return HostedTown(site, for_town(settings, site.name), shared, build)

    sys.setswitchinterval(_SWITCH)
    bound = settings.towns_memory * _MIB
    return Keeper(folder, make, bound=bound, waiting=_WAITING)


def dispatcher_of(settings: Settings, keeper: Keeper) -> Dispatcher:
    """Return the application that serves the towns of a keeper."""
    return Dispatcher(keeper, process_app(settings, keeper, Shared.read()))


def build_hosted(
    folder: Path, settings: Settings, overlay: Overlay, turn: threading.Lock
) -> Bot:
    """Build the bot of one town among others; it is trained in a process of its own.

    What remains to be done here is done in `turn`: all towns share one interpreter.
    """
    cache = settings.var / "cache"
    with turn, undisturbed():
        base = load(folder)
        Wording.of(base.phrases)
    if not is_trained(overlaid(base, overlay), cache):
        train_apart(folder, overlay, cache)
    with turn, undisturbed():
        secret = secret_bytes(settings)
        bot = Bot.build(base, overlay, secret=secret, cache=cache)
        settle_new()
    return bot


def train_apart(folder: Path, overlay: Overlay, cache: Path) -> None:
    """Train a base in a process of its own, which leaves the result in the cache.

    If that fails the cache stays empty, and who needs it trains by itself.
    """
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=train, args=(folder, overlay, cache), daemon=True)
    process.start()
    process.join(_MOST_SECONDS)
    if process.exitcode != 0:
        _log.warning("the training of %s apart ended with %s", folder, process.exitcode)
        process.kill()


def train(folder: Path, overlay: Overlay, cache: Path) -> None:
    """Train the base of a folder at the lowest priority, and keep the result."""
    os.nice(_KINDNESS)
    with undisturbed():
        Bot.build(load(folder), overlay, secret=os.urandom(32), cache=cache)
