"""The journal: what was asked, written behind the answers and never in their way."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from servicebot.errors import JournalError
from servicebot.journal.database import is_sqlite, open_engine, writing
from servicebot.journal.migrations import migrate
from servicebot.journal.records import Feedback, Health, Record
from servicebot.journal.tables import TURNS
from servicebot.journal.writer import Writer

PATIENCE = 0.05
"""Seconds that an answer may wait for its row to be committed to a SQLite file."""

Item = Record | Feedback


class Journal:
    """The journal in one database; what happens to it costs no citizen an answer."""

    def __init__(self, address: str) -> None:
        """Prepare to write to a database; an address that cannot be is a SettingsError.

        Nothing is written, and the database is not needed, before `start`.
        """
        self.engine: Engine = open_engine(address)
        self._is_current = False
        patience = PATIENCE if is_sqlite(self.engine) else 0.0
        self._writer: Writer[Item] = Writer(self._write, patience=patience)

    def start(self) -> None:
        """Bring the database up to date, if it is there, and begin to write."""
        try:
            self._update()
        except (SQLAlchemyError, JournalError, OSError) as error:
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
        self._writer.close(timeout)
        self.engine.dispose()

    def _update(self) -> None:
        if not self._is_current:
            migrate(self.engine)
            self._is_current = True

    def _write(self, items: Sequence[Item], again: bool) -> None:  # noqa: FBT001 - the writer's word
        try:
            self._update()
            with writing(self.engine) as connection:
                _write_items(connection, items, again=again)
        except SQLAlchemyError:
            self._is_current = False
            raise


def _write_items(connection: Connection, items: Sequence[Item], *, again: bool) -> None:
    records = [item for item in items if isinstance(item, Record)]
    known = _known(connection, records) if again else set()
    rows = [_row(record) for record in records if record.id not in known]
    if rows:
        connection.execute(insert(TURNS), rows)
    for item in items:
        if isinstance(item, Feedback):
            connection.execute(
                update(TURNS)
                .where(TURNS.c.id == item.id)
                .values(useful=int(item.useful), comment=item.comment)
            )


def _known(connection: Connection, records: Sequence[Record]) -> set[str]:
    ids = [record.id for record in records]
    return set(connection.scalars(select(TURNS.c.id).where(TURNS.c.id.in_(ids))))


def _row(record: Record) -> dict[str, Any]:
    return {
        "id": record.id,
        "at": int(record.at.timestamp() * 1000),
        "day": record.at.date().isoformat(),
        "hour": record.at.hour,
        "channel": record.channel,
        "question": record.question,
        "folded": record.folded,
        "kind": record.kind,
        "entry": record.entry,
        "subject": record.subject,
        "aspect": record.aspect,
        "confidence": record.confidence,
        "runner_up": record.runner_up,
        "latency": record.latency,
    }
