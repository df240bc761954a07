"""Coming to the desk and leaving it."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from servicebot.journal.accounts import Account
from servicebot.web.desk.access import (
    cookie_name,
    current_session,
    give_cookie,
    local_path,
    take_cookie,
)
from servicebot.web.desk.room import Desk
from servicebot.web.mount import go
from servicebot.web.security import client_key

_WRONG = 401
_CLOSED = 503
_LONGEST = 64


def add_login(routes: Blueprint, desk: Desk) -> None:
    """Add the routes of coming and leaving."""

    @routes.get("/connexion")
    def login() -> BaseResponse:
        follow = local_path(request.args.get("suite", ""))
        if current_session(desk) is not None:
            return go(follow)
        return _form(desk, follow)

    @routes.post("/connexion")
    def log_in() -> BaseResponse:
        name = request.form.get("identifiant", "")
        follow = local_path(request.form.get("suite", ""))
        address = client_key(desk.settings.trusted_proxies)
        if wait := desk.attempts.begin(address, desk.clock()):
            return _often(desk, follow, wait)
        found = desk.accounts.opened_by(name, request.form.get("passe", ""))
        if found is None:
            desk.note("connexion refusée", name[:_LONGEST])
            return _form(desk, follow, wrong=True, name=name[:_LONGEST])
        desk.attempts.succeed(address)
        return welcome(desk, found, follow)

    @routes.post("/deconnexion")
    def log_out() -> BaseResponse:
        leave(desk)
        response = go("/guichet/connexion?fait=parti")
        take_cookie(desk, response)  # type: ignore[arg-type]
        return response


def welcome(desk: Desk, account: Account, follow: str) -> BaseResponse:
    """Start a session with a new secret; what the browser had before ends."""
    leave(desk)
    response = go(follow)
    give_cookie(desk, response, desk.sessions.open(account, desk.clock()))  # type: ignore[arg-type]
    desk.note("connexion", account.login)
    return response


def leave(desk: Desk) -> None:
    """End the session of the request, if it has one."""
    token = request.cookies.get(cookie_name(desk))
    if token:
        desk.sessions.end(token)


def _often(desk: Desk, follow: str, wait: int) -> Response:
    response = desk.page("login.html", 429, often=True, follow=follow)
    response.headers["Retry-After"] = str(wait)
    return response


def _form(desk: Desk, follow: str, *, wrong: bool = False, name: str = "") -> Response:
    has_provider = desk.settings.oidc is not None
    closed = desk.accounts.is_empty() and not has_provider
    status = _CLOSED if closed else _WRONG if wrong else 200
    return desk.page(
        "login.html",
        status,
        closed=closed,
        has_provider=has_provider,
        wrong=wrong,
        name=name,
        follow=follow,
        gone=request.args.get("fait") == "parti",
        arriving=request.headers.get("Sec-Fetch-Site") == "cross-site",
    )
