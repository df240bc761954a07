"""Dates as they are written: « samedi 28 novembre », « 24/12 », « du 3 au 7 »."""

from dataclasses import replace
from datetime import date

from servicebot.french.feasts import nth_weekday
from servicebot.french.moments import dates
from servicebot.french.moments.context import Context, Found
from servicebot.french.moments.dates import DAY, When
from servicebot.french.moments.grammar import given_up, made, pick, pick_all
from servicebot.french.moments.tokens import MAX_DAY, Token

EMERGENCY_NUMBERS = (15, 17, 18)
_LATELY = 45 * DAY


def value_of(token: Token | None) -> int | None:
    """Return the number that a token holds, if there is one."""
    return token.value if token else None


def _numbers(found: Found) -> list[int]:
    return [token.value for token in pick_all(found, "num", "ord")]


def in_past_too(context: Context, found: Found, when: When | None) -> When | None:
    """Move a coming date a year back where the text is told in the past.

    What is planned is moved back only where its day is lately past.
    """
    if when is None or when.year or when.first <= context.today:
        return when
    if context.looks_back(found) or pick(found[1:], "last") is not None:
        return _years_back(when)
    earlier = _years_back(when)
    lately = context.today - earlier.last <= _LATELY < when.first - context.today
    return earlier if context.is_planned(found) and lately else when


def _in_month(context: Context, found: Found, number: int) -> When | None:
    """Return the next such day of a month, the last one where the text looks back."""
    if context.looks_back(found):
        return dates.past_day_of_month(context.today, number)
    if context.is_planned(found):
        return dates.near_day_of_month(context.today, number)
    return dates.day_of_month(context.today, number)


def _years_back(when: When) -> When:
    try:
        first = when.first.replace(year=when.first.year - 1)
        return replace(when, first=first, last=first + (when.last - when.first))
    except ValueError:
        return when


def _resolved(
    context: Context, found: Found, number: Token, month: Token, weekday: Token | None
) -> When | None:
    year = value_of(pick(found, "year")) or 0
    if pick(found, "nextyear"):
        year = context.today.year + 1
    return in_past_too(
        context,
        found,
        dates.calendar_date(
            context.today, number.value, month.value, year, value_of(weekday)
        ),
    )


def read_figures(context: Context, found: Found) -> list[Token] | None:
    """Read dates in figures: 24/12/2026, 2026-12-24, 24/12."""
    token = found[-1]
    weekday = value_of(pick(found, "weekday", "wd"))
    when = dates.calendar_date(
        context.today, token.value, token.other, token.year, weekday
    )
    return made(found, in_past_too(context, found, when)) or given_up(found)


def read_date(context: Context, found: Found) -> list[Token] | None:
    """Read « samedi 28 novembre 2026 », « 1er mai »."""
    number, month = pick(found, "num", "ord"), pick(found, "month", "weak")
    if number is None or month is None:
        return None
    weekday = pick(found, "weekday", "wd")
    when = _resolved(context, found, number, month, weekday)
    return made(found, when) or given_up(found)


def read_range(context: Context, found: Found) -> list[Token] | None:
    """Read « du 3 au 7 décembre », « du lundi 21 au vendredi 25 décembre »."""
    first, last = pick_all(found, "num", "ord")
    month = pick(found, "month", "weak")
    if month is None or not 1 <= first.value < last.value <= MAX_DAY:
        return None
    at = found.index(last)
    ends = _resolved(context, found, last, month, pick(found[2:at], "weekday", "wd"))
    if ends is None or ends.contradiction:
        return made(found, ends) or given_up(found)
    opening = pick(found[:2], "weekday", "wd")
    starts = dates.calendar_date(
        context.today, first.value, month.value, ends.first.year, value_of(opening)
    )
    if starts is None or starts.contradiction:
        return made(found, starts)
    return made(found, replace(dates.span(starts.first, ends.first), origin="fixed"))


def read_list(context: Context, found: Found) -> list[Token] | None:
    """Read « les 24 et 31 décembre »: a token each."""
    month = pick(found, "month", "weak")
    numbers = pick_all(found, "num", "ord")
    if month is None:
        return None
    listed = []
    for number in numbers:
        when = _resolved(context, found, number, month, None)
        if when is None:
            return None
        end = found[-1].end if number is numbers[-1] else number.end
        listed.append(Token("date", number.start, end, when=when))
    return listed


