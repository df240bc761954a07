"""Numbers that a question says of what it names, and what key words count."""

from datetime import datetime

import pytest

from servicebot.bot import Bot


def answered(bot: Bot, text: str, now: datetime) -> list[str]:
    return [answer.entry for answer in bot.reply(text, None, now).answers]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("les crèches 1250 c'est ça", "creches.capacite"),
        ("les crèches, mille deux cent cinquante", "creches.capacite"),
        ("la médiathèque 24 500 c'est bon", "mediatheque.nombre"),
        ("les crèches, c'est ça", "creches.description"),
        ("la médiathèque 1250 c'est bon", "mediatheque.description"),
    ],
)
def test_an_entry_whose_number_is_said_of_its_subject_is_meant(
    bot: Bot, now: datetime, text: str, entry: str
) -> None:
    assert answered(bot, text, now) == [entry]


def test_a_number_said_does_not_answer_what_else_is_asked(
    bot: Bot, now: datetime
) -> None:
    assert answered(bot, "tarif des crèches 1250", now) == []


@pytest.mark.parametrize(
    "text", ["crèches enfants", "crèches enfants nb", "nb enfants crèches"]
)
def test_key_words_count_in_any_order(bot: Bot, now: datetime, text: str) -> None:
    assert answered(bot, text, now) == ["creches.capacite"]
