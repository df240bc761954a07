"""`servicebot user`: the accounts of the desk, from the terminal."""

import json
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime

import click
from sqlalchemy import Engine

from servicebot.cli.database import open_database
from servicebot.cli.options import json_option, town_option
from servicebot.journal.accounts import Account, Accounts, NewAccount, Role
from servicebot.journal.audit import Audit, AuditLine
from servicebot.journal.sessions import Sessions

ROLES = {"agent": Role.AGENT, "editeur": Role.EDITOR, "administrateur": Role.ADMIN}
_NAMES = {role: name for name, role in ROLES.items()}
_role = click.option(
    "--role",
    type=click.Choice(list(ROLES)),
    default="agent",
    show_default=True,
    help="Ce que le compte permet.",
)
_stdin = click.option(
    "--password-stdin",
    "from_stdin",
    is_flag=True,
    help="Lire le mot de passe sur l'entrée standard.",
)
_generate = click.option(
    "--generate", is_flag=True, help="Tirer un mot de passe et l'afficher une fois."
)


@click.group("user")
def command() -> None:
    """Gère les comptes du guichet (/guichet)."""


@command.command("add")
@click.argument("login", metavar="IDENTIFIANT")
@click.option("--name", default="", help="Le nom affiché.")
@_role
@_stdin
@_generate
@town_option
def add(login: str, name: str, role: str, *, from_stdin: bool, generate: bool) -> None:
    """Ajoute un compte ; le mot de passe est demandé, lu ou tiré."""
    password = _password(from_stdin=from_stdin, generate=generate)
    with open_database() as engine:
        new = NewAccount(login, name, ROLES[role], password)
        account = Accounts(engine).add(new, datetime.now(UTC))
        _note(engine, "compte créé", account, role)
    click.echo(f"{account.login} ({role}) peut entrer au guichet")


@command.command("list")
@json_option
@town_option
def list_accounts(*, as_json: bool) -> None:
    """Montre les comptes."""
    with open_database() as engine:
        accounts = Accounts(engine).all()
    for account in accounts:
        role = _NAMES[account.role]
        if as_json:
            click.echo(json.dumps(asdict(account) | {"role": role}, ensure_ascii=False))
        else:
            closed = "" if account.active else "  (fermé)"
            click.echo(f"{account.login:20} {role:15} {account.name}{closed}")


@command.command("role")
@click.argument("login", metavar="IDENTIFIANT")
@click.argument("role", type=click.Choice(list(ROLES)))
@town_option
def set_role(login: str, role: str) -> None:
    """Donne un autre rôle à un compte."""
    with _changed(login, "rôle changé", role) as (accounts, account):
        accounts.set_role(account, ROLES[role])


@command.command("password")
@click.argument("login", metavar="IDENTIFIANT")
@_stdin
@_generate
@town_option
def set_password(login: str, *, from_stdin: bool, generate: bool) -> None:
    """Remplace le mot de passe d'un compte et ferme ses sessions."""
    with _changed(login, "mot de passe remplacé") as (accounts, account):
        password = _password(from_stdin=from_stdin, generate=generate)
        accounts.set_password(account, password)


@command.command("close")
@click.argument("login", metavar="IDENTIFIANT")
@town_option
def close(login: str) -> None:
    """Ferme un compte et ses sessions."""
    with _changed(login, "compte à fermer") as (accounts, account):
        accounts.set_active(account, active=False)


@command.command("open")
@click.argument("login", metavar="IDENTIFIANT")
@town_option
def reopen(login: str) -> None:
    """Rouvre un compte fermé."""
    with _changed(login, "compte à ouvrir") as (accounts, account):
        accounts.set_active(account, active=True)


@command.command("sessions")
@click.argument("login", metavar="IDENTIFIANT")
@town_option
def end_sessions(login: str) -> None:
    """Ferme toutes les sessions d'un compte."""
    with _changed(login, "sessions fermées"):
        pass


@contextmanager
def _changed(
    login: str, act: str, detail: str = ""
) -> Iterator[tuple[Accounts, Account]]:
    """Give an account to change; its sessions end, and the change is noted."""
    with open_database() as engine:
        accounts = Accounts(engine)
        account = accounts.named(login)
        yield accounts, account
        ended = Sessions(engine).revoke(account)
        _note(engine, act, account, detail)
    click.echo(f"{account.login} : {act}, sessions fermées : {ended}")


def _note(engine: Engine, act: str, account: Account, detail: str = "") -> None:
    who = "(terminal)"
    Audit(engine).note(AuditLine(datetime.now(UTC), who, act, account.login, detail))


def _password(*, from_stdin: bool, generate: bool) -> str:
    if generate:
        password = secrets.token_urlsafe(12)
        click.echo(f"mot de passe : {password}")
        return password
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    text: str = click.prompt("Mot de passe", hide_input=True, confirmation_prompt=True)
    return text
