"""Months and seasons: « en août », « fin décembre », « cet été »."""

from dataclasses import replace

from servicebot.french.moments import dates
from servicebot.french.moments.context import Context, Found
from servicebot.french.moments.grammar import given_up, made, pick
from servicebot.french.moments.tokens import Token
from servicebot.french.moments.written import in_past_too, value_of


def read_month(context: Context, found: Found) -> list[Token] | None:
    """Read a month, or its beginning, middle or end."""
    token = pick(found, "month", "weak")
    today = context.today
    year = value_of(pick(found, "year")) or 0
    if token is not None:
        if year and abs(year - today.year) > dates.YEARS_AROUND:
            return given_up(found)
        if pick(found, "nextyear"):
            year = today.year + 1
        when = dates.month_span(today, token.value, year)
    else:
        away = 1 if pick(found, "next") else -1 if pick(found[1:], "last") else 0
        first = dates.add_months(today.replace(day=1), away)
        when = replace(dates.month_span(today, first.month, first.year), year=None)
    for part, kind in enumerate(("early", "middle", "late")):
        if pick(found, kind):
            when = dates.third_of_month(when, part)
    return made(found, in_past_too(context, found, when))


def read_last_month(context: Context, found: Found) -> list[Token] | None:
    """Read « en février dernier »."""
    token = pick(found, "month", "weak")
    if token is None:
        return None
    year = context.today.year - (token.value >= context.today.month)
    when = dates.month_span(context.today, token.value, year)
    return made(found, replace(when, year=None))


def read_season(context: Context, found: Found) -> list[Token] | None:
    """Read « cet été », « l'hiver prochain », « en été » (every year)."""
    season = pick(found, "season")
    if season is None:
        return None
    if year := pick(found, "year"):
        sound = abs(year.value - context.today.year) <= dates.YEARS_AROUND
        sound = sound and season.value != dates.WINTER  # it belongs to two years
        when = dates.season_of(year.value, season.value) if sound else None
        return made(found, when) or given_up(found)
    years = -1 if pick(found, "last") else 0
    when = dates.season_span(context.today, season.value, years)
    when = in_past_too(context, found, when) or when
    turned = found[0].kind in ("ce", "tous") or pick(found, "next", "last")
    return made(found, when if turned else replace(when, kind="recurring"))
