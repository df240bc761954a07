"""How sure is the best candidate? Signals, a calibrated probability, a ceiling."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from servicebot.knowledge.aspects import DESCRIPTION, MANAGER
from servicebot.understanding.attributes import asks_habit, lacks_said
from servicebot.understanding.candidates import Candidate
from servicebot.understanding.frames import Frame, says_only
from servicebot.understanding.grid import Grid
from servicebot.understanding.hearing import QUOTED, heard
from servicebot.understanding.mentions import HINT, Lent
from servicebot.understanding.ranking import WEIGHTS
from servicebot.understanding.reader import Utterance

VERBATIM = 0.95
"""The same where another subject is being spoken of, or another aspect asked."""

LIKE = 0.6
"""The same where what it asks is dated and the best entry only describes."""

TELLING = (DESCRIPTION, MANAGER)
HOW = "comment"
NOT_DESCRIBED = frozenset(("etapes", "date", "delai", "duree"))
"""Aspects that no description answers."""

SHORT = 5
"""Of how many words of content at most a word that nobody knows is the topic."""

LONG = 12
"""From how many words on a question tells more than what it asks."""

SHARPNESS = 1.05
"""How much surer answers to people are than those to held-out phrasings, which are
judged by a matcher that was trained without them: fixed between the two, so that the
calibration error of held-out phrasings and of questions by others stays below 5 %
(docs/benchmarks.md). Even odds stay even odds."""

Signals = Mapping[str, float]
"""What the decision looks at, by name."""


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


def signals(
    utterance: Utterance,
    frame: Frame,
    candidates: Sequence[Candidate],
    lent: Lent,
) -> Signals:
    """Return what the decision looks at, for the best candidate."""
    if not candidates:
        return {}
    best = candidates[0]
    rival = next((c.score for c in candidates[1:] if not _are_alike(best, c)), 0.0)
    score, parts = best.score, best.values
    subject = _signal("subject", parts)
    aspect = (parts.get("aspect", 0.0) + parts.get("cue", 0.0)) / WEIGHTS["aspect"]
    content = utterance.content
    unknown = [word for word in content if not word.known]
    return {
        "score": score,
        "margin": min(score - rival, 1.0),
        "examples": _signal("examples", parts),
        "nearest": _signal("nearest", parts),
        "meaning": _signal("meaning", parts),
        "subject": subject,
        "aspect": aspect,
        "cell": max(0.0, subject) * max(0.0, aspect),
        "named": _named(frame, subject),
        "unit": _signal("unit", parts),
        "needs": _signal("needs", parts),
        "explained": _signal("explained", parts),
        "heard": heard(utterance, frame, best, lent),
        "unknown": len(unknown) / len(content) if content else 0.0,
        "elsewhere": 1.0 if frame.elsewhere else 0.0,
    }


def _are_alike(best: Candidate, other: Candidate) -> bool:
    """Whether two entries tell what one subject is: its description, who runs it.

    Either is an answer to « y a-t-il un service pour… ? ».
    """
    if best.subject != other.subject:
        return False
    return {best.label, other.label} == {f"{best.subject}.{name}" for name in TELLING}


def _signal(name: str, parts: Mapping[str, float]) -> float:
    """Return a part of a score, without its weight."""
    return parts.get(name, 0.0) / WEIGHTS[name]


def _named(frame: Frame, subject: float) -> float:
    """How surely a subject is named: this entry's (above 0) or another (below)."""
    strongest = max([0.0, *(found.weight for found in frame.subjects)])
    return strongest if subject > 0 else -strongest


def probability(found: Signals, calibration: Calibration) -> float:
    """Return the probability that the best candidate is the right answer."""
    total = calibration.bias + sum(
        [weight * found[name] for name, weight in calibration.weights.items()]
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, SHARPNESS * total))))


def ceiling(
    utterance: Utterance,
    frame: Frame,
    candidates: Sequence[Candidate],
    signal: Signals,
    highest: float = 1.0,
) -> float:
    """Return the highest confidence that the question's own words allow."""
    bars = _bars(utterance, frame, candidates, signal)
    return min(highest, next((bar for holds, bar in bars if holds), 1.0))


def is_ruled_out(signal: Signals) -> bool:
    """Whether an entry counts something else, lacks a word or is of another aspect."""
    return min(signal["unit"], signal["needs"]) < 0 or signal["aspect"] < -0.5


def is_undescribed(frame: Frame, best: Candidate) -> bool:
    """Whether a description is asked when it was, or how one goes about it."""
    is_described = best.label.endswith(f".{DESCRIPTION}")
    return is_described and not NOT_DESCRIBED.isdisjoint(frame.asked)


def gives_way(frame: Frame, candidates: Sequence[Candidate], signal: Signals) -> bool:
    """Whether the best entry is ruled out, or describes what the next one dates.

    « depuis quand y a-t-il un dossier unique ? » is near a phrasing of that one.
    """
    best, second, *_ = candidates
    likeness = second.part("nearest") / WEIGHTS["nearest"]
    is_dated = likeness >= LIKE and is_undescribed(frame, best)
    return is_dated or is_ruled_out(signal)


