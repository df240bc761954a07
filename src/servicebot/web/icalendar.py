"""Exceptional closures as an iCalendar feed (RFC 5545), one all-day event each."""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from servicebot.knowledge.base import Base, PlaceFacts
from servicebot.knowledge.hours.values import SpecialDays
from servicebot.web.wording import Wording

CONTENT_TYPE = "text/calendar; charset=utf-8"
_LONGEST_LINE = 75
"""Octets of a line, its end left out; what is longer is folded."""


def closures_calendar(base: Base, place: PlaceFacts, wording: Wording) -> str:
    """Return the closures of a place as the text of a calendar.

    An event keeps its UID as long as the closure begins on the same day; its stamp is
    the date of the place's hours, so that the feed only changes when a fact does.
    """
    title = wording.say("calendar_title", place=place.name)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//servicebot//closures//FR",
        "CALSCALE:GREGORIAN",
        f"NAME:{_text(title)}",
        f"X-WR-CALNAME:{_text(title)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
    ]
    for closure in _closures(place):
        lines += _event(closure, base, place, wording)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _closures(place: PlaceFacts) -> list[SpecialDays]:
    """Return the closures of a place in order, wherever they are written."""
    if place.hours is not None:
        found = place.hours.closures
    else:
        found = tuple(SpecialDays(c.start, c.end, (), c.reason) for c in place.closures)
    return sorted(set(found), key=lambda one: (one.start, one.end))


def _event(
    closure: SpecialDays, base: Base, place: PlaceFacts, wording: Wording
) -> Iterator[str]:
    host = urlsplit(base.town.website).netloc
    yield "BEGIN:VEVENT"
    yield f"UID:{closure.start:%Y%m%d}-{place.id}@{host}"
    yield f"DTSTAMP:{_stamp(place.as_of)}"
    yield f"DTSTART;VALUE=DATE:{_day(closure.start)}"
    yield f"DTEND;VALUE=DATE:{_day(closure.end + timedelta(days=1))}"
    yield f"SUMMARY:{_text(_summary(closure, place, wording))}"
    if place.address is not None:
        yield f"LOCATION:{_text(place.address)}"
    yield f"URL:{base.town.website}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _summary(closure: SpecialDays, place: PlaceFacts, wording: Wording) -> str:
    if closure.reason is None:
        return wording.say("calendar_closed", place=place.name)
    return wording.say("calendar_closed_for", place=place.name, reason=closure.reason)


def _stamp(as_of: str) -> str:
    """Return the first instant of a fact's date, of the last one where it has two."""
    year, *rest = as_of.rpartition("/")[2].split("-")
    month, day = [*rest, "01", "01"][:2]
    return f"{year}{month}{day}T000000Z"


def _day(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def _text(text: str) -> str:
    """Escape a text value and its line breaks."""
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 octets, no character cut in two."""
    room, piece = _LONGEST_LINE, ""
    for sign in line:
        size = len(sign.encode())
        if size > room:
            yield piece
            piece, room = " ", _LONGEST_LINE - 1
        piece, room = piece + sign, room - size
    yield piece
