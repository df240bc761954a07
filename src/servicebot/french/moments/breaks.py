"""Feasts, public holidays and school holidays, by their names."""

from dataclasses import replace
from datetime import date

from servicebot.french.calendar import public_holiday
from servicebot.french.feasts import feast
from servicebot.french.moments import dates
from servicebot.french.moments.context import Context, Found
from servicebot.french.moments.dates import DAY, When, WhenKind
from servicebot.french.moments.grammar import given_up, made, pick
from servicebot.french.moments.tokens import Token
from servicebot.french.moments.written import value_of

_HORIZON = 500


def read_feast(context: Context, found: Found) -> list[Token] | None:
    """Read « à Noël », « le lundi de Pâques », « la Toussaint 2027 »."""
    token = pick(found, "feast")
    if token is None:
        return None
    today = context.today
    year = value_of(pick(found, "year"))
    if pick(found, "nextyear"):
        year = today.year + 1
    if year and abs(year - today.year) > dates.YEARS_AROUND:
        return given_up(found)
    past = context.looks_back(found) or pick(found[1:], "last") is not None
    day = feast(token.word, year or today.year)
    if day is not None and not year and day < today and not past:
        day = feast(token.word, today.year + 1)
    if day is None:
        return None
    if not year and past and day > today:
        day = feast(token.word, today.year - 1) or day
    return made(
        found,
        replace(dates.one(day, "feast"), year=year, holiday=token.word),
    )


def read_feast_weekend(context: Context, found: Found) -> list[Token] | None:
    """Read « le week-end de Pâques »: Saturday to the Monday that is a holiday."""
    tokens = read_feast(context, found[-1:])
    if not tokens or tokens[0].when is None:
        return None
    day = tokens[0].when.first
    monday = found[-1].word in ("paques", "pentecote")
    saturday = day - (day.weekday() - 5) % dates.WEEK * DAY
    if not monday:
        return None
    return made(found, dates.span(saturday, saturday + 2 * DAY))


def read_paschal(context: Context, found: Found) -> list[Token] | None:
    """Read « le week-end pascal », « lundi pascal »."""
    *before, word = found
    monday = pick(before, "weekday")
    if monday is not None and monday.value:
        return given_up(found)
    name = "paques" if monday is None else "lundi de paques"
    feasts = [*before, word._replace(kind="feast", word=name)]
    if monday is None:
        return read_feast_weekend(context, feasts)
    return read_feast(context, feasts)


def read_year_end(context: Context, found: Found) -> list[Token] | None:
    """Read « les fêtes de fin d'année »: Christmas Eve to New Year's Day."""
    year = context.today.year
    if context.today <= date(year, 1, 1):
        year -= 1
    when = dates.span(date(year, 12, 24), date(year + 1, 1, 1))
    return made(found, replace(when, holiday="fêtes de fin d’année"))


def read_holidays(context: Context, found: Found) -> list[Token] | None:
    """Read the public holidays in general, or the next one."""
    if context.calendar is None:
        return given_up(found)
    for away in range(_HORIZON):
        day = context.today + away * DAY
        name = public_holiday(context.calendar, day)
        if name and (away or not pick(found, "nextholiday")):
            if pick(found, "nextholiday"):
                return made(found, replace(dates.one(day, "feast"), holiday=name))
            general = When(day, day, "recurring", "feast", holiday="jours fériés")
            return made(found, general)
    return given_up(found)


_SEASON_BREAKS = ("printemps", "été", "Toussaint", "hiver")
_MONTH_BREAKS = {2: "hiver", 4: "printemps", 7: "été", 8: "été", 12: "Noël"}
_FEAST_BREAKS = {"noel": "Noël", "toussaint": "Toussaint", "paques": "printemps"}


def read_school_break(context: Context, found: Found) -> list[Token]:
    """Read « les vacances de Noël », « pendant les vacances scolaires »."""
    name = _break_name(found)
    rows = [
        row
        for row in (context.calendar.school if context.calendar else ())
        if (name is None or row.name.endswith(name))
        and not row.is_bridge
        and row.certain
    ]
    past = name is not None and _is_over(context, found)
    begun = [row for row in rows if row.start <= context.today]
    ahead = [row for row in rows if row.end >= context.today]
    if name == "" or not (begun if past else ahead):
        return given_up(found)
    chosen = begun[-1] if past else min(ahead, key=lambda row: row.start)
    general = name is None and not pick(found, "next")
    kind: WhenKind = "recurring" if general else "span"
    when = When(chosen.start, chosen.end, kind, holiday=chosen.name)
    return made(found, when) or []


def _is_over(context: Context, found: Found) -> bool:
    return context.looks_back(found) or pick(found, "last") is not None


def _break_name(found: Found) -> str | None:
    """Return the end of a break's name, None for any, "" for one that is not known."""
    if pick(found, "grand"):
        return "été"
    if token := pick(found, "season"):
        return _SEASON_BREAKS[token.value]
    if token := pick(found, "feast"):
        return _FEAST_BREAKS.get(token.word, "")
    if token := pick(found, "month", "weak"):
        return _MONTH_BREAKS.get(token.value, "")
    return None
