"""A base judged on its own phrasings, each while it is left out of the training."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from servicebot.errors import EvaluationError
from servicebot.evaluation.figures import stratified_folds
from servicebot.knowledge.base import Base
from servicebot.understanding.engine import Engine, build_engine
from servicebot.understanding.mentions import Lent

FOLDS = 5
_NOTHING = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A phrasing that the training had not seen, and what was made of it.

    `entry` is the right one, None where nothing answers; `got` the best candidate.
    """

    text: str
    entry: str | None
    got: str | None
    outcome: str
    confidence: float

    @property
    def right(self) -> bool:
        """Whether the best candidate is the right entry."""
        return self.entry is not None and self.entry == self.got


def cross_validate(base: Base, now: datetime, folds: int = FOLDS) -> tuple[Held, ...]:
    """Judge the phrasings of entries that have several, and the negatives, in folds."""
    rows = [
        (text, key)
        for key, entry in sorted(base.entries.items())
        if len(entry.asks) > 1
        for text in entry.asks
    ]
    rows += [(text, _NOTHING) for text in base.negatives]
    if len(rows) < folds:
        raise EvaluationError(
            "rien à évaluer : aucune fiche n'a plusieurs formulations"
        )
    dealt = stratified_folds([key for _, key in rows], folds)
    return tuple(
        held
        for fold in dealt
        for held in _judge_fold(base, [rows[row] for row in fold], now)
    )


def _judge_fold(
    base: Base, left_out: Sequence[tuple[str, str]], now: datetime
) -> Iterator[Held]:
    engine = build_engine(_without(base, frozenset(left_out)))
    for text, key in left_out:
        yield _judge(engine, text, key or None, now)


def _without(base: Base, left_out: frozenset[tuple[str, str]]) -> Base:
    entries = {
        key: replace(
            entry, asks=tuple(ask for ask in entry.asks if (ask, key) not in left_out)
        )
        for key, entry in base.entries.items()
    }
    negatives = tuple(t for t in base.negatives if (t, _NOTHING) not in left_out)
    return replace(base, entries=entries, negatives=negatives)


def _judge(engine: Engine, text: str, entry: str | None, now: datetime) -> Held:
    verdict = engine.judge(engine.frame(text, now), Lent()).verdict
    return Held(text, entry, verdict.label, verdict.outcome, verdict.confidence)
