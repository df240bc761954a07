"""A journal on each kind of database, and turns to put in it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from servicebot.journal.database import open_engine
from servicebot.journal.migrations import migrate
from servicebot.journal.records import Record
from servicebot.journal.store import Journal

NOON = datetime(2026, 11, 23, 12, 30, tzinfo=ZoneInfo("Europe/Paris"))
MakeRecord = Callable[..., Record]


def record(name: str = "r1", **changes: Any) -> Record:  # noqa: ANN401 - as Record
    """Return a turn; what is not given is that of an answered question."""
    values: dict[str, Any] = {
        "id": name,
        "at": NOON,
        "channel": "api",
        "question": "combien de crèches ?",
        "folded": "combien de creches",
        "kind": "answer",
        "entry": "creches.nombre",
        "subject": "creches",
        "aspect": "nombre",
        "confidence": 0.9,
        "runner_up": "creches.capacite",
        "latency": 250,
    }
    return Record(**(values | changes))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database brought up to date."""
    engine = open_engine(database_url)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def make_record() -> MakeRecord:
    """Make turns."""
    return record


@pytest.fixture
def journal(database_url: str) -> Iterator[Journal]:
    """A journal that writes."""
    journal = Journal(database_url)
    journal.start()
    yield journal
    journal.close()
