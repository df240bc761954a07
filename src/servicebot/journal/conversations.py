"""The conversations of channels, in the database until nobody goes on with them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, select, text

from servicebot.journal.database import is_sqlite, reading, writing
from servicebot.journal.tables import CONVERSATIONS

_PATIENCE = 500
"""Milliseconds that PostgreSQL may take for a statement: a citizen is waiting."""

_KEEP = text(
    "INSERT INTO conversations (id, state, until) VALUES (:id, :state, :until) "
    "ON CONFLICT (id) DO UPDATE SET state = excluded.state, until = excluded.until"
)


@dataclass(frozen=True, slots=True)
class StoredConversations:
    """States of conversations (JSON texts); a failing database raises as it does."""

    engine: Engine

    def read(self, key: str, now: datetime) -> str | None:
        """Return the state of a conversation that has not expired, or None."""
        rows = CONVERSATIONS.c
        wanted = select(rows.state).where(rows.id == key, rows.until > _stamp(now))
        with reading(self.engine) as connection:
            self._hurry(connection)
            return connection.scalar(wanted)

    def keep(self, key: str, state: str, now: datetime, until: datetime) -> None:
        """Keep a state until then, and delete those that have expired by now."""
        old = delete(CONVERSATIONS).where(CONVERSATIONS.c.until <= _stamp(now))
        values = {"id": key, "state": state, "until": _stamp(until)}
        with writing(self.engine) as connection:
            self._hurry(connection)
            connection.execute(old)
            connection.execute(_KEEP, values)

    def _hurry(self, connection: Connection) -> None:
        if not is_sqlite(self.engine):
            connection.execute(text(f"SET LOCAL statement_timeout = {_PATIENCE}"))


def _stamp(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
