"""« par agent ? » after a number asks that number, shared out."""

import pytest

from servicebot.knowledge.base import Base, Entry
from servicebot.understanding.engine import Engine
from servicebot.understanding.sharing import shared_again, shared_among


@pytest.fixture
def counted(base: Base) -> Entry:
    """An entry that tells a number."""
    return next(e for e in base.entries.values() if e.number is not None)


@pytest.mark.parametrize(
    "text",
    [
        "par agent ?",
        "et par agent",
        "ça fait combien par agent ?",
        "Par agent, combien ?",
    ],
)
def test_a_number_is_asked_again_shared_out(counted: Entry, text: str) -> None:
    assert shared_again(text, counted).lower().endswith("par agent ?")
    assert shared_again(text, counted) != text


@pytest.mark.parametrize(
    "text",
    ["par jour ?", "par internet ?", "c'est combien par enfant ?", "par où passer"],
)
def test_what_shares_out_nothing_stays_as_it_is(counted: Entry, text: str) -> None:
    assert shared_again(text, counted) == text


def test_what_has_no_number_is_not_shared_out(base: Base) -> None:
    assert shared_again("par agent ?", None) == "par agent ?"
    plain = next(e for e in base.entries.values() if e.number is None)
    assert shared_again("par agent ?", plain) == "par agent ?"


def test_what_an_article_stands_before_shares_out_nothing(engine: Engine) -> None:
    read = engine.reader.read

    assert shared_among(read("combien de livres par lecteur")) == "lecteur"
    assert shared_among(read("combien de gens concernés par la piscine")) is None
