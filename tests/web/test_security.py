"""Headers of each kind of route, static files, and how many questions may be asked."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from servicebot.settings import Settings

PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
DATA = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize(
    ("address", "policy"),
    [
        ("/", PAGE),
        ("/chat", PAGE),
        ("/chat?q=piscine", PAGE),
        ("/healthz", DATA),
        ("/readyz", DATA),
        ("/api/v1/subjects", DATA),
        ("/rien", DATA),
    ],
)
def test_every_response_has_the_security_headers(
    client: FlaskClient, address: str, policy: str
) -> None:
    headers = client.get(address).headers

    assert headers["Content-Security-Policy"] == policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "camera=()" in headers["Permissions-Policy"]


def test_styles_are_served_for_ever_at_a_hashed_address(client: FlaskClient) -> None:
    page = client.get("/chat").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]

    response = client.get(address)

    assert response.content_type == "text/css; charset=utf-8"
    assert "immutable" in response.headers["Cache-Control"]
    assert client.get("/assets/chat-000.css").status_code == 404


def ask(client: FlaskClient, **options: Any) -> TestResponse:  # noqa: ANN401 - as Flask
    """Ask something through the API."""
    return client.post("/api/v1/ask", json={"question": "piscine"}, **options)


def test_the_default_limit_is_thirty_a_minute() -> None:
    assert Settings.from_env({}).rate_limit == "30/minute;300/hour"


def test_a_question_too_many_is_told_when_to_come_back(
    make_app: Callable[..., Flask],
) -> None:
    client = make_app(rate_limit="2/hour").test_client()

    statuses = [ask(client).status_code for _ in range(3)]
    refused = ask(client)

    assert statuses == [200, 200, 429]
    assert refused.content_type == "application/problem+json"
    assert 0 < int(refused.headers["Retry-After"]) <= 3600


def test_the_page_shares_the_limit_and_stays_readable(
    make_app: Callable[..., Flask],
) -> None:
    client = make_app(rate_limit="1/hour").test_client()
    ask(client)

    refused = client.post(
        "/chat", data={"question": "a"}, headers={"Accept": "text/html"}
    )

    assert refused.status_code == 429
    assert "[page_too_many]" in refused.text
    assert "Retry-After" in refused.headers


def test_reading_the_page_and_the_health_of_the_server_are_never_limited(
    make_app: Callable[..., Flask],
) -> None:
    client = make_app(rate_limit="1/hour").test_client()
    ask(client)

    pages = [client.get(path).status_code for path in ("/", "/chat", "/healthz")]

    assert pages == [200, 200, 200]
    assert client.get("/chat?q=piscine").status_code == 429


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ({"peer": "10.0.0.1"}, {"peer": "10.0.0.2"}, False),
        ({"peer": "2001:db8::1"}, {"peer": "2001:db8::ffff"}, True),
        ({"peer": "2001:db8::1"}, {"peer": "2001:db8:0:1::1"}, False),
        (
            {"peer": "9.9.9.9", "via": "1.1.1.1"},
            {"peer": "9.9.9.9", "via": "2.2.2.2"},
            True,
        ),
        (
            {"peer": "127.0.0.1", "via": "1.1.1.1"},
            {"peer": "127.0.0.1", "via": "2.2.2.2"},
            False,
        ),
        (
            {"peer": "127.0.0.1", "via": "6.6.6.6, 1.1.1.1"},
            {"peer": "127.0.0.1", "via": "7.7.7.7, 1.1.1.1"},
            True,
        ),
        (
            {"peer": "127.0.0.1", "via": "1.1.1.1, 10.0.0.9"},
            {"peer": "127.0.0.1", "via": "1.1.1.1"},
            True,
        ),
        ({"peer": "127.0.0.1", "via": "rubbish"}, {"peer": "127.0.0.1"}, True),
        ({"peer": "::ffff:1.1.1.1"}, {"peer": "1.1.1.1"}, True),
    ],
)
def test_questions_are_counted_by_client(
    make_app: Callable[..., Flask],
    first: dict[str, str],
    second: dict[str, str],
    *,
    shared: bool,
) -> None:
    trusted = Settings.from_env({"SERVICEBOT_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.9"})
    client = make_app(
        rate_limit="1/hour", trusted_proxies=trusted.trusted_proxies
    ).test_client()

    statuses = [
        ask(
            client,
            environ_overrides={"REMOTE_ADDR": who["peer"]},
            headers={"X-Forwarded-For": who["via"]} if "via" in who else {},
        ).status_code
        for who in (first, second)
    ]

    assert statuses == [200, 429 if shared else 200]


def test_the_sites_that_may_ask_may_also_show_the_conversation_in_a_frame(
    make_app: Callable[..., Flask],
) -> None:
    client = make_app(cors_origins=("https://www.valbrune.example",)).test_client()

    chat, home = client.get("/chat").headers, client.get("/").headers

    assert chat["Content-Security-Policy"] == f"{PAGE} https://www.valbrune.example"
    assert "X-Frame-Options" not in chat
    assert home["Content-Security-Policy"] == PAGE
    assert home["X-Frame-Options"] == "SAMEORIGIN"
