"""The real server of the invented town, for other people's programs to talk to."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
MAIN = "from servicebot.cli import main; main(prog_name='servicebot')"
Serve = Callable[..., str]


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Start `servicebot serve` in this environment and return its address."""
    processes: list[subprocess.Popen[str]] = []

    def start(**environ: str) -> str:
        process = subprocess.Popen(
            [sys.executable, "-c", MAIN, "serve", "--port", "0", "--allow-at"],
            cwd=tmp_path_factory.mktemp("server"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ
            | {
                "PYTHONPATH": os.pathsep.join(sys.path),
                "PYTHONUNBUFFERED": "1",
                "SERVICEBOT_KNOWLEDGE": str(TESTS / "town"),
                "SERVICEBOT_RATE_LIMIT": "off",
            }
            | environ,
        )
        processes.append(process)
        assert process.stdout is not None
        return process.stdout.readline().split()[-1]

    yield start
    for process in processes:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)
