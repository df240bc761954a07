"""Any set of intents: found by one text each, or told apart by several."""

import pytest

from servicebot.french.spelling import build_speller
from servicebot.french.text import tokens
from servicebot.understanding.classifying import Classified, classify
from servicebot.understanding.finding import Found, find_among
from servicebot.understanding.guesses import IntentMatcher
from servicebot.understanding.intents import learn
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
        return learn((title, intent) for intent, title in TITLES.items())
    return learn((t, intent) for intent, texts in PHRASES.items() for t in texts)


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
    titles = [(title, intent) for intent, title in TITLES.items()]
    more = [("place en crèche", "crèche"), ("bains", "piscine")]

    assert isinstance(learn(titles + more), Found)
    assert isinstance(learn([*titles, *more, ("tri", "déchets")]), Classified)


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
