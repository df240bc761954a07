"""Many towns in one process: `run.py [--towns 300] [--seconds 60] [--memory 1900]`.

Invented towns are written and trained below a temporary folder (`--keep FOLDER` keeps
them for the next time), the real server is started, every town asked once, then a third
of them at a time, others every two seconds (`load.py`). It prints a table as Markdown,
or `--json`, and exits with 1 when a bar is missed: 2 GB of memory, 50 ms at the 99th
percentile.
"""

import argparse
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from load import ASK, QUESTIONS, Sample, ask
from making import figure_of, make_towns, town_name

_MEMORY_BAR = 2048
_P99_BAR = 50.0
_HERE = Path(__file__).parent
_MAIN = "from servicebot.cli import main; main(prog_name='servicebot')"
_SERVICEBOT = [sys.executable, "-c", _MAIN]
_WARM_UP = 5.0


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--towns", type=int, default=300)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--rate", type=float, default=50)
    options.add_argument("--memory", type=int, default=1900)
    options.add_argument("--keep", type=Path)
    options.add_argument("--json", action="store_true")
    options.add_argument("--report", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        found = measure(given, given.keep or Path(temporary))
    text = json.dumps(found, indent=2) if given.json else table(found)
    print(text)
    if given.report:
        given.report.write_text(f"{text}\n", "utf-8")
    is_met = found["rss"] <= _MEMORY_BAR and found["p99"] <= _P99_BAR
    return 0 if is_met and not found["wrong"] else 1


def measure(given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Make the towns, serve them, ask them; return the figures."""
    names = make_towns(folder / "towns", given.towns)
    environ = os.environ | {
        "SERVICEBOT_TOWNS": str(folder / "towns"),
        "SERVICEBOT_TOWNS_MEMORY": str(given.memory),
        "SERVICEBOT_VAR": str(folder / "var"),
        "SERVICEBOT_RATE_LIMIT": "off",
        "PYTHONUNBUFFERED": "1",
    }
    started = time.perf_counter()
    subprocess.run([*_SERVICEBOT, "warm"], env=environ, check=True, stdout=sys.stderr)
    warm = time.perf_counter() - started
    with served(environ) as (port, pid):
        once = asked_once(port, names)
        asked(port, names, given.rate, _WARM_UP)
        samples = asked(port, names, given.rate, given.seconds)
        ready = json.loads(_read(port, "/readyz"))
        rss, peak = memory(pid)
    idle = sorted(s.seconds * 1000 for s in samples if not s.town)
    samples = [s for s in samples if s.town]
    cold = [s for s in samples if s.is_cold]
    warm_ones = sorted(s.seconds * 1000 for s in samples if not s.is_cold)
    return {
        "towns": given.towns,
        "bound": given.memory,
        "loaded": ready["towns"]["loaded"],
        "rss": rss,
        "peak": peak,
        "requests": len(samples),
        "rate": given.rate,
        "p50": percentile(warm_ones, 50),
        "p95": percentile(warm_ones, 95),
        "p99": percentile(warm_ones, 99),
        "idle_p50": percentile(idle, 50),
        "idle_p95": percentile(idle, 95),
        "idle_p99": percentile(idle, 99),
        "cold": len(cold),
        "cold_p50": percentile(sorted(s.seconds * 1000 for s in cold), 50),
        "cold_worst": max((s.seconds * 1000 for s in cold), default=0.0),
        "first_p50": percentile(sorted(s.seconds * 1000 for s in once), 50),
        "wrong": wrong([*once, *samples], names),
        "training": warm,
    }


@contextmanager
def served(environ: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Start the server; give its port and its process."""
    server = subprocess.Popen(
        [*_SERVICEBOT, "serve", "--port", "0"],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout is not None  # noqa: S101 - it is a pipe
    try:
        yield int(server.stdout.readline().rsplit(":", 1)[1]), server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=60)


def asked(port: int, towns: Sequence[str], rate: float, seconds: float) -> list[Sample]:
    """Ask from a process of its own."""
    wish = {"port": port, "towns": towns, "rate": rate, "seconds": seconds}
    done = subprocess.run(
        [sys.executable, str(_HERE / "load.py")],
        input=json.dumps(wish),
        capture_output=True,
        text=True,
        check=True,
    )
    return [Sample(*row) for row in json.loads(done.stdout)]


def asked_once(port: int, towns: Sequence[str]) -> list[Sample]:
    """Ask every town once, the one asked most at the end: all of these are loads."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    return [ask(connection, town, ASK, QUESTIONS[0]) for town in reversed(towns)]


def _read(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    return connection.getresponse().read()


def wrong(samples: Sequence[Sample], towns: Sequence[str]) -> int:
    """Return how many answers failed, or are those of another town."""
    numbers = {town: number for number, town in enumerate(towns)}
    return sum(
        sample.status != 200
        or (sample.question == QUESTIONS[0] and not _is_own(sample, numbers))
        for sample in samples
    )


def _is_own(sample: Sample, numbers: Mapping[str, int]) -> bool:
    number = numbers[sample.town]
    figure = f" {figure_of(number)} crèches"
    return town_name(number) in sample.text and figure in sample.text


def memory(pid: int) -> tuple[float, float]:
    """Return the resident memory of a process and its peak, in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    kib = {line.split(":")[0]: line.split()[1] for line in lines if " kB" in line}
    return int(kib["VmRSS"]) / 1024, int(kib["VmHWM"]) / 1024


def percentile(values: Sequence[float], part: int) -> float:
    """Return a percentile of sorted values, 0 of none."""
    return values[min(len(values) - 1, len(values) * part // 100)] if values else 0.0


def table(found: Mapping[str, Any]) -> str:
    """Return the figures as a table."""
    rows = {
        "towns": found["towns"],
        "bound (`SERVICEBOT_TOWNS_MEMORY`), MiB": found["bound"],
        "towns in memory at the end": found["loaded"],
        f"resident memory at the end and at most, MiB (bar {_MEMORY_BAR})": _pair(
            found, "rss", "peak"
        ),
        "requests, at how many a second": f"{found['requests']}, {found['rate']:.0f}",
        f"p50, p95, p99 of towns in memory, ms (bar {_P99_BAR:.0f} at p99)": ", ".join(
            f"{found[key]:.1f}" for key in ("p50", "p95", "p99")
        ),
        "the same of an empty answer of the process, ms": ", ".join(
            f"{found[key]:.1f}" for key in ("idle_p50", "idle_p95", "idle_p99")
        ),
        "answers that waited for a load": found["cold"],
        "their p50 and the longest, ms": _pair(found, "cold_p50", "cold_worst"),
        "the first answer of every town, p50, ms": f"{found['first_p50']:.0f}",
        "answers that failed, or were another town's": found["wrong"],
        "training of all, s": f"{found['training']:.0f}",
    }
    lines = [f"| {name} | {value} |" for name, value in rows.items()]
    return "\n".join(["| | |", "| --- | ---: |", *lines])


def _pair(found: Mapping[str, Any], first: str, second: str) -> str:
    return f"{found[first]:.0f}, {found[second]:.0f}"


if __name__ == "__main__":
    sys.exit(main())
