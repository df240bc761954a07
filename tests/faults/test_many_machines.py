"""Several nodes on one PostgreSQL and one Redis, behind a balancer of deploy/."""

import re
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.faults.balancers import balanced, debian_caddy, nginx
from tests.faults.nodes import (
    TOWN,
    Crowd,
    Node,
    ask,
    degraded,
    within,
)
from tests.faults.proxy import Mood, Proxy

from servicebot.journal.database import open_engine, reading
from servicebot.journal.overlay import OverlayStore
from servicebot.journal.tables import TURNS
from servicebot.knowledge.base import Phrasing

MakeNode = Callable[..., Node]
pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.redis]
SECRET = {"SERVICEBOT_SECRET_KEY": "a secret that all nodes share"}


@pytest.fixture
def nodes(make_node: MakeNode, postgres: str, redis: str) -> tuple[Node, Node]:
    """Two nodes that share everything but their machine."""
    shared = {"SERVICEBOT_DATABASE_URL": postgres, "SERVICEBOT_REDIS_URL": redis}
    settings = SECRET | shared | {"SERVICEBOT_RATE_LIMIT": "1000000/hour"}
    return make_node("one", **settings), make_node("two", **settings)


def test_a_node_killed_under_load_costs_no_answer_and_no_conversation(
    nodes: tuple[Node, Node], tmp_path: Path
) -> None:
    """Beyond the connections that it tore, which their clients open again."""
    one, two = nodes
    begun = ask(one.address, "combien de crèches ?")
    with balanced(nginx, tmp_path, nodes) as address:
        with Crowd(address, retries=1) as crowd:
            assert crowd.goes_on(40)
            one.kill()
            assert crowd.goes_on(40), crowd.failures
        context = str(begun["context"])
        went_on = ask(address, "et pour combien d'enfants ?", context=context)

    assert crowd.failures == []
    assert went_on["understood"]["subject"] == "creches"
    assert two.process is not None
    assert two.process.poll() is None


def test_behind_debian_s_caddy_what_a_killed_node_had_begun_is_to_be_asked_again(
    nodes: tuple[Node, Node], tmp_path: Path
) -> None:
    """Half a second later, as the widget does; nothing else is refused.

    A node back before its balancer missed it says 503 until it is ready.
    """
    one, _ = nodes
    with (
        balanced(debian_caddy, tmp_path, nodes) as address,
        Crowd(address, retries=3, asks_again_on=(502, 503)) as crowd,
    ):
        assert crowd.goes_on(40)
        one.kill()
        assert crowd.goes_on(40), crowd.failures
        one.start()
        assert crowd.goes_on(40), crowd.failures

    assert crowd.failures == []
    assert crowd.asked_again.count("502") <= crowd.people
    assert crowd.slowest < 10


def test_what_the_desk_and_an_editor_change_reaches_all_nodes_within_two_seconds(
    make_node: MakeNode, postgres: str, redis: str, tmp_path: Path
) -> None:
    folder = shutil.copytree(TOWN, tmp_path / "knowledge")
    settings = SECRET | {
        "SERVICEBOT_DATABASE_URL": postgres,
        "SERVICEBOT_REDIS_URL": redis,
        "SERVICEBOT_KNOWLEDGE": str(folder),
        "SERVICEBOT_RATE_LIMIT": "off",
    }
    nodes = [make_node(name, **settings) for name in ("one", "two")]
    engine = open_engine(postgres)
    delays = []
    for words in ("zorglub", "bulgroz"):
        taught = Phrasing("creches.nombre", words)
        OverlayStore(engine).teach(taught, "anne", datetime.now(UTC))
        delays.append(_delay(nodes, words, "creches.nombre"))
    file = folder / "services" / "creches.yaml"
    for number in (41, 42):
        text = re.sub(r"value: (3|41)\b", f"value: {number}", file.read_text("utf-8"))
        file.write_text(text, "utf-8")
        delays.append(_delay(nodes, "combien de crèches ?", str(number)))
    engine.dispose()

    assert min(delays[:2]) < 2, delays
    assert min(delays[2:]) < 2, delays


def _delay(nodes: list[Node], question: str, wanted: str) -> float:
    """Return the seconds until all nodes answer a question as wanted."""
    started = time.monotonic()

    def all_say_so() -> bool:
        replies = [ask(node.address, question) for node in nodes]
        return all(wanted in f"{r['entry']} {r['text']}" for r in replies)

    assert within(60, all_say_so)
    return time.monotonic() - started


@pytest.mark.parametrize("mood", ["gone", "silent", "slow"])
def test_postgresql_stopped_silent_or_slow_costs_no_answer_and_the_journal_catches_up(
    make_node: MakeNode, way: tuple[Proxy, str], postgres: str, mood: Mood
) -> None:
    proxy, address = way
    node = make_node(**SECRET, SERVICEBOT_DATABASE_URL=address)
    with Crowd(node.address) as crowd:
        for turn in (mood, "up", mood):
            assert crowd.goes_on()
            proxy.turn(turn)
        assert crowd.goes_on()
    proxy.turn("up")
    engine = open_engine(postgres)

    def is_all_there() -> bool:
        with reading(engine) as connection:
            return set(crowd.ids) <= set(connection.scalars(select(TURNS.c.id)))

    assert crowd.failures == []
    assert crowd.slowest < 5
    assert within(40, is_all_there)
    assert within(20, lambda: degraded(node.address) == [])
    engine.dispose()


def test_a_node_starts_without_its_database_and_says_so(
    make_node: MakeNode, way: tuple[Proxy, str]
) -> None:
    proxy, address = way
    proxy.turn("gone")
    node = make_node(**SECRET, SERVICEBOT_DATABASE_URL=address)

    assert ask(node.address, "combien de crèches ?")["entry"] == "creches.nombre"
    assert degraded(node.address) == ["journal"]
    proxy.turn("up")
    assert within(30, lambda: degraded(node.address) == [])
