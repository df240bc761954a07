"""What people tell of themselves shows which service they need."""

from dataclasses import replace
from datetime import datetime

import pytest

from servicebot.bot import Bot
from servicebot.knowledge.situations import Situation
from servicebot.understanding.situations import build_situations

SITUATIONS = (
    Situation(
        entry="creches.description",
        words={"PETIT": ("fils", "fille", "gamin"), "AGE": ("deux ans", "18 mois")},
        signs=("PETIT AGE travail|boulot", "PETIT AGE cher"),
        unless=("chien",),
    ),
    Situation(entry="nowhere.description", signs=("lune soleil",)),
)


@pytest.fixture(scope="module")
def told(bot: Bot) -> Bot:
    """Return the invented town with situations of its own."""
    base = replace(bot.base, situations=SITUATIONS)
    engine = replace(bot.engine, base=base, situations=build_situations(base))
    return replace(bot, engine=engine)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("ma fille a 18 mois et je reprends le boulot", "creches.description"),
        ("je reprends le travail, mon gamin a deux ans", "creches.description"),
        ("mon fils a deux ans, pas trop cher", "creches.description"),
        ("mon fils a deux ans", None),
        ("mon fils a deux ans et le chien reste au travail", None),
        ("mon fils a deux ans, mon travail est à quel étage", None),
        ("mon fils a deux ans, je travaille à Nîmes", None),
        ("la lune et le soleil", None),
    ],
)
def test_a_situation_is_heard_where_nothing_else_is_sure(
    told: Bot, now: datetime, text: str, entry: str | None
) -> None:
    assert told.reply(text, None, now).entry == entry


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        (
            "mon gamin a deux ans et du travail, où est la piscine ?",
            "piscine-ormes.adresse",
        ),
        ("mon gamin a deux ans, je travaille, combien de crèches ?", "creches.nombre"),
    ],
)
def test_what_is_named_and_asked_is_surer_than_a_situation(
    told: Bot, now: datetime, text: str, entry: str
) -> None:
    assert told.reply(text, None, now).entry == entry


def test_an_explanation_shows_the_situation(told: Bot, now: datetime) -> None:
    shown = told.explain("je reprends le travail, mon gamin a deux ans", None, now)

    assert shown.candidates[0].part("situation") > 0
