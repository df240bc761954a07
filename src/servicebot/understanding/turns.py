"""What a whole message is: a danger, an act of the dialogue, small talk, questions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from servicebot.french.language import is_foreign
from servicebot.french.text import fold
from servicebot.knowledge.model import Emergency
from servicebot.understanding.clauses import clauses, subclauses
from servicebot.understanding.dialogue import Context
from servicebot.understanding.engine import Engine, Judged
from servicebot.understanding.ranking import Lent
from servicebot.understanding.reader import Utterance

TurnKind = Literal["empty", "foreign", "emergency", "act", "number", "questions"]
MOST_QUESTIONS = 4
_NUMBER = re.compile(r"^\W*(\d+)\W*$")


@dataclass(frozen=True, slots=True)
class Turn:
    """One message, understood: `judged` are its questions, in order."""

    kind: TurnKind
    text: str
    emergency: Emergency | None = None
    act: str | None = None
    entries: tuple[str, ...] = ()
    judged: tuple[Judged, ...] = ()


def understand(engine: Engine, text: str, context: Context) -> Turn:
    """Say what a message is, in the light of what was said before."""
    if not fold(text).strip(" .?!"):
        return Turn("empty", text)
    pieces = clauses(text) or (text,)
    whole = engine.reader.read(text)
    read = [engine.reader.read(piece) for piece in pieces]
    emergency = engine.alarm.raised(read)
    if emergency is not None:
        return Turn("emergency", text, emergency=emergency)
    act = engine.acts.find(whole)
    if act is not None:
        return Turn("act", text, act=act)
    number = _NUMBER.match(fold(text))
    if number is not None:
        return Turn("number", text, entries=_holding(engine, number[1]))
    judged = _questions(engine, text, whole, pieces, context)
    if is_foreign(text) and not _sure(judged):
        return Turn("foreign", text)
    return Turn("questions", text, judged=judged)


def _holding(engine: Engine, number: str) -> tuple[str, ...]:
    return tuple(e.id for e in engine.ranker.entries if str(e.number) == number)


def _sure(judged: tuple[Judged, ...]) -> bool:
    return any(j.verdict.outcome in ("answer", "social") for j in judged)


def _questions(
    engine: Engine,
    text: str,
    whole: Utterance,
    pieces: tuple[str, ...],
    context: Context,
) -> tuple[Judged, ...]:
    """Judge the questions of a message, each with what the ones before it lend."""
    lent = context.lent
    opening = engine.acts.after_correction(whole)
    if opening and opening < len(whole.words):
        rest = " ".join(word.text for word in whole.words[opening:])
        return (engine.judge(rest, replace(lent, subject=None)),)
    everything = engine.judge(text, lent)
    judged = []
    for piece in pieces:
        found = _best_of(engine, piece, lent) if len(pieces) > 1 else everything
        judged.append(found)
        lent = _lend(found, lent)
    if len(pieces) == 1:
        parts = [engine.judge(part, lent) for part in subclauses(text)]
        return (_pick(everything, parts if len(parts) > 1 else []),)
    asked = [j for j in judged if _asks(j)]
    answered = [j for j in asked if j.verdict.outcome == "answer"]
    if len({j.verdict.label for j in answered}) > 1:
        return tuple(_without_repeats(asked))[:MOST_QUESTIONS]
    best = _pick(everything, asked or judged)
    if _is_open_question(asked, best):
        return tuple(asked)[:MOST_QUESTIONS]
    return (best,)


def _best_of(engine: Engine, piece: str, lent: Lent) -> Judged:
    """Judge a piece whole, or by the one of its parts that is a question."""
    whole = engine.judge(piece, lent)
    parts = subclauses(piece)
    return _pick(whole, [engine.judge(p, lent) for p in parts] if len(parts) > 1 else [])


def _pick(whole: Judged, parts: Sequence[Judged]) -> Judged:
    """Return the part that is understood where the whole is not, else the whole."""
    if whole.verdict.outcome == "answer" or not parts:
        return whole
    asking = [part for part in parts if _asks(part)]
    if not asking:
        social = [part for part in parts if part.verdict.outcome == "social"]
        return social[0] if social else whole
    return max([whole, *asking], key=_sureness)


def _lend(judged: Judged, lent: Lent) -> Lent:
    subject = next((s for f in judged.frame.subjects for s in f.values), lent.subject)
    aspect = lent.aspect
    if judged.verdict.outcome == "answer":
        aspect = judged.verdict.aspect or aspect
    return Lent(subject, aspect, None)


def _asks(judged: Judged) -> bool:
    """Whether a piece of a message is a question, not a remark or a courtesy."""
    verdict = judged.verdict
    if verdict.outcome == "social" or not judged.utterance.content:
        return False
    return bool(
        judged.frame.aspects
        or judged.utterance.text.rstrip().endswith("?")
        or verdict.outcome == "answer"
    )


def _is_open_question(asked: list[Judged], best: Judged) -> bool:
    """Whether one question is answered and another, with its own subject, is not."""
    if best.verdict.outcome != "answer":
        return False
    unknown = [
        j
        for j in asked
        if j.verdict.outcome == "refuse"
        and j.frame.aspects
        and j.utterance.text.rstrip().endswith("?")
        and j.verdict.label != best.verdict.label
    ]
    return bool(unknown) and any(j is best for j in asked)


def _sureness(judged: Judged) -> tuple[int, float]:
    order = {"answer": 3, "social": 2, "clarify": 1, "refuse": 0}
    return order[judged.verdict.outcome], judged.verdict.confidence


def _without_repeats(judged: list[Judged]) -> list[Judged]:
    seen: set[str | None] = set()
    kept = []
    for one in judged:
        if one.verdict.outcome == "answer":
            if one.verdict.label in seen:
                continue
            seen.add(one.verdict.label)
        elif not one.utterance.text.rstrip().endswith("?"):
            continue
        kept.append(one)
    return kept


def choose(engine: Engine, text: str, context: Context) -> str | None:
    """Return the question behind a choice (« le premier », « 2 », « oui »), if one."""
    if not context.choices:
        return None
    utterance = engine.reader.read(text)
    act = engine.acts.find(utterance)
    ranks = {"yes": 0, "first": 0, "second": 1, "third": 2, "fourth": 3}
    rank = -1 if act == "last" else ranks.get(act or "")
    if rank is None:
        number = _NUMBER.match(fold(text))
        rank = int(number[1]) - 1 if number and len(number[1]) == 1 else None
    if rank is None or rank >= len(context.choices):
        return None
    return context.choices[rank]
