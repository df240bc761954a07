"""What a short message means after the last answer, or after a miss."""

import re
from collections.abc import Sequence
from dataclasses import replace

from servicebot.french.text import tokens
from servicebot.knowledge.base import Entry
from servicebot.understanding.dialogue import Context
from servicebot.understanding.engine import Framed, Judged
from servicebot.understanding.grid import Grid

REPEAT, DATED = "repeat", "dated"
DATE = "date"
BY_ITSELF = 0.85
"""How sure an answer is to a question that needs nothing of what was said before."""

_AND_OF = re.compile(
    r"^\W*(?:et|puis|et aussi)\s+(?=(?:de\s(?!la\b|l\b)|d'|d’)\w)", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)\d\d(?![^()]*\))")


def completed(text: str, last: Entry | None) -> str:
    """Give « et de sites ? » the « combien » of the number that was just said."""
    if last is None or last.number is None:
        return text
    return _AND_OF.sub("combien ", text, count=1)


def act_upon(framed: Framed, last: Entry | None, grid: Grid) -> str | None:
    """Return the act that a message is upon the last answer, if its words ask none.

    « depuis quand ? » asks the date of what was said where the subject has no other,
    « pour la zone 2 ? » takes up a number that was said.
    """
    frame = framed.frame
    if last is None:
        return None
    if frame.elliptic and set(frame.asked) == {DATE} and not frame.dated:
        if grid.covers(last.subject, DATE):
            return None
        return REPEAT if _YEAR.search(last.say) else DATED
    content = {word.token for word in framed.utterance.content}
    numbered = any(token.isdigit() for token in content)
    taken_up = numbered and not frame.aspects and content <= set(tokens(last.say))
    return REPEAT if taken_up else None


def strays(judged: Sequence[Judged], context: Context, grid: Grid) -> bool:
    """Whether a follow-up of what was not known names nothing and leads elsewhere.

    It does not where it says enough by itself to be answered surely.
    """
    if not context.misses or len(judged) > 1 or not judged[0].frame.resumes:
        return False
    if judged[0].verdict.confidence >= BY_ITSELF:
        return False
    candidates = judged[0].verdict.candidates
    if not candidates or context.subject is None:
        return True
    return not grid.related(candidates[0].subject, context.subject)


def unanswered(judged: Judged) -> Judged:
    """Return a question as one that is not known."""
    verdict = replace(judged.verdict, outcome="refuse", reason="unknown")
    return replace(judged, verdict=verdict)
