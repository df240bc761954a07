"""Answer, ask back, or admit not knowing: a calibrated probability decides."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from servicebot.knowledge.aspects import HOURS, PRECISE
from servicebot.understanding.ambiguity import is_of_many, is_within_subject
from servicebot.understanding.candidates import Candidate, Part, candidate
from servicebot.understanding.confidence import (
    Calibration,
    Rules,
    Signals,
    ceiling,
    gives_way,
    probability,
    signals,
)
from servicebot.understanding.frames import Frame, cue_stems, only_names
from servicebot.understanding.grid import NEAR, Grid
from servicebot.understanding.lacking import (
    is_not_known,
    is_of_another,
    is_sure,
    lacking,
    leaves,
    says_all,
)
from servicebot.understanding.mentions import Lent
from servicebot.understanding.ranking import WEIGHTS
from servicebot.understanding.reader import Utterance
from servicebot.understanding.social import small_talk

FOLLOW_UP = 0.6
"""How sure a short follow-up is whose subject is lent and whose aspect is asked."""

BESIDE = 1.0
"""How far behind an entry that lacks a word the next one of its subject may be."""

APART = 0.2
"""How far ahead of its rivals the entry of a short follow-up must be."""

LEVEL = 0.55
"""How far behind an entry of the subject gone on with may be."""

WITHIN_SUBJECT = 0.4
"""How sure an answer is whose only rivals are other entries of its subject."""

STRAY = 0.2
"""How sure an answer may be about another thing of the commune that was named."""

TAUGHT = 0.97
"""How sure the answer is to a question that was taught word for word at the desk."""

Outcome = Literal["answer", "clarify", "refuse", "social"]
Reason = Literal["", "elsewhere", "missing_aspect", "unknown"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided for one question, and from which signals."""

    outcome: Outcome
    confidence: float
    candidates: tuple[Candidate, ...]
    noted: Signals
    reason: Reason = ""
    subject: str | None = None
    aspect: str | None = None
    elsewhere: str | None = None

    @property
    def signals(self) -> tuple[Part, ...]:
        """The signals, by name."""
        return tuple(Part(name, value) for name, value in self.noted.items())

    @property
    def label(self) -> str | None:
        """The best candidate's label."""
        return self.candidates[0].label if self.candidates else None


def decide(
    utterance: Utterance,
    frame: Frame,
    candidates: tuple[Candidate, ...],
    lent: Lent,
    rules: Rules,
) -> Verdict:
    """Turn ranked candidates into a verdict."""
    if talk := small_talk(candidates, frame, utterance):
        return Verdict("social", talk.likeness, talk.candidates, talk.best.values)
    entries = tuple([c for c in candidates if c.is_entry])
    candidates = _of_subject(lent, utterance, frame, entries, rules.grid)
    candidates, found = _fitting(utterance, frame, candidates, lent, rules)
    subject = next(iter(frame.named), lent.subject)
    missing = lacking(utterance, frame, lent, candidates, rules)
    if _takes_up_missing(utterance, frame, lent, rules.grid):
        missing, found = lent.aspect, {}
    aspect = missing or frame.first_asked
    if not found:
        return _nothing(subject, aspect, bool(missing))
    best, stray = candidates[0], _stray(utterance, frame, lent, candidates, rules.grid)
    bar = ceiling(utterance, frame, candidates, found, stray)
    confidence = min(probability(found, rules.calibration), bar)
    apart = found["margin"] >= APART or best.part("told") > 0
    if bar == 1 and apart and _follows_up(utterance, frame, lent, found):
        confidence = max(confidence, FOLLOW_UP)
    within = bar == 1 and not missing and is_within_subject(candidates, found)
    outcome = _outcome(confidence, rules.calibration, within=within)
    if is_of_many(utterance, frame, candidates, lent, rules.grid):
        outcome = _doubted(outcome)
    reason: Reason = "unknown" if outcome == "refuse" else ""
    if frame.elsewhere and bar == 0:
        reason = "elsewhere"
    elif is_not_known(frame, best, subject, missing, rules) or (
        missing and (outcome != "answer" or is_sure(missing, utterance, frame, best))
    ):
        outcome, reason = "refuse", "missing_aspect" if missing else "unknown"
    return Verdict(
        outcome, confidence, candidates, found, reason, subject, aspect, frame.elsewhere
    )


def taught(verdict: Verdict, entry: str) -> Verdict:
    """Return the verdict on a question that was taught word for word for an entry."""
    found = (c for c in verdict.candidates if c.label == entry)
    best = next(found, candidate(entry, {}))
    return answering(verdict, best, max(verdict.confidence, TAUGHT))


def answering(verdict: Verdict, best: Candidate, confidence: float) -> Verdict:
    """Return a verdict that answers by an entry, whatever it was before."""
    others = (c for c in verdict.candidates if c.label != best.label)
    return replace(
        verdict,
        outcome="answer",
        confidence=confidence,
        candidates=(best, *others),
        reason="",
        subject=best.subject,
    )


def ordered(verdict: Verdict, label: str) -> Verdict:
    """Return the verdict on a message that orders what is no question: small talk."""
    return Verdict("social", 1.0, (candidate(label, {}),), verdict.noted)


