"""Which operator is meant: one named, one excluded, one that was spoken of."""

from dataclasses import replace

import pytest

from servicebot.knowledge.base import Base, Entry
from servicebot.understanding.engine import Engine
from servicebot.understanding.frames import Frame
from servicebot.understanding.operators import (
    build_operators,
    is_lent,
    operator_of,
    sign_of,
)


@pytest.fixture
def frame(engine: Engine) -> Frame:
    """The frame of a question that names no operator."""
    return engine.framer.frame(engine.reader.read("combien d'agents ?"))


@pytest.fixture
def entry(base: Base) -> Entry:
    """An entry that holds for the town alone, which must be named for it."""
    one = next(iter(base.entries.values()))
    return replace(one, scope="ville", needs=("ville",))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (
            "combien d'agents à la ville, sans compter l'intercommunalité ?",
            "combien d'agents à la ville ?",
        ),
        ("l'effectif du pays hors commune", "l'effectif du pays"),
        ("la ville emploie qui, pas le pays hein ?", "la ville emploie qui ?"),
        ("le pays mis à part, que fait la ville ?", "que fait la ville ?"),
        ("sans la ville ni le pays, la mairie fait quoi", "la mairie fait quoi"),
    ],
)
def test_an_excluded_operator_is_not_asked_about(
    base: Base, text: str, meant: str
) -> None:
    assert build_operators(base).affirmed(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "hors pays, combien d'agents ?",
        "ce n'est pas la ville mais le pays qui gère l'eau ?",
        "la ville et le pays, combien d'agents ?",
        "sans voiture, comment aller en ville ?",
    ],
)
def test_what_excludes_no_operator_of_two_stays(base: Base, text: str) -> None:
    assert build_operators(base).affirmed(text) == text


def test_an_operator_is_lent_until_another_is_named(
    engine: Engine, entry: Entry, frame: Frame
) -> None:
    named = engine.framer.frame(engine.reader.read("combien d'agents au pays ?"))

    assert not is_lent(entry, frame, None)
    assert not is_lent(entry, frame, "pays")
    assert is_lent(entry, frame, "ville")
    assert not is_lent(entry, named, "ville")
    assert sign_of(entry, frame) == 0 > sign_of(entry, named)


def test_an_operator_is_lent_by_what_named_it_or_was_answered(
    engine: Engine, entry: Entry, frame: Frame
) -> None:
    named = engine.framer.frame(engine.reader.read("c'est quoi le pays ?"))

    assert operator_of(named, entry) == "pays"
    assert operator_of(frame, entry) == "ville"
    assert operator_of(frame, replace(entry, needs=())) is None
    assert operator_of(frame, replace(entry, needs=()), "ville") == "ville"
