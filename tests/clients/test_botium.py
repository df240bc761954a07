"""Botium, which tests other people's bots, talks to ours over Rasa's REST channel."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

SCRIPT = Path(__file__).parents[1] / "node" / "botium.mjs"
NODE = shutil.which("node") or "node"


class Heard(NamedTuple):
    """What Botium read: texts, and buttons as (title, payload)."""

    texts: list[str]
    buttons: list[list[str]]


@pytest.fixture(scope="module")
def dialogue(
    serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> list[Heard]:
    """What Botium heard in one conversation."""
    turns = [
        {"say": "combien de crèches ?"},
        {"press": "Capacité des crèches"},
        {"say": "et le tarif ?"},
        {"say": "a" * 1001},
    ]
    run = subprocess.run(
        [NODE, str(SCRIPT), serve()],
        input="\n".join(map(json.dumps, turns)),
        cwd=tmp_path_factory.mktemp("botium"),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    return [Heard(**json.loads(line)) for line in run.stdout.splitlines()]


def test_botium_reads_the_texts_in_their_order(dialogue: list[Heard]) -> None:
    answer, source, more = dialogue[0].texts

    assert answer == "Le Pays de Valbrune compte 3 crèches (2024)."
    assert "Rapport d'activité 2024" in source
    assert more.endswith(":")


def test_botium_reads_buttons_and_presses_one(dialogue: list[Heard]) -> None:
    assert "Capacité des crèches" in [title for title, _ in dialogue[0].buttons]
    assert "1\u202f250 places" in dialogue[1].texts[0]


def test_the_conversation_of_botium_s_sender_goes_on(dialogue: list[Heard]) -> None:
    assert "des crèches, je n'ai pas d'information sur le tarif" in dialogue[2].texts[0]


def test_botium_gets_a_polite_word_for_a_text_that_is_too_long(
    dialogue: list[Heard],
) -> None:
    (text,) = dialogue[3].texts

    assert "trop long" in text
