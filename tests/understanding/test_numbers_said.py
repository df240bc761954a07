"""Numbers that a question says of what it names, and what key words count."""

from dataclasses import replace
from datetime import datetime

import pytest

from servicebot.bot import Bot
from servicebot.understanding.bare import bare_number, holding_number
from servicebot.understanding.counting import without_bound
from servicebot.understanding.engine import Engine
from servicebot.understanding.mentions import Lent
from servicebot.understanding.parts import pick
from servicebot.understanding.questions import Judge


def answered(bot: Bot, text: str, now: datetime) -> list[str]:
    return [answer.entry for answer in bot.reply(text, None, now).answers]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("les crèches 1250 c'est ça", "creches.capacite"),
        ("les crèches, mille deux cent cinquante", "creches.capacite"),
        ("la médiathèque 24 500 c'est bon", "mediatheque.nombre"),
        ("les crèches, c'est ça", "creches.description"),
        ("la médiathèque 1250 c'est bon", "mediatheque.description"),
    ],
)
def test_an_entry_whose_number_is_said_of_its_subject_is_meant(
    bot: Bot, now: datetime, text: str, entry: str
) -> None:
    assert answered(bot, text, now) == [entry]


def test_a_number_said_does_not_answer_what_else_is_asked(
    bot: Bot, now: datetime
) -> None:
    assert answered(bot, "tarif des crèches 1250", now) == []


@pytest.mark.parametrize(
    "text", ["crèches enfants", "crèches enfants nb", "nb enfants crèches"]
)
def test_key_words_count_in_any_order(bot: Bot, now: datetime, text: str) -> None:
    assert answered(bot, text, now) == ["creches.capacite"]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("plus de 20 crèches ou pas ?", "combien de crèches ?"),
        ("Y a-t-il moins de 1 000 places en crèche ?", "combien de places en crèche ?"),
        ("est-ce que vous avez plus d'1 crèche", "combien de crèche"),
        ("plus de 20 ou pas ?", None),
        ("plus de 60 ans, où aller ?", None),
        ("plus de crèches ?", None),
    ],
)
def test_more_than_a_number_asks_how_many(said: str, asked: str | None) -> None:
    assert without_bound(said) == (asked or said)


def test_what_is_plainly_asked_stands_for_a_letter_that_is_hardly_answered(
    engine: Engine, now: datetime
) -> None:
    asked = Judge(engine, now).judge("combien de crèches ?", Lent())
    sure, unsure = (
        replace(asked, verdict=replace(asked.verdict, confidence=confidence))
        for confidence in (0.9, 0.55)
    )

    assert pick(unsure, (asked,)) is asked
    assert pick(sure, (asked,)) is sure
    assert pick(unsure, (unsure,)) is unsure


@pytest.mark.parametrize(
    "asked", ["le nombre exact de crèches", "nombre global des crèches ?"]
)
def test_how_exactly_is_not_what_is_counted(
    bot: Bot, now: datetime, asked: str
) -> None:
    assert answered(bot, asked, now) == ["creches.nombre"]


def test_a_number_of_what_several_entries_count_is_asked_back(
    engine: Engine, now: datetime
) -> None:
    entry = engine.base.entries["creches.capacite"]
    other = replace(entry, id="cantine.places")
    known = engine.ranker.words
    words = {**known, other.id: known[entry.id]}
    ranker = replace(
        engine.ranker, entries=(*engine.ranker.entries, other), words=words
    )
    several = (entry.id, other.id)
    framed = engine.frame("1250 enfants en crèche ?", now)

    assert bare_number(ranker, framed) is None
    framed = replace(
        engine.frame("1250 enfants ?", now), frame=framed.frame, moments=()
    )
    assert bare_number(ranker, framed) == "1250"
    assert set(holding_number(ranker, framed, "1250")) == set(several)
    assert bare_number(engine.ranker, framed) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("à quoi servent 1250 enfants ?", "1250"),
        ("à quoi servent 3 crèches ?", None),
        ("combien coûtent 1250 enfants en crèche ?", None),
    ],
)
def test_what_a_number_is_for_asks_what_it_is_of(
    engine: Engine, now: datetime, text: str, number: str | None
) -> None:
    assert bare_number(engine.ranker, engine.frame(text, now)) == number


def test_a_number_of_what_one_entry_alone_counts_is_of_it(
    engine: Engine, now: datetime
) -> None:
    entry = engine.base.entries["creches.capacite"]
    other = replace(entry, id="cantine.repas")
    known = engine.ranker.words
    words = {
        **known,
        other.id: replace(known[entry.id], units=known["creches.nombre"].units),
    }
    ranker = replace(
        engine.ranker, entries=(*engine.ranker.entries, other), words=words
    )

    framed = engine.frame("1250 enfants, pour qui ?", now)

    assert holding_number(ranker, framed, "1250") == (entry.id,)


def test_a_number_beside_a_word_that_nobody_knows_is_not_alone(
    engine: Engine, now: datetime
) -> None:
    assert bare_number(engine.ranker, engine.frame("1250 blublu", now)) is None
    assert bare_number(engine.ranker, engine.frame("1250 ?", now)) == "1250"
