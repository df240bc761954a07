"""A desk with people in it."""

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from servicebot.journal.accounts import Account, Accounts, NewAccount, Role
from servicebot.journal.database import open_engine, reading, writing
from servicebot.journal.sessions import Sessions
from servicebot.journal.store import Journal
from servicebot.journal.tables import ACCOUNTS

PASSWORD = "les platanes du cours"  # noqa: S105 - invented
Enter = Callable[[Role], FlaskClient]
TOKEN = re.compile(r'name="jeton" value="(\w+)"')


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The application of the desk."""
    return make_app()


@pytest.fixture(scope="session")
def rows(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What is kept of one account of each role; only the agent's has a password."""
    path = shutil.copy(empty, tmp_path_factory.mktemp("people"))
    engine = open_engine(f"sqlite:///{path}")
    accounts = Accounts(engine)
    now = datetime.now(UTC)
    for role in Role:
        login, password = role.name.lower(), PASSWORD if role is Role.AGENT else None
        accounts.add(NewAccount(login, role.name.title(), role, password), now)
    with reading(engine) as connection:
        rows = connection.execute(select(ACCOUNTS)).mappings().all()
    engine.dispose()
    return [dict(row) for row in rows]


@pytest.fixture
def people(journal: Journal, rows: list[dict[str, Any]]) -> dict[Role, Account]:
    """One account of each role; the agent's password was hashed once, which is slow."""
    with writing(journal.engine) as connection:
        connection.execute(insert(ACCOUNTS), rows)
    accounts = Accounts(journal.engine)
    return {role: accounts.named(role.name.lower()) for role in Role}


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
