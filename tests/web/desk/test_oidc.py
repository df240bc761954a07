"""The desk's door by OpenID Connect, against a provider that runs for real."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from servicebot.errors import SettingsError
from servicebot.journal.accounts import Accounts, Role
from servicebot.journal.audit import Audit
from servicebot.journal.store import Journal
from servicebot.oidc import Oidc
from servicebot.settings import Settings
from servicebot.web.desk.oidc import role_of

PROVIDER = Path(__file__).with_name("provider.py")
SECRET = "a secret that both sides know"  # noqa: S105 - invented
ROLES = (("accueil", "agent"), ("redaction", "editor"), ("dsi", "admin"))
CLAIRE = {
    "sub": "42",
    "preferred_username": "Claire.Vidal",
    "name": "Claire Vidal",
    "groups": ["tous", "accueil", "redaction"],
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The address of a provider in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, str(PROVIDER), str(port)],
        env=os.environ | {"AUTHLIB_INSECURE_TRANSPORT": "1"},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            requests.get(f"{address}/jwks", timeout=1)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            break
    yield address
    process.terminate()
    process.wait(timeout=10)


@pytest.fixture
def app(make_app: Callable[..., Flask], issuer: str) -> Flask:
    """The application of a desk that trusts the provider."""
    return make_app(oidc=Oidc(issuer, "guichet", SECRET, ROLES))


@pytest.fixture(autouse=True)
def control(issuer: str) -> Iterator[Callable[..., None]]:
    """Say who is there, and how the provider misbehaves."""

    def control(**state: object) -> None:
        body = json.dumps(state)
        requests.post(f"{issuer}/control", body, timeout=5).raise_for_status()

    control(user=CLAIRE, fault=None)
    yield control
    control(user=CLAIRE, fault=None)


def to_provider(client: FlaskClient) -> str:
    """Go to the provider and return the path that it sends back to."""
    away = client.get("/guichet/oidc").headers["Location"]
    back = requests.get(away, allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    assert parts.netloc == "localhost"
    return f"{parts.path}?{parts.query}"


def enter(client: FlaskClient) -> TestResponse:
    return client.get(to_provider(client))


def test_a_person_whom_the_provider_knows_comes_in(
    app: Flask, journal: Journal
) -> None:
    client = app.test_client()

    response = enter(client)
    account = Accounts(journal.engine).named("claire.vidal")

    assert response.status_code == 200
    assert "Bonjour Claire Vidal" in response.get_data(as_text=True)
    assert "SameSite=Strict" in response.headers["Set-Cookie"]
    assert (account.role, account.name) == (Role.EDITOR, "Claire Vidal")
    assert client.get("/guichet/questions").status_code == 200
    assert client.get("/guichet/comptes").status_code == 403
    acts = [line.act for line in Audit(journal.engine).latest()]
    assert "compte créé (fournisseur d'identité)" in acts


def test_the_request_carries_pkce_a_state_and_a_nonce(app: Flask) -> None:
    away = app.test_client().get("/guichet/oidc").headers["Location"]
    asked = parse_qs(urlsplit(away).query)

    assert asked["code_challenge_method"] == ["S256"]
    assert {"code_challenge", "state", "nonce"} <= set(asked)
    assert SECRET not in away


def test_the_role_follows_the_provider_at_each_visit(
    app: Flask, control: Callable[..., None], journal: Journal
) -> None:
    enter(app.test_client())
    control(user={**CLAIRE, "groups": ["dsi"]})
    enter(app.test_client())

    accounts = Accounts(journal.engine)
    assert accounts.named("claire.vidal").role is Role.ADMIN
    assert len(accounts.all()) == 1


def test_a_person_without_a_role_stays_out(
    app: Flask, control: Callable[..., None], journal: Journal
) -> None:
    control(user={**CLAIRE, "groups": ["tous"]})
    client = app.test_client()

    assert enter(client).status_code == 403
    assert client.get("/guichet").status_code == 303
    assert Accounts(journal.engine).all() == []


def test_a_closed_account_stays_out(app: Flask, journal: Journal) -> None:
    enter(app.test_client())
    accounts = Accounts(journal.engine)
    accounts.set_active(accounts.named("claire.vidal"), active=False)

    assert enter(app.test_client()).status_code == 403


def test_a_name_that_is_taken_gets_a_number(
    app: Flask, control: Callable[..., None], journal: Journal
) -> None:
    enter(app.test_client())
    control(user={**CLAIRE, "sub": "43"})
    enter(app.test_client())

    logins = [account.login for account in Accounts(journal.engine).all()]
    assert logins == ["claire.vidal", "claire.vidal-2"]


@pytest.mark.parametrize("fault", ["signature", "issuer", "audience", "nonce"])
def test_a_token_that_is_not_for_us_is_refused(
    fault: str, app: Flask, control: Callable[..., None], journal: Journal
) -> None:
    control(fault=fault)
    client = app.test_client()

    assert enter(client).status_code == 403
    assert client.get("/guichet").status_code == 303
    assert Accounts(journal.engine).all() == []


def test_a_forged_state_a_foreign_browser_and_a_used_code_are_refused(
    app: Flask,
) -> None:
    client, other = app.test_client(), app.test_client()
    path = to_provider(client)

    forged = client.get(path.replace("state=", "state=x"))
    elsewhere = other.get(path)
    right = client.get(path)
    again = client.get(path)

    statuses = [r.status_code for r in (forged, elsewhere, right, again)]
    assert statuses == [403, 403, 200, 403]


def test_without_a_local_account_the_desk_is_open_to_the_provider_s(
    app: Flask,
) -> None:
    page = app.test_client().get("/guichet/connexion")

    assert page.status_code == 200
    assert "/guichet/oidc" in page.get_data(as_text=True)


def test_a_provider_that_is_away_is_said(make_app: Callable[..., Flask]) -> None:
    app = make_app(oidc=Oidc("http://127.0.0.1:1", "guichet", SECRET, ROLES))

    assert app.test_client().get("/guichet/oidc").status_code == 502


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"groups": ["accueil"]}, Role.AGENT),
        ({"groups": "dsi"}, Role.ADMIN),
        ({"groups": ["accueil", "dsi"]}, Role.ADMIN),
        ({"groups": []}, None),
        ({"groups": {"dsi": True}}, None),
        ({"groups": [None, 3]}, None),
        ({}, None),
    ],
)
def test_the_highest_role_of_the_claim_counts(
    claims: dict[str, object], role: Role | None
) -> None:
    assert role_of(Oidc("https://id.example", "x", None, ROLES), claims) is role


def test_a_claim_may_lie_deeper() -> None:
    settings = Oidc("https://id.example", "x", None, ROLES, "realm_access.roles")

    assert role_of(settings, {"realm_access": {"roles": ["dsi"]}}) is Role.ADMIN


ENV = {
    "SERVICEBOT_OIDC_ISSUER": "https://id.example",
    "SERVICEBOT_OIDC_CLIENT_ID": "guichet",
    "SERVICEBOT_OIDC_ROLES": "accueil=agent, redaction=editeur, dsi=administrateur",
}


def test_the_provider_is_set_by_the_environment() -> None:
    oidc = Settings.from_env(ENV).oidc

    assert oidc is not None
    assert oidc.roles == ROLES
    assert Settings.from_env({}).oidc is None


@pytest.mark.parametrize(
    "change",
    [
        {"SERVICEBOT_OIDC_ISSUER": "http://id.example"},
        {"SERVICEBOT_OIDC_CLIENT_ID": ""},
        {"SERVICEBOT_OIDC_ROLES": ""},
        {"SERVICEBOT_OIDC_ROLES": "accueil=roi"},
        {"SERVICEBOT_OIDC_ROLES": "accueil"},
    ],
)
def test_half_a_provider_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        Settings.from_env(ENV | change)
