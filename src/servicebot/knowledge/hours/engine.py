"""Opening hours answered: open now, until when, next opening, a day, a week.

Days are planned on the town's wall clock; comparisons with an instant go through UTC,
so that the hour that spring skips and the one that autumn repeats are both right.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from servicebot.french.moments.saying import format_time
from servicebot.french.typography import NARROW
from servicebot.knowledge.hours.plans import (
    line_of,
    next_candidate,
    ordinary_plan,
    plan_of,
)
from servicebot.knowledge.hours.rules import BY_APPOINTMENT, clock
from servicebot.knowledge.hours.table import ONE_DAY
from servicebot.knowledge.hours.values import (
    DAY,
    HORIZON_DAYS,
    DayHours,
    Hours,
    Plan,
    Span,
    State,
    StateKind,
)

_NEAR_DAYS = 3
_MINUTE = timedelta(minutes=1)


def state_at(hours: Hours, now: datetime) -> State:
    """Return the state of a place at an aware instant.

    `until` and `next_opening` are in the town's time, None beyond 400 days;
    `next_opening` is None while open, and only a real opening counts.
    """
    local = now.astimezone(UTC).astimezone(hours.timezone)
    day = local.date()
    here = _span_at(hours, day, local)
    plan = plan_of(hours, day)
    until, opening = _ahead(hours, local, here)
    return State(
        kind=here.kind if here else "closed",
        until=until,
        next_opening=opening,
        holiday=plan.holiday,
        note=_notes(hours.note, _note(here) if here else None, plan.note),
    )


def _ahead(
    hours: Hours, local: datetime, here: Span | None
) -> tuple[datetime | None, datetime | None]:
    """Return when the state ends and when the place next opens."""
    until = _until(hours, local.date(), here) if here else None
    if here is not None and here.kind == "open":
        return until, None
    for number, (day, span) in enumerate(_coming(hours, local)):
        if number == 0 and here is None:
            until = _town(hours, day, span.start)
        if span.kind == "open":
            return until, _town(hours, day, span.start)
    return until, None


def day_hours(hours: Hours, day: date) -> DayHours:
    """Return the hours of a day; a night's end may exceed 24:00.

    A day of which some hours are unknown is not known; one by appointment says so in
    its note.
    """
    return _told(hours, day, plan_of(hours, day))


def day_kind(hours: Hours, day: date) -> StateKind:
    """Return the best that a day has, in a moment: open hours, by appointment…."""
    plan = plan_of(hours, day)
    kinds = {span.kind for span in plan.spans}
    if not plan.known or "unknown" in kinds:
        return "unknown"
    if "open" in kinds:
        return "open"
    return "by_appointment" if kinds else "closed"


def ordinary_hours(hours: Hours, day: date) -> DayHours:
    """Return what a day would be without closures, special openings and holidays."""
    return _told(hours, day, ordinary_plan(hours, day))


def _told(hours: Hours, day: date, plan: Plan) -> DayHours:
    timed = [s for s in plan.spans if s.kind == "open" or s.end - s.start < DAY]
    timed = [s for s in timed if s.kind != "unknown"]
    return DayHours(
        date=day,
        spans=tuple(f"{clock(s.start)}-{clock(s.end)}" for s in timed),
        known=plan.known and all(s.kind != "unknown" for s in plan.spans),
        note=_notes(hours.note, plan.note, *_span_notes(plan.spans)),
        holiday=plan.holiday,
    )


def week_hours(hours: Hours, start: date, days: int = 7) -> tuple[DayHours, ...]:
    """Return the hours of so many days, from `start` on."""
    return tuple(day_hours(hours, start + timedelta(days=n)) for n in range(days))


def open_within(
    hours: Hours, start: datetime, end: datetime
) -> tuple[tuple[datetime, datetime], ...]:
    """Return the intervals in which a place is open between two aware instants."""
    zone = hours.timezone
    first, last = start.astimezone(UTC), end.astimezone(UTC)
    day = first.astimezone(zone).date()
    final = (last - timedelta.resolution).astimezone(zone).date()
    found: list[tuple[datetime, datetime]] = []
    while day <= final:
        for span in _line(hours, day):
            if span.kind == "open":
                opens = max(_instant(zone, day, span.start), first)
                closes = min(_instant(zone, day, span.end), last)
                _append(found, opens, closes)
        day += ONE_DAY
    return tuple((a.astimezone(zone), b.astimezone(zone)) for a, b in found)


def _append(
    found: list[tuple[datetime, datetime]], opens: datetime, closes: datetime
) -> None:
    if found and found[-1][1] == opens < closes:
        found[-1] = (found[-1][0], closes)
    elif opens < closes:
        found.append((opens, closes))


def _span_at(hours: Hours, day: date, local: datetime) -> Span | None:
    """Return the span that holds at an instant of a day."""
    line = _line(hours, day)
    zone = hours.timezone
    if line and _is_plain(zone, day):
        minute = local.hour * 60 + local.minute
        return next((s for s in line if s.start <= minute < s.end), None)
    now = local.astimezone(UTC)
    for span in line:
        if _instant(zone, day, span.start) <= now < _instant(zone, day, span.end):
            return span
    return None


def _until(hours: Hours, day: date, span: Span) -> datetime | None:
    """Return the end of the state that a span of a day belongs to."""
    if hours.always:
        return None
    end, limit = span.end, day + timedelta(days=HORIZON_DAYS)
    while day <= limit:
        for other in _line(hours, day):
            if other.start == end and other.kind == span.kind:
                end = other.end
        if end < DAY:
            return _town(hours, day, end)
        day, end = day + ONE_DAY, 0
    return None


def _coming(hours: Hours, local: datetime) -> Iterator[tuple[date, Span]]:
    """Yield the spans that begin after an instant, within the horizon."""
    day, zone = local.date(), hours.timezone
    line = _line(hours, day)
    if line:
        now = local.astimezone(UTC)
        for span in line:
            if _instant(zone, day, span.start) > now:
                yield day, span
    limit = day + timedelta(days=HORIZON_DAYS)
    near = day + timedelta(days=_NEAR_DAYS)
    day += ONE_DAY
    while day <= limit:
        line = _line(hours, day)
        for span in line:
            yield day, span
        day += ONE_DAY
        if not line and day > near:
            day = next_candidate(hours, day)


def _line(hours: Hours, day: date) -> tuple[Span, ...]:
    """Return the spans of a day, without the minutes that the spring change skips."""
    line = line_of(hours, day)
    if not line or _is_plain(hours.timezone, day):
        return line
    there = [
        (_real(hours.timezone, day, s.start), _real(hours.timezone, day, s.end), s)
        for s in line
    ]
    return tuple(Span(a, b, s.kind, s.note) for a, b, s in there if a < b)


def _real(zone: ZoneInfo, day: date, minute: int) -> int:
    """Return the first minute, from `minute` on, that the wall clock shows on a day."""
    if minute >= DAY:
        return minute
    wall = _instant(zone, day, minute).astimezone(zone)
    return wall.hour * 60 + wall.minute


def _town(hours: Hours, day: date, minute: int) -> datetime:
    """Return the instant of a day's minute in the town's time."""
    if minute < DAY and _is_plain(hours.timezone, day):
        hour, rest = divmod(minute, 60)
        return datetime(day.year, day.month, day.day, hour, rest, tzinfo=hours.timezone)
    return _instant(hours.timezone, day, minute).astimezone(hours.timezone)


def _instant(zone: ZoneInfo, day: date, minute: int) -> datetime:
    """Return the instant, in UTC, at which the wall clock first shows a minute.

    A minute that the spring change skips is the instant of the change.
    """
    midnight = _midnight(zone, day)
    if _is_plain(zone, day):
        return midnight + timedelta(minutes=minute)
    if minute >= DAY:
        day, minute = day + ONE_DAY, minute - DAY
    hour, rest = divmod(minute, 60)
    wall = datetime(day.year, day.month, day.day, hour, rest, tzinfo=zone)
    instant = wall.astimezone(UTC)
    if wall.utcoffset() == wall.replace(fold=1).utcoffset():
        return instant
    return _after_change(zone, instant, wall)


@lru_cache(maxsize=4096)
def _midnight(zone: ZoneInfo, day: date) -> datetime:
    """Return the instant, in UTC, at which a day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


