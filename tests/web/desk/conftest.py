"""A desk with people in it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicebot.journal.accounts import Account, Accounts, NewAccount, Role
from servicebot.journal.sessions import Sessions
from servicebot.journal.store import Journal

PASSWORD = "les platanes du cours"  # noqa: S105 - invented
Enter = Callable[[Role], FlaskClient]
TOKEN = re.compile(r'name="jeton" value="(\w+)"')


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The application of the desk."""
    return make_app()


@pytest.fixture
def people(journal: Journal) -> dict[Role, Account]:
    """One account of each role; only the agent's has a password, which is slow."""
    accounts = Accounts(journal.engine)
    now = datetime.now(UTC)
    return {
        role: accounts.add(
            NewAccount(
                role.name.lower(),
                role.name.title(),
                role,
                PASSWORD if role is Role.AGENT else None,
            ),
            now,
        )
        for role in Role
    }


@pytest.fixture
def enter(app: Flask, people: dict[Role, Account], journal: Journal) -> Enter:
    """Make a client that is at the desk in a role."""

    def enter(role: Role) -> FlaskClient:
        client = app.test_client()
        token = Sessions(journal.engine).open(people[role], datetime.now(UTC))
        client.set_cookie("guichet", token, httponly=True, samesite="Strict")
        return client

    return enter


@pytest.fixture
def token_of() -> Callable[[FlaskClient], str]:
    """Return what the forms of a client's session carry."""

    def token_of(client: FlaskClient) -> str:
        found = TOKEN.search(client.get("/guichet/compte").get_data(as_text=True))
        assert found is not None
        return found[1]

    return token_of
