"""Turns and opinions become rows, in one transaction.

The statement of a turn is compiled once and run on the driver itself: one turn alone,
which is what an answer waits for, is one call that SQLite commits by itself.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    Connection,
    Dialect,
    Engine,
    PoolProxiedConnection,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from servicebot.journal.clock import millis
from servicebot.journal.counters import change_opinion
from servicebot.journal.database import insert_into, is_sqlite, writing
from servicebot.journal.records import Feedback, Record
from servicebot.journal.tables import ECHOES, REQUESTS, TURNS

AGAIN = 10 * 60 * 1000
"""Milliseconds within which a request with the same key is the same request."""

Item = Record | Feedback
Row = tuple[Any, ...]

_COLUMNS = (
    "id",
    "at",
    "day",
    "hour",
    "channel",
    "question",
    "folded",
    "kind",
    "entry",
    "subject",
    "aspect",
    "confidence",
    "runner_up",
    "latency",
    "counted",
)
"""What is known of a turn when it is written, in the order of the table."""


class Scribe:
    """Writes to one database."""

    def __init__(self, engine: Engine) -> None:
        """Compile the statements in the database's dialect."""
        self.engine = engine
        self._is_sqlite = is_sqlite(engine)
        self._refusal: type[Exception] = engine.dialect.loaded_dbapi.Error
        self._raw: PoolProxiedConnection | None = None
        style = "qmark" if self._is_sqlite else "format"
        speaking: Callable[..., Dialect] = type(engine.dialect)
        entry = insert_into(engine, TURNS)
        self._turn = str(
            entry.compile(dialect=speaking(paramstyle=style), column_keys=_COLUMNS)
        )

    def write(
        self, items: Sequence[Item], *, again: bool = False
    ) -> tuple[Feedback, ...]:
        """Write items in their order; return the opinions on turns that are not there.

        `again` says that the items may have been written before.
        """
        records = [item for item in items if isinstance(item, Record)]
        rows = [_row(record) for record in records if record.key is None]
        if len(rows) == len(items) and not again:
            if self._enter(rows):
                return ()
            again = True
        opinions = [item for item in items if isinstance(item, Feedback)]
        with writing(self.engine) as connection:
            self._enter_new(connection, records, again=again)
            return tuple(o for o in opinions if not self._attach(connection, o))

    def _enter(self, rows: Sequence[Row]) -> bool:
        """Write new turns in the shortest way; return whether it went well."""
        try:
            if self._raw is None:
                self._raw = self.engine.raw_connection()
            cursor = self._raw.cursor()
            if self._is_sqlite and len(rows) == 1:
                cursor.execute(self._turn, rows[0])
                return True
            if self._is_sqlite:
                cursor.execute("BEGIN IMMEDIATE")
            cursor.executemany(self._turn, rows)
            self._raw.commit()
        except (self._refusal, SQLAlchemyError):
            self.close()
            return False
        return True

    def close(self) -> None:
        """Let go of the connection that is kept."""
        if self._raw is not None:
            self._raw.invalidate()
            self._raw = None

    def _enter_new(
        self, connection: Connection, records: Sequence[Record], *, again: bool
    ) -> None:
        """Write turns, without those that were written and requests sent again."""
        known = _known(connection, records) if again else set()
        rows = [
            _row(record)
            for record in records
            if record.id not in known
            and (record.key is None or self._is_new(connection, record))
        ]
        if rows:
            connection.exec_driver_sql(self._turn, rows)

    def _attach(self, connection: Connection, feedback: Feedback) -> bool:
        """Give a turn its opinion, the last one counts; return whether it is there."""
        echo = select(ECHOES.c.turn).where(ECHOES.c.id == feedback.id)
        is_it = TURNS.c.id == (connection.scalar(echo) or feedback.id)
        chosen = select(TURNS).where(is_it).with_for_update()
        row = connection.execute(chosen).mappings().one_or_none()
        if row is None:
            return False
        useful = int(feedback.useful)
        values = {"useful": useful, "comment": feedback.comment}
        connection.execute(update(TURNS).where(is_it).values(values))
        if row["counted"] and row["useful"] != useful:
            change_opinion(connection, dict(row), useful)
        return True

    def _is_new(self, connection: Connection, record: Record) -> bool:
        """Whether a request is not one sent again; one that is becomes an echo."""
        at = millis(record.at)
        entry = insert_into(self.engine, REQUESTS)
        entry = entry.values(key=record.key, at=at, turn=record.id)
        fresh = entry.on_conflict_do_update(
            index_elements=["key"],
            set_={"at": entry.excluded.at, "turn": entry.excluded.turn},
            where=REQUESTS.c.at <= entry.excluded.at - AGAIN,
        ).returning(REQUESTS.c.turn)
        if connection.scalar(fresh) is not None:
            return True
        of = select(REQUESTS.c.turn).where(REQUESTS.c.key == record.key)
        echo = insert_into(self.engine, ECHOES)
        echo = echo.values(id=record.id, at=at, turn=connection.scalar(of))
        connection.execute(echo.on_conflict_do_nothing())
        return False


def _known(connection: Connection, records: Sequence[Record]) -> set[str]:
    ids = [record.id for record in records]
    found = set(connection.scalars(select(TURNS.c.id).where(TURNS.c.id.in_(ids))))
    return found | set(
        connection.scalars(select(ECHOES.c.id).where(ECHOES.c.id.in_(ids)))
    )


def _row(record: Record) -> Row:
    return (
        record.id,
        millis(record.at),
        record.at.date().isoformat(),
        record.at.hour,
        record.channel,
        record.question,
        record.folded,
        record.kind,
        record.entry,
        record.subject,
        record.aspect,
        record.confidence,
        record.runner_up,
        record.latency,
        0,
    )
