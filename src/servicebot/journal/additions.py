"""What the desk has added, as every process keeps it: read again when it changes."""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from servicebot.journal.bell import Bell
from servicebot.journal.database import reading
from servicebot.journal.notices import NoticeStore
from servicebot.journal.overlay import OverlayStore
from servicebot.journal.tables import VERSIONS
from servicebot.knowledge.base import Notice
from servicebot.knowledge.overlay import EMPTY, Overlay

_log = logging.getLogger(__name__)


class StoredAdditions:
    """The overlay and the notices of a database; while it is away, the last known."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        """Keep where they are; nothing is read yet."""
        self._engine = engine
        self._clock = clock
        self._overlay: tuple[int, Overlay] = (0, EMPTY)
        self._notices: tuple[int, tuple[Notice, ...]] = (-1, ())
        self._is_away = False

    def listen(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call back as soon as something may have changed, where the database tells.

        Return what ends it.
        """
        bell = Bell(self._engine, lambda _: changed())
        bell.start()
        return bell.stop

    def learned(self) -> int:
        """Return the version of the overlay; it is read when it has changed."""
        try:
            self._read()
        except SQLAlchemyError as error:
            if not self._is_away:
                _log.warning("the desk's additions cannot be read: %s", error)
            self._is_away = True
        else:
            self._is_away = False
        return self._overlay[0]

    def overlay(self) -> Overlay:
        """Return the overlay as it was when `learned` last looked."""
        return self._overlay[1]

    def notices(self) -> tuple[Notice, ...]:
        """Return the notices that are not over, as `learned` last saw them."""
        now = self._clock()
        return tuple(notice for notice in self._notices[1] if notice.end > now)

    def _read(self) -> None:
        with reading(self._engine) as connection:
            rows = connection.execute(select(VERSIONS.c.name, VERSIONS.c.number)).all()
        versions = {row.name: row.number for row in rows}
        learned, announced = versions.get("overlay", 0), versions.get("notices", 0)
        if learned != self._overlay[0]:
            self._overlay = (learned, OverlayStore(self._engine).overlay())
        if announced != self._notices[0]:
            current = NoticeStore(self._engine).current(self._clock())
            self._notices = (announced, current)
