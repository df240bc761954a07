"""The states of places as pages and the widget show them."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from servicebot.answers.places import contact_card, place_card
from servicebot.knowledge.base import Base
from servicebot.knowledge.loader import load
from servicebot.web.views import Viewer
from servicebot.web.wording import Wording

PLACE = "maison-des-metiers"
OPEN = datetime(2026, 11, 30, 10, tzinfo=ZoneInfo("Europe/Paris"))
SHUT = OPEN.replace(hour=23)


@pytest.fixture(scope="module")
def base(clock_town: Path) -> Base:
    """The town with rich hours, one of whose places has a note on them."""
    return load(clock_town)


def test_an_open_place_is_never_shown_without_its_note(base: Base) -> None:
    card = place_card(base, base.places[PLACE], OPEN)

    view = Viewer(Wording.of(base.phrases), OPEN).place(card)

    assert view.state == "open"
    assert view.state_text.startswith("Ouvert")
    assert view.state_text.endswith(f"({card.note})")
    assert "entrée par la cour" in view.state_text


def test_a_closed_place_is_shown_without_a_note_on_being_open(base: Base) -> None:
    card = place_card(base, base.places[PLACE], SHUT)

    view = Viewer(Wording.of(base.phrases), SHUT).place(card)

    assert view.state_text.startswith("Fermé")
    assert "entrée par la cour" not in view.state_text


def test_the_contact_is_shown_with_the_note_of_its_place(base: Base) -> None:
    contact = base.town.contact.model_copy(update={"place": PLACE})
    town = base.town.model_copy(update={"contact": contact})

    card = contact_card(replace(base, town=town), OPEN)

    assert (
        "entrée par la cour"
        in Viewer(Wording.of(base.phrases), OPEN).contact(card).state_text
    )
