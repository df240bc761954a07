"""What a question goes on about: another town, what counts the same, its subject."""

from datetime import datetime

from servicebot.bot import Bot
from servicebot.understanding.engine import Engine
from servicebot.understanding.grid import Lent


def test_a_question_after_another_town_is_about_it(bot: Bot, now: datetime) -> None:
    told = "Y a-t-il des crèches à Roquemaure ?"

    assert bot.reply(f"{told} Combien d'enfants ?", None, now).kind == "fallback"


def test_a_question_that_names_home_is_not_about_another_town(
    bot: Bot, now: datetime
) -> None:
    told = "Y a-t-il des crèches à Roquemaure ? Combien de crèches à Valbrune ?"

    assert bot.reply(told, None, now).entry == "creches.nombre"


def test_only_counting_goes_on_about_what_counts_it(
    engine: Engine, now: datetime
) -> None:
    framed = engine.frame("avec combien de projets ?", now)
    grid = engine.ranker.grid

    assert grid.counts_on(framed.utterance, framed.frame, "budget")
    assert not grid.counts_on(framed.utterance, framed.frame, "piscine")


def test_how_many_of_what_is_not_counted_is_admitted(
    engine: Engine, now: datetime
) -> None:
    verdict = engine.judge(engine.frame("combien de piscines", now), Lent()).verdict

    assert verdict.outcome != "answer"
    assert verdict.aspect == "nombre"


def test_how_to_do_what_no_phrasing_speaks_of_is_not_answered(
    bot: Bot, now: datetime
) -> None:
    reply = bot.reply("comment dessiner une piscine en perspective", None, now)

    assert reply.kind != "answer"


def test_a_precise_aspect_that_is_lacking_is_not_answered_beside(
    bot: Bot, now: datetime
) -> None:
    asked = "Bonjour, c'est combien l'entrée de la piscine pour un gamin de six ans ?"

    assert bot.reply(asked, None, now).kind != "answer"
