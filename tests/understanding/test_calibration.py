"""What a base teaches of its own odds."""

from dataclasses import replace

from servicebot.knowledge.base import Base
from servicebot.understanding.calibration import IN_VAIN, held_out


def test_more_negatives_do_not_change_the_odds(base: Base) -> None:
    many = replace(
        base,
        negatives=tuple(f"{text} {n}" for text in base.negatives for n in range(9)),
    )
    trials, unseen = held_out(many)
    answered = [trial for trial in trials if trial.entry is not None]
    in_vain = [trial.text for trial in trials if trial.entry is None]

    assert len(in_vain) == round(len(answered) * IN_VAIN)
    assert len(set(in_vain)) == len(in_vain)
    assert set(in_vain).isdisjoint(unseen.negatives)
