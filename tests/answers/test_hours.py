"""What is said of opening hours: every reply read and found right, word for word.

`tests/corpus/hours.jsonl` has questions about the places of `tests/clock_town/`, asked
on ordinary days, holidays, the nights of the clock change, and the last day for which
the school holidays are known.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from servicebot.answers.wanted import Wanted, wanted
from servicebot.bot import Bot
from servicebot.knowledge.loader import load
from servicebot.replies import Reply

ZONE = ZoneInfo("Europe/Paris")
SATURDAY = "2026-11-28T10:30"
CORPUS = Path(__file__).parents[1] / "corpus" / "hours.jsonl"
ROWS = [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()]
_PLAIN = str.maketrans({"\u202f": " ", "\u00a0": " "})


@pytest.fixture(scope="module")
def bot(clock_town: Path) -> Bot:
    return Bot.build(load(clock_town), secret=b"only for tests, of hours, 32 byte")


def asked(bot: Bot, *turns: str, at: str = SATURDAY) -> Reply:
    now = datetime.fromisoformat(at).replace(tzinfo=ZONE)
    reply = bot.reply(turns[0], None, now)
    for turn in turns[1:]:
        reply = bot.reply(turn, reply.context, now)
    return reply


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: " ".join((row["at"], *row["turns"]))
)
def test_every_reply_is_the_one_that_was_read_and_found_right(
    bot: Bot, row: dict[str, Any]
) -> None:
    reply = asked(bot, *row["turns"], at=row["at"])

    assert (reply.kind, reply.text.translate(_PLAIN)) == (row["kind"], row["text"])


def test_the_corpus_is_large() -> None:
    assert len(ROWS) >= 120


def test_across_places_each_answer_has_its_source(bot: Bot) -> None:
    reply = asked(bot, "qu'est-ce qui est ouvert dimanche ?")

    assert reply.entry == "bains.horaires"
    assert [answer.entry for answer in reply.answers] == [
        "bains.horaires",
        "defibrillateur.horaires",
        "piscine-ormes.horaires",
        "veilleuse.horaires",
    ]
    assert all(answer.sources for answer in reply.answers)
    assert reply.understood.moment is not None


def test_it_asks_which_place_is_meant_and_takes_the_choice(bot: Bot) -> None:
    first = asked(bot, "c'est ouvert demain ?")
    second = asked(bot, "c'est ouvert demain ?", "2")

    assert first.kind == "clarification"
    assert first.choices[0].title == "Horaires de la mairie de Valbrune"
    assert second.entry == "bains.horaires"


def test_after_a_place_c_est_ouvert_is_about_it(bot: Bot) -> None:
    reply = asked(bot, "où sont les bains ?", "c'est ouvert ?")

    assert reply.entry == "bains.horaires"


@pytest.mark.parametrize(
    ("question", "is_wanted"),
    [
        ("La mairie est-elle ouverte ?", "open"),
        ("c ouver lundi", "open"),
        ("Est-ce fermé lundi ?", "closed"),
        ("vous fermez le 24 ?", "closed"),
        ("à quelle heure ça ferme", "times"),
        ("jusqu'à quand c'est ouvert", "times"),
        ("et samedi ?", "times"),
        ("quand est-ce que ça rouvre ?", "next"),
        ("vous ouvrez quand", "next"),
        ("prochaine ouverture", "next"),
    ],
)
def test_what_is_wanted(question: str, is_wanted: Wanted) -> None:
    assert wanted(question) == is_wanted
