"""What is found for a question: the reply, every candidate, its score and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from servicebot.french.numbers import format_number
from servicebot.knowledge.base import Base
from servicebot.replies import Reply
from servicebot.understanding.candidates import Candidate
from servicebot.web.desk.sheets import SheetView, sheet_view
from servicebot.web.holder import Replier

PARTS = {
    "examples": "ressemble aux formulations",
    "nearest": "formulation la plus proche",
    "meaning": "même sens",
    "subject": "sujet nommé",
    "aspect": "aspect demandé",
    "unit": "unité comptée",
    "stated": "nombre cité",
    "cue": "mots de la fiche",
    "same": "même question",
    "needs": "mot exigé absent",
    "year": "année",
    "scope": "entité nommée",
    "commune": "commune nommée",
    "explained": "mots expliqués",
}
"""The named parts of a score, in the words of agents."""

VERDICTS = {
    "answer": "L'assistant répond",
    "clarification": "L'assistant fait préciser",
    "fallback": "L'assistant ne sait pas",
    "smalltalk": "Politesse",
    "emergency": "Urgence",
}


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of a score: in words, its value, and its share of the widest bar."""

    name: str
    value: str
    share: int
    is_against: bool


@dataclass(frozen=True, slots=True)
class CandidateView:
    """One candidate: its entry, its score and the parts that add up to it."""

    id: str
    title: str
    say: str
    score: str
    parts: tuple[PartView, ...]
    is_given: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the desk shows for one question; `asked` is what was understood of it.

    `confidence` is in per cent, None where nothing was judged.
    """

    typed: str
    asked: str
    kind: str
    verdict: str
    text: str
    confidence: int | None
    corrected: tuple[tuple[str, str], ...]
    candidates: tuple[CandidateView, ...]
    chosen: SheetView | None
    is_given: bool
    notices: tuple[str, ...]


def find(
    bot: Replier, typed: str, asked: str, chosen: str | None, now: datetime
) -> Findings:
    """Ask the bot and show everything; `chosen` is the entry whose sheet is wanted."""
    reply = bot.reply(asked, None, now)
    explanation = bot.explain(asked, None, now)
    base = bot.base
    given = {answer.entry: answer for answer in reply.answers}
    ranked = [c for c in explanation.candidates if c.label in base.entries]
    entry = base.entries.get(chosen or _shown(given, ranked, reply) or "")
    return Findings(
        typed=typed,
        asked=asked,
        kind=reply.kind,
        verdict=VERDICTS[reply.kind],
        text=reply.text,
        confidence=round(reply.confidence * 100) if reply.confidence else None,
        corrected=tuple(reply.understood.corrected.items()),
        candidates=tuple(
            _candidate(base, candidate, is_given=candidate.label in given)
            for candidate in ranked
        ),
        chosen=sheet_view(bot, entry, now, given.get(entry.id)) if entry else None,
        is_given=entry is not None and entry.id in given,
        notices=reply.notices,
    )


def _shown(
    given: Iterable[str], ranked: Sequence[Candidate], reply: Reply
) -> str | None:
    """Return the entry to show: the one given, else the nearest of the same subject."""
    subject = reply.understood.subject
    same = [c.label for c in ranked if c.subject == subject]
    return next(iter((*given, *same, *(c.label for c in ranked))), None)


def _candidate(base: Base, candidate: Candidate, *, is_given: bool) -> CandidateView:
    entry = base.entries[candidate.label]
    parts = [part for part in candidate.parts if abs(part.value) >= 0.005]
    widest = max((abs(part.value) for part in parts), default=1.0)
    return CandidateView(
        id=entry.id,
        title=entry.title,
        say=entry.say,
        score=_number(candidate.score),
        parts=tuple(
            PartView(
                name=PARTS.get(part.name, part.name),
                value=_number(part.value),
                share=round(abs(part.value) / widest * 100),
                is_against=part.value < 0,
            )
            for part in sorted(parts, key=lambda part: -abs(part.value))
        ),
        is_given=is_given,
    )


def _number(value: float) -> str:
    sign = "−" if value < 0 else ""
    return f"{sign}{format_number(round(abs(value), 2))}"
