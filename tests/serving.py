"""The real server of the invented town, started as its administrator starts it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_MAIN = "from servicebot.cli import main; main(prog_name='servicebot')"
RUN = (sys.executable, "-c", _MAIN)
"""What runs `servicebot` in a process of its own."""


def town_environment(**changes: str) -> Mapping[str, str]:
    """Return the environment of that server, unlimited, with these changes."""
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PYTHONUNBUFFERED": "1",
        "SERVICEBOT_KNOWLEDGE": str(Path(__file__).parent / "town"),
        "SERVICEBOT_RATE_LIMIT": "off",
        **changes,
    }


@contextmanager
def served(folder: Path, *options: str, **environ: str) -> Iterator[str]:
    """Run `servicebot serve` in a folder, and give its address."""
    process = subprocess.Popen(
        [*RUN, "serve", "--port", "0", *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=town_environment(**environ),
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().split()[-1]
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)
