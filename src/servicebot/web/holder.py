"""The bot that the doors ask, kept up to date with its knowledge folder."""

import logging
import threading
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from servicebot.errors import ServicebotError
from servicebot.knowledge.base import Base, Notice
from servicebot.knowledge.overlay import Overlay
from servicebot.replies import Answer, Reply
from servicebot.understanding.explain import Explanation

_log = logging.getLogger(__name__)

Signature = tuple[tuple[str, int, int], ...]
Seen = tuple[Signature, Hashable]


class Replier(Protocol):
    """What the doors need of a bot."""

    @property
    def base(self) -> Base:
        """The knowledge that it answers from."""

    def reply(self, question: str, context: str | None, now: datetime) -> Reply:
        """Answer one message."""

    def learning(self, overlay: Overlay) -> "Replier":
        """Return a bot that has learned some more."""

    def announcing(self, notices: Sequence[Notice]) -> "Replier":
        """Return a bot with these notices and no others."""

    def tell(self, entry: str, now: datetime) -> Answer:
        """Return what an entry answers when its own question is asked."""

    def explain(self, question: str, context: str | None, now: datetime) -> Explanation:
        """Return why a question is understood as it is."""

    def content(self, question: str) -> frozenset[str]:
        """Return the stems of a question that say something, spelled right."""


@dataclass(frozen=True, slots=True)
class Live:
    """A bot in service, and since when."""

    bot: Replier
    since: datetime


@dataclass(frozen=True, slots=True)
class Loads:
    """How many times a changed base was taken up, and refused."""

    loaded: int = 0
    refused: int = 0


class Additions(Protocol):
    """What the desk adds to the files; reading it never fails, it may be late."""

    def learned(self) -> Hashable:
        """Return what changes whenever what a bot learns has changed."""

    def notices(self) -> tuple[Notice, ...]:
        """Return the notices that are not over."""

    def listen(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call back when something may have changed, if told; return what ends it."""


class NoAdditions:
    """Nothing is added to the files."""

    def learned(self) -> Hashable:
        """Return always the same."""
        return None

    def notices(self) -> tuple[Notice, ...]:
        """Return none."""
        return ()

    def listen(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Never call back."""
        del changed
        return lambda: None


class BotHolder:
    """Owns the current bot; a changed folder builds a new one, a bad one is refused.

    What is learned at the desk builds a new bot too, behind the one that answers; what
    is announced there is put on the bot in service.
    """

    def __init__(
        self,
        folder: Path,
        build: Callable[[Path], Replier],
        additions: Additions | None = None,
    ) -> None:
        """Keep where the knowledge is and how a bot is built from it."""
        self.folder = folder
        self._additions = additions or NoAdditions()
        self._build = build
        self._live: Live | None = None
        self._loads = Loads()
        self._fault: str | None = None
        self._seen: Seen = ((), None)
        self._announced: tuple[Notice, ...] = ()
        self._stopped = threading.Event()
        self._woken = threading.Event()
        self._refreshing = threading.Lock()

    @property
    def live(self) -> Live | None:
        """The bot in service, or None before the first load."""
        return self._live

    @property
    def fault(self) -> str | None:
        """Why the files as they are now could not be used, or None."""
        return self._fault

    @property
    def loads(self) -> Loads:
        """How many changes were taken up and refused since the first load."""
        return self._loads

    def load(self) -> None:
        """Build the first bot; a broken folder raises."""
        self._seen = self._look()
        self._serve(self._build(self.folder))
        self._fault = None

    def release(self) -> None:
        """Let the bot go; until the next load there is none."""
        self._live = None

    def forget(self) -> None:
        """Build anew at the next `refresh`, though nothing has changed."""
        self._seen = ((), None)

    def is_behind(self) -> bool:
        """Look again, as `refresh` does; return whether a new bot would be built.

        Only notices that have changed are taken up.
        """
        if not self._refreshing.acquire(blocking=False):
            return False
        try:
            has_changed = self._look() != self._seen
            self._announce()
            return has_changed
        finally:
            self._refreshing.release()

    def refresh(self) -> bool:
        """Look again at the folder and at the additions; return whether they changed.

        Notices that have changed are taken up too, which takes no time. While another
        thread refreshes, nothing is done.
        """
        if not self._refreshing.acquire(blocking=False):
            return False
        try:
            return self._refreshed()
        finally:
            self._refreshing.release()

    def _refreshed(self) -> bool:
        seen = self._look()
        if seen == self._seen:
            self._announce()
            return False
        self._seen = seen
        try:
            self._serve(self._build(self.folder))
        except (ServicebotError, OSError) as error:
            self._fault = str(error)
            self._loads = replace(self._loads, refused=self._loads.refused + 1)
            _log.error("knowledge refused, the last good one stays:\n%s", error)
        else:
            self._fault = None
            self._loads = replace(self._loads, loaded=self._loads.loaded + 1)
            _log.info("knowledge reloaded from %s", self.folder)
        return True

    def _look(self) -> "Seen":
        return _signature(self.folder), self._additions.learned()

    def _serve(self, bot: Replier) -> None:
        self._announced = self._additions.notices()
        if self._announced:
            bot = bot.announcing(self._announced)
        self._live = Live(bot, datetime.now(UTC))

    def _announce(self) -> None:
        notices = self._additions.notices()
        live = self._live
        if notices != self._announced and live is not None:
            self._announced = notices
            self._live = Live(live.bot.announcing(notices), live.since)

    def watch(self, interval: float = 0.3) -> None:
        """Refresh in the background until `stop`, and at once when told of a change."""
        threading.Thread(
            target=self._watch, args=(interval,), name="knowledge-watch", daemon=True
        ).start()

    def stop(self) -> None:
        """End the background watch."""
        self._stopped.set()
        self._woken.set()

    def _watch(self, interval: float) -> None:
        end = self._additions.listen(self._woken.set)
        while not self._is_over(interval):
            try:
                self.refresh()
            except Exception:  # noqa: BLE001 - a watch that dies would go unnoticed
                _log.exception("the knowledge watch failed and goes on")
        end()

    def _is_over(self, interval: float) -> bool:
        """Wait until told of a change, for so long at most; return whether to stop."""
        self._woken.wait(interval)
        self._woken.clear()
        return self._stopped.is_set()


def _signature(folder: Path) -> Signature:
    paths = [path for kind in ("*.yaml", "*.yml") for path in folder.rglob(kind)]
    return tuple(sorted(_stamp(path) for path in paths))


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        status = path.stat()
    except FileNotFoundError:  # an editor that replaces the file at this very moment
        return str(path), 0, 0
    return str(path), status.st_mtime_ns, status.st_size
