"""gunicorn with threads: several workers, one of which is killed under load."""

import os
import signal
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.faults.nodes import TOWN, Crowd, Node, ask, free_port, within

pytestmark = pytest.mark.slow
REPLIES = "servicebot_replies_total"
CHILDREN = "/proc/{pid}/task/{pid}/children"


def children(pid: int) -> set[int]:
    """Return the processes that a process has started."""
    return {int(w) for w in Path(CHILDREN.format(pid=pid)).read_text("utf-8").split()}


def read(node: Node, path: str) -> str:
    """Return what a node serves there."""
    with urllib.request.urlopen(node.address + path) as response:  # noqa: S310 - ours
        return str(response.read(), "utf-8")


@pytest.fixture
def gunicorn(tmp_path: Path) -> Iterator[Node]:
    """Two workers on one SQLite file."""
    port = str(free_port())
    command = [sys.executable, "-m", "gunicorn"]
    command += ["--config", "python:servicebot.cli.gunicorn_settings"]
    command += ["--workers", "2", "--bind", f"127.0.0.1:{port}"]
    settings = {
        "SERVICEBOT_KNOWLEDGE": str(TOWN),
        "SERVICEBOT_RATE_LIMIT": "off",
        "TMPDIR": str(tmp_path),
    }
    node = Node(f"http://127.0.0.1:{port}", command, tmp_path / "node", settings)
    yield node.start()
    node.stop()
    assert node.process is not None
    assert node.process.returncode == 0


def test_a_killed_worker_costs_its_own_connections_and_is_replaced(
    gunicorn: Node,
) -> None:
    workers = children(gunicorn.pid)
    with Crowd(gunicorn.address, retries=1) as crowd:
        time.sleep(0.5)
        os.kill(min(workers), signal.SIGKILL)
        assert within(30, lambda: len(children(gunicorn.pid) - workers) == 1)
        time.sleep(0.5)

    assert crowd.failures == []
    assert len(crowd.ids) > 20
    assert ask(gunicorn.address, "combien de crèches ?")["entry"] == "creches.nombre"


def replies_of(text: str) -> float:
    """Return how many replies metrics tell of."""
    lines = [line for line in text.splitlines() if line.startswith(REPLIES)]
    return sum(float(line.rpartition(" ")[2]) for line in lines)


def test_every_worker_tells_the_counts_of_all_and_of_those_that_are_gone(
    gunicorn: Node,
) -> None:
    for number in range(40):
        ask(gunicorn.address, f"combien de crèches ? {number}")
    seen = {replies_of(read(gunicorn, "/metrics")) for _ in range(10)}
    assert seen == {40}

    workers = children(gunicorn.pid)
    os.kill(min(workers), signal.SIGKILL)
    assert within(30, lambda: len(children(gunicorn.pid) - workers) == 1)
    assert within(30, lambda: replies_of(read(gunicorn, "/metrics")) == 40)
    ask(gunicorn.address, "piscine")

    assert {replies_of(read(gunicorn, "/metrics")) for _ in range(10)} == {41}


def test_the_folder_of_the_counts_goes_with_the_server(
    gunicorn: Node, tmp_path: Path
) -> None:
    assert len(list(tmp_path.glob("servicebot-metrics-*"))) == 1

    gunicorn.stop()

    assert list(tmp_path.glob("servicebot-metrics-*")) == []