def _stray(
    utterance: Utterance,
    frame: Frame,
    lent: Lent,
    candidates: Sequence[Candidate],
    grid: Grid,
) -> float:
    """Limit the confidence where the entry is of another thing than is spoken of.

    « la mairie d'Anduze » is not its déchèterie.
    """
    best = candidates[0]
    is_other = frame.commune is not None and is_of_another(frame.named, best, grid)
    return STRAY if is_other or leaves(utterance, frame, lent, best, grid) else 1.0


def _doubted(outcome: Outcome) -> Outcome:
    return "clarify" if outcome == "answer" else outcome


def _nothing(subject: str | None, aspect: str | None, lacks: bool) -> Verdict:  # noqa: FBT001 - whether the subject lacks the aspect
    """Return the verdict on a question that no entry could answer."""
    reason: Reason = "missing_aspect" if lacks else "unknown"
    return Verdict("refuse", 0.0, (), {}, reason, subject, aspect)


def _of_subject(
    lent: Lent,
    utterance: Utterance,
    frame: Frame,
    candidates: tuple[Candidate, ...],
    grid: Grid,
) -> tuple[Candidate, ...]:
    """Return the entries of the subject spoken of, where nothing else is named.

    When its hours are asked, nothing else will do.
    """
    subject = lent.subject
    if subject is None:
        return candidates
    counts_on = grid.counts_on(utterance, frame, subject)
    related = [c for c in candidates if grid.related(c.subject, subject)]
    if not (frame.elliptic or frame.resumes or counts_on):
        is_said = not frame.clear and any(map(says_all, related))
        return tuple(related) if is_said else candidates
    timed = [c for c in related if c.part("aspect") >= NEAR]
    own = [c for c in timed if c.subject == subject]
    if not frame.elliptic:
        goes_on = frame.dated and frame.first_asked == HOURS == lent.aspect
        others = _counting(related) or _level(related, candidates, frame)
        return (tuple(own) if goes_on else ()) or others or candidates
    if frame.first_asked == HOURS:
        return tuple(own or timed)
    return tuple(own) if frame.dated and own else _plainly_asked(related, frame)


def _fitting(
    utterance: Utterance,
    frame: Frame,
    candidates: tuple[Candidate, ...],
    lent: Lent,
    rules: Rules,
) -> tuple[tuple[Candidate, ...], Signals]:
    """Leave out a best entry that the words rule out, before one that they ask for.

    Both are of one subject: « à qui incombe l'entretien » asks who is in charge,
    however much « l'entretien » is what another entry of it speaks of.
    """
    found = signals(utterance, frame, candidates, lent)
    if len(candidates) < 2 or not gives_way(frame, candidates, found):
        return candidates, found
    best, *others = candidates
    second = others[0]
    asked = second.part("aspect") / WEIGHTS["aspect"]
    if second.subject != best.subject or asked < NEAR:
        return candidates, found
    if found["needs"] < 0 and best.score - second.score > BESIDE:
        return candidates, found
    again = signals(utterance, frame, others, lent)
    bar = ceiling(utterance, frame, others, again)
    sure = min(probability(again, rules.calibration), bar)
    if sure < rules.calibration.answer:
        return candidates, found
    return tuple(others), again


def _plainly_asked(related: Sequence[Candidate], frame: Frame) -> tuple[Candidate, ...]:
    """Return the entries of the subject of the one aspect that is asked, if level.

    « lesquels ? » asks a list rather than what is near one.
    """
    asked = [c for c in related if c.part("aspect") >= WEIGHTS["aspect"]]
    level = bool(asked) and related[0].score - asked[0].score <= LEVEL
    return tuple(asked if level and len(frame.asked) < 2 else related)


def _counting(related: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the entries of the subject spoken of, if one counts what is asked."""
    return tuple(related) if any(c.part("unit") > 0 for c in related) else ()


def _level(
    related: Sequence[Candidate], candidates: Sequence[Candidate], frame: Frame
) -> tuple[Candidate, ...]:
    """Return the entries of the subject that a question goes on with, if one is level.

    « et ça a duré jusqu'à quand ? » takes up what was said, where that has an aspect
    asked and falls little behind the best of all.
    """
    if not frame.resumes or not related or related[0].part("aspect") < NEAR:
        return ()
    behind = candidates[0].score - related[0].score
    return tuple(related) if behind <= LEVEL else ()


def _outcome(confidence: float, calibration: Calibration, *, within: bool) -> Outcome:
    if confidence >= (WITHIN_SUBJECT if within else calibration.answer):
        return "answer"
    return "clarify" if confidence >= calibration.clarify else "refuse"


def _follows_up(
    utterance: Utterance, frame: Frame, lent: Lent, signal: Signals
) -> bool:
    """Whether a short question asks one cell of the subject just spoken of.

    So does one that counts, in known words, what only one entry of it counts, or the
    last answer told along.
    """
    if lent.subject is None or frame.subjects:
        return False
    others = {w.stem for w in utterance.content} - cue_stems(utterance, frame)
    others -= frame.dated
    counts = signal["unit"] > 0 and signal["subject"] >= 0.7 and not signal["unknown"]
    return len(others) < 3 and (signal["cell"] >= 0.7 or counts)


def _takes_up_missing(
    utterance: Utterance, frame: Frame, lent: Lent, grid: Grid
) -> bool:
    """Whether a name alone takes up a precise aspect that its subject lacks."""
    if lent.aspect not in PRECISE or frame.aspects or frame.dated:
        return False
    covered = grid.covers_any(frame.named, lent.aspect)
    return bool(frame.named) and not covered and only_names(utterance, frame)
