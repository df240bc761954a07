"""What a base answers is asked once, and a change is tried on what it may move."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from servicebot.knowledge import expected
from servicebot.knowledge.base import Base, Notice
from servicebot.knowledge.overlay import EMPTY
from servicebot.web.desk.rehearsal import KEPT, Stage
from servicebot.web.holder import Replier

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
Asked = list[tuple[str, str | None, datetime]]
MakeBot = Callable[[Base], Replier]


@pytest.fixture
def make(bot: Replier) -> MakeBot:
    """Make the invented bot of a base."""
    return lambda base: replace(bot, base=base)  # type: ignore[type-var]


@pytest.fixture
def tested(bot: Replier) -> Base:
    """A base with a test that is met, and one that is not."""
    tests = tuple(expected.Test(q=q, kind="answer") for q in ("la piscine", "zoo"))
    return replace(bot.base, tests=tests)


def test_the_tests_of_a_base_are_asked_once_a_day(
    make: MakeBot, tested: Base, asked: Asked
) -> None:
    stage = Stage()

    rows = [stage.tests(make(tested), NOW) for _ in range(3)]
    once = len(asked)
    stage.tests(make(tested), NOW + timedelta(days=1))

    assert [bool(row.why) for row in rows[2]] == [False, True]
    assert once == 2
    assert len(asked) == 4


def test_another_base_or_a_notice_is_asked_anew(
    make: MakeBot, tested: Base, asked: Asked
) -> None:
    stage = Stage()
    notice = Notice(
        1, "Fermée", about=None, closes=False, start=NOW, end=NOW, shown=NOW
    )
    others = [
        replace(tested, fingerprint="beef"),
        replace(tested, notices=(notice,)),
        replace(tested, tests=tested.tests[:1]),
    ]

    for base in (*others, tested, tested):
        stage.tests(make(base), NOW)

    assert len(asked) == 2 + 2 + 1 + 2


def test_a_base_that_others_replaced_is_forgotten(
    make: MakeBot, tested: Base, asked: Asked
) -> None:
    stage = Stage()

    for number in (0, *range(KEPT), 0, 1, KEPT, 0, 1):
        stage.tests(make(replace(tested, fingerprint=str(number))), NOW)

    assert len(asked) == 2 * (KEPT + 1)


def test_a_change_tried_again_asks_only_its_own_question(
    make: MakeBot, tested: Base, asked: Asked
) -> None:
    stage, bot = Stage(), make(tested)
    first = stage.rehearse(bot, EMPTY, ["la piscine", "zoo", "le feu"], NOW)
    before = len(asked)

    again = stage.rehearse(bot, EMPTY, ["la piscine", "zoo", "le feu"], NOW)

    assert again == first
    assert (first.tests, first.tried, first.moves) == (2, 2, ())
    assert [question for question, _, _ in asked[before:]] == ["la piscine"] * 2


def test_the_watch_asks_nothing_when_it_is_looked_at_again(
    make: MakeBot, tested: Base, asked: Asked
) -> None:
    stage, bot = Stage(), make(tested)

    lost = [stage.lost(bot, NOW) for _ in range(2)]

    assert lost == [(), ()]
    assert asked == []
