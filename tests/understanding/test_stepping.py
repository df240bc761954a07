"""Hours asked by a step from the day that was just spoken of."""

from datetime import datetime

import pytest

from servicebot.bot import Bot
from servicebot.understanding.dialogue import Context
from servicebot.understanding.stepping import stepped

TOLD = Context("mairie", "horaires", ("mairie.horaires",), day="2026-12-24")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("et le lendemain ?", "et le 25 décembre 2026 ?"),
        ("et le surlendemain matin ?", "et le 26 décembre 2026 matin ?"),
        ("la veille ?", "le 23 décembre 2026 ?"),
        ("et le jour d'après", "et le 25 décembre 2026"),
        ("et le jour précédent", "et le 23 décembre 2026"),
        ("le lundi suivant ?", "le 28 décembre 2026 ?"),
        ("le jeudi d'avant", "le 17 décembre 2026"),
        ("et la semaine d'après ?", "et la semaine du 28 décembre 2026 ?"),
        ("et la veille de Noël ?", "et la veille de Noël ?"),
        ("jusqu'à quand ?", "jusqu'à quelle heure ?"),
        ("et le 26 ?", "et le 26 décembre 2026 ?"),
        ("et le 2", "et le 2 janvier 2027 ?"),
        ("et le 32 ?", "et le 32 ?"),
        ("et après ?", "et le 25 décembre 2026 ?"),
        ("quand alors ?", "ça ouvre quand ?"),
    ],
)
def test_a_step_leads_to_a_date(said: str, meant: str, now: datetime) -> None:
    assert stepped(said, TOLD, now) == meant


def test_without_a_day_the_step_is_from_today(now: datetime) -> None:
    told = Context("mairie", "horaires", ("mairie.horaires",))

    assert stepped("et le lendemain ?", told, now) == "et le 23 novembre 2026 ?"


def test_where_no_hours_are_spoken_of_no_step_is_taken(now: datetime) -> None:
    told = Context("creches", "nombre", ("creches.nombre",))

    assert stepped("et le lendemain ?", told, now) == "et le lendemain ?"


@pytest.mark.parametrize("then", ["et la veille ?", "et le 23 décembre 2026 ?"])
def test_a_day_with_its_year_follows_up(bot: Bot, now: datetime, then: str) -> None:
    told = bot.reply("la mairie est ouverte le 24 décembre ?", None, now)
    reply = bot.reply(then, told.context, now)

    assert reply.kind == "answer"
    assert "23\u00a0décembre" in reply.text


def test_the_day_after_a_day_is_no_choice(bot: Bot, now: datetime) -> None:
    told = bot.reply("la mairie est ouverte le 1er décembre ?", None, now)

    assert "2\u00a0décembre" in bot.reply("et le 2 ?", told.context, now).text
