"""What is said of a place: its card, and whether it is open when one asks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from servicebot.answers.wording import Wording
from servicebot.french.moments import Moment, format_date, format_time, say_moment
from servicebot.french.typography import upper_first
from servicebot.knowledge.base import Base, PlaceFacts
from servicebot.knowledge.hours import (
    DayHours,
    Hours,
    State,
    day_hours,
    open_within,
    state_at,
    week_hours,
)
from servicebot.knowledge.model import Town
from servicebot.knowledge.sentences import period
from servicebot.replies import ContactCard, PlaceCard

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
ALWAYS = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class HoursAnswer:
    """A sentence about opening, and the instant whose state the card shows."""

    text: str
    at: datetime


def is_trusted(place: PlaceFacts, months: int, now: date) -> bool:
    """Return whether a place's hours are recent enough to be told as valid."""
    year, _, month = place.as_of.split("/")[-1].partition("-")
    known = int(year) * 12 + int(month[:2] or 12)
    return now.year * 12 + now.month - known <= months


def place_state(town: Town, place: PlaceFacts, at: datetime) -> State:
    """Return a place's state at an instant: unknown where its hours are too old.

    A notice that closes it is certain, whatever is known of its hours.
    """
    trusted = is_trusted(place, town.hours_trusted_months, at)
    if place.hours is None or not trusted:
        shut = next((n for n in place.shut if n.start <= at < n.end), None)
        return State("closed", shut.end) if shut else State("unknown")
    return state_at(place.hours, at)


def place_card(base: Base, place: PlaceFacts, at: datetime) -> PlaceCard:
    """Return the card of a place, with its state at an instant."""
    state = place_state(base.town, place, at)
    week = week_hours(place.hours, at.date()) if place.hours else ()
    return PlaceCard(
        id=place.id,
        name=place.name,
        address=place.address,
        phone=place.phone,
        state=state.kind,
        until=state.until,
        next_opening=state.next_opening,
        holiday=state.holiday,
        week=week,
        as_of=place.as_of,
        at=at,
    )


def contact_card(base: Base, now: datetime) -> ContactCard:
    """Return the town's contact and whether it is open now."""
    contact = base.town.contact
    place = base.places.get(contact.place or "")
    card = place_card(base, place, now) if place else None
    return ContactCard(
        name=contact.name,
        address=contact.address or (place.address if place else None),
        phone=contact.phone or (place.phone if place else None),
        url=contact.url,
        state=card.state if card else "unknown",
        until=card.until if card else None,
        next_opening=card.next_opening if card else None,
    )


def hours_answer(
    wording: Wording,
    place: PlaceFacts,
    hours: Hours,
    moment: Moment | None,
    now: datetime,
) -> HoursAnswer:
    """Say when a place is open: at a moment, or now and in the week."""
    if moment is None:
        return HoursAnswer(_in_general(wording, place, hours, now), now)
    if moment.start <= now < moment.end and moment.kind == "instant":
        return HoursAnswer(_now(wording, place, hours, now), now)
    if moment.kind == "instant":
        return HoursAnswer(_instant(wording, place, hours, moment, now), moment.start)
    opens = open_within(hours, max(moment.start, now), moment.end)
    at = opens[0][0] if opens else max(moment.start, min(now, moment.end))
    return HoursAnswer(_span(wording, place, hours, moment, now), at)


def _now(wording: Wording, place: PlaceFacts, hours: Hours, now: datetime) -> str:
    state = state_at(hours, now)
    label = place.label
    if state.kind == "open":
        if state.until is None or state.until - now > ALWAYS:
            return wording.say("place_open_always", place=label)
        return wording.say("place_open_now", place=label, until=_time(state.until, now))
    if state.kind == "closed":
        closed = wording.say("place_closed_now", place=label)
        return closed + _reopens(wording, state, now)
    return _uncertain(wording, label, state, "en ce moment")


def _instant(
    wording: Wording, place: PlaceFacts, hours: Hours, moment: Moment, now: datetime
) -> str:
    state = state_at(hours, moment.start)
    when = say_moment(moment, now)
    if state.kind == "open" and state.until:
        until = _time(state.until, moment.start)
        return wording.say("place_open", place=place.label, moment=when, until=until)
    if state.kind == "closed":
        closed = wording.say("place_closed", place=place.label, moment=when)
        return closed + _reopens(wording, state, now)
    return _uncertain(wording, place.label, state, when)


