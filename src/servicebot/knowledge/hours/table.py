"""A timetable asked day by day, by opening-hours-py."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from opening_hours import OpeningHours, State

from servicebot.knowledge.hours.rules import parse
from servicebot.knowledge.hours.values import (
    DAY,
    HORIZON_DAYS,
    DaySpans,
    Span,
    SpanKind,
    Timetable,
)

ONE_DAY = timedelta(days=1)
REMEMBERED = 512
"""Days that are remembered of each timetable that depends on dates."""

_APPOINTMENT = re.compile(
    r"(?<!sans )(?:rendez-?vous|\br\.?d\.?v\b|appointment)", re.IGNORECASE
)


def spans_of(table: Timetable, day: date) -> DaySpans:
    """Return the spans of a timetable that begin on a day, or why it is closed."""
    if table.depends_on == "weekday":
        key = day.weekday()
    elif table.depends_on == "month":
        key = day.month * 7 + day.weekday()
    else:
        key = day.toordinal()
    known = table._known  # noqa: SLF001  (the memory of this very module)
    found = known.get(key)
    if found is None:
        if len(known) >= REMEMBERED:
            known.clear()
        found = known[key] = _spans(table, day)
    return found


def warmed(table: Timetable) -> Timetable:
    """Ask a table that depends on weekdays alone about each of them, once for all."""
    if table.depends_on == "weekday":
        for number in range(7):
            spans_of(table, date(2028, 1, 3 + number))
    return table


def covered(selector: str) -> frozenset[int]:
    """Return the days, as ordinals, that a selector of dates covers in 2024-2039."""
    table = parse(f"{selector} 00:00-24:00", selector)
    return frozenset(
        day for year in range(2024, 2040) for day in _covered_in(table, year)
    )


def _covered_in(table: OpeningHours, year: int) -> Iterator[int]:
    first, last = datetime(year, 1, 1), datetime(year + 1, 1, 1)  # noqa: DTZ001
    for start, end, state, _ in table.intervals(first, last):
        if state == State.OPEN:
            yield from range(start.toordinal(), (end or last).toordinal())


def next_open_day(table: Timetable, day: date) -> date | None:
    """Return the first day, from `day` on, on which a table is not closed all day."""
    if table.depends_on != "date":
        return _next_in_months(table, day)
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    limit = midnight + timedelta(days=HORIZON_DAYS)
    instant: datetime | None = midnight
    while instant is not None and table.today.is_closed(instant):
        instant = table.today.next_change(instant) if instant <= limit else None
    return instant.date() if instant else None


def _next_in_months(table: Timetable, day: date) -> date | None:
    """Return the next open day of a table that depends on weekdays and months."""
    for _ in range(13):
        weekdays = _open_weekdays(table, day)
        month = day.month
        while weekdays and day.month == month:
            if day.weekday() in weekdays:
                return day
            day += ONE_DAY
        if day.month == month:
            day = date(day.year + month // 12, month % 12 + 1, 1)
    return None


def _open_weekdays(table: Timetable, day: date) -> frozenset[int]:
    """Return the weekdays on which a table is not closed all day in a day's month."""
    found = table._months.get(day.month)  # noqa: SLF001  (this module's memory)
    if found is None:
        week = [day.replace(day=number) for number in range(1, 8)]
        opened = [one.weekday() for one in week if spans_of(table, one)[0]]
        found = table._months[day.month] = frozenset(opened)  # noqa: SLF001
    return found


def _spans(table: Timetable, day: date) -> DaySpans:
    spans, reason = _asked(table.today, day)
    if table.overnight is None:
        return spans, reason
    late, _ = _asked(table.overnight, day)
    shifted = [Span(DAY, s.end + DAY, s.kind, s.note) for s in late]
    return joined([*spans, *shifted]), reason


def joined(spans: list[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that touch and are alike made one."""
    joined: list[Span] = []
    for span in spans:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.end == span.start
            and (before.kind, before.note) == (span.kind, span.note)
        ):
            joined[-1] = Span(before.start, span.end, span.kind, span.note)
        else:
            joined.append(span)
    return tuple(joined)


def _asked(table: OpeningHours, day: date) -> DaySpans:
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001  (town's own clock)
    spans = []
    reason = None
    for start, end, state, comment in table.intervals(midnight, midnight + ONE_DAY):
        if state == State.CLOSED:
            reason = comment or reason
        else:
            last = DAY if end is None or end.date() != day else _minute(end)
            kind = _kind(state, comment)
            spans.append(Span(_minute(start), last, kind, comment or None))
    return joined(spans), None if spans else reason


def _minute(instant: datetime) -> int:
    return instant.hour * 60 + instant.minute


def _kind(state: State, comment: str) -> SpanKind:
    if comment and _APPOINTMENT.search(comment):
        return "by_appointment"
    return "open" if state == State.OPEN else "unknown"
