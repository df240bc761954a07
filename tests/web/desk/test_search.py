"""The agents' search: everything that is known, and nothing of it for citizens."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from servicebot.bot import Bot
from servicebot.journal.accounts import Role
from servicebot.knowledge.base import Base
from servicebot.knowledge.loader import load
from servicebot.web.desk.completion import build_completion
from servicebot.web.holder import Replier

Enter = Callable[[Role], FlaskClient]
TOWN = Path(__file__).parents[2] / "town"
NOTE = "Classeur bleu, troisième tiroir"


def noted(base: Base) -> Base:
    """Return the base with a note for agents on every subject and every entry."""
    subjects = {k: replace(s, internal=NOTE) for k, s in base.subjects.items()}
    entries = {k: replace(e, internal=NOTE) for k, e in base.entries.items()}
    return replace(base, subjects=subjects, entries=entries)


@pytest.fixture(scope="module")
def town_bot() -> Bot:
    """The invented town's bot, with notes for agents everywhere."""
    return Bot.build(noted(load(TOWN)), secret=bytes(16))


@pytest.fixture
def bot(town_bot: Bot) -> Replier:
    """What the desk and the citizens ask."""
    return town_bot


@pytest.fixture
def agent(enter: Enter) -> FlaskClient:
    """An agent at the desk."""
    return enter(Role.AGENT)


def page(client: FlaskClient, path: str, **query: str) -> str:
    response = client.get(path, query_string=query)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_an_answer_comes_with_its_sheet(agent: FlaskClient) -> None:
    text = page(agent, "/guichet", q="combien d'enfants dans les crèches")

    assert "En 2024, les crèches offraient 1\u202f250 places." in text
    assert "Ce chiffre paraît élevé." in text
    assert "Rapport d&#39;activité 2024" in text
    assert "fiabilité" in text
    assert "creches.capacite" in text


def test_every_candidate_shows_its_score_and_why(agent: FlaskClient) -> None:
    text = page(agent, "/guichet/reponses", q="combien de crèches")

    assert text.count('class="candidate') >= 3
    assert text.count("ressemble aux formulations") >= 3
    assert "sujet nommé" in text
    assert "donnée" in text


def test_the_parts_of_a_score_are_all_named_in_french(
    agent: FlaskClient, town_bot: Bot
) -> None:
    text = page(agent, "/guichet/reponses", q="3 crèches à la mairie en 2024 ?")

    assert town_bot
    for name in ("examples", "nearest", "explained", "stated", "scope"):
        assert f">{name}<" not in text


def test_another_candidate_s_sheet_can_be_chosen(agent: FlaskClient) -> None:
    text = page(agent, "/guichet", q="combien de crèches", fiche="creches.inscription")

    assert "prenez rendez-vous" in text
    assert "fiche voisine" in text


def test_a_place_tells_its_hours_now_and_of_the_week(agent: FlaskClient) -> None:
    text = page(agent, "/guichet/fiche/mairie.horaires")

    assert 'class="state ' in text
    assert "Horaires des sept prochains jours" in text
    assert "1 place du Tilleul" in text


def test_a_question_that_is_not_known_is_said_so(agent: FlaskClient) -> None:
    text = page(agent, "/guichet", q="tarif de la piscine")

    assert "L&#39;assistant ne sait pas" in text
    assert "Piscine" in text


@pytest.mark.parametrize("typed", ["", " ", "\u200b", "a" * 1001])
def test_nothing_to_ask_is_no_error(agent: FlaskClient, typed: str) -> None:
    assert "Tapez les mots" in page(agent, "/guichet/reponses", q=typed)


def test_what_is_typed_is_shown_as_text_only(agent: FlaskClient) -> None:
    text = page(agent, "/guichet", q="<script>alert(1)</script> crèches")

    assert "<script>alert" not in text


def test_a_word_under_way_is_finished(agent: FlaskClient) -> None:
    text = page(agent, "/guichet/reponses", q="combien de crèc")

    assert "combien de crèches" in text
    assert "3 crèches" in text


@pytest.mark.parametrize(
    ("typed", "finished"),
    [
        ("combien de crèc", "combien de crèches"),
        ("l'inscr", "l'inscrire"),
        ("la mairie", "la mairie"),
        ("xyzt", "xyzt"),
        ("la", "la"),
        ("", ""),
        ("crèches ", "crèches "),
    ],
)
def test_only_the_last_word_is_finished(typed: str, finished: str) -> None:
    assert build_completion(load(TOWN)).complete(typed) == finished


def test_an_unknown_sheet_is_not_found(agent: FlaskClient) -> None:
    assert agent.get("/guichet/fiche/no.such").status_code == 404
    assert agent.get("/guichet/fiche/no.such/grand").status_code == 404


def test_the_visitor_s_screen_has_the_answer_and_no_note(agent: FlaskClient) -> None:
    path = "/guichet/fiche/mairie.horaires/grand"
    text = page(agent, path, q="la mairie est ouverte le 25 décembre 2026 ?")

    assert "fermé" in text
    assert NOTE not in text
    assert "score" not in text


def test_the_links_to_send_lead_to_the_citizens_page(agent: FlaskClient) -> None:
    text = page(agent, "/guichet", q="combien de crèches")

    assert "http://localhost/chat?q=combien+de+cr%C3%A8ches" in text
    assert 'href="mailto:?subject=combien%20de%20cr%C3%A8ches' in text


def test_agents_see_the_notes_for_agents(agent: FlaskClient) -> None:
    assert NOTE in page(agent, "/guichet", q="combien de crèches")


def test_no_citizen_route_shows_a_note_for_agents(
    client: FlaskClient, town_bot: Bot
) -> None:
    """Every route outside the desk, and every question that the base can be asked."""
    questions = [
        asked
        for entry in town_bot.base.entries.values()
        for asked in (entry.question, entry.title, *entry.asks, entry.id)
    ] + ["classeur bleu", "note interne", "troisième tiroir", "salut", "au feu"]
    said = [
        client.post("/api/v1/ask", json={"question": q}).get_data(as_text=True)
        for q in questions
    ]
    said += [
        client.get("/chat", query_string={"q": q}).get_data(as_text=True)
        for q in questions[::3]
    ]
    said += [
        client.get(rule.rule).get_data(as_text=True)
        for rule in client.application.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and not rule.arguments
        and not rule.rule.startswith("/guichet")
    ]

    assert len(said) > 100
    assert not [text for text in said if "lasseur" in text or "tiroir" in text]


def test_notes_for_agents_teach_the_bot_nothing(town_bot: Bot) -> None:
    assert "tiroir" not in town_bot.engine.reader.vocabulary


def test_a_keystroke_costs_little(agent: FlaskClient) -> None:
    typed = "combien de places dans les crèches du pays"
    times = []
    for end in range(3, len(typed)):
        start = time.thread_time()
        page(agent, "/guichet/reponses", q=typed[:end])
        times.append(time.thread_time() - start)

    assert sorted(times)[len(times) // 2] < 0.05


def test_kept_questions_are_shown_again_masked_and_once(agent: FlaskClient) -> None:
    page(agent, "/guichet", q="combien de crèches")
    page(agent, "/guichet", q="combien de crèches")
    page(agent, "/guichet", q="je m'appelle Jean Durand, horaires de la mairie")
    page(agent, "/guichet/reponses", q="tarif de la piscine")

    recent = page(agent, "/guichet").partition("Questions récentes")[2]

    assert recent.count(">combien de crèches</a>") == 1
    assert "horaires de la mairie" in recent
    assert "Durand" not in recent
    assert "tarif de la piscine" not in recent
