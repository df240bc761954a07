"""An address becomes a database, or a sentence that says what is wrong with it."""

from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from servicebot.errors import SettingsError
from servicebot.journal.database import is_sqlite, open_engine, reading, writing


@pytest.mark.parametrize(
    "address",
    ["", "servicebot.sqlite", "mysql://a/b", "sqlite://", "sqlite:///:memory:"],
)
def test_an_address_that_will_not_do_is_named(address: str) -> None:
    with pytest.raises(SettingsError, match="SERVICEBOT_DATABASE_URL"):
        open_engine(address)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_has_several_spellings(scheme: str) -> None:
    engine = open_engine(f"{scheme}://127.0.0.1/town")

    assert engine.url.drivername == "postgresql+psycopg"


def test_sqlite_writes_ahead_and_makes_its_folder(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'new' / 'a.sqlite'}")

    with reading(engine) as connection:
        modes = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout")
        ]
    engine.dispose()

    assert is_sqlite(engine)
    assert modes == ["wal", 1, 5000]


def test_what_fails_in_writing_is_undone(database_url: str) -> None:
    engine = open_engine(database_url)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE kept (n INTEGER)"))

    with suppress(KeyError), writing(engine) as connection:
        connection.execute(text("INSERT INTO kept (n) VALUES (1)"))
        raise KeyError

    with reading(engine) as connection:
        assert connection.scalar(text("SELECT count(*) FROM kept")) == 0
    engine.dispose()
