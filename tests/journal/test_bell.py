"""A change at the desk is told by PostgreSQL, also after a connection was lost."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text
from tests.faults.nodes import within

from servicebot.journal.additions import StoredAdditions
from servicebot.journal.bell import ANYWHERE, Bell
from servicebot.journal.database import open_engine, reading, writing
from servicebot.journal.migrations import migrate
from servicebot.journal.notices import NoticeStore
from servicebot.journal.overlay import OverlayStore
from servicebot.knowledge.base import Notice, Phrasing

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
SAID = Phrasing("piscine.description", "où faire trempette")
ON_POSTGRESQL = pytest.mark.parametrize(
    "database_url",
    [pytest.param("postgresql", marks=pytest.mark.postgres)],
    indirect=True,
)
END = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE query LIKE 'LISTEN servicebot%' AND application_name = :name"
)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database brought up to date, whose connections bear its name."""
    mark = "&" if "?" in database_url else "?"
    engine = open_engine(f"{database_url}{mark}application_name={hash(database_url)}")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def heard(engine: Engine) -> Iterator[threading.Event]:
    """What is set whenever the bell is heard; it is listened to already."""
    event = threading.Event()
    bell = Bell(engine, lambda _: event.set())
    bell.start()
    assert event.wait(10)
    event.clear()
    yield event
    bell.stop()


@ON_POSTGRESQL
def test_what_the_desk_changes_is_heard_by_who_never_looks(
    engine: Engine, heard: threading.Event
) -> None:
    OverlayStore(engine).teach(SAID, "claire", NOW)
    assert heard.wait(10)

    heard.clear()
    NoticeStore(engine).add(
        Notice(0, "Fermé", None, False, NOW, NOW, NOW),  # noqa: FBT003 - closes
        "claire",
        NOW,
    )
    assert heard.wait(10)


@ON_POSTGRESQL
def test_who_listens_hears_where_something_has_changed(engine: Engine) -> None:
    told: list[str] = []
    bell = Bell(engine, told.append)
    bell.start()
    assert within(10, lambda: told == [ANYWHERE])
    OverlayStore(engine).teach(SAID, "claire", NOW)
    with reading(engine) as connection:
        here = connection.scalar(select(func.current_schema()))
    is_told = within(10, lambda: here in told)
    bell.stop()

    assert is_told, told


@ON_POSTGRESQL
def test_a_connection_that_was_killed_is_opened_again(
    engine: Engine, heard: threading.Event
) -> None:
    with writing(engine) as connection:
        name = {"name": str(engine.url.query["application_name"])}
        assert connection.execute(END, name).scalars().all() == [True]
    assert heard.wait(10)

    heard.clear()
    OverlayStore(engine).teach(SAID, "claire", NOW)
    assert heard.wait(10)


def test_sqlite_has_no_bell(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'servicebot.sqlite'}")
    before = threading.active_count()

    end = StoredAdditions(engine, lambda: NOW).listen(lambda: None)

    assert threading.active_count() == before
    end()


@ON_POSTGRESQL
def test_listening_ends(engine: Engine) -> None:
    event = threading.Event()
    end = StoredAdditions(engine, lambda: NOW).listen(event.set)
    assert event.wait(10)

    end()

    names = {"bell"}
    assert within(10, lambda: names.isdisjoint(t.name for t in threading.enumerate()))
