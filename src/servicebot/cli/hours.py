"""`servicebot hours`: is a place open, until when, and its week; or all places."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from servicebot.answers.places import is_trusted, place_state
from servicebot.cli.commands import Refusal
from servicebot.cli.options import (
    at_option,
    environ,
    json_option,
    knowledge_option,
    moment_of,
)
from servicebot.cli.show import plain, show_week, table
from servicebot.french.text import fold
from servicebot.knowledge.base import Base, PlaceFacts
from servicebot.knowledge.find import find_knowledge
from servicebot.knowledge.hours import week_hours
from servicebot.knowledge.loader import load
from servicebot.knowledge.messages import suggestion
from servicebot.web.places import USUAL_DAYS, hours_json
from servicebot.web.views import Viewer
from servicebot.web.wording import Wording, say_as_of


@click.command("hours")
@click.argument("words", metavar="[LIEU]...", nargs=-1)
@at_option
@click.option("--week", is_flag=True, help="Montrer aussi les sept jours qui viennent.")
@json_option
@knowledge_option
@click.pass_context
def command(  # noqa: PLR0913 - one argument for each option
    ctx: click.Context,
    words: tuple[str, ...],
    *,
    at: str | None,
    week: bool,
    as_json: bool,
    knowledge: Path | None,
) -> None:
    r"""Montre si un lieu est ouvert, jusqu'à quand, et ses horaires.

    \b
    servicebot hours
    servicebot hours mairie --week
    servicebot hours --at 2026-12-25T10:00 --json

    Un lieu se dit par son nom ou son identifiant. Code de sortie : 0 si les horaires
    sont connus, 1 s'ils ne le sont pas (ou sont trop anciens), 2 si le lieu n'existe
    pas.
    """
    base = load(find_knowledge(knowledge, environ()))
    now = moment_of(base, at)
    places = [_find(base, " ".join(words))] if words else list(base.places.values())
    if as_json:
        days = (now.date(), USUAL_DAYS)
        for place in places:
            row = hours_json(base, place, now, days)
            click.echo(json.dumps(row, ensure_ascii=False))
    else:
        click.echo(plain("\n".join(_lines(base, places, now, week=week))))
    months = base.town.hours_trusted_months
    known = any(p.hours and is_trusted(p, months, now) for p in places)
    ctx.exit(0 if known else 1)


def _lines(
    base: Base, places: list[PlaceFacts], now: datetime, *, week: bool
) -> Iterator[str]:
    """Yield one line a place, or its week under each."""
    states = [(place.name, _state(base, place, now), _dated(place)) for place in places]
    if not week:
        yield table(("lieu", "état", "source de"), states)
        return
    for place, (name, state, dated) in zip(places, states, strict=True):
        yield f"{name} : {state} ({dated})"
        if place.hours is not None:
            yield from show_week(week_hours(place.hours, now.date()))
        if place.hours_note is not None:
            yield f"    {place.hours_note}"


def _state(base: Base, place: PlaceFacts, now: datetime) -> str:
    wording = Wording.of(base.phrases)
    if place.hours is None:
        return wording.say("day_unknown")
    if not is_trusted(place, base.town.hours_trusted_months, now):
        return wording.say("day_old", date=say_as_of(place.as_of))
    state = place_state(base.town, place, now)
    viewer = Viewer(wording, now)
    return viewer.state(state.kind, state.until, state.next_opening, state.note)


def _dated(place: PlaceFacts) -> str:
    return say_as_of(place.as_of)


def _find(base: Base, text: str) -> PlaceFacts:
    """Return the place of that identifier or name, whatever its accents."""
    called = {
        fold(name): place
        for place in base.places.values()
        for name in (*base.subjects[place.subject].names, place.name, place.id)
    }
    found = called.get(fold(text))
    if found is None:
        near = suggestion(text, {place.name for place in base.places.values()})
        raise Refusal(f"lieu inconnu : « {text} »{near}")
    return found
