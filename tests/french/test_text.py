"""Text as people type it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicebot.french.text import fold, stem, stem_once, tokens

ANY_TEXT = st.text(st.characters(codec=None), max_size=200)


@given(ANY_TEXT)
def test_fold_never_raises_and_is_idempotent(text: str) -> None:
    folded = fold(text)

    assert fold(folded) == folded
    assert folded.isascii()


@given(ANY_TEXT)
def test_tokens_never_raise(text: str) -> None:
    assert all(token.isascii() and token for token in tokens(text))


@given(st.text("abcdeéèêàùçœ' ", max_size=40))
def test_accents_and_capitals_never_change_the_words(text: str) -> None:
    bare = "".join(
        c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)
    )

    assert tokens(text) == tokens(bare.upper())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("L’école", ("l", "ecole")),
        ("cœur de ville", ("coeur", "de", "ville")),
        ("jusqu'à 18h", ("jusqu", "a", "18", "h")),
        ("qu'est-ce que c'est", ("qu", "est", "ce", "que", "c", "est")),
        ("ouiiii", ("oui",)),
        ("créée", ("cree",)),
        ("1 950 agents", ("1950", "agents")),
        ("1\u202f950 agents", ("1950", "agents")),
        ("en 2019 942 agents", ("en", "2019", "942", "agents")),
        ("média\u200bthèque", ("mediatheque",)),
        ("média\u00adthèque", ("mediatheque",)),
        ("à\u00a0Alès", ("a", "ales")),
        ("porte-à-porte", ("porte", "a", "porte")),
        ("cb de crèches", ("combien", "de", "creches")),
        ("pk c fermé", ("pourquoi", "c", "ferme")),
        ("PISCINE", ("piscine",)),
        ("\ud800seul", ("seul",)),
    ],
)
def test_words(typed: str, meant: tuple[str, ...]) -> None:
    assert tokens(typed) == meant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("webmaster", "webmasters"),
        ("médiathèques", "médiathèque"),
        ("mangent", "manger"),
        ("ouverte", "ouvertes"),
        ("branche", "branches"),
    ],
)
def test_forms_of_a_word_share_their_stem(one: str, other: str) -> None:
    assert stem(fold(one)) == stem(fold(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("maire", "mairie"),
        ("parents", "par"),
        ("voirie", "voir"),
        ("parce", "parc"),
        ("brancher", "branche"),
        ("demissions", "demi"),
        ("taxis", "taxe"),
        ("montants", "monter"),
    ],
)
def test_words_that_citizens_tell_apart_keep_their_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["mangent", "tournee", "tuent", "eau", "12h", "sol"])
def test_a_stem_is_the_same_whether_it_is_remembered_or_not(word: str) -> None:
    assert stem_once(word) == stem(word)


def test_a_word_that_loses_nothing_is_its_own_stem() -> None:
    word = "bric"

    assert stem_once(word) is word


def test_whom_to_address_is_no_address() -> None:
    assert len({stem("adresser"), stem("adressez"), stem("adresse")}) == 2
    assert stem("adresses") == stem("adresse")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("combien de p'tits bouts", "combien de petits bouts"),
        ("cb st finies", "combien sont finies"),
        ("rue st Jean", "rue saint jean"),
        ("et qaund", "et quand"),
    ],
)
def test_what_is_swallowed_or_shortened_is_written_out(typed: str, meant: str) -> None:
    assert " ".join(tokens(typed)) == meant
