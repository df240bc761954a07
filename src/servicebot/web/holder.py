"""The bot that the doors ask, kept up to date with its knowledge folder."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from servicebot.errors import ServicebotError
from servicebot.knowledge.base import Base
from servicebot.replies import Answer, Reply
from servicebot.understanding.explain import Explanation

_log = logging.getLogger(__name__)

Signature = tuple[tuple[str, int, int], ...]


class Replier(Protocol):
    """What the doors need of a bot."""

    @property
    def base(self) -> Base:
        """The knowledge that it answers from."""

    def reply(self, question: str, context: str | None, now: datetime) -> Reply:
        """Answer one message."""

    def tell(self, entry: str, now: datetime) -> Answer:
        """Return what an entry answers when its own question is asked."""

    def explain(self, question: str, context: str | None, now: datetime) -> Explanation:
        """Return why a question is understood as it is."""


@dataclass(frozen=True, slots=True)
class Live:
    """A bot in service, and since when."""

    bot: Replier
    since: datetime


class BotHolder:
    """Owns the current bot; a changed folder builds a new one, a bad one is refused."""

    def __init__(self, folder: Path, build: Callable[[Path], Replier]) -> None:
        """Keep where the knowledge is and how a bot is built from it."""
        self.folder = folder
        self._build = build
        self._live: Live | None = None
        self._fault: str | None = None
        self._seen: Signature = ()
        self._stopped = threading.Event()

    @property
    def live(self) -> Live | None:
        """The bot in service, or None before the first load."""
        return self._live

    @property
    def fault(self) -> str | None:
        """Why the files as they are now could not be used, or None."""
        return self._fault

    def load(self) -> None:
        """Build the first bot; a broken folder raises."""
        self._seen = _signature(self.folder)
        self._live = Live(self._build(self.folder), datetime.now(UTC))

    def refresh(self) -> bool:
        """Look at the folder again; return whether its files have changed."""
        signature = _signature(self.folder)
        if signature == self._seen:
            return False
        self._seen = signature
        try:
            self._live = Live(self._build(self.folder), datetime.now(UTC))
        except (ServicebotError, OSError) as error:
            self._fault = str(error)
            _log.error("knowledge refused, the last good one stays:\n%s", error)
        else:
            self._fault = None
            _log.info("knowledge reloaded from %s", self.folder)
        return True

    def watch(self, interval: float = 0.3) -> None:
        """Refresh in the background until `stop`."""
        threading.Thread(
            target=self._watch, args=(interval,), name="knowledge-watch", daemon=True
        ).start()

    def stop(self) -> None:
        """End the background watch."""
        self._stopped.set()

    def _watch(self, interval: float) -> None:
        while not self._stopped.wait(interval):
            try:
                self.refresh()
            except Exception:  # noqa: BLE001 - a watch that dies would go unnoticed
                _log.exception("the knowledge watch failed and goes on")


def _signature(folder: Path) -> Signature:
    paths = [path for kind in ("*.yaml", "*.yml") for path in folder.rglob(kind)]
    return tuple(sorted(_stamp(path) for path in paths))


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        status = path.stat()
    except FileNotFoundError:  # an editor that replaces the file at this very moment
        return str(path), 0, 0
    return str(path), status.st_mtime_ns, status.st_size
