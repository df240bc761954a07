"""A database in one portable file: from SQLite or PostgreSQL, back into either.

The file is gzipped JSON lines: a head, then for each table its name and columns and its
rows, then a foot with the number of rows and the SHA-256 of all lines before it. What
is read is one moment of the database, while servers go on writing.
"""

import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, select

from servicebot.errors import JournalError
from servicebot.journal.database import is_sqlite
from servicebot.journal.migrations import MIGRATIONS, migrate
from servicebot.journal.tables import ATTEMPTS, CONVERSATIONS, METADATA, SESSIONS

FORMAT = "servicebot-backup"
VERSION = 1
LEFT_OUT = frozenset({SESSIONS.name, CONVERSATIONS.name, ATTEMPTS.name})
"""What is over within hours: who is at the desk, what channels talk about."""

_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Backup:
    """What a file holds: when it was made, its schema's version, rows a table."""

    made: str
    schema: int
    rows: dict[str, int]


def save(engine: Engine, path: Path, now: datetime) -> Backup:
    """Write all that is kept into a new file, mode 0600; return what it holds.

    The file appears whole or not at all; one that is there already is a JournalError.
    """
    if path.exists():
        raise JournalError(f"{path} existe déjà : choisissez un autre nom")
    migrate(engine)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            backup = _write(engine, file, now)
            file.flush()
            os.fsync(handle)
        os.link(draft, path)
    finally:
        draft.unlink()
    return backup


def read(path: Path) -> Backup:
    """Return what a file holds; one that is damaged or not ours is a JournalError."""
    digest, name = hashlib.sha256(), ""
    rows: dict[str, int] = {}
    head: dict[str, Any] = {}
    foot: dict[str, Any] = {}
    for line in _lines(path):
        value = json.loads(line)
        if isinstance(value, list):
            rows[name] += 1
        elif "sha256" in value:
            foot = value
            break
        elif "table" in value:
            name = value["table"]
            rows[name] = 0
        else:
            head = _head(path, value)
        digest.update(line)
    if not foot or foot["sha256"] != digest.hexdigest():
        raise JournalError(f"{path} est incomplet ou abîmé : sa somme ne concorde pas")
    return Backup(head["made"], head["schema"], rows)


def batches(path: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the rows of a file that `read` has accepted, some of one table at a time.

    A table without rows is not named.
    """
    name = ""
    columns: list[str] = []
    batch: list[dict[str, Any]] = []
    for line in _lines(path):
        value = json.loads(line)
        if isinstance(value, list):
            batch.append(dict(zip(columns, value, strict=True)))
        if batch and (not isinstance(value, list) or len(batch) == _PAGE):
            yield name, batch
            batch = []
        if isinstance(value, dict) and "table" in value:
            name, columns = value["table"], value["columns"]


def kept_tables() -> list[Table]:
    """Return the tables that a backup holds, by name."""
    tables = (METADATA.tables[name] for name in sorted(METADATA.tables))
    return [table for table in tables if table.name not in LEFT_OUT]


def _write(engine: Engine, file: Any, now: datetime) -> Backup:  # noqa: ANN401 - any file
    made = now.isoformat(timespec="seconds")
    digest = hashlib.sha256()
    rows: dict[str, int] = {}
    with gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as zipped:

        def put(value: object) -> None:
            line = json.dumps(value, ensure_ascii=False).encode() + b"\n"
            digest.update(line)
            zipped.write(line)

        schema = len(MIGRATIONS)
        head = {"format": FORMAT, "version": VERSION, "made": made, "schema": schema}
        put(head)
        with _moment(engine) as connection:
            for table in kept_tables():
                columns = [column.name for column in table.columns]
                put({"table": table.name, "columns": columns})
                rows[table.name] = _put_all(put, _rows(connection, table))
        put({"sha256": digest.hexdigest(), "rows": sum(rows.values())})
    return Backup(made, len(MIGRATIONS), rows)


def _put_all(put: Any, rows: Iterable[list[Any]]) -> int:  # noqa: ANN401 - a function
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - how many is wanted afterwards
        put(row)
    return count


def _moment(engine: Engine) -> Connection:
    """Return a connection whose transaction sees one moment of all tables."""
    connection = engine.connect()
    if not is_sqlite(engine):
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


def _rows(connection: Connection, table: Table) -> Iterator[list[Any]]:
    found = connection.execution_options(yield_per=_PAGE).execute(
        select(table).order_by(*table.primary_key)
    )
    for row in found:
        yield list(row)


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path, "rb") as file:
            yield from file
    except (OSError, EOFError) as error:
        raise JournalError(f"{path} ne peut pas être lu : {error}") from error


def _head(path: Path, value: dict[str, Any]) -> dict[str, Any]:
    if value.get("format") != FORMAT:
        raise JournalError(f"{path} n'est pas une sauvegarde de servicebot")
    if value["version"] > VERSION or value["schema"] > len(MIGRATIONS):
        raise JournalError(
            f"{path} vient d'un servicebot plus récent : mettez celui-ci à jour"
        )
    return value
