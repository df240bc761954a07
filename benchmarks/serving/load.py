"""Load by wrk: many connections that ask at once, each another question."""

import json
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from servers import HERE, ROOT

QUESTIONS = ROOT / "tests" / "corpus" / "questions.jsonl"
DIFFERENT = 2000
CONNECTIONS = 8


@dataclass(frozen=True, slots=True)
class Burst:
    """What wrk saw of one address for some seconds, and what the server computed."""

    requests: int
    seconds: float
    failed: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    cpu_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Total:
    """What wrk saw of one address in all rounds; percentiles are medians of rounds."""

    bursts: Sequence[Burst]

    @property
    def rate(self) -> float:
        """Requests in a second."""
        seconds = sum(burst.seconds for burst in self.bursts)
        return sum(burst.requests for burst in self.bursts) / seconds

    @property
    def cpu_us(self) -> float:
        """Microseconds that the server computes for a request."""
        seconds = sum(burst.cpu_s for burst in self.bursts)
        return 1e6 * seconds / sum(burst.requests for burst in self.bursts)

    @property
    def failed(self) -> int:
        """Requests without a good answer."""
        return sum(burst.failed for burst in self.bursts)

    def median(self, name: str) -> float:
        """Return the median over the rounds of a percentile, in milliseconds."""
        values = sorted(float(getattr(burst, name)) for burst in self.bursts)
        return values[len(values) // 2]


def different_questions(path: Path = QUESTIONS) -> list[str]:
    """Return two thousand questions, no two of them alike."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return list(dict.fromkeys(str(row["q"]) for row in rows))[:DIFFERENT]


def write_bodies(questions: Iterable[str], path: Path) -> Path:
    """Write the bodies of requests, one a line, as ask.lua reads them."""
    bodies = (json.dumps({"question": q}, ensure_ascii=False) for q in questions)
    path.write_text("".join(f"{body}\n" for body in bodies), "utf-8")
    return path


def burst(
    address: str, bodies: Path | None, seconds: float, connections: int = CONNECTIONS
) -> Burst:
    """Ask for some seconds; without bodies, fetch the address."""
    wrk = which("wrk")
    if wrk is None:
        raise SystemExit("wrk is missing: sudo apt-get install wrk")
    options = ["--threads", "1", "--connections", str(connections)]
    options += ["--duration", f"{max(1, round(seconds))}s", "--timeout", "10s"]
    script = ["--script", str(HERE / "ask.lua"), address, "--"]
    command = [wrk, *options, *script, *([str(bodies)] if bodies else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Burst(**json.loads(done.stdout.splitlines()[-1]))
