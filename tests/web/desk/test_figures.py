"""Statistics and the watch, as editors read them."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from servicebot.bot import Bot
from servicebot.journal.accounts import Role
from servicebot.journal.store import Journal
from servicebot.knowledge.loader import load
from servicebot.web.desk.rehearsal import Stage
from servicebot.web.holder import Replier

Enter = Callable[[Role], FlaskClient]
TOWN = Path(__file__).parents[2] / "town"


@pytest.fixture(scope="module")
def town_bot() -> Bot:
    """The invented town's bot."""
    return Bot.build(load(TOWN), secret=bytes(16))


@pytest.fixture
def bot(town_bot: Bot) -> Replier:
    """What the desk and the citizens ask."""
    return town_bot


@pytest.fixture
def editor(enter: Enter, journal: Journal) -> FlaskClient:
    """An editor, after a few questions of citizens."""
    editor = enter(Role.EDITOR)
    citizen = editor.application.test_client()
    for question in ("combien de crèches", "combien de crèches", "vends vélo bleu"):
        citizen.post("/api/v1/ask", json={"question": question})
    journal.flush()
    return editor


def page(client: FlaskClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_figures_come_as_pictures_with_their_tables(editor: FlaskClient) -> None:
    text = page(editor, "/guichet/statistiques")

    assert text.count('role="img"') == 2
    assert "Questions par jour" in text
    assert "vends vélo bleu" in text
    assert "style=" not in text


def test_figures_come_as_csv(editor: FlaskClient) -> None:
    response = editor.get("/guichet/statistiques.csv")

    assert response.mimetype == "text/csv"
    assert "vends vélo bleu" in response.get_data(as_text=True)


def test_a_month_is_one_page_whose_style_the_policy_names(editor: FlaskClient) -> None:
    response = editor.get("/guichet/rapport?mois=2026-10")

    assert response.status_code == 200
    policy = response.headers["Content-Security-Policy"]
    assert "sha256-" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "path",
    [
        "/guichet/statistiques?du=hier",
        "/guichet/statistiques?du=2026-11-02&au=2026-11-01",
        "/guichet/statistiques?du=1900-01-01&au=2026-11-01",
        "/guichet/rapport?mois=13",
        "/guichet/rapport?mois=9999-12",
        "/guichet/statistiques?du=9999-12-31&au=9999-12-31",
        "/guichet/statistiques?au=0001-01-01",
    ],
)
def test_a_period_that_cannot_be_is_refused(editor: FlaskClient, path: str) -> None:
    assert editor.get(path).status_code == 422


def test_the_watch_replays_the_tests_and_lists_what_ages(editor: FlaskClient) -> None:
    end = time.monotonic() + 20
    while "en train d'être rejoués" in (text := page(editor, "/guichet/veille")):
        assert time.monotonic() < end

    assert "tests rejoués" in text
    assert "Source douteuse" in text
    assert "Ce chiffre paraît élevé." in text
    assert "Lien mort" not in text


def test_the_watch_says_that_it_is_still_asking(
    editor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stage, "concerns", lambda *_: None)
    text = page(editor, "/guichet/veille")

    assert "en train d'être rejoués" in text
    assert "Source douteuse" in text
    assert "comme attendu" not in text
