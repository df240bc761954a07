"""Answer, ask back, or admit not knowing: a calibrated probability decides."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from servicebot.understanding.frames import Frame, cue_stems
from servicebot.understanding.grid import PRECISE, Grid, Lent
from servicebot.understanding.phrases import Found
from servicebot.understanding.ranking import WEIGHTS, Candidate, Part
from servicebot.understanding.reader import Utterance
from servicebot.understanding.vocabulary import QUANTITY, SMALLTALK

QUOTED = 0.8
"""How near (cosine) a question is to a written phrasing to be taken at its word."""

FOLLOW_UP = 0.6
"""How sure a short follow-up is whose subject is lent and whose aspect is asked."""

VERBATIM = 0.95
"""The same where another subject is being spoken of."""

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
class Rules:
    """What a base teaches the decision: its calibration and what it cannot answer."""

    calibration: Calibration
    grid: Grid
    unanswered: frozenset[str]


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
    score, parts = best.score, best.values
    subject = _signal("subject", parts)
    aspect = (parts.get("aspect", 0.0) + parts.get("cue", 0.0)) / WEIGHTS["aspect"]
    content = utterance.content
    unknown = [word for word in content if not word.known]
    return (
        Part("score", score),
        Part("margin", min(score - rival, 1.0)),
        Part("examples", _signal("examples", parts)),
        Part("nearest", _signal("nearest", parts)),
        Part("meaning", _signal("meaning", parts)),
        Part("subject", subject),
        Part("aspect", aspect),
        Part("cell", max(0.0, subject) * max(0.0, aspect)),
        Part("named", _named(frame, subject)),
        Part("unit", _signal("unit", parts)),
        Part("needs", _signal("needs", parts)),
        Part("explained", _signal("explained", parts)),
        Part("unknown", len(unknown) / len(content) if content else 0.0),
        Part("elsewhere", 1.0 if frame.elsewhere else 0.0),
    )


def _signal(name: str, parts: Mapping[str, float]) -> float:
    """Return a part of a score, without its weight."""
    return parts.get(name, 0.0) / WEIGHTS[name]


def _named(frame: Frame, subject: float) -> float:
    """How surely a subject is named: this entry's (above 0) or another (below)."""
    strongest = max((found.weight for found in frame.subjects), default=0.0)
    return strongest if subject > 0 else -strongest


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
    rules: Rules,
) -> Verdict:
    """Turn ranked candidates into a verdict."""
    social = _social(candidates)
    if social is not None:
        return social
    candidates = tuple(c for c in candidates if c.is_entry)
    found = signals(utterance, frame, candidates)
    subject = next((s for f in frame.subjects for s in f.values), lent.subject)
    missing = _missing(frame, subject, candidates, rules)
    aspect = missing or asked_aspect(frame)
    if not found:
        return Verdict("refuse", 0.0, (), (), "unknown", None, aspect)
    bar = ceiling(utterance, frame, candidates, found)
    confidence = min(probability(found, rules.calibration), bar)
    if bar == 1 and _follows_up(utterance, frame, lent, found):
        confidence = max(confidence, FOLLOW_UP)
    outcome = _outcome(confidence, rules.calibration)
    if outcome == "answer" and _counts_many(utterance, frame, rules):
        outcome = "clarify"
    reason: Reason = "unknown" if outcome == "refuse" else ""
    if frame.elsewhere and bar == 0:
        reason = "elsewhere"
    elif missing and (
        outcome != "answer" or _asks_unanswered(frame, candidates[0], rules)
    ):
        outcome, reason = "refuse", "missing_aspect"
    return Verdict(
        outcome, confidence, candidates, found, reason, subject, aspect, frame.elsewhere
    )


def _social(candidates: Sequence[Candidate]) -> Verdict | None:
    """Return the verdict on small talk when it beats the entries on words alone."""
    if not any(c.label.startswith(SMALLTALK) for c in candidates):
        return None
    ordered = sorted(candidates, key=lambda c: c.part("meaning") - c.score)
    if not ordered[0].label.startswith(SMALLTALK):
        return None
    nearest = ordered[0].part("nearest") / WEIGHTS["nearest"]
    if nearest < SOCIAL:
        return None
    return Verdict("social", nearest, tuple(ordered), ordered[0].parts)


def _outcome(confidence: float, calibration: Calibration) -> Outcome:
    if confidence >= calibration.answer:
        return "answer"
    return "clarify" if confidence >= calibration.clarify else "refuse"


