"""Places for programs: opening hours, the calendar of closures, schema.org."""

import json
from datetime import date, datetime

from flask import Blueprint, Response, request

from servicebot.answers.places import is_trusted, place_state
from servicebot.knowledge.base import Base, PlaceFacts
from servicebot.knowledge.hours import DayHours, week_hours
from servicebot.settings import Settings
from servicebot.web.api import instant_asked, json_response, live_bot
from servicebot.web.bodies import DatedHoursBody, HoursBody
from servicebot.web.contract import local_minute
from servicebot.web.holder import BotHolder
from servicebot.web.icalendar import CONTENT_TYPE as CALENDAR
from servicebot.web.icalendar import closures_calendar
from servicebot.web.jsonld import CONTENT_TYPE as LINKED_DATA
from servicebot.web.jsonld import town_graph
from servicebot.web.problems import FieldError, Problem
from servicebot.web.wording import Wording, say_as_of

USUAL_DAYS, MOST_DAYS = 7, 366
"""How many days of hours are given when nobody says, and at most."""

_YEARS = range(2000, 2100)


def places_blueprint(settings: Settings, holder: BotHolder) -> Blueprint:
    """Return the routes about places."""
    routes = Blueprint("places", __name__)

    @routes.get("/api/v1/places/<place_id>/hours")
    def hours(place_id: str) -> Response:
        base = live_bot(holder).bot.base
        place = _place(base, place_id)
        now = _now(base, settings)
        asked = (_start(now), _count())
        return json_response(hours_json(base, place, now, asked))

    @routes.get("/api/v1/places/<place_id>/closures.ics")
    def closures(place_id: str) -> Response:
        base = live_bot(holder).bot.base
        text = closures_calendar(base, _place(base, place_id), Wording.of(base.phrases))
        return Response(text, content_type=CALENDAR)

    @routes.get("/jsonld")
    def linked_data() -> Response:
        base = live_bot(holder).bot.base
        graph = town_graph(base, _now(base, settings).date())
        text = json.dumps(graph, ensure_ascii=False).replace("</", "<\\/")
        return Response(text, content_type=LINKED_DATA)

    return routes


def hours_json(
    base: Base, place: PlaceFacts, now: datetime, asked: tuple[date, int]
) -> HoursBody:
    """Return a place's state now and its hours for so many days from a day on.

    `spans` are "HH:MM-HH:MM" in the town's time; a night's end exceeds 24:00. A day
    without spans is closed, unless its `note` says that it is not known.
    """
    state = place_state(base.town, place, now)
    return {
        "place": place.id,
        "state": state.kind,
        "until": local_minute(state.until),
        "next_opening": local_minute(state.next_opening),
        "days": [_day(day, note) for day, note in _noted(base, place, now, asked)],
    }


def _noted(
    base: Base, place: PlaceFacts, now: datetime, asked: tuple[date, int]
) -> list[tuple[DayHours, str | None]]:
    """Return each day with its note, which says so where its hours are not known."""
    wording = Wording.of(base.phrases)
    days = week_hours(place.hours, *asked) if place.hours else ()
    unknown = wording.say("day_unknown")
    if not is_trusted(place, base.town.hours_trusted_months, now):
        days, unknown = (), wording.say("day_old", date=say_as_of(place.as_of))
    if not days:
        days = tuple(
            DayHours(date.fromordinal(asked[0].toordinal() + n), (), known=False)
            for n in range(asked[1])
        )
    return [(day, _note(day, unknown)) for day in days]


def _note(day: DayHours, unknown: str) -> str | None:
    said = (day.holiday, None if day.known else unknown, day.note)
    return " ; ".join(dict.fromkeys(filter(None, said))) or None


def _day(day: DayHours, note: str | None) -> DatedHoursBody:
    spans = list(day.spans) if day.known else []
    return {"date": day.date.isoformat(), "spans": spans, "note": note}


def _place(base: Base, place_id: str) -> PlaceFacts:
    place = base.places.get(place_id)
    if place is None:
        raise Problem(404, "Ce lieu n'est pas connu.")
    return place


def _now(base: Base, settings: Settings) -> datetime:
    return instant_asked(request.args.get("at"), base, settings)


def _start(now: datetime) -> date:
    text = request.args.get("from")
    if text is None:
        return now.date()
    try:
        start = date.fromisoformat(text)
    except ValueError:
        start = date.min
    if start.year not in _YEARS:
        raise _refused("from", "une date comme 2026-11-22 est attendue")
    return start


def _count() -> int:
    text = request.args.get("days", str(USUAL_DAYS))
    count = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
    if not 1 <= count <= MOST_DAYS:
        raise _refused("days", f"un nombre de 1 à {MOST_DAYS} est attendu")
    return count


def _refused(field: str, message: str) -> Problem:
    return Problem(422, errors=[FieldError(field, message)])
