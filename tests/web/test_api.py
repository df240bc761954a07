"""The JSON API: the contract, each of its errors, and any body at all."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

Asked = list[tuple[str, str | None, datetime]]
ASK = "/api/v1/ask"
JSON = "application/json"


def ask(client: FlaskClient, body: object, **options: Any) -> TestResponse:  # noqa: ANN401 - as Flask
    """Post a body, JSON unless it is bytes."""
    data = body if isinstance(body, bytes) else json.dumps(body)
    options = {"content_type": JSON} | options
    return client.post(ASK, data=data, **options)


def replied(client: FlaskClient, question: str) -> dict[str, Any]:
    """Return the reply to a question asked on a Monday at five."""
    response = ask(client, {"question": question, "at": "2026-11-23T17:00"})
    reply: dict[str, Any] = json.loads(response.data)
    return reply


def test_an_answer_has_the_keys_of_the_contract_in_their_order(
    client: FlaskClient,
) -> None:
    reply = replied(client, "piscine ?")

    assert list(reply) == [
        "id",
        "kind",
        "text",
        "answers",
        "entry",
        "confidence",
        "choices",
        "contact",
        "understood",
        "notices",
        "context",
    ]
    assert list(reply["answers"][0]) == [
        "entry",
        "text",
        "confidence",
        "caution",
        "sources",
        "links",
        "place",
    ]
    assert list(reply["answers"][0]["place"]) == [
        "id",
        "name",
        "address",
        "phone",
        "state",
        "until",
        "next_opening",
        "holiday",
        "week",
        "as_of",
    ]


def test_instants_are_town_local_without_offset_to_the_minute(
    client: FlaskClient,
) -> None:
    reply = replied(client, "piscine ?")

    place = reply["answers"][0]["place"]
    assert place["next_opening"] == "2026-11-24T09:30"
    assert place["week"][0] == {"day": "lundi", "spans": ["08:00-12:00", "13:30-17:00"]}
    assert reply["understood"]["moment"] == {
        "text": "demain",
        "from": "2026-11-23T17:00",
        "to": "2026-11-24T17:00",
    }


def test_a_fallback_has_a_contact_and_no_moment(client: FlaskClient) -> None:
    reply = replied(client, "inconnu")

    assert reply["kind"] == "fallback"
    assert list(reply["contact"]) == [
        "name",
        "address",
        "phone",
        "url",
        "state",
        "next_opening",
    ]
    assert reply["understood"]["moment"] is None


@pytest.mark.parametrize(
    ("at", "heard"),
    [
        ("2026-11-23T17:00", "2026-11-23T17:00:00+01:00"),
        ("2026-07-01T12:00:30", "2026-07-01T12:00:30+02:00"),
        ("2026-11-23T17:00+00:00", "2026-11-23T18:00:00+01:00"),
        ("2026-11-23T17:00Z", "2026-11-23T18:00:00+01:00"),
        ("2026-03-29T02:30", "2026-03-29T03:30:00+02:00"),
    ],
)
def test_at_is_the_town_s_time(
    client: FlaskClient, asked: Asked, at: str, heard: str
) -> None:
    ask(client, {"question": "piscine", "at": at})

    assert asked[0][2].isoformat() == heard


def test_the_context_goes_to_the_bot_as_it_came(
    client: FlaskClient, asked: Asked
) -> None:
    ask(client, {"question": "et demain ?", "context": "opaque"})
    ask(client, {"question": "et demain ?", "context": None})

    assert [turn[1] for turn in asked] == ["opaque", None]


def test_the_question_reaches_the_bot_in_nfc(client: FlaskClient, asked: Asked) -> None:
    ask(client, {"question": "e\u0301cole"})

    assert asked[0][0] == "école"


def test_a_question_of_a_thousand_code_points_after_nfc_is_accepted(
    client: FlaskClient,
) -> None:
    assert ask(client, {"question": "e\u0301" * 1000}).status_code == 200


DEEP = b'{"question":' + b"[" * 15000


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        (b"", 400, None),
        (b"bonjour", 400, None),
        (b"[" * 15000, 400, None),
        (DEEP, 400, None),
        (b'{"question":"\\ud800"}', 400, None),
        (b'{"question":"\xff"}', 400, None),
        ('{"question":"é"}'.encode("utf-16"), 400, None),
        (b'{"question":"a"} b', 400, None),
        (b"NaN", 422, ""),
        (b'{"question":NaN}', 422, "question"),
        (b'["question"]', 422, ""),
        (b"null", 422, ""),
        (b"{}", 422, "question"),
        (b'{"question":null}', 422, "question"),
        (b'{"question":12}', 422, "question"),
        (b'{"question":["a"]}', 422, "question"),
        (b'{"question":""}', 422, "question"),
        ('{"question":" \u200b\u00a0\\n"}'.encode(), 422, "question"),
        (b'{"question":"' + b"a" * 1001 + b'"}', 422, "question"),
        (b'{"question":"a","context":3}', 422, "context"),
        (b'{"question":"a","context":{}}', 422, "context"),
        (b'{"question":"a","context":"' + b"x" * 4097 + b'"}', 422, "context"),
        (b'{"question":"a","at":"demain"}', 422, "at"),
        (b'{"question":"a","at":""}', 422, "at"),
        (b'{"question":"a","at":20261122}', 422, "at"),
        (b'{"question":"a","at":"0001-01-01T00:00+14:00"}', 422, "at"),
        (b'{"question":"a","at":"9999-12-31T23:59-12:00"}', 422, "at"),
        (b'{"question":"' + b"a" * 17000 + b'"}', 413, None),
    ],
)
def test_a_wrong_body_is_a_problem_that_names_the_field(
    client: FlaskClient, body: object, status: int, field: str | None
) -> None:
    response = ask(client, body)

    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    problem = json.loads(response.data)
    assert problem["status"] == status
    assert [e["field"] for e in problem.get("errors", [])][:1] == (
        [] if field is None else [field]
    )


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "",
        "application/jsonx",
        "application/json; charset=latin-1",
    ],
)
def test_another_content_type_is_refused(
    client: FlaskClient, content_type: str
) -> None:
    response = ask(client, {"question": "a"}, content_type=content_type)

    assert (response.status_code, response.content_type) == (
        415,
        "application/problem+json",
    )


def test_a_compressed_body_is_refused(client: FlaskClient) -> None:
    response = ask(client, b"\x1f\x8b", headers={"Content-Encoding": "gzip"})

    assert response.status_code == 415


def test_utf_8_said_aloud_is_accepted(client: FlaskClient) -> None:
    response = ask(client, {"question": "a"}, content_type=f"{JSON}; charset=UTF-8")

    assert (response.status_code, response.content_type) == (200, JSON)


def test_an_unknown_address_and_a_wrong_method_are_problems(
    client: FlaskClient,
) -> None:
    missing = client.get("/api/v1/rien")
    wrong = client.get(ASK)

    assert (missing.status_code, wrong.status_code) == (404, 405)
    assert missing.content_type == wrong.content_type == "application/problem+json"
    assert "POST" in wrong.headers["Allow"]


def test_at_is_refused_unless_the_server_allows_it(
    make_app: Callable[..., Flask],
) -> None:
    client = make_app().test_client()

    response = ask(client, {"question": "a", "at": "2026-11-22T15:00"})

    assert response.status_code == 422
    assert json.loads(response.data)["errors"][0]["field"] == "at"


def test_an_error_of_the_bot_is_a_problem_without_its_details(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    response = ask(client, {"question": "panne"})

    assert response.status_code == 500
    assert response.content_type == "application/problem+json"
    assert b"secret detail" not in response.data
    assert "secret detail" in caplog.text


def test_subjects_are_listed_for_completion(client: FlaskClient) -> None:
    reply = json.loads(client.get("/api/v1/subjects").data)

    assert reply == {"subjects": [{"id": "piscine", "name": "Piscine"}]}


def test_health_is_constant_and_readiness_says_which_knowledge(
    client: FlaskClient,
) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert json.loads(ready.data)["knowledge"]["fingerprint"] == "f00d"
    assert json.loads(ready.data)["degraded"] == []


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
FIELDS = dict.fromkeys(("question", "context", "at"), ANY_JSON)
ANY_BODY = (
    ANY_JSON
    | st.fixed_dictionaries({}, optional=FIELDS)
    | st.fixed_dictionaries(
        {"question": st.text(min_size=1)},
        optional={
            "context": st.text(),
            "at": st.datetimes().map(str) | st.text(),
        },
    )
)


@settings(
    max_examples=300,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    derandomize=True,
)
@given(body=ANY_BODY.map(lambda value: json.dumps(value).encode()) | st.binary())
def test_no_body_makes_the_server_fail(client: FlaskClient, body: bytes) -> None:
    response = ask(client, body)

    assert response.status_code in {200, 400, 422}
    assert isinstance(json.loads(response.data), dict)
