"""Rasa's REST channel and Deep Chat: their JSON, and what is kept between messages."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servicebot.web.conversations import Kept, MemoryConversations

Asked = list[tuple[str, str | None, datetime]]
RASA = "/webhooks/rest/webhook"
DEEPCHAT = "/api/deepchat"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def rasa(client: FlaskClient, message: object, **more: object) -> list[dict[str, Any]]:
    """Send a message to the REST channel."""
    response = client.post(RASA, json={"sender": "abc", "message": message} | more)
    assert (response.status_code, response.content_type) == (200, "application/json")
    said: list[dict[str, Any]] = json.loads(response.data)
    return said


def deepchat(client: FlaskClient, text: str, **more: object) -> dict[str, Any]:
    """Send a message as the component does."""
    body = {"messages": [{"role": "user", "text": text}]} | more
    response = client.post(DEEPCHAT, json=body)
    assert (response.status_code, response.content_type) == (200, "application/json")
    said: dict[str, Any] = json.loads(response.data)
    return said


def test_rasa_gets_a_list_of_texts_the_last_with_the_buttons(
    client: FlaskClient,
) -> None:
    said = rasa(client, "piscine ?")

    assert [list(message) for message in said] == [
        ["recipient_id", "text"],
        ["recipient_id", "text"],
        ["recipient_id", "text", "buttons"],
    ]
    assert {message["recipient_id"] for message in said} == {"abc"}
    assert said[-1]["buttons"] == [{"title": "Tarif", "payload": "quel est le tarif ?"}]


def test_rasa_is_told_the_caution_and_the_source(client: FlaskClient) -> None:
    texts = [message["text"] for message in rasa(client, "piscine ?")]

    assert "Horaires à confirmer." in texts[0]
    assert "Guide, Ville de Valbrune (septembre 2025) https://" in texts[1]


def test_rasa_s_health_is_constant(client: FlaskClient) -> None:
    assert client.get("/webhooks/rest/").json == {"status": "ok"}


def test_a_conversation_goes_on_by_sender(client: FlaskClient, asked: Asked) -> None:
    rasa(client, "piscine ?")
    rasa(client, "et demain ?")
    rasa(client, "et demain ?", sender="someone else")

    assert [turn[1] for turn in asked] == [None, "after piscine ?", None]


def test_a_number_may_be_a_sender(client: FlaskClient, asked: Asked) -> None:
    said = rasa(client, "piscine ?", sender=42)
    rasa(client, "et demain ?", sender=42)

    assert said[0]["recipient_id"] == "42"
    assert asked[1][1] == "after piscine ?"


def test_nobody_shares_a_conversation_with_nobody(
    client: FlaskClient, asked: Asked
) -> None:
    first = rasa(client, "piscine ?", sender=None)
    rasa(client, "et demain ?", sender=None)

    assert first[0]["recipient_id"] == "default"
    assert [turn[1] for turn in asked] == [None, None]


@pytest.mark.parametrize("restart", ["/restart", "/session_start"])
def test_a_restart_forgets_and_says_nothing(
    client: FlaskClient, asked: Asked, restart: str
) -> None:
    rasa(client, "piscine ?")
    silent = rasa(client, restart)
    rasa(client, "et demain ?")

    assert silent == []
    assert [turn[1] for turn in asked] == [None, None]


def test_the_title_of_a_button_asks_its_question(
    client: FlaskClient, asked: Asked
) -> None:
    rasa(client, "piscine ?")
    rasa(client, "Tarif")

    assert asked[1][0] == "quel est le tarif ?"


def test_streamed_messages_come_one_a_line(client: FlaskClient) -> None:
    body = {"sender": "abc", "message": "piscine ?"}
    response = client.post(f"{RASA}?stream=true", json=body)

    assert response.mimetype == "text/event-stream"
    assert response.text.endswith("\n")
    assert len([json.loads(line) for line in response.text.splitlines()]) == 3


def test_a_text_that_is_too_long_gets_a_polite_message(
    client: FlaskClient, asked: Asked
) -> None:
    (message,) = rasa(client, "a" * 1001)

    assert message["text"] == "Trop long (1\u202f000 au plus)"
    assert deepchat(client, "a" * 1001) == {"text": "Trop long (1\u202f000 au plus)"}
    assert asked == []


@pytest.mark.parametrize("message", [None, "", " \u200b\n"])
def test_an_empty_message_is_the_bot_s_to_answer(
    client: FlaskClient, asked: Asked, message: str | None
) -> None:
    rasa(client, message)

    assert [turn[0] for turn in asked] == [""]


def test_deep_chat_gets_a_text_and_buttons_that_hold_text_only(
    client: FlaskClient,
) -> None:
    said = deepchat(client, "piscine ?", session="tab")

    assert list(said) == ["text", "html"]
    assert said["text"].startswith("La piscine est <b>fermée</b>.")
    assert said["html"] == (
        '<div><button class="deep-chat-button deep-chat-suggestion-button">Tarif'
        "</button></div>"
    )


def test_deep_chat_goes_on_by_session_and_its_buttons_ask(
    client: FlaskClient, asked: Asked
) -> None:
    deepchat(client, "piscine ?", session="tab")
    deepchat(client, "Tarif", session="tab")

    assert asked[1][:2] == ("quel est le tarif ?", "after piscine ?")


def test_without_a_session_a_button_holds_the_question_itself(
    client: FlaskClient,
) -> None:
    assert ">quel est le tarif ?</button>" in deepchat(client, "piscine ?")["html"]


def test_a_session_and_a_sender_of_one_name_are_two_conversations(
    client: FlaskClient, asked: Asked
) -> None:
    rasa(client, "piscine ?", sender="abc")
    deepchat(client, "et demain ?", session="abc")

    assert asked[1][1] is None


def test_the_last_message_of_the_person_is_answered(
    client: FlaskClient, asked: Asked
) -> None:
    history = [
        {"role": "user", "text": "une"},
        {"role": "user", "text": "deux"},
        {"role": "ai", "text": "trois"},
    ]
    deepchat(client, "", messages=history)

    assert asked[0][0] == "deux"


@pytest.mark.parametrize("address", [RASA, DEEPCHAT])
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 422),
        (b'{"message": 3, "messages": 3}', 422),
        (b'{"sender": {}, "session": {}, "messages": []}', 422),
        (b'{"message": "' + b"a" * 17000 + b'"}', 413),
    ],
)
def test_a_wrong_body_is_a_problem(
    client: FlaskClient, address: str, body: bytes, status: int
) -> None:
    response = client.post(address, data=body, content_type="application/json")

    assert response.status_code == status
    assert response.content_type == "application/problem+json"


def test_the_rest_channel_has_a_limit_of_its_own(
    make_app: Callable[..., Flask],
) -> None:
    app = make_app(rate_limit="1/hour", channel_rate_limit="2/hour")
    client = app.test_client()
    body = {"sender": "abc", "message": "piscine", "messages": [{"text": "piscine"}]}

    channel = [client.post(RASA, json=body) for _ in range(3)]
    browser = [client.post(DEEPCHAT, json=body).status_code for _ in range(2)]

    assert [response.status_code for response in channel] == [200, 200, 429]
    assert channel[-1].content_type == "application/problem+json"
    assert int(channel[-1].headers["Retry-After"]) > 0
    assert browser == [200, 429]


def test_a_conversation_expires_after_its_last_message() -> None:
    kept = MemoryConversations(lifetime=timedelta(minutes=10))
    for minute in (0, 9):
        kept.keep("a", Kept("context"), NOON + timedelta(minutes=minute))

    assert kept.read("a", NOON + timedelta(minutes=18)) == Kept("context")
    assert kept.read("a", NOON + timedelta(minutes=19)) == Kept()


def test_conversations_are_bounded_and_the_oldest_goes_first() -> None:
    kept = MemoryConversations(most=2)
    for key in ("a", "b", "a", "c"):
        kept.keep(key, Kept(key), NOON)

    assert len(kept) == 2
    assert kept.read("b", NOON) == Kept()
    assert kept.read("a", NOON) == Kept("a")


def test_old_conversations_leave_the_memory() -> None:
    kept = MemoryConversations(lifetime=timedelta(minutes=10))
    for minute in (0, 1, 30):
        kept.keep(str(minute), Kept(), NOON + timedelta(minutes=minute))

    assert len(kept) == 1


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)
FIELDS = dict.fromkeys(("sender", "message", "messages", "session"), ANY_JSON)
MESSAGE = st.fixed_dictionaries({}, optional={"role": st.text(), "text": st.text()})
BODIES = (
    ANY_JSON
    | st.fixed_dictionaries({}, optional=FIELDS)
    | st.fixed_dictionaries(
        {"sender": st.text() | st.integers(), "message": st.text()},
        optional={"messages": st.lists(MESSAGE), "session": st.text()},
    )
)


@settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    derandomize=True,
)
@given(address=st.sampled_from([RASA, DEEPCHAT]), body=BODIES)
def test_no_body_makes_a_channel_fail(
    client: FlaskClient, address: str, body: object
) -> None:
    data = json.dumps(body).encode()
    response = client.post(address, data=data, content_type="application/json")

    assert response.status_code in {200, 400, 422}
