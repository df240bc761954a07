"""What a change would move: tests and last questions asked before and after it."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from servicebot.evaluation.regression import TestRow, run_tests
from servicebot.knowledge.base import Base
from servicebot.knowledge.overlay import Overlay
from servicebot.replies import Reply
from servicebot.web.holder import Replier


@dataclass(frozen=True, slots=True)
class Move:
    """A question that would get another answer; `verdict` says if a test is met."""

    question: str
    before: str
    after: str
    is_test: bool
    verdict: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a change would do: to its own question, and to all others tried."""

    question: str
    before: str
    after: str
    text: str
    moves: tuple[Move, ...]
    tried: int
    tests: int
    broken: int


class Stage:
    """Rehearses changes, one at a time: each one trains a bot."""

    def __init__(self) -> None:
        """Begin with nothing under way."""
        self._lock = threading.Lock()

    def rehearse(
        self, bot: Replier, overlay: Overlay, asked: Sequence[str], now: datetime
    ) -> Rehearsal:
        """Try an overlay: its own question is `asked[0]`, the last ones follow."""
        with self._lock:
            changed = bot.learning(overlay)
        question, *others = asked
        before, after = (b.reply(question, None, now) for b in (bot, changed))
        tests = run_tests(bot, bot.base.tests, now).rows
        again = run_tests(changed, bot.base.tests, now).rows
        moves = [
            *_moved_tests(changed.base, tests, again),
            *_moved(bot, changed, others, now),
        ]
        return Rehearsal(
            question=question,
            before=said(bot.base, before),
            after=said(changed.base, after),
            text=after.text,
            moves=tuple(moves),
            tried=len(others),
            tests=len(tests),
            broken=sum(move.verdict == "broken" for move in moves),
        )


def said(base: Base, reply: Reply) -> str:
    """Say what became of a question: the entry's title, or what the reply is."""
    entry = base.entries.get(reply.entry or "")
    kinds = {
        "clarification": "fait préciser",
        "fallback": "ne sait pas",
        "smalltalk": "politesse",
        "emergency": "urgence",
    }
    return entry.title if entry else kinds.get(reply.kind, reply.kind)


def _moved_tests(
    base: Base, before: Sequence[TestRow], after: Sequence[TestRow]
) -> Iterator[Move]:
    for old, new in zip(before, after, strict=True):
        if old.got != new.got or bool(old.why) != bool(new.why):
            verdict = "broken" if new.why and not old.why else "mended"
            was, is_now = _title(base, old.got), _title(base, new.got)
            yield Move(old.question, was, is_now, is_test=True, verdict=verdict)


def _title(base: Base, name: str) -> str:
    entry = base.entries.get(name)
    return entry.title if entry else name


def _moved(
    bot: Replier, changed: Replier, questions: Sequence[str], now: datetime
) -> Iterator[Move]:
    for question in questions:
        old, new = (b.reply(question, None, now) for b in (bot, changed))
        if (old.kind, old.entry) != (new.kind, new.entry):
            was, is_now = said(bot.base, old), said(changed.base, new)
            yield Move(question, was, is_now, is_test=False, verdict="")
