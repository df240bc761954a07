"""A long time at half load: does the memory stay as it is?"""

import argparse
import http.client
import json
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from load import burst, different_questions, write_bodies
from machine import machine, table
from servers import ROOT, Server, serving
from servicebot.evaluation.figures import mean, percentile

BAR = 0.05
SHARE = 0.5
_PEOPLE = 4
_BURST = 10.0
"""Seconds of full load, to know what half of it is."""

_SETTLING = 0.1
"""The share of the time in which caches fill, which is not judged."""

_HEADERS = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Sample:
    """The memory of a server after some minutes."""

    minutes: float
    memory_mb: float


def command(parser: argparse.ArgumentParser) -> None:
    """Add what can be told."""
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--kind", choices=("waitress", "gunicorn"), default="waitress")
    parser.add_argument("--knowledge", type=Path, default=ROOT / "knowledge")


def run(options: argparse.Namespace) -> tuple[str, bool]:
    """Return the table, and whether the memory stayed within the bar."""
    questions = different_questions()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bodies = write_bodies(questions, folder / "bodies")
        knowledge = options.knowledge.resolve()
        with serving(options.kind, folder / "server", knowledge) as server:
            brief = min(_BURST, 60 * options.minutes)
            full = burst(f"{server.address}/api/v1/ask", bodies, brief)
            crowd = Crowd(
                server.address, questions, SHARE * full.requests / full.seconds
            )
            crowd.start()
            samples = _watched(server, options.minutes)
            crowd.end()
    judged = [s for s in samples if s.minutes >= _SETTLING * options.minutes]
    change = _change(judged)
    text = _report(options, crowd, samples, change, _slope(judged))
    return text, abs(change) <= BAR and not crowd.failed


@dataclass
class Crowd:
    """People who ask one question after the other, at a steady rate altogether."""

    address: str
    questions: Sequence[str]
    rate: float
    failed: int = 0
    times: list[float] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)
    _ended: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Begin to ask."""
        for _ in range(_PEOPLE):
            thread = threading.Thread(target=self._ask, daemon=True)
            self._threads.append(thread)
            thread.start()

    def end(self) -> None:
        """Ask no more."""
        self._ended.set()
        for thread in self._threads:
            thread.join(30)

    def _ask(self) -> None:
        place = urlsplit(self.address)
        door = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
        pause = _PEOPLE / self.rate
        due = time.monotonic()
        while not self._ended.wait(max(0.0, due - time.monotonic())):
            due = max(due + pause, time.monotonic() - 10 * pause)
            question = self.questions[next(self._numbers) % len(self.questions)]
            began = time.perf_counter()
            if not _answers(door, question):
                self.failed += 1
            self.times.append(1e3 * (time.perf_counter() - began))
        door.close()


def _answers(door: http.client.HTTPConnection, question: str) -> bool:
    try:
        body = json.dumps({"question": question})
        door.request("POST", "/api/v1/ask", body, _HEADERS)
        response = door.getresponse()
        response.read()
    except (OSError, http.client.HTTPException):
        door.close()
        return False
    return response.status == 200


def _watched(server: Server, minutes: float) -> list[Sample]:
    """Note the memory two hundred times in so many minutes."""
    began = time.monotonic()
    samples = []
    while (past := (time.monotonic() - began) / 60) < minutes:
        samples.append(Sample(past, server.memory_mb))
        time.sleep(60 * minutes / 200)
    return samples


def _change(samples: Sequence[Sample]) -> float:
    """Return how much more memory the last tenth takes than the first."""
    tenth = max(1, len(samples) // 10)
    first = mean([sample.memory_mb for sample in samples[:tenth]])
    return mean([sample.memory_mb for sample in samples[-tenth:]]) / first - 1


def _slope(samples: Sequence[Sample]) -> float:
    """Return the megabytes an hour of the straight line through the samples."""
    middle = mean([sample.minutes for sample in samples])
    spread = sum((sample.minutes - middle) ** 2 for sample in samples)
    drift = sum((s.minutes - middle) * s.memory_mb for s in samples)
    return 60 * drift / spread if spread else 0.0


def _report(
    options: argparse.Namespace,
    crowd: Crowd,
    samples: Sequence[Sample],
    change: float,
    slope: float,
) -> str:
    head = ["minutes", "RSS, MB"]
    rows = [
        [f"{sample.minutes:.1f}", f"{sample.memory_mb:.1f}"]
        for sample in samples[:: max(1, len(samples) // 10)]
    ]
    rate = len(crowd.times) / (60 * options.minutes)
    p50, p99 = (percentile(crowd.times, part) for part in (0.5, 0.99))
    return (
        f"# Soak\n\n{machine()}.\n\n"
        f"{options.kind}, {options.minutes:g} minutes, {crowd.rate:.0f} questions/s"
        f" wanted (half of the most), {rate:.0f} reached: {len(crowd.times)} asked,"
        f" {crowd.failed} failed, p50 {p50:.1f} ms, p99 {p99:.1f} ms.\n\n"
        f"{table(head, rows)}\n"
        f"From the first tenth of the time after settling to the last: {change:+.1%}"
        f" (bar: within {BAR:.0%}); slope {slope:+.1f} MB an hour.\n"
    )
