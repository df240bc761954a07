"""Sentences about habits: on Sundays, at noon, in the evening, on public holidays."""

from datetime import timedelta

from servicebot.answers.days import say_day, say_days
from servicebot.answers.speaker import DAY, Speaker, said
from servicebot.answers.timetable import day_names, say_spans
from servicebot.french.moments import Moment, format_date, say_moment
from servicebot.french.moments.dates import DAY_NAMES
from servicebot.knowledge.hours import DayHours, State, day_hours, open_within, stretch

HOLIDAYS = "jours fériés"
_FORTNIGHT = timedelta(days=13)
_YEAR = 365
_MOST = 6


def say_habit(speaker: Speaker, moment: Moment) -> str:
    """Say what is usual at a moment that recurs."""
    if speaker.hours.always:
        return speaker.phrase("always", state=speaker.is_("open"))
    if moment.holiday == HOLIDAYS:
        return _on_holidays(speaker)
    if moment.end - moment.start < DAY:
        return _at_hours(speaker, moment)
    if moment.weekday is not None:
        return _on_weekday(speaker, moment)
    return say_days(speaker, moment)


def _on_weekday(speaker: Speaker, moment: Moment) -> str:
    start = moment.start.date()
    number = start.weekday()
    found = stretch(speaker.hours, start, start + _FORTNIGHT)
    usual = next((p.days[number] for p in found.periods if number in p.days), None)
    if usual is None:
        dates = speaker.timetable.alternating(number, start)
        return speaker.phrase("week", week=dates[:1].lower() + dates[1:])
    real = day_hours(speaker.hours, start)
    name = f"le {DAY_NAMES[number]}"
    if (real.spans, real.known) != (usual.spans, usual.known):
        day = f"{format_date(start)}, {speaker.timetable.day(real)}"
        return f"{_usually(speaker, usual, name)} {speaker.phrase('except', days=day)}"
    when = speaker.phrase("habit", days=name, date=format_date(start))
    return _usually(speaker, usual, when)


def _usually(speaker: Speaker, usual: DayHours, when: str) -> str:
    if not usual.known:
        return speaker.uncertain(State("unknown"), when)
    if not usual.spans:
        return speaker.phrase(
            "closed_then", state=speaker.is_("closed"), moment=when, spans=""
        )
    spans = speaker.timetable.day(usual)
    return speaker.phrase(
        "open_day", state=speaker.is_("open"), moment=when, spans=spans
    )


def _at_hours(speaker: Speaker, moment: Moment) -> str:
    """Say on which days it is open at some hours (« le midi », « le samedi soir »)."""
    groups: dict[str, list[int]] = {}
    count = 1 if moment.weekday is not None else 7
    for shift in (timedelta(days=n) for n in range(count)):
        start, end = moment.start + shift, moment.end + shift
        found = open_within(speaker.hours, start, end)
        if found:
            groups.setdefault(said(found), []).append(start.weekday())
    if moment.weekday is not None:
        return say_day(speaker, moment)
    when = say_moment(moment, speaker.now).partition(" (")[0]
    if not groups:
        return speaker.phrase(
            "closed_then", state=speaker.is_("closed"), moment=when, spans=""
        )
    days = " ; ".join(
        f"{day_names(sorted(days))}, {spans}"
        for spans, days in sorted(groups.items(), key=lambda item: min(item[1]))
    )
    return speaker.phrase(
        "open_hours", state=speaker.is_("open"), moment=when, days=days
    )


def _on_holidays(speaker: Speaker) -> str:
    """Say what happens on the public holidays of the coming year."""
    today = speaker.now.date()
    days = [day_hours(speaker.hours, today + n * DAY) for n in range(_YEAR)]
    holidays = [day for day in days if day.holiday]
    opened = [day for day in holidays if day.known and day.spans]
    when = speaker.phrase("on_holidays")
    if opened and len({(day.spans, day.known) for day in holidays}) == 1:
        return speaker.phrase(
            "open_day",
            state=speaker.is_("open"),
            moment=when,
            spans=say_spans(opened[0]),
        )
    if opened:
        shown = " ; ".join(
            f"{format_date(day.date)} ({day.holiday}), {say_spans(day)}"
            for day in opened[:_MOST]
        )
        return speaker.phrase("holidays_open", days=shown)
    if any(not day.known for day in holidays):
        return speaker.phrase("holidays_unknown")
    return speaker.phrase(
        "closed_then", state=speaker.is_("closed"), moment=when, spans=""
    )