def read_nth_weekday(context: Context, found: Found) -> list[Token] | None:
    """Read « le dernier samedi du mois », « le premier lundi de janvier »."""
    weekday = pick(found, "weekday", "weekdays")
    rank = -1 if pick(found[:3], "last") else (*_numbers(found[:3]), 0)[0]
    month = pick(found, "month", "weak")
    if weekday is None or rank > 5 or rank == 0:
        return None
    if month:
        year = value_of(pick(found, "year")) or 0
        whole = dates.month_span(context.today, month.value, year)
        if context.looks_back(found) and not year:
            whole = in_past_too(context, found, whole) or whole
        return made(found, dates.one(_nth(whole.first, weekday.value, rank), "fixed"))
    this = context.today.replace(day=1)
    if pick(found[2:], "next", "last"):
        away = 1 if pick(found[2:], "next") else -1
        first = dates.add_months(this, away)
        return made(found, dates.one(_nth(first, weekday.value, rank), "fixed"))
    day = _nth(this, weekday.value, rank)
    if context.looks_back(found):
        if day > context.today:
            day = _nth(dates.add_months(this, -1), weekday.value, rank)
        return made(found, dates.one(day, "fixed"))
    if day < context.today:
        day = _nth(dates.add_months(this, 1), weekday.value, rank)
    return made(found, When(day, day, "recurring", "weekday", weekday.value))


def _nth(first: date, weekday: int, rank: int) -> date:
    return nth_weekday(first.year, first.month, weekday, rank)


def read_day_of_month(context: Context, found: Found) -> list[Token] | None:
    """Read « le 3 du mois prochain », « le dernier jour du mois »."""
    first = context.today.replace(day=1)
    if pick(found[1:], "next"):
        first = dates.add_months(first, 1)
    elif pick(found[-1:], "last"):
        first = dates.add_months(first, -1)
    whole = dates.month_span(first, first.month, first.year)
    numbers = _numbers(found)
    day = numbers[0] if numbers else whole.last.day
    if not 1 <= day <= whole.last.day:
        return None
    return made(found, dates.one(first.replace(day=day), "fixed"))


def read_weekday_number(context: Context, found: Found) -> list[Token] | None:
    """Read « jeudi 26 », whose day of the week must agree."""
    weekday, number = pick(found, "weekday", "wd"), pick(found, "num", "ord")
    if weekday is None or number is None or not 1 <= number.value <= MAX_DAY:
        return None
    back = context.looks_back(found)
    when = dates.day_of_month(context.today, number.value, weekday.value, back=back)
    return made(found, when)


def read_bare_number(context: Context, found: Found) -> list[Token] | None:
    """Read « le 24 » where the question is about opening, never « appeler le 17 »."""
    numbers = pick_all(found, "num", "ord")
    sound = all(1 <= number.value <= MAX_DAY for number in numbers)
    if not context.visit or not sound:
        return None
    if context.urgent and numbers[0].value in EMERGENCY_NUMBERS:
        return None
    days = [_in_month(context, found, n.value) for n in numbers]
    return [
        Token("date", number.start, number.end, when=when)
        for number, when in zip(numbers, days, strict=True)
        if when is not None
    ]


def read_number_at(context: Context, found: Found) -> list[Token] | None:
    """Read « le 5 » before a time of day."""
    number = pick(found, "num", "ord")
    if number is None or not 1 <= number.value <= MAX_DAY:
        return None
    return made(found, _in_month(context, found, number.value))


def read_number_told(context: Context, found: Found) -> list[Token] | None:
    """Read « le 12 j'ai envoyé », in front of what is told in the past."""
    return read_number_at(context, found) if context.looks_back(found) else None


def read_number_of(context: Context, found: Found) -> list[Token] | None:
    """Read « votre lettre du 12 », « la réunion du 27 »."""
    return read_number_at(context, found) if context.is_carried(found) else None


def read_bare_range(context: Context, found: Found) -> list[Token] | None:
    """Read « du 24 au 31 », never the numbers of a street."""
    first, last = (token.value for token in pick_all(found, "num", "ord"))
    addressed = context.placed and not context.visit
    if addressed or not 1 <= first < last <= MAX_DAY:
        return None
    ends = _in_month(context, found, last)
    if ends is None:
        return None
    return made(
        found,
        replace(dates.span(ends.first.replace(day=first), ends.first), origin="fixed"),
    )
