"""Real servers in processes of their own, each in a folder of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PATIENCE = 300.0
UNLIMITED = "1000000000/hour"
"""A limit that nobody reaches: counting is part of what is measured."""

_SERVICEBOT = [sys.executable, "-c", "from servicebot.cli import main; main()"]
_GUNICORN = [sys.executable, "-m", "gunicorn", "--config"]
_GUNICORN += ["python:servicebot.cli.gunicorn_settings", "--bind", "127.0.0.1:{port}"]
COMMANDS: Mapping[str, Sequence[str]] = {
    "waitress": [*_SERVICEBOT, "serve", "--port", "{port}"],
    "gunicorn": _GUNICORN,
    "bare waitress": [sys.executable, str(HERE / "bare.py"), "{port}"],
    "bare gunicorn": [*_GUNICORN, "bare:app"],
}


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers at an address."""

    pid: int
    address: str
    started_s: float

    @property
    def processes(self) -> tuple[int, ...]:
        """It and the processes that it has started."""
        return self.pid, *_children(self.pid)

    @property
    def memory_mb(self) -> float:
        """The resident memory of all of its processes."""
        return sum(_status_kb(pid, "VmRSS") for pid in self.processes) / 1024

    @property
    def cpu_s(self) -> float:
        """The seconds that all of its processes have computed."""
        return sum(_cpu(pid) for pid in self.processes)


@contextmanager
def serving(
    kind: str, folder: Path, knowledge: Path, **environ: str
) -> Iterator[Server]:
    """Give a server once it is ready, and stop it afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    command = [word.format(port=port) for word in COMMANDS[kind]]
    settings = {
        "PYTHONPATH": str(HERE),
        "SERVICEBOT_KNOWLEDGE": str(knowledge),
        "SERVICEBOT_RATE_LIMIT": UNLIMITED,
        "SERVICEBOT_VAR": str(folder / "var"),
        "SERVICEBOT_DATABASE_URL": f"sqlite:///{folder / 'journal.sqlite'}",
    }
    log = folder / "log"
    began = time.perf_counter()
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=out,
            stderr=out,
            env=os.environ | settings | environ,
        )
    try:
        while not _is_ready(port):
            if process.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise SystemExit(f"{kind} did not start:\n{log.read_text('utf-8')}")
            time.sleep(0.01)
        address = f"http://127.0.0.1:{port}"
        yield Server(process.pid, address, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(60)


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


def _children(pid: int) -> Sequence[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in path.read_text("ascii").split()]


def _status_kb(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
    values = [line.split()[1] for line in lines if line.startswith(f"{name}:")]
    return int(values[0]) if values else 0


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2]
    user, system = fields.split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
