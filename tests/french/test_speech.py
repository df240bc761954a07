"""What people say as they speak."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicebot.french.speech import fluent, put_right, put_right_later


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("la piscine euh elle est où du coup", "la piscine elle est où"),
        ("les les crèches, hein, y en en a combien", "les crèches, y en a combien"),
        ("les bus euh non les cars", "les bus euh non les cars"),
        ("en deux mille euh en deux mille seize", "en deux mille seize"),
        ("vous vous occupez de quoi", "vous vous occupez de quoi"),
        ("c'est qui qui gère le c c a s", "c'est qui qui gère le c c a s"),
        ("un coup de main", "un coup de main"),
        ("combien de piscin... euh de nageurs", "combien de piscin... euh de nageurs"),
        ("euh", "euh"),
    ],
)
def test_what_only_fills_is_left_out(said: str, meant: str) -> None:
    assert fluent(said) == meant


@given(st.text(max_size=60))
def test_something_is_always_left(text: str) -> None:
    assert any(map(str.isalpha, fluent(text))) == any(map(str.isalpha, text))


@pytest.mark.parametrize(
    ("said", "slip", "meant"),
    [
        ("les bus euh non les cars", "les bus", "les cars"),
        ("la cantine, non attends, l'école", "la cantine", "l'école"),
        ("le ccas ah non je me trompe l'agglo", "le ccas", "l'agglo"),
        ("c'est gratuit, non ?", "", "c'est gratuit, non ?"),
        ("le bus est gratuit euh non ?", "", "le bus est gratuit euh non ?"),
        ("non pardon les bus", "", "non pardon les bus"),
    ],
)
def test_what_is_put_right_at_once(said: str, slip: str, meant: str) -> None:
    assert put_right(said) == (slip, meant)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("cb de crêpes à Alès ? *crèches", "cb de crèches à Alès"),
        ("cb de crêpes à Alès ? crèches pardon", "cb de crèches à Alès"),
        ("les agrents, pardon, agents", "les agents"),
        ("cb de crèches * bus", "cb de crèches * bus"),
        ("où est la piscine, pardon", "où est la piscine, pardon"),
    ],
)
def test_what_is_put_right_at_the_end(said: str, meant: str) -> None:
    assert put_right_later(said) == meant
