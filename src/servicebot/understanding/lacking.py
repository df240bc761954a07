"""What a base knows that it does not know: aspects, numbers, whole questions."""

from collections.abc import Collection, Sequence

from servicebot.knowledge.aspects import DELAY, LEFT, PRECISE, PRICE, QUANTITY, VAGUE
from servicebot.understanding.candidates import Candidate
from servicebot.understanding.confidence import Rules
from servicebot.understanding.frames import CLEAR, Frame, says_only
from servicebot.understanding.grid import NEAR, Grid
from servicebot.understanding.hearing import QUOTED
from servicebot.understanding.mentions import Lent
from servicebot.understanding.ranking import WEIGHTS
from servicebot.understanding.reader import Utterance

HOW_MUCH = frozenset((PRICE, QUANTITY, "capacite"))
"""« combien » alone may ask any of these; beside a price it asks that."""
STRICT = PRECISE | {"documents", "inscription", DELAY, LEFT}
"""Aspects of which nothing else of the subject is an answer."""

PRONOUNS = frozenset("il elle ils elles".split())
"""Words that take up the thing spoken of at the start of a question."""

LIKE = 0.6
"""How near (cosine) a question is to a phrasing whose aspect it asks first."""


def lacking(
    utterance: Utterance,
    frame: Frame,
    lent: Lent,
    candidates: Sequence[Candidate],
    rules: Rules,
) -> str | None:
    """Return the aspect asked of a known subject that has no entry of it."""
    if _uncounted(utterance, frame, candidates, lent, rules.grid):
        return QUANTITY
    return _missing(frame, _subject(frame, lent, candidates), candidates, rules)


def _subject(frame: Frame, lent: Lent, candidates: Sequence[Candidate]) -> str | None:
    """Return the subject asked about: of those that share a name, the best entry's."""
    clear = (found.values for found in frame.subjects if found.weight >= CLEAR)
    shared = next(clear, frame.subjects[0].values if frame.subjects else ())
    best = candidates[0].subject if candidates else None
    return best if best in shared else next(iter(shared), lent.subject)


def is_sure(missing: str, utterance: Utterance, frame: Frame, best: Candidate) -> bool:
    """Whether an aspect that is missing is refused, however near the best entry is."""
    nearest = best.part("nearest") / WEIGHTS["nearest"]
    plainly = best.part("aspect") < NEAR or _asks_first(missing, frame, best)
    beside = missing in STRICT and plainly and nearest < LIKE
    return missing == QUANTITY or beside or _asks_only(utterance, frame, best)


def _asks_first(missing: str, frame: Frame, best: Candidate) -> bool:
    """Whether a price, or what is left, is asked of what the best entry counts.

    « combien coûte une place en crèche » is not how many there are.
    """
    first = frame.aspects[0].values if frame.aspects else ()
    is_own = best.subject in frame.named[:1] or not frame.named
    if missing not in (PRICE, LEFT, DELAY) or best.part("unit") > 0 or frame.counted:
        return False
    how_much = missing == PRICE and HOW_MUCH.issuperset(frame.asked)
    return is_own and (first == (missing,) or how_much)


def _missing(
    frame: Frame, subject: str | None, candidates: Sequence[Candidate], rules: Rules
) -> str | None:
    """Return the precise aspect asked of a subject that has no entry of it."""
    if subject is None or not frame.aspects:
        return None
    counts = bool(candidates) and candidates[0].part("unit") > 0
    if (
        counts
        and frame.asks_quantity
        and not is_of_another(frame.clear, candidates[0], rules.grid)
    ):
        return None
    unanswered = rules.unanswered.intersection(frame.asked)
    if (
        unanswered
        and not counts
        and not _in_passing(frame, candidates, unanswered, rules.grid)
    ):
        return min(unanswered)
    values = next(
        (f.values for f in frame.cues if PRECISE.issuperset(f.values)),
        frame.cues[0].values,
    )
    precise = [aspect for aspect in frame.asked if aspect in PRECISE]
    if any(rules.grid.covers(subject, aspect) for aspect in (*values, *precise)):
        return None
    precise = [aspect for aspect in values if aspect != QUANTITY]
    best = candidates[0] if candidates else None
    explained = best is not None and best.part("cue") > 0 <= best.part("needs")
    return precise[0] if precise and not explained else None


