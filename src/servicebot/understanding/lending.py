"""What one question of a message lends to the next: a subject, or another town."""

from collections.abc import Sequence
from dataclasses import replace

from servicebot.understanding.engine import Judged
from servicebot.understanding.frames import Frame
from servicebot.understanding.mentions import Lent
from servicebot.understanding.operators import operator_of, still_of_operator


def lend(judged: Judged, lent: Lent) -> Lent:
    """Return what a judged question lends to the next one of the same message."""
    verdict = judged.verdict
    if verdict.outcome == "answer" and verdict.label:
        best, operator = verdict.candidates[0], operator_of(judged.frame)
        return Lent(best.subject, verdict.aspect or lent.aspect, best.label, operator)
    subject = next(iter(judged.frame.named), lent.subject)
    return Lent(
        subject, lent.aspect, None, still_of_operator(judged.frame, lent.operator)
    )


def still_elsewhere(judged: Judged, before: Sequence[Judged]) -> Judged:
    """Return a question that goes on about another town as one about that town.

    « Des résidences à Perpignan ? Combien d'appartements ? »
    """
    last = before[-1].verdict if before else None
    if last is None or last.reason != "elsewhere" or _names(judged.frame):
        return judged
    verdict = replace(
        judged.verdict, outcome="refuse", reason="elsewhere", elsewhere=last.elsewhere
    )
    return replace(judged, verdict=verdict)


def _names(frame: Frame) -> bool:
    """Whether a question names a subject, or a town or operator of the territory."""
    return bool(frame.clear or frame.scopes or frame.commune)
