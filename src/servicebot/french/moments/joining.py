"""The rules that join days and hours: « samedi à 10h », « lundi matin »."""

from servicebot.french.moments.clock import (
    EVENING,
    LATE_EVENING,
    LUNCH,
    MIDNIGHT,
    NIGHT,
    PARTS,
    in_part,
)
from servicebot.french.moments.context import Context, Found
from servicebot.french.moments.dates import (
    DAY,
    When,
    one,
)
from servicebot.french.moments.grammar import (
    Stage,
    given_up,
    made,
    pick,
    pick_all,
    unknown,
)
from servicebot.french.moments.relations import days_of
from servicebot.french.moments.tokens import Token

_LINKS = frozenset(
    "est cest sera commence commencera debute debutera demarre demarrera ouvre ouvrira"
    " ouvrez ouvrent ferme fermez fermera finit prevu prevue lieu ouvert ouverte"
    " ouverts ouvertes".split()
)
_BREAKS = frozenset(
    "mais car donc puis sinon alors quand lorsque comme si ou apres avant".split()
)
_PARTS_SAID = ("range", "habit", "part")
_HABITS = ("habit", "part")
_ADVERBS = ("bien", "toujours", "plutot")
_FROM_THE_EVE = ("noel", "nouvel an", "jour de l an", "premier de l an")


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
    if others:
        return None
    if when.contradiction:
        return made(found, when)
    part = pick(found, "range", "habit", "part", "noon")
    if part is None or (minutes := _part(part)) is None:
        minutes = (0, 0, 0)
    hours = _hours(found, minutes)
    if hours is None:
        return None
    if when.holiday == "noel" and minutes[2] in (EVENING, LATE_EVENING):
        return given_up(found)  # the evening of the 24th or of the 25th
    return _moment(found, *hours, _night_of(when) if minutes[2] == NIGHT else when)


def _hours(found: Found, part: tuple[int, int, int]) -> tuple[int, int] | None:
    """Return the minutes that are meant, an hour being one of the part of the day."""
    start, end, named = part
    hour = pick(found, "at", "hour", "midnight")
    if hour is not None:
        at = in_part(MIDNIGHT if hour.kind == "midnight" else hour.value, named)
        return at, at
    ranges = pick_all(found, "range")
    if ranges and (ranges[-1].value, ranges[-1].other) != (start, end):
        first, last = (in_part(m, named) for m in (ranges[-1].value, ranges[-1].other))
        return first or start, last
    return (start, end) if end else None


def _moment(
    found: Found, start: int, end: int, when: When | None = None
) -> list[Token]:
    return [Token("moment", found[0].start, found[-1].end, "", start, end, when=when)]


def _night_of(when: When) -> When:
    """Return the day that a night begins on: « la nuit de samedi à dimanche »."""
    if when.holiday in _FROM_THE_EVE:
        return one(when.first - DAY)
    return one(when.first) if when.last == when.first + DAY else when


def _linked(context: Context, found: Found) -> list[Token] | None:
    """Join a day with the hours that a verb gives it.

    « samedi c'est bien à 11h15 », « le 2 c'est ouvert l'après-midi ».
    """
    verb = found[-2] if found[-2].word not in _ADVERBS else found[-3]
    (_, when), *_ = days_of(found)
    if when.first != when.last:
        return None
    timed = found[-1].kind in ("at", "range") and not pick(found[1:], *_HABITS)
    if verb.word not in _LINKS and not (timed and _BREAKS.isdisjoint(_words(found))):
        return None
    return _joined(context, [found[0], found[-1]])


def _words(found: Found) -> list[str]:
    return [token.word for token in found[1:-1]]


def _linked_part(context: Context, found: Found) -> list[Token] | None:
    """Join an hour with a part of a day: « lundi matin je viens à 8h »."""
    part = next(at for at, token in enumerate(found) if token.kind in _PARTS_SAID)
    within = [token.word for token in found[part + 1 : -1]]
    (_, when), *_ = days_of(found)
    if when.first != when.last or not _BREAKS.isdisjoint(within):
        return None
    return _joined(context, [found[0], found[part], found[-1]])


def _linked_back(context: Context, found: Found) -> list[Token] | None:
    """Join an hour with the day said after it: « à 15h j'ai rendez-vous demain »."""
    (_, when), *_ = days_of(found)
    if when.first != when.last or not _BREAKS.isdisjoint(_words(found)):
        return None
    return _joined(context, [found[0], found[-1]])


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
    return [made_here[0]._replace(word="habit" if part.kind == "habit" else "")]


_SEP = "(comma|du|de|le|la|l|en|dash|au|et)?"
_T = "(at|hour)"
_R = "(range|habit|part|noon)"
_HOURS = "range|habit|part"
_WITHIN = "le|la|les|l|un|de|du|d|des|au|aux|ce|c|x|go|about|a|en|call|street|service"

_NO_HOUR = "(?<![x call num street during de d un service])"
_NO_DURATION = "(?!de|d|per|x|service|minute|day|num|weekly)"

JOINS = Stage(
    ("date (part|habit|noon|at|hour) (au|a|until)? date", _across),
    (f"date {_SEP} {_R} {_SEP} ({_T}|range)", _joined),
    (f"date {_SEP} (range|habit|part) ({_WITHIN}){{1,7}} at", _linked_part),
    (f"date {_SEP} ({_T}|{_R}|midnight)", _joined),
    (f"({_T}|{_R}) {_SEP} date {_SEP} {_R}", _joined),
    (f"({_T}|{_R}) {_SEP} date", _joined),
    ("midnight date", _joined),
    (f"date comma? ({_WITHIN}){{1,9}} ({_T}|{_HOURS})", _linked),
    ("at (le|la|l|un|de|d|du|des|au|aux|a|en|x){1,5} date", _linked_back),
    ("at go x{1,3} date", _linked_back),
    (f"(num|ord|daymonth|fraction|wd|weak) {_SEP} (at|range)", unknown),
    (f"(habit|part) {_SEP} at", _alone),
    ("at|range|habit", _alone),
    (f"{_NO_HOUR} hour {_NO_DURATION}", _alone),
)
