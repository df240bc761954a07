"""The dialogue's own acts, and what is said of opening hours, in the invented town."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from servicebot.bot import Bot
from servicebot.knowledge.loader import load
from servicebot.replies import Reply
from servicebot.understanding.dialogue import Context

ZONE = ZoneInfo("Europe/Paris")
SUNDAY = datetime(2026, 11, 22, 15, 0, tzinfo=ZONE)
BOT = Bot.build(
    load(Path(__file__).parents[1] / "town"),
    secret=b"only for tests, of acts, 32 bytes",
)


def last(*questions: str, at: datetime = SUNDAY) -> Reply:
    reply = BOT.reply(questions[0], None, at)
    for question in questions[1:]:
        reply = BOT.reply(question, reply.context, at)
    return reply


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("répète", "compte 3 crèches"),
        ("source ?", "Source"),
        ("ça date de quand ?", "2024"),
        ("pourquoi cette réponse ?", "les crèches"),
    ],
)
def test_acts_are_about_the_last_answer(act: str, said: str) -> None:
    reply = last("combien de crèches ?", act)

    assert (reply.kind, reply.entry) == ("answer", "creches.nombre")
    assert said in reply.text


def test_detail_says_more() -> None:
    assert "confondues" in last("combien d'enfants à la crèche", "détaille").text
    assert "places" in last("combien de crèches ?", "détaille").text


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        ("répète", "smalltalk"),
        ("aucun des deux", "smalltalk"),
        ("quels sujets ?", "smalltalk"),
        ("parler à un agent", "fallback"),
    ],
)
def test_acts_without_an_answer(act: str, kind: str) -> None:
    assert last(act).kind == kind


def test_choices_are_taken_by_their_rank() -> None:
    offered = last("combien de crèches ?").choices

    assert last("combien de crèches ?", "le premier").text
    assert (
        last("combien de crèches ?", "le dernier").text
        == last("combien de crèches ?", offered[-1].question).text
    )


def test_a_correction_leaves_the_subject_behind() -> None:
    reply = last("combien de crèches ?", "non je parlais de la cantine")

    assert reply.understood.subject == "cantine"


@pytest.mark.parametrize(
    ("question", "at", "said"),
    [
        ("horaires de la mairie de Valbrune", "2026-11-23T10:00", "c'est ouvert"),
        ("horaires de la mairie de Valbrune", "2026-11-22T10:00", "c'est fermé"),
        ("la mairie de Valbrune ouvre demain ?", "2026-11-22T10:00", "oui,"),
        ("la mairie de Valbrune ouvre dimanche ?", "2026-11-23T10:00", "non,"),
        ("mairie de Valbrune ouverte à 18h ?", "2026-11-23T10:00", "non,"),
        ("mairie de Valbrune ouverte à 16h ?", "2026-11-23T10:00", "oui,"),
        ("mairie de Valbrune ouverte demain soir ?", "2026-11-23T10:00", "non,"),
        (
            "mairie de Valbrune ouverte la semaine prochaine ?",
            "2026-11-23T10:00",
            "lundi",
        ),
        ("mairie de Valbrune ouverte le 25 décembre ?", "2026-11-23T10:00", "non,"),
        ("mairie de Valbrune ouverte le 24 décembre ?", "2026-11-23T10:00", "non,"),
        ("horaires de la mairie de Valbrune", "2031-11-24T10:00", "trop ancien"),
    ],
)
def test_opening_is_told_in_words(question: str, at: str, said: str) -> None:
    reply = last(question, at=datetime.fromisoformat(at).replace(tzinfo=ZONE))

    assert reply.entry == "mairie.horaires"
    assert said in reply.text


def test_a_date_that_contradicts_itself_is_asked_back() -> None:
    reply = last("mairie de Valbrune ouverte dimanche 28 novembre 2026 ?")

    assert reply.kind == "clarification"
    assert reply.text.startswith("Le 28 novembre 2026 est un samedi, pas un dimanche")
    assert [choice.title.replace("\xa0", " ") for choice in reply.choices] == [
        "Samedi 28 novembre 2026",
        "Dimanche 29 novembre 2026",
    ]


def test_the_date_that_was_meant_is_then_answered() -> None:
    reply = last("mairie de Valbrune ouverte dimanche 28 novembre 2026 ?", "2")

    assert reply.entry == "mairie.horaires"
    assert "dimanche 29 novembre" in reply.text.replace("\xa0", " ")


def test_another_year_is_not_made_up() -> None:
    reply = last("combien de crèches ?", "combien de crèches en 2012 ?")

    assert reply.kind == "fallback"
    assert "2012" in reply.text


def test_a_choice_where_nothing_was_offered_is_asked_again() -> None:
    context = replace(Context().about("creches", None), entries=("creches.nombre",))

    reply, _ = BOT.composer.actor.act("fourth", context, SUNDAY)

    assert reply.kind == "smalltalk"


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("il y a 3 crèches ?", "Oui."),
        ("3 crèches pour 1250 enfants ?", "Oui."),
        ("3 crèches en 2024 ?", "Oui."),
        ("1 250 places en crèche ?", "Oui."),
        ("cb 2 places en crèche ?", "En 2024"),
        ("3 crèches pour 40 communes ?", "Le Pays"),
        ("il y a 5 crèches ?", "Ce n'est pas"),
    ],
)
def test_a_number_is_said_to_be_right_where_no_other_is_wrong(
    said: str, begins: str
) -> None:
    assert last(said).text.startswith(begins)


def test_a_number_that_is_a_part_of_another_is_not_told() -> None:
    assert "2024" in BOT.base.entries["creches.capacite"].say
    assert last("20 places en crèche ?").text.startswith("Ce n'est pas")
