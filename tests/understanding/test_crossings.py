"""Words that name a subject together, though none of them does alone."""

from dataclasses import replace
from datetime import datetime

import pytest

from servicebot.bot import Bot
from servicebot.knowledge.base import Base
from servicebot.understanding.crossings import Crossings, build_crossings, crossed
from servicebot.understanding.engine import Engine
from servicebot.understanding.mentions import Lent
from servicebot.understanding.parts import crosses
from servicebot.understanding.phrases import Found

CROSSED = ("enfants|écoliers barboter|nager|plonger sauf mer",)


@pytest.fixture(scope="module")
def crossings(base: Base) -> Crossings:
    pool = replace(base.subjects["piscine"], crossed=CROSSED)
    return build_crossings(replace(base, subjects={**base.subjects, "piscine": pool}))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("où les enfants peuvent-ils barboter", True),
        ("barboter, les enfants adorent", True),
        ("barboter avec mon chien", False),
        ("les enfants vont barboter en mer", False),
        ("les enfants mangent et " + "puis " * 12 + "vont barboter", False),
    ],
)
def test_words_name_a_subject_together(
    crossings: Crossings, engine: Engine, text: str, *, names: bool
) -> None:
    found = crossings.find(engine.reader.read(text).words)

    assert [f.values for f in found] == ([("piscine",)] if names else [])


def test_words_of_another_name_name_nothing_together(
    crossings: Crossings, engine: Engine
) -> None:
    words = engine.reader.read("où les enfants barbotent").words

    assert crossings.find(words)
    assert not crossings.find(words, apart={2})


def test_what_is_crossed_uses_up_its_words() -> None:
    together = {Found(3, 4, ("jardin",)): frozenset((0, 3))}
    names = (Found(0, 1, ("creches",)), Found(2, 4, ("mairie",)), Found(5, 6, ("bus",)))

    assert [f.values for f in crossed(names, together)] == [("jardin",), ("bus",)]
    assert crossed(names, {}) == names


def test_what_several_parts_of_a_message_name_together_answers_it(
    bot: Bot, crossings: Crossings, now: datetime
) -> None:
    framer = replace(bot.engine.framer, crossings=crossings)
    engine = replace(bot.engine, framer=framer)
    told = "les enfants rentrent tard. C'est quoi, pour barboter, votre piscine ?"

    assert crosses(engine.judge(engine.frame(told, now), Lent()))
    assert not crosses(bot.engine.judge(bot.engine.frame(told, now), Lent()))
