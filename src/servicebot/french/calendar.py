"""Public holidays by commune and school holidays by zone, with their French names.

The public holidays of the mainland are those of article L3133-1 of the Code du travail;
Alsace-Moselle adds 26 December and, only in communes with a Protestant or mixed church,
Good Friday (ordinance of 16 August 1892); each overseas territory adds its own.
School holidays are read from the editable file `data/vacances_scolaires.yaml`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files

import yaml

from servicebot.errors import HoursError
from servicebot.french.feasts import FEAST_NAMES, easter, feast

__all__ = [
    "FEAST_NAMES",
    "Calendar",
    "Holiday",
    "SchoolHoliday",
    "calendar_for",
    "easter",
    "feast",
    "public_holiday",
    "read_school_holidays",
    "school_break",
    "school_data_end",
    "school_data_warning",
    "school_holiday",
]

WARNING_DAYS = 120
"""School holidays that end within so many days are announced as running out."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday: a fixed month and day, or days after Easter."""

    name: str
    month: int = 0
    day: int = 0
    after_easter: int = 0
    first: int = 1
    last: int = 9999

    def on(self, year: int) -> date | None:
        """Return the holiday's day in a year, or None where it was not one."""
        if not self.first <= year <= self.last:
            return None
        if self.month:
            return date(year, self.month, self.day)
        return easter(year) + timedelta(days=self.after_easter)


