"""What goes on with something and leads elsewhere."""

from dataclasses import replace
from datetime import datetime

import pytest

from servicebot.understanding.candidates import candidate
from servicebot.understanding.decision import answering
from servicebot.understanding.dialogue import Context
from servicebot.understanding.engine import Engine, Judged
from servicebot.understanding.mentions import Lent
from servicebot.understanding.questions import Judge
from servicebot.understanding.straying import strays

TOLD = Context("creches", "nombre", ("creches.nombre",))


def judged(engine: Engine, now: datetime, said: str, **parts: float) -> Judged:
    """Return a message answered by what the pool is, none too surely."""
    asked = Judge(engine, now).judge(said, Lent())
    best = candidate("piscine.description", parts)
    return replace(asked, verdict=answering(asked.verdict, best, 0.7))


@pytest.mark.parametrize(
    ("said", "is_astray"),
    [
        ("c'est quel soir ?", 1),
        ("et ça ouvre le soir ?", 1),
        ("la piscine est ouverte le soir ?", 0),
        ("quelle température fait l'eau chaude du grand bassin ?", 0),
    ],
)
def test_a_few_words_that_name_nothing_do_not_lead_elsewhere(
    engine: Engine, now: datetime, said: str, is_astray: int
) -> None:
    found = judged(engine, now, said, subject=-0.45)

    assert strays((found,), TOLD, engine.ranker.grid) == bool(is_astray)


def test_what_another_question_of_the_message_lends_is_no_stray(
    engine: Engine, now: datetime
) -> None:
    found = judged(engine, now, "y en a combien ?", subject=0.9)

    assert not strays((found,), TOLD, engine.ranker.grid)


def test_of_several_answers_the_first_may_be_gone_on_with(
    engine: Engine, now: datetime
) -> None:
    told = replace(TOLD, entries=("creches.nombre", "piscine.description"))
    found = judged(engine, now, "c'est quel soir ?", subject=-0.45)

    assert not strays((found,), told, engine.ranker.grid)
