"""What the journal keeps of a turn, as values; texts in them are masked already."""

from dataclasses import dataclass
from datetime import datetime


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
