"""A French timetable, as a clerk writes it in YAML, read into rules.

Seasons, odd weeks and school holidays may hold a timetable of their own. It replaces
the ordinary one, so each day on which the place usually opens must be spoken of: what a
timetable leaves in doubt is refused instead of guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from servicebot.errors import HoursError
from servicebot.french.text import fold
from servicebot.knowledge.hours.clock import Times, read_times
from servicebot.knowledge.hours.days import (
    DAY_NAMES,
    Days,
    read_days,
    read_parity,
    read_season,
    suggestion,
)
from servicebot.knowledge.hours.osm import DAYS
from servicebot.knowledge.hours.rules import Rule
from servicebot.knowledge.hours.table import covered

REST = ("autres jours", "les autres jours", "reste", "le reste")
KNOWN_KEYS = [
    *DAY_NAMES,
    "lundi au vendredi",
    "tous les jours",
    "week-end",
    "jours fériés",
    "vacances scolaires",
    "hors vacances scolaires",
    "semaines paires",
    "semaines impaires",
    "autres jours",
    "fermetures",
    "ouvertures exceptionnelles",
    "sur rendez-vous",
    "nuit",
    "note",
    "osm",
]

_WEEK = frozenset(range(7))


@dataclass(slots=True)
class Level:
    """One level of a timetable while it is read: days, and what they are within."""

    night: bool
    within: str = ""
    days: list[tuple[Days, Times, str]] = field(default_factory=list)
    nested: list[tuple[str, Any, str]] = field(default_factory=list)
    rest: Times | None = None


def read_timetable(
    raw: Mapping[str, Any],
    *,
    night: bool,
    within: str = "",
    usual: frozenset[int] = frozenset(),
    inside: str | None = None,
) -> tuple[Rule, ...]:
    """Read days, seasons and odd weeks into rules.

    `usual` are the weekdays on which the place opens outside of this timetable, that it
    must therefore speak of; `inside` is the key that holds it.
    """
    level = _level(raw, night=night, within=within)
    rules: tuple[Rule, ...]
    _check_twice(level.days)
    rules = _leftover(level, usual, inside)
    for days, times, key in sorted(level.days, key=lambda found: found[0].breadth):
        if times.mode == "usual":
            raise HoursError(f"« {key}: ouvert » : à quelles heures ?", key)
        rules += times.under(_joined(within, days.selector))
    open_here = usual | open_days(level)
    for nested in _widest_first(level.nested):
        rules += _nested(level, nested, open_here)
    return rules


def open_days(level: Level) -> frozenset[int]:
    """Return the weekdays on which a level opens."""
    found = [d.numbers for d, times, _ in level.days if times.mode == "hours"]
    numbers: frozenset[int] = frozenset().union(*found)
    return numbers


def usual_days(raw: Mapping[str, Any], *, night: bool) -> frozenset[int]:
    """Return the weekdays on which a timetable opens, in any of its seasons."""
    level = _level(raw, night=night, within="")
    days = open_days(level)
    for _, value, key in level.nested:
        if isinstance(value, Mapping):
            days |= usual_days(value, night=night)
        elif read_times(value, night=night, key=key).mode == "hours":
            days = _WEEK
    return days


def _level(raw: Mapping[str, Any], *, night: bool, within: str) -> Level:
    level = Level(night, within)
    for key, value in raw.items():
        _read_key(level, str(key), value)
    return level


def _read_key(level: Level, key: str, value: object) -> None:
    if fold(key) in REST:
        level.rest = read_times(value, night=level.night, key=key)
        return
    days = read_days(key)
    if days is not None:
        if isinstance(value, Mapping):
            raise HoursError(f"« {key} » porte des heures ou « fermé »", key)
        times = read_times(value, night=level.night, key=key)
        level.days.append((days, times, key))
        return
    selector = read_parity(key) or read_season(key)
    if selector is None:
        raise HoursError(
            f"« {key} » n’est pas compris{suggestion(key, KNOWN_KEYS)}", key
        )
    level.nested.append((selector, value, key))


def _nested(
    level: Level, nested: tuple[str, Any, str], usual: frozenset[int]
) -> tuple[Rule, ...]:
    selector, value, key = nested
    within = _joined(level.within, selector)
    if isinstance(value, Mapping):
        return read_timetable(
            value, night=level.night, within=within, usual=usual, inside=key
        )
    return read_times(value, night=level.night, key=key).under(within)


def _leftover(
    level: Level, usual: frozenset[int], inside: str | None
) -> tuple[Rule, ...]:
    """Return the rule of the days that a nested timetable does not name."""
    whole = [days.numbers for days, _, _ in level.days if days.breadth[0] == 0]
    named: frozenset[int] = frozenset().union(*whole)
    silent = usual - named
    if inside is not None and level.rest is None:
        if silent and any(times.mode != "closed" for _, times, _ in level.days):
            names = ", ".join(DAY_NAMES[number] for number in sorted(silent))
            raise HoursError(
                f"« {inside} » ne dit rien de : {names} (ouvert d’habitude) ; ajoutez "
                "« autres jours: fermé » ou « autres jours: comme d'habitude »",
                inside,
            )
        return ()
    if level.rest is None or level.rest.mode == "usual" or not _WEEK - named:
        return ()
    return level.rest.under(_joined(level.within, Days(_WEEK - named).selector))


def _widest_first(
    nested: list[tuple[str, Any, str]],
) -> list[tuple[str, Any, str]]:
    """Put odd weeks after seasons and short seasons after long ones that hold them."""
    found = {
        key: covered(selector)
        for selector, _, key in nested
        if not selector.startswith("week")
    }
    for (key, days), (other, others) in combinations(found.items(), 2):
        if days & others and not (days < others or others < days):
            message = f"« {key} » et « {other} » se chevauchent"
            raise HoursError(message, other)
    return sorted(nested, key=lambda one: -len(found.get(one[2], ())))


def _check_twice(found: list[tuple[Days, Times, str]]) -> None:
    """Refuse two keys that speak of the same day, unless one is narrower."""
    for number, (days, _, key) in enumerate(found):
        for other, _, earlier in found[:number]:
            common = days.numbers & other.numbers
            alike = (days.ranks, days.weeks) == (other.ranks, other.weeks)
            nested = days.numbers < other.numbers or other.numbers < days.numbers
            if common and alike and not nested:
                name = DAY_NAMES[min(common)]
                message = f"« {key} » et « {earlier} » parlent tous deux du {name}"
                raise HoursError(message, key)


def _joined(*selectors: str) -> str:
    """Join selectors in the order of the syntax: dates, then weeks, then days."""
    parts = " ".join(selectors).split()
    text = " ".join(part for part in selectors if part)
    if "week" not in parts:
        return text
    weeks = " ".join(parts[parts.index("week") : parts.index("week") + 2])
    dates = text.replace(weeks, "").split()
    days = [part for part in dates if part[:2] in DAYS]
    return " ".join([*(part for part in dates if part not in days), weeks, *days])
