"""Opening hours, in French or in OpenStreetMap syntax, compiled to `Hours`."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from servicebot.errors import HoursError
from servicebot.french.calendar import Calendar, school_data_end
from servicebot.french.text import fold
from servicebot.knowledge.hours.clock import read_times
from servicebot.knowledge.hours.french import read_timetable, usual_days
from servicebot.knowledge.hours.osm import Osm, read_osm
from servicebot.knowledge.hours.parts import (
    SCHOOL,
    Parts,
    anniversaries,
    checked_order,
    french_text,
    sorted_parts,
    specials,
)
from servicebot.knowledge.hours.rules import (
    BY_APPOINTMENT,
    MAX_LENGTH,
    Rule,
    timetable,
)
from servicebot.knowledge.hours.table import warmed
from servicebot.knowledge.hours.values import (
    Hours,
    Policy,
    SchoolTimetable,
    SpecialDays,
    Timetable,
)
from servicebot.knowledge.model import Closure

_WEEK = frozenset(range(7))


def compile_hours(
    raw: dict[str, Any] | str,
    closures: tuple[Closure, ...] = (),
    *,
    calendar: Calendar,
    timezone: str,
    holidays: Policy = "unknown",
) -> Hours:
    """Compile opening hours, or raise HoursError with a message in French.

    `holidays` is what the source says of public holidays when the expression does not.
    """
    plain = isinstance(raw, str)
    if isinstance(raw, str):
        raw = french_text(raw[: MAX_LENGTH + 1]) or {"osm": raw}
    parts = sorted_parts(raw)
    osm = _osm(parts, plain=plain)
    shut = (*specials(parts.closures, "fermetures", night=False, opens=False),
            *_closed(closures))  # fmt: skip
    opened = specials(
        parts.openings, "ouvertures exceptionnelles", night=parts.night, opens=True
    )
    hours = Hours(
        regular=warmed(timetable(osm.rules)),
        calendar=calendar,
        timezone=_zone(timezone),
        public=_public(osm.public),
        policy=_policy(osm, holidays),
        anniversaries=tuple(anniversaries(parts)),
        closures=shut,
        openings=opened,
        note=parts.note,
        by_appointment=parts.meeting,
    )
    return _finished(_with_school(_with_holidays(hours, parts), parts, osm.rules))


def _zone(timezone: str) -> ZoneInfo:
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        message = f"fuseau horaire inconnu : « {timezone} »"
        raise HoursError(message, "timezone") from None


def _closed(closures: tuple[Closure, ...]) -> tuple[SpecialDays, ...]:
    days = [SpecialDays(c.start, c.end, (), c.reason) for c in closures]
    return tuple(checked_order(found, "fermetures") for found in days)


def _osm(parts: Parts, *, plain: bool) -> Osm:
    """Return the ordinary timetable, whether written in OpenStreetMap or in French."""
    if parts.osm is None:
        weekly = _weekly(parts)
        return Osm(_rules(parts, weekly), always=_is_always(weekly))
    if parts.weekly or parts.term:
        key = next(iter(parts.weekly), "osm")
        raise HoursError("« osm » et des jours en français ne se mêlent pas", key)
    return read_osm(parts.osm, night=parts.night, key=None if plain else "osm")


def _weekly(parts: Parts) -> dict[str, Any]:
    if parts.term is None:
        return parts.weekly
    key, value = parts.term
    if not any(not SCHOOL[fold(name)] for name, _ in parts.school):
        raise HoursError(f"« {key} » demande aussi « vacances scolaires: … »", key)
    if parts.weekly:
        raise HoursError(f"mettez tous les jours sous « {key} »", key)
    return dict(value) if isinstance(value, Mapping) else {"tous les jours": value}


def _rules(parts: Parts, weekly: dict[str, Any]) -> tuple[Rule, ...]:
    rules = read_timetable(weekly, night=parts.night)
    if not rules and parts.meeting:
        return (Rule(kind="by_appointment", note=BY_APPOINTMENT),)
    if not rules and not (parts.school or parts.openings or parts.yearly):
        raise HoursError("aucun horaire n’est donné")
    return rules


def _is_always(weekly: dict[str, Any]) -> bool:
    """Whether a source says « 24h/24, 7j/7 », and so speaks of holidays too."""
    values = [fold(str(value)) for value in weekly.values()]
    return len(values) == 1 and values[0].endswith(("7j/7", "24/7"))


def _public(rules: tuple[Rule, ...]) -> Timetable | None:
    plain = all(rule.kind == "off" and not rule.note for rule in rules)
    return None if plain else timetable(rules)


def _policy(osm: Osm, holidays: Policy) -> Policy:
    if osm.public:
        return "closed"
    return "open" if osm.always else holidays


def _with_holidays(hours: Hours, parts: Parts) -> Hours:
    if parts.holidays is None:
        return hours
    key, value = parts.holidays
    if isinstance(value, Mapping):
        raise HoursError("« jours fériés » porte des heures ou « fermé »", key)
    times = read_times(value, night=parts.night, key=key)
    if times.mode == "usual":
        return replace(hours, public=None, policy="open")
    return replace(hours, public=_public(times.under("")), policy="closed")


def _with_school(hours: Hours, parts: Parts, rules: tuple[Rule, ...]) -> Hours:
    if not parts.school:
        return hours
    if not hours.calendar.school:
        message = "la zone scolaire (A, B ou C) n’est pas dite dans town.yaml"
        raise HoursError(f"horaires de vacances, mais {message}", parts.school[0][0])
    usual = _WEEK if parts.osm else usual_days(_weekly(parts), night=parts.night)
    tables = [
        SchoolTimetable(
            timetable((*rules, *_school(key, value, parts, usual)), key),
            SCHOOL[fold(key)],
        )
        for key, value in parts.school
    ]
    tables.sort(key=lambda table: len(table.names) or 9)
    first = min(row.start for row in hours.calendar.school)
    known = (first, school_data_end(hours.calendar))
    return replace(hours, school=tuple(tables), school_known=known)


def _school(
    key: str, value: object, parts: Parts, usual: frozenset[int]
) -> tuple[Rule, ...]:
    """Return the rules that hold in school holidays, after the ordinary ones."""
    if isinstance(value, Mapping):
        return read_timetable(value, night=parts.night, usual=usual, inside=key)
    times = read_times(value, night=parts.night, key=key)
    return times.under("Mo-Su")


def _finished(hours: Hours) -> Hours:
    special = (hours.closures, hours.openings, hours.anniversaries, hours.school)
    always = (
        hours.expression in {"24/7", "Mo-Su 00:00-24:00"}
        and hours.policy == "open"
        and not any(special)
        and hours.public is None
    )
    return replace(hours, always=always)
