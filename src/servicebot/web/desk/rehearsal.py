"""What a base answers to its tests and last questions, before and after a change.

What one base answered is kept until others take its place: a page that is looked at
again, or a change that is tried and then made, asks nothing twice.
"""

import threading
import time
from collections.abc import Hashable, Iterator, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from datetime import datetime

from servicebot.evaluation.regression import Replier as Answering
from servicebot.evaluation.regression import TestRow, run_tests
from servicebot.journal.watch import Concern, failing, lost_phrasings
from servicebot.knowledge.base import Base
from servicebot.knowledge.overlay import Overlay
from servicebot.memory import undisturbed
from servicebot.replies import Reply
from servicebot.web.holder import Replier

KEPT = 3
"""How many bases are remembered: the one in service, and the last changes tried."""

PAUSE = 0.0005
"""Seconds that the interpreter is left to others before each of these questions: who
answers without a pause is only interrupted every five milliseconds, and a page that
reads rows waits as long for each."""

PATIENCE = 0.3
"""Seconds that a page waits for what a base answers to all its phrasings and tests."""


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question: the kind of reply, its entry, and both in words."""

    kind: str
    entry: str | None
    said: str


@dataclass(slots=True)
class _Played:
    """What one base answered on one day; what nobody wanted to know is None."""

    tests: tuple[TestRow, ...] | None = None
    outcomes: dict[str, Outcome] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Unhurried:
    """A bot that lets everybody else go first, between any two questions."""

    bot: Answering

    @property
    def base(self) -> Base:
        """What the bot knows."""
        return self.bot.base

    def reply(self, question: str, context: str | None, now: datetime) -> Reply:
        """Reply, after a pause."""
        time.sleep(PAUSE)
        return self.bot.reply(question, context, now)


class Stage:
    """Asks a bot what it has to answer, once, and rehearses changes, one at a time."""

    def __init__(self) -> None:
        """Begin with nothing played."""
        self._playing = threading.RLock()
        self._played: dict[Hashable, _Played] = {}
        self._beginning = threading.Lock()
        self._watched: tuple[Hashable, Future[tuple[Concern, ...]]] | None = None

    def tests(self, bot: Answering, now: datetime) -> tuple[TestRow, ...]:
        """Return what the tests of a base gave."""
        with self._playing:
            played = self._of(bot, now)
            if played.tests is None:
                played.tests = run_tests(bot, bot.base.tests, now).rows
            return played.tests

    def concerns(
        self, bot: Answering, now: datetime, patience: float = PATIENCE
    ) -> tuple[Concern, ...] | None:
        """Return the phrasings that are lost and the tests that fail.

        None while they are still being asked: that goes on behind whoever wanted to
        know, who waits `patience` seconds at most.
        """
        asking = self._asking(bot, now)
        return asking.result() if wait([asking], patience).done else None

    def rehearse(
        self, bot: Replier, overlay: Overlay, asked: Sequence[str], now: datetime
    ) -> Rehearsal:
        """Try an overlay: its own question is `asked[0]`, the last ones follow."""
        with self._playing, undisturbed():
            changed = bot.learning(overlay)
            question, *others = asked
            before, after = (b.reply(question, None, now) for b in (bot, changed))
            tests, again = self.tests(bot, now), self.tests(changed, now)
            moves = (
                *_moved_tests(changed.base, tests, again),
                *self._moved((bot, changed), others, now),
            )
        return Rehearsal(
            question=question,
            before=said(bot.base, before),
            after=said(changed.base, after),
            text=after.text,
            moves=moves,
            tried=len(others),
            tests=len(tests),
            broken=sum(move.verdict == "broken" for move in moves),
        )

    def _asking(self, bot: Answering, now: datetime) -> Future[tuple[Concern, ...]]:
        """Begin to ask a base all its phrasings and tests, unless that was begun."""
        key = _key(bot, now)
        with self._beginning:
            begun = self._watched
            if begun and begun[0] == key and not _has_failed(begun[1]):
                return begun[1]
            asking: Future[tuple[Concern, ...]] = Future()
            self._watched = (key, asking)
        threading.Thread(target=self._ask, args=(bot, now, asking), daemon=True).start()
        return asking

    def _ask(
        self, bot: Answering, now: datetime, asking: Future[tuple[Concern, ...]]
    ) -> None:
        try:
            asked = _Unhurried(bot)
            failed = failing(self.tests(asked, now))
            asking.set_result((*lost_phrasings(asked, now), *failed))
        except Exception as error:  # noqa: BLE001 - told to whoever waits for it
            asking.set_exception(error)

    def _of(self, bot: Answering, now: datetime) -> _Played:
        """Return what is kept of a base, the base used last being forgotten last."""
        key = _key(bot, now)
        played = self._played.pop(key, None) or _Played()
        self._played[key] = played
        while len(self._played) > KEPT:
            del self._played[next(iter(self._played))]
        return played

    def _moved(
        self, bots: tuple[Replier, Replier], questions: Sequence[str], now: datetime
    ) -> Iterator[Move]:
        known = [(bot, self._of(bot, now).outcomes) for bot in bots]
        for question in questions:
            old, new = (_outcome(*each, question, now) for each in known)
            if (old.kind, old.entry) != (new.kind, new.entry):
                yield Move(question, old.said, new.said, is_test=False, verdict="")


def _key(bot: Answering, now: datetime) -> Hashable:
    """Return what must be the same for a base to answer the same."""
    base = bot.base
    return (base.fingerprint, base.tests, base.notices, now.date())


def _has_failed(asking: Future[tuple[Concern, ...]]) -> bool:
    return asking.done() and asking.exception() is not None


def _outcome(
    bot: Replier, known: dict[str, Outcome], question: str, now: datetime
) -> Outcome:
    """Return what became of a question, asking the bot where it is not known."""
    if question not in known:
        reply = bot.reply(question, None, now)
        known[question] = Outcome(reply.kind, reply.entry, said(bot.base, reply))
    return known[question]


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
    """Yield the tests that turn out differently; those of the change come last."""
    for old, new in zip(before, after, strict=False):
        if old.got != new.got or bool(old.why) != bool(new.why):
            verdict = "broken" if new.why and not old.why else "mended"
            was, is_now = _title(base, old.got), _title(base, new.got)
            yield Move(old.question, was, is_now, is_test=True, verdict=verdict)


def _title(base: Base, name: str) -> str:
    entry = base.entries.get(name)
    return entry.title if entry else name
