"""Whether the words that ask an aspect are an entry's own."""

import pytest

from servicebot.understanding.engine import Engine
from servicebot.understanding.rescuing import ask_by_own_words


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("combien appellent au téléphone pour la cantine", True),
        ("le téléphone de la cantine", False),
        ("le prix de la cantine", False),
    ],
)
def test_a_name_and_a_telephone_ask_for_the_number(
    engine: Engine, text: str, *, own: bool
) -> None:
    utterance = engine.reader.read(text)
    frame = engine.framer.frame(utterance)
    cues = frozenset(utterance.stems[found.start] for found in frame.aspects)

    assert ask_by_own_words(utterance, frame, cues, cues) == own
    assert not ask_by_own_words(utterance, frame, cues, frozenset())
