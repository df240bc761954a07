"""Where the time goes: py-spy looks at a server under load a hundred times a second."""

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from servers import Server

ROOMS: Mapping[str, Sequence[str]] = {
    "understanding": ("servicebot/understanding/", "servicebot/french/"),
    "answers": ("servicebot/answers/",),
    "context": ("servicebot/understanding/dialogue.py", "itsdangerous/"),
    "journal, in the answer": ("servicebot/journal/",),
    "limits": ("flask_limiter/", "limits/", "servicebot/web/limits.py"),
    "body and JSON": ("servicebot/web/reading.py", "servicebot/web/contract.py"),
    "our web": ("servicebot/web/", "servicebot/bot.py"),
    "Flask": ("flask/", "werkzeug/"),
    "server": ("waitress/", "gunicorn/"),
}
_ORDER = ("context", "limits", "body and JSON", *ROOMS)
_WRITER = "journal-writer"
_RATE = 100


def draw(server: Server, seconds: int, picture: Path) -> None:
    """Draw where a server spends its time for a while."""
    _look(server, seconds, "flamegraph", picture)


def by_room(server: Server, seconds: int) -> Counter[str]:
    """Count samples by the innermost room that each stands in; none if not allowed."""
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "stacks"
        if not _look(server, seconds, "raw", raw):
            return Counter()
        return _counted(raw.read_text("utf-8", "replace").splitlines())


def _look(server: Server, seconds: int, form: str, into: Path) -> bool:
    """Record into a file; return whether a process may be looked at here."""
    spy = Path(sys.executable).with_name("py-spy")
    target = ["--pid", str(server.pid), "--subprocesses", "--gil", "--threads"]
    how = ["--duration", str(seconds), "--rate", str(_RATE)]
    command = [str(spy), "record", "--format", form, "--output", str(into)]
    done = subprocess.run(
        [*command, *how, *target], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(f"py-spy: {done.stderr.strip()}", file=sys.stderr)
    return done.returncode == 0


def _counted(stacks: Sequence[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for line in stacks:
        stack, _, count = line.rpartition(" ")
        if count.isdecimal():
            found[_room(stack)] += int(count)
    return found


def _room(stack: str) -> str:
    if _WRITER in stack:
        return "journal, its thread"
    for frame in reversed(stack.split(";")):
        for room in _ORDER:
            if any(part in frame for part in ROOMS[room]):
                return room
    return "other"
