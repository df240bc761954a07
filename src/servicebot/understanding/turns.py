"""What a whole message is: a danger, an act of the dialogue, small talk, questions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Literal

from servicebot.french.language import is_foreign
from servicebot.french.letters import unaddressed
from servicebot.french.moments import Moment, find_years
from servicebot.french.sms import written_out
from servicebot.french.speech import fluent, put_right, put_right_later
from servicebot.french.text import fold, tokens
from servicebot.knowledge.aspects import HOURS
from servicebot.knowledge.base import Entry
from servicebot.knowledge.model import Emergency
from servicebot.understanding.again import ask_again, asked_again
from servicebot.understanding.ambiguity import counts_another
from servicebot.understanding.bare import bare_number, holding_number
from servicebot.understanding.clauses import (
    clauses,
    reported,
    untagged,
)
from servicebot.understanding.counting import without_bound
from servicebot.understanding.decision import taught
from servicebot.understanding.dialogue import Context
from servicebot.understanding.engine import Engine, Framed, Judged
from servicebot.understanding.following import (
    act_upon,
    completed,
    counts_beside,
    takes_up,
)
from servicebot.understanding.frames import only_names
from servicebot.understanding.likewise import likewise
from servicebot.understanding.mentions import Lent
from servicebot.understanding.passing import goes_there
from servicebot.understanding.premises import counted_premise
from servicebot.understanding.questions import Judge
from servicebot.understanding.reader import Utterance
from servicebot.understanding.stepping import stepped
from servicebot.understanding.straying import strays, unanswered
from servicebot.understanding.surveys import Survey, asks_you

TurnKind = Literal[
    "empty", "foreign", "emergency", "act", "number", "survey", "questions"
]
REASON, WHY = "reason", "why"
"""« pourquoi ? » asks the reason of what was said, where one is known; else why it
was said."""

_NO = frozenset(("non", "nan", "nn"))


@dataclass(frozen=True, slots=True)
class Turn:
    """One message, understood: `judged` are its questions, in order."""

    kind: TurnKind
    text: str
    emergency: Emergency | None = None
    act: str | None = None
    entries: tuple[str, ...] = ()
    judged: tuple[Judged, ...] = ()
    survey: Survey | None = None
    moments: tuple[Moment, ...] = ()

    def runner_up(self, given: str | None) -> str | None:
        """Return the best entry for the first question that is not the one given."""
        if not self.judged:
            return None
        candidates = self.judged[0].verdict.candidates
        others = (c.label for c in candidates if c.is_entry and c.label != given)
        return next(others, None)


def understand(engine: Engine, text: str, context: Context, now: datetime) -> Turn:
    """Say what a message is, in the light of what was said before."""
    if not fold(text).strip(" .?!"):
        return Turn("empty", text)
    heard = fluent(written_out(text))
    pieces = clauses(heard) or (heard,)
    emergency = engine.alarm.raised(chain.from_iterable(map(tokens, pieces)))
    if emergency is not None:
        return Turn("emergency", text, emergency=emergency)
    last = engine.base.entries.get(context.entry or "")
    meant = likewise(engine.operators.affirmed(_as_asked(heard)), context)
    asked = completed(stepped(meant, context, now), last)
    if asked != heard:
        pieces = clauses(asked) or (asked,)
    turn = _understood(Judge(engine, now), asked, pieces, context, last)
    return turn if turn.text == text else replace(turn, text=text)


def _as_asked(heard: str) -> str:
    """Return the question of a message without what is around it."""
    right = put_right_later(heard)
    return without_bound(untagged(reported(unaddressed(right))))


def _understood(
    judge: Judge,
    text: str,
    pieces: Sequence[str],
    context: Context,
    last: Entry | None,
) -> Turn:
    """Say what a message that is neither empty nor an emergency is."""
    engine = judge.engine
    if (meant := counted_premise(judge, _put_right(judge, text))) != text:
        text, pieces = meant, clauses(meant) or (meant,)
    framed = judge.frame(text)
    again = asked_again(judge, framed, context, last)
    if again != text:
        text, pieces, framed = again, (again,), judge.frame(again)
    whole = framed.utterance
    act = engine.acts.find(whole) or act_upon(framed, last, engine.ranker.grid)
    if act is not None and act != REASON:
        return Turn("act", text, act=act)
    order = engine.orders.find(whole)
    number = None if order else bare_number(engine.ranker, framed)
    survey = None if act or order else engine.surveys.find(whole, framed.frame, context)
    if survey is not None:
        return Turn("survey", text, survey=survey, moments=framed.moments)
    of_year = number is not None and bool(context.entries and find_years(text))
    if number is not None and not of_year:
        return _numbered(judge, framed, number)
    judged = (
        ask_again(judge, context, text)
        if of_year
        else _questions(judge, text, whole, pieces, context)
    )
    judged = _settled(engine, framed, judged)
    if _sure(judged):
        return Turn("questions", text, judged=judged)
    act = WHY if act == REASON and context.entries else takes_up(framed, last)
    if act is not None:
        return Turn("act", text, act=act)
    foreign = is_foreign(text)
    return Turn("foreign" if foreign else "questions", text, judged=judged)


def _put_right(judge: Judge, text: str) -> str:
    """Return what was meant, where what was begun before asks nothing, or as much.

    A name alone only replaces one (« combien de crèches, non pardon, de cantines »).
    """
    begun, meant = put_right(text)
    if not begun:
        return text
    slip, right = judge.frame(begun).frame, judge.frame(meant).frame
    if not (slip.asked or slip.counted):
        return meant
    asks = (right.asked or right.counted) and right.named
    return meant if asks else text


def _settled(
    engine: Engine, framed: Framed, judged: tuple[Judged, ...]
) -> tuple[Judged, ...]:
    """Return the questions judged, or what the situation told of asks for."""
    verdicts = [one.verdict for one in judged]
    settled = engine.situations.settled(verdicts, framed.utterance, framed.frame)
    if settled is None:
        return judged
    return (Judged(framed.utterance, framed.frame, framed.moments, settled),)


def _numbered(judge: Judge, framed: Framed, number: str) -> Turn:
    """Say what holds a number: one entry is the answer, among several a choice is."""
    text = framed.utterance.text
    holding = holding_number(judge.engine.ranker, framed, number)
    if len(holding) != 1 or len(number) < 2:  # « slt sa va bi1 ? »
        return Turn("number", text, entries=holding)
    (entry,) = holding
    asked = judge.judge(judge.engine.base.entries[entry].question, Lent())
    return Turn(
        "questions",
        text,
        judged=(replace(asked, verdict=taught(asked.verdict, entry)),),
    )


def _sure(judged: tuple[Judged, ...]) -> bool:
    return any(j.verdict.outcome in ("answer", "social") for j in judged)


def _questions(
    judge: Judge,
    text: str,
    whole: Utterance,
    pieces: Sequence[str],
    context: Context,
) -> tuple[Judged, ...]:
    """Judge the questions of a message; a correction leaves the last subject behind."""
    opening = judge.engine.acts.after_correction(whole)
    if corrected := _corrected(judge, whole, opening, context):
        return corrected
    lent, frame = context.lent, judge.frame(text).frame
    same = lent.subject in frame.named and not frame.elliptic
    if same and not counts_beside(judge.frame(text), context, judge.engine.base):
        lent = lent._replace(aspect=None)  # something else is asked of the same
    if asks_you(whole, frame, context):
        own = judge.engine.base.town.contact.place
        lent = lent._replace(subject=own, aspect=HOURS)
    if lent.subject and counts_another(frame, lent.subject, judge.engine.ranker.grid):
        lent = Lent()
    if frame.elsewhere and len(pieces) > 1 and goes_there(pieces[-1]):
        pieces = (text,)  # « ma sœur habite Lyon. Combien de crèches là-bas ? »
    judged = _untitled(judge.questions(text, pieces, lent))
    is_doubtful = all(j.verdict.outcome == "clarify" for j in judged)
    if is_doubtful and (alone := _alone(judge, text, lent)):
        return (alone,)
    lost = strays(judged, context, judge.engine.ranker.grid)
    return tuple(map(unanswered, judged)) if lost else judged


def _untitled(judged: tuple[Judged, ...]) -> tuple[Judged, ...]:
    """Leave out a name that only says what the question after it is about.

    « la piscine ? c'est ouvert demain ? » does not ask what the pool is.
    """
    if len(judged) != 2:
        return judged
    title, asked = judged
    names = title.frame.named and not title.frame.asked
    is_title = names and only_names(title.utterance, title.frame)
    is_title = is_title and title.utterance.text.rstrip().endswith("?")
    goes_on = not asked.frame.named and asked.verdict.outcome != "social"
    return judged[1:] if is_title and goes_on else judged


def _alone(judge: Judge, text: str, lent: Lent) -> Judged | None:
    """Return a question that names another subject, where it is clear by itself.

    « et de communes ? », after the inhabitants of the agglomération.
    """
    named = judge.frame(text).frame.named
    if lent.subject is None or not named or lent.subject in named:
        return None
    alone = judge.judge(text, Lent(operator=lent.operator))
    answers = alone.verdict.outcome == "answer"
    return alone if answers and alone.verdict.candidates[0].subject in named else None


def _corrected(
    judge: Judge, whole: Utterance, opening: int, context: Context
) -> tuple[Judged, ...]:
    """Judge what a correction asks instead, if the message is one.

    A « non » alone opens one where something is named or asked after it (« non, la
    piscine »).
    """
    refuses = not opening and bool(context.entries) and _NO.issuperset(whole.tokens[:1])
    opening = opening or int(refuses)
    if not 0 < opening < len(whole.words):
        return ()
    rest = " ".join(word.text for word in whole.words[opening:])
    framed = judge.frame(rest)
    subjects = framed.frame.subjects
    if whole.tokens[opening - 1] == "pas" and len(subjects) > 1:
        rest = " ".join(w.text for w in framed.utterance.words[subjects[0].end :])
        framed = judge.frame(rest)  # « non pas les bus, les crèches »
    named = framed.frame.named
    if refuses and not framed.frame.clear and not framed.frame.asked:
        return ()
    names_same = context.subject in named and not refuses
    if names_same and only_names(framed.utterance, framed.frame):
        return ask_again(judge, context, rest)
    lent = context.lent._replace(subject=None) if named else context.lent
    meant = judge.judge(rest, lent)
    if meant.verdict.outcome == "clarify":
        meant = _alone(judge, rest, context.lent) or meant
    return (meant,)
