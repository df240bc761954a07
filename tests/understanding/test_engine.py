"""Building an engine: what a reader with fewer words may take over."""

import functools

from servicebot.knowledge.base import Base
from servicebot.understanding.calibration import held_out
from servicebot.understanding.engine import reader_of, sharing


def test_taking_over_readings_changes_none(base: Base) -> None:
    whole, fewer = reader_of(base), reader_of(held_out(base)[1])
    read = functools.cache(whole.read)
    alike = sharing(fewer, whole, read)
    texts = [
        text
        for entry in base.entries.values()
        for text in (*entry.asks, entry.say, entry.title, entry.question)
    ]
    texts += base.negatives

    assert [fewer.read(text) for text in texts] == [alike(text) for text in texts]
    assert any(alike(text) is read(text) for text in texts)
