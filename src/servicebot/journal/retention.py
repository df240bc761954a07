"""How long things are kept: the text of questions some weeks, counts some months."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, Table, delete, func, or_, select

from servicebot.journal.audit import Audit
from servicebot.journal.clock import millis
from servicebot.journal.counters import Counter
from servicebot.journal.database import writing
from servicebot.journal.tables import (
    ASKED,
    ECHOES,
    FLAGS,
    HANDLED,
    HOURLY,
    LATENCIES,
    MISSED,
    REQUESTS,
    TURNS,
)
from servicebot.journal.terms import Retention

_STEP = 5000
_COUNTS = (HOURLY, ASKED, LATENCIES)


@dataclass(frozen=True, slots=True)
class Purged:
    """How many turns were deleted, and how many rows of counts."""

    turns: int
    counts: int


def purge(
    engine: Engine, retention: Retention, now: datetime, *, most: int | None = None
) -> Purged:
    """Delete what is too old, at most so many turns; `now` is aware.

    Turns are deleted some thousands at a time, so that writers wait for a moment only,
    and never before they are counted. What editors did with a question goes with its
    text, the audit log after a year.
    """
    limit = now - timedelta(days=retention.text_days)
    turns = 0
    counter = Counter(engine)
    while most is None or turns < most:
        step = min(_STEP, most - turns) if most is not None else _STEP
        deleted = _purge_turns(engine, millis(limit), step)
        turns += deleted
        if deleted < step and not counter.count(_STEP):
            break
    Audit(engine).purge(now)
    return Purged(turns, _purge_rest(engine, limit, _months_before(now, retention)))


def forget(engine: Engine, ids: Sequence[str], containing: str | None = None) -> int:
    """Delete turns by the ids of their replies, or by a text; return how many.

    What was counted of them stays: it tells nothing of anybody.
    """
    with writing(engine) as connection:
        found = set(_named(connection, ids))
        if containing:
            like = f"%{_escaped(containing)}%"
            columns = (TURNS.c.question, TURNS.c.comment)
            holds = or_(*(column.ilike(like, escape="\\") for column in columns))
            found.update(connection.scalars(select(TURNS.c.id).where(holds)))
        for name in found:
            _forget_one(connection, name)
    return len(found)


def _purge_turns(engine: Engine, limit: int, step: int) -> int:
    """Delete the counted ones of so many of the oldest turns; return how many.

    Which these are is read from the index on their time alone, and said from both
    ends: a database that knows little of the table yet does not look through it all.
    """
    times = select(TURNS.c.at).where(TURNS.c.at < limit).order_by(TURNS.c.at)
    with writing(engine) as connection:
        oldest = connection.scalar(times.limit(1))
        if oldest is None:
            return 0
        until = connection.scalar(times.offset(step - 1).limit(1))
        some = TURNS.c.at.between(oldest, limit - 1 if until is None else until)
        chosen = delete(TURNS).where(some & (TURNS.c.counted == 1))
        return connection.execute(chosen).rowcount


def _purge_rest(engine: Engine, text_limit: datetime, counts_limit: date) -> int:
    """Delete old counts, and what goes with turns; return how many rows of counts."""
    counts = 0
    with writing(engine) as connection:
        for table in (REQUESTS, ECHOES, FLAGS, HANDLED):
            connection.execute(delete(table).where(table.c.at < millis(text_limit)))
        first_kept = text_limit.date() + timedelta(days=1)
        counts += _purge_days(connection, (MISSED,), first_kept)
        counts += _purge_days(connection, _COUNTS, counts_limit)
    return counts


def _purge_days(connection: Connection, tables: Iterable[Table], limit: date) -> int:
    return sum(
        connection.execute(
            delete(table).where(table.c.day < limit.isoformat())
        ).rowcount
        for table in tables
    )


def _months_before(now: datetime, retention: Retention) -> date:
    months = now.year * 12 + now.month - 1 - retention.counts_months
    return date(months // 12, months % 12 + 1, 1)


def _named(connection: Connection, ids: Sequence[str]) -> Iterable[str]:
    echoes = select(ECHOES.c.turn).where(ECHOES.c.id.in_(ids))
    named = or_(TURNS.c.id.in_(ids), TURNS.c.id.in_(echoes))
    return connection.scalars(select(TURNS.c.id).where(named))


def _forget_one(connection: Connection, name: str) -> None:
    chosen = select(TURNS.c.folded, TURNS.c.day).where(TURNS.c.id == name)
    folded, day = connection.execute(chosen).one()
    connection.execute(delete(TURNS).where(TURNS.c.id == name))
    same = (TURNS.c.folded == folded) & (TURNS.c.day == day)
    if not connection.scalar(select(func.count()).select_from(TURNS).where(same)):
        missed = (MISSED.c.folded == folded) & (MISSED.c.day == day)
        connection.execute(delete(MISSED).where(missed))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
