"""A backup back into a database: all of it or, when anything goes wrong, nothing."""

from pathlib import Path

from sqlalchemy import Connection, Engine, column, func, inspect, select, table, text

from servicebot.errors import JournalError
from servicebot.journal.backup import Backup, batches, kept_tables, read
from servicebot.journal.database import is_sqlite, writing
from servicebot.journal.migrations import bring, migrate
from servicebot.journal.tables import METADATA, VERSIONS


def restore(engine: Engine, path: Path, *, force: bool) -> Backup:
    """Put what a file holds in place of what a database holds; return what it was.

    A file of an older version is brought up to date. A database that holds something is
    a JournalError unless `force`. Servers must not be writing in the meantime.
    """
    backup = read(path)
    migrate(engine)
    with writing(engine) as connection:
        if not force and (held := _held(connection)):
            raise JournalError(
                f"la base de données n'est pas vide ({held}) : ajoutez --force "
                "pour remplacer ce qu'elle contient"
            )
        changes = connection.scalar(select(func.max(VERSIONS.c.number))) or 0
        _empty(connection)
        bring(connection, backup.schema)
        _fill(connection, path)
        bring(connection)
        _let_processes_know(connection, changes)
    return backup


def _held(connection: Connection) -> str | None:
    """Return the name of a table that holds what a new database does not."""
    for each in kept_tables():
        is_new = each is VERSIONS
        if not is_new and connection.scalar(select(func.count()).select_from(each)):
            return each.name
    return None


def _empty(connection: Connection) -> None:
    there = set(inspect(connection).get_table_names())
    for name in sorted({*METADATA.tables, "schema_version"} & there):
        connection.execute(text(f"DROP TABLE {name}"))


def _fill(connection: Connection, path: Path) -> None:
    seen: set[str] = set()
    for name, rows in batches(path):
        into = table(name, *(column(each) for each in rows[0]))
        if name not in seen:
            connection.execute(into.delete())
            seen.add(name)
        connection.execute(into.insert(), rows)
    if not is_sqlite(connection.engine):
        _count_on(connection, seen)


def _count_on(connection: Connection, names: set[str]) -> None:
    """Let PostgreSQL number new rows after those that came with their numbers."""
    for name in names:
        each = METADATA.tables[name]
        sequence = (
            func.pg_get_serial_sequence(name, "id") if "id" in each.columns else None
        )
        if sequence is not None and connection.scalar(select(sequence)):
            highest = select(func.max(each.c.id)).scalar_subquery()
            connection.execute(select(func.setval(sequence, highest)))


def _let_processes_know(connection: Connection, changes: int) -> None:
    """Number what processes keep in memory higher than any of them has seen."""
    connection.execute(VERSIONS.update().values(number=VERSIONS.c.number + changes + 1))
