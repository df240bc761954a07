"""Building an engine: what a reader with fewer words may take over, what may lack."""

import functools
from datetime import datetime
from pathlib import Path

import pytest

from servicebot.bot import Bot
from servicebot.knowledge.base import Base
from servicebot.understanding import meaning
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


@pytest.mark.parametrize("name", ["nowhere.npy", "damaged.npy"])
def test_a_base_whose_table_of_meanings_is_gone_answers_by_its_words(
    base: Base,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    (tmp_path / "damaged.npy").write_bytes(meaning.TABLE.read_bytes()[:-1])
    monkeypatch.setattr(meaning, "TABLE", tmp_path / name)

    bot = Bot.build(base, secret=bytes(16))

    assert bot.engine.ranker.senses is None
    assert bot.reply("combien de crèches ?", None, now).entry == "creches.nombre"
