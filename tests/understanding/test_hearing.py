"""How much of a question an entry explains: much is surer than little."""

from datetime import datetime

import pytest

from servicebot.understanding.engine import Engine
from servicebot.understanding.hearing import MANY, heard
from servicebot.understanding.mentions import Lent


def _heard(engine: Engine, now: datetime, text: str, lent: Lent) -> float:
    framed = engine.frame(text, now)
    best = engine.ranker.rank(framed.utterance, framed.frame, lent)[0]
    return heard(framed.utterance, framed.frame, best, lent)


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("des places ?", "combien de places en crèche pour les tout-petits ?"),
        ("combien de projets", "combien de projets du budget participatif financés"),
    ],
)
def test_more_words_explained_are_more_heard(
    engine: Engine, now: datetime, less: str, more: str
) -> None:
    few, many = (_heard(engine, now, text, Lent()) for text in (less, more))

    assert few < many <= 1


def test_what_goes_on_with_a_subject_need_not_name_it(
    engine: Engine, now: datetime
) -> None:
    alone = _heard(engine, now, "et la capacité ?", Lent())
    lent = _heard(engine, now, "et la capacité ?", Lent(subject="creches"))

    assert alone <= 1 / MANY < lent


def test_a_phrasing_word_for_word_is_heard(engine: Engine, now: datetime) -> None:
    phrasing = engine.base.entries["creches.nombre"].asks[0]

    assert _heard(engine, now, phrasing, Lent()) == pytest.approx(1)
