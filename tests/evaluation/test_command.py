import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from servicebot.cli import main

TOWN = Path(__file__).parents[1] / "town"
KEYS = "top1 top3 macro_f1 auroc far frr p50_us p99_us train_s n".split()
ROWS = [
    {"text": text, "intent": intent}
    for intent, texts in {
        "piscine": ["la piscine ouvre", "horaires piscine", "piscine ouverte ?"],
        "crèche": ["une place en crèche", "inscription crèche", "crèche place libre"],
    }.items()
    for text in texts
]
DIALOGUE = {"id": "a", "turns": [{"q": "bonjour", "kind": "social"}]}


def evaluate(*arguments: str | Path) -> Result:
    words = ["evaluate", *map(str, arguments)]
    return CliRunner(env={"SERVICEBOT_KNOWLEDGE": str(TOWN)}).invoke(main, words)


def lines(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


@pytest.fixture
def phrasings(tmp_path: Path) -> Path:
    return lines(tmp_path / "set.jsonl", *ROWS)


@pytest.fixture
def dialogues(tmp_path: Path) -> Path:
    return lines(tmp_path / "dialogues.jsonl", DIALOGUE)


def test_an_intent_set_gives_the_figures_that_are_promised(
    phrasings: Path, tmp_path: Path
) -> None:
    far = lines(tmp_path / "far.jsonl", {"text": "le chat dort"})
    options = ("--folds", "3", "--negatives", far, "--json")

    values = json.loads(evaluate("intents", "--train", phrasings, *options).stdout)

    assert list(values) == KEYS
    assert values["n"] == len(ROWS)
    assert all(0 <= values[key] <= 1 for key in KEYS[:6])


def test_several_files_are_learnt_together(phrasings: Path, tmp_path: Path) -> None:
    more = lines(tmp_path / "more.jsonl", {"text": "un stade", "intent": "stade"})
    test = ("--test", more, "--json")

    both = evaluate("intents", "--train", phrasings, "--train", more, *test)

    assert json.loads(both.stdout)["top1"] == 1.0


def test_few_phrasings_come_with_their_deviation(phrasings: Path) -> None:
    options = ("--folds", "3", "--per-intent", "1")

    shown = evaluate("intents", "--train", phrasings, *options, "--noise", "sms")

    assert shown.exit_code == 0
    assert " ± " in shown.stdout


@pytest.mark.parametrize("options", [(), ("--folds", "3", "--test", "set.jsonl")])
def test_folds_or_a_test_file_but_not_both(
    options: tuple[str, ...], phrasings: Path
) -> None:
    refused = evaluate("intents", "--train", phrasings, *options)

    assert refused.exit_code == 2
    assert "--folds" in refused.stderr


def test_a_broken_file_is_refused_with_its_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"text": "a", "intent": "b"}\n{oops\n', "utf-8")

    refused = evaluate("intents", "--train", broken, "--folds", "2")

    assert refused.exit_code == 2
    assert "broken.jsonl:2:" in refused.stderr


@pytest.mark.parametrize("name", ["dialogues", "speed"])
def test_nothing_to_evaluate_is_refused(name: str, tmp_path: Path) -> None:
    empty = lines(tmp_path / "empty.jsonl")

    refused = evaluate(name, empty)

    assert refused.exit_code == 2
    assert "rien à évaluer" in refused.stderr


def test_dialogues_are_judged(dialogues: Path) -> None:
    values = json.loads(evaluate("dialogues", dialogues, "--json").stdout)

    assert (values["n"], values["right"], values["wrong"]) == (1, 1.0, [])


def test_wrong_turns_are_listed(tmp_path: Path) -> None:
    wrong = DIALOGUE | {"turns": [{"q": "bonjour", "kind": "answer"}]}

    shown = evaluate("dialogues", lines(tmp_path / "wrong.jsonl", wrong))

    assert "a.0  bonjour  → smalltalk, attendu answer" in shown.stdout


def test_speed_shows_each_part(dialogues: Path) -> None:
    shown = evaluate("speed", dialogues)

    assert shown.exit_code == 0
    assert "comprendre et décider" in shown.stdout


@pytest.mark.parametrize("name", ["calibration", "confusions"])
def test_a_base_is_judged_on_its_own_phrasings(name: str, tmp_path: Path) -> None:
    report = tmp_path / "report.html"

    shown = evaluate(name, "--html", report)

    assert shown.exit_code == 0, shown.stderr
    assert "<svg" in report.read_text("utf-8")


def test_a_report_s_pictures_are_well_formed(phrasings: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    far = lines(tmp_path / "far.jsonl", {"text": "<b>le chat</b> dort"})
    options = ("--folds", "3", "--negatives", far, "--html", report)

    shown = evaluate("intents", "--train", phrasings, *options)
    page = report.read_text("utf-8")
    pictures = [part.split("</svg>")[0] for part in page.split("<svg")[1:]]

    assert shown.exit_code == 0
    assert [ET.fromstring(f"<svg{each}</svg>").tag for each in pictures]  # noqa: S314 - our own
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_a_report_that_cannot_be_written_is_refused(
    phrasings: Path, tmp_path: Path
) -> None:
    nowhere = tmp_path / "absent" / "report.html"

    refused = evaluate(
        "intents", "--train", phrasings, "--folds", "3", "--html", nowhere
    )

    assert refused.exit_code == 2
    assert "écriture impossible" in refused.stderr
