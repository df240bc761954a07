"""Times that are over: weeks, months and years ago, a date, a season gone by."""

import pytest

from servicebot.french.text import tokens
from servicebot.understanding.bygone import bygone


@pytest.mark.parametrize(
    "text",
    [
        "elle est tombée il y a trois semaines",
        "ya 2 mois il s'est cassé le bras",
        "ça fait quelques années",
        "voilà six mois",
        "l'hiver dernier",
        "l'année passée",
        "en mai",
        "depuis 2019",
        "la crue de 1958",
    ],
)
def test_a_time_that_is_over(text: str) -> None:
    assert bygone(tokens(text))


@pytest.mark.parametrize(
    "text",
    [
        "il y a dix minutes",
        "il y a deux jours",
        "il a trois mois",
        "mon fils de 4 ans",
        "la semaine prochaine",
        "depuis ce matin",
        "2019 habitants",
        "semaine",
        "",
    ],
)
def test_no_time_that_is_over(text: str) -> None:
    assert not bygone(tokens(text))
