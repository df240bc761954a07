"""The rules of days: dates, days of the week, weeks, months, feasts, holidays."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from servicebot.french.calendar import public_holiday
from servicebot.french.feasts import feast, nth_weekday
from servicebot.french.moments import dates
from servicebot.french.moments.dates import DAY, When, WhenKind
from servicebot.french.moments.grammar import (
    Context,
    Found,
    Stage,
    pick,
    pick_all,
    unknown,
)
from servicebot.french.moments.tokens import MAX_DAY, Token

FORTNIGHT, EIGHT_DAYS, FIFTEEN_DAYS = 14, 8, 15
EMERGENCY_NUMBERS = (15, 17, 18)
_HORIZON = 500


def made(found: Found, when: When | None) -> list[Token] | None:
    """Return what was found as one token of days."""
    if when is None:
        return None
    return [Token("date", found[0].start, found[-1].end, when=when)]


def _given_up(found: Found) -> list[Token]:
    return [Token("x", found[0].start, found[-1].end)]


def _numbers(found: Found) -> list[int]:
    return [token.value for token in pick_all(found, "num", "ord")]


def _value(token: Token | None) -> int | None:
    return token.value if token else None


def _dated(context: Context, when: When | None) -> When | None:
    """Move a coming date a year back where the text speaks of the past."""
    if when is None or not context.past or when.year or when.first <= context.today:
        return when
    return _years_back(when)


def _years_back(when: When) -> When:
    try:
        first = when.first.replace(year=when.first.year - 1)
        return replace(when, first=first, last=first + (when.last - when.first))
    except ValueError:
        return when


def _resolved(
    context: Context, found: Found, number: Token, month: Token, weekday: Token | None
) -> When | None:
    year = _value(pick(found, "year")) or 0
    if pick(found, "nextyear"):
        year = context.today.year + 1
    return _dated(
        context,
        dates.calendar_date(
            context.today, number.value, month.value, year, _value(weekday)
        ),
    )


def _written(context: Context, found: Found) -> list[Token] | None:
    """Read dates in figures: 24/12/2026, 2026-12-24, 24/12."""
    token = found[-1]
    weekday = _value(pick(found, "weekday", "wd"))
    when = dates.calendar_date(
        context.today, token.value, token.other, token.year, weekday
    )
    return made(found, _dated(context, when)) or _given_up(found)


def _full_date(context: Context, found: Found) -> list[Token] | None:
    """Read « samedi 28 novembre 2026 », « 1er mai »."""
    number, month = pick(found, "num", "ord"), pick(found, "month", "weak")
    if number is None or month is None:
        return None
    weekday = pick(found, "weekday", "wd")
    when = _resolved(context, found, number, month, weekday)
    return made(found, when) or _given_up(found)


def _date_range(context: Context, found: Found) -> list[Token] | None:
    """Read « du 3 au 7 décembre », « du lundi 21 au vendredi 25 décembre »."""
    first, last = pick_all(found, "num", "ord")
    month = pick(found, "month", "weak")
    if month is None or not 1 <= first.value < last.value <= MAX_DAY:
        return None
    at = found.index(last)
    ends = _resolved(context, found, last, month, pick(found[2:at], "weekday", "wd"))
    if ends is None or ends.contradiction:
        return made(found, ends) or _given_up(found)
    opening = pick(found[:2], "weekday", "wd")
    starts = dates.calendar_date(
        context.today, first.value, month.value, ends.first.year, _value(opening)
    )
    if starts is None or starts.contradiction:
        return made(found, starts)
    return made(found, replace(dates.span(starts.first, ends.first), origin="fixed"))


def _date_list(context: Context, found: Found) -> list[Token] | None:
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


def _nth_weekday(context: Context, found: Found) -> list[Token] | None:
    """Read « le dernier samedi du mois », « le premier lundi de janvier »."""
    weekday = pick(found, "weekday", "weekdays")
    rank = -1 if pick(found[:3], "last") else (*_numbers(found[:3]), 0)[0]
    month = pick(found, "month", "weak")
    if weekday is None or rank > 5 or rank == 0:  # noqa: PLR2004 (five weeks)
        return None
    if month:
        whole = dates.month_span(
            context.today, month.value, _value(pick(found, "year")) or 0
        )
        return made(found, dates.one(_nth(whole.first, weekday.value, rank), "fixed"))
    this = context.today.replace(day=1)
    if pick(found[2:], "next", "last"):
        away = 1 if pick(found[2:], "next") else -1
        first = dates.add_months(this, away)
        return made(found, dates.one(_nth(first, weekday.value, rank), "fixed"))
    day = _nth(this, weekday.value, rank)
    if day < context.today:
        day = _nth(dates.add_months(this, 1), weekday.value, rank)
    return made(found, When(day, day, "recurring", "weekday", weekday.value))


def _nth(first: date, weekday: int, rank: int) -> date:
    return nth_weekday(first.year, first.month, weekday, rank)


def _day_of_month(context: Context, found: Found) -> list[Token] | None:
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


def _weekday_number(context: Context, found: Found) -> list[Token] | None:
    """Read « jeudi 26 », whose day of the week must agree."""
    weekday, number = pick(found, "weekday", "wd"), pick(found, "num", "ord")
    if weekday is None or number is None or not 1 <= number.value <= MAX_DAY:
        return None
    return made(found, dates.day_of_month(context.today, number.value, weekday.value))


def _bare_number(context: Context, found: Found) -> list[Token] | None:
    """Read « le 24 » where the question is about opening, never « le 17 »."""
    numbers = pick_all(found, "num", "ord")
    sound = all(1 <= number.value <= MAX_DAY for number in numbers)
    if not context.visit or not sound or numbers[0].value in EMERGENCY_NUMBERS:
        return None
    days = [dates.day_of_month(context.today, n.value) for n in numbers]
    return [
        Token("date", number.start, number.end, when=when)
        for number, when in zip(numbers, days, strict=True)
        if when is not None
    ]


def _bare_range(context: Context, found: Found) -> list[Token] | None:
    first, last = (token.value for token in pick_all(found, "num", "ord"))
    if not context.visit or not 1 <= first < last <= MAX_DAY:
        return None
    ends = dates.day_of_month(context.today, last)
    if ends is None:
        return None
    return made(
        found,
        replace(dates.span(ends.first.replace(day=first), ends.first), origin="fixed"),
    )


def _weekday(context: Context, found: Found) -> list[Token] | None:
    """Read a day of the week and what turns it: next, last, « en huit », this."""
    token = pick(found, "weekday", "wd")
    if token is None:
        return None
    today, day = context.today, dates.coming(context.today, token.value)
    back = (today.weekday() - token.value - 1) % dates.WEEK + 1
    if pick(found, "last"):
        day = today - back * DAY
    elif number := pick(found, "num"):
        if number.value not in (EIGHT_DAYS, FIFTEEN_DAYS):
            return None
        day += (7 if number.value == EIGHT_DAYS else 14) * DAY
    elif found[0].kind == "ce" and today.weekday() == token.value:
        day = today
    return made(found, replace(dates.one(day, "weekday"), weekday=None))


def _weekday_of_week(context: Context, found: Found) -> list[Token] | None:
    weekday = pick(found, "weekday")
    if weekday is None:
        return None
    away = 1 if pick(found, "next") else -1 if pick(found, "last") else 0
    monday = dates.week_of(context.today, away).first
    return made(found, dates.one(monday + weekday.value * DAY, "weekday"))


def _every_weekday(context: Context, found: Found) -> list[Token] | None:
    weekday = pick(found, "weekday", "weekdays")
    return made(found, dates.every(context.today, weekday.value)) if weekday else None


def _weekdays_span(context: Context, found: Found) -> list[Token] | None:
    """Read « du lundi au vendredi » (every week), « de lundi à mercredi » (once)."""
    ends = pick_all(found, "weekday", "weekdays")
    low, high = (ends[0].value, ends[1].value) if ends else (0, 4)
    first = dates.coming(context.today, low)
    last = first + (high - low) % dates.WEEK * DAY
    once = found[0].kind in ("de", "entre")
    when = dates.span(first, last)
    return made(found, when if once else replace(when, kind="recurring"))


def _relative(context: Context, found: Found) -> list[Token] | None:
    token = pick(found, "rel")
    if token is None:
        return None
    day = context.today + token.value * DAY
    return made(found, dates.one(day, "relative"))


def _away(context: Context, found: Found) -> list[Token] | None:
    """Read « dans deux jours », « il y a trois semaines », « dans quinze jours »."""
    number, unit = pick(found, "num"), found[-1].kind
    count = number.value if number else 1
    if unit == "day" and count in (EIGHT_DAYS, FIFTEEN_DAYS):
        count = 7 if count == EIGHT_DAYS else FORTNIGHT
    sign = -1 if found[0].kind == "ago" else 1
    if unit == "monthword":
        day = dates.add_months(context.today, sign * count)
    else:
        day = context.today + sign * count * (7 if unit == "week" else 1) * DAY
    return made(found, dates.one(day, "relative"))


def _week(context: Context, found: Found) -> list[Token] | None:
    away = 1 if pick(found, "next") else -1 if pick(found, "last") else 0
    return made(found, dates.week_of(context.today, away))


def _weekend(context: Context, found: Found) -> list[Token] | None:
    """Read « ce week-end », « le week-end prochain », « le week-end » (every one)."""
    today = context.today
    current = dates.weekend_of(today)
    begun = today.weekday() >= 5  # noqa: PLR2004 (Saturday)
    if pick(found, "last"):
        return made(found, dates.weekend_of(today, -1))
    following = dates.weekend_of(today, 1) if begun else current
    if pick(found, "next"):
        return made(found, following)
    if found[0].kind == "ce":
        return made(found, current)
    return made(found, replace(following, kind="recurring"))


def _month(context: Context, found: Found) -> list[Token] | None:
    """Read a month, or its beginning, middle or end."""
    token = pick(found, "month", "weak")
    today = context.today
    year = _value(pick(found, "year")) or 0
    if token is not None:
        if year and abs(year - today.year) > dates.YEARS_AROUND:
            return _given_up(found)
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
    return made(found, _dated(context, when))


def _last_month(context: Context, found: Found) -> list[Token] | None:
    token = pick(found, "month", "weak")
    if token is None:
        return None
    year = context.today.year - (token.value >= context.today.month)
    when = dates.month_span(context.today, token.value, year)
    return made(found, replace(when, year=None))


def _season(context: Context, found: Found) -> list[Token] | None:
    season = pick(found, "season")
    if season is None:
        return None
    if year := pick(found, "year"):
        sound = abs(year.value - context.today.year) <= dates.YEARS_AROUND
        sound = sound and season.value != dates.WINTER  # it belongs to two years
        when = dates.season_of(year.value, season.value) if sound else None
        return made(found, when) or _given_up(found)
    years = -1 if pick(found, "last") else 0
    when = dates.season_span(context.today, season.value, years)
    turned = found[0].kind in ("ce", "tous") or pick(found, "next", "last")
    return made(found, when if turned else replace(when, kind="recurring"))


def _feast(context: Context, found: Found) -> list[Token] | None:
    """Read « à Noël », « le lundi de Pâques », « la Toussaint 2027 »."""
    token = pick(found, "feast")
    if token is None:
        return None
    today = context.today
    year = _value(pick(found, "year"))
    if pick(found, "nextyear"):
        year = today.year + 1
    if year and abs(year - today.year) > dates.YEARS_AROUND:
        return _given_up(found)
    day = feast(token.word, year or today.year)
    if day is not None and not year and day < today and not context.past:
        day = feast(token.word, today.year + 1)
    if day is None:
        return None
    if not year and context.past and day > today:
        day = feast(token.word, today.year - 1) or day
    return made(
        found,
        replace(dates.one(day, "feast"), year=year, holiday=token.word),
    )


def _feast_weekend(context: Context, found: Found) -> list[Token] | None:
    """Read « le week-end de Pâques »: Saturday to the Monday that is a holiday."""
    tokens = _feast(context, found[-1:])
    if not tokens or tokens[0].when is None:
        return None
    day = tokens[0].when.first
    monday = found[-1].word in ("paques", "pentecote")
    saturday = day - (day.weekday() - 5) % dates.WEEK * DAY
    if not monday:
        return None
    return made(found, dates.span(saturday, saturday + 2 * DAY))


def _year_end(context: Context, found: Found) -> list[Token] | None:
    """Read « les fêtes de fin d'année »: Christmas Eve to New Year's Day."""
    year = context.today.year
    if context.today <= date(year, 1, 1):
        year -= 1
    when = dates.span(date(year, 12, 24), date(year + 1, 1, 1))
    return made(found, replace(when, holiday="fêtes de fin d’année"))


def _holidays(context: Context, found: Found) -> list[Token] | None:
    """Read the public holidays in general, or the next one."""
    if context.calendar is None:
        return _given_up(found)
    for away in range(_HORIZON):
        day = context.today + away * DAY
        name = public_holiday(context.calendar, day)
        if name and (away or not pick(found, "nextholiday")):
            if pick(found, "nextholiday"):
                return made(found, replace(dates.one(day, "feast"), holiday=name))
            general = When(day, day, "recurring", "feast", holiday="jours fériés")
            return made(found, general)
    return _given_up(found)


_SEASON_BREAKS = ("printemps", "été", "Toussaint", "hiver")
_MONTH_BREAKS = {2: "hiver", 4: "printemps", 7: "été", 8: "été", 12: "Noël"}
_FEAST_BREAKS = {"noel": "Noël", "toussaint": "Toussaint", "paques": "printemps"}


def _school_break(context: Context, found: Found) -> list[Token]:
    """Read « les vacances de Noël », « pendant les vacances scolaires »."""
    name = _break_name(found)
    rows = [
        row
        for row in (context.calendar.school if context.calendar else ())
        if row.end >= context.today and not row.is_bridge and row.certain
    ]
    rows = [row for row in rows if name is None or row.name.endswith(name)]
    if not rows or name == "":
        return _given_up(found)
    chosen = min(rows, key=lambda row: row.start)
    general = name is None and not pick(found, "next")
    kind: WhenKind = "recurring" if general else "span"
    when = When(chosen.start, chosen.end, kind, holiday=chosen.name)
    return made(found, when) or []


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


def _rules(*groups: Iterable[tuple[str, object]]) -> Sequence[tuple[str, object]]:
    return [rule for group in groups for rule in group]


_W = "(weekday|wd)"
_N = "(num|ord)"
_M = "(month|weak)"
_YEAR = "(year|nextyear)?"
_ART = "(le|la|l|les|ce)?"
_ONWARD = (
    "(?=$|stop|comma|dash|slash|go|about|et|ou|au|a|part|noon|hour|at|range|habit|le|la"
    "|avant|after|from|until|vers|entre|ce|en)"
)
_BREAK = "(next|last|grand|ce|les|aux)? holidays school?"

DAYS = Stage(
    ("call (le|la|les|au|aux|de|du|d|x)? (num|ord|big|year)", unknown),
    ("title weekday", unknown),
    ("good (weekend|rel|feast|holidays|weekday)", unknown),
    ("a (rel|weekday) part? stop* $", unknown),
    (f"(ord|last|num) (x|week|weekend) (de|d|du) (monthword (de|d))? {_M}", unknown),
    ("out (les|de|d|about|en)* holidays school?", unknown),
    (f"le? {_W}? comma? le? (full|daymonth)", _written),
    ("(?<=[le du au et weekday a]) fraction", _written),
    (f"du {_W}? {_N} (au|a) {_W}? {_N} {_M} {_YEAR}", _date_range),
    (f"entre le? {_W}? {_N} et le? {_W}? {_N} {_M} {_YEAR}", _date_range),
    (f"(num|ord) (dash|a) num {_M} {_YEAR}", _date_range),
    (f"(le|les)? {_N} ((comma|et|ou) le? {_N}){{1,5}} {_M} {_YEAR}", _date_list),
    (f"{_ART} {_W} comma? le? {_N} {_M} {_YEAR}", _full_date),
    (f"(le|la|l|les)? {_N} {_M} {_YEAR}", _full_date),
    (
        f"(tous les|le|la|les|un|tous)? (ord|last|num) (weekday|weekdays) "
        f"(du monthword (de|d) {_M} year?|(de|d) {_M} year?|du monthword (next|last)?"
        "|de tous monthword)",
        _nth_weekday,
    ),
    ("le? last day du monthword next?", _day_of_month),
    (f"le? {_N} du monthword (next|last)?", _day_of_month),
    (f"{_ART} {_W} {_N} {_ONWARD}", _weekday_number),
    ("weekday (de|a)? (la|ce) week (next|last)?", _weekday_of_week),
    (f"{_ART} weekday (next|last)", _weekday),
    ("le? next weekday", _weekday),
    ("weekday en num", _weekday),
    ("ce weekday", _weekday),
    ("(du weekday au|de weekday a|entre weekday et) weekday", _weekdays_span),
    ("weekday (au|a|dash) weekday", _weekdays_span),
    ("weekdayspan", _weekdays_span),
    (
        f"(tous les|tous|les|le|un|du|aux|au) (weekday|weekdays) (?!{_N})",
        _every_weekday,
    ),
    ("weekdays", _every_weekday),
    ("weekday", _weekday),
    ("wd (?=part|noon|hour|at)", _weekday),
    ("rel", _relative),
    (f"(dans|ago) (num|un) (day|week|monthword) (?!de|d|per|school)", _away),
    ("(la|le|ce)? week (next|last)", _week),
    ("ce week", _week),
    ("(le|les|un|ce)? (weekend (next|last)|next weekend)", _weekend),
    ("(le|ce|les)? weekend (de|du|d) (la|l)? feast", _feast_weekend),
    ("(ce|tous les|tous|le|les|un|en)? weekend", _weekend),
    ("(les|during)? yearend", _year_end),
    ("(les|un|le|des|aux)? nextholiday", _holidays),
    ("(les|un|le|des|aux|tous les)? holiday", _holidays),
    ("(les|aux) ferie", _holidays),
    (f"during? {_BREAK} (de|du|d|des)? (la|l|le)? (feast|season|{_M})", _school_break),
    (
        "during (tous les|les|ce|tous)? next? holidays school?"
        "|(les|aux|next|grand) holidays school|grand holidays|holidays school"
        "|(les|aux) next holidays",
        _school_break,
    ),
    ("(x|street|call|service|num) (de|d|du|des) (la|l|le)? feast", unknown),
    (f"(le|la|l|les)? (day (de|du|d) (la|l|le)?)? feast {_YEAR}", _feast),
    (
        "(en|a la|la|le|l)? (early|middle|late) (de|d|du)? (monthword (de|d))? dash?"
        f" {_M} {_YEAR}",
        _month,
    ),
    ("(a la|la|en|le)? (early|middle|late) (du|de) monthword (next|last)?", _month),
    (f"(tous|au|le|du|en|during)* monthword (de|d) {_M} {_YEAR}", _month),
    (f"en? {_M} last", _last_month),
    (f"en {_M} next? {_YEAR}", _month),
    (f"{_M} year", _month),
    ("month nextyear?", _month),
    ("(le|au|du|ce)? monthword (next|last)", _month),
    ("ce monthword", _month),
    ("(tous l|tous le|ce|l|le|en|au) season (next|last|year)?", _season),
    ("(?<=[about]) d season", _season),
    (f"(?<![dans call x num street]) du {_N} au {_N} {_ONWARD}", _bare_range),
    (
        f"(?<![dans call num street]) (le|les) {_N} (et|ou) le? {_N} {_ONWARD}",
        _bare_number,
    ),
    (f"(?<![dans call num street]) le {_N} {_ONWARD}", _bare_number),
)
