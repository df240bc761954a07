"""What a letter says beside its question."""

import pytest

from servicebot.french.letters import without_courtesy


@pytest.mark.parametrize(
    "courtesy",
    [
        "Dans l'attente de vous lire, veuillez agréer mes salutations",
        "Merci d'avance",
        "Bien à vous, Lucas",
        "Voilà, désolée d'avoir été un peu longue",
        "Bonjour, excusez l'heure tardive",
        "Je me permets de vous écrire car je ne sais plus",
    ],
)
def test_courtesy_is_left_out(courtesy: str) -> None:
    assert without_courtesy((courtesy, "Où est la piscine ?")) == (
        "Où est la piscine ?",
    )


@pytest.mark.parametrize(
    "request_made",
    [
        "Je vous prie de m'indiquer le nombre de crèches",
        "Merci de me dire combien il y a de crèches",
        "Je vous remercie de me communiquer l'effectif",
        "Merci pour la cantine ?",
    ],
)
def test_what_is_asked_politely_stays(request_made: str) -> None:
    assert without_courtesy((request_made, "Bonne journée")) == (request_made,)


def test_a_signature_is_one_after_the_leave_is_taken_only() -> None:
    told = ("Ma mère vit seule", "Qui l'aide ?")

    assert without_courtesy((*told, "Cordialement", "R. Pons")) == told


def test_courtesy_alone_stays() -> None:
    assert without_courtesy(("Merci d'avance", "Bonne journée")) == (
        "Merci d'avance",
        "Bonne journée",
    )
