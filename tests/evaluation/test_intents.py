from collections.abc import Sequence

import pytest

from servicebot.errors import EvaluationError
from servicebot.evaluation.intents import DRAWS, Plan, evaluate_intents
from servicebot.evaluation.reading import Labelled
from servicebot.understanding.classifying import Classified
from servicebot.understanding.finding import Found
from servicebot.understanding.intents import Part, learn

PHRASES = {
    "piscine": [
        "à quelle heure ouvre la piscine",
        "quand la piscine ouvre-t-elle",
        "les horaires de la piscine",
        "piscine ouverte le dimanche",
        "la piscine ferme à quelle heure",
    ],
    "cantine": [
        "combien de repas sert la cantine",
        "nombre de repas de la cantine",
        "la cantine sert combien de repas par jour",
        "les repas servis à la cantine",
        "cantine combien de repas",
    ],
    "crèche": [
        "inscrire mon enfant à la crèche",
        "comment inscrire un bébé en crèche",
        "une place en crèche pour mon enfant",
        "inscription à la crèche",
        "demander une place de crèche",
    ],
}
SET = tuple(Labelled(t, intent) for intent, texts in PHRASES.items() for t in texts)
TITLES = tuple(Labelled(texts[0], intent) for intent, texts in PHRASES.items())
FAR = ("le chat dort sur le canapé", "quelle est la capitale du Pérou", "il neige")


def pairs(labelled: Sequence[Labelled]) -> list[tuple[str, str]]:
    return [(each.text, each.intent) for each in labelled]


def test_several_phrasings_are_classified_and_titles_are_found() -> None:
    assert isinstance(learn(pairs(SET)), Classified)
    assert isinstance(learn(pairs(TITLES)), Found)


@pytest.mark.parametrize("labelled", [SET, TITLES], ids=["classified", "found"])
@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("la picsine ouvre quand", "piscine"),
        ("CANTINE combien de repas ?", "cantine"),
        ("inscrire mon anfant a la creche", "crèche"),
    ],
)
def test_typos_and_capitals_do_not_hide_an_intent(
    labelled: Sequence[Labelled], text: str, intent: str
) -> None:
    assert learn(pairs(labelled)).guess(text).best == intent


@pytest.mark.parametrize("labelled", [SET, TITLES], ids=["classified", "found"])
def test_the_order_of_the_phrasings_does_not_matter(
    labelled: Sequence[Labelled],
) -> None:
    there = learn(pairs(labelled)).guess("la piscine est-elle ouverte")
    back = learn(reversed(pairs(labelled))).guess("la piscine est-elle ouverte")

    assert there.intents == back.intents
    assert there.sureness == pytest.approx(back.sureness, abs=1e-6)


@pytest.mark.parametrize("labelled", [SET, TITLES], ids=["classified", "found"])
@pytest.mark.parametrize("text", ["", "?!", "🙂", "zzzzqqqq"])
def test_any_text_gets_a_guess_that_is_less_sure(
    labelled: Sequence[Labelled], text: str
) -> None:
    matcher = learn(pairs(labelled))

    assert matcher.guess(text).sureness < matcher.guess(SET[0].text).sureness


def test_folds_ask_every_phrase_once() -> None:
    report = evaluate_intents(SET, Plan(folds=5))

    assert report.n == len(SET)
    assert sorted(each.text for each in report.asked) == sorted(e.text for e in SET)
    assert report.top1 == 1.0
    assert (report.auroc, report.far, report.frr) == (None, None, None)
    assert report.top1_deviation is None


def test_what_is_out_of_scope_is_told_from_the_rest() -> None:
    report = evaluate_intents(SET, Plan(folds=5, negatives=FAR))

    assert report.auroc == 1.0
    assert report.far == 0.0


def test_a_test_file_is_asked_as_it_is() -> None:
    report = evaluate_intents(TITLES, Plan(test=SET))

    assert (report.n, report.train_s > 0, report.p99_us >= report.p50_us) == (
        len(SET),
        True,
        True,
    )


def test_noise_is_added_to_what_is_asked() -> None:
    clean = evaluate_intents(SET, Plan(folds=5))
    noisy = evaluate_intents(SET, Plan(folds=5, noise="typo"))

    assert {e.text for e in clean.asked}.isdisjoint(e.text for e in noisy.asked)


def test_what_is_left_out_is_missing_in_every_trial() -> None:
    asked = (Labelled("garderie", "crèche"), Labelled("piscinesque", "piscine"))

    def top1(*left_out: Part) -> float:
        plan = Plan(test=asked, without=frozenset(left_out))
        return evaluate_intents(TITLES, plan).top1

    assert (top1(), top1("meaning"), top1("ngrams")) == (1.0, 0.5, 0.5)


def test_few_phrasings_are_drawn_ten_times() -> None:
    report = evaluate_intents(SET, Plan(folds=5, per_intent=1))

    assert len(report.asked) == DRAWS * len(SET)
    assert report.n == len(SET)
    assert report.top1_deviation is not None


@pytest.mark.parametrize(
    ("train", "plan"),
    [
        ((), Plan(folds=5)),
        (SET, Plan()),
        (SET, Plan(folds=1)),
        (SET, Plan(folds=len(SET) + 1)),
    ],
)
def test_nothing_to_evaluate_is_an_error(
    train: tuple[Labelled, ...], plan: Plan
) -> None:
    with pytest.raises(EvaluationError):
        evaluate_intents(train, plan)
