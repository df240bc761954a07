"""The conversations of channels whose clients carry no context: kept by the server."""

import json
import logging
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from servicebot.journal.conversations import StoredConversations
from servicebot.web.patience import within

_log = logging.getLogger(__name__)

LIFETIME = timedelta(hours=1)
MOST = 10_000
_PAUSE = timedelta(seconds=5)
_PATIENCE = 0.5
"""Seconds that a citizen's message may wait for the database."""


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

    def forget(self, key: str, now: datetime) -> None:
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

    def forget(self, key: str, now: datetime) -> None:
        """Forget a conversation, if there is one."""
        self.keep(key, Kept(), now)

    def __len__(self) -> int:
        """Return how many conversations are kept."""
        return len(self._kept)

    def _is_full(self, now: datetime) -> bool:
        oldest, _ = next(iter(self._kept.values()))
        return len(self._kept) > self._most or now - oldest >= self._lifetime


class SharedConversations:
    """Keeps conversations in the database, so that any process goes on with them.

    Each is kept in memory too: while the database fails or hangs, this process still
    knows those that it has answered itself, and nobody waits for it within `_PAUSE`.
    """

    def __init__(
        self, stored: StoredConversations, memory: MemoryConversations
    ) -> None:
        """Use a database and a memory."""
        self._stored = stored
        self._memory = memory
        self._away_until: datetime | None = None

    def read(self, key: str, now: datetime) -> Kept:
        """Return what is kept, or an empty conversation."""
        if self._is_away(now):
            return self._memory.read(key, now)
        try:
            state = within(_PATIENCE, lambda: self._stored.read(key, now))
        except (SQLAlchemyError, OSError) as error:
            self._leave(error, now)
            return self._memory.read(key, now)
        return Kept() if state is None else Kept(**json.loads(state))

    def keep(self, key: str, kept: Kept, now: datetime) -> None:
        """Keep a conversation until its lifetime has gone by without a message."""
        self._memory.keep(key, kept, now)
        if self._is_away(now):
            return
        state = json.dumps(asdict(kept), ensure_ascii=False)
        try:
            within(
                _PATIENCE, lambda: self._stored.keep(key, state, now, now + LIFETIME)
            )
        except (SQLAlchemyError, OSError) as error:
            self._leave(error, now)

    def forget(self, key: str, now: datetime) -> None:
        """Forget a conversation, if there is one."""
        self.keep(key, Kept(), now)

    def _is_away(self, now: datetime) -> bool:
        return self._away_until is not None and now < self._away_until

    def _leave(self, error: Exception, now: datetime) -> None:
        self._away_until = now + _PAUSE
        _log.error("conversations are kept in memory only: %s", type(error).__name__)
