"""Which of the choices that were offered a message takes."""

from datetime import datetime

import pytest

from servicebot.bot import Bot
from servicebot.understanding.choosing import choose
from servicebot.understanding.dialogue import Context
from servicebot.understanding.engine import Engine

SOFA = "Que faire d'un vieux canapé"
PLACES = "Combien d'enfants dans les crèches"
BOOKS = "Combien de livres à la médiathèque"
OFFERED = (SOFA, PLACES, BOOKS)


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("le canapé", SOFA),
        ("celui des enfants", PLACES),
        ("non, celui de la médiathèque", BOOKS),
        ("2", PLACES),
        ("plutôt le n°2 svp", PLACES),
        ("je prends la première option", SOFA),
        ("oui le dernier", BOOKS),
        ("la 3e proposition", BOOKS),
        ("le 2 janvier", None),
        ("la première année", None),
        ("la piscine", None),
        ("combien coûte la cantine de mes enfants ?", None),
        ("combien de livres et d'enfants", None),
    ],
)
def test_the_words_of_a_label_take_a_choice(
    engine: Engine, said: str, taken: str | None
) -> None:
    assert choose(engine, said, Context(choices=OFFERED, misses=1)) == taken


def test_what_two_labels_say_takes_neither(engine: Engine) -> None:
    offered = (PLACES, "Combien y a-t-il de crèches")

    assert choose(engine, "celui des crèches", Context(choices=offered)) is None


def test_what_is_offered_beside_an_answer_is_not_asked(engine: Engine) -> None:
    told = Context(entries=("creches.nombre",), choices=OFFERED)

    assert choose(engine, "le canapé", told) is None


def test_a_correction_that_is_doubtful_is_judged_by_itself(
    bot: Bot, now: datetime
) -> None:
    told = bot.reply("combien d'enfants dans les crèches", None, now)

    assert bot.reply("non, la piscine", told.context, now).kind == "answer"
