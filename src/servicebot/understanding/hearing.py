"""How many words of a question an entry explains: much is surer than little."""

from servicebot.understanding.candidates import Candidate
from servicebot.understanding.frames import Frame, cue_stems
from servicebot.understanding.mentions import HINT, Lent
from servicebot.understanding.ranking import WEIGHTS
from servicebot.understanding.reader import Utterance

MANY = 4
"""How many explained words make a question as plain as it can be."""

TOLD = 2
"""How many words a number is worth that is said with what it counts."""

CELL = 3
"""How many words a subject is worth that is named with an aspect it has."""

CROSSED = 3
"""How many words a subject is worth that several words name together."""

GOING_ON = 0.8
"""How much has been heard where a subject is gone on with, which need not be said."""

QUOTED = 0.8
"""How near (cosine) a question is to a written phrasing to be taken at its word."""


def heard(utterance: Utterance, frame: Frame, best: Candidate, lent: Lent) -> float:
    """Return how many words are explained beside those that ask, of `MANY` (0 to 1).

    « combien d'affiches ? » has one, which says less than two thirds of six do. Where
    something was spoken of, people say less, least of all when they go on with it; and
    little is enough that is near to a phrasing word for word.
    """
    words = _explained(utterance, frame, best)
    if lent.subject is None:
        return min(MANY, words) / MANY
    goes_on = best.part("subject") > 0 and not frame.clear
    return max(min(MANY, words + 1) / MANY, GOING_ON if goes_on else 0.0)


def _explained(utterance: Utterance, frame: Frame, best: Candidate) -> float:
    """Return how many words of content, but those that ask, an entry explains."""
    said = {word.stem for word in utterance.content}
    beside = len(said - cue_stems(utterance, frame) - frame.dated)
    share, subject, aspect, nearest = (
        best.part(name) / WEIGHTS[name]
        for name in ("explained", "subject", "aspect", "nearest")
    )
    words = max(beside, CELL * min(subject, aspect)) * share
    if frame.dated and min(subject, aspect) >= HINT:
        words += 1  # « le kiosque en avril » asks hours by a moment
    if best.subject in frame.crossed:
        words = max(words, CROSSED)
    if best.part("unit") > 0 and (frame.stated or utterance.numbers):
        words += TOLD
    return max(words, MANY * nearest) if nearest >= QUOTED else words
