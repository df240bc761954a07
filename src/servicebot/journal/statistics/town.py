"""The figures in the light of the base: when the reception is open, what is missing."""

from datetime import date

from servicebot.answers.places import is_trusted
from servicebot.journal.statistics.figures import Figures, IsOpen
from servicebot.knowledge.base import Base
from servicebot.knowledge.hours import DayHours, day_hours


def opening_of(base: Base) -> IsOpen:
    """Return whether the town's contact is open in the middle of an hour of a day."""
    place = base.places.get(base.town.contact.place or "")
    if place is None or place.hours is None:
        return _unknown
    hours, months = place.hours, base.town.hours_trusted_months
    days: dict[date, DayHours] = {}

    def is_open(day: date, hour: int) -> bool | None:
        if not is_trusted(place, months, day):
            return None
        if day not in days:
            days[day] = day_hours(hours, day)
        told = days[day]
        middle = f"{hour:02d}:30"
        return _covers(told, middle) if told.known else None

    return is_open


def empty_cells(figures: Figures, base: Base) -> tuple[tuple[str, str, int], ...]:
    """Return what people ask of known subjects and no entry answers, in words.

    Each is the subject's name, the aspect's name and how often it was asked.
    """
    filled = {(entry.subject, entry.aspect) for entry in base.entries.values()}
    return tuple(
        (base.subjects[subject].name, base.aspects[aspect].name, count)
        for subject, aspect, count in figures.cells
        if (subject, aspect) not in filled
        and subject in base.subjects
        and aspect in base.aspects
    )


def subject_names(figures: Figures, base: Base) -> tuple[tuple[str, int], ...]:
    """Return the most asked subjects by their names."""
    known = base.subjects
    return tuple(
        (known[name].name if name in known else name, count)
        for name, count in figures.subjects
    )


def entry_title(entry: str, base: Base) -> str:
    """Return the title of an entry, its id where the base has it no more."""
    known = base.entries.get(entry)
    return entry if known is None else known.title


def _unknown(day: date, hour: int) -> None:
    del day, hour


def _covers(told: DayHours, moment: str) -> bool:
    spans = (span.split("-", 1) for span in told.spans)
    return any(start <= moment < end or end < start <= moment for start, end in spans)
