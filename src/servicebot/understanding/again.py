"""The last question asked again: of another year, subject, unit, list or share."""

from servicebot.french.moments import find_years
from servicebot.knowledge.base import Entry
from servicebot.understanding.dialogue import Context
from servicebot.understanding.engine import Framed, Judged
from servicebot.understanding.following import (
    counted_again,
    for_whom,
    in_units,
    listed_within,
    taken_along,
)
from servicebot.understanding.grid import Lent
from servicebot.understanding.questions import Judge
from servicebot.understanding.sharing import shared_again


def ask_again(judge: Judge, context: Context, text: str) -> tuple[Judged, ...]:
    """Ask the last question again, with the year or the name that is all of a message.

    « Je parle du projet de territoire » names what was just spoken of. What is counted
    of one year may be known of another, where it is all that is counted: agents, but
    not those who were trained.
    """
    last = judge.engine.base.entries.get(context.entry or "")
    if last is None:
        return (judge.judge(text, context.lent),)
    if last.number is not None and last.units and find_years(text):
        how_many = f"combien de {last.units[0]}"
        counted = judge.judge(f"{how_many} {text}", Lent())
        is_whole = judge.judge(how_many, Lent()).verdict.label == last.id
        if is_whole and _is_of_year(counted):
            return (counted,)
    return (judge.judge(f"{last.question} {text}", context.lent),)


def asked_again(
    judge: Judge, framed: Framed, context: Context, last: Entry | None
) -> str:
    """Return what a message asks in full that only adds to the last question."""
    text, entries = framed.utterance.text, judge.engine.base.entries.values()
    for again in (
        counted_again(framed, last, entries),
        in_units(framed, last, entries),
        listed_within(framed, last, entries),
        for_whom(framed, last, judge.engine.ranker.grid),
        shared_again(text, last),
    ):
        if again != text:
            return again
    along = taken_along(framed, last)
    if along == text or last is None:
        return text
    if other := _told_apart(judge, framed, last):
        return other
    verdict = judge.judge(text, context.lent).verdict
    answers = verdict.outcome == "answer"
    is_own = answers and verdict.candidates[0].subject == last.subject
    return text if is_own and verdict.label != last.id else along


def _told_apart(judge: Judge, framed: Framed, last: Entry) -> str | None:
    """Return the question that the words added tell apart from the last one.

    « et en ligne ? », after the answers by telephone: an entry of the same subject and
    aspect needs those words.
    """
    said = {word.stem for word in framed.utterance.content}
    words = judge.engine.ranker.words

    def needs(entry: Entry) -> bool:
        return any(need and need <= said for need in words[entry.id].needs)

    for entry in judge.engine.base.entries.values():
        is_beside = (entry.subject, entry.aspect) == (last.subject, last.aspect)
        if is_beside and entry.id != last.id and needs(entry):
            return None if needs(last) else entry.question
    return None


def _is_of_year(judged: Judged) -> bool:
    """Whether the year that is asked is that of the answer."""
    verdict = judged.verdict
    return verdict.outcome == "answer" and verdict.candidates[0].part("year") > 0
