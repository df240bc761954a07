"""What the journal keeps of a turn, as values; texts in them are masked already."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from servicebot.french.text import fold
from servicebot.journal.privacy import mask
from servicebot.replies import Reply

_WORD = re.compile(r"[a-z0-9]+")
_LONGEST_FOLDED = 200
"""Characters of what questions are compared by."""


@dataclass(frozen=True, slots=True)
class Record:
    """One question and what became of it.

    `at` is aware, in the town's time; `latency` is in microseconds; `runner_up` is the
    best entry that was not given; a `key` marks a request that may be sent again.
    """

    id: str
    at: datetime
    channel: str
    question: str
    folded: str
    kind: str
    entry: str | None
    subject: str | None
    aspect: str | None
    confidence: float
    runner_up: str | None
    latency: int
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """How a question came; it was answered in `latency` microseconds."""

    at: datetime
    channel: str
    latency: int
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """Whether a reply was useful, with the citizen's masked comment."""

    id: str
    useful: bool
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """How the journal is: `fault` says what is wrong, None when it is well."""

    fault: str | None
    queued: int
    lost: int


def record_of(question: str, reply: Reply, heard: Heard) -> Record:
    """Return what is kept of a question: what is personal in it is masked here."""
    masked, folded = folded_of(question)
    return Record(
        id=reply.id,
        at=heard.at,
        channel=heard.channel,
        question=masked,
        folded=folded,
        kind=reply.kind,
        entry=reply.entry,
        subject=reply.understood.subject,
        aspect=reply.understood.aspect,
        confidence=reply.confidence,
        runner_up=reply.runner_up,
        latency=heard.latency,
        key=None if heard.key is None else _digest(heard.key),
    )


def folded_of(question: str) -> tuple[str, str]:
    """Return a question masked, and what it is compared by."""
    masked = mask(_writable(question))
    return masked, " ".join(_WORD.findall(fold(masked)))[:_LONGEST_FOLDED]


def feedback_of(reply_id: str, *, useful: bool, comment: str | None) -> Feedback:
    """Return what is kept of a citizen's opinion: the comment is masked here."""
    masked = mask(_writable(comment)) if comment and comment.strip() else None
    return Feedback(reply_id, useful, masked)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _writable(text: str) -> str:
    """Return the text without the signs that a database refuses."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
