"""gunicorn with threads: several workers, one of which is killed under load."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.faults.nodes import TOWN, Crowd, Node, ask, free_port, within

pytestmark = pytest.mark.slow
CHILDREN = "/proc/{pid}/task/{pid}/children"


def children(pid: int) -> set[int]:
    """Return the processes that a process has started."""
    return {int(w) for w in Path(CHILDREN.format(pid=pid)).read_text("utf-8").split()}


@pytest.fixture
def gunicorn(tmp_path: Path) -> Iterator[Node]:
    """Two workers on one SQLite file."""
    port = str(free_port())
    command = [sys.executable, "-m", "gunicorn"]
    command += ["--config", "python:servicebot.cli.gunicorn_settings"]
    command += ["--workers", "2", "--bind", f"127.0.0.1:{port}"]
    settings = {"SERVICEBOT_KNOWLEDGE": str(TOWN), "SERVICEBOT_RATE_LIMIT": "off"}
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
