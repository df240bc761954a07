"""Names of what the base does not know, beside what it does."""

from datetime import datetime

import pytest

from servicebot.bot import Bot
from servicebot.understanding.engine import Engine
from servicebot.understanding.mentions import Lent
from servicebot.understanding.strangers import names_asked


def names(engine: Engine, text: str) -> list[str]:
    utterance = engine.reader.read(text)
    frame = engine.framer.frame(utterance)
    known = engine.ranker.territory.names
    return [name.stem for name in names_asked(utterance, frame, known)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Qui est le maire dans Les Simpson ?", ["simpson"]),
        ("Combien de crèches rue Zola ?", ["zol"]),
        ("Emmaüs est ouvert samedi ?", ["emmaus"]),
        ("combien de nageurs à la médiathèque", ["mediathequ"]),
        ("Nous arrivons de Lourdes, combien de crèches avez-vous ?", []),
        ("Combien de crèches Max Dupont gère-t-il ?", []),
        ("Combien de crèches compte la Ville ?", []),
        ("Combien de crèches à Valbrune ?", []),
        ("combien de crèches rue zola", []),
        ("COMBIEN DE CRÈCHES RUE ZOLA", []),
        ("combien de crèches et de livres à la médiathèque", []),
        ("Quel institut a compté les crèches ?", ["institut"]),
        ("dans quel immeuble sont les crèches", ["immeubl"]),
        ("qui a le plus de crèches", ["plus"]),
        ("quelle est la crèche la moins chère", ["crech", "moin"]),
        ("qui est le plus proche", []),
        ("combien de crèches le plus souvent", []),
        ("quels sont les architectes de la médiathèque", ["architect"]),
        ("quelles sortes de crèches", []),
        ("quel est le tarif de la cantine", []),
        ("quels grands parcs", ["parc"]),
        ("les crèches de quel institut", []),
        ("quel ?", []),
        ("Bonjour", []),
    ],
)
def test_names_that_are_tied_to_what_is_asked(
    engine: Engine, text: str, found: list[str]
) -> None:
    assert names(engine, text) == found


@pytest.mark.parametrize(
    ("text", "entry", "is_strange"),
    [
        ("Combien de crèches dans Les Simpson ?", "creches.nombre", True),
        ("combien d'enfants à la médiathèque", "creches.capacite", True),
        ("combien d'enfants à la crèche", "creches.capacite", False),
        ("Qui gère la piscine Zola ?", "piscine.gestionnaire", False),
        ("Combien de crèches ?", "creches.nombre", False),
    ],
)
def test_an_entry_that_does_not_know_the_name_is_not_surely_meant(
    engine: Engine, text: str, entry: str, *, is_strange: bool
) -> None:
    utterance = engine.reader.read(text)
    frame = engine.framer.frame(utterance)
    found = {c.label: c for c in engine.ranker.rank(utterance, frame, Lent())}

    assert (found[entry].part("stranger") < 0) is is_strange


def test_a_name_that_nobody_knows_is_asked_back(bot: Bot, now: datetime) -> None:
    reply = bot.reply("Combien de crèches compte la maison d'Hortense ?", None, now)

    assert reply.kind != "answer"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Pourquoi n'y a-t-il plus que douze crèches ?", "Ce n'est pas le nombre"),
        ("Il y a bien vingt-huit crèches ?", "Ce n'est pas le nombre"),
        ("Il y a bien trois crèches ?", "compte 3 crèches"),
        ("Pourquoi 99 crèches ?", "Ce n'est pas le nombre"),
    ],
)
def test_a_number_that_is_stated_is_corrected(
    bot: Bot, now: datetime, text: str, said: str
) -> None:
    told = bot.reply(text, None, now).text.replace("\u202f", " ").replace("’", "'")

    assert said in told.replace("\xa0", " ")


@pytest.mark.parametrize(
    "text",
    [
        "Quand planter un olivier à la piscine ?",
        "Quand vernir un violon ?",
        "Tarif du zoo ?",
    ],
)
def test_what_an_entry_says_nothing_of_is_not_answered(
    bot: Bot, now: datetime, text: str
) -> None:
    assert bot.reply(text, None, now).kind != "answer"
