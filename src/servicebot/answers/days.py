"""Sentences about one moment: now, an hour, a day or a part of it, some days."""

from datetime import date, datetime, timedelta

from servicebot.answers.speaker import Speaker, is_by_appointment, said
from servicebot.answers.timetable import say_spans
from servicebot.french.moments import Moment, say_moment
from servicebot.knowledge.hours import (
    DayHours,
    day_hours,
    open_within,
    state_at,
    week_hours,
)

_NEARLY_A_DAY = timedelta(hours=23)


def say_now(speaker: Speaker) -> str:
    """Say whether it is open now."""
    state = state_at(speaker.hours, speaker.now)
    if state.kind == "open" and speaker.is_always(state):
        return speaker.phrase("always", state=speaker.is_("open"))
    if state.kind == "open" and state.until is not None:
        until = speaker.time(state.until)
        return speaker.phrase("open_now", state=speaker.is_("open"), until=until)
    if state.kind == "closed":
        return speaker.closed(speaker.now, speaker.phrase("now"))
    return speaker.uncertain(state, speaker.phrase("now")) + speaker.reopens(state)


def say_instant(speaker: Speaker, moment: Moment) -> str:
    """Say whether it is open at an hour."""
    state = state_at(speaker.hours, moment.start)
    when = say_moment(moment, speaker.now)
    if state.kind == "open" and state.until is not None:
        return speaker.phrase(
            "open_then",
            state=speaker.is_("open", moment.end),
            moment=when,
            until=speaker.time(state.until, moment.start),
        )
    if state.kind == "open":
        return speaker.phrase("always", state=speaker.is_("open"))
    if state.kind == "closed":
        return speaker.closed(moment.start, when, moment.end)
    return speaker.uncertain(state, when)


def say_day(speaker: Speaker, moment: Moment, when: str | None = None) -> str:
    """Say the hours of a day, or of a part of it."""
    when = when or say_moment(moment, speaker.now)
    hours, now = speaker.hours, speaker.now
    found = open_within(hours, moment.start, moment.end)
    if not found:
        return _shut(speaker, moment, when)
    if moment.start <= now and not open_within(hours, now, max(now, moment.end)):
        if now < moment.end:
            over = speaker.phrase("over", spans=said(found))
            return over + speaker.reopens(state_at(hours, now))
    elif _fills(found, moment):
        return speaker.phrase("always_then", state=speaker.is_("open"), moment=when)
    day = day_hours(hours, moment.start.date())
    return speaker.phrase(
        "open_part" if _is_part(moment) else "open_day",
        state=speaker.is_("open", moment.end),
        moment=speaker.because(when, day) if _is_special(speaker, day) else when,
        spans=said(found) if _is_part(moment) or not day.spans else say_spans(day),
    )


def say_days(speaker: Speaker, moment: Moment) -> str:
    """Say the hours of several days."""
    if speaker.hours.always:
        return speaker.phrase("always", state=speaker.is_("open"))
    first, last = moment.start.date(), (moment.end - timedelta.resolution).date()
    if not _opens(speaker, first, last):
        return speaker.closed(moment.start, say_moment(moment, speaker.now), moment.end)
    week = speaker.timetable.between(first, last)
    return speaker.phrase("days", moment=say_moment(moment, speaker.now), week=week)


def _opens(speaker: Speaker, first: date, last: date) -> bool:
    """Whether some days are not all closed for sure."""
    days = week_hours(speaker.hours, first, (last - first).days + 1)
    return any(day.spans or not day.known for day in days)


def _shut(speaker: Speaker, moment: Moment, when: str) -> str:
    """Say why there is no opening on a day, or in a part of it."""
    day = day_hours(speaker.hours, moment.start.date())
    if not day.known:
        state = state_at(speaker.hours, moment.start)
        return speaker.uncertain(state, when)
    if day.spans and is_by_appointment(day):
        spans = speaker.timetable.day(day)
        return speaker.phrase("appointment_day", moment=when, spans=spans)
    return speaker.closed(moment.start, when, moment.end)


def _is_special(speaker: Speaker, day: DayHours) -> bool:
    """Whether an open day is not an ordinary one."""
    special = (*speaker.hours.openings, *speaker.hours.closures)
    return bool(day.holiday) or any(r.start <= day.date <= r.end for r in special)


def _is_part(moment: Moment) -> bool:
    """Whether a moment is only a part of a day."""
    return moment.end - moment.start < _NEARLY_A_DAY


def _fills(found: tuple[tuple[datetime, datetime], ...], moment: Moment) -> bool:
    return found == ((moment.start, moment.end),) and not _is_part(moment)
