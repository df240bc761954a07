"""Who is at the desk now: sessions that end by themselves and can be revoked."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Engine,
    RowMapping,
    delete,
    insert,
    or_,
    select,
    update,
)

from servicebot.journal.accounts import Account, Accounts
from servicebot.journal.clock import instant, millis
from servicebot.journal.database import reading, writing
from servicebot.journal.tables import SESSIONS

LONGEST = timedelta(hours=8)
IDLE = timedelta(minutes=30)
_NOTED_EVERY = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Session:
    """A person at the desk; `id` is a hash, so that it opens nothing by itself."""

    id: str
    account: Account
    created: datetime
    seen: datetime


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions of one town's desk, in its database."""

    engine: Engine

    def open(self, account: Account, now: datetime) -> str:
        """Start a session and return its secret, kept nowhere else; old ones end."""
        token = secrets.token_urlsafe(32)
        values = {
            "id": _id_of(token),
            "account": account.id,
            "created": millis(now),
            "seen": millis(now),
        }
        with writing(self.engine) as connection:
            connection.execute(delete(SESSIONS).where(_ended(now)))
            connection.execute(insert(SESSIONS).values(values))
        return token

    def find(self, token: str, now: datetime) -> Session | None:
        """Return the session of a secret while it lasts and its account is open."""
        query = select(SESSIONS).where(SESSIONS.c.id == _id_of(token), ~_ended(now))
        with reading(self.engine) as connection:
            row = connection.execute(query).mappings().first()
        account = Accounts(self.engine).get(row["account"]) if row else None
        if row is None or account is None or not account.active:
            return None
        session = _session(row, account)
        if now - session.seen >= _NOTED_EVERY:
            self._note(session, now)
        return session

    def of(self, account: Account, now: datetime) -> Sequence[Session]:
        """Return the sessions of an account that still last, newest first."""
        query = (
            select(SESSIONS)
            .where(SESSIONS.c.account == account.id, ~_ended(now))
            .order_by(SESSIONS.c.seen.desc())
        )
        with reading(self.engine) as connection:
            rows = connection.execute(query).mappings()
            return [_session(row, account) for row in rows]

    def end(self, token: str) -> None:
        """End the session of a secret."""
        with writing(self.engine) as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.id == _id_of(token)))

    def revoke(self, account: Account, session: str | None = None) -> int:
        """End one session of an account, or all of them; return how many ended."""
        change = delete(SESSIONS).where(SESSIONS.c.account == account.id)
        if session is not None:
            change = change.where(SESSIONS.c.id == session)
        with writing(self.engine) as connection:
            return connection.execute(change).rowcount

    def _note(self, session: Session, now: datetime) -> None:
        change = update(SESSIONS).where(SESSIONS.c.id == session.id)
        with writing(self.engine) as connection:
            connection.execute(change.values(seen=millis(now)))


def _ended(now: datetime) -> ColumnElement[bool]:
    return or_(
        SESSIONS.c.created <= millis(now - LONGEST),
        SESSIONS.c.seen <= millis(now - IDLE),
    )


def _id_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _session(row: RowMapping, account: Account) -> Session:
    return Session(row["id"], account, instant(row["created"]), instant(row["seen"]))
