"""Hours in which nothing is open for a while: an exceptional closure, to the minute."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from servicebot.knowledge.hours.plans import plan_of
from servicebot.knowledge.hours.values import (
    DAY,
    HORIZON_DAYS,
    Hours,
    Span,
    SpecialDays,
)


def closed_between(
    hours: Hours, start: datetime, end: datetime, reason: str | None
) -> Hours:
    """Return the hours with nothing open between two aware instants.

    A night that begins on a closed day does not open; beyond 400 days nothing changes.
    """
    first, last = start.astimezone(hours.timezone), end.astimezone(hours.timezone)
    days = (last - timedelta.resolution).date() - first.date()
    special = tuple(
        SpecialDays(day, day, _left(plan_of(hours, day).spans, closed), reason)
        for day, closed in _days(first, last, min(days.days, HORIZON_DAYS))
    )
    openings = (*special, *hours.openings)
    return replace(hours, openings=openings, always=False, _plans={}, _lines={})


def _days(
    first: datetime, last: datetime, count: int
) -> Iterator[tuple[date, tuple[int, int]]]:
    """Yield each day that is touched and the minutes of it that are closed."""
    for number in range(count + 1):
        day = first.date() + timedelta(days=number)
        opens = 0 if number else first.hour * 60 + first.minute
        is_last = day == last.date()
        closes = last.hour * 60 + last.minute if is_last else 2 * DAY
        yield day, (opens, closes)


def _left(spans: tuple[Span, ...], closed: tuple[int, int]) -> tuple[Span, ...]:
    """Return what is left of the spans without the closed minutes."""
    start, end = closed
    parts = [
        replace(span, start=opens, end=closes)
        for span in spans
        for opens, closes in (
            (span.start, min(span.end, start)),
            (max(span.start, end), span.end),
        )
        if opens < closes
    ]
    return tuple(parts)
