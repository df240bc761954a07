"""Dialogues, played turn by turn and judged by the kind and the words of each reply."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from servicebot.bot import Bot
from servicebot.errors import EvaluationError
from servicebot.evaluation.reading import Dialogue, Turn
from servicebot.replies import Reply

ACCEPTED: Mapping[str, frozenset[str]] = {
    "answer": frozenset({"answer"}),
    "none": frozenset({"fallback", "clarification", "smalltalk"}),
    "social": frozenset({"smalltalk", "clarification"}),
    "emergency": frozenset({"emergency"}),
    "clarify": frozenset({"clarification", "answer", "fallback"}),
    "maybe": frozenset({"answer", "clarification", "fallback", "smalltalk"}),
}
"""The kinds of reply that each expectation allows."""

LONGEST = 700
"""An answer that is longer (in characters) says more than was asked."""

LISTS = frozenset("F05 F10 F13 F18 F20 F21 F42".split())
"""Tags of dialogues whose facts are lists, which may be longer."""

_FACT = re.compile(r"F\d\d")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)")
_BLANKS = re.compile("[\u00a0\u2007\u2009\u202f]")
_UNSEEN = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_PLAIN = str.maketrans({"’": "'", "œ": "oe", "Œ": "oe", "²": "2"})


@dataclass(frozen=True, slots=True)
class JudgedTurn:
    """One turn with its reply, and whether they fit."""

    dialogue: str
    number: int
    question: str
    wanted: str
    got: str
    entry: str | None
    confidence: float
    text: str
    right: bool
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many turns of a group are right."""

    group: str
    right: int
    total: int

    @property
    def rate(self) -> float:
        """The share that is right."""
        return self.right / self.total


@dataclass(frozen=True, slots=True)
class DialogueReport:
    """Every turn of a file of dialogues, judged."""

    turns: tuple[JudgedTurn, ...]

    @property
    def groups(self) -> tuple[Tally, ...]:
        """The turns counted as a whole, by expectation and by tag."""
        counts: defaultdict[str, list[bool]] = defaultdict(list)
        for turn in self.turns:
            for group in _groups(turn):
                counts[group].append(turn.right)
        order = sorted(counts, key=lambda group: (":" in group, group))
        return tuple(Tally(g, sum(counts[g]), len(counts[g])) for g in order)

    @property
    def answered_wrongly(self) -> float:
        """The share of in-scope turns that got an answer, and a wrong one."""
        return self._share("answer", replied="answer")

    @property
    def not_answered(self) -> float:
        """The share of in-scope turns that got no answer."""
        rows = [turn for turn in self.turns if turn.wanted == "answer"]
        missed = [turn for turn in rows if not turn.right and turn.got != "answer"]
        return len(missed) / len(rows) if rows else 0.0

    @property
    def answered_out_of_scope(self) -> float:
        """The share of out-of-scope turns that were answered all the same."""
        return self._share("none", replied="answer")

    def _share(self, wanted: str, *, replied: str) -> float:
        rows = [turn for turn in self.turns if turn.wanted == wanted]
        wrong = [turn for turn in rows if not turn.right and turn.got == replied]
        return len(wrong) / len(rows) if rows else 0.0


def evaluate_dialogues(
    bot: Bot, dialogues: Sequence[Dialogue], now: datetime
) -> DialogueReport:
    """Play each dialogue as a conversation, at `now` unless a turn says when."""
    turns = tuple(turn for dialogue in dialogues for turn in _play(bot, dialogue, now))
    if not turns:
        raise EvaluationError("rien à évaluer : aucun tour de dialogue")
    return DialogueReport(turns)


def comparable(text: str) -> str:
    """Return a text as the patterns of dialogues are written for it.

    Lower case without accents, plain apostrophes and blanks, no blank within a number.
    """
    decomposed = unicodedata.normalize("NFD", text.translate(_PLAIN).lower())
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    plain = _UNSEEN.sub("", _BLANKS.sub(" ", bare)).replace("\u2011", "-")
    return _THOUSANDS.sub(lambda found: found[0].replace(" ", ""), plain)


def is_right(turn: Turn, reply: Reply, *, may_be_long: bool = False) -> bool:
    """Return whether the kind of a reply and its words are what a turn wants."""
    cautions = [answer.caution or "" for answer in reply.answers]
    said = comparable("\n".join([reply.text, *cautions]))
    too_long = turn.kind == "answer" and len(said) > LONGEST and not may_be_long
    if too_long or any(pattern.search(said) for pattern in turn.must_not):
        return False
    if reply.kind not in ACCEPTED[turn.kind]:
        return False
    if turn.kind == "clarify" and reply.kind == "clarification":
        return True
    if turn.kind == "none" or (turn.kind == "maybe" and reply.kind != "answer"):
        return True
    return all(pattern.search(said) for pattern in turn.must)


def _play(bot: Bot, dialogue: Dialogue, now: datetime) -> Iterator[JudgedTurn]:
    context = None
    zone = ZoneInfo(bot.base.town.timezone)
    may_be_long = not LISTS.isdisjoint(dialogue.tags)
    for number, turn in enumerate(dialogue.turns):
        reply = bot.reply(turn.q, context, _moment(turn, now, zone))
        context = reply.context
        yield JudgedTurn(
            dialogue=dialogue.id,
            number=number,
            question=turn.q,
            wanted=turn.kind,
            got=reply.kind,
            entry=reply.entry,
            confidence=reply.confidence,
            text=reply.text,
            right=is_right(turn, reply, may_be_long=may_be_long),
            tags=dialogue.tags,
        )


def _moment(turn: Turn, now: datetime, zone: ZoneInfo) -> datetime:
    if turn.at is None:
        return now
    return turn.at.astimezone(zone) if turn.at.tzinfo else turn.at.replace(tzinfo=zone)


def _groups(turn: JudgedTurn) -> Iterable[str]:
    yield "all"
    yield f"kind:{turn.wanted}"
    if turn.number:
        yield "follow-up"
    yield from (f"tag:{tag}" for tag in turn.tags if not _FACT.fullmatch(tag))
