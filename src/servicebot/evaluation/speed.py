"""How long a question takes at first sight: its parts, and the whole reply."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter_ns

from servicebot.bot import Bot
from servicebot.errors import EvaluationError
from servicebot.evaluation.figures import percentile
from servicebot.evaluation.first_sight import forget_words
from servicebot.understanding.dialogue import Context
from servicebot.understanding.turns import understand

WARM_UP = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the work with its microseconds a question."""

    name: str
    p50_us: float
    p99_us: float


@dataclass(frozen=True, slots=True)
class SpeedReport:
    """The parts of the work, the whole reply last, over `n` questions."""

    parts: tuple[Part, ...]
    n: int


def evaluate_speed(bot: Bot, questions: Sequence[str], now: datetime) -> SpeedReport:
    """Time every question on its own, the caches of words emptied before each part."""
    if not questions:
        raise EvaluationError("rien à mesurer : aucune question")
    nothing = bot.codec.open(None, now)
    for question in questions[:WARM_UP]:
        bot.reply(question, None, now)
    rows = [_times(bot, question, nothing, now) for question in questions]
    names = ("understand", "compose", "reply")
    return SpeedReport(
        parts=tuple(
            Part(name, percentile(times, 0.5), percentile(times, 0.99))
            for name, times in zip(names, zip(*rows, strict=True), strict=True)
        ),
        n=len(questions),
    )


def _times(
    bot: Bot, question: str, nothing: Context, now: datetime
) -> tuple[float, float, float]:
    forget_words()
    start = perf_counter_ns()
    turn = understand(bot.engine, question, nothing, now)
    understood = perf_counter_ns()
    bot.composer.compose(turn, nothing, now)
    composed = perf_counter_ns()
    forget_words()
    again = perf_counter_ns()
    bot.reply(question, None, now)
    replied = perf_counter_ns()
    return (
        (understood - start) / 1000,
        (composed - understood) / 1000,
        (replied - again) / 1000,
    )
