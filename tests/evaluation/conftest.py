"""Small evaluation files, and the invented town to judge."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from servicebot.bot import Bot
from servicebot.knowledge.loader import load

TOWN = Path(__file__).parents[1] / "town"
Write = Callable[[str, str], Path]


@pytest.fixture(scope="session")
def town_bot() -> Bot:
    return Bot.build(load(TOWN), secret=b"only for tests, thirty-two bytes")


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 5, 4, 10, 30, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file of the given name and return its path."""

    def write_one(name: str, content: str) -> Path:
        path = tmp_path / name
        path.write_text(content, "utf-8")
        return path

    return write_one
