"""The improvement loop: what was not understood is taught, tried before and undone."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicebot.bot import Bot
from servicebot.journal.accounts import Role
from servicebot.journal.additions import StoredAdditions
from servicebot.journal.overlay import OverlayStore
from servicebot.journal.store import Journal
from servicebot.knowledge.loader import load
from servicebot.settings import Settings
from servicebot.web.app import create_app
from servicebot.web.holder import BotHolder
from servicebot.web.shared import Shared

Enter = Callable[[Role], FlaskClient]
TokenOf = Callable[[FlaskClient], str]
TOWN = Path(__file__).parents[2] / "town"
ODD = "j'ai envie de barboter"
"""No word of it stands in the town: no meaning makes up for that."""
AWAY = "vendez-vous des vélos d'occasion"
DRAFT = {
    "sujet": "piscine",
    "titre": "Bonnet de bain",
    "questions": "faut-il un bonnet\nle bonnet est obligatoire ?",
    "reponse": "Le bonnet de bain est obligatoire.",
    "source": "site-2025",
    "date": "2025-09",
    "reserve": "",
}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what was trained is kept."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def holder(journal: Journal, cache: Path) -> BotHolder:
    """The invented town's bot, with what its desk adds."""
    additions = StoredAdditions(journal.engine, lambda: datetime.now(UTC))

    def build(folder: Path) -> Bot:
        added = additions.overlay()
        return Bot.build(load(folder), added, secret=bytes(16), cache=cache)

    holder = BotHolder(TOWN, build, additions)
    holder.load()
    return holder


@pytest.fixture
def app(
    holder: BotHolder, journal: Journal, tmp_path: Path, shared_files: Shared
) -> Flask:
    """The application of that town."""
    settings = Settings(rate_limit=None, var=tmp_path / "var")
    return create_app(settings, bot_holder=holder, journal=journal, shared=shared_files)


@pytest.fixture
def ask(app: Flask, journal: Journal) -> Callable[[str], str]:
    """Ask as a citizen and return the entry that answers."""
    citizen = app.test_client()

    def ask(question: str) -> str:
        body = citizen.post("/api/v1/ask", json={"question": question}).get_json()
        journal.flush()
        return str(body["entry"] or body["kind"])

    return ask


@pytest.fixture
def editor(enter: Enter) -> FlaskClient:
    """An editor at the desk."""
    return enter(Role.EDITOR)


def inbox(client: FlaskClient) -> str:
    return client.get("/guichet/questions").get_data(as_text=True)


def preview(client: FlaskClient, **query: str) -> str:
    response = client.get("/guichet/questions/apercu", query_string=query)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def post(client: FlaskClient, token_of: TokenOf, path: str, **form: str) -> int:
    form["jeton"] = token_of(client)
    return client.post(path, data=form).status_code


def test_what_was_asked_in_vain_waits_together_and_counted(
    editor: FlaskClient, ask: Callable[[str], str]
) -> None:
    for question in (ODD, ODD.upper() + " ?", ODD.replace("envie", "envi"), AWAY):
        ask(question)
    ask("combien de crèches")

    page = inbox(editor)

    assert page.count('class="panel missed"') == 2
    assert "3 fois" in page
    assert "combien de crèches" not in page


def test_a_question_that_was_no_use_waits_too(
    editor: FlaskClient, app: Flask, journal: Journal
) -> None:
    citizen = app.test_client()
    asked = {"question": "combien de crèches"}
    reply = citizen.post("/api/v1/ask", json=asked).get_json()
    journal.flush()
    opinion = {"id": reply["id"], "useful": False}
    assert citizen.post("/api/v1/feedback", json=opinion).status_code == 204
    journal.flush()

    assert "pas utile" in inbox(editor)


def test_one_click_teaches_a_phrasing_and_the_citizen_is_answered(
    editor: FlaskClient,
    token_of: TokenOf,
    ask: Callable[[str], str],
    holder: BotHolder,
) -> None:
    before = ask(ODD)
    change = {"acte": "apprendre", "question": ODD, "fiche": "piscine.description"}

    shown = preview(editor, **change)
    assert "Rien d'autre ne bouge" in shown
    assert post(editor, token_of, "/guichet/questions", **change) == 303
    holder.refresh()

    assert before == "fallback"
    assert ask(ODD) == "piscine.description"
    assert "missed" not in inbox(editor)


def test_what_else_would_move_is_shown_before(
    editor: FlaskClient, ask: Callable[[str], str]
) -> None:
    ask("combien de crèches ?!")
    asked = "combien de crèches"

    shown = preview(
        editor, acte="apprendre", question=asked, fiche="cantine.description"
    )

    assert "Questions dont la réponse changerait" in shown
    assert "échouerait" in shown


