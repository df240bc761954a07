"""A reply as plain text: what stands on each line, and where colours go."""

from datetime import UTC, date, datetime

import pytest

from servicebot.cli.show import show_reply, styled, table
from servicebot.knowledge.hours import DayHours
from servicebot.replies import (
    Answer,
    Choice,
    ContactCard,
    PlaceCard,
    Reply,
    SourceNote,
)

SITE = "https://valbrune.example"
NOW = datetime(2026, 5, 1, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave styles out of the texts that are compared."""
    monkeypatch.setenv("NO_COLOR", "1")


def test_an_answer_has_its_caution_source_and_numbered_choices() -> None:
    source = SourceNote("Rapport", "Ville", "2024-05", SITE)
    answer = Answer("a", "3\u202f000 places.", 0.9, "À confirmer.", (source,))
    choice = Choice("Tarif", "quel tarif ?")

    shown = show_reply(
        Reply("1", "answer", "3\u202f000 places.", (answer,), choices=(choice,))
    )

    assert shown.splitlines() == [
        "3 000 places.",
        "  À savoir : À confirmer.",
        f"  Source : Rapport, Ville (mai 2024) {SITE}",
        "  1. Tarif",
    ]


def test_a_caution_that_is_said_is_not_said_twice() -> None:
    answer = Answer("a", "Trois. À confirmer.", 0.9, "À confirmer.")

    shown = show_reply(Reply("1", "answer", "Trois. À confirmer.", (answer,)))

    assert shown == "Trois. À confirmer."


def test_a_place_has_its_week_closed_days_and_days_not_known() -> None:
    week = (
        DayHours(date(2026, 5, 1), (), known=False, holiday="fête du Travail"),
        DayHours(date(2026, 5, 2), (), known=True),
        DayHours(date(2026, 5, 3), ("20:00-26:00",), known=True),
    )
    place = PlaceCard(
        "p", "Salle", None, "04 00", "closed", None, None, None, week, "2025", NOW
    )

    shown = show_reply(
        Reply("1", "answer", "Fermé.", (Answer("a", "Fermé.", 0.9, place=place),))
    )

    assert shown.splitlines()[1:] == [
        "  Salle, 04 00",
        "    vendredi 1er mai  non connu (fête du Travail)",
        "    samedi 2 mai      fermé",
        "    dimanche 3 mai    20 h – 2 h",
    ]


def test_a_fallback_says_whom_to_ask() -> None:
    contact = ContactCard("Mairie", "1 rue Haute", None, SITE, "open", None)

    shown = show_reply(Reply("1", "fallback", "Je ne sais pas.", contact=contact))

    assert shown == f"Je ne sais pas.\n  Contact : Mairie, 1 rue Haute, {SITE}"


def test_a_table_sets_numbers_to_the_right() -> None:
    shown = table(("mot", "poids"), [("a", "0.5"), ("bibliothèque", "12.5")])

    assert shown.splitlines() == [
        "mot           poids",
        "a               0.5",
        "bibliothèque   12.5",
    ]


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    assert styled("a", bold=True) == "a"
    monkeypatch.delenv("NO_COLOR")
    assert styled("a", bold=True) != "a"
