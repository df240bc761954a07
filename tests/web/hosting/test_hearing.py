"""What another node's desk changes in a town is heard, however seldom one looks."""

import os
import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from tests.faults.nodes import within
from tests.web.hosting.invented import Open, drop_schemas, write_town

from servicebot.journal.database import open_engine, town_address, town_schema
from servicebot.journal.migrations import migrate
from servicebot.journal.notices import NoticeStore
from servicebot.journal.overlay import OverlayStore
from servicebot.knowledge.base import Notice, Phrasing
from servicebot.knowledge.overlay import Overlay
from servicebot.settings import Settings
from servicebot.web.holder import Replier
from servicebot.web.hosting import keeper as keeping
from servicebot.web.hosting.hosted import Build
from servicebot.web.hosting.keeper import Keeper

pytestmark = pytest.mark.postgres
NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
LATER = datetime(2099, 1, 1, tzinfo=UTC)
SAID = Phrasing("piscine.description", "où faire trempette")
CLOSED = Notice(0, "Fermé", None, False, NOW, LATER, NOW)  # noqa: FBT003 - closes


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> str:
    """A database, and keepers that would look by themselves in an hour only."""
    for wait in ("_ROUND", "_SOON", "_LATER"):
        monkeypatch.setattr(keeping, wait, 3600.0)
    address = os.environ.get("SERVICEBOT_TEST_DATABASE_URL")
    if not address:
        pytest.skip("SERVICEBOT_TEST_DATABASE_URL is not set")
    return address


@pytest.fixture
def towns(folder: Path, address: str) -> Iterator[tuple[str, str]]:
    """The only two towns, whose schemas are these tests' own."""
    shutil.rmtree(folder)
    mark = secrets.token_hex(6)
    names = (f"dions-{mark}", f"euzet-{mark}")
    for name in names:
        write_town(folder / name, "")
    yield names
    drop_schemas(address, [town_schema(name) for name in names])


@pytest.fixture
def desk(address: str, towns: tuple[str, str]) -> Iterator[Engine]:
    """The first town's database, as its desk on another node has it."""
    engine = open_engine(str(town_address(address, towns[0])))
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def learned(build: Build) -> tuple[Build, list[tuple[str, int]]]:
    """A way to build towns, and what was learned when each of them was built."""
    built: list[tuple[str, int]] = []

    def counted(path: Path, settings: Settings, overlay: Overlay) -> Replier:
        built.append((path.name, len(overlay.phrasings)))
        return build(path, settings, overlay)

    return counted, built


@pytest.fixture
def keeper(
    address: str,
    towns: tuple[str, str],
    learned: tuple[Build, list[tuple[str, int]]],
    open_keeper: Open,
) -> Keeper:
    """A keeper that hears, and has both towns in memory."""
    keeper: Keeper = open_keeper(build=learned[0], database=address)
    for name in towns:
        keeper.visit(keeper.sites.by_name[name]).leave()
    keeper.watch()
    keeper.listen(open_engine(address))
    assert within(10, lambda: all(town.looked > 0 for town in keeper.towns))
    return keeper


def test_what_is_learned_in_a_town_is_taken_up_there_and_nowhere_else(
    keeper: Keeper,
    desk: Engine,
    towns: tuple[str, str],
    learned: tuple[Build, list[tuple[str, int]]],
) -> None:
    OverlayStore(desk).teach(SAID, "claire", NOW)

    assert within(20, lambda: learned[1][-1] == (towns[0], 1))
    assert len(keeper.loaded) == 2
    assert [name for name, _ in learned[1]].count(towns[1]) == 1


def test_what_is_announced_in_a_town_is_told_at_once(
    keeper: Keeper, desk: Engine, towns: tuple[str, str]
) -> None:
    def announced(name: str) -> int:
        visit = keeper.visit(keeper.sites.by_name[name])
        with visit.app.test_client() as client:
            said = client.get("/api/v1/notices").get_json()
        visit.leave()
        return len(said["notices"])

    NoticeStore(desk).add(CLOSED, "claire", NOW)

    assert within(20, lambda: announced(towns[0]) == 1)
    assert announced(towns[1]) == 0
