"""Invented towns as these tests need them, and how they are opened."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from werkzeug.test import Client, TestResponse

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
