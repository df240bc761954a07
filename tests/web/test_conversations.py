"""Channel conversations shared by all processes, and kept here when that fails."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from servicebot.journal.conversations import StoredConversations
from servicebot.journal.database import writing
from servicebot.journal.store import Journal
from servicebot.web.conversations import (
    Kept,
    MemoryConversations,
    SharedConversations,
)

Asked = list[tuple[str, str | None, datetime]]
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SOON = timedelta(seconds=1)


@pytest.fixture
def kept(journal: Journal) -> SharedConversations:
    """Conversations in a database."""
    stored = StoredConversations(journal.engine)
    return SharedConversations(stored, MemoryConversations())


def test_another_process_goes_on_with_a_conversation(
    make_app: Callable[..., Flask], asked: Asked
) -> None:
    for question in ("piscine ?", "Tarif"):
        node = make_app().test_client()
        node.post("/webhooks/rest/webhook", json={"sender": "a", "message": question})

    assert asked[1][:2] == ("quel est le tarif ?", "after piscine ?")


def test_the_sender_cannot_be_read_in_the_database(
    make_app: Callable[..., Flask], journal: Journal, tmp_path: Path
) -> None:
    sender = "06 12 34 56 78"
    client = make_app().test_client()
    client.post("/webhooks/rest/webhook", json={"sender": sender, "message": "a"})
    journal.flush()

    files = [path.read_bytes() for path in tmp_path.glob("servicebot.sqlite*")]
    assert files
    assert [content for content in files if sender.encode() in content] == []


def test_what_is_kept_comes_back_as_it_was(kept: SharedConversations) -> None:
    state = Kept("context", {"Tarif": "quel est le tarif\u202f?"})
    kept.keep("a", state, NOON)

    assert kept.read("a", NOON) == state
    kept.forget("a", NOON)
    assert kept.read("a", NOON) == Kept()


def test_a_database_that_fails_costs_no_conversation(
    kept: SharedConversations, journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    kept.keep("a", Kept("first"), NOON)
    with writing(journal.engine) as connection:
        connection.execute(text("DROP TABLE conversations"))

    assert kept.read("a", NOON) == Kept("first")
    kept.keep("a", Kept("second"), NOON + SOON)
    assert kept.read("a", NOON + SOON) == Kept("second")
    assert caplog.text.count("conversations are kept in memory only") == 1


def test_a_database_that_hangs_holds_nobody_up(
    kept: SharedConversations, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.keep("a", Kept("first"), NOON)
    released = threading.Event()

    class Hung(StoredConversations):
        def read(self, key: str, now: datetime) -> str | None:
            released.wait(20)
            return super().read(key, now)

    monkeypatch.setattr(kept, "_stored", Hung(journal.engine))
    started = time.monotonic()

    assert [kept.read("a", NOON + SOON) for _ in range(9)] == [Kept("first")] * 9
    assert time.monotonic() - started < 2
    released.set()


def test_a_database_that_is_back_is_used_again(
    kept: SharedConversations, journal: Journal
) -> None:
    with writing(journal.engine) as connection:
        connection.execute(text("ALTER TABLE conversations RENAME TO away"))
    kept.keep("a", Kept("here only"), NOON)
    with writing(journal.engine) as connection:
        connection.execute(text("ALTER TABLE away RENAME TO conversations"))

    assert kept.read("a", NOON + SOON) == Kept("here only")
    assert kept.read("a", NOON + 6 * SOON) == Kept()
    kept.keep("a", Kept("shared"), NOON + 6 * SOON)
    assert StoredConversations(journal.engine).read("a", NOON) is not None
