"""The common words that the speller leaves alone."""

from importlib.resources import files

import pytest

from servicebot.french.spelling import build_speller
from servicebot.french.text import fold, stem
from servicebot.french.words import COMMON_WORDS

TEXT = files("servicebot.french").joinpath("common.txt").read_text("utf-8")
WORDS = TEXT.split()
COMMON = (
    "fais fait faites font faisait fera ferait faisant passe passait emmener emmene "
    "emmenes emmenais jeter jette achete mangeait payer paie enverrait viendrait "
    "frere belle oreille cheville medecin angine fromage courgette casserole canape "
    "chemise orage ecureuil plombier camion trottinette college guitare marathon "
    "cheque voleur formulaire jalousie demain foret ordinateur ministre dimanche "
    "mosquee cuivre tournevis violet heureuse nouvelle vraiment quatorze fevrier "
    "automne bonjour meuf boulot bagnole fric truc machin ouais kiffer chelou "
    "propriete mutation traduction jury charte stable homicide optique mobile "
    "nathalie mohamed portugal algerienne google facebook whatsapp covid merde soeur"
)
MISSPELT = (
    "dechetrie decheterie mediateque bibliotec creshe cantinne piscinne poubele "
    "fonctionaire comunes aglomeration eclerage regi periscolere formassion"
)


def test_the_file_is_sorted_so_that_a_word_has_one_place() -> None:
    assert sorted(set(WORDS)) == WORDS


def test_lines_stay_short() -> None:
    assert max(map(len, TEXT.splitlines())) <= 100


def test_words_are_folded_and_long_enough_to_be_corrected() -> None:
    assert [
        word
        for word in WORDS
        if len(word) < 4 or not word.isalpha() or fold(word) != word
    ] == []


def test_the_list_is_large_but_light() -> None:
    assert len(WORDS) > 30_000
    assert len(TEXT) < 320_000


@pytest.mark.parametrize("word", COMMON.split())
def test_common_words_are_listed(word: str) -> None:
    assert word in COMMON_WORDS


@pytest.mark.parametrize("word", MISSPELT.split())
def test_misspelt_words_are_not_listed(word: str) -> None:
    assert word not in COMMON_WORDS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dechetrie", "dechetterie"),
        ("mediateque", "mediatheque"),
        ("creshe", "creche"),
        ("cantinne", "cantine"),
        ("piscinne", "piscine"),
        ("fonctionaire", "fonctionnaire"),
        ("aglomeration", "agglomeration"),
    ],
)
def test_the_list_does_not_shield_a_misspelling(typed: str, meant: str) -> None:
    assert build_speller({meant: 1.0}, (COMMON_WORDS,)).correct(typed) == (meant,)


@pytest.mark.parametrize(
    ("typed", "vocabulary"),
    [
        ("crache", "creche"),
        ("tantine", "cantine"),
        ("marier", "mairie"),
        ("achetes", "dechets"),
        ("passaient", "pissenlit"),
        ("jette", "dette"),
        ("propriete", "proprete"),
        ("mutation", "natation"),
    ],
)
def test_a_common_word_never_becomes_a_town_s_word(typed: str, vocabulary: str) -> None:
    assert build_speller({vocabulary: 1.0}, (COMMON_WORDS,)).correct(typed) == (typed,)


@pytest.mark.parametrize("word", ["mangeassent", "voitures", "verifieriez", "copines"])
def test_other_forms_are_known_by_their_stem(word: str) -> None:
    assert word in COMMON_WORDS or stem(word) in set(map(stem, COMMON_WORDS))
