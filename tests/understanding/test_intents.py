"""Any set of intents: found by one text each, or told apart by several."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from servicebot.french.spelling import build_speller
from servicebot.french.text import tokens
from servicebot.understanding import meaning
from servicebot.understanding.classifying import Classified, classify
from servicebot.understanding.finding import Found, find_among
from servicebot.understanding.guesses import IntentMatcher
from servicebot.understanding.intents import Part, learn
from servicebot.understanding.matcher import Example

TITLES = {
    "crèche": "Inscription à la crèche",
    "piscine": "Horaires de la piscine",
    "déchets": "Collecte des déchets",
    "livres": "Emprunter des livres à la médiathèque",
    "vote": "S'inscrire sur les listes électorales",
}
PHRASES = {
    "crèche": ["inscrire un bébé en crèche", "une place à la crèche"],
    "piscine": ["quand ouvre la piscine", "horaires de la piscine"],
    "déchets": ["quand passe le camion poubelle", "collecte des déchets"],
    "livres": ["emprunter un livre", "prêt de livres à la médiathèque"],
}
FEW = [(title, intent) for intent, title in TITLES.items()]
MANY = [(text, intent) for intent, texts in PHRASES.items() for text in texts]
READ = [(tokens(title), intent) for intent, title in TITLES.items()]
EXAMPLES = [Example(tokens(t), i) for i, texts in PHRASES.items() for t in texts]
SPELLER = build_speller(
    {
        word: 1
        for words in [*(w for w, _ in READ), *(e.words for e in EXAMPLES)]
        for word in words
    }
)


@pytest.fixture(scope="module", params=["found", "classified"])
def matcher(request: pytest.FixtureRequest) -> IntentMatcher:
    if request.param == "found":
        return learn(FEW)
    return learn(MANY)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("trouver une garderie", "crèche"),
        ("où nager", "piscine"),
        ("un bouquin", "livres"),
    ],
)
def test_another_word_of_the_same_meaning_finds_the_intent(
    matcher: IntentMatcher, text: str, intent: str
) -> None:
    assert matcher.guess(text).best == intent


@pytest.mark.parametrize(
    ("word", "intent"), [("nounou", "crèche"), ("nager", "piscine")]
)
def test_what_all_phrasings_say_hides_no_meaning(word: str, intent: str) -> None:
    shared = "avec le chômage partiel des salariés du bâtiment"
    matcher = learn([(f"{shared} {text}", intent) for text, intent in MANY])

    assert matcher.guess(f"{shared} {word}").best == intent


def test_what_is_far_from_all_texts_is_less_sure_though_it_shares_a_word(
    matcher: IntentMatcher,
) -> None:
    near = matcher.guess("une place pour garder mon enfant")
    far = matcher.guess("le passé composé du verbe passer à la troisième personne")

    assert far.sureness < near.sureness


def test_an_intent_is_named_once(matcher: IntentMatcher) -> None:
    guess = matcher.guess("les horaires de la piscine")

    assert len(guess.intents) == len(set(guess.intents))


def test_up_to_one_and_a_half_phrasings_an_intent_are_found() -> None:
    more = [("place en crèche", "crèche"), ("bains", "piscine")]

    assert isinstance(learn(FEW + more), Found)
    assert isinstance(learn([*FEW, *more, ("tri", "déchets")]), Classified)


def test_grammatical_words_count_less_than_content() -> None:
    found = find_among(
        [(("a", "la"), "far"), (("piscine", "x"), "near")], SPELLER, None
    )

    assert found.guess("à la piscine").best == "near"


def test_without_a_table_words_alone_find_and_tell_apart() -> None:
    found = find_among(READ, SPELLER, None)
    classified = classify(EXAMPLES, SPELLER, None)

    assert found.guess("les horaires de la picsine").best == "piscine"
    assert classified.guess("la colecte des déchets").best == "déchets"
    assert found.guess("zzzz").sureness < found.guess("la piscine").sureness


@pytest.mark.parametrize("pairs", [FEW, MANY], ids=["found", "classified"])
@pytest.mark.parametrize(
    ("part", "text", "intent"),
    [("meaning", "garderie", "crèche"), ("ngrams", "piscinesque", "piscine")],
)
def test_what_is_left_out_tells_nothing_any_more(
    pairs: Sequence[tuple[str, str]], part: Part, text: str, intent: str
) -> None:
    whole, without = learn(pairs), learn(pairs, frozenset({part}))
    bare = learn(pairs, frozenset({"meaning", "ngrams"}))

    assert whole.guess(text).best == intent
    assert without.guess(text).best != intent
    assert bare.guess(text) == bare.guess("xxqq")


@pytest.mark.parametrize("pairs", [FEW, MANY], ids=["found", "classified"])
@pytest.mark.parametrize("left_out", [("ngrams",), ("meaning", "ngrams")])
def test_without_n_grams_stems_still_find_and_tell_apart(
    pairs: Sequence[tuple[str, str]], left_out: Sequence[Part]
) -> None:
    matcher = learn(pairs, frozenset(left_out))

    assert matcher.guess("les horaires des picsines").best == "piscine"
    assert matcher.guess("xxqq").sureness < matcher.guess("une crèche").sureness


@pytest.mark.parametrize("pairs", [FEW, MANY], ids=["found", "classified"])
def test_a_missing_table_is_as_one_left_out(
    pairs: Sequence[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = learn(pairs, frozenset({"meaning"})).guess("une place de garderie")
    monkeypatch.setattr(meaning, "TABLE", tmp_path / "nowhere.npy")

    assert learn(pairs).guess("une place de garderie") == wanted
