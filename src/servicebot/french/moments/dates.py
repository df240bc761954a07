"""Days as they are said: the next 25 December, the coming Saturday, a whole month."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

DAY = timedelta(days=1)
WEEK = 7
RECENT = timedelta(days=62)
JUST = timedelta(days=14)
YEARS_AROUND = 10
DAY_NAMES = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTH_NAMES = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)

WhenKind = Literal["day", "span", "recurring"]
Origin = Literal["fixed", "feast", "weekday", "relative", "other"]


@dataclass(frozen=True, slots=True)
class When:
    """Days from `first` to `last`, both included, and how they were said."""

    first: date
    last: date
    kind: WhenKind = "day"
    origin: Origin = "other"
    weekday: int | None = None
    year: int | None = None
    contradiction: str | None = None
    holiday: str | None = None


def one(day: date, origin: Origin = "other") -> When:
    """Return a single day."""
    return When(day, day, origin=origin)


def span(first: date, last: date) -> When:
    """Return the days from one to another, both included."""
    return When(first, last, kind="day" if first == last else "span")


def coming(today: date, weekday: int) -> date:
    """Return the next such weekday, strictly after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % WEEK + 1)


def every(today: date, weekday: int) -> When:
    """Return a day of every week, which spans its coming occurrence."""
    day = coming(today, weekday)
    return When(day, day, "recurring", "weekday", weekday)


def day_name(day: date) -> str:
    """Return the French name of a day of the week."""
    return DAY_NAMES[day.weekday()]


def add_months(day: date, months: int) -> date:
    """Return the same day some months away, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_span(today: date, month: int, year: int = 0) -> When:
    """Return a whole month: of a year, else the current or the next such month."""
    chosen = year or today.year + (month < today.month)
    first = date(chosen, month, 1)
    last = first.replace(day=monthrange(chosen, month)[1])
    return replace(span(first, last), year=year or None)


def third_of_month(when: When, part: int) -> When:
    """Return the first ten days of a month (0), the next ten (1) or the rest (2)."""
    first = when.first + timedelta(days=10 * part)
    last = when.last if part == 2 else first + timedelta(days=9)
    return replace(when, first=first, last=last)


def calendar_date(
    today: date, day: int, month: int, year: int = 0, weekday: int | None = None
) -> When | None:
    """Return the day that a date names: without a year, the next one.

    A date that does not exist, or that falls on another day of the week than was
    said, is a contradiction. Years far from today are nobody's visit: None.
    """
    if year and abs(year - today.year) > YEARS_AROUND:
        return None
    if day > monthrange(year or 2000, month)[1]:
        return _impossible(today, day, month, year)
    if year:
        return _checked(date(year, month, day), weekday, year)
    return _without_year(today, day, month, weekday)


def _without_year(today: date, day: int, month: int, weekday: int | None) -> When:
    following = next(
        date(year, month, day)
        for year in range(today.year, today.year + 9)
        if day <= monthrange(year, month)[1] and date(year, month, day) >= today
    )
    if weekday is None or following.weekday() == weekday:
        return one(following, "fixed")
    past = [
        date(year, month, day)
        for year in (today.year, today.year - 1)
        if day <= monthrange(year, month)[1]
    ]
    for earlier in past:
        if earlier.weekday() == weekday and today - RECENT <= earlier < today:
            return one(earlier, "fixed")
    return _checked(following, weekday, 0)


def _checked(day: date, weekday: int | None, year: int) -> When:
    when = replace(one(day, "fixed"), year=year or None)
    if weekday is None or day.weekday() == weekday:
        return when
    first = "1er" if day.day == 1 else str(day.day)
    said = f"le {first} {MONTH_NAMES[day.month - 1]} {day.year} est un {day_name(day)}"
    return replace(
        when, contradiction=f"{said}, pas un {DAY_NAMES[weekday]}", weekday=weekday
    )


def _impossible(today: date, day: int, month: int, year: int) -> When:
    whole = month_span(today, month, year)
    name = MONTH_NAMES[month - 1] + (f" {year}" if year else "")
    return replace(
        whole,
        origin="fixed",
        contradiction=f"il n’y a pas de {day} {name}",
    )


def day_of_month(
    today: date, day: int, weekday: int | None = None, *, back: bool = False
) -> When | None:
    """Return the next such day of a month (« le 24 »), with its weekday if said.

    With a weekday it may be in the month after (« jeudi 24 ») or lately past (the
    first choice when looking back); when no near month agrees, it is a contradiction.
    """
    candidates = [
        found
        for months in (0, 1, 2, -1)
        if (found := _in_month(add_months(today.replace(day=1), months), day))
    ]
    ahead = [found for found in candidates if found >= today]
    if weekday is None:
        return one(ahead[0], "fixed") if ahead else None
    past = [found for found in candidates if found < today]
    for found in (*past, *ahead[:2]) if back else (*ahead[:2], *past):
        if found.weekday() == weekday:
            return one(found, "fixed")
    return _checked(ahead[0], weekday, 0) if ahead else None


def near_day_of_month(today: date, day: int) -> When | None:
    """Return the next such day of a month, None where one has only just passed."""
    past = past_day_of_month(today, day)
    if past and today - JUST <= past.first < today:
        return None
    return day_of_month(today, day)


def past_day_of_month(today: date, day: int) -> When | None:
    """Return the last such day of a month, today included: « le 24 », looking back."""
    this = today.replace(day=1)
    found = (_in_month(add_months(this, months), day) for months in (0, -1, -2))
    past = next((day for day in found if day is not None and day <= today), None)
    return one(past, "fixed") if past else None


def _in_month(first: date, day: int) -> date | None:
    fits = 1 <= day <= monthrange(first.year, first.month)[1]
    return first.replace(day=day) if fits else None


def week_of(day: date, weeks: int = 0) -> When:
    """Return the week (Monday to Sunday) of a day, or one some weeks away."""
    monday = day - timedelta(days=day.weekday() - WEEK * weeks)
    return span(monday, monday + timedelta(days=6))


def weekend_of(today: date, weeks: int = 0) -> When:
    """Return the current or coming week-end, or one some weeks away."""
    saturday = today - timedelta(days=today.weekday() - 5 - WEEK * weeks)
    return span(saturday, saturday + DAY)


WINTER = 3
_SEASON_STARTS = ((3, 20), (6, 21), (9, 23), (12, 21))


def season_span(today: date, season: int, years: int = 0) -> When:
    """Return the current or the next such season (0 is spring), or one years away."""
    year = next(
        year
        for year in (today.year - 1, today.year, today.year + 1)
        if season_of(year, season).last >= today
    )
    return season_of(year + years, season)


def season_of(year: int, season: int) -> When:
    """Return the season that begins in a year."""
    month, day = _SEASON_STARTS[(season + 1) % len(_SEASON_STARTS)]
    end = date(year + (season == WINTER), month, day)
    return span(date(year, *_SEASON_STARTS[season]), end - DAY)
