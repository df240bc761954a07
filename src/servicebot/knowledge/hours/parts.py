"""A mapping of hours sorted by what each key is about, and its exceptional days."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from servicebot.errors import HoursError
from servicebot.french.calendar import feast
from servicebot.french.text import fold
from servicebot.knowledge.hours.clock import Times, read_times
from servicebot.knowledge.hours.days import read_date, read_month_day, suggestion
from servicebot.knowledge.hours.rules import timetable
from servicebot.knowledge.hours.table import spans_of
from servicebot.knowledge.hours.values import Anniversary, Span, SpecialDays

_SMALL = (
    "vacances de la Toussaint",
    "vacances de Noël",
    "vacances d’hiver",
    "vacances de printemps",
)
SCHOOL: dict[str, tuple[str, ...]] = {
    "vacances scolaires": (),
    "pendant les vacances scolaires": (),
    "vacances": (),
    "petites vacances": _SMALL,
    "vacances de la toussaint": _SMALL[:1],
    "vacances de noel": _SMALL[1:2],
    "vacances d'hiver": _SMALL[2:3],
    "vacances de fevrier": _SMALL[2:3],
    "vacances de printemps": _SMALL[3:],
    "vacances de paques": _SMALL[3:],
    "vacances d'ete": ("vacances d’été",),
    "grandes vacances": ("vacances d’été",),
}
_TERM = {
    "hors vacances scolaires",
    "hors vacances",
    "periode scolaire",
    "en periode scolaire",
    "pendant la periode scolaire",
}
_HOLIDAYS = {"jours feries", "feries", "jour ferie", "les jours feries"}
_CLOSURES = {"fermetures", "fermetures exceptionnelles", "fermeture exceptionnelle"}
_OPENINGS = {"ouvertures exceptionnelles", "ouverture exceptionnelle", "ouvertures"}
_MEETING = {"sur rendez-vous", "sur rdv", "rendez-vous"}
_SPECIAL_KEYS = {
    "le": "du",
    "du": "du",
    "from": "du",
    "au": "au",
    "to": "au",
    "motif": "motif",
    "reason": "motif",
    "heures": "heures",
    "horaires": "heures",
    "hours": "heures",
}
_FRENCH = re.compile(
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|jours|week-end)"
)
_LINE = re.compile(
    r"(?P<days>.+?)(?:\s*:\s+|\s*:$|\s+)"
    r"(?P<times>(?:de\s+)?\d+\s*[h:].*|ferm\w+|sur r\S+|24.*)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Parts:
    """What a mapping of hours holds; (key, value) pairs keep the key for messages."""

    night: bool = False
    meeting: bool = False
    note: str | None = None
    osm: str | None = None
    holidays: tuple[str, Any] | None = None
    term: tuple[str, Any] | None = None
    school: list[tuple[str, Any]] = field(default_factory=list)
    yearly: list[tuple[str, Any]] = field(default_factory=list)
    closures: list[Any] = field(default_factory=list)
    openings: list[Any] = field(default_factory=list)
    weekly: dict[str, Any] = field(default_factory=dict)


def sorted_parts(raw: Mapping[str, Any]) -> Parts:
    """Sort the keys of a mapping of hours by what they are about."""
    parts = Parts()
    for key, value in raw.items():
        name = " ".join(fold(str(key)).split())
        if name in {"nuit", "note", "osm"} or name in _MEETING:
            _set_plain(parts, name, value, str(key))
        elif name in _CLOSURES:
            parts.closures += _listed(value, str(key))
        elif name in _OPENINGS:
            parts.openings += _listed(value, str(key))
        else:
            _set_timetable(parts, name, str(key), value)
    return parts


def french_text(text: str) -> dict[str, str] | None:
    """Read « lundi au vendredi 8h-12h ; samedi fermé », or None if it is not French.

    >>> french_text("samedi : 9h-12h")
    {'samedi': '9h-12h'}
    """
    if not _FRENCH.search(fold(text)):
        return None
    found = [_LINE.fullmatch(part.strip()) for part in re.split(r"[;\n]", text.strip())]
    if not all(found):
        raise HoursError("écrivez « lundi au vendredi: 8h-12h ; samedi: fermé »")
    return {line["days"].strip(): line["times"] for line in found if line}


def anniversaries(parts: Parts) -> Iterator[Anniversary]:
    """Yield what holds every year on « 1er mai » or « lundi de Pâques »."""
    for key, value in parts.yearly:
        times = read_times(value, night=parts.night, key=key)
        if times.mode == "usual":
            raise HoursError(f"« {key}: ouvert » : à quelles heures ?", key)
        note = times.rules[0].note if times.mode == "closed" else None
        for name in _names(key):
            if feast(name, 2028) is not None:
                yield Anniversary(_spans(times), feast=name, note=note)
            elif found := read_month_day(name, key):
                yield Anniversary(_spans(times), *found[1:], note=note)


def specials(
    rows: list[Any], key: str, *, night: bool, opens: bool
) -> tuple[SpecialDays, ...]:
    """Read exceptional closures, or exceptional openings with their hours."""
    return tuple(_special(row, key, night=night, opens=opens) for row in rows)


def checked_order(days: SpecialDays, key: str) -> SpecialDays:
    """Return exceptional days, or refuse those that end before they start."""
    if days.end < days.start:
        message = f"« du {days.start} au {days.end} » finit avant de commencer"
        raise HoursError(message, key)
    return days


def _set_plain(parts: Parts, name: str, value: object, key: str) -> None:
    if name in {"note", "osm"}:
        setattr(parts, name, str(value).strip())
        return
    if not isinstance(value, bool):
        raise HoursError(f"« {key} » s’écrit true ou false", key)
    setattr(parts, "night" if name == "nuit" else "meeting", value)


def _set_timetable(parts: Parts, name: str, key: str, value: object) -> None:
    if name in _HOLIDAYS:
        parts.holidays = (key, value)
    elif name in _TERM:
        parts.term = (key, value)
    elif name in SCHOOL:
        parts.school.append((key, value))
    elif all(_is_yearly(part, key) for part in _names(key)):
        parts.yearly.append((key, value))
    else:
        parts.weekly[key] = value


def _names(key: str) -> list[str]:
    parts = fold(key).replace(" et ", ",").split(",")
    return [part.strip().removeprefix("le ") for part in parts if part.strip()]


def _is_yearly(part: str, key: str) -> bool:
    if feast(part, 2028) is not None:
        return True
    found = read_month_day(part, key)
    if found is not None and found[0] is not None:
        message = (
            f"« {key} » est une date : mettez-la sous « ouvertures exceptionnelles »"
        )
        raise HoursError(f"{message} ou « fermetures »", key)
    return found is not None


def _listed(value: object, key: str) -> list[Any]:
    rows = [value] if isinstance(value, Mapping) else value
    if not isinstance(rows, list | tuple):
        raise HoursError(f"« {key} » est une liste de {{du:, au:, motif:}}", key)
    return list(rows)


def _special(row: object, key: str, *, night: bool, opens: bool) -> SpecialDays:
    fields = _fields(row, key)
    if "du" not in fields:
        raise HoursError("il manque « du: » (ou « le: »)", key)
    start = read_date(fields["du"], key)
    end = read_date(fields.get("au", start), key)
    if not opens and "heures" in fields:
        raise HoursError("une fermeture n’a pas d’heures", key)
    spans: tuple[Span, ...] = ()
    if opens:
        times = read_times(fields.get("heures"), night=night, key=key)
        spans = _spans(times)
        if not spans:
            raise HoursError("une ouverture exceptionnelle dit ses « heures: »", key)
    reason = fields.get("motif")
    days = SpecialDays(start, end, spans, None if reason is None else str(reason))
    return checked_order(days, key)


def _fields(row: object, key: str) -> dict[str, Any]:
    if isinstance(row, Mapping):
        fields = {}
        for name, value in row.items():
            known = _SPECIAL_KEYS.get(fold(str(name)))
            if known is None:
                hint = suggestion(str(name), list(_SPECIAL_KEYS))
                raise HoursError(f"clé inconnue : « {name} »{hint}", key)
            fields[known] = value
        return fields
    if isinstance(row, str | date):
        return {"du": row}
    raise HoursError("écrivez {du: 2026-08-03, au: 2026-08-21, motif: congés}", key)


def _spans(times: Times) -> tuple[Span, ...]:
    """Return the spans of a day with these times."""
    return spans_of(timetable(times.under("Mo-Su")), date(2028, 1, 1))[0]
