"""The last question asked again, of what a short message adds to it."""

from dataclasses import replace
from datetime import datetime

import pytest

from servicebot.understanding.again import asked_again
from servicebot.understanding.dialogue import Context
from servicebot.understanding.engine import Engine
from servicebot.understanding.questions import Judge

TOLD = Context("creches", "nombre", ("creches.nombre",))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("combien à Valbrune ?", "combien de crèches à Valbrune ?"),
        ("et combien à la piscine ?", "et à la piscine ?"),
        ("combien d'enfants à la piscine ?", "combien d'enfants à la piscine ?"),
    ],
)
def test_how_many_there_are_elsewhere_of_what_was_counted(
    engine: Engine, now: datetime, said: str, meant: str
) -> None:
    judge = Judge(engine, now)
    last = engine.base.entries["creches.nombre"]

    assert asked_again(judge, judge.frame(said), TOLD, last) == meant


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("et des bébés ?", 1),
        ("vous avez des bébés ?", 1),
        ("et des girafes ?", 0),
        ("combien coûtent des bébés ?", 0),
    ],
)
def test_one_of_what_was_listed_is_asked_by_the_word_it_needs(
    engine: Engine, now: datetime, said: str, named: int
) -> None:
    entries = engine.base.entries
    words = dict(engine.ranker.words)
    needs = (frozenset(engine.reader.read("bébés").stems),)
    words["creches.capacite"] = replace(words["creches.capacite"], needs=needs)
    judge = Judge(replace(engine, ranker=replace(engine.ranker, words=words)), now)
    again = asked_again(judge, judge.frame(said), TOLD, entries["creches.nombre"])

    assert (again == entries["creches.capacite"].question) == bool(named)


def test_a_telephone_is_asked_of_a_place_whose_address_was_told(
    engine: Engine, now: datetime
) -> None:
    judge, entries = Judge(engine, now), engine.base.entries
    framed = judge.frame("et le téléphone ?")

    told = asked_again(judge, framed, Context(), entries["mairie.adresse"])
    assert told == "quel est le numéro de téléphone ?"
    counted = asked_again(judge, framed, Context(), entries["creches.nombre"])
    assert counted == framed.utterance.text


def test_an_effective_alone_counts_the_agents_of_what_was_spoken_of(
    engine: Engine, now: datetime
) -> None:
    judge, entries = Judge(engine, now), engine.base.entries
    framed = judge.frame("effectif ?")
    last = entries["police.description"]

    told = asked_again(judge, framed, Context(), last)
    assert told == entries["police.nombre"].question


@pytest.mark.parametrize(
    ("last", "meant"),
    [("creches.nombre", "quels sont les horaires ?"), ("budget.projets", "heures ?")],
)
def test_hours_alone_are_those_of_a_place_unless_hours_are_counted(
    engine: Engine, now: datetime, last: str, meant: str
) -> None:
    judge, entries = Judge(engine, now), engine.base.entries
    counting = replace(entries["budget.projets"], units=("heures",))
    told = {"budget.projets": counting}.get(last, entries[last])

    assert asked_again(judge, judge.frame("heures ?"), Context(), told) == meant
