"""How a command opens the database of the settings."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from servicebot.cli.commands import Refusal
from servicebot.cli.options import environ
from servicebot.journal.database import open_engine
from servicebot.journal.migrations import migrate
from servicebot.settings import Settings


@contextmanager
def open_database() -> Iterator[Engine]:
    """Give the database, brought up to date; one that fails is a Refusal."""
    engine = open_engine(Settings.from_env(environ()).database_url)
    try:
        migrate(engine)
        yield engine
    except SQLAlchemyError as error:
        raise Refusal(f"la base de données ne répond pas ({error})") from error
    finally:
        engine.dispose()
