"""Places become subjects, entries and facts."""

from collections.abc import Iterator

from servicebot.errors import HoursError
from servicebot.french.typography import polish
from servicebot.knowledge.aspects import ADDRESS, HOURS, PHONE
from servicebot.knowledge.base import Entry, PlaceFacts, Subject
from servicebot.knowledge.files import Parsed
from servicebot.knowledge.hours import Hours, compile_hours
from servicebot.knowledge.model import Place, Sheet
from servicebot.knowledge.workshop import (
    Workshop,
    label_fields,
    once,
    polished,
    polished_links,
)

_PHONE_DIGITS = 10


def place_subject(place: Place, sheet: Sheet) -> Subject:
    """Return the subject that a place is."""
    return Subject(
        id=place.id,
        kind="place",
        name=polish(place.name),
        label=polish(place.label or place.name),
        names=once((place.name, *place.names)),
        summary="",
        operator=sheet.operator,
        parent=sheet.id,
        links=polished_links(place.links),
        internal=polished(place.internal),
    )


def place_entries(place: Place, shop: Workshop) -> Iterator[Entry]:
    """Yield the answers that a place gives: where it is, its phone, its hours."""
    names = label_fields(place.name, place.label or place.name)
    if place.address is not None:
        fields = {**names, "address": place.address}
        say = shop.phrase("place_address", fields)
        yield _place_entry(place, ADDRESS, say, shop)
    if place.phone is not None:
        fields = {**names, "phone": say_phone(place.phone)}
        say = shop.phrase("place_phone", fields)
        yield _place_entry(place, PHONE, say, shop)
    if place.hours is not None:
        yield _place_entry(place, HOURS, "", shop)


def say_phone(number: str) -> str:
    """Return ten digits typed in one go as French numbers are read, two by two."""
    if len(number) != _PHONE_DIGITS or not number.isdigit():
        return number
    return "\u00a0".join(number[at : at + 2] for at in range(0, _PHONE_DIGITS, 2))


def _place_entry(place: Place, aspect: str, say: str, shop: Workshop) -> Entry:
    label = place.label or place.name
    return Entry(
        id=f"{place.id}.{aspect}",
        subject=place.id,
        aspect=aspect,
        kind="place",
        title=shop.title(aspect, place.name, place.label or place.name),
        question=shop.question(aspect, place.name, label),
        say=say,
        as_of=place.as_of,
        sources=place.source,
        caution=polished(place.caution),
        links=polished_links(place.links),
        place=place.id,
        internal=polished(place.internal),
    )


def place_facts(sheet: Parsed[Sheet], shop: Workshop) -> Iterator[PlaceFacts]:
    """Yield the places of a sheet as the doors show them."""
    for number, place in enumerate(sheet.value.places):
        yield PlaceFacts(
            id=place.id,
            subject=place.id,
            name=polish(place.name),
            label=polish(place.label or place.name),
            address=polished(place.address),
            phone=None if place.phone is None else say_phone(place.phone),
            email=place.email,
            hours=_hours(sheet, ("places", number, "hours"), place, shop),
            hours_note=polished(place.hours_note),
            closures=place.closures,
            as_of=place.as_of,
            sources=place.source,
            caution=polished(place.caution),
            links=polished_links(place.links),
        )


def _hours(
    sheet: Parsed[Sheet], keys: tuple[str | int, ...], place: Place, shop: Workshop
) -> Hours | None:
    if place.hours is None:
        return None
    try:
        return compile_hours(
            place.hours,
            place.closures,
            calendar=shop.calendar,
            timezone=shop.timezone,
            holidays=place.holidays,
        )
    except HoursError as error:
        at = keys if error.key is None else (*keys, error.key)
        shop.faults.append(sheet.fault(at, f"horaires : {error}", at_key=True))
        return None
