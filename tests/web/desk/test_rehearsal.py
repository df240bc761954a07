"""What a base answers is asked once, and a change is tried on what it may move."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from servicebot.knowledge import expected
from servicebot.knowledge.base import Base, Notice
from servicebot.knowledge.overlay import EMPTY
from servicebot.replies import Reply
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

    found = [stage.concerns(bot, NOW, patience=20) for _ in range(2)]

    assert [[concern.topic for concern in each or ()] for each in found] == [
        ["test"]
    ] * 2
    assert len(asked) == len(tested.tests)


def test_the_watch_does_not_wait_for_a_base_that_answers_slowly(
    make: MakeBot, tested: Base
) -> None:
    stage, bot, go_on = Stage(), make(tested), Event()

    class Slow:
        base = bot.base

        def reply(self, question: str, context: str | None, now: datetime) -> Reply:
            go_on.wait(20)
            return bot.reply(question, context, now)

    early = [stage.concerns(Slow(), NOW, patience=0) for _ in range(2)]
    go_on.set()
    late = stage.concerns(bot, NOW, patience=20)

    assert early == [None, None]
    assert [concern.topic for concern in late or ()] == ["test"]


def test_the_watch_asks_again_what_could_not_be_asked(
    make: MakeBot, tested: Base
) -> None:
    stage, bot = Stage(), make(tested)

    class Broken:
        base = bot.base

        def reply(self, question: str, context: str | None, now: datetime) -> Reply:
            raise OSError(question, context, now)

    with pytest.raises(OSError, match="piscine"):
        stage.concerns(Broken(), NOW, patience=20)

    assert stage.concerns(bot, NOW, patience=20) is not None
