"""Real processes of servicebot on the invented town, and people who ask them."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parents[2]
TOWN = ROOT / "tests" / "town"
SERVE = """
import sys
import servicebot.journal.store as store
from servicebot.cli import main
store.PATIENCE = 5.0  # of a loaded machine: an answer waits until its row is committed
main(prog_name="servicebot")
"""
QUESTIONS = ("combien de crèches ?", "piscine", "horaires de la mairie", "xyzzy")
UNREACHED = (OSError, http.client.HTTPException)


def free_port() -> int:
    """Return a port that nobody listens to."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


def within(seconds: float, is_true: Callable[[], bool]) -> bool:
    """Whether something becomes true in time."""
    deadline = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def call(address: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the JSON of a reply; an error status raises HTTPError."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(address + path, data, headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
        reply: dict[str, Any] = json.loads(response.read())
    return reply


def ask(address: str, question: str, **more: str) -> dict[str, Any]:
    """Ask something."""
    return call(address, "/api/v1/ask", {"question": question} | more)


def degraded(address: str) -> list[str]:
    """Return what a node says does not work, the first word of each."""
    reasons = call(address, "/readyz")["degraded"]
    return [reason.partition(":")[0] for reason in reasons]


@dataclass
class Node:
    """A process that serves at an address."""

    address: str
    command: Sequence[str]
    folder: Path
    environ: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Node":
        """Start, and wait until it is ready."""
        self.folder.mkdir(exist_ok=True)
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            self.command,
            cwd=self.folder,
            stdout=log,
            stderr=log,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | self.environ,
        )
        log.close()
        assert within(60, self._is_ready), (self.folder / "log").read_text("utf-8")
        return self

    @property
    def pid(self) -> int:
        """Its process."""
        assert self.process is not None
        return self.process.pid

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)

    def stop(self) -> None:
        """Ask it to leave."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)

    def _is_ready(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, (self.folder / "log").read_text("utf-8")
        with suppress(*UNREACHED):
            return bool(call(self.address, "/readyz")["status"] == "ready")
        return False


def node(folder: Path, *arguments: str, **environ: str) -> Node:
    """Return a node of `servicebot serve`, not started yet."""
    port = free_port()
    command = [sys.executable, "-c", SERVE, "serve", "--port", str(port), *arguments]
    settings = {"SERVICEBOT_KNOWLEDGE": str(TOWN), "SERVICEBOT_RATE_LIMIT": "off"}
    address = f"http://127.0.0.1:{port}"
    return Node(address, command, folder, settings | environ)


@dataclass
class Crowd:
    """People who ask at the same time, until they are sent home.

    After a torn connection, or a status of `asks_again_on` and half a second, they ask
    the same again as often as `retries` says.
    """

    address: str
    people: int = 4
    retries: int = 0
    asks_again_on: tuple[int, ...] = ()
    asked_again: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0
    _ended: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Self:
        for number in range(self.people):
            thread = threading.Thread(target=self._ask, args=(number,), daemon=True)
            self._threads.append(thread)
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(60)

    def goes_on(self, answers: int = 20) -> bool:
        """Whether so many more answers come within twenty seconds."""
        wanted = len(self.ids) + answers
        return within(20, lambda: len(self.ids) >= wanted)

    def _ask(self, number: int) -> None:
        while not self._ended.is_set():
            number += 1
            started = time.monotonic()
            self._ask_once(QUESTIONS[number % len(QUESTIONS)], self.retries)
            self.slowest = max(self.slowest, time.monotonic() - started)

    def _ask_once(self, question: str, retries: int) -> None:
        try:
            self.ids.append(ask(self.address, question)["id"])
        except urllib.error.HTTPError as error:
            error.close()
            can = retries > 0 and error.code in self.asks_again_on
            self._ended.wait(0.5 if can else 0)
            self._failed(str(error.code), question, retries if can else 0)
        except UNREACHED as error:
            self._failed(repr(error), question, retries)
            self._ended.wait(0.01)

    def _failed(self, why: str, question: str, retries: int) -> None:
        """Ask again if there are retries left."""
        if retries:
            self.asked_again.append(why)
            self._ask_once(question, retries - 1)
        else:
            self.failures.append(why)
