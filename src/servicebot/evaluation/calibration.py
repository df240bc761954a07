"""Is a confidence of 80 % right eight times in ten? On what it was not fitted on."""

from collections.abc import Sequence
from dataclasses import dataclass

from servicebot.errors import EvaluationError
from servicebot.evaluation.crossing import Held
from servicebot.evaluation.dialogues import DialogueReport, JudgedTurn
from servicebot.evaluation.figures import Bin, calibration_error, reliability


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """The reliability table of one set of judged questions, with its error."""

    bins: tuple[Bin, ...]
    ece: float
    n: int


def of_phrasings(held: Sequence[Held]) -> CalibrationReport:
    """Compare confidence and outcome of a base's own phrasings, left out in turn."""
    judged = [each for each in held if each.outcome != "social"]
    return _report([(each.confidence, each.right) for each in judged])


def of_dialogues(report: DialogueReport) -> CalibrationReport:
    """Compare confidence and outcome of the turns whose best candidate can be judged.

    These are the answers, and the refusals of what nothing answers.
    """
    return _report(
        [
            (turn.confidence, turn.right and turn.got == "answer")
            for turn in report.turns
            if _can_be_judged(turn)
        ]
    )


def _can_be_judged(turn: JudgedTurn) -> bool:
    if turn.got == "answer":
        return True
    return turn.wanted == "none" and turn.got in ("fallback", "clarification")


def _report(judged: Sequence[tuple[float, bool]]) -> CalibrationReport:
    if not judged:
        raise EvaluationError("rien à évaluer : aucune question jugée")
    bins = reliability([c for c, _ in judged], [right for _, right in judged])
    return CalibrationReport(bins, calibration_error(bins), len(judged))
