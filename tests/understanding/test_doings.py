"""What is done somewhere asks by « où » what there is for it, not an address."""

from dataclasses import replace

import pytest

from servicebot.understanding.doings import doings, is_doing
from servicebot.understanding.engine import Engine
from servicebot.understanding.frames import Frame, Framer


@pytest.fixture(scope="module")
def framer(engine: Engine) -> Framer:
    """Return a framer for which « crèche » is something that one does."""
    stems = engine.reader.read("crèche").stems
    return replace(engine.framer, doings=frozenset({stems}))


def frame(framer: Framer, engine: Engine, text: str) -> Frame:
    return framer.frame(engine.reader.read(text))


@pytest.mark.parametrize(
    "name", ["jouer aux cartes", "se baigner", "ne plus manger seul", "faire du sport"]
)
def test_a_name_that_begins_with_a_verb_is_something_done(name: str) -> None:
    assert is_doing(name)


@pytest.mark.parametrize(
    "name",
    ["foyer des anciens", "dossier unique", "maison de retraite", "terre", "Les"],
)
def test_a_name_that_begins_with_a_noun_is_not(name: str) -> None:
    assert not is_doing(name)


def test_where_something_is_done_asks_no_address(
    framer: Framer, engine: Engine
) -> None:
    assert "adresse" not in frame(framer, engine, "où est la crèche").asked
    assert "adresse" in frame(engine.framer, engine, "où est la crèche").asked


def test_an_address_is_asked_by_its_name_or_of_a_place_named_beside(
    framer: Framer, engine: Engine
) -> None:
    assert "adresse" in frame(framer, engine, "adresse de la crèche").asked
    assert "adresse" in frame(framer, engine, "où est la piscine, la crèche").asked


def test_only_subjects_without_an_address_have_doings(engine: Engine) -> None:
    assert not set(doings(engine.base)) & {"Crèches", "Médiathèque du Moulin"}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("combien d'enfants par téléphone ?", ("nombre",)),
        ("la crèche par téléphone", ("telephone",)),
        ("combien d'enfants, et quel téléphone ?", ("nombre", "telephone")),
    ],
)
def test_by_telephone_only_says_how_where_something_is_asked(
    engine: Engine, text: str, asked: tuple[str, ...]
) -> None:
    found = engine.framer.frame(engine.reader.read(text)).asked
    assert tuple(sorted(found)) == asked
