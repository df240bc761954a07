"""The journal: what was asked, written behind the answers and never in their way."""

import time
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from servicebot.errors import JournalError
from servicebot.journal.counters import Counter
from servicebot.journal.database import is_sqlite, open_engine
from servicebot.journal.migrations import migrate
from servicebot.journal.records import Feedback, Health, Record
from servicebot.journal.retention import purge
from servicebot.journal.scribe import Item, Scribe
from servicebot.journal.terms import Retention
from servicebot.journal.writer import LATER, Writer

_SOME = 500
"""Turns that are counted or purged at a time, between two batches of new ones."""

_PURGE_EVERY = 3600.0
"""Seconds between two searches for what is too old."""

_LATE, _MOST_STRAYS = 60.0, 1000
"""Seconds that an opinion waits for its turn to be written, and how many may wait."""

_AWAY = (SQLAlchemyError, JournalError, OSError)
"""What says that the database cannot be used for now."""

PATIENCE = 0.05
"""Seconds that an answer may wait for its row to be committed to a SQLite file."""


class Journal:
    """The journal in one database; what happens to it costs no citizen an answer."""

    def __init__(
        self, address: str, retention: Retention | None = None, *, rest: float = LATER
    ) -> None:
        """Prepare to write to a database; an address that cannot be is a SettingsError.

        Nothing is written, and the database is not needed, before `start`. With a
        `rest` of some seconds, it is left alone for so long while nothing is written.
        """
        self.engine: Engine = open_engine(address)
        self._is_current = False
        self._scribe = Scribe(self.engine)
        self._counter = Counter(self.engine)
        patience = PATIENCE if is_sqlite(self.engine) else 0.0
        self._writer: Writer[Item] = Writer(
            self._write, patience=patience, tidy=self._tidied, rest=rest
        )
        self._rests, self._is_quiet = rest > LATER, False
        self._retention = retention or Retention()
        self._purge_at = 0.0
        self._strays: deque[tuple[float, Feedback]] = deque(maxlen=_MOST_STRAYS)

    def start(self) -> None:
        """Bring the database up to date, if it is there, and begin to write."""
        try:
            self._update()
        except _AWAY as error:
            self._writer.report(error)
        self._writer.start()

    @property
    def health(self) -> Health:
        """How the journal is."""
        return self._writer.health

    def record(self, record: Record) -> bool:
        """Write a turn; return whether it is known to be committed (else it queues)."""
        return self._writer.put(record)

    def attach(self, feedback: Feedback) -> bool:
        """Write what a citizen thought of a reply, as `record` does."""
        return self._writer.put(feedback)

    def flush(self, timeout: float = 5.0) -> bool:
        """Wait until all that was handed over is written; return whether it is."""
        return self._writer.flush(timeout)

    def close(self, timeout: float = 5.0) -> None:
        """Write what is left, for `timeout` seconds at most, and let go."""
        if self._writer.close(timeout):
            self._scribe.close()
            self.engine.dispose()

    def _update(self) -> None:
        if not self._is_current:
            migrate(self.engine)
            self._is_current = True

    def _tidied(self) -> bool:
        """Tidy up; once nothing is left to do, no connection is kept that may rest."""
        has_more = self._tidy()
        if self._rests and self._is_quiet and not has_more:
            self._scribe.close()
            self.engine.dispose()
        self._is_quiet = True
        return has_more

    def _tidy(self) -> bool:
        """Count some turns and purge some; return whether there is more to do."""
        if not self._is_mended():
            return False
        if self._counter.count(_SOME) >= _SOME:
            return True
        self._attach_strays()
        if time.monotonic() < self._purge_at:
            return False
        purged = purge(self.engine, self._retention, datetime.now(UTC), most=_SOME)
        if purged.turns < _SOME:
            self._purge_at = time.monotonic() + _PURGE_EVERY
        return purged.turns >= _SOME

    def _is_mended(self) -> bool:
        """Whether the database is there; one that was away is looked for again."""
        if self._is_current and self.health.fault is None:
            return True
        self._is_current = False
        try:
            self._update()
        except _AWAY as error:
            self._writer.report(error)
            return False
        self._writer.recover()
        return True

    def _attach_strays(self) -> None:
        """Try again the opinions whose turn another process had not written yet."""
        now = time.monotonic()
        waiting = {feedback: until for until, feedback in self._strays if until > now}
        strays = self._scribe.write(tuple(waiting)) if waiting else ()
        self._strays.clear()
        self._strays.extend((waiting[feedback], feedback) for feedback in strays)

    def _write(self, items: Sequence[Item], again: bool) -> None:  # noqa: FBT001 - the writer's word
        self._is_quiet = False
        try:
            self._update()
            until = time.monotonic() + _LATE
            strays = self._scribe.write(items, again=again)
            self._strays.extend((until, feedback) for feedback in strays)
        except SQLAlchemyError:
            self._is_current = False
            raise
