"""What a message orders a machine to do is no question of the town."""

from dataclasses import replace
from datetime import datetime

import pytest

from servicebot.bot import Bot
from servicebot.knowledge.base import Base
from servicebot.knowledge.model import SmallTalk
from servicebot.understanding.engine import Engine
from servicebot.understanding.orders import Orders, build_orders

ORDERS = ("mets|règle réveil|minuteur", "rappelle-moi-d sauf d-où")


@pytest.fixture(scope="module")
def orders(base: Base) -> Orders:
    talk = SmallTalk(id="ordre", ask=("alexa",), say=("Non.",), orders=ORDERS)
    return build_orders(replace(base, smalltalk=(talk,)))


@pytest.mark.parametrize(
    ("text", "is_order"),
    [
        ("mets-moi un réveil à six heures", True),
        ("tu me mets le minuteur ?", True),
        ("rappelle-moi d'acheter du pain", True),
        ("rappelle-moi d'où vient ce chiffre", False),
        ("rappelle-moi combien de crèches", False),
        ("comment mettre un réveil", False),
        ("le bruit de la piscine, on la met quand en réveil ?", False),
        ("combien de crèches", False),
    ],
)
def test_an_order_opens_a_message(
    orders: Orders, engine: Engine, text: str, *, is_order: bool
) -> None:
    found = orders.find(engine.reader.read(text))

    assert found == ("smalltalk:ordre" if is_order else None)


def test_an_order_is_small_talk_whatever_number_it_says(
    orders: Orders, bot: Bot, now: datetime
) -> None:
    talk = SmallTalk(id="ordre", ask=("alexa",), say=("Non.",), orders=ORDERS)
    base = replace(bot.base, smalltalk=(*bot.base.smalltalk, talk))
    ordering = replace(
        bot,
        engine=replace(bot.engine, orders=orders),
        composer=replace(bot.composer, base=base),
    )

    reply = ordering.reply("mets le minuteur à 12", None, now)

    assert (reply.kind, reply.text) == ("smalltalk", "Non.")
