"""What the town's own pages may carry as schema.org JSON-LD: its places, its FAQ."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from servicebot.answers.places import is_trusted
from servicebot.knowledge.base import Base, Entry, PlaceFacts
from servicebot.knowledge.hours import DayHours, Hours, Period, stretch

CONTENT_TYPE = "application/ld+json"
_AHEAD = timedelta(days=365)
_DAYS = tuple(
    f"https://schema.org/{name}"
    for name in "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)
_ASKED = frozenset(("figure", "question"))


def town_graph(base: Base, today: date) -> dict[str, Any]:
    """Return the JSON-LD graph of a town as of a day.

    Only hours that are known and recent enough to be trusted are told: what a search
    engine shows has no room for a doubt.
    """
    places = [_office(base, place, today) for place in base.places.values()]
    asked = [entry for entry in base.entries.values() if entry.kind in _ASKED]
    page = {
        "@type": "FAQPage",
        "@id": f"{base.town.website}#faq",
        "inLanguage": "fr",
        "mainEntity": [_question(entry) for entry in asked],
    }
    return {"@context": "https://schema.org", "@graph": [*places, page]}


def _office(base: Base, place: PlaceFacts, today: date) -> dict[str, Any]:
    office: dict[str, Any] = {
        "@type": "GovernmentOffice",
        "@id": f"{base.town.website}#{place.id}",
        "name": place.name,
        "url": place.links[0].url if place.links else base.town.website,
        "areaServed": base.town.territory,
    }
    known = {"address": place.address, "telephone": place.phone, "email": place.email}
    office |= {key: value for key, value in known.items() if value is not None}
    if place.hours is not None and is_trusted(
        place, base.town.hours_trusted_months, today
    ):
        office |= _hours(place.hours, today)
    return office


def _hours(hours: Hours, today: date) -> Mapping[str, Any]:
    found = stretch(hours, today, today + _AHEAD)
    always = len(found.periods) == 1
    usual = [row for period in found.periods for row in _period(period, always=always)]
    dated = [row for day in found.dated for row in _dated(day) if day.spans]
    special = [row for day in found.special for row in _dated(_bare(day, hours))]
    rows = {
        "openingHoursSpecification": [*usual, *dated],
        "specialOpeningHoursSpecification": special,
    }
    return {key: value for key, value in rows.items() if value}


def _period(period: Period, *, always: bool) -> Iterator[dict[str, Any]]:
    valid = {} if always else _valid(period.start, period.end)
    by_spans: dict[tuple[str, ...], list[str]] = {}
    for number, day in sorted(period.days.items()):
        if _is_plain(day):
            by_spans.setdefault(day.spans, []).append(_DAYS[number])
    for spans, days in by_spans.items():
        for opens, closes in _times(spans):
            yield _specification({"dayOfWeek": days}, opens, closes) | valid


def _dated(day: DayHours) -> Iterator[dict[str, Any]]:
    if not _is_plain(day):
        return
    for opens, closes in _times(day.spans) or [("00:00", "00:00")]:
        yield _specification({}, opens, closes) | _valid(day.date, day.date)


def _bare(day: DayHours, hours: Hours) -> DayHours:
    """Return a day without the reason of its special opening, which changes nothing."""
    reasons = {opening.reason for opening in hours.openings}
    return replace(day, note=None) if day.note in reasons else day


def _is_plain(day: DayHours) -> bool:
    """Whether a day can be told without a word more: known, and without a note."""
    return day.known and (not day.spans or day.note is None)


def _specification(days: dict[str, Any], opens: str, closes: str) -> dict[str, Any]:
    return {
        "@type": "OpeningHoursSpecification",
        **days,
        "opens": opens,
        "closes": closes,
    }


def _valid(start: date, end: date) -> dict[str, str]:
    return {"validFrom": start.isoformat(), "validThrough": end.isoformat()}


def _times(spans: Iterable[str]) -> list[tuple[str, str]]:
    """Return opening and closing times; one after midnight is the next morning's."""
    return [_clocks(*span.split("-")) for span in spans]


def _clocks(opens: str, closes: str) -> tuple[str, str]:
    if (opens, closes) == ("00:00", "24:00"):
        return "00:00", "23:59"
    hours, minutes = closes.split(":")
    return opens, f"{int(hours) % 24:02d}:{minutes}"


def _question(entry: Entry) -> dict[str, Any]:
    return {
        "@type": "Question",
        "name": entry.question,
        "acceptedAnswer": {"@type": "Answer", "text": _answer(entry)},
    }


def _answer(entry: Entry) -> str:
    return entry.say if entry.caution is None else f"{entry.say} {entry.caution}"
