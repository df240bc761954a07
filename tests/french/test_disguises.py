"""Words in disguise, and numbers that are none."""

import pytest

from servicebot.french.text import tokens


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("c0mbien de cr3ches", "combien de creches"),
        ("tOb0gGaN", "toboggan"),
        ("s4nt0l1n3s", "santolines"),
        ("C.R.È.C.H.E.S", "creches"),
        ("la d r u c", "la druc"),
        ("combien de c r è c h e s", "combien de creches"),
    ],
)
def test_letters_are_found_again(typed: str, meant: str) -> None:
    assert " ".join(tokens(typed)) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("avec3enfants", "avec 3 enfants"),
        ("jai3enfants", "j ai 3 enfants"),
        ("le1er mai", "le 1 er mai"),
        ("de7h à 5h30", "de 7 h a 5 h 30"),
        ("n'y a-t-il pas", "n y a t il pas"),
        ("24h/24 7j/7", "24 h 24 7 j 7"),
    ],
)
def test_numbers_and_short_words_stay(typed: str, meant: str) -> None:
    assert " ".join(tokens(typed)) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("entrées/an", "entrees par an"),
        ("repas / j", "repas par jour"),
        ("visiteurs/mois", "visiteurs par mois"),
        ("crèches/écoles", "creches ecoles"),
    ],
)
def test_a_stroke_before_a_period_says_per(typed: str, meant: str) -> None:
    assert " ".join(tokens(typed)) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("combien heures", "combien d heures"),
        ("combien personnes", "combien de personnes"),
        ("nb h formation", "nombre heures formation"),
        ("3eme volé", "3 eme volet"),
        ("il a volé", "il a vole"),
    ],
)
def test_what_is_left_out_is_known_by_its_neighbours(typed: str, meant: str) -> None:
    assert " ".join(tokens(typed)) == meant
