"""What nobody wrote of a thing is not answered by what it is."""

from dataclasses import replace
from datetime import datetime

import pytest

from servicebot.bot import Bot
from servicebot.understanding.attributes import asks_habit
from servicebot.understanding.engine import Engine
from servicebot.understanding.lacking import leaves
from servicebot.understanding.mentions import Lent
from servicebot.understanding.phrases import Found
from servicebot.understanding.questions import Judge


def answered(bot: Bot, text: str, now: datetime) -> list[str]:
    return [answer.entry for answer in bot.reply(text, None, now).answers]


@pytest.mark.parametrize(
    "text",
    [
        "la cantine sert des livres ?",
        "la police municipale a des livres ?",
        "la médiathèque a une cafétéria ?",
        "y a-t-il une cafétéria à la médiathèque ?",
        "quelle médiathèque prête des livres ?",
    ],
)
def test_it_is_not_known_whether_a_thing_has_what_nobody_wrote(
    bot: Bot, now: datetime, text: str
) -> None:
    assert answered(bot, text, now) == []


@pytest.mark.parametrize(
    "text",
    [
        "la médiathèque prête des films ?",
        "y a-t-il des disques à la médiathèque ?",
        "la médiathèque ?",
    ],
)
def test_what_is_written_of_a_thing_is_answered(
    bot: Bot, now: datetime, text: str
) -> None:
    assert answered(bot, text, now) == ["mediatheque.description"]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("elle coûte combien ?", "cantine"),
        ("elle coûte combien ?", None),
        ("combien ça coûte ?", "police"),
        ("elle coûte combien, la cantine ?", "police"),
    ],
)
def test_what_is_gone_on_with_or_named_is_not_left(
    engine: Engine, now: datetime, text: str, subject: str | None
) -> None:
    assert not _leaves(engine, now, text, subject)


def test_a_pronoun_does_not_leave_what_it_goes_on_with(
    engine: Engine, now: datetime
) -> None:
    assert _leaves(engine, now, "elle coûte combien ?", "police")


def _leaves(engine: Engine, now: datetime, text: str, subject: str | None) -> bool:
    judge = Judge(engine, now)
    framed = judge.frame(text)
    best = judge.judge("prix de la cantine", Lent()).verdict.candidates[0]
    grid = engine.ranker.grid
    return leaves(framed.utterance, framed.frame, Lent(subject), best, grid)


@pytest.mark.parametrize(
    ("text", "is_habit"),
    [
        ("quand change-t-on l'eau ?", True),
        ("quand vide on la piscine", True),
        ("quand a-t-on ouvert la piscine ?", False),
        ("quand la piscine a ouvert ?", False),
        ("quand ?", False),
        ("la piscine date", False),
    ],
)
def test_what_one_does_is_a_habit(engine: Engine, text: str, *, is_habit: bool) -> None:
    utterance = engine.reader.read(text)
    frame = replace(engine.framer.frame(utterance), aspects=(Found(0, 1, ("date",)),))

    assert asks_habit(utterance, frame) is is_habit
    assert not asks_habit(utterance, replace(frame, aspects=()))
