"""Which of the judged parts of a message are its questions?"""

from collections.abc import Sequence

from servicebot.understanding.engine import Framed, Judged

SURE = 0.62
"""How sure an answer to a part must be to stand beside others."""


def asks(judged: Judged) -> bool:
    """Whether a piece of a message is a question, not a remark or a courtesy."""
    verdict = judged.verdict
    if verdict.outcome == "social" or not judged.utterance.content:
        return False
    return bool(
        judged.frame.aspects
        or judged.utterance.text.rstrip().endswith("?")
        or verdict.outcome == "answer"
    )


def asks_something(judged: Judged) -> bool:
    """Whether a part of a clause asks an aspect or names a subject by itself."""
    return asks(judged) and bool(judged.frame.aspects or judged.frame.clear)


def is_social(judged: Judged) -> bool:
    """Whether a part of a message is small talk."""
    return judged.verdict.outcome == "social"


def agrees(whole: Judged, parts: Sequence[Judged]) -> bool:
    """Whether what a clause asks as a whole is a subject that its parts ask about."""
    if whole.verdict.outcome != "answer":
        return True
    best = whole.verdict.candidates[0].subject
    return any(part.verdict.candidates[0].subject == best for part in parts)


def says_something(framed: Framed) -> bool:
    """Whether a part could be a question by itself: it names, asks or counts."""
    frame = framed.frame
    return bool(frame.aspects or frame.counted or frame.clear)


def stands_alone(judged: Judged) -> bool:
    """Whether a part names, counts or asks something itself and is surely answered."""
    verdict = judged.verdict
    if verdict.outcome != "answer" or verdict.confidence < SURE:
        return False
    best = verdict.candidates[0]
    if best.label.endswith(".description") and not judged.frame.aspects:
        return False
    return best.part("unit") > 0 or bool(judged.frame.clear or judged.frame.aspects)


def pick(whole: Judged, parts: Sequence[Judged]) -> Judged:
    """Return the part that is understood where the whole is not, else the whole."""
    if whole.verdict.outcome == "answer" or not parts:
        return whole
    asking = [part for part in parts if asks_something(part)]
    if not asking:
        return next(filter(is_social, parts), whole)
    return max([whole, *asking], key=_sureness)


def leaves_open(asked: Sequence[Judged], best: Judged) -> bool:
    """Whether one question is answered and another, plainly asked, is not."""
    if best.verdict.outcome != "answer" or not any(one is best for one in asked):
        return False
    return any(
        one.verdict.outcome == "refuse"
        and one.frame.aspects
        and one.utterance.text.rstrip().endswith("?")
        and one.verdict.label != best.verdict.label
        for one in asked
    )


def _sureness(judged: Judged) -> tuple[int, bool, float]:
    order = {"answer": 3, "social": 2, "clarify": 1, "refuse": 0}
    verdict = judged.verdict
    return order[verdict.outcome], bool(judged.frame.asked), verdict.confidence


def without_repeats(judged: Sequence[Judged]) -> list[Judged]:
    """Return the questions, each answer once, without remarks that have none."""
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
