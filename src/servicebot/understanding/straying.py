"""What goes on with something and leads elsewhere: it is better not answered."""

from collections.abc import Sequence
from dataclasses import replace

from servicebot.understanding.dialogue import Context
from servicebot.understanding.engine import Judged
from servicebot.understanding.following import says_rate
from servicebot.understanding.grid import Grid

BY_ITSELF = 0.83
"""How sure an answer is to a question that needs nothing of what was said before."""
FEW = 3
"""From how many words of content on a question may say enough by itself."""


def strays(judged: Sequence[Judged], context: Context, grid: Grid) -> bool:
    """Whether what goes on with something names nothing and leads elsewhere.

    It does not where it says enough by itself to be answered surely.
    """
    if len(judged) > 1 or not _needs_before(judged[0]):
        return False
    if context.subject is None and not context.misses:
        return False
    verdict = judged[0].verdict
    if verdict.outcome in ("refuse", "social") or verdict.confidence >= BY_ITSELF:
        return False
    candidates = verdict.candidates
    if candidates and candidates[0].part("subject") > 0:
        return False
    if not candidates or context.subject is None:
        return judged[0].frame.resumes or says_rate(judged[0])
    told = {context.subject, *(entry.partition(".")[0] for entry in context.entries)}
    return not any(grid.related(candidates[0].subject, subject) for subject in told)


def _needs_before(judged: Judged) -> bool:
    """Whether a message says too little by itself, or goes on with something."""
    frame, content = judged.frame, judged.utterance.content
    is_short = not (frame.subjects or frame.counted) and len(content) < FEW
    return frame.resumes or is_short or says_rate(judged)


def unanswered(judged: Judged) -> Judged:
    """Return a question as one that is not known."""
    verdict = replace(judged.verdict, outcome="refuse", reason="unknown")
    return replace(judged, verdict=verdict)
