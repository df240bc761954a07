"""Cutting messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicebot.understanding.clauses import (
    clauses,
    coordinates,
    subclauses,
    untagged,
)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Combien de crèches ?", ("Combien de crèches ?",)),
        ("Bonjour. Où est la mairie ?", ("Bonjour", "Où est la mairie ?")),
        (
            "combien de crèches et combien d'écoles",
            ("combien de crèches", "combien d'écoles"),
        ),
        (
            "à quelle heure nettoie-t-on, et la police municipale est là quand ?",
            ("à quelle heure nettoie-t-on", "la police municipale est là quand ?"),
        ),
        ("le maire et la mairie c'est qui ?", ("le maire et la mairie c'est qui ?",)),
        ("enq. tél. nb réponses", ("enq. tél. nb réponses",)),
        ("La piscine ouvre à 10.30 h", ("La piscine ouvre à 10.30 h",)),
        ("?!", ()),
    ],
)
def test_clauses(text: str, pieces: tuple[str, ...]) -> None:
    assert clauses(text) == pieces


def test_a_story_is_cut_where_it_begins_to_ask() -> None:
    told = "j'attends un bébé pour mars et je voudrais savoir si vous avez des crèches"

    assert subclauses(told) == (
        "j'attends un bébé pour mars",
        "je voudrais savoir si vous avez des crèches",
    )


def test_clauses_are_cut_at_commas() -> None:
    long = "je promène mon chien tous les matins, ils sont combien à nettoyer la rue"

    assert subclauses(long)[-1] == "ils sont combien à nettoyer la rue"


def test_coordinates() -> None:
    assert coordinates("nb pôles + nb directions") == ("nb pôles", "nb directions")
    assert coordinates("crèches ou écoles") == ("crèches", "écoles")


@given(st.text(max_size=300))
def test_cutting_never_raises(text: str) -> None:
    for piece in clauses(text):
        assert subclauses(piece)
        assert all(coordinates(piece))


@pytest.mark.parametrize(
    "tag",
    ["vous avez ?", "vous en avez ?", "la mairie fait ?", "ça existe ?", "y a ?"],
)
def test_what_only_makes_a_question_is_left_out(tag: str) -> None:
    assert untagged(f"un repas pour mon père, {tag}") == "un repas pour mon père ?"


@pytest.mark.parametrize(
    "text",
    [
        "bonjour, ça va ?",
        "la piscine, elle ferme ?",
        "une crèche, vous avez",
        "ça existe ?",
    ],
)
def test_what_asks_something_itself_stays(text: str) -> None:
    assert untagged(text) == text
