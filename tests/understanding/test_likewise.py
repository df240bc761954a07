"""What is asked to be the same of something else."""

import pytest

from servicebot.understanding.dialogue import Context
from servicebot.understanding.likewise import likewise

TOLD = Context("creches", "gestionnaire", ("creches.gestionnaire",))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("c'est pareil le lundi ?", "et le lundi ?"),
        ("et vendredi c'est pareil ?", "et vendredi ?"),
        ("la cantine, c'est la même chose ?", "et la cantine ?"),
        ("idem pour les écoles", "et pour les écoles"),
        ("ok et pareil à la Ville ?", "et à la Ville ?"),
        ("c'est pareil ?", "c'est pareil ?"),
        ("c'est pas pareil que la cantine ?", "c'est pas pareil que la cantine ?"),
        ("combien de repas, idem ?", "combien de repas, idem ?"),
        ("et la cantine, c'est pareil ou plus ?", "et la cantine ?"),
        ("ah d'accord et la cantine ?", "et la cantine ?"),
        ("les écoles, pas les crèches", "les écoles"),
        ("la ville n'est pas l'agglo ?", "la ville n'est pas l'agglo ?"),
        ("ok merci et bonne journée", "ok merci et bonne journée"),
        ("et la cantine ?", "et la cantine ?"),
    ],
)
def test_the_same_is_asked_of_something_else(said: str, meant: str) -> None:
    assert likewise(said, TOLD) == meant


def test_nothing_is_the_same_as_nothing() -> None:
    assert likewise("pareil le lundi ?", Context()) == "pareil le lundi ?"
