"""Notices laid on a base: which hold, and what they close."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from servicebot.knowledge.base import Base, Notice, PlaceFacts
from servicebot.knowledge.hours import closed_between
from servicebot.knowledge.model import Closure

_ASIDE = re.compile(r"\((?!inclus)([^()\d]+)\)[\s.!…]*$")
_SENTENCE = re.compile(r"[.!?…]\s*$|[()]")


def announced(base: Base, notices: Sequence[Notice]) -> Base:
    """Return the base with these notices; the hours of what they close say so."""
    places, zone = dict(base.places), ZoneInfo(base.town.timezone)
    local = tuple(
        replace(n, start=n.start.astimezone(zone), end=n.end.astimezone(zone))
        for n in notices
    )
    for notice in local:
        for place in _closed(base, notice):
            places[place] = _shut(places[place], notice)
    return replace(base, places=places, notices=local)


def shown(base: Base, now: datetime) -> tuple[Notice, ...]:
    """Return the notices to show at an instant."""
    return tuple(n for n in base.notices if n.shown <= now < n.end)


def concerns(base: Base, notice: Notice, name: str | None) -> bool:
    """Whether a notice is about a subject, a place, or what it is a part of."""
    while name is not None:
        if name == notice.about:
            return True
        subject = base.subjects.get(name)
        name = subject.parent if subject else None
    return False


def _closed(base: Base, notice: Notice) -> Iterator[str]:
    if notice.closes and notice.about is not None:
        yield from (name for name in base.places if concerns(base, notice, name))


def _reason(text: str) -> str | None:
    """Return what may stand in brackets after « fermé »: a reason, not a sentence.

    The whole text of a notice goes with the answers that it concerns.
    """
    aside = _ASIDE.search(text)
    if aside is not None:
        return aside[1].strip()
    return None if _SENTENCE.search(text) else text


def _closures(place: PlaceFacts, notice: Notice) -> tuple[Closure, ...]:
    """Return the closures of a place with the whole days that a notice closes."""
    first, last = notice.start, notice.end
    start = first.date() + timedelta(days=first.time() > time.min)
    end = last.date() - timedelta(days=1)
    if end < start:
        return place.closures
    days = {"from": start, "to": end, "reason": _reason(notice.text)}
    return (*place.closures, Closure.model_validate(days))


def _shut(place: PlaceFacts, notice: Notice) -> PlaceFacts:
    shut, closures = (*place.shut, notice), _closures(place, notice)
    if place.hours is None:
        return replace(place, shut=shut, closures=closures)
    hours = closed_between(place.hours, notice.start, notice.end, _reason(notice.text))
    return replace(place, hours=hours, shut=shut, closures=closures)
