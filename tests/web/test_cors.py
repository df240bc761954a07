"""Only the pages of the sites that are listed may read the API."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

ASK = "/api/v1/ask"
TOWN = "https://www.valbrune.example"
PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "content-type",
}


@pytest.fixture
def listed(make_app: Callable[..., Flask]) -> FlaskClient:
    """A client of an application that lists the town's site."""
    return make_app(cors_origins=(TOWN,), rate_limit="2/hour").test_client()


def test_a_listed_site_may_read_answers_and_errors(listed: FlaskClient) -> None:
    origin = {"Origin": TOWN}
    statuses = [
        listed.post(ASK, json={"question": question}, headers=origin)
        for question in ("piscine", "", "piscine")
    ]

    assert [response.status_code for response in statuses] == [200, 422, 429]
    for response in statuses:
        assert response.headers["Access-Control-Allow-Origin"] == TOWN
        assert response.headers["Vary"] == "Origin"
        assert response.headers["Access-Control-Expose-Headers"] == "Retry-After"
        assert "Access-Control-Allow-Credentials" not in response.headers


def test_a_preflight_says_which_methods_and_headers(listed: FlaskClient) -> None:
    response = listed.options(ASK, headers=PREFLIGHT | {"Origin": TOWN})

    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == TOWN
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    allowed = response.headers["Access-Control-Allow-Headers"]
    assert allowed == "Content-Type, Idempotency-Key"


@pytest.mark.parametrize(
    "origin",
    [
        "https://valbrune.example",
        "http://www.valbrune.example",
        "https://www.valbrune.example:8443",
        "https://www.valbrune.example.evil.example",
        "https://evil.example",
        "HTTPS://WWW.VALBRUNE.EXAMPLE",
        "null",
        "*",
        "",
    ],
)
def test_no_other_site_gets_a_header(listed: FlaskClient, origin: str) -> None:
    headers = {"Origin": origin}
    asked = listed.post(ASK, json={"question": "piscine"}, headers=headers)
    preflight = listed.options(ASK, headers=PREFLIGHT | headers)

    named = [*asked.headers.keys(), *preflight.headers.keys()]
    assert [name for name in named if name.startswith("Access-Control")] == []
    assert asked.headers["Vary"] == "Origin"


def test_pages_are_never_shared(listed: FlaskClient) -> None:
    for address in ("/", "/chat", "/docs", "/readyz"):
        headers = listed.get(address, headers={"Origin": TOWN}).headers
        assert "Access-Control-Allow-Origin" not in headers


def test_without_a_list_nothing_is_shared(client: FlaskClient) -> None:
    response = client.get("/api/v1/subjects", headers={"Origin": TOWN})

    assert "Access-Control-Allow-Origin" not in response.headers
    assert "Vary" not in response.headers
