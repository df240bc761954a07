"""The forms of irregular verbs."""

import pytest

from servicebot.french.verbs import ROOTS


@pytest.mark.parametrize(
    ("form", "other"),
    [
        ("reviendrait", "revient"),
        ("tenu", "tiendra"),
        ("ouvert", "ouvrez"),
        ("repondent", "repondu"),
        ("devrait", "doit"),
        ("pourrai", "peux"),
        ("joignez", "joint"),
        ("construit", "construisent"),
        ("inscrit", "inscrivez"),
        ("recoit", "recevez"),
        ("paierai", "payez"),
    ],
)
def test_forms_of_a_verb_share_a_root(form: str, other: str) -> None:
    assert ROOTS[form] == ROOTS[other]


@pytest.mark.parametrize("word", ["tenue", "vente", "prise", "maintenant", "compte"])
def test_other_words_are_left_alone(word: str) -> None:
    assert word not in ROOTS


def test_verbs_are_told_apart() -> None:
    assert len({ROOTS[form] for form in ("vient", "tient", "vend", "ouvre")}) == 4
