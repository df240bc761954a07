"""Emergencies: invented messages in all registers, and messages that only look so."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from servicebot.french.text import tokens
from servicebot.knowledge.base import Base
from servicebot.knowledge.loader import load
from servicebot.knowledge.model import Emergency
from servicebot.understanding.clauses import clauses
from servicebot.understanding.emergencies import Alarm, build_alarm
from servicebot.understanding.reader import Reader, build_reader
from servicebot.understanding.vocabulary import known_texts

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "corpus" / "emergencies.jsonl"
ROWS = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
LOWEST_RECALL = 0.98
MOST_FALSE_ALARMS = 0.01


class Ear:
    """Hears a message as the understanding does, without its matcher."""

    def __init__(self, base: Base) -> None:
        """Build the reader and the alarm of a base."""
        self.base = base
        self.reader: Reader = build_reader(
            known_texts(base),
            base.synonyms,
            base.abbreviations,
            base.function_words,
            guarded=base.elsewhere,
        )
        self.alarm: Alarm = build_alarm(base, self.reader)

    def raised(self, text: str) -> Emergency | None:
        """Return the emergency that a message shows."""
        pieces = clauses(text) or (text,)
        return self.alarm.raised(word for piece in pieces for word in tokens(piece))


@pytest.fixture(scope="module")
def ear() -> Ear:
    return Ear(load(ROOT / "knowledge"))


def test_dangers_are_recognised_with_the_right_number(ear: Ear) -> None:
    dangers = [row for row in ROWS if row["numbers"]]
    missed = []
    for row in dangers:
        emergency = ear.raised(row["q"])
        if emergency is None or row["numbers"][0] not in emergency.numbers:
            missed.append(row["q"])

    assert len(missed) <= (1 - LOWEST_RECALL) * len(dangers), missed


def test_lookalikes_raise_no_alarm(ear: Ear) -> None:
    lookalikes = [row["q"] for row in ROWS if not row["numbers"]]
    false = [text for text in lookalikes if ear.raised(text)]

    assert len(false) <= MOST_FALSE_ALARMS * len(lookalikes), false


def test_no_phrasing_of_the_base_raises_an_alarm(ear: Ear) -> None:
    asks = [text for entry in ear.base.entries.values() for text in entry.asks]

    assert [text for text in (*asks, *ear.base.negatives) if ear.raised(text)] == []


def test_every_group_of_words_is_used(ear: Ear) -> None:
    groups = {name for one in ear.base.emergencies for name in one.words}
    signs = " ".join(
        sign
        for one in ear.base.emergencies
        for sign in (*one.signs, *one.unless, *one.idioms)
    )

    assert groups - set(signs.replace("|", " ").split()) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("feu d'artifice", None),
        ("il tape le petit", "119"),
        ("le petit dort", None),
        ("il dort à la rue", "115"),
        ("la rue à il dort", None),
        ("il tape. " + "ah " * 20 + "le petit", None),
    ],
)
def test_parts_of_a_sign(text: str, expected: str | None, ear: Ear) -> None:
    enfance, rue = (
        Emergency(
            id=name,
            numbers=(number,),
            say=number,
            words={"ENFANT": ("petit", "fille")} if name == "enfance" else {},
            signs=(sign,),
            unless=("feu d'artifice",),
            source=("service-public",),
            as_of="2025",
        )
        for name, number, sign in (
            ("enfance", "119", "tape|frappe ENFANT"),
            ("rue", "115", "dort à-la-rue"),
        )
    )
    base = replace(ear.base, emergencies=(enfance, rue))
    alarm = build_alarm(base, ear.reader)
    emergency = alarm.raised(tokens(text))

    assert (emergency.numbers[0] if emergency else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("je grille un feu", None),
        ("je grille souvent un grand feu", "18"),
        ("griller des feux, au feu", "18"),
        ("le feu, il y a deux ans, une place ?", None),
        ("le feu, il y a deux ans, une place ? ça recommence", "18"),
        ("le feu du petit de deux ans, une place ?", "18"),
        ("le feu de 1958, une place ?", None),
        ("ma moto fume", None),
        ("ma moto fume, des flammes", "18"),
        ("le feu ?!", "18"),
    ],
)
def test_idioms_and_lookalikes_but(text: str, expected: str | None, ear: Ear) -> None:
    fire = Emergency(
        id="feu",
        numbers=("18",),
        say="18",
        words={"PASSE": ("naguère",)},
        signs=("feu|feux|fume",),
        unless=("PASSE place sauf recommence",),
        idioms=("grille|griller feu|feux", "moto fume sauf flammes", "?!"),
        source=("service-public",),
        as_of="2025",
    )
    alarm = build_alarm(replace(ear.base, emergencies=(fire,)), ear.reader)
    emergency = alarm.raised(tokens(text))

    assert (emergency.numbers[0] if emergency else None) == expected
