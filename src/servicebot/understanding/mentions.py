"""What a question mentions, and what the conversation lends it where it does not."""

from typing import NamedTuple

from servicebot.knowledge.aspects import PRECISE, QUANTITY, VAGUE
from servicebot.understanding.frames import Frame

LENT = 0.75
"""How surely a question that names nothing is about what was spoken of."""

HINT = 0.5
"""How surely a word that one subject alone uses speaks of it."""

SHARED = 0.85
"""What a name that several subjects share says of each."""


class Lent(NamedTuple):
    """What the conversation lends to a question that leaves it out."""

    subject: str | None = None
    aspect: str | None = None
    entry: str | None = None
    operator: str | None = None


def named_subjects(frame: Frame) -> dict[str, float]:
    """Return how surely each subject is named (0 to 1), less where names are shared."""
    named: dict[str, float] = {}
    for mention in frame.subjects:
        share = 1.0 if len(mention.values) == 1 else SHARED
        for subject in mention.values:
            named[subject] = max(named.get(subject, 0.0), share * mention.weight)
    return named


def completed(named: dict[str, float], frame: Frame, lent: Lent) -> dict[str, float]:
    """Add to names that are not clear what words hint at and what was spoken of.

    Beside a subject spoken of that uses its words, a weak name says something of that
    subject.
    """
    hints = dict.fromkeys(frame.hints, HINT)
    if lent.subject is None or (named and lent.subject not in frame.users):
        return {**hints, **named}
    return {**dict.fromkeys(named, -LENT), **hints, lent.subject: LENT}


def asked_aspects(frame: Frame) -> set[str]:
    """Return the aspects asked, without those of words that only open a question."""
    asked = {aspect for found in frame.aspects for aspect in found.values}
    alone = {found.values[0] for found in frame.aspects if len(found.values) == 1}
    if PRECISE & alone:
        asked -= VAGUE  # « quels sont les horaires »
        if not frame.counted and not _counts_plainly(frame):
            asked.discard(QUANTITY)  # « le loyer est de combien »
    return asked


def _counts_plainly(frame: Frame) -> bool:
    """Whether several words ask a number and nothing else (« ils sont combien »)."""
    return any(f.values == (QUANTITY,) and f.end - f.start > 1 for f in frame.aspects)
