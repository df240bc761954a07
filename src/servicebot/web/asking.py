"""What every door does with a question: ask the bot, and note it in the journal."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from servicebot.journal.records import Heard, record_of
from servicebot.journal.store import Journal
from servicebot.replies import Reply
from servicebot.web.holder import Replier
from servicebot.web.metrics import Metrics

Channel = Literal["api", "widget", "chat", "rasa", "deepchat", "guichet"]


@dataclass(frozen=True, slots=True)
class Message:
    """What was said, in which channel; a `key` marks what may be sent again."""

    question: str
    context: str | None
    channel: Channel
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks the bot, counts and times the reply, and keeps a masked trace."""

    journal: Journal
    metrics: Metrics

    def ask(self, bot: Replier, message: Message, now: datetime) -> Reply:
        """Return the bot's reply as of `now`; the trace bears the real time."""
        started = time.perf_counter_ns()
        reply = bot.reply(message.question, message.context, now)
        latency = (time.perf_counter_ns() - started) // 1000
        self.metrics.answered(message.channel, reply.kind, latency / 1e6)
        if message.question.strip():
            at = datetime.now(UTC).astimezone(now.tzinfo)
            heard = Heard(at, message.channel, latency, message.key)
            self.journal.record(record_of(message.question, reply, heard))
        return reply
