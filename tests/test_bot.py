"""Whole turns in the invented town."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicebot.bot import Bot
from servicebot.knowledge.loader import load
from servicebot.replies import Reply

ZONE = ZoneInfo("Europe/Paris")
SUNDAY = datetime(2026, 11, 22, 15, 0, tzinfo=ZONE)
BOT = Bot.build(
    load(Path(__file__).parent / "town"), secret=b"only for tests, thirty-two bytes"
)


def talk(*questions: str, at: datetime = SUNDAY) -> list[Reply]:
    replies: list[Reply] = []
    context = None
    for question in questions:
        replies.append(BOT.reply(question, context, at))
        context = replies[-1].context
    return replies


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("combien de crèches ?", "creches.nombre"),
        ("cb de creche", "creches.nombre"),
        ("COMBIEN DE CRÈCHES", "creches.nombre"),
        ("combien d'enfants à la crèche", "creches.capacite"),
        ("prix de la cantine", "cantine.tarif"),
        ("où est la mairie de Valbrune", "mairie.adresse"),
        ("que faire d'un vieux canapé", "dechets.encombrants"),
        ("c'est quoi une crèche municipale", "creches.description"),
        ("qui gère la piscine", "piscine.gestionnaire"),
    ],
)
def test_answers(question: str, entry: str) -> None:
    (reply,) = talk(question)

    assert (reply.kind, reply.entry) == ("answer", entry)
    assert all(answer.sources for answer in reply.answers)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("bonjour", "smalltalk"),
        ("merci", "smalltalk"),
        ("il y a le feu chez moi", "emergency"),
        ("quelle est la capitale du Pérou", "fallback"),
        ("combien de crèches à Roquemaure", "fallback"),
        ("quel est le tarif des crèches", "fallback"),
        ("🙃🙃", "fallback"),
        ("What are the opening hours of the library?", "fallback"),
        ("Привет, где библиотека?", "fallback"),
        ("<script>alert(1)</script>", "fallback"),
        ("'; DROP TABLE users; --", "fallback"),
        ("a" * 5000, "fallback"),
    ],
)
def test_what_is_not_answered(question: str, kind: str) -> None:
    assert talk(question)[0].kind == kind


def test_fireworks_are_no_fire() -> None:
    assert talk("feu d'artifice")[0].kind != "emergency"


def test_an_unknown_aspect_is_admitted_with_where_to_ask() -> None:
    (reply,) = talk("quel est le tarif des crèches")

    assert reply.text.startswith(
        "Au sujet des crèches, je n'ai pas d'information sur le tarif. Pour cela, "
        "adressez-vous à "
    )
    assert reply.contact is not None
    assert reply.choices


def test_subject_and_aspect_are_borrowed() -> None:
    replies = talk("combien de crèches ?", "et pour combien d'enfants ?")

    assert [reply.entry for reply in replies] == ["creches.nombre", "creches.capacite"]


def test_a_year_alone_asks_the_last_question_of_that_year() -> None:
    first, known, unknown = talk("combien de crèches ?", "et en 2024 ?", "et en 2016 ?")

    assert first.entry == "creches.nombre"
    assert (known.kind, known.entry) == ("answer", "creches.nombre")
    assert unknown.kind == "fallback"
    assert "2016" in unknown.text


def test_hours_asked_alone_are_those_of_the_subject_spoken_of() -> None:
    replies = talk("parle-moi de la mairie", "et le samedi, c'est ouvert ?")

    assert replies[1].entry == "mairie.horaires"


def test_hours_that_are_not_known_are_never_those_of_another_subject() -> None:
    replies = talk("combien de crèches ?", "et dimanche, c'est ouvert ?")

    assert replies[1].kind == "fallback"
    assert "des crèches, je n'ai pas d'information sur les horaires" in replies[1].text


def test_a_name_alone_takes_up_an_aspect_even_to_admit_that_it_is_unknown() -> None:
    replies = talk("horaires de la mairie", "et les crèches ?")

    assert replies[1].kind == "fallback"
    assert "des crèches, je n'ai pas d'information sur les horaires" in replies[1].text


def test_two_questions_are_both_answered() -> None:
    (reply,) = talk("combien de crèches ? et prix de la cantine ?")

    assert [a.entry for a in reply.answers] == ["creches.nombre", "cantine.tarif"]
    assert "3,20" in reply.text


def test_a_false_number_is_corrected() -> None:
    (reply,) = talk("il y a 99 crèches, combien de crèches ?")

    assert reply.entry == "creches.nombre"
    assert "3 crèches" in reply.text


@pytest.mark.parametrize(
    ("at", "state"),
    [("2026-11-23T10:00", "open"), ("2026-11-22T15:00", "closed")],
)
def test_opening_state(at: str, state: str) -> None:
    now = datetime.fromisoformat(at).replace(tzinfo=ZONE)
    (reply,) = talk("la mairie de Valbrune est ouverte maintenant ?", at=now)

    assert reply.entry == "mairie.horaires"
    assert reply.answers[0].place is not None
    assert reply.answers[0].place.state == state


def test_a_choice_is_taken_by_its_number() -> None:
    first, second = talk("combien de crèches ?", "2")

    assert second.kind == "answer"
    assert second.entry != first.entry


def test_two_misses_in_a_row_offer_subjects() -> None:
    replies = talk("quelle est la capitale du Pérou", "raconte une blague corse")

    assert replies[0].text != replies[1].text
    assert replies[1].choices


def test_a_forged_context_begins_anew() -> None:
    first = BOT.reply("combien de crèches ?", None, SUNDAY)
    forged = BOT.reply("et pour combien d'enfants ?", first.context + "x", SUNDAY)

    assert forged.understood.subject != "police"
    assert forged.entry != "creches.nombre"


@settings(max_examples=150)
@given(st.text(st.characters(codec=None), max_size=120))
def test_any_text_gets_a_reply(text: str) -> None:
    reply = BOT.reply(text, None, SUNDAY)

    assert reply.text
    assert BOT.reply("et le nombre ?", reply.context, SUNDAY).text


def test_the_same_question_always_gets_the_same_answer() -> None:
    texts = {talk("combien de crèches ?")[0].text for _ in range(3)}

    assert len(texts) == 1


def test_a_name_alone_tells_the_chief_figures_too() -> None:
    named, asked = talk("les crèches", "et la cantine, c'est quoi ?")

    assert named.entry == "creches.description"
    assert "3 crèches" in named.text
    assert asked.entry == "cantine.description"


def test_what_else_is_asked_of_a_subject_brings_no_figures_along() -> None:
    (reply,) = talk("qui s'occupe des crèches ?")

    assert "3 crèches" not in reply.text
