"""« pourquoi n'y a-t-il plus que trois crèches ? » asks how many there are."""

from datetime import datetime

import pytest

from servicebot.bot import Bot
from servicebot.understanding.engine import Engine
from servicebot.understanding.premises import counted_premise
from servicebot.understanding.questions import Judge


@pytest.mark.parametrize(
    "text",
    [
        "Pourquoi n'y a-t-il plus que deux crèches ?",
        "vous n'avez qu'une seule crèche non ?",
        "c'est vrai qu'il ne reste que quinze crèches ?",
        "y a que 3 crèches ?",
    ],
)
def test_so_few_asks_how_many(bot: Bot, now: datetime, text: str) -> None:
    assert bot.reply(text, None, now).entry == "creches.nombre"


@pytest.mark.parametrize(
    "text",
    [
        "vous n'avez qu'une piscine ?",
        "il n'y a que le lundi ?",
        "pourquoi n'y a-t-il que des livres ?",
    ],
)
def test_what_is_not_counted_is_asked_as_it_stands(
    engine: Engine, now: datetime, text: str
) -> None:
    assert counted_premise(Judge(engine, now), text) == text