def _follows_up(
    utterance: Utterance, frame: Frame, lent: Lent, found: Sequence[Part]
) -> bool:
    """Whether a short question asks one cell of the subject just spoken of."""
    signal = {part.name: part.value for part in found}
    others = {w.stem for w in utterance.content} - cue_stems(utterance, frame)
    elliptic = lent.subject is not None and not frame.subjects and len(others) < 3
    return elliptic and signal["cell"] >= 0.7 and signal["margin"] >= 0.3


def _counts_many(utterance: Utterance, frame: Frame, rules: Rules) -> bool:
    """Whether all that is said is one unit that several entries count (« agents »)."""
    stems = {word.stem for word in utterance.content}
    rows = rules.grid.units.get(next(iter(stems), ""))
    return len(stems) == 1 and not frame.aspects and rows is not None and len(rows) > 2


def _missing(
    frame: Frame, subject: str | None, candidates: Sequence[Candidate], rules: Rules
) -> str | None:
    """Return the precise aspect asked of a known subject that has no entry of it."""
    if subject is None or not frame.aspects:
        return None
    counts = bool(candidates) and candidates[0].part("unit") > 0
    unanswered = rules.unanswered.intersection(asked_aspects(frame))
    if unanswered and not counts:
        return min(unanswered)
    ordered = _longest_first(frame)
    values = next(
        (f.values for f in ordered if PRECISE.issuperset(f.values)), ordered[0].values
    )
    if any(rules.grid.covers(subject, aspect) for aspect in values):
        return None
    precise = [aspect for aspect in values if aspect != QUANTITY]
    explained = bool(candidates) and candidates[0].part("cue") > 0
    return precise[0] if precise and not explained else None


def _asks_unanswered(frame: Frame, best: Candidate, rules: Rules) -> bool:
    """Whether what is asked is an aspect that no entry of the base answers."""
    if best.part("unit") > 0 and best.part("subject") > 0:
        return False
    nearest = best.part("nearest") / WEIGHTS["nearest"]
    asked = rules.unanswered.intersection(asked_aspects(frame))
    return bool(asked) and nearest < QUOTED and not best.part("cue")


def ceiling(
    utterance: Utterance,
    frame: Frame,
    candidates: Sequence[Candidate],
    found: Sequence[Part],
) -> float:
    """Return the highest confidence that the question's own words allow."""
    signal = {part.name: part.value for part in found}
    same = candidates[0].part("same") > 0
    nearest, subject = signal["nearest"], signal["subject"]
    rules = (
        (bool(frame.elsewhere), 0.0),
        (candidates[0].part("commune") < 0, 0.2),
        (nearest >= (QUOTED if subject >= -0.2 else VERBATIM), 1.0),
        (subject < 0.2 and nearest < 0.45, 0.2),
        (min(signal["unit"], signal["needs"]) < 0 or signal["aspect"] < -0.5, 0.35),
        (bool(frame.dated) and subject < 0.2 and not frame.aspects, 0.2),
        (not _says_something(frame) and not same and nearest < 0.6, 0.35),
        (len(utterance.content) < 2 and subject < 0.5 and not same, 0.45),
        (_is_ambiguous(frame, candidates), 0.45),
    )
    return next((bar for holds, bar in rules if holds), 1.0)


def _says_something(frame: Frame) -> bool:
    """Whether a question names, asks or dates anything by itself."""
    return bool(frame.subjects or frame.aspects or frame.dated or frame.hints)


def _is_ambiguous(frame: Frame, candidates: Sequence[Candidate]) -> bool:
    """Whether a name means several subjects and the rest does not tell which."""
    several = [f.values for f in frame.subjects if len(f.values) > 1]
    best = candidates[0]
    return any(
        _subject(best) in values
        and _subject(other) in values
        and _subject(other) != _subject(best)
        and best.score - other.score < (0.5 if frame.aspects else 0.9)
        for values in several
        for other in candidates[1:]
    )


def _subject(candidate: Candidate) -> str:
    return candidate.label.partition(".")[0]


def asked_aspect(frame: Frame) -> str | None:
    """Return the aspect asked: the longest cue, the first of equals."""
    return next(iter(asked_aspects(frame)), None)


def asked_aspects(frame: Frame) -> list[str]:
    """Return the aspects asked, those of the longest cue first."""
    return [aspect for found in _longest_first(frame) for aspect in found.values]


def _longest_first(frame: Frame) -> list[Found]:
    return sorted(frame.aspects, key=lambda f: (f.start - f.end, f.start))
