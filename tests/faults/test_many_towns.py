"""Two nodes that serve the same towns: what one's desk changes, the other one tells."""

import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine
from tests.faults.nodes import TOWN, Node, ask, call, within
from tests.web.hosting.invented import drop_schemas

from servicebot.journal.database import open_engine, town_address, town_schema
from servicebot.journal.migrations import migrate
from servicebot.journal.notices import NoticeStore
from servicebot.journal.overlay import OverlayStore
from servicebot.knowledge.base import Notice, Phrasing

MakeNode = Callable[..., Node]
pytestmark = [pytest.mark.slow, pytest.mark.postgres]


@pytest.fixture
def town(database: str) -> Iterator[str]:
    """The name of a town whose schema is this test's own."""
    name = f"valbrune-{secrets.token_hex(6)}"
    yield name
    drop_schemas(database, [town_schema(name)])


@pytest.fixture
def nodes(make_node: MakeNode, town: str, database: str, tmp_path: Path) -> list[Node]:
    """Two nodes of the town, where it is loaded and nobody asks any more."""
    shutil.copytree(TOWN, tmp_path / "towns" / town)
    settings = {
        "SERVICEBOT_TOWNS": str(tmp_path / "towns"),
        "SERVICEBOT_DATABASE_URL": database,
        "SERVICEBOT_SECRET_KEY": "a secret that all nodes share",
    }
    nodes = [make_node(name, **settings) for name in ("one", "two")]
    for node in nodes:
        node.address += f"/t/{town}"
    delay(nodes, lambda node: bool(ask(node.address, "piscine")["id"]))
    return nodes


@pytest.fixture
def desk(database: str, town: str) -> Iterator[Engine]:
    """The town's database."""
    engine = open_engine(str(town_address(database, town)))
    migrate(engine)
    yield engine
    engine.dispose()


def announce(desk: Engine, words: str) -> None:
    """Announce something until tomorrow."""
    now = datetime.now(UTC)
    notice = Notice(0, words, None, False, now, now + timedelta(days=1), now)  # noqa: FBT003 - closes
    NoticeStore(desk).add(notice, "anne", now)


def announces(words: str, node: Node) -> bool:
    """Whether a node tells what is announced."""
    return words in str(call(node.address, "/api/v1/notices"))


def knows(words: str, node: Node) -> bool:
    """Whether a node has learned what words mean."""
    return bool(ask(node.address, words)["entry"] == "creches.nombre")


def delay(nodes: list[Node], is_told: Callable[[Node], bool]) -> float:
    """Return the seconds until all nodes tell something."""
    started = time.monotonic()
    assert within(60, lambda: all(is_told(node) for node in nodes))
    return time.monotonic() - started


def test_what_the_desk_changes_in_a_town_reaches_all_nodes_within_two_seconds(
    nodes: list[Node], desk: Engine
) -> None:
    announced, learned = [], []
    for words in ("zorglub", "bulgroz"):
        announce(desk, words)
        announced.append(delay(nodes, partial(announces, words)))
        taught = Phrasing("creches.nombre", words)
        OverlayStore(desk).teach(taught, "anne", datetime.now(UTC))
        learned.append(delay(nodes, partial(knows, words)))

    assert min(announced) < 2, announced
    assert min(learned) < 2, learned
