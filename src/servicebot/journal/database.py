"""The database of one town: SQLite in WAL mode, or PostgreSQL, by its address."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from servicebot.errors import SettingsError

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

    Insert = sqlite.Insert | postgresql.Insert

_BUSY = 5.0
"""Seconds that a SQLite connection waits for another writer."""

_CONNECT = 5
"""Seconds that a PostgreSQL server may take to accept a connection."""

_DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_WRITES = "servicebot_writes"
_UNUSABLE = (
    "SERVICEBOT_DATABASE_URL ne convient pas : on attend une adresse comme "
    "« sqlite:///var/servicebot.sqlite » ou « postgresql://hôte/base »"
)


def open_engine(address: str) -> Engine:
    """Return the engine of a database address, without connecting to it.

    A `SettingsError` says what is wrong with an address that cannot be used.
    """
    try:
        url = make_url(address)
        url = url.set(drivername=_DRIVERS[url.drivername])
        if url.drivername == "sqlite+pysqlite":
            return _sqlite(url.database or "")
        waits = {"connect_timeout": _CONNECT}
        return create_engine(
            url, pool_pre_ping=True, connect_args=waits, hide_parameters=True
        )
    except (ArgumentError, KeyError, ValueError) as error:
        raise SettingsError(_UNUSABLE) from error
    except (ImportError, NoSuchModuleError) as error:
        message = "PostgreSQL demande un module de plus : servicebot[postgres]"
        raise SettingsError(message) from error


def insert_into(engine: Engine, table: Table) -> "Insert":
    """Return an insertion in the database's dialect, which knows `on_conflict`.

    Only the dialect that is spoken is imported: the other costs memory and time.
    """
    dialect = import_module(f"sqlalchemy.dialects.{engine.dialect.name}")
    insert: Insert = dialect.insert(table)
    return insert


def town_address(address: str | None, town: str) -> str | None:
    """Return the address of one town's own part of a database that many share.

    In PostgreSQL that is a schema. A SQLite file cannot be shared: a SettingsError.
    """
    if address is None:
        return None
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise SettingsError(_UNUSABLE) from error
    if url.drivername == "sqlite":
        message = (
            "SERVICEBOT_DATABASE_URL désigne un fichier SQLite, que plusieurs communes "
            "ne partagent pas : retirez ce réglage (chacune a son fichier dans "
            "SERVICEBOT_VAR), ou donnez une base PostgreSQL"
        )
        raise SettingsError(message)
    given = url.query.get("options", "")
    before = given if isinstance(given, str) else " ".join(given)
    options = f"{before} -csearch_path={town_schema(town)}".strip()
    url = url.update_query_dict({"options": options})
    return url.render_as_string(hide_password=False)


def town_schema(town: str) -> str:
    """Return the schema of one town in a PostgreSQL database that many share."""
    return f"town_{town.replace('-', '_')}"


def is_sqlite(engine: Engine) -> bool:
    """Whether the database is a SQLite file."""
    return engine.dialect.name == "sqlite"


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction that sees one state and changes nothing."""
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, *, snapshot: bool = False) -> Iterator[Connection]:
    """Give a connection in a transaction, committed at the end, undone by an error.

    SQLite's only writer waits for its turn here, at the beginning, so that what was
    read in the transaction is still true when it writes. With `snapshot`, PostgreSQL
    too shows one state only, or fails with an error that goes away.
    """
    options: dict[str, Any] = {_WRITES: True}
    if snapshot and not is_sqlite(engine):
        options["isolation_level"] = "REPEATABLE READ"
    chosen = engine.connect().execution_options(**options)
    with chosen as connection, connection.begin():
        yield connection


def _sqlite(name: str) -> Engine:
    path = Path(name)
    if not name or name == ":memory:":
        raise ValueError(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        f"sqlite+pysqlite:///{path}",
        connect_args={"isolation_level": None, "timeout": _BUSY},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    del entry
    _use_wal(connection)
    connection.execute("PRAGMA synchronous=NORMAL")


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch the file to WAL, once; SQLite does not wait for others to do the same."""
    deadline = time.monotonic() + _BUSY
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _begin(connection: Connection) -> None:
    options: dict[str, Any] = dict(connection.get_execution_options())
    writes = options.get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
