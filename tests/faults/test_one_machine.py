"""One machine: power cuts, a full disk, a broken base, odd clients, odd clocks."""

import os
import resource
import shutil
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from tests.faults.nodes import TOWN, Crowd, Node, ask, call, degraded, within

from servicebot.journal.database import open_engine, reading
from servicebot.journal.tables import TURNS

MakeNode = Callable[..., Node]
pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("SERVICEBOT_TEST_KILLS", "5"))
SMALL = 400 * 1024


def kept(engine: Engine) -> set[str]:
    """Return the turns that the journal holds."""
    with reading(engine) as connection:
        return set(connection.scalars(select(TURNS.c.id)))


def journal_of(node: Node) -> Engine:
    """Return the database of a node that has a SQLite file."""
    return open_engine(f"sqlite:///{node.folder / 'var' / 'servicebot.sqlite'}")


@pytest.mark.timeout(30 * KILLS + 120)
def test_what_was_answered_is_in_the_journal_after_kill_9(make_node: MakeNode) -> None:
    """SERVICEBOT_TEST_KILLS=100 kills a hundred times."""
    node = make_node()
    answered: set[str] = set()
    for number in range(KILLS):
        with Crowd(node.address) as crowd:
            assert crowd.goes_on(11)
            time.sleep(0.05 * (number % 5))
            node.kill()
        answered |= set(crowd.ids)
        assert all(not failure.isdigit() for failure in crowd.failures)
        node.start()

    engine = journal_of(node)
    assert len(answered) > 10 * KILLS
    assert answered <= kept(engine)
    with reading(engine) as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    engine.dispose()


def test_a_full_disk_costs_no_answer_and_the_journal_catches_up(
    make_node: MakeNode,
) -> None:
    """A file that may not grow stands for a disk that is full."""
    node = make_node()
    _, hard = resource.prlimit(node.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(node.pid, resource.RLIMIT_FSIZE, (SMALL, hard))
    with Crowd(node.address) as crowd:
        assert within(40, lambda: "journal" in degraded(node.address))
        assert crowd.goes_on()
    resource.prlimit(node.pid, resource.RLIMIT_FSIZE, (hard, hard))

    engine = journal_of(node)
    assert crowd.failures == []
    assert within(20, lambda: degraded(node.address) == [])
    assert within(20, lambda: set(crowd.ids) <= kept(engine))
    engine.dispose()


def test_a_broken_file_under_load_costs_no_answer(
    make_node: MakeNode, tmp_path: Path
) -> None:
    folder = shutil.copytree(TOWN, tmp_path / "knowledge")
    file = folder / "services" / "creches.yaml"
    text = file.read_text("utf-8")
    node = make_node(SERVICEBOT_KNOWLEDGE=str(folder))
    with Crowd(node.address, people=2) as crowd:
        file.write_text("service: [\n", "utf-8")
        assert within(20, lambda: degraded(node.address) == ["knowledge"])
        said = ask(node.address, "combien de crèches ?")
        file.write_text(text.replace("value: 3", "value: 4"), "utf-8")
        assert within(30, lambda: degraded(node.address) == [])

    assert crowd.failures == []
    assert said["entry"] == "creches.nombre"
    assert "4" in ask(node.address, "combien de crèches ?")["text"]


def test_clients_that_read_slowly_or_send_half_hold_up_nobody(
    make_node: MakeNode,
) -> None:
    """Forty who send half a body, thirty who never read what they asked for."""
    node = make_node()
    host, port = node.address.removeprefix("http://").split(":")
    half = b"POST /api/v1/ask HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"
    page = b"GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n" * 20
    slow = []
    for number in range(70):
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect((host, int(port)))
        client.sendall(half if number < 40 else page)
        slow.append(client)
    waits = []
    for _ in range(10):
        started = time.monotonic()
        call(node.address, "/healthz")
        ask(node.address, "combien de crèches ?")
        waits.append(time.monotonic() - started)
    for client in slow:
        client.close()

    assert min(waits) < 0.1
    assert max(waits) < 5


@pytest.mark.parametrize(
    "at", ["2026-11-22T13:00", "2025-01-01T00:00", "2031-06-01T12:00"]
)
def test_a_clock_that_jumps_costs_no_answer(make_node: MakeNode, at: str) -> None:
    """A conversation begun at three o'clock goes on hours before, or years after."""
    node = make_node("node", "--allow-at")
    first = ask(node.address, "combien de crèches ?", at="2026-11-22T15:00")
    then = ask(node.address, "et les horaires ?", at=at, context=str(first["context"]))
    anew = ask(node.address, "combien de crèches ?", at=at)

    assert then["kind"] in {"answer", "clarification", "fallback"}
    assert anew["entry"] == "creches.nombre"


def test_a_damaged_cache_costs_a_slower_start_only(make_node: MakeNode) -> None:
    node = make_node()
    node.stop()
    files = [
        path for path in (node.folder / "var" / "cache").rglob("*") if path.is_file()
    ]
    for number, path in enumerate(files):
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2] if number % 2 else b"\0" * len(whole))
    node.start()

    assert files != []
    assert ask(node.address, "combien de crèches ?")["entry"] == "creches.nombre"
