"""Narrow spaces and contracted articles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicebot.french.typography import NARROW, au, de, polish, upper_first


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Où ?", f"Où{NARROW}?"),
        ("Où?", f"Où{NARROW}?"),
        ("Vraiment !", f"Vraiment{NARROW}!"),
        ("Tarif : 3 €", f"Tarif{NARROW}: 3 €"),
        ("«tri»", f"«{NARROW}tri{NARROW}»"),
        ("« tri »", f"«{NARROW}tri{NARROW}»"),
        ("« quoi ? » dit-il", f"«{NARROW}quoi{NARROW}?{NARROW}» dit-il"),
        ("avant\u00a0; après", f"avant{NARROW}; après"),
        ("deux  espaces", "deux espaces"),
        ("  bords ", "bords"),
    ],
)
def test_narrow_spaces_stand_where_french_wants_them(typed: str, printed: str) -> None:
    assert polish(typed) == printed


@pytest.mark.parametrize(
    "text",
    [
        "https://ales.example/page?id=1&x=2",
        "à 12:30",
        "vraiment (?)",
        "l’apostrophe reste",
        "1 950 agents",
        "Où\u202f?!",
    ],
)
def test_what_is_already_right_stays_as_typed(text: str) -> None:
    assert polish(text) == text


@given(st.text())
def test_polishing_twice_changes_nothing(text: str) -> None:
    assert polish(polish(text)) == polish(text)


@pytest.mark.parametrize(
    ("label", "with_de", "with_a"),
    [
        ("les crèches", "des crèches", "aux crèches"),
        ("le Toboggan", "du Toboggan", "au Toboggan"),
        ("Le Toboggan", "du Toboggan", "au Toboggan"),
        ("l'agglo", "de l'agglo", "à l'agglo"),
        ("l’agglo", "de l’agglo", "à l’agglo"),
        ("la mairie", "de la mairie", "à la mairie"),
        ("Alès", "d'Alès", "à Alès"),
        ("Valbrune", "de Valbrune", "à Valbrune"),
        ("un parc", "d'un parc", "à un parc"),
        ("levées de fonds", "de levées de fonds", "à levées de fonds"),
        ("les bus et les cars", "des bus et des cars", "aux bus et aux cars"),
        ("l'eau et l’égout", "de l'eau et de l’égout", "à l'eau et à l’égout"),
        ("Alès et Anduze", "d'Alès et Anduze", "à Alès et Anduze"),
        (
            "le lien avec les élus et les agents",
            "du lien avec les élus et les agents",
            "au lien avec les élus et les agents",
        ),
        ("", "de ", "à "),
    ],
)
def test_articles_contract(label: str, with_de: str, with_a: str) -> None:
    assert (de(label), au(label)) == (with_de, with_a)


def test_upper_first_leaves_the_rest_alone() -> None:
    assert upper_first("état de l'ALS") == "État de l'ALS"
    assert upper_first("") == ""
