"""A stretch of days summed up: what each weekday keeps, what alternates, what is apart.

A season or the school holidays begin a new period; « 2e et 4e samedis » or odd weeks
alternate, and their days are given by date; so are closures, special openings and
public holidays on which the ordinary timetable does not hold.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from servicebot.knowledge.hours.engine import day_hours, ordinary_hours
from servicebot.knowledge.hours.values import DayHours, Hours

_LOOKED_AT = 10
"""Weeks in which a weekday is looked at to see whether it alternates."""

_WEEK = timedelta(weeks=1)
_NEAR = (-1, 0, 1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both included, on which each weekday (Monday is 0) keeps its hours."""

    start: date
    end: date
    days: Mapping[int, DayHours]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a place does from a day to another, both included.

    `periods` are its ordinary hours in order, `dated` the days of the weekdays that
    alternate, `special` those that are not as the ordinary timetable has them.
    """

    periods: tuple[Period, ...]
    dated: tuple[DayHours, ...]
    special: tuple[DayHours, ...]


def stretch(hours: Hours, start: date, end: date) -> Stretch:
    """Sum up what a place does from `start` to `end`, both included."""
    alternating = _alternating(hours, start)
    plain, dated, special = [], [], []
    for day in _days(start, end):
        usual = ordinary_hours(hours, day)
        real = day_hours(hours, day)
        is_special = (real.spans, real.known) != (usual.spans, usual.known)
        if is_special or _is_apart(hours, day, alternating):
            special.append(real)
        elif day.weekday() in alternating:
            dated.append(real)
        if day.weekday() not in alternating and not _is_apart(hours, day, alternating):
            plain.append(usual)
    return Stretch(tuple(_periods(plain, start, end)), tuple(dated), tuple(special))


def _days(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=n) for n in range((end - start).days + 1))


def _alternating(hours: Hours, start: date) -> frozenset[int]:
    """Return the weekdays whose hours change for one week and back, twice or more."""
    if hours.regular.depends_on != "date" and not hours.school:
        return frozenset()
    return frozenset(
        day.weekday() for day in _days(start, start + 6 * _DAY) if _wavers(hours, day)
    )


def _wavers(hours: Hours, day: date) -> bool:
    seen = (ordinary_hours(hours, day + n * _WEEK) for n in range(-1, _LOOKED_AT))
    runs = [len(list(run)) for _, run in groupby(seen, key=_kept)]
    return runs[1:-1].count(1) > 1


def _is_apart(hours: Hours, day: date, alternating: frozenset[int]) -> bool:
    """Whether a day alone is not known, or not as the same day of both other weeks."""
    plain = hours.regular.depends_on != "date" and not hours.school
    if plain or day.weekday() in alternating:
        return False
    before, here, after = (ordinary_hours(hours, day + n * _WEEK) for n in _NEAR)
    if not here.known:
        return before.known or after.known
    return _kept(before) == _kept(after) != _kept(here)


def _kept(day: DayHours) -> object:
    return day.spans, day.known, day.note


def _periods(days: list[DayHours], start: date, end: date) -> Iterator[Period]:
    """Yield the longest periods in which no weekday changes its hours."""
    kept: dict[int, DayHours] = {}
    for day in days:
        number = day.date.weekday()
        if number in kept and _kept(kept[number]) != _kept(day):
            yield Period(start, day.date - _DAY, kept)
            start, kept = day.date, {}
        kept.setdefault(number, day)
    if kept:
        yield Period(start, end, kept)
