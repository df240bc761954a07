"""Spelling correction against a vocabulary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from servicebot.french.sounds import sound
from servicebot.french.spelling import allowed_distance, build_speller
from servicebot.french.text import stem, tokens
from servicebot.french.words import COMMON_WORDS, GRAMMATICAL

WORDS = (
    "creche creches mediatheque eclairage dechetterie piscine regie ecole cantine "
    "fonctionnaires horaires sport carte"
).split()
COMMON = frozenset({"sorti", "carton", "reste"})
SPELLER = build_speller(dict.fromkeys(WORDS, 1.0), (COMMON,))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dechetrie", ("dechetterie",)),
        ("mediateque", ("mediatheque",)),
        ("kreche", ("creche",)),
        ("picine", ("piscine",)),
        ("fonctionaires", ("fonctionnaires",)),
        ("leclairage", ("l", "eclairage")),
        ("lekole", ("l", "ecole")),
        ("oraires", ("horaires",)),
        ("piscinne", ("piscine",)),
        ("ccarrte", ("carte",)),
    ],
)
def test_misspelt_words_are_brought_back(typed: str, meant: tuple[str, ...]) -> None:
    assert SPELLER.correct(typed) == meant


TALK = {"devant": 30.0, "ville": 80.0, "police": 20.0, "robinet": 9.0, "chat": 1.0}
TALK |= {"chaque": 40.0, "maison": 90.0, "occupe": 50.0, "heure": 60.0, "combien": 99.0}
TALK |= {"creches": 30.0, "toboggan": 20.0, "activites": 30.0, "foyer": 20.0}
SAID = build_speller(TALK, (frozenset({"devenir", "robot", "polir"}),))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mezon", ("maison",)),
        ("fouaille", ("foyer",)),
        ("chak", ("chaque",)),
        ("deven", ("devant",)),
        ("polisse", ("police",)),
        ("vil", ("ville",)),
        ("robo", ("robo",)),
        ("sokupe", ("s", "occupe")),
        ("deure", ("d", "heure")),
        ("zactivites", ("activites",)),
        ("combiendecreches", ("combien", "de", "creches")),
    ],
)
def test_words_are_read_as_they_are_said(typed: str, meant: tuple[str, ...]) -> None:
    assert SAID.correct(typed) == meant


def test_words_heard_apart_are_one_only_where_they_sound_like_it() -> None:
    assert SAID.heard(("tot", "beau", "gant", "vil")) == [(3, "toboggan")]
    assert SAID.heard(("tot", "beau")) == []
    assert SAID.heard(("vil",)) == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ça marche plu", "ca marche plus"),
        ("le PLU de la commune", "le plu de la commune"),
        ("combine de crèches", "combien de creches"),
        ("une combine", "une combine"),
        ("cb 2 gens", "combien de gens"),
    ],
)
def test_words_are_read_by_their_neighbours(text: str, meant: str) -> None:
    assert " ".join(tokens(text)) == meant


@pytest.mark.parametrize("word", ["sorti", "carton", "reste", "sortis", "eau", "2019"])
def test_common_and_short_words_are_left_alone(word: str) -> None:
    assert SPELLER.correct(word) == (word,)


@given(st.sampled_from(WORDS))
def test_words_of_the_vocabulary_are_never_changed(word: str) -> None:
    assert SPELLER.correct(word) == (word,)


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=20))
def test_any_word_gives_known_words_or_itself(word: str) -> None:
    meant = SPELLER.correct(word)

    assert meant == (word,) or set(meant) <= {*WORDS, *GRAMMATICAL, *COMMON_WORDS}


@pytest.mark.parametrize(("length", "edits"), [(3, 0), (4, 1), (5, 1), (6, 2), (12, 2)])
def test_longer_words_may_differ_more(length: int, edits: int) -> None:
    assert allowed_distance("x" * length) == edits


def test_words_that_sound_alike_share_a_key() -> None:
    assert sound("mediatek") == sound("mediatheque")


@given(st.sampled_from(WORDS), st.text("acehiort", max_size=4), st.integers(0, 9))
def test_nothing_near_is_missed(word: str, noise: str, at: int) -> None:
    """The filter by letters finds what a search of the whole vocabulary finds."""
    typed = word[:at] + noise + word[at + len(noise) :]
    limit = allowed_distance(typed)

    found = {other for _, _, other in SPELLER.near(typed)}

    assert found == {
        other
        for other in WORDS
        if OSA.distance(typed, other) <= min(limit, allowed_distance(other))
    }


def test_a_speller_remembers_no_stem_of_a_common_word_that_nobody_has_typed() -> None:
    stem.cache_clear()

    speller = build_speller({"piscine": 1.0}, (COMMON_WORDS,))

    assert stem("maison") in speller.stems[1]
    assert stem.cache_info().currsize <= 3
