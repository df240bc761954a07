from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from servicebot.evaluation.noise import LEVELS, NEIGHBOURS, noisy, slip

QUESTION = "À quelle heure ouvre la Médiathèque d'Alès, s'il vous plaît ?"


@pytest.mark.parametrize("level", LEVELS)
def test_the_same_text_gives_the_same_noise(level: str) -> None:
    assert noisy(QUESTION, level) == noisy(QUESTION, level)
    assert noisy(QUESTION, level) != QUESTION


def test_accents_go_and_nothing_else() -> None:
    assert noisy("Où est l'école ?", "accents") == "Ou est l'ecole ?"


def test_seeds_give_other_typos() -> None:
    assert len({noisy(QUESTION, "typo", seed) for seed in range(10)}) > 1


@given(st.integers(0, 500))
def test_one_or_two_words_have_a_typo(seed: int) -> None:
    clean = "a quelle heure ouvre la mediatheque d'ales s'il vous plait".split()
    typed = noisy(QUESTION, "typo", seed).split()

    changed = [(a, b) for a, b in zip(clean, typed, strict=True) if a != b]

    assert len(changed) <= 2
    assert all(OSA.distance(a, b) == 1 for a, b in changed)


@given(st.from_regex(r"[a-z]{4,12}", fullmatch=True), st.integers(0, 99))
def test_a_slip_is_one_edit_at_most(word: str, seed: int) -> None:
    slipped = slip(word, Random(seed))  # noqa: S311 - not for secrets

    assert OSA.distance(word, slipped) <= 1
    assert slipped[0] == word[0]


def test_every_letter_has_neighbours_on_the_keyboard() -> None:
    assert set(NEIGHBOURS) == set("abcdefghijklmnopqrstuvwxyz")


def test_short_messages_are_written_short() -> None:
    texts = {noisy("Combien de crèches pour nous ?", "sms", s) for s in range(20)}

    assert any("cb " in text or "cbien " in text for text in texts)
