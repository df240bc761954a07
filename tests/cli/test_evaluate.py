"""`servicebot evaluate` in the invented town and on a small intent set."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from servicebot.understanding import meaning

Run = Callable[..., Result]

DIALOGUES = [
    {
        "id": "a1",
        "tags": ["F01", "plain"],
        "turns": [
            {"q": "combien de crèches ?", "kind": "answer", "must": [r"\b3\b"]},
            {"q": "et pour combien d'enfants", "kind": "answer", "must": ["1250"]},
        ],
    },
    {"id": "a2", "tags": [], "turns": [{"q": "capitale du Pérou", "kind": "none"}]},
    {"id": "a3", "tags": [], "turns": [{"q": "bonjour", "kind": "social"}]},
    {
        "id": "a4",
        "tags": [],
        "turns": [{"q": "prix de la cantine", "kind": "answer", "must": ["12 euros"]}],
    },
]
INTENTS = {
    "piscine": ["horaires de la piscine", "la piscine ouvre quand", "aller nager"],
    "cantine": ["prix de la cantine", "tarif du repas", "combien coûte la cantine"],
    "police": ["appeler la police", "numéro de la police", "joindre les policiers"],
}
NEAR = (
    "horaires de la décharge",
    "garde des bébés",
    "horaires pour nager",
    "débarras d'un fauteuil",
    "la garderie",
    "où faire le canard",
)
"""Questions in other words than those of the town."""


@pytest.fixture
def dialogues(tmp_path: Path) -> Path:
    path = tmp_path / "dialogues.jsonl"
    lines = (json.dumps(each, ensure_ascii=False) for each in DIALOGUES)
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.fixture
def intents(tmp_path: Path) -> Path:
    path = tmp_path / "intents.jsonl"
    rows = [{"text": t, "intent": i} for i, texts in INTENTS.items() for t in texts]
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


def test_dialogues_are_judged(run: Run, dialogues: Path) -> None:
    result = run("evaluate", "dialogues", str(dialogues), "--json")
    values = json.loads(result.stdout)

    assert result.exit_code == 0
    assert values["n"] == 5
    assert [row["id"] for row in values["wrong"]] == ["a4"]


def test_dialogues_as_a_table_and_as_a_page(
    run: Run, dialogues: Path, tmp_path: Path
) -> None:
    page = tmp_path / "report.html"
    result = run("evaluate", "dialogues", str(dialogues), "--html", str(page))

    assert "a4.0" in result.stdout
    assert "<svg" in page.read_text("utf-8")


@pytest.mark.parametrize("noise", ["accents", "typo", "sms"])
def test_an_intent_set_by_folds_with_noise(
    run: Run, intents: Path, tmp_path: Path, noise: str
) -> None:
    negatives = tmp_path / "negatives.jsonl"
    negatives.write_text('{"text": "quel temps fait-il demain"}\n', "utf-8")
    arguments = ("--folds", "3", "--noise", noise, "--negatives", str(negatives))

    result = run("evaluate", "intents", "--train", str(intents), *arguments, "--json")
    values = json.loads(result.stdout)

    assert values["n"] == 9
    assert 0 < values["top1"] <= values["top3"] <= 1
    assert 0 <= values["auroc"] <= 1


def test_few_phrasings_an_intent(run: Run, intents: Path) -> None:
    arguments = ("--test", str(intents), "--per-intent", "2", "--json")
    result = run("evaluate", "intents", "--train", str(intents), *arguments)

    assert json.loads(result.stdout)["top1"] > 0.6


@pytest.mark.parametrize(
    ("options", "top1"),
    [
        ((), 1.0),
        (("--without-meaning",), 0.5),
        (("--without-ngrams",), 0.5),
        (("--without-meaning", "--without-ngrams"), 0.0),
    ],
)
def test_a_part_left_out_is_missed(
    run: Run, intents: Path, tmp_path: Path, options: tuple[str, ...], top1: float
) -> None:
    """One word that only its meaning finds, one that no table can know."""
    asked = tmp_path / "asked.csv"
    asked.write_text("text,intent\ncommissariat,police\npoliciesque,police\n", "utf-8")
    arguments = ("--train", str(intents), "--test", str(asked), "--json")

    result = run("evaluate", "intents", *arguments, *options)

    assert json.loads(result.stdout)["top1"] == top1


def test_dialogues_without_meanings_are_as_those_without_a_table(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What meanings change is one reply of a few at least, whatever the table."""
    path = tmp_path / "dialogues.jsonl"
    turns = [{"q": question, "kind": "social"} for question in NEAR]
    path.write_text(json.dumps({"id": "a", "tags": [], "turns": turns}), "utf-8")
    command = ("evaluate", "dialogues", str(path), "--json")

    whole = json.loads(run(*command).stdout)
    without = json.loads(run(*command, "--without-meaning").stdout)
    monkeypatch.setattr(meaning, "TABLE", tmp_path / "nowhere.npy")
    missing = json.loads(run(*command).stdout)

    assert without == missing
    assert without["wrong"] != whole["wrong"]


def test_other_formats_are_read(run: Run, tmp_path: Path, intents: Path) -> None:
    table = tmp_path / "set.csv"
    rows = [f"{t},{i}" for i, texts in INTENTS.items() for t in texts]
    table.write_text("text,intent\n" + "\n".join(rows), "utf-8")
    rasa = tmp_path / "nlu.yml"
    blocks = [
        f"- intent: {i}\n  examples: |\n" + "".join(f"    - {t}\n" for t in texts)
        for i, texts in INTENTS.items()
    ]
    rasa.write_text('version: "3.1"\nnlu:\n' + "".join(blocks), "utf-8")

    for train in (table, rasa):
        arguments = ("--train", str(train), "--test", str(intents), "--json")
        result = run("evaluate", "intents", *arguments)

        assert json.loads(result.stdout)["top1"] == 1.0


@pytest.mark.parametrize("name", ["calibration", "confusions"])
def test_the_base_is_tried_on_itself(run: Run, name: str, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    shown = run("evaluate", name, "--html", str(page))
    values = run("evaluate", name, "--json")

    assert shown.exit_code == 0
    assert shown.stdout.strip()
    assert page.exists()
    assert isinstance(json.loads(values.stdout), dict)


def test_calibration_on_dialogues(run: Run, dialogues: Path) -> None:
    result = run("evaluate", "calibration", "--dialogues", str(dialogues), "--json")

    assert result.exit_code == 0


def test_speed(run: Run, dialogues: Path) -> None:
    result = run("evaluate", "speed", str(dialogues))

    assert result.exit_code == 0
    assert "p50" in result.stdout


@pytest.mark.parametrize(
    "content", ["", "not json\n", '{"id": 1}\n', "[]\n", "\ufeff\n"]
)
def test_what_cannot_be_evaluated_is_said(
    run: Run, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(content, "utf-8")

    result = run("evaluate", "dialogues", str(path))

    assert result.exit_code != 0
    assert "bad.jsonl" in result.output + str(result.exception)


def test_a_test_set_or_folds_are_needed(run: Run, intents: Path) -> None:
    result = run("evaluate", "intents", "--train", str(intents))

    assert result.exit_code == 2
