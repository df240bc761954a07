"""Every door keeps a masked trace, and takes what citizens think of a reply."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from servicebot.journal.database import reading
from servicebot.journal.store import Journal
from servicebot.journal.tables import TURNS
from servicebot.settings import Settings
from servicebot.web.app import create_app
from servicebot.web.holder import BotHolder, Replier


def turns(journal: Journal) -> list[dict[str, Any]]:
    """Return what was kept, once it is written."""
    assert journal.flush()
    with reading(journal.engine) as connection:
        found = connection.execute(select(TURNS).order_by(TURNS.c.at))
        return [dict(row) for row in found.mappings()]


def ask(client: FlaskClient, question: str, **headers: str) -> dict[str, Any]:
    """Ask, and return the reply."""
    reply: dict[str, Any] = client.post(
        "/api/v1/ask", json={"question": question}, headers=headers
    ).get_json()
    return reply


def test_a_question_is_kept_with_what_became_of_it(
    client: FlaskClient, journal: Journal
) -> None:
    reply = ask(client, "la piscine ?")

    (row,) = turns(journal)
    assert (row["id"], row["channel"]) == (reply["id"], "api")
    assert (row["question"], row["folded"]) == ("la piscine ?", "la piscine")
    assert (row["kind"], row["entry"]) == ("answer", "piscine.horaires")
    assert (row["subject"], row["aspect"]) == ("piscine", "horaires")
    assert row["latency"] >= 0


@pytest.mark.parametrize(
    ("channel", "send"),
    [
        ("chat", lambda c: c.get("/chat?q=la+piscine")),
        ("rasa", lambda c: c.post("/webhooks/rest/webhook", json={"message": "feu"})),
        (
            "deepchat",
            lambda c: c.post(
                "/api/deepchat", json={"messages": [{"role": "user", "text": "feu"}]}
            ),
        ),
    ],
)
def test_every_channel_has_its_name(
    client: FlaskClient, journal: Journal, channel: str, send: Callable[..., Any]
) -> None:
    assert send(client).status_code == 200

    assert [row["channel"] for row in turns(journal)] == [channel]


def test_personal_data_are_masked_before_they_are_kept(
    client: FlaskClient, journal: Journal
) -> None:
    reply = ask(client, "je m'appelle Zoé, mon tel 06 39 98 12 34, la piscine ?")
    comment = "appelez Mme Roux au 06.39.98.12.34"
    client.post(
        "/api/v1/feedback",
        json={"id": reply["id"], "useful": False, "comment": comment},
    )

    (row,) = turns(journal)
    assert row["question"] == "je m'appelle [nom], mon tel [téléphone], la piscine ?"
    assert row["comment"] == "appelez Mme [nom] au [téléphone]"
    assert "zoe" not in row["folded"]


def test_feedback_is_taken_whether_or_not_the_reply_is_known(
    client: FlaskClient, journal: Journal
) -> None:
    reply = ask(client, "la piscine ?")
    statuses = [
        client.post("/api/v1/feedback", json={"id": name, "useful": True}).status_code
        for name in (reply["id"], "nobody")
    ]

    assert statuses == [204, 204]
    assert [row["useful"] for row in turns(journal)] == [1]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"id": "r1"},
        {"id": "r1", "useful": "oui"},
        {"id": "", "useful": True},
        {"id": "x" * 65, "useful": True},
        {"id": "r1", "useful": True, "comment": "x" * 1001},
        {"id": 1, "useful": True},
    ],
)
def test_feedback_that_is_not_in_form_is_refused(
    client: FlaskClient, body: dict[str, Any]
) -> None:
    response = client.post("/api/v1/feedback", json=body)

    assert response.status_code == 422
    assert response.get_json()["errors"]


def test_the_same_key_is_kept_once(client: FlaskClient, journal: Journal) -> None:
    ask(client, "la piscine ?", **{"Idempotency-Key": "k1"})
    other = ask(client, "au feu", **{"Idempotency-Key": "k1"})
    client.post("/api/v1/feedback", json={"id": other["id"], "useful": True})

    (row,) = turns(journal)
    assert (row["question"], row["useful"]) == ("la piscine ?", 1)
    assert "k1" not in str(row)


def test_a_text_that_no_database_takes_is_kept_without_it(
    client: FlaskClient, journal: Journal
) -> None:
    ask(client, "la\0 piscine")

    assert [row["question"] for row in turns(journal)] == ["la piscine"]


def test_an_opinion_counts_for_the_limit(make_app: Callable[..., Flask]) -> None:
    client = make_app(rate_limit="2/minute").test_client()
    body = {"id": "r1", "useful": True}

    statuses = [
        client.post("/api/v1/feedback", json=body).status_code for _ in range(3)
    ]

    assert statuses == [204, 204, 429]
    assert ask(client, "la piscine ?")["kind"] == "answer"


def test_a_journal_that_is_away_is_told_and_costs_no_answer(
    bot: Replier, tmp_path: Path
) -> None:
    holder = BotHolder(tmp_path, lambda _: bot)
    holder.load()
    away = Journal("postgresql://127.0.0.1:9/nothing")
    away.start()
    settings = Settings(rate_limit=None, secret_key="k" * 16)
    client = create_app(settings, bot_holder=holder, journal=away).test_client()

    kinds = [ask(client, "la piscine ?")["kind"] for _ in range(3)]

    ready = client.get("/readyz")
    assert kinds == ["answer"] * 3
    assert (ready.status_code, ready.get_json()["status"]) == (200, "ready")
    assert ready.get_json()["degraded"][0].startswith("journal: ")
    assert away.health.queued == 3
    away.close(timeout=0.1)
