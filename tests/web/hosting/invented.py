"""Invented towns as these tests need them, and how they are opened."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import text
from werkzeug.test import Client, TestResponse

from servicebot.journal.database import open_engine, writing
from servicebot.web.hosting.keeper import Keeper


class Visitor(Client):
    """A client that reads each answer to its end, as a server does."""

    def open(self, *args: Any, **options: Any) -> TestResponse:  # noqa: ANN401 - as werkzeug
        """Send a request."""
        return super().open(*args, **{"buffered": True} | options)


Open = Callable[..., Keeper]
Door = Callable[[Keeper], Client]


def write_town(folder: Path, hosts: str) -> None:
    """Write as much of a town as these tests read."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "town.yaml").write_text(f"hosts: [{hosts}]\n", "utf-8")


def drop_schemas(address: str, schemas: Sequence[str]) -> None:
    """Take the towns' parts of a database away."""
    engine = open_engine(address)
    with writing(engine) as connection:
        for schema in schemas:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
    engine.dispose()
