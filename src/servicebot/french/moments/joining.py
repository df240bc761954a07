"""The rules that join days and hours: « samedi à 10h », « lundi matin »."""

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
    When,
    one,
)
from servicebot.french.moments.grammar import (
    Context,
    Found,
    Stage,
    given_up,
    pick,
    pick_all,
    unknown,
)
from servicebot.french.moments.relations import days_of
from servicebot.french.moments.tokens import Token


def _across(_context: Context, found: Found) -> list[Token] | None:
    """Give up « du vendredi soir au lundi matin », which no single span says."""
    (_, _), (second, _) = days_of(found)
    linked = pick(found, "au", "a", "until") or second.word in ("au", "a")
    return given_up(found) if linked else None


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
    (_, when), *others = days_of(found)
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
            return given_up(found)  # the evening of the 24th or of the 25th
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
    ("date (part|habit|noon|at|hour) (au|a|until)? date", _across),
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
