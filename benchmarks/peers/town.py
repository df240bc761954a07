"""The first town's own bars: its dialogues, its speed, its start, what lies near it.

The dialogues are a file in the format of `servicebot evaluate dialogues`; the questions
near the domain are those of tests/corpus/questions.jsonl, with the entry that answers
each, or none.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from servicebot.bot import Bot
from servicebot.evaluation.figures import auroc, mean
from servicebot.knowledge.loader import load
from servicebot.understanding.dialogue import Context
from servicebot.understanding.turns import understand

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-c", "from servicebot.cli import main; main()"]
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))


@dataclass(frozen=True, slots=True)
class TownBar:
    """A figure of the town and the most or the least that it must be, if any."""

    what: str
    reached: float
    least: float | None = None
    most: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the bar is met, nothing where there is none."""
        if self.least is None and self.most is None:
            return None
        low = self.least is None or self.reached >= self.least
        return low and (self.most is None or self.reached <= self.most)

    @property
    def limit(self) -> str:
        """The bar as text."""
        if self.least is not None:
            return f"≥ {self.least:g}"
        return "–" if self.most is None else f"≤ {self.most:g}"


def measure_town(dialogues: Path) -> list[TownBar]:
    """Return the figures of the base in this checkout, on a file of dialogues."""
    parts = _evaluated("speed", str(dialogues))
    return [
        *_dialogues(dialogues),
        *_calibration(),
        TownBar("understand, p50 µs", parts["understand"]["p50_us"], most=100),
        TownBar("understand, p99 µs", parts["understand"]["p99_us"], most=600),
        TownBar("whole reply, p50 µs", parts["reply"]["p50_us"], most=250),
        *_starts(),
        *_near(),
    ]


def _dialogues(file: Path) -> list[TownBar]:
    """Play the dialogues, then once more without the table of meanings."""
    told = _evaluated("dialogues", str(file))
    without = _evaluated("dialogues", str(file), "--without-meaning")
    same = "the same, without the meaning"
    return [
        TownBar("turns right", told["right"], least=0.97),
        TownBar(same, without["right"]),
        TownBar("in scope, answered wrongly", told["answered_wrongly"], most=0.01),
        TownBar(same, without["answered_wrongly"]),
        TownBar("out of scope, answered", told["answered_out_of_scope"], most=0.02),
        TownBar(same, without["answered_out_of_scope"]),
    ]


def _calibration() -> list[TownBar]:
    """Judge the base's phrasings by matchers trained without them."""
    told = _evaluated("calibration")["formulations"]
    return [TownBar("calibration error, held-out phrasings", told["ece"], most=0.05)]


def _evaluated(what: str, *options: str) -> Mapping[str, Any]:
    command = [*PROGRAM, "evaluate", what, *options, "--json"]
    done = subprocess.run(
        [*command, "--knowledge", str(ROOT / "knowledge")],
        stdout=subprocess.PIPE,
        check=True,
    )
    found: Mapping[str, Any] = json.loads(done.stdout)
    return found


def _starts() -> list[TownBar]:
    """Start a server without a cache, then with one; both from launch to /readyz."""
    script = ROOT / "benchmarks" / "serving" / "start.py"
    command = [sys.executable, str(script), str(ROOT / "knowledge")]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found: Mapping[str, float] = json.loads(done.stdout)
    return [
        TownBar("start without a cache, s", found["cold_s"], most=4),
        TownBar("start with a cache, s", found["warm_s"], most=1.5),
        TownBar("memory once started, MB", found["memory_mb"], most=130),
    ]


def _near() -> list[TownBar]:
    """Ask questions by people who had not seen the phrasings; a part has no answer."""
    base = load(ROOT / "knowledge")
    bot = Bot.build(base, secret=b"benchmark")
    path = ROOT / "tests" / "corpus" / "questions.jsonl"
    asked = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    said = [(row["entry"], row["style"], *_said(bot, row["q"])) for row in asked]
    known = [row for row in said if row[0] is not None]
    near = [row for row in said if row[1] in ("aspect", "neighbour", "service")]

    def share(rows: Sequence[Any], holds: Callable[[Any], bool]) -> float:
        return mean([float(holds(row)) for row in rows])

    apart = auroc([row[3] for row in known], [row[3] for row in near])
    return [
        TownBar("questions by others, right", share(known, lambda r: r[0] == r[2])),
        TownBar("the same, answered wrongly", share(known, lambda r: _wrong(*r[:3]))),
        TownBar("near the domain, answered", share(near, lambda r: r[2] is not None)),
        TownBar("near the domain, AUROC", apart or 0.0),
    ]


def _wrong(entry: str, _style: str, answered: str | None) -> bool:
    return answered is not None and answered != entry


def _said(bot: Bot, question: str) -> tuple[str | None, float]:
    """Return the entry answered, if one is, and the confidence of the best."""
    turn = understand(bot.engine, question, Context(), NOON)
    answered = [j.verdict.label for j in turn.judged if j.verdict.outcome == "answer"]
    sure = max((j.verdict.confidence for j in turn.judged), default=0.0)
    return (answered[0] if answered else None), sure
