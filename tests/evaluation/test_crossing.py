from datetime import datetime

import pytest

from servicebot.bot import Bot
from servicebot.errors import EvaluationError
from servicebot.evaluation.calibration import of_phrasings
from servicebot.evaluation.confusions import Confusion, find_confusions
from servicebot.evaluation.crossing import Held, cross_validate


def held(text: str, entry: str | None, got: str | None, outcome: str) -> Held:
    return Held(text, entry, got, outcome, 0.9)


JUDGED = (
    held("combien de crèches", "creches.nombre", "creches.nombre", "answer"),
    held("les crèches où", "creches.adresse", "creches.nombre", "answer"),
    held("adresse des crèches", "creches.adresse", "creches.nombre", "clarify"),
    held("recette de tarte", None, "cantines.repas", "answer"),
    held("quel temps fait-il", None, "cantines.repas", "refuse"),
    held("bonjour", None, "smalltalk:bonjour", "social"),
)


def test_every_phrasing_of_an_entry_with_several_is_held_out_once(
    town_bot: Bot, now: datetime
) -> None:
    base = town_bot.base
    wanted = [a for e in base.entries.values() if len(e.asks) > 1 for a in e.asks]

    found = cross_validate(base, now, folds=2)

    assert sorted(h.text for h in found) == sorted([*wanted, *base.negatives])
    assert all(0 <= each.confidence <= 1 for each in found)


def test_more_folds_than_phrasings_is_an_error(town_bot: Bot, now: datetime) -> None:
    with pytest.raises(EvaluationError):
        cross_validate(town_bot.base, now, folds=100_000)


def test_confusions_are_counted_the_most_frequent_first() -> None:
    report = find_confusions(JUDGED)

    assert report.confusions == (
        Confusion(
            "creches.adresse",
            "creches.nombre",
            ("les crèches où", "adresse des crèches"),
        ),
        Confusion(None, "cantines.repas", ("recette de tarte",)),
    )
    assert (report.right, report.n) == (1, 3)


def test_confidence_is_compared_with_what_was_right() -> None:
    report = of_phrasings(JUDGED)

    assert report.n == 5
    assert report.ece == pytest.approx(0.9 - 1 / 5)


@pytest.mark.parametrize("judge", [find_confusions, of_phrasings])
def test_nothing_held_out_is_an_error(judge: object) -> None:
    assert callable(judge)

    with pytest.raises(EvaluationError):
        judge(())
