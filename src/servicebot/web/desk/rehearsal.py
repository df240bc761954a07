"""What a base answers to its tests and last questions, before and after a change.

What one base answered is kept until others take its place: a page that is looked at
again, or a change that is tried and then made, asks nothing twice.
"""

import threading
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from servicebot.evaluation.regression import TestRow, run_tests
from servicebot.journal.watch import Concern, lost_phrasings
from servicebot.knowledge.base import Base
from servicebot.knowledge.overlay import Overlay
from servicebot.memory import undisturbed
from servicebot.replies import Reply
from servicebot.web.holder import Replier

KEPT = 3
"""How many bases are remembered: the one in service, and the last changes tried."""


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
    lost: tuple[Concern, ...] | None = None
    outcomes: dict[str, Outcome] = field(default_factory=dict)


class Stage:
    """Asks a bot what it has to answer, once, and rehearses changes, one at a time."""

    def __init__(self) -> None:
        """Begin with nothing played."""
        self._playing = threading.RLock()
        self._played: dict[Hashable, _Played] = {}

    def tests(self, bot: Replier, now: datetime) -> tuple[TestRow, ...]:
        """Return what the tests of a base gave."""
        with self._playing:
            played = self._of(bot, now)
            if played.tests is None:
                played.tests = run_tests(bot, bot.base.tests, now).rows
            return played.tests

    def lost(self, bot: Replier, now: datetime) -> tuple[Concern, ...]:
        """Return the phrasings of a base that no longer find their entry."""
        with self._playing:
            played = self._of(bot, now)
            if played.lost is None:
                played.lost = tuple(lost_phrasings(bot, now))
            return played.lost

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

    def _of(self, bot: Replier, now: datetime) -> _Played:
        """Return what is kept of a base, the base used last being forgotten last."""
        base = bot.base
        key = (base.fingerprint, base.tests, base.notices, now.date())
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
