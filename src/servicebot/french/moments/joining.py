"""The rules that join days and hours: « samedi à 10h », « la veille de Noël »."""

from dataclasses import replace

from servicebot.french.moments.clock import (
    EVENING,
    LATE_EVENING,
    LUNCH,
    MIDNIGHT,
    NIGHT,
    PARTS,
    in_part,
)
from servicebot.french.moments.dates import (
    DAY,
    WEEK,
    When,
    coming,
    one,
    span,
    week_of,
)
from servicebot.french.moments.grammar import (
    Context,
    Found,
    Stage,
    made,
    pick,
    pick_all,
    unknown,
)
from servicebot.french.moments.tokens import Token

FROM_NOW, UNTIL_NOW = 1, 2
# The days that a bridge adds before and after a holiday, by its weekday.
_BRIDGES = {0: (2, 0), 1: (3, 0), 3: (0, 3), 4: (0, 2)}
_SAID_ALONE = ("weekday", "relative", "fixed")
Dated = tuple[Token, When]


def _nothing(found: Found) -> list[Token]:
    return [Token("x", found[0].start, found[-1].end)]


def _days(found: Found) -> list[Dated]:
    return [(token, token.when) for token in found if token.when is not None]


def _street(_context: Context, found: Found) -> list[Token] | None:
    """Give up « rue du 8 mai », « place de la Toussaint », not « école lundi »."""
    (token, when), *_ = _days(found)
    if when.origin not in ("fixed", "feast") and when.weekday is None:
        named = when.kind == "span" and len(found) > 2
    elif len(found) == 2:
        named = when.origin == "fixed" and token.word != "le"
    else:
        named = when.origin in ("fixed", "feast")
    return _nothing(found) if named else None


def _beside(_context: Context, found: Found) -> list[Token] | None:
    """Read « la veille de Noël », « le lendemain du 14 juillet »."""
    (_, when), *_ = _days(found)
    if when.contradiction:
        return made(found, when)
    if eve := pick(found, "eve", "dayeve"):
        days = 1 if eve.kind == "eve" else 2
        return made(found, one(when.first - days * DAY, "feast"))
    return made(found, one(when.last + DAY, "feast"))


def _bridge(context: Context, found: Found) -> list[Token] | None:
    """Read « le pont de l'Ascension »: the holiday and the days to the week-end."""
    (_, when), *_ = _days(found)
    day = when.first
    breaks = context.calendar.school if context.calendar else ()
    for row in breaks:
        if row.is_bridge and row.start <= day <= row.end:
            return made(found, replace(span(row.start, row.end), holiday=row.name))
    before, after = _BRIDGES.get(day.weekday(), (0, 0))
    days = span(day - before * DAY, day + after * DAY)
    return made(found, replace(days, holiday=when.holiday))


def _week_of(_context: Context, found: Found) -> list[Token] | None:
    (_, when), *_ = _days(found)
    return made(found, week_of(when.first)) if when.kind == "day" else None


def _from_to(_context: Context, found: Found) -> list[Token] | None:
    """Read « du 24 décembre au 2 janvier », « entre Noël et le jour de l'an »."""
    (_, low), (_, high) = _days(found)
    for when in (low, high):
        if when.contradiction:
            return made(found, when)
    if "recurring" in (low.kind, high.kind):
        return None
    first = low.first
    if first > high.last and low.year is None and low.origin in ("fixed", "feast"):
        first = first.replace(year=first.year - 1)
    if first > high.last:
        return None
    return made(found, replace(span(first, high.last), origin="fixed"))


def _bounded(context: Context, found: Found) -> list[Token] | None:
    """Read « avant samedi », « jusqu'au 24 décembre », « depuis lundi »."""
    (_, when), *_ = _days(found)
    if when.contradiction or when.kind == "recurring":
        return made(found, replace(when, kind="day"))
    if found[0].kind == "depuis":
        return _since(context, found, when)
    last = when.first - DAY if found[0].kind == "avant" else when.last
    if last < context.today:
        return None
    days = replace(when, first=context.today, last=last, kind="span")
    return [replace(token, other=FROM_NOW) for token in made(found, days) or ()]


def _since(context: Context, found: Found, when: When) -> list[Token] | None:
    first = when.first
    if first > context.today:
        if when.origin != "weekday":
            return _nothing(found)
        first -= WEEK * DAY
    days = replace(when, first=first, last=context.today, kind="span")
    return [replace(token, other=UNTIL_NOW) for token in made(found, days) or ()]


def _starting(_context: Context, found: Found) -> list[Token] | None:
    (_, when), *_ = _days(found)
    if found[0].kind == "des" and when.origin not in _SAID_ALONE:
        return None  # « des vacances »: the article, not « dès »
    return made(found, when)