def _uncounted(
    utterance: Utterance,
    frame: Frame,
    candidates: Sequence[Candidate],
    lent: Lent,
    grid: Grid,
) -> bool:
    """Whether what is counted is a subject's name, and no entry of it counts anything.

    « combien de logements sociaux » is not how many flats there are for the elderly.
    """
    if not frame.counted:
        return False
    counted, stems = set(frame.counted), utterance.stems
    own = {
        subject
        for found in frame.subjects
        if not counted.isdisjoint(stems[found.start : found.end])
        for subject in found.values
    }
    if not own or not candidates or grid.covers_any(own, QUANTITY):
        return False
    names_more = any(found.end - found.start > 1 for found in frame.subjects)
    if not names_more and says_all(candidates[0]):
        return False
    return candidates[0].subject not in {lent.subject, *frame.named}


def says_all(one: Candidate) -> bool:
    """Whether an entry counts what is asked, and its words say all that is said.

    « combien de bébés gardés dans l'agglo ? » asks of no register of births, and
    « combien de monde au bout du fil ? », after a survey by telephone, asks of that.
    """
    counts = one.part("unit") > 0 <= one.part("needs")
    return counts and one.part("explained") >= WEIGHTS["explained"]


def is_not_known(
    frame: Frame,
    best: Candidate,
    subject: str | None,
    missing: str | None,
    rules: Rules,
) -> bool:
    """Whether the base knows that it has no answer, however near the best entry is."""
    if _is_of_name_only(frame, best, rules.grid):
        return True
    if subject is None or missing:
        if _asks_unanswered(frame, best, rules):
            return True
        is_other = is_of_another(frame.clear, best, rules.grid)
        return missing in PRECISE and (is_other or _is_beside(best, missing))
    return False


def _asks_only(utterance: Utterance, frame: Frame, best: Candidate) -> bool:
    """Whether all that is said is a subject and an aspect, which the best is not of."""
    nearest = best.part("nearest") / WEIGHTS["nearest"]
    return (
        bool(frame.clear)
        and nearest < QUOTED
        and best.part("aspect") < NEAR
        and says_only(utterance, (*frame.subjects, *frame.aspects))
    )


def _in_passing(
    frame: Frame,
    candidates: Sequence[Candidate],
    unanswered: frozenset[str],
    grid: Grid,
) -> bool:
    """Whether what nobody can answer is said beside what the best entry answers."""
    if not candidates or not frame.clear:
        return False
    best = candidates[0]
    alike = {near for aspect in unanswered for near in grid.near.get(aspect, ())}
    plainly = set(frame.asked) - unanswered - alike - VAGUE - {QUANTITY}
    asked = best.part("aspect") >= WEIGHTS["aspect"]
    return bool(plainly) and asked and best.subject in frame.clear


def is_of_another(named: Collection[str], best: Candidate, grid: Grid) -> bool:
    """Whether the best entry is of another subject than those named."""
    return bool(named) and not any(grid.related(best.subject, s) for s in named)


def leaves(
    utterance: Utterance, frame: Frame, lent: Lent, best: Candidate, grid: Grid
) -> bool:
    """Whether the best entry leaves what a pronoun and what it asks go on with.

    « la formation des cadres, elle dure combien ? » asks no other thing's duration.
    """
    if lent.subject is None or frame.subjects or frame.counted:
        return False
    goes_on = PRONOUNS.issuperset(utterance.tokens[:1])
    is_asked = any(cue.start == 1 for cue in frame.aspects)
    return goes_on and is_asked and is_of_another((lent.subject,), best, grid)


def _is_of_name_only(frame: Frame, best: Candidate, grid: Grid) -> bool:
    """Whether what is clearly named first is known by its name and nothing else."""
    first = next((m.values for m in frame.subjects if m.weight >= CLEAR), ())
    return bool(first) and not any(
        grid.reach[subject][0].size or grid.related(best.subject, subject)
        for subject in first
    )


def _is_beside(best: Candidate, missing: str | None) -> bool:
    """Whether the best entry is another precise aspect (an address for a phone)."""
    aspect = best.label.rpartition(".")[2]
    return aspect in PRECISE and aspect != missing


def _asks_unanswered(frame: Frame, best: Candidate, rules: Rules) -> bool:
    """Whether what is asked is an aspect that no entry of the base answers."""
    if best.part("unit") > 0 and best.part("subject") > 0:
        return False
    nearest = best.part("nearest") / WEIGHTS["nearest"]
    asked = rules.unanswered.intersection(frame.asked)
    if not asked or best.part("cue"):
        return False
    comes_first = frame.first_asked in asked or best.part("aspect") <= 0
    return nearest < (QUOTED if comes_first else LIKE)
