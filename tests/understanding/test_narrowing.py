"""A part of what a figure counts, or a mean of it, is not the figure."""

from datetime import datetime

import pytest

from servicebot.bot import Bot
from servicebot.understanding.engine import Engine
from servicebot.understanding.mentions import Lent
from servicebot.understanding.narrowing import is_another_number
from servicebot.understanding.questions import Judge


def answered(bot: Bot, text: str, now: datetime) -> list[str]:
    return [answer.entry for answer in bot.reply(text, None, now).answers]


@pytest.mark.parametrize(
    "text",
    [
        "combien d'enfants dans les crèches ?",
        "combien de petites filles ? combien d'enfants dans les crèches ?",
        "ma fille arrive lundi, combien d'enfants dans les crèches ?",
        "combien de places en crèche pour les jeunes ?",
        "combien de places en crèche pour tous les enfants ?",
        "sur les 3 crèches, combien d'enfants ?",
    ],
)
def test_what_counts_all_is_answered(bot: Bot, now: datetime, text: str) -> None:
    assert "creches.capacite" in answered(bot, text, now)


@pytest.mark.parametrize(
    "text",
    [
        "combien d'enfants de moins de 2 ans dans les crèches ?",
        "combien d'enfants handicapés dans les crèches ?",
        "combien d'enfants dans les crèches le samedi ?",
        "combien d'enfants dans les crèches par quartier ?",
        "combien de filles dans les crèches ?",
        "combien de fois par jour lave-t-on les crèches ?",
        "sur les 1250 places, combien de places ?",
        "sur les 24500 documents, combien d'enfants dans les crèches ?",
        "parmi les 3 crèches, combien de crèches privées ?",
    ],
)
def test_what_counts_a_part_is_not(bot: Bot, now: datetime, text: str) -> None:
    assert answered(bot, text, now) == []


@pytest.mark.parametrize(
    ("text", "is_part"),
    [
        ("dont des filles ?", True),
        ("et des enfants handicapés ?", True),
        ("et des enfants ?", False),
        ("des filles ?", False),
        ("et voilà que ma fille joue avec des filles ?", False),
    ],
)
def test_what_adds_a_part_to_the_last_question_asks_another_number(
    engine: Engine, now: datetime, text: str, *, is_part: bool
) -> None:
    last = engine.base.entries["creches.capacite"]
    judged = Judge(engine, now).judge(text, Lent("creches", "capacite", last.id))

    assert is_another_number(judged, last, engine.base) is is_part
