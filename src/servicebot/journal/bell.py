"""PostgreSQL tells at once that what the desk adds has changed (LISTEN, NOTIFY).

Who changes something rings, and names the schema where it is; every process listens on
a connection of its own, to one town or to all those of a database. A bell that cannot
be heard costs nothing but time: everyone looks by themselves now and then.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from servicebot.journal.database import is_sqlite

_log = logging.getLogger(__name__)

CHANNEL = "servicebot"
ANYWHERE = ""
"""What is heard instead of a schema when something may have changed in any of them."""

_LISTEN = f"LISTEN {CHANNEL}"
_AWHILE = 1.0
"""Seconds between two looks at whether to go on listening."""

_PAUSES = (0.5, 10.0)
"""Seconds before a lost connection is opened again: the first, then twice as many."""


def ring(connection: Connection) -> None:
    """Tell all who listen, once the transaction is committed."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_notify(CHANNEL, func.current_schema())))


class Bell:
    """Calls back whenever somebody rings, with the schema where something has changed.

    After a lost connection that may be ANYWHERE.
    """

    def __init__(self, engine: Engine, heard: Callable[[str], None]) -> None:
        """Prepare to listen; nothing is opened yet."""
        self._engine = engine
        self._heard = heard
        self._pause, self._longest = _PAUSES
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bell", daemon=True)

    def start(self) -> None:
        """Listen in the background; SQLite has no bell."""
        if not is_sqlite(self._engine):
            self._thread.start()

    def stop(self) -> None:
        """Listen no more."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(2 * _AWHILE)

    def _run(self) -> None:
        lost: tuple[type[Exception], ...] = (
            SQLAlchemyError,
            self._engine.dialect.loaded_dbapi.Error,
        )
        while not self._ended.is_set():
            try:
                self._listen()
            except lost as error:
                _log.info("the bell is not heard: %s", type(error).__name__)
                self._ended.wait(self._pause)
                self._pause = min(2 * self._pause, self._longest)

    def _listen(self) -> None:
        """Listen on one connection until it is lost, or until the end."""
        pooled = self._engine.raw_connection()
        driver: Any = pooled.driver_connection
        pooled.detach()  # it is not one of those that others wait for
        with closing(driver):
            driver.autocommit = True
            driver.execute(_LISTEN)
            self._pause = _PAUSES[0]
            self._heard(ANYWHERE)  # what was rung before
            while not self._ended.is_set():
                for told in driver.notifies(timeout=_AWHILE, stop_after=1):
                    self._heard(told.payload)
