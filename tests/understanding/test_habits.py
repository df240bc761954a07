"""When something is done again and again is no date of what was once."""

from dataclasses import replace

import pytest

from servicebot.understanding.engine import Engine
from servicebot.understanding.habits import asks_habit
from servicebot.understanding.phrases import Found


@pytest.mark.parametrize(
    ("text", "is_habit"),
    [
        ("quand change-t-on l'eau ?", True),
        ("quand vide on la piscine", True),
        ("quand a-t-on ouvert la piscine ?", False),
        ("quand la piscine a ouvert ?", False),
        ("quand ?", False),
        ("la piscine date", False),
    ],
)
def test_what_one_does_is_a_habit(engine: Engine, text: str, *, is_habit: bool) -> None:
    utterance = engine.reader.read(text)
    frame = replace(engine.framer.frame(utterance), aspects=(Found(0, 1, ("date",)),))

    assert asks_habit(utterance, frame) is is_habit
    assert not asks_habit(utterance, replace(frame, aspects=()))
