"""Why a question is understood as it is: words, candidates, parts, signals."""

from dataclasses import dataclass

from servicebot.understanding.candidates import Candidate, Part
from servicebot.understanding.engine import Engine
from servicebot.understanding.information import word_weight
from servicebot.understanding.turns import Turn


@dataclass(frozen=True, slots=True)
class WordNote:
    """One word: as read, its stem, what was typed instead (if), its information."""

    text: str
    stem: str
    corrected: str | None
    idf: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that led to a verdict; scores are sums of their parts."""

    question: str
    words: tuple[WordNote, ...]
    subject: str | None
    aspect: str | None
    candidates: tuple[Candidate, ...]
    verdict: str
    confidence: float
    signals: tuple[Part, ...]


def explain(engine: Engine, turn: Turn, question: str) -> Explanation:
    """Explain a turn; what is not a question has a verdict and no candidates."""
    if not turn.judged:
        name = turn.act or (turn.emergency.id if turn.emergency else "")
        outcome = f"{turn.kind} {name}".strip()
        return Explanation(question, (), None, None, (), outcome, 1.0, ())
    judged = turn.judged[0]
    meant = dict(judged.utterance.corrected)
    words = tuple(
        WordNote(
            text=word.text,
            stem=word.stem,
            corrected=next(
                (typed for typed, m in meant.items() if m == word.text), None
            ),
            idf=0.0
            if word.function
            else word_weight(word.stem, word.known, engine.ranker.matcher),
        )
        for word in judged.utterance.words
    )
    verdict = judged.verdict
    return Explanation(
        question=question,
        words=words,
        subject=verdict.subject,
        aspect=verdict.aspect,
        candidates=verdict.candidates,
        verdict=f"{verdict.outcome} {verdict.reason}".strip(),
        confidence=verdict.confidence,
        signals=verdict.signals,
    )
