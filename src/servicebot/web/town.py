"""What the town's own page lists: its services by who runs them, and what is open."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from servicebot.answers.places import place_card
from servicebot.french.text import fold
from servicebot.knowledge.aspects import HOURS
from servicebot.knowledge.base import Base, Subject
from servicebot.knowledge.notices import shown
from servicebot.web.transcript import PlaceView
from servicebot.web.views import Viewer

MOST_ANNOUNCED = 3
"""How many notices a banner holds."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service as it is listed; its name is also the question that is asked."""

    name: str
    summary: str


@dataclass(frozen=True, slots=True)
class Group:
    """The services of one operator, in alphabetical order; no name for the others."""

    name: str | None
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """A place, its state at this moment, and what to ask to know its week."""

    place: PlaceView
    question: str


def service_groups(base: Base) -> tuple[Group, ...]:
    """Return the services by operator, in the order in which the town names them."""
    order = [*base.town.operators, None]
    services = [s for s in base.told if s.kind == "service"]
    ranked = sorted(services, key=lambda s: (order.index(s.operator), fold(s.name)))
    return tuple(
        Group(
            base.town.operators[operator].name if operator else None,
            tuple(Service(each.name, each.summary) for each in group),
        )
        for operator, group in groupby(ranked, key=_operator)
    )


def openings(base: Base, viewer: Viewer) -> tuple[Opening, ...]:
    """Return the places whose hours are known, those that are open first."""
    questions = {
        entry.place: entry.question
        for entry in base.entries.values()
        if entry.place and entry.aspect == HOURS
    }
    found = [
        Opening(viewer.place(place_card(base, place, viewer.now)), questions[place.id])
        for place in base.places.values()
        if place.hours is not None and place.id in questions
    ]
    return tuple(sorted(found, key=lambda each: each.place.state != "open"))


def for_everybody(base: Base, now: datetime) -> tuple[str, ...]:
    """Return the notices of a banner: those about no subject, and what is closed."""
    found = (n for n in shown(base, now) if n.about is None or n.closes)
    return tuple(notice.text for notice in found)[:MOST_ANNOUNCED]


def _operator(subject: Subject) -> str | None:
    return subject.operator
