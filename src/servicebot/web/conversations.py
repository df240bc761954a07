"""The conversations of channels whose clients carry no context: kept by the server."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

LIFETIME = timedelta(hours=1)
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a conversation: the bot's context and the choices just offered.

    `choices` gives the question behind each title, for clients that send titles back.
    """

    context: str | None = None
    choices: Mapping[str, str] = field(default_factory=dict)


class Conversations(Protocol):
    """Where conversations are kept, by a key that says nothing of the person."""

    def read(self, key: str, now: datetime) -> Kept:
        """Return what is kept, or an empty conversation."""

    def keep(self, key: str, kept: Kept, now: datetime) -> None:
        """Keep a conversation until its lifetime has gone by without a message."""

    def forget(self, key: str) -> None:
        """Forget a conversation, if there is one."""


class MemoryConversations:
    """Keeps the latest conversations of one process, at most `most` of them."""

    def __init__(self, *, most: int = MOST, lifetime: timedelta = LIFETIME) -> None:
        """Start with none."""
        self._most = most
        self._lifetime = lifetime
        self._kept: OrderedDict[str, tuple[datetime, Kept]] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, key: str, now: datetime) -> Kept:
        """Return what is kept, or an empty conversation."""
        with self._lock:
            since, kept = self._kept.get(key, (now, Kept()))
        return kept if now - since < self._lifetime else Kept()

    def keep(self, key: str, kept: Kept, now: datetime) -> None:
        """Keep a conversation, and let those go that are too old or too many."""
        with self._lock:
            self._kept[key] = (now, kept)
            self._kept.move_to_end(key)
            while self._is_full(now):
                self._kept.popitem(last=False)

    def forget(self, key: str) -> None:
        """Forget a conversation, if there is one."""
        with self._lock:
            self._kept.pop(key, None)

    def __len__(self) -> int:
        """Return how many conversations are kept."""
        return len(self._kept)

    def _is_full(self, now: datetime) -> bool:
        oldest, _ = next(iter(self._kept.values()))
        return len(self._kept) > self._most or now - oldest >= self._lifetime
