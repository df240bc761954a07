"""From what was typed to the words that were meant."""

import pytest

from servicebot.understanding.reader import Corrections, build_reader, is_other_name


@pytest.mark.parametrize(
    "text", ["l'action Airbus ?", "que vaut Airbus", "à Alès, Airbus"]
)
def test_a_capital_in_a_sentence_is_a_name_that_is_not_another_word(text: str) -> None:
    assert is_other_name(text, "airbus", ("abribus",))


@pytest.mark.parametrize(
    ("text", "word", "meant"),
    [
        ("l'action airbus ?", "airbus", "abribus"),
        ("Airbus, où ?", "airbus", "abribus"),
        ("Combien ? Airbus", "airbus", "abribus"),
        ("OU EST UN AIRBUS", "airbus", "abribus"),
        ("la déchèterie de Salidnres", "salidnres", "salindres"),
    ],
)
def test_other_words_may_be_two_slips_away(text: str, word: str, meant: str) -> None:
    assert not is_other_name(text, word, (meant,))


def test_a_message_is_corrected_once_for_all_its_parts() -> None:
    reader = build_reader(["la piscine est ouverte"])
    met: Corrections = {}

    reader.read("la pisicne, ouverte ?", met)

    assert met == {"pisicne": ("piscine",)}
    assert reader.read("la pisicne", met) == reader.read("la pisicne")


def test_an_utterance_knows_where_the_words_stand_that_carry_content() -> None:
    reader = build_reader(["la piscine est ouverte"], function_words=["la est"])
    utterance = reader.read("la piscine est ouverte")

    assert utterance.telling == (1, 3)
    assert [word.text for word in utterance.content] == ["piscine", "ouverte"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("les bus a nime", "nimes"),
        ("la piscine d'aubena", "aubenas"),
        ("la piscine de roqemaure", "roquemaure"),
        ("combien de piscinne", "piscine"),
        ("roqemaure", "roqemaure"),
    ],
)
def test_other_towns_are_known_when_they_are_misspelt(typed: str, meant: str) -> None:
    towns = ("Nîmes", "Aubenas", "Roquemaure")
    reader = build_reader(["la piscine", "combien de bus"], guarded=towns)

    assert reader.read(typed).tokens[-1] == meant
