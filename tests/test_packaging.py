"""The installed wheel serves on its own, as does a fresh copy with one command."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
EXTRAS = ("hatchling", "prompt_toolkit", "rich", "defusedxml", "ijson", "openpyxl")
pytestmark = pytest.mark.slow(40)


def version_of(python: str) -> tuple[int, int] | None:
    """Return a Python's version, None where it does not run or cannot make venvs."""
    code = "import ensurepip, venv, sys; print(*sys.version_info[:2])"
    done = subprocess.run(
        [python, "-c", code], capture_output=True, text=True, check=False
    )
    numbers = [int(number) for number in done.stdout.split()]
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None


def pythons() -> list[str]:
    """Return this Python, and the newest other one that is installed."""
    names = [f"python3.{minor}" for minor in range(11, 15)]
    managed = (Path.home() / ".pyenv" / "versions").glob("3.*/bin/python")
    paths = [*filter(None, map(shutil.which, names)), *map(str, managed)]
    versions = {path: version_of(path) for path in paths}
    others = {
        version: path
        for path, version in versions.items()
        if version and version >= (3, 11) and version != sys.version_info[:2]
    }
    return [sys.executable, *([others[max(others)]] if others else [])]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def install(python: str, wheel: Path, folder: Path) -> Path:
    """Make a virtual environment that holds the wheel and its locked needs only."""
    subprocess.run([python, "-m", "venv", folder], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--quiet"]
    lock = str(ROOT / "locks" / "serve.txt")
    install = [*pip, "install", "--no-compile"]  # most of it is never imported
    subprocess.run([*install, "--require-hashes", "-r", lock], check=True)
    subprocess.run([*pip, "uninstall", "--yes", *EXTRAS], check=True)
    subprocess.run([*install, "--no-deps", str(wheel)], check=True)
    return folder / "bin" / "servicebot"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def fetch(url: str, body: dict[str, str] | None = None) -> tuple[int, bytes]:
    data = json.dumps(body).encode() if body else None
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, data, headers)  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
        return response.status, response.read()


def wait_until_served(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return when the server answers; give up when it ended or 300 seconds passed."""
    give_up = time.monotonic() + 300
    while time.monotonic() < give_up:
        try:
            fetch(f"{url}/healthz")
        except OSError:
            assert process.poll() is None, "the server ended before it served"
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not answer within 300 seconds")


@contextmanager
def served(command: list[Any], cwd: Path) -> Iterator[str]:
    """Run a serving command in a folder, in an environment without our settings."""
    port = free_port()
    ours = ("SERVICEBOT", "PYTHON")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    process = subprocess.Popen([*command, "--port", str(port)], cwd=cwd, env=kept)
    try:
        wait_until_served(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=15)


def ask(url: str, question: str) -> dict[str, Any]:
    status, body = fetch(f"{url}/api/v1/ask", {"question": question})
    assert status == 200
    reply: dict[str, Any] = json.loads(body)
    return reply


def test_the_wheel_carries_the_knowledge_and_the_pages(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    outside = [n for n in names if not n.startswith(("servicebot/", "servicebot-"))]

    for folder in ("knowledge", "web"):
        files = [p for p in (ROOT / folder).rglob("*") if p.is_file()]
        inside = {f"servicebot/_{p.relative_to(ROOT).as_posix()}" for p in files}
        assert inside <= set(names)
    assert "servicebot/_knowledge/town.yaml" in names
    assert outside == []


@pytest.mark.timeout(700)
@pytest.mark.parametrize("python", pythons(), ids=["this", "newest"][: len(pythons())])
def test_the_installed_wheel_serves_without_developers_tools(
    wheel: Path, tmp_path: Path, python: str
) -> None:
    command = install(python, wheel, tmp_path / "installed here")

    with served([command, "serve"], tmp_path) as url:
        ready, _ = fetch(f"{url}/readyz")
        reply = ask(url, "Combien y a-t-il de crèches ?")

    assert ready == 200
    assert (reply["kind"], "28" in reply["text"]) == ("answer", True)


@pytest.mark.timeout(700)
def test_a_fresh_copy_serves_with_one_command(tmp_path: Path) -> None:
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout
    clone = tmp_path / "a clone"
    for name in filter(None, names.decode().split("\0")):
        target = clone / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)

    with served([clone / "scripts" / "serve"], tmp_path) as url:
        reply = ask(url, "Combien y a-t-il de crèches ?")

    assert (reply["kind"], "28" in reply["text"]) == ("answer", True)
