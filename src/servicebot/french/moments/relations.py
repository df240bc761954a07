"""The rules that relate days: « la veille de Noël », « avant lundi », « du … au … »."""

from dataclasses import replace
from datetime import date

from servicebot.french.moments.context import Context, Found
from servicebot.french.moments.dates import (
    DAY,
    WEEK,
    When,
    add_months,
    coming,
    day_name,
    one,
    span,
    week_of,
)
from servicebot.french.moments.grammar import (
    FROM_NOW,
    UNTIL_NOW,
    Stage,
    given_up,
    made,
    pick,
    unknown,
)
from servicebot.french.moments.tokens import Token

# The days that a bridge adds before and after a holiday, by its weekday.
_BRIDGES = {0: (2, 0), 1: (3, 0), 3: (0, 3), 4: (0, 2)}
_ARTICLES = ("le", "la", "les", "un", "tous", "du", "au", "ce")
_SAID_ALONE = ("weekday", "relative", "fixed")
_LONGEST, _YEAR = 200 * DAY, 365 * DAY
Dated = tuple[Token, When]


def days_of(found: Found) -> list[Dated]:
    """Return the tokens that hold days, with their days."""
    return [(token, token.when) for token in found if token.when is not None]


def _street(_context: Context, found: Found) -> list[Token] | None:
    """Give up « rue du 8 mai », « place de la Toussaint », not « école lundi »."""
    (token, when), *_ = days_of(found)
    if when.origin not in ("fixed", "feast") and when.weekday is None:
        named = when.kind == "span" and len(found) > 2
    elif len(found) == 2:
        named = when.origin == "fixed" and token.word not in ("le", "du", "entre")
    else:
        named = when.origin in ("fixed", "feast")
    return given_up(found) if named else None


def _birth(_context: Context, found: Found) -> list[Token] | None:
    """Give up « née le 3 mai », « né en avril », not « naissance aujourd'hui »."""
    (_, when), *_ = days_of(found)
    return given_up(found) if when.origin in ("fixed", "other") else None


def _beside(_context: Context, found: Found) -> list[Token] | None:
    """Read « la veille de Noël », « le lendemain du 14 juillet »."""
    (_, when), *_ = days_of(found)
    if when.contradiction:
        return made(found, when)
    if eve := pick(found, "eve", "dayeve"):
        days = 1 if eve.kind == "eve" else 2
        return made(found, one(when.first - days * DAY, "feast"))
    morrow = pick(found, "morrow")
    days = max(morrow.value, 1) if morrow else 1
    return made(found, one(when.last + days * DAY, "feast"))


def _bridge(context: Context, found: Found) -> list[Token] | None:
    """Read « le pont de l'Ascension »: the holiday and the days to the week-end."""
    (_, when), *_ = days_of(found)
    if when.origin != "feast" and pick(found, "de", "du", "d") is None:
        return None  # « faites-vous le pont lundi ? »
    day = when.first
    breaks = context.calendar.school if context.calendar else ()
    for row in breaks:
        if row.is_bridge and row.start <= day <= row.end:
            return made(found, replace(span(row.start, row.end), holiday=row.name))
    before, after = _BRIDGES.get(day.weekday(), (0, 0))
    days = span(day - before * DAY, day + after * DAY)
    return made(found, replace(days, holiday=when.holiday))


def _week_of(_context: Context, found: Found) -> list[Token] | None:
    (_, when), *_ = days_of(found)
    return made(found, week_of(when.first)) if when.kind == "day" else None


def _from_to(_context: Context, found: Found) -> list[Token] | None:
    """Read « du 24 décembre au 2 janvier », « entre Noël et le jour de l'an »."""
    (_, low), (_, high) = days_of(found)
    for when in (low, high):
        if when.contradiction:
            return made(found, when)
    if "recurring" in (low.kind, high.kind):
        return None
    first, last = low.first, high.last
    if last - first > _YEAR and high.year is None:
        last = _year_before(last)  # « du 21 décembre au 3 janvier », looking back
    if first > last and low.year is None and low.origin in ("fixed", "feast"):
        first = _year_before(first)
    if first > last or (first < low.first and last - first > _LONGEST):
        return None
    return made(found, replace(span(first, last), origin="fixed"))


def _year_before(day: date) -> date:
    """Return the same day a year before, 28 February for the 29th."""
    return add_months(day, -12)


def _bounded(context: Context, found: Found) -> list[Token] | None:
    """Read « avant samedi », « jusqu'au 24 décembre », « depuis lundi »."""
    (_, when), *_ = days_of(found)
    if when.contradiction or when.kind == "recurring":
        return made(found, replace(when, kind="day"))
    if found[0].kind == "depuis":
        return _since(context, found, when)
    before = found[0].kind == "avant" and when.kind == "day"
    last = when.first - DAY if before else when.last
    if last < context.today:
        return None
    days = replace(when, first=context.today, last=last, kind="span")
    return [token._replace(other=FROM_NOW) for token in made(found, days) or ()]


