"""Places as the doors show them: their card, and what is trusted of their hours."""

from datetime import date, datetime

from servicebot.answers.wording import Wording
from servicebot.knowledge.base import Base, PlaceFacts
from servicebot.knowledge.hours import State, state_at, week_hours
from servicebot.knowledge.model import Town
from servicebot.knowledge.places import say_phone
from servicebot.knowledge.sentences import on_date
from servicebot.replies import ContactCard, PlaceCard


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
        note=state.note,
    )


def contact_card(base: Base, now: datetime) -> ContactCard:
    """Return the town's contact and whether it is open now."""
    contact = base.town.contact
    place = base.places.get(contact.place or "")
    card = place_card(base, place, now) if place else None
    phone = say_phone(contact.phone) if contact.phone else None
    return ContactCard(
        name=contact.name,
        address=contact.address or (place.address if place else None),
        phone=phone or (place.phone if place else None),
        url=contact.url,
        state=card.state if card else "unknown",
        until=card.until if card else None,
        next_opening=card.next_opening if card else None,
        note=card.note if card else None,
    )


def hours_caution(wording: Wording, place: PlaceFacts) -> str:
    """Return the caution of known hours: their own, else their date."""
    return place.caution or wording.say("hours_caution", on_date=on_date(place.as_of))