def _bars(
    utterance: Utterance,
    frame: Frame,
    candidates: Sequence[Candidate],
    signal: Signals,
) -> Iterator[tuple[bool, float]]:
    """Yield what limits the confidence, the first that holds counts."""
    same = candidates[0].part("same") > 0
    nearest, subject = signal["nearest"], signal["subject"]
    fits = subject >= -0.2 and (signal["aspect"] >= -0.5 or not frame.aspects)
    fits = fits and signal["unit"] >= 0  # « combien de chiens vont à l'école »
    yield bool(frame.elsewhere), 0.0
    yield candidates[0].part("commune") < 0, 0.2
    yield nearest >= (QUOTED if fits else VERBATIM), 1.0
    told = signal["unit"] > 0 or _stands_apart(signal) or _tells(utterance, signal)
    yield subject < 0.2 and nearest < 0.45 and not told, 0.2
    yield _counts_unknown(utterance, frame), 0.2
    yield is_ruled_out(signal), 0.35
    yield candidates[0].part("stranger") < 0, 0.45
    yield signal["named"] <= -1 and signal["explained"] < 0.6 and nearest < 0.6, 0.45
    is_crossed = candidates[0].subject in frame.crossed
    yield not is_crossed and candidates[0].part("dated") < 0 and nearest < 0.6, 0.45
    yield bool(frame.dated) and subject < 0.2 and not frame.aspects, 0.2
    yield not (frame.named or same) and _is_mostly_unsaid(utterance, signal), 0.45
    goes_on = same or (subject >= 0.7 and signal["explained"] >= 0.5)
    yield not _says_something(frame) and not goes_on and nearest < 0.6, 0.35
    yield len(utterance.content) < 2 and subject <= HINT and not same, 0.45
    asks_of_nothing = subject <= 0 and says_only(utterance, frame.aspects)
    yield asks_of_nothing and signal["unit"] <= 0, 0.45
    yield _asks_how(utterance, frame, candidates[0], signal), 0.45
    yield _only_described(frame, candidates[0], signal), 0.45
    yield nearest < LIKE and asks_habit(utterance, frame), 0.45
    yield lacks_said(utterance, frame, candidates[0], signal), 0.45
    apart = _says_which(utterance, signal)
    yield not apart and _is_ambiguous(frame, candidates), 0.45


def _stands_apart(signal: Signals) -> bool:
    """Whether an entry alone has the aspect asked and a meaning near the question's."""
    near = signal["meaning"] >= 0.5 and signal["explained"] >= 0.6
    return near and signal["margin"] >= 0.8 and signal["aspect"] >= 1


def _tells(utterance: Utterance, signal: Signals) -> bool:
    """Whether a long question is mostly explained: no phrasing can be near to it."""
    fits = signal["explained"] >= 0.5 and signal["subject"] >= -0.2
    return fits and len(utterance.words) >= LONG


def _is_mostly_unsaid(utterance: Utterance, signal: Signals) -> bool:
    """Whether an entry says little of what is asked: « qui a bâti la tour Eiffel ».

    A word that the base never uses is all the more, when there are few: « où se trouve
    la mosquée ».
    """
    unsaid = signal["explained"] < 0.4 and signal["nearest"] < 0.6
    is_short = len(utterance.content) <= SHORT and signal["subject"] < 0.2
    return unsaid or (is_short and signal["unknown"] > 0 and signal["explained"] < 0.55)


def _asks_how(
    utterance: Utterance, frame: Frame, best: Candidate, signal: Signals
) -> bool:
    """Whether it is asked how to do something that no phrasing speaks of.

    « comment suivre les infos sur les réseaux sociaux ? » is said in the entry's words.
    """
    words = utterance.tokens
    is_said = signal["explained"] >= 0.95 and signal["examples"] >= 0.9
    likeness = QUOTED if best.label.endswith(f".{DESCRIPTION}") else 0.65
    if HOW not in words or frame.aspects or is_said or signal["nearest"] >= likeness:
        return False
    after = words[words.index(HOW) + 1 :][:3]
    return any(len(w) > 3 and w.endswith(("er", "ir", "re")) for w in after)


def _only_described(frame: Frame, best: Candidate, signal: Signals) -> bool:
    """Whether a word that the base never uses is asked of what it only describes.

    « y a-t-il un sauna à la piscine ? » is not what the pool is, nor is « quand
    planter les tomates » what allotments are.
    """
    if is_undescribed(frame, best):
        return True
    return (
        best.label.endswith(f".{DESCRIPTION}")
        and not (frame.aspects or best.subject in frame.crossed)
        and signal["unknown"] > 0
        and signal["explained"] < 0.6
        and signal["nearest"] < 0.65
    )


def _counts_unknown(utterance: Utterance, frame: Frame) -> bool:
    """Whether what is counted is a word that the base never uses (« dromadaires »)."""
    return bool(frame.counted) and any(
        w.stem in frame.counted and not w.known for w in utterance.content
    )


def _says_something(frame: Frame) -> bool:
    """Whether a question names, asks or dates anything by itself."""
    names = frame.subjects or frame.hints
    return bool(names or frame.aspects or frame.dated or frame.elliptic)


def _says_which(utterance: Utterance, signal: Signals) -> bool:
    """Whether the words beside a name of several subjects tell one of them apart."""
    is_apart = signal["explained"] >= 0.8 and signal["margin"] >= 0.3
    return is_apart and len(utterance.content) > 2


def _is_ambiguous(frame: Frame, candidates: Sequence[Candidate]) -> bool:
    """Whether a name means several subjects and the rest does not tell which."""
    several = [f.values for f in frame.subjects if len(f.values) > 1]
    if not several:
        return False
    best = candidates[0]
    return any(
        best.subject in values
        and other.subject in values
        and other.subject != best.subject
        and best.score - other.score < (0.7 if frame.aspects else 1.3)
        for values in several
        for other in candidates[1:]
    )
