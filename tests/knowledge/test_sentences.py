"""Sentences filled in, values written and years said the French way."""

import pytest

from servicebot.knowledge.sentences import (
    UnknownPlaceholderError,
    dated,
    fill,
    period,
    written,
    years,
)


@pytest.mark.parametrize(
    ("as_of", "words", "said_years"),
    [
        ("2019", "2019", ("2019",)),
        ("2019-04", "avril 2019", ("2019",)),
        ("2019-04-16", "16 avril 2019", ("2019",)),
        ("2019-05-01", "1er mai 2019", ("2019",)),
        ("2015/2016", "2015-2016", ("2015", "2016")),
        ("2019-03/2019-05", "mars 2019 à mai 2019", ("2019",)),
    ],
)
def test_dates_in_words(as_of: str, words: str, said_years: tuple[str, ...]) -> None:
    assert period(as_of) == words
    assert years(as_of) == said_years


@pytest.mark.parametrize(
    ("sentence", "as_of", "said"),
    [
        ("Il y a 28 crèches.", "2019", "Il y a 28 crèches (2019)."),
        ("En 2019, il y en a 28.", "2019", "En 2019, il y en a 28."),
        ("Il y en a 12019.", "2019", "Il y en a 12019 (2019)."),
        ("Une phrase. Une autre.", "2019-04", "Une phrase. Une autre (avril 2019)."),
        ("Sans point", "2019", "Sans point (2019)"),
        ("Vraiment\u202f!", "2019", "Vraiment (2019)\u202f!"),
        ("En 2015 et 2016.", "2015/2016", "En 2015 et 2016."),
        ("En 2016.", "2015/2016", "En 2016 (2015-2016)."),
    ],
)
def test_the_year_is_said_once(sentence: str, as_of: str, said: str) -> None:
    assert dated(sentence, as_of) == said


def test_values_are_written_with_narrow_spaces() -> None:
    assert written(1950) == "1\u202f950"
    assert written("1 sur 2") == "1 sur 2"


def test_an_unknown_placeholder_is_named() -> None:
    assert fill("{value} places : oui", {"value": "3"}) == "3 places\u202f: oui"
    with pytest.raises(UnknownPlaceholderError) as caught:
        fill("{valeur} places", {"value": "3"})
    assert caught.value.name == "valeur"
