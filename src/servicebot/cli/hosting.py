"""How a process opens its towns, and builds a bot without holding others up."""

import sys
import threading
from functools import partial
from pathlib import Path

from servicebot.bot import Bot
from servicebot.checkup.towns import refuse_unusable
from servicebot.cli.training import Trainer
from servicebot.errors import SettingsError
from servicebot.journal.database import open_engine
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

THREADS = 12
"""Threads of a server of many towns; a town that is being loaded holds some of them."""

_WAITING = THREADS - 4
_SWITCH = 0.0005
"""Seconds after which a thread that computes lets another one go on."""

_MIB = 1024 * 1024


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
    keeper = Keeper(folder, make, bound=bound, waiting=_WAITING, halt=trainer.close)
    if settings.database is not None:
        keeper.listen(open_engine(settings.database))
    return keeper


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
