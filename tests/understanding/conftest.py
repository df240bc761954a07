"""The understanding of the invented town, trained once."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from servicebot.bot import Bot
from servicebot.knowledge.base import Base
from servicebot.knowledge.loader import load
from servicebot.understanding.engine import Engine

TOWN = Path(__file__).parents[1] / "town"


@pytest.fixture(scope="session")
def base() -> Base:
    return load(TOWN)


@pytest.fixture(scope="session")
def bot(base: Base) -> Bot:
    return Bot.build(base, secret=b"only for tests, thirty-two bytes")


@pytest.fixture(scope="session")
def engine(bot: Bot) -> Engine:
    return bot.engine


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 22, 15, 0, tzinfo=ZoneInfo("Europe/Paris"))
