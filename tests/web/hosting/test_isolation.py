"""What one town has is nothing to the others: journal, people, limits, secrets."""

import os
import secrets
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.web.hosting.invented import Door, Open, drop_schemas, write_town
from werkzeug.test import Client

from servicebot.journal.accounts import Accounts, NewAccount, Role
from servicebot.journal.database import open_engine, reading
from servicebot.journal.migrations import migrate
from servicebot.journal.tables import TURNS
from servicebot.secret import secret_bytes
from servicebot.settings import Settings, for_town
from servicebot.understanding.dialogue import Context, build_codec

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
PASSWORD = "les platanes du cours"  # noqa: S105 - invented


def asked(settings: Settings, town: str) -> int:
    """Return how many turns the journal of a town holds."""
    engine = open_engine(for_town(settings, town).database_url)
    migrate(engine)
    with reading(engine) as connection:
        count: int = connection.scalar(select(func.count()).select_from(TURNS)) or 0
    engine.dispose()
    return count


def until_asked(
    settings: Settings, towns: Sequence[str], counts: Sequence[int]
) -> bool:
    """Wait until the towns' journals hold so many turns; return whether they do."""
    end = time.monotonic() + 10
    while [asked(settings, town) for town in towns] != counts:
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def test_each_town_has_a_journal_of_its_own(
    settings: Settings, open_keeper: Open, door: Door
) -> None:
    client = door(open_keeper())
    for town, question in (("ales", "piscine ?"), ("ales", "gare ?"), ("bes", "quoi")):
        client.post(f"/t/{town}/api/v1/ask", json={"question": question})

    assert until_asked(settings, ("ales", "bes", "cers"), [2, 1, 0])


@pytest.mark.postgres
def test_in_postgresql_each_town_has_a_schema_of_its_own(
    folder: Path, settings: Settings, open_keeper: Open, door: Door
) -> None:
    address = os.environ.get("SERVICEBOT_TEST_DATABASE_URL")
    if not address:
        pytest.skip("SERVICEBOT_TEST_DATABASE_URL is not set")
    names = [f"{name}-{secrets.token_hex(6)}" for name in ("ales", "bes")]
    for name in names:
        write_town(folder / name, "")
    shared = replace(settings, database=address)
    client = door(open_keeper(database=address))
    for name, question in zip(
        (names[0], *names), ("piscine", "gare", "quoi"), strict=True
    ):
        client.post(f"/t/{name}/api/v1/ask", json={"question": question})
    try:
        assert until_asked(shared, names, [2, 1])
    finally:
        drop_schemas(address, [f"town_{name.replace('-', '_')}" for name in names])


def test_who_may_enter_one_town_s_desk_enters_no_other(
    settings: Settings, open_keeper: Open, door: Door
) -> None:
    engine = open_engine(for_town(settings, "ales").database_url)
    migrate(engine)
    person = NewAccount("anne", "Anne", Role.ADMIN, PASSWORD)
    Accounts(engine).add(person, datetime.now(UTC))
    engine.dispose()
    client = door(open_keeper())
    form = {"identifiant": "anne", "passe": PASSWORD}
    entered = client.post("/t/ales/guichet/connexion", data=form)
    refused = client.post("/t/bes/guichet/connexion", data=form)
    cookie = entered.headers["Set-Cookie"].partition(";")[0]
    as_anne = {"Cookie": cookie}

    assert entered.location == "/t/ales/guichet"
    assert "Path=/t/ales" in entered.headers["Set-Cookie"]
    assert refused.status_code == 503
    assert client.get("/t/ales/guichet/comptes", headers=as_anne).status_code == 200
    assert client.get("/t/bes/guichet/comptes", headers=as_anne).status_code == 303


def test_the_questions_of_one_town_use_up_no_other_s_limit(
    open_keeper: Open, door: Door
) -> None:
    client = door(open_keeper(rate_limit="2/minute"))
    asking = {"json": {"question": "piscine ?"}}
    of_ales = [
        client.post("/t/ales/api/v1/ask", **asking).status_code for _ in range(3)
    ]

    assert of_ales == [200, 200, 429]
    assert client.post("/t/bes/api/v1/ask", **asking).status_code == 200


def test_a_context_of_one_town_is_ignored_in_another(settings: Settings) -> None:
    here, there = (
        build_codec(secret_bytes(for_town(settings, town)), "valbrune")
        for town in ("ales", "bes")
    )
    sealed = here.seal(Context(subject="piscine"), NOW)

    assert here.open(sealed, NOW).subject == "piscine"
    assert there.open(sealed, NOW) == Context()


def test_a_conversation_of_one_town_s_page_is_ignored_in_another(
    client: Client,
) -> None:
    page = client.post("/t/ales/chat", data={"question": "piscine ?"}).text
    token = page.partition('name="conversation" value="')[2].partition('"')[0]
    form = {"question": "et demain ?", "conversation": token}
    here = client.post("/t/ales/chat", data=form).text
    there = client.post("/t/bes/chat", data=form).text

    assert token
    assert "[page_expired]" not in here
    assert "[page_expired]" in there


def test_each_town_keeps_its_files_apart(settings: Settings, client: Client) -> None:
    for town in ("ales", "bes"):
        client.get(f"/t/{town}/widget.js")
    kept = {
        path.parent.relative_to(settings.var)
        for path in settings.var.rglob("widget-*.js")
    }

    assert kept == {Path("towns", town, "widgets") for town in ("ales", "bes")}
