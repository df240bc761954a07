"""Answer, ask back, or admit not knowing: a calibrated probability decides."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from servicebot.understanding.frames import QUANTITY, Frame
from servicebot.understanding.ranking import (
    WEIGHTS,
    Candidate,
    Lent,
    Part,
)
from servicebot.understanding.reader import Utterance
from servicebot.understanding.vocabulary import SMALLTALK

QUOTED = 0.8
"""How near (cosine) a question is to a written phrasing to be taken at its word."""

SOCIAL = 0.6
"""How near (cosine) a message must be to a known social phrase."""

Outcome = Literal["answer", "clarify", "refuse", "social"]
Reason = Literal["", "elsewhere", "missing_aspect", "unknown"]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the decision's signals, and the two probabilities that bound it.

    Fitted by `understanding.calibration` on held-out phrasings against negatives.
    """

    weights: Mapping[str, float]
    bias: float
    answer: float
    clarify: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided for one question, and from which signals."""

    outcome: Outcome
    confidence: float
    candidates: tuple[Candidate, ...]
    signals: tuple[Part, ...]
    reason: Reason = ""
    subject: str | None = None
    aspect: str | None = None
    elsewhere: str | None = None

    @property
    def label(self) -> str | None:
        """The best candidate's label."""
        return self.candidates[0].label if self.candidates else None


def signals(
    utterance: Utterance, frame: Frame, candidates: Sequence[Candidate]
) -> tuple[Part, ...]:
    """Return what the decision looks at, for the best candidate."""
    if not candidates:
        return ()
    best = candidates[0]
    rival = candidates[1].score if len(candidates) > 1 else 0.0
    content = utterance.content
    unknown = [word for word in content if not word.known]
    return (
        Part("score", best.score),
        Part("margin", min(best.score - rival, 1.0)),
        Part("examples", best.part("examples") / WEIGHTS["examples"]),
        Part("nearest", best.part("nearest") / WEIGHTS["nearest"]),
        Part("subject", best.part("subject") / WEIGHTS["subject"]),
        Part("aspect", (best.part("aspect") + best.part("cue")) / WEIGHTS["aspect"]),
        Part("cell", _cell(best)),
        Part("named", _named(frame, best)),
        Part("unit", best.part("unit") / WEIGHTS["unit"]),
        Part("needs", best.part("needs") / WEIGHTS["needs"]),
        Part("explained", best.part("explained") / WEIGHTS["explained"]),
        Part("unknown", len(unknown) / len(content) if content else 0.0),
        Part("elsewhere", 1.0 if frame.elsewhere else 0.0),
    )


def _named(frame: Frame, best: Candidate) -> float:
    """How surely a subject is named: this entry's (above 0) or another (below)."""
    strongest = max((found.weight for found in frame.subjects), default=0.0)
    return strongest if best.part("subject") > 0 else -strongest


def _cell(best: Candidate) -> float:
    """How far the question names both the subject and the aspect of an entry."""
    subject = best.part("subject") / WEIGHTS["subject"]
    aspect = (best.part("aspect") + best.part("cue")) / WEIGHTS["aspect"]
    return max(0.0, subject) * max(0.0, aspect)


def probability(found: Sequence[Part], calibration: Calibration) -> float:
    """Return the probability that the best candidate is the right answer."""
    total = calibration.bias + sum(
        calibration.weights.get(part.name, 0.0) * part.value for part in found
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def decide(
    utterance: Utterance,
    frame: Frame,
    candidates: tuple[Candidate, ...],
    lent: Lent,
    calibration: Calibration,
) -> Verdict:
    """Turn ranked candidates into a verdict."""
    if candidates and not candidates[0].is_entry:
        best = candidates[0]
        nearest = best.part("nearest") / WEIGHTS["nearest"]
        if best.label.startswith(SMALLTALK) and nearest >= SOCIAL:
            return Verdict("social", nearest, candidates, best.parts)
    candidates = tuple(c for c in candidates if c.is_entry)
    found = signals(utterance, frame, candidates)
    subject = next((s for f in frame.subjects for s in f.values), lent.subject)
    aspect = asked_aspect(frame)
    if not found:
        return Verdict("refuse", 0.0, (), (), "unknown", None, aspect)
    confidence = probability(found, calibration)
    bar = ceiling(utterance, frame, candidates, found)
    confidence = min(confidence, bar)
    outcome: Outcome = (
        "answer"
        if confidence >= calibration.answer
        else "clarify"
        if confidence >= calibration.clarify
        else "refuse"
    )
    reason: Reason = "unknown" if outcome == "refuse" else ""
    if frame.elsewhere and bar == 0:
        reason = "elsewhere"
    elif outcome != "answer" and subject and _lacks(aspect, candidates[0]):
        outcome, reason = "refuse", "missing_aspect"
    return Verdict(
        outcome, confidence, candidates, found, reason, subject, aspect, frame.elsewhere
    )


def _lacks(aspect: str | None, best: Candidate) -> bool:
    """Whether a precise aspect is asked that even the best entry does not have."""
    conflict = best.part("aspect") + best.part("cue") < 0 or best.part("subject") <= 0
    return aspect is not None and aspect != QUANTITY and conflict


def ceiling(
    utterance: Utterance,
    frame: Frame,
    candidates: Sequence[Candidate],
    found: Sequence[Part],
) -> float:
    """Return the highest confidence that the question's own words allow."""
    signal = {part.name: part.value for part in found}
    best = candidates[0]
    if frame.elsewhere:
        return 0.0
    if signal["nearest"] >= QUOTED:
        return 1.0
    if signal["unit"] < 0 or signal["needs"] < 0 or signal["aspect"] < -0.5:
        return 0.35
    if signal["subject"] < 0.2 and signal["nearest"] < 0.45:
        return 0.2
    if not frame.subjects and not frame.aspects and not frame.dated:
        borrowed = signal["nearest"] < 0.6 and not best.part("same") and not frame.hints
        if borrowed:
            return 0.35
    if len(utterance.content) < 2 and signal["subject"] < 0.5 and not best.part("same"):
        return 0.45
    return 0.45 if _is_ambiguous(frame, candidates) else 1.0


def _is_ambiguous(frame: Frame, candidates: Sequence[Candidate]) -> bool:
    """Whether a name means several subjects and the rest does not tell which."""
    several = [f.values for f in frame.subjects if len(f.values) > 1]
    best = candidates[0]
    return any(
        _subject(best) in values
        and _subject(other) in values
        and _subject(other) != _subject(best)
        and best.score - other.score < 0.5
        for values in several
        for other in candidates[1:]
    )


def _subject(candidate: Candidate) -> str:
    return candidate.label.partition(".")[0]


def asked_aspect(frame: Frame) -> str | None:
    """Return the aspect asked: the longest cue, the first of equals."""
    best = max(frame.aspects, key=lambda f: (f.end - f.start, -f.start), default=None)
    return None if best is None else best.values[0]
