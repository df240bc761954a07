"""The database comes to be the same on both sides, whoever starts first."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import MetaData, text

from servicebot.errors import JournalError
from servicebot.journal.database import open_engine, reading, writing
from servicebot.journal.migrations import MIGRATIONS, migrate
from servicebot.journal.tables import METADATA


def columns(metadata: MetaData) -> dict[str, dict[str, bool]]:
    """Return the columns of each table, and whether each may be empty."""
    return {
        table.name: {column.name: bool(column.nullable) for column in table.columns}
        for table in metadata.sorted_tables
    }


def test_the_migrations_make_the_tables_that_queries_know(database_url: str) -> None:
    engine = open_engine(database_url)
    migrate(engine)
    made = MetaData()
    made.reflect(engine)

    made.remove(made.tables["schema_version"])
    keys = {name: {c.name for c in t.primary_key} for name, t in made.tables.items()}

    known = {n: {c.name for c in t.primary_key} for n, t in METADATA.tables.items()}
    wanted = columns(METADATA)
    found = columns(made)
    assert keys == known
    assert {name: set(row) for name, row in found.items()} == {
        name: set(row) for name, row in wanted.items()
    }
    engine.dispose()


def test_processes_that_start_at_once_migrate_once(database_url: str) -> None:
    engines = [open_engine(database_url) for _ in range(6)]

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(migrate, engines))

    with reading(engines[0]) as connection:
        steps = connection.scalars(text("SELECT version FROM schema_version")).all()
    assert sorted(steps) == list(range(1, len(MIGRATIONS) + 1))
    for engine in engines:
        engine.dispose()


def test_every_older_version_is_brought_up_to_date(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(database_url)
    for number in range(1, len(MIGRATIONS) + 1):
        monkeypatch.setattr(
            "servicebot.journal.migrations.MIGRATIONS", MIGRATIONS[:number]
        )
        migrate(engine)

    with reading(engine) as connection:
        newest = connection.scalar(text("SELECT max(version) FROM schema_version"))
    assert newest == len(MIGRATIONS)
    engine.dispose()


def test_a_database_of_a_newer_program_is_refused(database_url: str) -> None:
    engine = open_engine(database_url)
    migrate(engine)
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO schema_version (version) VALUES (999)"))

    with pytest.raises(JournalError, match="999"):
        migrate(engine)
    engine.dispose()
