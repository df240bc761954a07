"""The tests that a base carries: questions and what must come back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from servicebot.french.text import fold
from servicebot.knowledge.base import Base
from servicebot.knowledge.expected import Test, Turn
from servicebot.replies import Reply


@dataclass(frozen=True, slots=True)
class TestRow:
    """One turn of a test; `why` says in French what differed, empty when nothing."""

    __test__ = False

    question: str
    expected: str
    got: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class TestReport:
    """The turns of a run, in order."""

    __test__ = False

    rows: tuple[TestRow, ...]

    @property
    def failed(self) -> tuple[TestRow, ...]:
        """The turns that differed."""
        return tuple(row for row in self.rows if row.why)


class Replier(Protocol):
    """What the tests need of a bot."""

    @property
    def base(self) -> Base:
        """The knowledge that it answers from."""

    def reply(self, question: str, context: str | None, now: datetime) -> Reply:
        """Answer one message."""


def run_tests(bot: Replier, tests: Sequence[Test], now: datetime) -> TestReport:
    """Run tests, each a conversation of its own, at `now` unless a turn says when."""
    return TestReport(tuple(row for test in tests for row in _run(bot, test, now)))


def _turns(test: Test) -> Iterable[Turn]:
    if test.q is not None:
        yield Turn(
            q=test.q,
            entry=test.entry,
            kind=test.kind,
            has=test.has,
            hasnt=test.hasnt,
            at=test.at,
        )
    yield from test.turns


def _run(bot: Replier, test: Test, now: datetime) -> Iterable[TestRow]:
    context = None
    zone = ZoneInfo(bot.base.town.timezone)
    for turn in _turns(test):
        at = datetime.fromisoformat(turn.at).replace(tzinfo=zone) if turn.at else now
        reply = bot.reply(turn.q, context, at)
        context = reply.context
        yield TestRow(
            question=turn.q,
            expected=turn.entry or turn.kind or "une réponse",
            got=reply.entry or reply.kind,
            text=reply.text,
            why=" ; ".join(_differences(turn, reply)),
        )


def _differences(turn: Turn, reply: Reply) -> Iterable[str]:
    answered = [answer.entry for answer in reply.answers]
    if turn.entry is not None and turn.entry not in answered:
        yield f"la fiche « {turn.entry} » était attendue"
    if turn.kind is not None and turn.kind != reply.kind:
        yield f"le genre « {turn.kind} » était attendu, pas « {reply.kind} »"
    said = _comparable(reply)
    for words in turn.has:
        if _plain(words) not in said:
            yield f"« {words} » manque"
    for words in turn.hasnt:
        if _plain(words) in said:
            yield f"« {words} » ne devait pas y être"


def _comparable(reply: Reply) -> str:
    cautions = " ".join(answer.caution or "" for answer in reply.answers)
    return _plain(f"{reply.text} {cautions}")


def _plain(text: str) -> str:
    """Fold a text and drop the blanks inside its numbers."""
    folded = fold(text)
    return "".join(
        sign
        for at, sign in enumerate(folded)
        if sign != " "
        or not (folded[at - 1 : at].isdigit() and folded[at + 1 : at + 2].isdigit())
    )