def _since(context: Context, found: Found, when: When) -> list[Token] | None:
    first = when.first
    if first > context.today:
        if when.origin != "weekday":
            return given_up(found)
        first -= WEEK * DAY
    days = replace(when, first=first, last=context.today, kind="span")
    return [token._replace(other=UNTIL_NOW) for token in made(found, days) or ()]


def _starting(_context: Context, found: Found) -> list[Token] | None:
    (_, when), *_ = days_of(found)
    if found[0].kind == "des" and when.origin not in _SAID_ALONE:
        return None  # « des vacances »: the article, not « dès »
    return made(found, when)


def _around(_context: Context, found: Found) -> list[Token] | None:
    """Read « le vendredi après l'Ascension », « le samedi avant Noël »."""
    (_, weekday), (_, when) = days_of(found)
    if weekday.origin != "weekday" or when.contradiction:
        return None
    aim = weekday.first.weekday()
    if pick(found, "after"):
        day = coming(when.last, aim)
    else:
        day = coming(when.first - (WEEK + 1) * DAY, aim)
    return made(found, one(day, "fixed"))


def _weekday_of_feast(_context: Context, found: Found) -> list[Token] | None:
    """Read « le dimanche des Rameaux », which must be one."""
    (_, weekday), (_, when) = days_of(found)
    if weekday.last == weekday.first + DAY and when.kind == "day":
        return made(found, _long_weekend(when)) or given_up(found)
    if weekday.origin != "weekday" or when.origin != "feast":
        return None
    if weekday.first.weekday() != when.first.weekday():
        return given_up(found)
    return made(found, when)


def _long_weekend(when: When) -> When | None:
    """Return the week-end that a day belongs to or makes longer."""
    day = when.first
    before, after = {**_BRIDGES, 5: (0, 1), 6: (1, 0)}.get(day.weekday(), (0, 0))
    days = span(day - before * DAY, day + after * DAY)
    return replace(days, holiday=when.holiday) if days.kind == "span" else None


def _counted(_context: Context, found: Found) -> list[Token] | None:
    """Read « deux jours après Noël », « une semaine avant le 14 juillet »."""
    (_, when), *_ = days_of(found)
    if when.kind != "day" or when.contradiction or found[1].kind == "monthword":
        return given_up(found)
    number = pick(found[:1], "num")
    days = (number.value if number else 1) * (WEEK if found[1].kind == "week" else 1)
    sign = 1 if found[2].kind == "after" else -1
    return made(found, one(when.first + sign * days * DAY, "fixed"))


def _same_day(_context: Context, found: Found) -> list[Token] | None:
    """Check « demain lundi », where the two must agree."""
    (first, near), (second, other) = days_of(found)
    if other.kind != "day" or second.word in _ARTICLES:
        return None
    if _is_said_twice(near, other):
        return made(found, near)
    if near.origin != "relative":
        return None
    if other.origin not in ("weekday", "fixed"):
        return None
    day = near.first
    agrees = other.first == day or (
        other.origin == "weekday" and (other.first.weekday() == day.weekday())
    )
    if agrees:
        return made(found, near)
    said = f"{first.word or 'ce jour'} est le {day.day}, un {day_name(day)}"
    return made(found, replace(near, contradiction=other.contradiction or said))


def _is_said_twice(near: When, other: When) -> bool:
    """Return whether « samedi dernier 11 juillet » names one day twice."""
    if near.origin == "feast":
        return other == one(near.first, "weekday")
    day, again = near.first, other.first
    dated = other.origin == "fixed" and other.year is None
    same = (day.day, day.month) == (again.day, again.month)
    return near.origin == "weekday" and dated and same


RELATIONS = Stage(
    ("date date", _same_day),
    ("street (de|du|des|d|call)* date", _street),
    ("born (le|la|en|au|a)? date", _birth),
    ("(la|le|l)? (eve|dayeve|morrow) (de|du|d|des)? date", _beside),
    ("(le|les)? bridge (de|du|d)? date", _bridge),
    ("(la|ce|le)? week (de|du|d) date", _week_of),
    ("(de|du|entre|d) date (au|a|aux|et|until|dash|jusqu) date", _from_to),
    ("(early|middle|late|out) (de|du|d|des) (la|le|l|les)? date", unknown),
    ("(num|un) (day|week|monthword) (after|avant) (le|la|l|les)? date", _counted),
    ("date (following|d after|d avant)", unknown),
    ("date (after|avant) date", _around),
    ("date (de|du|des|d) date", _weekday_of_feast),
    ("out (le|la|l|les|en)? date", unknown),
    ("(avant|until|by|depuis) (le|la|l)? date", _bounded),
    ("after (le|la|l|les)? date", unknown),
    ("(from|des) date", _starting),
)
