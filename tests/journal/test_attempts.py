"""Failed logins are counted in the database, for all processes, for a minute."""

import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, make_url, select, text

from servicebot.journal.attempts import FAILURES, PATIENCE, Attempts
from servicebot.journal.database import open_engine, reading, writing
from servicebot.journal.migrations import migrate
from servicebot.journal.tables import ATTEMPTS

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
SECRET = bytes(32)


def test_an_address_waits_until_the_oldest_failure_is_a_minute_old(
    engine: Engine,
) -> None:
    attempts = Attempts(engine, SECRET)
    for number in range(FAILURES):
        assert attempts.begin("a", NOW + timedelta(seconds=10 * number)) == 0

    assert attempts.begin("a", NOW + timedelta(seconds=45)) == 15
    assert attempts.begin("b", NOW + timedelta(seconds=45)) == 0
    assert attempts.begin("a", NOW + timedelta(seconds=60)) == 0
    assert attempts.begin("a", NOW + timedelta(seconds=61)) == 9


def test_a_login_that_succeeds_is_no_failure(engine: Engine) -> None:
    attempts = Attempts(engine, SECRET)

    for _ in range(3 * FAILURES):
        assert attempts.begin("a", NOW) == 0
        attempts.succeed("a")

    assert attempts.begin("a", NOW) == 0


def test_attempts_made_at_once_by_many_processes_are_no_more(
    database_url: str, engine: Engine
) -> None:
    engines = [engine, *(open_engine(database_url) for _ in range(3))]
    nodes = [Attempts(each, SECRET) for each in engines] * 4

    with ThreadPoolExecutor(len(nodes)) as pool:
        waits = list(pool.map(lambda node: node.begin("a", NOW), nodes))

    assert waits.count(0) == FAILURES
    assert waits.count(60) == len(nodes) - FAILURES
    for each in engines[1:]:
        each.dispose()


def is_counting(engine: Engine) -> bool:
    """Whether a session holds the lock of a schema's attempts."""
    held = """SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted
        AND objid::bigint = hashtext(current_schema())::bigint & 4294967295"""
    with reading(engine) as connection:
        return bool(connection.scalar(text(held)))


@contextmanager
def stuck(engine: Engine) -> Iterator[None]:
    """Keep an attempt in the middle of a database's count."""
    table = text("LOCK TABLE attempts IN EXCLUSIVE MODE")
    with ThreadPoolExecutor(1) as pool, writing(engine) as connection:
        connection.execute(table)
        pool.submit(Attempts(engine, SECRET).begin, "a", NOW)
        while not is_counting(engine):
            time.sleep(0.005)
        yield


@pytest.fixture
def neighbour(database_url: str) -> Iterator[Engine]:
    """Another town of the same database."""
    schema = f"servicebot_{secrets.token_hex(6)}"
    options = {"options": f"-csearch_path={schema}"}
    url = make_url(database_url).update_query_dict(options)
    engine = open_engine(url.render_as_string(hide_password=False))
    migrate(engine)
    yield engine
    with writing(engine) as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_an_attempt_waits_for_no_other_town_and_not_long_for_its_own(
    engine: Engine, neighbour: Engine
) -> None:
    with stuck(neighbour):
        assert Attempts(engine, SECRET).begin("b", NOW) == 0
        started = time.monotonic()
        assert Attempts(neighbour, SECRET).begin("b", NOW) == PATIENCE
        assert time.monotonic() - started < 5 * PATIENCE


def test_the_address_cannot_be_read_in_the_database(engine: Engine) -> None:
    Attempts(engine, SECRET).begin("192.0.2.7", NOW)

    with reading(engine) as connection:
        (who,) = connection.scalars(select(ATTEMPTS.c.who))

    assert "192.0.2.7" not in who
    assert len(who) == 64
