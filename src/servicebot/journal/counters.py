"""What is counted of each turn, so that statistics never read the turns themselves.

A turn is counted once, a moment after it was written, in the transaction that marks it
as counted: counts are exact whoever writes, and stay when the turns are gone. A
question is missed for one reason only: it had no answer, or one that was judged not
useful, else one that was given without assurance.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Insert,
    Table,
    bindparam,
    case,
    func,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.exc import OperationalError

from servicebot.journal.database import insert_into, is_sqlite, reading, writing
from servicebot.journal.tables import ASKED, HOURLY, LATENCIES, MISSED, TURNS
from servicebot.knowledge.aspects import HOURS

UNANSWERED = ("fallback", "clarification")
USELESS = "useless"
DOUBTFUL = "doubtful"
SURE = 0.7
"""An answer given with less confidence is a hesitant one: four in ten of them are wrong
(`tests/corpus/questions.jsonl`), of the others one in ten."""

_CHANGED = "40001"
"""What PostgreSQL says of a state that changed under a transaction that saw it."""

_PAUSE = 0.02
_LOCK = 0x5E2B08
_MINE = "SELECT pg_try_advisory_xact_lock(:key, hashtext(current_schema()))"
"""What the processes that would count one schema at once agree on in PostgreSQL."""

PATIENCE = 2.0
"""Seconds that all that is asked last may be counted for, while somebody waits."""

Condition = ColumnElement[bool]
Number = ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class _Sums:
    """What is added up over the turns that share a key."""

    n: Number
    on_hours: Number
    useful: Number
    useless: Number


class Counter:
    """Counts the turns of one database, with statements that are built once."""

    def __init__(self, engine: Engine) -> None:
        """Build the statements; `until` is the time of the last turn to be counted."""
        self._engine = engine
        chosen = (TURNS.c.counted == 0) & (TURNS.c.at <= bindparam("until"))
        self._additions = tuple(_additions(engine, chosen))
        self._mark = update(TURNS).where(chosen).values(counted=1)

    def count(self, most: int = 500) -> int:
        """Count turns that are not counted yet, the oldest first; return how many.

        Turns of the same millisecond are counted together, so that it may be some
        more. Nothing is done while another process counts, or changes these turns.
        """
        try:
            return self._count(most)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) == _CHANGED:
                return 0
            raise

    def is_behind(self) -> bool:
        """Whether there are turns that are not counted yet."""
        with reading(self._engine) as connection:
            return _until(connection, 1) is not None

    def _count(self, most: int) -> int:
        with writing(self._engine, snapshot=True) as connection:
            if not is_sqlite(self._engine):
                mine = text(_MINE)
                if not connection.scalar(mine, {"key": _LOCK}):
                    return 0
            until = _until(connection, most)
            if until is None:
                return 0
            for statement in self._additions:
                connection.execute(statement, {"until": until})
            return connection.execute(self._mark, {"until": until}).rowcount


def count_all(engine: Engine, most: int = 50_000) -> None:
    """Count every turn that is not counted yet, so many at a time.

    Counts may stay behind where another process counts, or very much is left: nobody
    waits longer than that.
    """
    counter = Counter(engine)
    until = time.monotonic() + PATIENCE
    while counter.is_behind() and time.monotonic() < until:
        if not counter.count(most):
            time.sleep(_PAUSE)


def change_opinion(connection: Connection, row: Mapping[str, Any], useful: int) -> None:
    """Count an opinion on a counted turn, the one that it had being taken back."""
    before = row["useful"]
    gain, loss = useful - int(before == 1), 1 - useful - int(before == 0)
    amounts = [func.sum(literal(amount)) for amount in (0, 0, gain, loss)]
    sums = _Sums(*amounts)
    one = TURNS.c.id == row["id"]
    engine = connection.engine
    connection.execute(_hours(engine, one, sums))
    connection.execute(_cells(engine, one, sums))
    if loss and row["kind"] not in UNANSWERED:
        connection.execute(_missed(engine, one, literal(USELESS), sums.useless))
        if row["kind"] == "answer" and row["confidence"] < SURE:
            back = func.sum(literal(-loss))
            connection.execute(_missed(engine, one, literal(DOUBTFUL), back))


def _until(connection: Connection, most: int) -> int | None:
    """Return the time of the last of the oldest turns to be counted."""
    waiting = select(TURNS.c.at).where(TURNS.c.counted == 0)
    some = waiting.order_by(TURNS.c.at).offset(most - 1).limit(1)
    until: int | None = connection.scalar(some)
    if until is None:
        newest = waiting.order_by(TURNS.c.at.desc()).limit(1)
        until = connection.scalar(newest)
    return until


def _additions(engine: Engine, chosen: Condition) -> Iterator[Insert]:
    """Yield what adds the chosen turns to every table of counts."""
    n = func.count()
    sums = _Sums(
        n,
        _number_of(TURNS.c.aspect == HOURS),
        _number_of(TURNS.c.useful == 1),
        _number_of(TURNS.c.useful == 0),
    )
    yield _hours(engine, chosen, sums)
    yield _cells(engine, chosen, sums)
    steps = {"day": TURNS.c.day, "step": _two_digits(TURNS.c.latency)}
    yield _adding(engine, LATENCIES, chosen, steps, {"n": n})
    is_unanswered, is_useless = TURNS.c.kind.in_(UNANSWERED), TURNS.c.useful == 0
    is_doubtful = (TURNS.c.kind == "answer") & (TURNS.c.confidence < SURE)
    is_doubtful &= func.coalesce(TURNS.c.useful, 1) == 1
    yield _missed(engine, chosen & is_unanswered, TURNS.c.kind, n)
    yield _missed(engine, chosen & is_useless & ~is_unanswered, literal(USELESS), n)
    yield _missed(engine, chosen & is_doubtful, literal(DOUBTFUL), n)


def _hours(engine: Engine, chosen: Condition, sums: _Sums) -> Insert:
    keys = {name: TURNS.c[name] for name in ("day", "hour", "channel", "kind")}
    amounts = {
        "n": sums.n,
        "on_hours": sums.on_hours,
        "useful": sums.useful,
        "useless": sums.useless,
    }
    return _adding(engine, HOURLY, chosen, keys, amounts)


def _cells(engine: Engine, chosen: Condition, sums: _Sums) -> Insert:
    keys: dict[str, Number] = {"day": TURNS.c.day, "kind": TURNS.c.kind}
    for name in ("entry", "subject", "aspect"):
        keys[name] = func.coalesce(TURNS.c[name], "")
    amounts = {"n": sums.n, "useful": sums.useful, "useless": sums.useless}
    return _adding(engine, ASKED, chosen, keys, amounts)


def _missed(engine: Engine, chosen: Condition, reason: Number, n: Number) -> Insert:
    keys = {"day": TURNS.c.day, "reason": reason, "folded": TURNS.c.folded}
    entry = func.coalesce(TURNS.c.entry, TURNS.c.runner_up, "")
    amounts = {"n": n, "question": func.max(TURNS.c.question), "entry": func.max(entry)}
    has_text = TURNS.c.question.is_not(None)
    return _adding(engine, MISSED, chosen & has_text, keys, amounts)


def _adding(
    engine: Engine,
    table: Table,
    chosen: Condition,
    keys: Mapping[str, Number],
    amounts: Mapping[str, Number],
) -> Insert:
    """Return what adds sums over the chosen turns to the rows of the same key."""
    rows = select(*keys.values(), *amounts.values()).where(chosen)
    rows = rows.group_by(*keys.values()).order_by(*keys.values())
    entry = insert_into(engine, table).from_select([*keys, *amounts], rows)
    added = [name for name in amounts if name not in ("question", "entry")]
    sums = {name: table.c[name] + entry.excluded[name] for name in added}
    return entry.on_conflict_do_update(index_elements=list(keys), set_=sums)


def _number_of(condition: Condition) -> Number:
    return func.sum(case((condition, 1), else_=0))


def _two_digits(latency: Number) -> Number:
    """Return a latency down to its first two digits."""
    sizes = [(latency < 10 ** (power + 2), 10**power) for power in range(8)]
    return case(
        *((small, latency // unit * unit) for small, unit in sizes), else_=latency
    )
