"""Who may enter the desk, for how long, and what is written down of it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from servicebot.errors import AccountError
from servicebot.journal.accounts import Account, Accounts, NewAccount, Role
from servicebot.journal.audit import KEPT, Audit, AuditLine
from servicebot.journal.database import reading
from servicebot.journal.sessions import IDLE, LONGEST, Sessions
from servicebot.journal.tables import ACCOUNTS, SESSIONS

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
PASSWORD = "les platanes du cours"  # noqa: S105 - invented
A_MINUTE = timedelta(minutes=1)


def add(engine: Engine, login: str = "claire", password: str = PASSWORD) -> Account:
    new = NewAccount(login, "Claire", Role.EDITOR, password)
    return Accounts(engine).add(new, NOW)


def test_an_account_opens_with_its_password_only(engine: Engine) -> None:
    account = add(engine)
    accounts = Accounts(engine)

    assert accounts.opened_by(" Claire ", PASSWORD) == account
    assert accounts.opened_by("claire", PASSWORD + "!") is None
    assert accounts.opened_by("nobody", PASSWORD) is None


def test_a_password_is_kept_as_a_scrypt_hash(engine: Engine) -> None:
    add(engine)

    with reading(engine) as connection:
        kept = connection.execute(select(ACCOUNTS.c.password)).scalar_one()
    assert kept.startswith("scrypt:")
    assert PASSWORD not in kept


@pytest.mark.parametrize(
    "password", ["short", "aaaaaaaaaaaaaaaa", "claire-claire-1", "a1b2" * 60]
)
def test_a_weak_password_is_refused(engine: Engine, password: str) -> None:
    with pytest.raises(AccountError):
        add(engine, password=password)


@pytest.mark.parametrize("login", ["", "a", "é" * 5, "a b", "x\r\ny", "-a", "a" * 65])
def test_an_odd_login_is_refused(engine: Engine, login: str) -> None:
    with pytest.raises(AccountError):
        add(engine, login)


def test_a_login_is_taken_once_whatever_its_case(engine: Engine) -> None:
    add(engine)

    with pytest.raises(AccountError, match="existe déjà"):
        add(engine, "CLAIRE")


def test_a_closed_account_opens_nothing(engine: Engine) -> None:
    account = add(engine)
    token = Sessions(engine).open(account, NOW)

    Accounts(engine).set_active(account, active=False)

    assert Accounts(engine).opened_by("claire", PASSWORD) is None
    assert Sessions(engine).find(token, NOW) is None
    assert Accounts(engine).is_empty()


def test_an_account_without_a_password_opens_by_its_provider_only(
    engine: Engine,
) -> None:
    new = NewAccount("paul", "Paul", Role.AGENT, external="https://id.example|42")
    account = Accounts(engine).add(new, NOW)

    assert Accounts(engine).opened_by("paul", "") is None
    assert Accounts(engine).known_as("https://id.example|42") == account


def test_a_role_and_a_password_change(engine: Engine) -> None:
    accounts, account = Accounts(engine), add(engine)

    accounts.set_role(account, Role.ADMIN)
    accounts.set_password(account, "un autre secret bien long")

    changed = accounts.opened_by("claire", "un autre secret bien long")
    assert changed is not None
    assert changed.role is Role.ADMIN
    assert [one.login for one in accounts.all()] == ["claire"]


def test_a_session_ends_after_eight_hours_even_when_used(engine: Engine) -> None:
    sessions, account = Sessions(engine), add(engine)
    token = sessions.open(account, NOW)

    moment = NOW
    while moment < NOW + LONGEST - A_MINUTE:
        assert sessions.find(token, moment) is not None
        moment += IDLE / 2

    assert sessions.find(token, NOW + LONGEST) is None


def test_a_session_ends_after_half_an_hour_without_use(engine: Engine) -> None:
    sessions, account = Sessions(engine), add(engine)
    token = sessions.open(account, NOW)

    assert sessions.find(token, NOW + IDLE - A_MINUTE) is not None
    assert sessions.find(token, NOW + 2 * IDLE - 2 * A_MINUTE) is not None
    assert sessions.find(token, NOW + 3 * IDLE) is None


def test_a_session_is_kept_as_a_hash(engine: Engine) -> None:
    token = Sessions(engine).open(add(engine), NOW)

    with reading(engine) as connection:
        kept = connection.execute(select(SESSIONS.c.id)).scalar_one()
    assert kept != token
    assert Sessions(engine).find(kept, NOW) is None


def test_sessions_are_revoked_one_or_all_and_only_one_s_own(engine: Engine) -> None:
    sessions, mine, other = Sessions(engine), add(engine), add(engine, "paul")
    first, second = sessions.open(mine, NOW), sessions.open(mine, NOW)
    theirs = sessions.open(other, NOW)
    found = sessions.find(first, NOW)
    assert found is not None

    assert sessions.revoke(other, found.id) == 0
    assert sessions.revoke(mine, found.id) == 1
    assert sessions.find(first, NOW) is None
    assert sessions.find(second, NOW) is not None
    assert sessions.revoke(mine) == 1
    assert sessions.find(theirs, NOW) is not None


def test_old_sessions_are_forgotten_when_one_opens(engine: Engine) -> None:
    sessions, account = Sessions(engine), add(engine)
    sessions.open(account, NOW - LONGEST)
    sessions.open(account, NOW)

    with reading(engine) as connection:
        assert len(connection.execute(select(SESSIONS)).all()) == 1


def test_the_audit_log_cannot_be_given_a_second_line(engine: Engine) -> None:
    audit = Audit(engine)

    audit.note(
        AuditLine(NOW, "x\r\n2026 root", "connexion\x1b[2K", "\u2028", "a" * 999)
    )

    (line,) = audit.latest()
    assert line.who == r"x\r\n2026 root"
    assert line.act == r"connexion\x1b[2K"
    assert line.on == r"\u2028"
    assert len(line.detail) == 500


def test_the_audit_log_forgets_after_a_year(engine: Engine) -> None:
    audit = Audit(engine)
    audit.note(AuditLine(NOW - KEPT - A_MINUTE, "claire", "connexion", "claire", ""))
    audit.note(AuditLine(NOW, "claire", "connexion", "claire", ""))

    assert audit.purge(NOW) == 1
    assert [line.at for line in audit.latest()] == [NOW]
