"""A timetable asked day by day, by opening-hours-py."""

import re
from datetime import date, datetime, timedelta

from opening_hours import OpeningHours, State

from servicebot.knowledge.hours.rules import parse
from servicebot.knowledge.hours.values import DAY, DaySpans, Span, SpanKind, Timetable

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
    first, last = datetime(2024, 1, 1), datetime(2040, 1, 1)  # noqa: DTZ001
    table = parse(f"{selector} 00:00-24:00", selector)
    return frozenset(
        day
        for start, end, state, _ in table.intervals(first, last)
        if state == State.OPEN
        for day in range(start.toordinal(), (end or last).toordinal())
    )


def next_open_day(table: Timetable, day: date) -> date | None:
    """Return the first day, from `day` on, on which a table is not closed all day."""
    if table.depends_on != "date":
        return _next_in_months(table, day)
    instant: datetime | None = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    while instant is not None and table.today.is_closed(instant):
        instant = table.today.next_change(instant)
    return instant.date() if instant else None


def _next_in_months(table: Timetable, day: date) -> date | None:
    """Return the next open day of a table that depends on weekdays and months."""
    limit = day.toordinal() + 400
    while day.toordinal() < limit:
        week = [day + timedelta(days=n) for n in range(7)]
        for one in week:
            if one.month == day.month and spans_of(table, one)[0]:
                return one
        if week[-1].month == day.month:
            day = week[-1]
            day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        else:
            day = week[-1].replace(day=1)
    return None


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
