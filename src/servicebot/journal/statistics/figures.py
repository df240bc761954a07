"""The figures of a period, read from the counts alone: a year is as quick as a day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, Table, func, select

from servicebot.journal.counters import DOUBTFUL, UNANSWERED, USELESS
from servicebot.journal.database import reading
from servicebot.journal.tables import ASKED, HOURLY, LATENCIES, MISSED

MOST = 20
"""Rows of each list."""

IsOpen = Callable[[date, int], bool | None]
"""Whether the reception is open in an hour of a day; None where nobody knows."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of the period."""
        count = (self.end - self.start).days + 1
        return tuple(self.start + timedelta(days=n) for n in range(count))


@dataclass(frozen=True, slots=True)
class Missed:
    """A question without a good answer, how often it came, and the nearest entry."""

    question: str
    entry: str
    n: int


@dataclass(frozen=True, slots=True)
class Outside:
    """Demand while the reception is closed; None where its hours are not known."""

    n: int
    share: float
    on_hours: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a period; shares are from 0 to 1, latencies in microseconds.

    What was `missed` had no answer, or one that was judged not useful.
    """

    period: Period
    total: int
    kinds: Mapping[str, int]
    channels: Mapping[str, int]
    useful: int
    useless: int
    missed: int
    by_day: tuple[tuple[date, int], ...]
    by_hour: tuple[int, ...]
    subjects: tuple[tuple[str, int], ...]
    entries: tuple[tuple[str, int], ...]
    cells: tuple[tuple[str, str, int], ...]
    unanswered: tuple[Missed, ...]
    judged_useless: tuple[Missed, ...]
    doubtful: tuple[Missed, ...]
    latency_p50: int | None
    latency_p95: int | None
    outside: Outside | None

    def share(self, kind: str) -> float:
        """Return the share of the replies that are of a kind."""
        return self.kinds.get(kind, 0) / self.total if self.total else 0.0

    @property
    def missed_share(self) -> float:
        """Return the share of the questions that were missed."""
        return self.missed / self.total if self.total else 0.0

    @property
    def useful_share(self) -> float | None:
        """The share of the opinions that are good, None where there is none."""
        opinions = self.useful + self.useless
        return self.useful / opinions if opinions else None


def read_figures(engine: Engine, period: Period, is_open: IsOpen) -> Figures:
    """Return the figures of a period, of what is counted up to now."""
    with reading(engine) as connection:
        hours = _hours(connection, period)
        steps = _latencies(connection, period)
        return Figures(
            period=period,
            total=sum(row["n"] for row in hours),
            kinds=_summed(hours, "kind"),
            channels=_summed(hours, "channel"),
            useful=sum(row["useful"] for row in hours),
            useless=sum(row["useless"] for row in hours),
            missed=sum(
                row["n"] if row["kind"] == "fallback" else row["useless"]
                for row in hours
            ),
            by_day=_by_day(hours, period),
            by_hour=tuple(_summed(hours, "hour").get(hour, 0) for hour in range(24)),
            subjects=_top(connection, period, ASKED.c.subject),
            entries=_top(connection, period, ASKED.c.entry),
            cells=_cells(connection, period),
            unanswered=_missed(connection, period, UNANSWERED),
            judged_useless=_missed(connection, period, (USELESS,)),
            doubtful=_missed(connection, period, (DOUBTFUL,)),
            latency_p50=_percentile(steps, 0.5),
            latency_p95=_percentile(steps, 0.95),
            outside=_outside(hours, is_open),
        )


Row = Mapping[str, Any]


def _hours(connection: Connection, period: Period) -> Sequence[Row]:
    rows = connection.execute(select(HOURLY).where(_within(HOURLY, period)))
    return [dict(row) for row in rows.mappings()]


def _within(table: Table, period: Period) -> ColumnElement[bool]:
    return table.c.day.between(period.start.isoformat(), period.end.isoformat())


def _summed(rows: Sequence[Row], name: str) -> dict[Any, int]:
    sums: dict[Any, int] = {}
    for row in rows:
        sums[row[name]] = sums.get(row[name], 0) + row["n"]
    return dict(sorted(sums.items(), key=lambda item: -item[1]))


def _by_day(rows: Sequence[Row], period: Period) -> tuple[tuple[date, int], ...]:
    sums = _summed(rows, "day")
    return tuple((day, sums.get(day.isoformat(), 0)) for day in period.days)


def _top(
    connection: Connection, period: Period, column: ColumnElement[str]
) -> tuple[tuple[str, int], ...]:
    n = func.sum(ASKED.c.n)
    chosen = select(column, n).where(_within(ASKED, period) & (column != ""))
    ranked = chosen.group_by(column).order_by(n.desc(), column).limit(MOST)
    return tuple((str(name), int(count)) for name, count in connection.execute(ranked))


def _cells(connection: Connection, period: Period) -> tuple[tuple[str, str, int], ...]:
    """Return the subjects and aspects asked together in vain, the most asked first."""
    n = func.sum(ASKED.c.n)
    subject, aspect = ASKED.c.subject, ASKED.c.aspect
    is_cell = (subject != "") & (aspect != "") & ASKED.c.kind.in_(UNANSWERED)
    chosen = select(subject, aspect, n).where(_within(ASKED, period) & is_cell)
    ranked = chosen.group_by(subject, aspect).order_by(n.desc(), subject, aspect)
    rows = connection.execute(ranked.limit(10 * MOST))
    return tuple((str(a), str(b), int(count)) for a, b, count in rows)


def _missed(
    connection: Connection, period: Period, reasons: Sequence[str]
) -> tuple[Missed, ...]:
    rows = connection.execute(_missed_query(period, reasons))
    return tuple(Missed(str(q), str(e), int(n)) for q, e, n in rows)


def _missed_query(period: Period, reasons: Sequence[str]) -> Select[Any]:
    n = func.sum(MISSED.c.n)
    question, entry = func.max(MISSED.c.question), func.max(MISSED.c.entry)
    chosen = _within(MISSED, period) & MISSED.c.reason.in_(reasons) & (MISSED.c.n > 0)
    rows = select(question, entry, n).where(chosen).group_by(MISSED.c.folded)
    return rows.order_by(n.desc(), MISSED.c.folded).limit(MOST)


def _latencies(connection: Connection, period: Period) -> list[tuple[int, int]]:
    n = func.sum(LATENCIES.c.n)
    step = LATENCIES.c.step
    rows = select(step, n).where(_within(LATENCIES, period)).group_by(step)
    return [
        (int(at), int(count)) for at, count in connection.execute(rows.order_by(step))
    ]


def _percentile(steps: Sequence[tuple[int, int]], share: float) -> int | None:
    total = sum(count for _, count in steps)
    seen = 0
    for step, count in steps:
        seen += count
        if seen >= share * total:
            return step
    return None


def _outside(rows: Sequence[Row], is_open: IsOpen) -> Outside | None:
    known = total = outside = on_hours = 0
    for row in rows:
        state = is_open(date.fromisoformat(row["day"]), row["hour"])
        if state is None:
            continue
        known += 1
        total += row["n"]
        if not state:
            outside += row["n"]
            on_hours += row["on_hours"]
    return (
        Outside(outside, outside / total if total else 0.0, on_hours) if known else None
    )