@lru_cache(maxsize=4096)
def _is_plain(zone: ZoneInfo, day: date) -> bool:
    """Whether a day has 24 hours."""
    return _midnight(zone, day + ONE_DAY) - _midnight(zone, day) == ONE_DAY


def _after_change(zone: ZoneInfo, instant: datetime, wall: datetime) -> datetime:
    """Move an instant of a skipped hour back to the change of the clock."""
    back = instant.astimezone(zone)
    skipped = back.replace(tzinfo=None) - wall.replace(tzinfo=None)
    offset = back.utcoffset()
    while skipped and (instant - _MINUTE).astimezone(zone).utcoffset() == offset:
        instant -= _MINUTE
    return instant


def _span_notes(spans: tuple[Span, ...]) -> list[str | None]:
    """Return the notes of a day's spans, with their hours where they differ."""
    notes = [_note(span) for span in spans]
    if len(set(notes)) <= 1:
        return notes[:1]
    return [
        f"de {format_time(span.start)} à {format_time(span.end)}{NARROW}: {note}"
        for span, note in zip(spans, notes, strict=True)
        if note
    ]


def _note(span: Span) -> str | None:
    return span.note or (BY_APPOINTMENT if span.kind == "by_appointment" else None)


def _notes(*notes: str | None) -> str | None:
    """Join the notes that say something, each once."""
    said = dict.fromkeys(note for note in notes if note)
    return " ; ".join(said) if said else None
