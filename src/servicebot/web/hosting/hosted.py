"""One of the towns of a process: its bot comes and goes, all the rest stays."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from prometheus_client import CollectorRegistry

from servicebot.errors import ServicebotError
from servicebot.journal.additions import StoredAdditions
from servicebot.journal.store import Journal
from servicebot.knowledge.overlay import Overlay
from servicebot.knowledge.towns import Site
from servicebot.settings import Settings
from servicebot.web.app import create_app
from servicebot.web.holder import BotHolder, Replier
from servicebot.web.hosting.lanes import UntrainedError
from servicebot.web.metrics import Metrics
from servicebot.web.shared import Shared

_log = logging.getLogger(__name__)

_NEVER = float("-inf")

REST = 30.0
"""Seconds between two looks at a journal that nobody writes to."""

_AGAIN = 5.0
"""Seconds until a town is tried again that failed for another reason than its files."""

_ANEW = 60.0
"""Seconds until files are taken up again that failed for another reason."""

_MAKING = threading.Lock()
"""One application is made at a time: Werkzeug builds its rules by `ast.parse`, whose
count of depth Python 3.11 shares between threads (python/cpython#106905)."""

Build = Callable[[Path, Settings, Overlay], Replier]


class HostedTown:
    """A town's journal, application and counts; its bot only while it is in use."""

    def __init__(
        self, site: Site, settings: Settings, shared: Shared, build: Build
    ) -> None:
        """Keep what the town is made from; nothing is loaded yet."""
        self.name = site.name
        self.metrics = Metrics(CollectorRegistry())
        self.loading: Future[None] | None = None
        self.refreshing: Future[None] | None = None
        self.used = 0.0
        self.looked = _NEVER
        self._settings = settings
        self._shared = shared
        self._journal = Journal(settings.database_url, settings.retention, rest=REST)
        additions = StoredAdditions(self._journal.engine, lambda: datetime.now(UTC))
        self._holder = BotHolder(
            site.folder,
            lambda folder: build(folder, settings, additions.overlay()),
            additions,
        )
        self._app: Flask | None = None
        self._fault: str | None = None
        self._failed_at = 0.0
        self._guests = 0
        self._is_open = False
        self._lock = threading.Lock()

    @property
    def is_loaded(self) -> bool:
        """Whether its bot is in memory."""
        return self._holder.live is not None

    @property
    def fault(self) -> str | None:
        """Why its files cannot be used as they are now, or None."""
        return self._fault or self._holder.fault

    @property
    def troubles(self) -> dict[str, str]:
        """What does not work, by part."""
        said = {"knowledge": self.fault, "journal": self._journal.health.fault}
        return {part: fault for part, fault in said.items() if fault}

    @property
    def is_open(self) -> bool:
        """Whether its journal runs."""
        return self._is_open

    def open(self) -> None:
        """Start its journal, which counts and purges from now on."""
        with self._lock:
            if self._is_open:
                return
            self._is_open = True
        self._journal.start()

    @property
    def app(self) -> Flask | None:
        """Its application, or None while it is not loaded."""
        return None if self._holder.live is None else self._app

    def enter(self) -> None:
        """Keep it in memory, once it is there, until `leave`."""
        with self._lock:
            self._guests += 1
            self.used = time.monotonic()

    def leave(self) -> None:
        """End what `enter` began."""
        with self._lock:
            self._guests -= 1

    def is_refused(self) -> bool:
        """Whether it could not be loaded, and nothing has changed since."""
        if self._fault is None:
            return False
        is_late = time.monotonic() - self._failed_at > _AGAIN
        return not is_late and not self._holder.is_behind()

    def load(self) -> bool:
        """Load its bot, for the first time or anew; return whether that went well.

        A base that must be trained first raises UntrainedError.
        """
        self.looked = time.monotonic()
        try:
            self.open()
            self._holder.load()
            if self._app is None:
                self._app = self._made()
        except UntrainedError:
            raise
        except (ServicebotError, OSError) as error:
            self._fail(str(error))
        except Exception as error:  # noqa: BLE001 - a town stops no other one
            _log.exception("town %s cannot be loaded", self.name)
            self._fail(type(error).__name__)
        else:
            self._fault = None
            self.used = time.monotonic()
        return self._fault is None

    def look_soon(self) -> None:
        """Have it looked at again at the next round, however seldom it is used."""
        self.looked = _NEVER

    def is_behind(self) -> bool:
        """Whether its files have changed; its notices are taken up at once."""
        self.looked = time.monotonic()
        is_due = self._fault is not None and self.looked - self._failed_at > _ANEW
        return is_due or self._holder.is_behind()

    def refresh(self) -> None:
        """Take up its files as they are now; the last good base stays if they fail.

        Files that must be trained on first raise UntrainedError.
        """
        if not self.is_loaded:
            return
        try:
            if self._fault is not None:
                self._holder.forget()
            self._holder.refresh()
        except UntrainedError:
            self._holder.forget()
            raise
        except Exception as error:  # noqa: BLE001 - it would be lost in a thread's end
            _log.exception(
                "town %s cannot be taken up, the last good one stays", self.name
            )
            self._fault = type(error).__name__
            self._failed_at = time.monotonic()
        else:
            self._fault = None
        finally:
            self.look_soon()  # at what has changed while nobody could look

    def drop(self) -> bool:
        """Let its bot go, unless somebody is being served; return whether it went."""
        with self._lock:
            if self._guests:
                return False
            self._holder.release()
            return True

    def close(self) -> None:
        """Write what is left in its journal, and let go of its bot."""
        with self._lock:
            self._holder.release()
            was_open, self._is_open = self._is_open, True
        if was_open:
            self._journal.close()

    def _made(self) -> Flask:
        with _MAKING:
            return create_app(
                self._settings,
                bot_holder=self._holder,
                journal=self._journal,
                shared=self._shared,
                metrics=self.metrics,
            )

    def _fail(self, why: str) -> None:
        if why != self._fault:
            _log.error("town %s is refused:\n%s", self.name, why)
        self._fault = why
        self._failed_at = time.monotonic()
        self._holder.release()
