"""Who may enter the desk: accounts, their roles and their passwords."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import cache

from sqlalchemy import ColumnElement, Engine, RowMapping, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from werkzeug.security import check_password_hash, generate_password_hash

from servicebot.errors import AccountError
from servicebot.journal.clock import millis
from servicebot.journal.database import reading, writing
from servicebot.journal.tables import ACCOUNTS

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
_METHOD = "scrypt:32768:8:1"
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


class Role(IntEnum):
    """What an account may do; a higher role may do all that a lower one may."""

    AGENT = 1
    EDITOR = 2
    ADMIN = 3


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may enter; `external` is who they are for an identity provider."""

    id: int
    login: str
    name: str
    role: Role
    active: bool
    external: str | None


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made; without a password only a provider can open it."""

    login: str
    name: str
    role: Role
    password: str | None = None
    external: str | None = None


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of one town, in its database."""

    engine: Engine

    def is_empty(self) -> bool:
        """Whether nobody may enter."""
        query = select(func.count()).select_from(ACCOUNTS).where(ACCOUNTS.c.active == 1)
        with reading(self.engine) as connection:
            return not connection.scalar(query)

    def all(self) -> Sequence[Account]:
        """Return every account, by login."""
        query = select(ACCOUNTS).order_by(ACCOUNTS.c.login)
        with reading(self.engine) as connection:
            return [_account(row) for row in connection.execute(query).mappings()]

    def get(self, number: int) -> Account | None:
        """Return an account by its number."""
        return self._one(ACCOUNTS.c.id == number)

    def find(self, login: str) -> Account | None:
        """Return an account by its login, in any case."""
        return self._one(ACCOUNTS.c.login == login.strip().lower())

    def known_as(self, external: str) -> Account | None:
        """Return the account of a person as an identity provider names them."""
        return self._one(ACCOUNTS.c.external == external)

    def add(self, new: NewAccount, now: datetime) -> Account:
        """Add an account; a taken login or a weak password is an AccountError."""
        login = new.login.strip().lower()
        if _LOGIN.fullmatch(login) is None:
            raise AccountError(
                "l'identifiant doit avoir de 2 à 64 caractères : lettres sans accent, "
                "chiffres, point, tiret, arobase"
            )
        values = {
            "login": login,
            "name": new.name.strip()[:80] or login,
            "role": int(new.role),
            "active": 1,
            "password": _hash(new.password, login) if new.password else None,
            "external": new.external,
            "created": millis(now),
        }
        try:
            with writing(self.engine) as connection:
                connection.execute(insert(ACCOUNTS).values(values))
        except IntegrityError as error:
            raise AccountError(f"le compte « {login} » existe déjà") from error
        return self.named(login)

    def named(self, login: str) -> Account:
        """Return an account by its login; an unknown one is an AccountError."""
        found = self.find(login)
        if found is None:
            raise AccountError(f"le compte « {login} » n'existe pas")
        return found

    def opened_by(self, login: str, password: str) -> Account | None:
        """Return the account that a login and a password open.

        An unknown login takes as long as a wrong password.
        """
        query = select(ACCOUNTS).where(ACCOUNTS.c.login == login.strip().lower())
        with reading(self.engine) as connection:
            row = connection.execute(query).mappings().first()
        kept = row["password"] if row and row["active"] else None
        right = check_password_hash(kept or _decoy(), password[:LONGEST_PASSWORD])
        return _account(row) if row and kept and right else None

    def set_password(self, account: Account, password: str) -> None:
        """Change a password; a weak one is an AccountError."""
        self._set(account, password=_hash(password, account.login))

    def set_role(self, account: Account, role: Role) -> None:
        """Give an account another role."""
        self._set(account, role=int(role))

    def set_active(self, account: Account, *, active: bool) -> None:
        """Close an account, or open it again."""
        self._set(account, active=int(active))

    def _set(self, account: Account, **values: int | str) -> None:
        change = update(ACCOUNTS).where(ACCOUNTS.c.id == account.id).values(values)
        with writing(self.engine) as connection:
            connection.execute(change)

    def _one(self, condition: ColumnElement[bool]) -> Account | None:
        with reading(self.engine) as connection:
            row = connection.execute(select(ACCOUNTS).where(condition)).mappings()
            found = row.first()
        return None if found is None else _account(found)


def _account(row: RowMapping) -> Account:
    return Account(
        id=row["id"],
        login=row["login"],
        name=row["name"],
        role=Role(row["role"]),
        active=bool(row["active"]),
        external=row["external"],
    )


def _hash(password: str, login: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise AccountError(
            f"le mot de passe doit avoir au moins {SHORTEST_PASSWORD} caractères "
            f"(et {LONGEST_PASSWORD} au plus)"
        )
    if login in password.lower() or len(set(password)) < 5:
        raise AccountError("ce mot de passe est trop facile à deviner")
    return generate_password_hash(password, _METHOD)


@cache
def _decoy() -> str:
    """Return the hash that is checked when there is no account, to take as long."""
    return generate_password_hash("nobody's password", _METHOD)