def _span(
    wording: Wording, place: PlaceFacts, hours: Hours, moment: Moment, now: datetime
) -> str:
    when = say_moment(moment, now)
    day = day_hours(hours, moment.start.date())
    if not day.known:
        state = state_at(hours, moment.start)
        return _uncertain(wording, place.label, state, when)
    if moment.end - moment.start > timedelta(days=1, hours=1):
        found = week_hours(hours, moment.start.date(), (moment.end - moment.start).days)
        return upper_first(f"{when} : {_week(wording, found)} ({place.label}).")
    found_open = open_within(hours, moment.start, moment.end)
    if found_open:
        spans = " et ".join(
            f"de {format_time(a)} à {format_time(b)}" for a, b in found_open
        )
        return wording.say(
            "place_open_day", place=place.label, moment=when, spans=spans
        )
    if day.spans:
        return wording.say(
            "place_closed_part", place=place.label, moment=when, spans=_spans(day)
        )
    state = state_at(hours, moment.start)
    closed = wording.say("place_closed", place=place.label, moment=when)
    return closed + _reopens(wording, state, now)


def _uncertain(wording: Wording, label: str, state: State, when: str) -> str:
    if state.kind == "by_appointment":
        return wording.say("place_by_appointment", place=label, moment=when)
    if state.holiday:
        return wording.say(
            "place_holiday_unknown", place=label, moment=when, holiday=state.holiday
        )
    return wording.say("place_unknown", place=label, moment=when)


def _reopens(wording: Wording, state: State, now: datetime) -> str:
    if state.next_opening is None:
        return ""
    return " " + wording.say("place_reopens", next=_time(state.next_opening, now))


def _in_general(
    wording: Wording, place: PlaceFacts, hours: Hours, now: datetime
) -> str:
    week = week_hours(hours, now.date() - timedelta(days=now.weekday()))
    text = wording.say(
        "place_week", Place=upper_first(place.label), week=_week(wording, week)
    )
    state = state_at(hours, now)
    if state.kind == "open" and state.until and state.until - now < ALWAYS:
        text += " " + wording.say("place_now_open", until=_time(state.until, now))
    elif state.kind == "closed" and state.next_opening:
        text += " " + wording.say(
            "place_now_closed", next=_time(state.next_opening, now)
        )
    return text


def _week(wording: Wording, week: tuple[DayHours, ...]) -> str:
    """Return a week in words, days of equal hours together."""
    open_items = []
    ordered = sorted(week, key=lambda day: day.date)
    by_spans: dict[str, list[DayHours]] = {}
    for day in ordered:
        by_spans.setdefault(_spans(day) if day.known else "?", []).append(day)
    for spans, days in by_spans.items():
        names = _day_names(days)
        if spans == "?":
            open_items.append((2, wording.say("place_week_unknown", days=names)))
        elif not spans:
            open_items.append((1, wording.say("place_week_closed", days=names)))
        else:
            open_items.append(
                (0, wording.say("place_week_item", days=names, spans=spans))
            )
    return " ; ".join(text for _, text in sorted(open_items, key=lambda item: item[0]))


def _day_names(days: list[DayHours]) -> str:
    numbers = [day.date.weekday() for day in days]
    runs = []
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        if len(run) > 2:
            runs.append(f"du {DAYS[run[0]]} au {DAYS[run[-1]]}")
        else:
            runs += [f"le {DAYS[number]}" for number in run]
    return ", ".join(runs[:-1]) + (" et " if len(runs) > 1 else "") + runs[-1]


def _spans(day: DayHours) -> str:
    return " et ".join(
        "de {} à {}".format(*(_clock(part) for part in span.split("-", 1)))
        for span in day.spans
    )


def _clock(text: str) -> str:
    hours, minutes = text.split(":")
    return format_time(int(hours) * 60 + int(minutes))


def _time(instant: datetime, now: datetime) -> str:
    time = format_time(instant)
    if instant.date() == now.date():
        return time
    day = format_date(instant.date(), year=instant.year != now.year)
    return f"{day} à {time}"


def hours_caution(wording: Wording, place: PlaceFacts) -> str:
    """Return the caution of known hours: their own, else their date."""
    return place.caution or wording.say("hours_caution", date=period(place.as_of))