def _around(_context: Context, found: Found) -> list[Token] | None:
    """Read « le vendredi après l'Ascension », « le samedi avant Noël »."""
    (_, weekday), (_, when) = _days(found)
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
    (_, weekday), (_, when) = _days(found)
    if weekday.last == weekday.first + DAY and when.kind == "day":
        return made(found, _long_weekend(when)) or _nothing(found)
    if weekday.origin != "weekday" or when.origin != "feast":
        return None
    if weekday.first.weekday() != when.first.weekday():
        return _nothing(found)
    return made(found, when)


def _long_weekend(when: When) -> When | None:
    """Return the week-end that a day belongs to or makes longer."""
    day = when.first
    before, after = {**_BRIDGES, 5: (0, 1), 6: (1, 0)}.get(day.weekday(), (0, 0))
    days = span(day - before * DAY, day + after * DAY)
    return replace(days, holiday=when.holiday) if days.kind == "span" else None


def _counted(_context: Context, found: Found) -> list[Token] | None:
    """Read « deux jours après Noël », « une semaine avant le 14 juillet »."""
    (_, when), *_ = _days(found)
    if when.kind != "day" or when.contradiction or found[1].kind == "monthword":
        return _nothing(found)
    number = pick(found[:1], "num")
    days = (number.value if number else 1) * (WEEK if found[1].kind == "week" else 1)
    sign = 1 if found[2].kind == "after" else -1
    return made(found, one(when.first + sign * days * DAY, "fixed"))


RELATIONS = Stage(
    ("street (de|du|des|d|call)* date", _street),
    ("born (le|la|en|au|a)? date", unknown),
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


def _part(token: Token) -> tuple[int, int, int] | None:
    """Return the minutes of a part of the day, and which part it is."""
    if token.kind == "noon":
        return (*LUNCH, 0)
    if token.kind == "part":
        minutes = PARTS.get(token.value)
        return (*minutes, token.value) if minutes else None
    return token.value, token.other, token.year


def _joined(_context: Context, found: Found) -> list[Token] | None:
    """Join a day with the hours said beside it."""
    (_, when), *others = _days(found)
    if others or when.contradiction:
        return None
    part = pick(found, "range", "habit", "part", "noon")
    hour = pick(found, "at", "hour", "midnight")
    ranges = pick_all(found, "range")
    span_of_part = _part(part) if part else None
    if hour is None and span_of_part is None:
        return None
    if ranges and span_of_part and part is not ranges[-1]:
        start, end = (
            in_part(m, span_of_part[2]) for m in (ranges[-1].value, ranges[-1].other)
        )
    elif hour is not None:
        start = end = in_part(
            MIDNIGHT if hour.kind == "midnight" else hour.value,
            span_of_part[2] if span_of_part else 0,
        )
    elif span_of_part is not None:
        start, end, named = span_of_part
        if when.holiday == "noel" and named in (EVENING, LATE_EVENING):
            return _nothing(found)  # the evening of the 24th or of the 25th
        if named == NIGHT:
            when = _night_of(when)
    return _moment(found, start, end, when=when)


def _moment(
    found: Found, start: int, end: int, when: When | None = None
) -> list[Token]:
    return [Token("moment", found[0].start, found[-1].end, "", start, end, when=when)]


def _night_of(when: When) -> When:
    """Return the day that a night begins on: « la nuit de samedi à dimanche »."""
    if when.holiday == "noel":
        return one(when.first - DAY)
    return one(when.first) if when.last == when.first + DAY else when


def _alone(_context: Context, found: Found) -> list[Token] | None:
    """Keep a time that no day goes with."""
    part = pick(found, "range", "habit", "part", "noon")
    hour = pick(found, "at", "hour", "midnight")
    if hour is not None:
        minutes = MIDNIGHT if hour.kind == "midnight" else hour.value
        minutes = in_part(minutes, part.year or part.value if part else 0)
        return _moment(found, minutes, minutes)
    if part is None:
        return None
    start, end, _ = _part(part) or (0, 0, 0)
    made_here = _moment(found, start, end)
    return [replace(made_here[0], word="habit" if part.kind == "habit" else "")]


_SEP = "(comma|du|de|le|la|l|en|dash|au|et)?"
_T = "(at|hour)"
_R = "(range|habit|part|noon)"

_NO_HOUR = "(?<![x call num street during de d un service])"
_NO_DURATION = "(?!de|d|per|x|service|minute|day|num)"

JOINS = Stage(
    (f"date {_SEP} {_R} {_SEP} ({_T}|range)", _joined),
    (f"date {_SEP} ({_T}|{_R}|midnight)", _joined),
    (f"({_T}|{_R}) {_SEP} date {_SEP} {_R}", _joined),
    (f"({_T}|{_R}) {_SEP} date", _joined),
    ("midnight date", _joined),
    (f"(num|ord|daymonth|fraction|wd|weak) {_SEP} (at|range)", unknown),
    (f"(habit|part) {_SEP} at", _alone),
    ("at|range|habit", _alone),
    (f"{_NO_HOUR} hour {_NO_DURATION}", _alone),
)
