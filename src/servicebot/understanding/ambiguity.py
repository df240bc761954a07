"""Whether what is in doubt is the subject, or only which of its entries is meant."""

from collections.abc import Mapping, Sequence

from servicebot.knowledge.aspects import QUANTITY
from servicebot.understanding.candidates import Candidate
from servicebot.understanding.frames import CLEAR, Frame, cue_stems
from servicebot.understanding.grid import Grid
from servicebot.understanding.mentions import Lent
from servicebot.understanding.reader import Utterance

ALIKE = 0.65
"""How far behind an entry of another subject that counts the same may be."""

EXPLAINED = 0.6
"""What share of a question an entry must explain to be told in doubt of another."""


def is_within_subject(
    candidates: Sequence[Candidate], signals: Mapping[str, float]
) -> bool:
    """Whether the only rivals are entries of a clear subject that explains the words.

    The best is told then sooner than asked for: it comes with those beside it.
    """
    clear = signals["subject"] >= CLEAR and signals["explained"] >= EXPLAINED
    return clear and candidates[0].subject in [c.subject for c in candidates[1:2]]


def is_of_many(
    utterance: Utterance,
    frame: Frame,
    candidates: Sequence[Candidate],
    lent: Lent,
    grid: Grid,
) -> bool:
    """Whether a number is asked of several subjects, none of them spoken of."""
    if candidates[0].subject in (lent.subject, *frame.crossed):
        return False
    return counts_many(utterance, frame, grid) or counts_alike(frame, candidates)


def counts_many(utterance: Utterance, frame: Frame, grid: Grid) -> bool:
    """Whether all that is said is one unit that several entries count (« agents »).

    Its number is asked of several subjects alike (« nombre de réunions »). A unit in
    the name of a subject (« le projet de territoire ») asks for that subject.
    """
    if any(found.end - found.start > 1 for found in frame.subjects):
        return False
    if frame.aspects and (frame.subjects or frame.asked != (QUANTITY,)):
        return False
    stems = {word.stem for word in utterance.content} - cue_stems(utterance, frame)
    rows = grid.units.get(next(iter(stems), ""))
    return len(stems) == 1 and rows is not None and len(rows) > 2


def counts_alike(frame: Frame, candidates: Sequence[Candidate]) -> bool:
    """Whether another subject counts what is asked as well, and it is not named.

    « ça a pris combien d'heures » may be asked of two projects.
    """
    if not frame.counted or frame.clear:
        return False
    best, *others = candidates
    if best.subject in frame.named:  # « combien de communes ? »
        return False
    return best.part("unit") > 0 and any(
        other.part("unit") > 0
        and other.subject != best.subject
        and best.score - other.score < ALIKE
        and best.part("explained") <= other.part("explained")
        and best.part("year") <= other.part("year")
        for other in others
    )


def counts_another(frame: Frame, subject: str, grid: Grid) -> bool:
    """Whether what is counted is a unit of one subject alone, not of the one given.

    « combien de nageurs ? » asks of the pool, whatever was spoken of.
    """
    if not frame.counted:
        return False
    rows = set(grid.units.get(frame.counted[0], ()))
    asked = all(rows & set(grid.aspects.get(aspect, ())) for aspect in frame.asked)
    if not (rows and asked) or rows & set(grid.subjects.get(subject, ())):
        return False
    return any(rows <= set(own) for own in grid.subjects.values())