@dataclass(frozen=True, slots=True)
class SchoolHoliday:
    """A school break, both days included; not `certain` where sources differ."""

    zone: str
    name: str
    start: date
    end: date
    certain: bool = True

    @property
    def is_bridge(self) -> bool:
        """Whether this is a bridge (no classes), not a holiday in its own right."""
        return self.name.startswith("pont")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The holidays of one town: its public holidays and its zone's school holidays."""

    insee: str
    school_zone: str | None
    holidays: tuple[Holiday, ...]
    school: tuple[SchoolHoliday, ...]
    _years: dict[int, dict[date, str]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _breaks: dict[date, SchoolHoliday] = field(
        default_factory=dict, repr=False, compare=False
    )


_GOOD_FRIDAY = Holiday("vendredi saint", after_easter=-2)
_SAINT_STEPHEN = Holiday("Saint-Étienne", 12, 26)
_ABOLITION = "abolition de l’esclavage"

_MAINLAND = (
    Holiday("jour de l’An", 1, 1),
    Holiday("lundi de Pâques", after_easter=1),
    Holiday("fête du Travail", 5, 1),
    Holiday("victoire de 1945", 5, 8),
    Holiday("Ascension", after_easter=39),
    Holiday("lundi de Pentecôte", after_easter=50),
    Holiday("fête nationale", 7, 14),
    Holiday("Assomption", 8, 15),
    Holiday("Toussaint", 11, 1),
    Holiday("armistice de 1918", 11, 11),
    Holiday("Noël", 12, 25),
)
# The first digits of a commune's INSEE code give what its territory adds.
_ADDED: dict[str, tuple[Holiday, ...]] = {
    "57": (_SAINT_STEPHEN,),
    "67": (_SAINT_STEPHEN,),
    "68": (_SAINT_STEPHEN,),
    "971": (Holiday(_ABOLITION, 5, 27),),
    "972": (Holiday(_ABOLITION, 5, 22),),
    "973": (Holiday(_ABOLITION, 6, 10),),
    "974": (Holiday(_ABOLITION, 12, 20),),
    "976": (Holiday(_ABOLITION, 4, 27),),
    "977": (Holiday(_ABOLITION, 10, 9, first=2012),),
    "978": (Holiday(_ABOLITION, 5, 28, first=2012),),
    "986": (
        Holiday("Saint-Pierre-Chanel", 4, 28),
        Holiday("Saints Pierre et Paul", 6, 29),
        Holiday("fête du Territoire", 7, 29),
    ),
    "987": (
        Holiday("arrivée de l’Évangile", 3, 5),
        _GOOD_FRIDAY,
        Holiday("fête de l’Autonomie", 6, 29, last=2024),
        Holiday("Matari’i", 11, 20, first=2025),
    ),
    "988": (Holiday("fête de la Citoyenneté", 9, 24),),
}
# The large communes of Alsace-Moselle whose Protestant church is beyond doubt; another
# commune says so by `added=("vendredi saint",)`.
_GOOD_FRIDAY_COMMUNES = frozenset({"57463", "67180", "67482", "68066", "68224"})
_NAMED = {h.name: h for h in (*_MAINLAND, _GOOD_FRIDAY, _SAINT_STEPHEN)}


def calendar_for(
    insee: str,
    school_zone: str | None,
    *,
    added: Iterable[str] = (),
    removed: Iterable[str] = (),
    school: tuple[SchoolHoliday, ...] | None = None,
) -> Calendar:
    """Return the calendar of a commune, by its INSEE code and its school zone.

    `added` and `removed` are names of holidays (« vendredi saint ») that the commune
    has or lacks against the rule; `school` replaces the shipped school holidays.
    """
    prefix = insee[:3] if insee.startswith("9") and insee > "96" else insee[:2]
    holidays = [*_MAINLAND, *_ADDED.get(prefix, ())]
    if insee in _GOOD_FRIDAY_COMMUNES:
        holidays.append(_GOOD_FRIDAY)
    dropped = set(removed)
    _check_names({*added, *dropped}, holidays)
    holidays += [_NAMED[name] for name in added if _NAMED[name] not in holidays]
    rows = shipped_school_holidays() if school is None else school
    mine = tuple(row for row in rows if row.zone == school_zone)
    return Calendar(
        insee=insee,
        school_zone=school_zone,
        holidays=tuple(h for h in holidays if h.name not in dropped),
        school=mine,
        _breaks={day: row for row in mine for day in _days(row)},
    )


def may_keep_good_friday(insee: str) -> bool:
    """Return whether only the commune knows if Good Friday is a holiday there.

    It is one in Alsace and Moselle where there is a Protestant or a mixed church.

    >>> may_keep_good_friday("67180"), may_keep_good_friday("67046")
    (False, True)
    """
    holidays = _ADDED.get(insee[:2], ())
    return _SAINT_STEPHEN in holidays and insee not in _GOOD_FRIDAY_COMMUNES


def public_holiday(calendar: Calendar, day: date) -> str | None:
    """Return the French name of the public holiday that a day is, or None.

    >>> public_holiday(calendar_for("30007", "C"), date(2026, 4, 6))
    'lundi de Pâques'
    """
    table = calendar._years.get(day.year)  # noqa: SLF001  (the calendar's own memory)
    if table is None:
        table = _year_table(calendar.holidays, day.year)
        calendar._years[day.year] = table  # noqa: SLF001
    return table.get(day)


def school_break(calendar: Calendar, day: date) -> SchoolHoliday | None:
    """Return the school break that a day belongs to in the calendar's zone."""
    return calendar._breaks.get(day)  # noqa: SLF001


def school_holiday(calendar: Calendar, day: date) -> str | None:
    """Return the name of the school holidays that a day belongs to, or None.

    >>> school_holiday(calendar_for("30007", "C"), date(2026, 10, 20))
    'vacances de la Toussaint'
    """
    found = school_break(calendar, day)
    return found.name if found else None


def school_data_end(calendar: Calendar) -> date:
    """Return the last day that the school holidays of the zone are known for."""
    return max((row.end for row in calendar.school), default=date.min)


def school_data_warning(calendar: Calendar, today: date) -> str | None:
    """Return a warning, in French, when the school holidays soon run out."""
    if calendar.school_zone is None:
        return None
    end = school_data_end(calendar)
    if (end - today).days >= WARNING_DAYS:
        return None
    return (
        f"Les vacances scolaires de la zone {calendar.school_zone} ne sont connues que "
        f"jusqu’au {end:%d/%m/%Y} : complétez vacances_scolaires.yaml."
    )


def read_school_holidays(text: str) -> tuple[SchoolHoliday, ...]:
    """Read the school holidays of a YAML file's text."""
    rows = yaml.safe_load(text)["vacances"]
    return tuple(
        SchoolHoliday(
            zone=zone,
            name=row["nom"],
            start=row["du"],
            end=row["au"],
            certain=row.get("certain", True),
        )
        for row in rows
        for zone in row["zones"]
    )


@lru_cache(maxsize=1)
def shipped_school_holidays() -> tuple[SchoolHoliday, ...]:
    """Return the school holidays that come with the package."""
    path = files("servicebot.french") / "data" / "vacances_scolaires.yaml"
    return read_school_holidays(path.read_text("utf-8"))


def _check_names(names: set[str], holidays: list[Holiday]) -> None:
    unknown = sorted(names - set(_NAMED) - {holiday.name for holiday in holidays})
    if unknown:
        close = get_close_matches(unknown[0], _NAMED, 1)
        hint = f" ; vouliez-vous dire « {close[0]} » ?" if close else ""
        raise HoursError(f"jour férié inconnu : « {unknown[0]} »{hint}", unknown[0])


def _days(row: SchoolHoliday) -> list[date]:
    length = (row.end - row.start).days + 1
    return [row.start + timedelta(days=n) for n in range(length)]


def _year_table(holidays: tuple[Holiday, ...], year: int) -> dict[date, str]:
    table: dict[date, str] = {}
    for holiday in holidays:
        day = holiday.on(year)
        if day is not None:
            known = table.get(day)
            table[day] = f"{known} et {holiday.name}" if known else holiday.name
    return table
