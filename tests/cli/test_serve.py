"""`servicebot serve` as a process: it says where it listens, and leaves when asked."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

MAIN = "from servicebot.cli import main; main(prog_name='servicebot')"


def start(*arguments: str, cwd: Path, **environ: str) -> subprocess.Popen[str]:
    """Start the server with a free port of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", MAIN, "serve", "--port", "0", *arguments],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1"}
        | environ,
    )


def ask(address: str, question: str, **more: str) -> dict[str, object]:
    """Ask the running server."""
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{address}/api/v1/ask",
        json.dumps({"question": question} | more).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310
        reply: dict[str, object] = json.loads(response.read())
    return reply


@pytest.fixture
def folder(town: Path, tmp_path: Path) -> Path:
    """A copy of the town that a test may change."""
    return shutil.copytree(town, tmp_path / "knowledge")


@pytest.fixture
def address(folder: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a running server."""
    process = start("--allow-at", "--knowledge", str(folder), cwd=tmp_path)
    assert process.stdout is not None
    line = process.stdout.readline()
    yield line.split()[-1]
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=10)
    assert process.returncode == 0


def test_the_server_answers_at_the_address_that_it_says(address: str) -> None:
    reply = ask(address, "combien de crèches ?", at="2026-11-22T15:00")

    assert reply["entry"] == "creches.nombre"


def test_what_was_answered_survives_kill_9(folder: Path, tmp_path: Path) -> None:
    process = start(
        "--knowledge", str(folder), cwd=tmp_path, SERVICEBOT_RATE_LIMIT="off"
    )
    assert process.stdout is not None
    address = process.stdout.readline().split()[-1]

    answered = [str(ask(address, f"combien de {n} ?")["id"]) for n in range(40)]
    process.kill()
    process.communicate(timeout=10)

    with closing(sqlite3.connect(tmp_path / "var" / "servicebot.sqlite")) as database:
        kept = {name for (name,) in database.execute("SELECT id FROM turns")}
        checked = database.execute("PRAGMA integrity_check").fetchone()
    assert set(answered) <= kept
    assert checked == ("ok",)


def test_a_changed_file_is_live_without_a_restart(address: str, folder: Path) -> None:
    file = folder / "services" / "creches.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("value: 3", "value: 4"), encoding="utf-8")

    deadline = time.monotonic() + 20
    said = ""
    while "4 crèches" not in said and time.monotonic() < deadline:
        time.sleep(0.2)
        said = str(ask(address, "combien de crèches ?")["text"])

    assert "4 crèches" in said


def test_a_slow_client_does_not_hold_the_others(address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    half = b"POST /api/v1/ask HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"
    slow = [socket.create_connection((host, int(port))) for _ in range(40)]
    for client in slow:
        client.sendall(half)

    started = time.monotonic()
    with urllib.request.urlopen(f"{address}/healthz", timeout=5) as response:  # noqa: S310
        assert response.status == 200
    assert time.monotonic() - started < 4
    for client in slow:
        client.close()


def test_a_broken_base_is_refused_with_its_fault(folder: Path, tmp_path: Path) -> None:
    (folder / "services" / "creches.yaml").write_text("service: [\n", encoding="utf-8")

    process = start("--knowledge", str(folder), cwd=tmp_path)
    _, errors = process.communicate(timeout=20)

    assert process.returncode == 2
    assert "creches.yaml:" in errors


def test_a_missing_page_sentence_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "phrases-page.yaml").unlink()

    process = start("--knowledge", str(folder), cwd=tmp_path)
    _, errors = process.communicate(timeout=20)

    assert process.returncode == 2
    assert "page_heading" in errors


def test_a_port_in_use_is_told(folder: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        arguments = ("--knowledge", str(folder), "--port", port)
        process = start(*arguments, cwd=tmp_path)
        _, errors = process.communicate(timeout=20)

    assert process.returncode == 2
    assert port in errors