def test_a_question_off_topic_is_refused_from_then_on(
    editor: FlaskClient,
    token_of: TokenOf,
    ask: Callable[[str], str],
    holder: BotHolder,
) -> None:
    ask(AWAY)
    change = {"acte": "hors-sujet", "question": AWAY}

    assert "Apprendre à la refuser" in preview(editor, **change)
    assert post(editor, token_of, "/guichet/questions", **change) == 303
    holder.refresh()

    live = holder.live
    assert live is not None
    assert AWAY in live.bot.base.negatives
    assert "missed" not in inbox(editor)


def test_a_draft_answers_once_it_is_published_and_no_more_once_undone(
    editor: FlaskClient,
    token_of: TokenOf,
    ask: Callable[[str], str],
    holder: BotHolder,
    journal: Journal,
) -> None:
    question = "faut-il un bonnet"
    assert post(editor, token_of, "/guichet/fiches", **DRAFT) == 303
    holder.refresh()
    drafted = ask(question)
    (row,) = OverlayStore(journal.engine).rows()

    change = {"acte": "publier", "brouillon": str(row.id)}
    assert "Publier la fiche" in preview(editor, **change)
    assert post(editor, token_of, "/guichet/questions", **change) == 303
    holder.refresh()
    published = ask(question)
    assert post(editor, token_of, f"/guichet/appris/{row.id}/annuler") == 303
    holder.refresh()

    assert drafted != "piscine.bonnet-de-bain"
    assert published == "piscine.bonnet-de-bain"
    assert ask(question) == drafted
    assert post(editor, token_of, f"/guichet/appris/{row.id}/annuler") == 404
    assert post(editor, token_of, "/guichet/questions", **change) == 422


@pytest.mark.parametrize(
    "change",
    [
        {"sujet": "zoo"},
        {"source": "rumeur"},
        {"titre": " "},
        {"titre": "a" * 201},
        {"reponse": ""},
        {"reponse": "a" * 1001},
        {"questions": "\n \n"},
        {"questions": "\n".join(f"q {n}" for n in range(21))},
        {"date": "hier"},
        {"reserve": "a\x1bb"},
    ],
)
def test_a_draft_without_its_source_date_and_words_is_refused(
    change: dict[str, str], editor: FlaskClient, token_of: TokenOf
) -> None:
    assert post(editor, token_of, "/guichet/fiches", **{**DRAFT, **change}) == 422


@pytest.mark.parametrize(
    "change",
    [
        {"acte": "apprendre", "question": ODD, "fiche": "no.such"},
        {"acte": "apprendre", "question": " ", "fiche": "piscine.description"},
        {"acte": "burn", "question": ODD},
        {"acte": "publier", "brouillon": "999"},
        {"acte": "publier", "brouillon": "x"},
        {"acte": "publier", "brouillon": str(2**63)},
        {"acte": "publier", "brouillon": "9" * 5000},
        {},
    ],
)
def test_a_change_that_makes_no_sense_is_refused(
    change: dict[str, str], editor: FlaskClient, token_of: TokenOf, journal: Journal
) -> None:
    assert post(editor, token_of, "/guichet/questions", **change) == 422
    assert OverlayStore(journal.engine).rows() == []


def test_an_agent_marks_a_question_for_the_editors(
    enter: Enter, editor: FlaskClient, token_of: TokenOf
) -> None:
    agent = enter(Role.AGENT)
    asked = "où est le casier de Mme Durand, 06 12 34 56 78"

    assert post(agent, token_of, "/guichet/signaler", question=asked) == 303
    page = inbox(editor)

    assert "signalée au guichet" in page
    assert "06 12 34" not in page


def test_a_question_set_aside_leaves_the_list_and_teaches_nothing(
    editor: FlaskClient,
    token_of: TokenOf,
    ask: Callable[[str], str],
    journal: Journal,
) -> None:
    ask(AWAY)

    assert post(editor, token_of, "/guichet/questions/ecarter", question=AWAY) == 303
    assert "missed" not in inbox(editor)
    assert OverlayStore(journal.engine).rows() == []


def test_learning_does_not_stop_the_answers(
    holder: BotHolder, journal: Journal, ask: Callable[[str], str]
) -> None:
    """While a thread trains, the bot in service goes on answering."""
    holder.watch(0.05)
    store = OverlayStore(journal.engine)
    store.reject(AWAY, "claire", datetime.now(UTC))
    live, answers = holder.live, 0
    deadline = time.monotonic() + 20
    while holder.live is live and time.monotonic() < deadline:
        assert ask("combien de crèches") == "creches.nombre"
        answers += 1
    holder.stop()

    assert holder.live is not live
    assert answers > 10
