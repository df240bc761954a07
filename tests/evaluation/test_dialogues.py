import re
from datetime import datetime

import pytest

from servicebot.bot import Bot
from servicebot.errors import EvaluationError
from servicebot.evaluation.calibration import of_dialogues
from servicebot.evaluation.dialogues import (
    LONGEST,
    comparable,
    evaluate_dialogues,
    is_right,
)
from servicebot.evaluation.reading import Dialogue, Turn
from servicebot.evaluation.speed import evaluate_speed
from servicebot.replies import Answer, Kind, Reply

GREETING = Turn(q="bonjour", kind="social")
WEATHER = Turn(q="quelle est la recette de la ratatouille", kind="none")


def turn(kind: str, must: str | None = None, must_not: str | None = None) -> Turn:
    return Turn(
        q="combien",
        kind=kind,
        must=(re.compile(must),) if must else (),
        must_not=(re.compile(must_not),) if must_not else (),
    )


def reply(kind: Kind, text: str = "Il y a 28 crèches.") -> Reply:
    return Reply("", kind, text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1\u202f950 Agents", "1950 agents"),
        ("en 2019 942 agents", "en 2019 942 agents"),
        ("L’Œuvre, 30 m²", "l'oeuvre, 30 m2"),
        ("porte\u2011à\u2011porte", "porte-a-porte"),
        ("mé\u00addia\u200bthèque", "mediatheque"),
    ],
)
def test_texts_are_compared_as_patterns_are_written(text: str, plain: str) -> None:
    assert comparable(text) == plain


@pytest.mark.parametrize(
    ("wanted", "got", "right"),
    [
        (turn("answer", r"\b28\b"), reply("answer"), True),
        (turn("answer", r"\b29\b"), reply("answer"), False),
        (turn("answer", r"\b28\b", "creches"), reply("answer"), False),
        (turn("answer", r"\b28\b"), reply("clarification"), False),
        (turn("answer"), reply("answer", "a" * (LONGEST + 1)), False),
        (turn("none"), reply("answer"), False),
        (turn("none"), reply("fallback"), True),
        (turn("none"), reply("smalltalk"), True),
        (turn("social"), reply("smalltalk"), True),
        (turn("social"), reply("fallback"), False),
        (turn("emergency", r"\b112\b"), reply("emergency", "Le 112."), True),
        (turn("emergency", r"\b15\b"), reply("emergency", "Le 112."), False),
        (turn("clarify", "29"), reply("clarification"), True),
        (turn("clarify", "28"), reply("answer"), True),
        (turn("clarify", "29"), reply("fallback"), False),
        (turn("maybe", "29"), reply("fallback"), True),
        (turn("maybe", "29"), reply("answer"), False),
        (turn("maybe"), reply("emergency"), False),
    ],
)
def test_a_reply_is_judged_by_its_kind_and_its_words(
    wanted: Turn, got: Reply, *, right: bool
) -> None:
    assert is_right(wanted, got) is right


def test_a_list_may_be_long() -> None:
    long = reply("answer", "a" * (LONGEST + 1))

    assert is_right(turn("answer"), long, may_be_long=True)


def test_cautions_are_read_with_the_text() -> None:
    answer = Answer("a", "28", 0.9, caution="Chiffre de 2015.")
    got = Reply("", "answer", "28", answers=(answer,))

    assert is_right(turn("answer", "2015"), got)


def test_dialogues_are_counted_by_kind_and_tag(town_bot: Bot, now: datetime) -> None:
    dialogue = Dialogue("a", ("F01", "plain"), (GREETING, WEATHER))

    report = evaluate_dialogues(town_bot, [dialogue], now)

    assert [(each.group, each.right, each.total) for each in report.groups] == [
        ("all", 2, 2),
        ("follow-up", 1, 1),
        ("kind:none", 1, 1),
        ("kind:social", 1, 1),
        ("tag:plain", 2, 2),
    ]
    assert report.answered_out_of_scope == 0.0


def test_what_is_not_answered_is_counted(town_bot: Bot, now: datetime) -> None:
    unknown = Turn(q=WEATHER.q, kind="answer")

    report = evaluate_dialogues(town_bot, [Dialogue("a", (), (unknown,))], now)

    assert (report.not_answered, report.answered_wrongly) == (1.0, 0.0)


def test_a_refusal_of_nothing_known_is_judged_for_its_confidence(
    town_bot: Bot, now: datetime
) -> None:
    dialogue = Dialogue("a", (), (GREETING, WEATHER))

    report = of_dialogues(evaluate_dialogues(town_bot, [dialogue], now))

    assert report.n == 1
    assert report.bins[0].right == 0.0


def test_no_dialogue_is_an_error(town_bot: Bot, now: datetime) -> None:
    with pytest.raises(EvaluationError):
        evaluate_dialogues(town_bot, [], now)


def test_every_part_of_a_reply_is_timed(town_bot: Bot, now: datetime) -> None:
    report = evaluate_speed(town_bot, ["bonjour", WEATHER.q], now)
    times = {part.name: part.p50_us for part in report.parts}

    assert list(times) == ["understand", "compose", "reply"]
    assert min(times.values()) > 0
    assert report.n == 2


def test_no_question_is_an_error(town_bot: Bot, now: datetime) -> None:
    with pytest.raises(EvaluationError):
        evaluate_speed(town_bot, [], now)
