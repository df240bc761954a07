"""What is remembered between two turns: small, signed, and carried by the client."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from servicebot.knowledge.base import Base
from servicebot.understanding.mentions import Lent

VERSION = 1
PURPOSE = b"servicebot.context"
"""What the process's key is derived for, once."""

LIFETIME_MINUTES = 60
LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Context:
    """The state of a conversation.

    `subject` and `aspect` are the last ones, `entries` the last answered entry ids,
    `day` the one whose hours were asked last (an ISO date),
    `survey` the question across places just answered (« open », « closed:musees »), or
    « which: » where a place was asked for,
    `choices` the questions just offered, `misses` the turns not understood in a row,
    `earlier` the subjects before the present one, `operator` the one that the last
    question or answer was of (« agglo »).
    """

    subject: str | None = None
    aspect: str | None = None
    entries: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    misses: int = 0
    earlier: tuple[str, ...] = ()
    survey: str = ""
    day: str = ""
    operator: str | None = None

    @property
    def entry(self) -> str | None:
        """The entry that was answered last, the first of several."""
        return self.entries[0] if self.entries else None

    @property
    def lent(self) -> Lent:
        """What a question may leave out."""
        return Lent(self.subject, self.aspect, self.entry, self.operator)

    def within(self, base: Base) -> "Context":
        """Return the context without what a base no longer has, since it was loaded."""
        spoken = {*self.earlier, *filter(None, [self.subject])}
        if base.subjects.keys() >= spoken and base.entries.keys() >= {*self.entries}:
            return self
        return replace(
            self,
            subject=self.subject if self.subject in base.subjects else None,
            entries=tuple(key for key in self.entries if key in base.entries),
            earlier=tuple(key for key in self.earlier if key in base.subjects),
        )

    def about(self, subject: str | None, aspect: str | None) -> "Context":
        """Return the context once a subject and an aspect have been spoken of."""
        earlier = self.earlier
        if self.subject and subject and subject != self.subject:
            earlier = (self.subject, *(e for e in earlier if e != self.subject))[:3]
        return replace(
            self,
            subject=subject or self.subject,
            aspect=aspect or self.aspect,
            earlier=earlier,
            survey="",
            operator=None,
        )


_FIELDS = tuple(field.name for field in fields(Context))


def _context(state: Mapping[str, Any]) -> Context:
    """Return the context of a JSON state; an unknown key is a TypeError."""
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in state.items()
    }
    return Context(**values)


@dataclass(frozen=True, slots=True)
class ContextCodec:
    """Seals contexts for one town; `secret` is the process's key."""

    serializer: URLSafeSerializer
    town: str

    def seal(self, context: Context, now: datetime) -> str:
        """Return the signed text of a context."""
        said = ((name, getattr(context, name)) for name in _FIELDS)
        state = {name: value for name, value in said if value}
        minutes = int(now.timestamp() // 60)
        return str(self.serializer.dumps([VERSION, self.town, minutes, state]))

    def open(self, sealed: str | None, now: datetime) -> Context:
        """Return the context, a new one when it is missing, forged, old or foreign."""
        if not sealed or len(sealed) > LONGEST:
            return Context()
        try:
            version, town, minutes, state = self.serializer.loads(sealed)
            age = now.timestamp() / 60 - minutes
            if version != VERSION or town != self.town or age > LIFETIME_MINUTES:
                return Context()
            return _context(state)
        except (BadSignature, ValueError, TypeError, UnicodeError):
            return Context()


def build_codec(secret: bytes, town: str) -> ContextCodec:
    """Build the codec of one town from the process's secret."""
    key = hmac.digest(secret, PURPOSE, "sha256")
    serializer = URLSafeSerializer(
        key, serializer=json, signer_kwargs={"key_derivation": "none"}
    )
    return ContextCodec(serializer, town)
