"""Conversations in each kind of database: gone on with, expired, and swept away."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from servicebot.journal.conversations import StoredConversations
from servicebot.journal.database import reading
from servicebot.journal.store import Journal
from servicebot.journal.tables import CONVERSATIONS

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def stored(journal: Journal) -> StoredConversations:
    """The conversations of a database that is up to date."""
    return StoredConversations(journal.engine)


def count(stored: StoredConversations) -> int | None:
    """Return how many rows there are."""
    with reading(stored.engine) as connection:
        return connection.scalar(select(func.count()).select_from(CONVERSATIONS))


def test_the_last_state_is_read_until_it_expires(stored: StoredConversations) -> None:
    for state in ("first", "« deuxième »"):
        stored.keep("a", state, NOON, NOON + HOUR)

    assert stored.read("a", NOON) == "« deuxième »"
    assert stored.read("a", NOON + HOUR) is None
    assert stored.read("b", NOON) is None


def test_what_has_expired_is_swept_away(stored: StoredConversations) -> None:
    for number in range(5):
        stored.keep(str(number), "{}", NOON, NOON + HOUR)
    stored.keep("later", "{}", NOON + HOUR, NOON + 2 * HOUR)

    assert count(stored) == 1
