"""What `scripts/bench DATA_DIR` makes of trials: ablations, near-synonyms, bars."""

import json
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from servicebot.french.text import stem, tokens
from servicebot.french.words import GRAMMATICAL

PEERS = Path(__file__).parents[1] / "benchmarks" / "peers"
WITHOUT_MEANING = "servicebot without the meaning"
WITHOUT_NGRAMS = "servicebot, meaning instead of n-grams"
TITLES = (
    ("Agenda", "agenda"),  # the first, and so what is said when nothing tells
    ("Les crèches municipales", "crèche"),
    ("La piscine", "piscine"),
)
Import = Callable[[str], ModuleType]


@pytest.fixture
def peers(monkeypatch: pytest.MonkeyPatch) -> Import:
    """Import one of the modules, which stand beside each other."""
    monkeypatch.syspath_prepend(str(PEERS))
    return import_module


def figures(tables: ModuleType, top1: float, few: float, auroc: float | None) -> object:
    shares = {"clean": top1, "typo": top1, "few 2": few}
    others = dict.fromkeys("top3 macro_f1 far p50_us p99_us train_s".split(), 0.0)
    sizes = {"peak_mb": 1.0, "size_mb": 1.0}
    return tables.Figures(top1=shares, auroc=auroc, **others, **sizes)


def content(text: str) -> set[str]:
    return {stem(word) for word in tokens(text) if word not in GRAMMATICAL}


@pytest.mark.parametrize(
    ("engine", "best"),
    [
        ("servicebot", ["crèche", "piscine"]),
        (WITHOUT_NGRAMS, ["crèche", "agenda"]),
        (WITHOUT_MEANING, ["agenda", "piscine"]),
    ],
)
def test_an_engine_without_a_part_misses_what_it_tells(
    engine: str, best: list[str]
) -> None:
    trial = {"train": TITLES, "texts": ["garderie", "piscinesque"]}
    done = subprocess.run(
        [sys.executable, str(PEERS / "worker.py"), engine],
        input=json.dumps([trial]),
        capture_output=True,
        text=True,
        check=True,
    )
    (said,) = json.loads(done.stdout)["trials"]

    assert [intents[0] for intents, _, _ in said["answers"]] == best


def test_near_synonyms_are_asked_of_titles_that_share_no_word(
    peers: Import,
) -> None:
    found = peers("sets").near_synonyms()
    (trial,) = found.trials
    asked = [each for each in trial.asked if each.condition == "clean"]

    assert (found.texts, found.intents, len(asked)) == (40, 40, 40)
    assert {each.wanted for each in asked} == {title for title, _ in trial.train}
    for each in asked:
        assert content(each.text).isdisjoint(content(each.wanted)), each


@pytest.mark.parametrize(
    ("without", "gain", "met"),
    [(0.66, "0.0500", "yes"), (0.68, "0.0300", "no"), (None, "", "")],
)
def test_a_gain_is_measured_over_the_engine_without_the_meaning(
    peers: Import, without: float | None, gain: str, met: str
) -> None:
    tables = peers("tables")
    results = {"covidfaq_fr": {"servicebot": figures(tables, 0.9, 0.71, 0.99)}}
    if without is not None:
        beside = figures(tables, 0.9, without, 0.992)
        results["covidfaq_fr"][WITHOUT_MEANING] = beside

    printed = tables.markdown([], results, "here").splitlines()
    gains = [line.strip("| ").split(" | ") for line in printed if "with −" in line]
    reached = {what: (gain, met) for _, what, _, gain, met in gains}

    wanted = {
        "top-1, two an intent: with − without": (gain, met),
        "top-1: with − without": ("0.0000", "yes"),
        "out-of-scope AUROC: with − without": ("-0.0020", "yes"),
    }
    assert reached == (wanted if gain else {})


def test_an_engine_that_was_installed_in_part_is_left_out(
    peers: Import, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run = peers("run")
    monkeypatch.setattr(run, "HERE", tmp_path)
    monkeypatch.setattr(run, "which", lambda name: f"/usr/bin/{name}")
    (tmp_path / "node_modules").mkdir()

    assert not run.has_nlp()

    (tmp_path / "node_modules" / ".lock").touch()
    assert run.has_nlp()
