"""Training that begins from another: the same solution, and its calibration."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from servicebot.bot import Bot
from servicebot.knowledge.base import Base, Phrasing
from servicebot.knowledge.overlay import EMPTY, NewEntry, Overlay, overlaid
from servicebot.replies import Reply
from servicebot.understanding import engine, training
from servicebot.understanding.engine import build_engine, start_of
from servicebot.understanding.matcher import Corpus, Example, prepare
from servicebot.understanding.meaning import no_meaning
from servicebot.understanding.start import parts_from, support_of
from servicebot.understanding.training import solve

NOW = datetime.fromisoformat("2026-05-04T10:30:00+02:00")
ODD = "j'ai envie de barboter"
"""No word of it stands in the town: no meaning makes up for that."""
PHRASING = Overlay(phrasings=(Phrasing("piscine.description", ODD),))
NEGATIVE = Overlay(negatives=("vendez-vous des vélos d'occasion",))
ENTRY = Overlay(
    entries=(
        NewEntry(
            id="piscine.bonnet",
            subject="piscine",
            title="Bonnet",
            say="Le bonnet est obligatoire.",
            asks=("faut-il un bonnet", "le bonnet est obligatoire ?"),
            source="site-2025",
            as_of="2025-09",
        ),
    )
)


@pytest.mark.parametrize("overlay", [PHRASING, NEGATIVE, ENTRY])
def test_a_training_that_begins_from_another_finds_the_same(
    base: Base, bot: Bot, overlay: Overlay
) -> None:
    changed = overlaid(base, overlay)

    begun = build_engine(changed, start=lambda: bot.engine.start)
    anew = build_engine(changed)

    for name in ("weights", "bias"):
        found, wanted = (getattr(e.ranker.matcher, name) for e in (begun, anew))
        np.testing.assert_allclose(found, wanted, atol=1e-5)


@pytest.mark.parametrize("overlay", [PHRASING, NEGATIVE, ENTRY])
def test_what_is_learned_does_not_move_the_confidence_of_the_rest(
    base: Base, bot: Bot, overlay: Overlay, tmp_path: Path
) -> None:
    learned = bot.learning(overlay)
    built = Bot.build(base, overlay, secret=bytes(16), cache=tmp_path)

    for other in (learned, built):
        assert other.engine.rules.calibration == bot.engine.rules.calibration
    for question in (ODD, "combien de crèches", "faut-il un bonnet", "vélos"):
        kinds = {(r.kind, r.entry) for r in _replies((learned, built), question)}
        assert len(kinds) == 1


def test_what_has_no_meanings_learns_without_them(base: Base) -> None:
    bot = Bot.build(base, PHRASING, secret=bytes(16), meanings=no_meaning)

    learned = bot.learning(ENTRY)

    for built in (bot, learned):
        assert built.engine.ranker.senses is None
        assert not len(built.engine.ranker.matcher.sense_weights)


def test_a_base_that_has_grown_too_large_for_its_solution_is_calibrated_anew(
    base: Base, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "EXACT", 0)

    learned = bot.learning(PHRASING)

    anew = build_engine(overlaid(base, PHRASING)).rules.calibration
    assert learned.engine.rules.calibration == anew
    assert anew != bot.engine.rules.calibration


def test_a_start_is_read_from_the_cache(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = start_of(base, tmp_path)
    monkeypatch.setattr(engine, "calibrate", _refuse)

    again = start_of(base, tmp_path)

    assert again.calibration == first.calibration
    np.testing.assert_array_equal(again.support.rows, first.support.rows)
    assert Bot.build(base, EMPTY, secret=bytes(16), cache=tmp_path)


def corpus_of(texts: dict[str, str]) -> Corpus:
    return prepare(Example(tuple(t.split()), label) for t, label in texts.items())


BEFORE = {"un deux trois": "a", "deux quatre": "a", "cinq six": "b", "sept": "c"}


@pytest.mark.parametrize(
    "texts",
    [
        {**BEFORE, "trois huit": "d"},
        {**BEFORE, "six trois": "a"},
        {"un deux trois": "a", "cinq six": "b"},
        {"neuf dix": "z", "onze": "y"},
    ],
)
def test_labels_and_examples_may_come_and_go(texts: dict[str, str]) -> None:
    before, after = corpus_of(BEFORE), corpus_of(texts)
    support = support_of(before, before.solve())

    begun = after.solve(parts_from(support, after))

    np.testing.assert_allclose(begun, after.solve(), atol=1e-9)
    assert begun.any(axis=0).all()


def test_a_class_that_had_nothing_begins_as_a_new_one() -> None:
    corpus = corpus_of(BEFORE)
    nothing = np.zeros((len(corpus.examples), len(corpus.labels)))

    begun = solve(corpus.kernel, corpus.classes, len(corpus.labels), nothing)

    np.testing.assert_allclose(begun, corpus.solve(), atol=1e-9)


def _replies(bots: tuple[Bot, ...], question: str) -> list[Reply]:
    return [bot.reply(question, None, NOW) for bot in bots]


def _refuse(*_: Callable[..., object]) -> None:
    raise AssertionError("calibrated again")
