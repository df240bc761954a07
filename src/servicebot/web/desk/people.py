"""One's own account, everybody's accounts, and who changed what."""

import secrets

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as BaseResponse

from servicebot.errors import AccountError
from servicebot.journal.accounts import Account, NewAccount, Role
from servicebot.journal.audit import Audit
from servicebot.web.desk.access import me
from servicebot.web.desk.room import Desk
from servicebot.web.mount import go

ROLE_NAMES = {
    Role.AGENT: "agent",
    Role.EDITOR: "éditeur",
    Role.ADMIN: "administrateur",
}


def add_people(routes: Blueprint, desk: Desk) -> None:
    """Add the routes of accounts."""
    _add_own(routes, desk)

    @routes.get("/comptes")
    def accounts() -> Response:
        return _accounts(desk)

    @routes.post("/comptes")
    def add_account() -> Response:
        return _add(desk)

    @routes.post("/comptes/<int:number>")
    def change_account(number: int) -> BaseResponse:
        account = desk.accounts.get(number)
        if account is None:
            abort(404)
        if account.id == me().account.id:
            return _accounts(desk, 422, error="own")
        return _change(desk, account, request.form.get("action", ""))

    @routes.get("/historique")
    def audit() -> Response:
        lines = Audit(desk.engine).latest()
        return desk.page("audit.html", lines=lines)


def _add_own(routes: Blueprint, desk: Desk) -> None:
    @routes.get("/compte")
    def account() -> Response:
        return _own(desk)

    @routes.post("/compte/mot-de-passe")
    def change_password() -> BaseResponse:
        mine = me().account
        error = _changed_password(desk, mine)
        if error:
            return _own(desk, 422, error=error)
        desk.note("mot de passe changé", mine.login)
        return go("/guichet/compte?fait=passe")

    @routes.post("/compte/sessions")
    def end_sessions() -> BaseResponse:
        mine = me().account
        for chosen in request.form.getlist("session"):
            desk.sessions.revoke(mine, chosen)
        desk.note("sessions fermées", mine.login)
        return go("/guichet/compte?fait=sessions")


def _changed_password(desk: Desk, mine: Account) -> str:
    """Change one's own password and end one's other sessions; return what is wrong."""
    if desk.accounts.opened_by(mine.login, request.form.get("ancien", "")) is None:
        return "l'ancien mot de passe n'est pas le bon"
    try:
        desk.accounts.set_password(mine, request.form.get("nouveau", ""))
    except AccountError as error:
        return str(error)
    for session in desk.sessions.of(mine, desk.clock()):
        if session.id != me().id:
            desk.sessions.revoke(mine, session.id)
    return ""


def _own(desk: Desk, status: int = 200, error: str = "") -> Response:
    sessions = desk.sessions.of(me().account, desk.clock())
    return desk.page(
        "account.html",
        status,
        sessions=sessions,
        current=me().id,
        error=error,
        done=request.args.get("fait", ""),
        role=ROLE_NAMES[me().account.role],
    )


def _accounts(desk: Desk, status: int = 200, **values: object) -> Response:
    return desk.page(
        "accounts.html",
        status,
        accounts=desk.accounts.all(),
        roles=ROLE_NAMES,
        done=request.args.get("fait", ""),
        **values,
    )


def _add(desk: Desk) -> Response:
    """Add the account that the form describes, with a password shown once."""
    form = request.form
    login, name = form.get("identifiant", ""), form.get("nom", "")
    password = secrets.token_urlsafe(12)
    try:
        new = NewAccount(login, name, _role(form.get("role", "")), password)
        account = desk.accounts.add(new, desk.clock())
    except AccountError as error:
        return _accounts(desk, 422, error=str(error), typed=form)
    desk.note("compte créé", account.login, ROLE_NAMES[account.role])
    return _accounts(desk, made=account, password=password)


def _change(desk: Desk, account: Account, action: str) -> BaseResponse:
    """Give another role or password, close or open; all sessions of theirs end."""
    if action == "passe":
        password = secrets.token_urlsafe(12)
        desk.accounts.set_password(account, password)
        desk.sessions.revoke(account)
        desk.note("mot de passe remplacé", account.login)
        return _accounts(desk, made=account, password=password)
    if action == "role":
        try:
            role = _role(request.form.get("role", ""))
        except AccountError as error:
            return _accounts(desk, 422, error=str(error))
        desk.accounts.set_role(account, role)
        desk.note("rôle changé", account.login, ROLE_NAMES[role])
    elif action in ("fermer", "ouvrir"):
        desk.accounts.set_active(account, active=action == "ouvrir")
        desk.note(f"compte à {action}", account.login)
    else:
        abort(422)
    desk.sessions.revoke(account)
    return go("/guichet/comptes?fait=change")


def _role(name: str) -> Role:
    try:
        return Role[name.upper()]
    except KeyError:
        raise AccountError("ce rôle n'existe pas") from None
