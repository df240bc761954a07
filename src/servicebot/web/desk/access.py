"""Who may do what at the desk: roles by route, sessions, and forged requests."""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlsplit

from flask import Response, abort, g, request
from werkzeug.wrappers import Response as BaseResponse

from servicebot.journal.accounts import Role
from servicebot.journal.sessions import LONGEST, Session
from servicebot.web.desk.room import Desk
from servicebot.web.mount import go, here
from servicebot.web.security import is_secure

LARGEST = 2**63 - 1
"""The largest number that a database has for a row."""

PUBLIC = None
"""What a route needs that anybody may ask for."""

NEEDS: Mapping[str, Role | None] = {
    "desk.login": PUBLIC,
    "desk.log_in": PUBLIC,
    "desk.oidc": PUBLIC,
    "desk.oidc_back": PUBLIC,
    "desk.log_out": Role.AGENT,
    "desk.search": Role.AGENT,
    "desk.results": Role.AGENT,
    "desk.sheet": Role.AGENT,
    "desk.large": Role.AGENT,
    "desk.flag": Role.AGENT,
    "desk.inbox": Role.EDITOR,
    "desk.preview": Role.EDITOR,
    "desk.accept": Role.EDITOR,
    "desk.dismiss": Role.EDITOR,
    "desk.learned": Role.EDITOR,
    "desk.undo": Role.EDITOR,
    "desk.new_entry": Role.EDITOR,
    "desk.keep_draft": Role.EDITOR,
    "desk.statistics": Role.EDITOR,
    "desk.statistics_csv": Role.EDITOR,
    "desk.monthly_report": Role.EDITOR,
    "desk.quality_watch": Role.EDITOR,
    "desk.check_links": Role.EDITOR,
    "desk.notices": Role.EDITOR,
    "desk.announce": Role.EDITOR,
    "desk.end_notice": Role.EDITOR,
    "desk.account": Role.AGENT,
    "desk.change_password": Role.AGENT,
    "desk.end_sessions": Role.AGENT,
    "desk.accounts": Role.ADMIN,
    "desk.add_account": Role.ADMIN,
    "desk.change_account": Role.ADMIN,
    "desk.audit": Role.ADMIN,
}
"""The role that each route of the desk needs; a route that is not here is refused."""


def guard(desk: Desk) -> BaseResponse | None:
    """Let a request to the desk through, or say why not; deny by default."""
    endpoint = request.endpoint or ""
    if endpoint not in NEEDS:
        abort(403)
    if request.method == "POST" and not is_same_origin():
        abort(403)
    session = g.desk_session = current_session(desk)
    if any(number > LARGEST for number in _numbers()):
        abort(404)
    need = NEEDS[endpoint]
    if need is PUBLIC:
        return None
    if session is None:
        return to_login()
    if session.account.role < need:
        abort(403)
    if request.method == "POST" and not _has_token(desk):
        abort(403)
    return None


def current_session(desk: Desk) -> Session | None:
    """Return the session that the request's cookie opens."""
    token = request.cookies.get(cookie_name(desk))
    return desk.sessions.find(token, desk.clock()) if token else None


def me() -> Session:
    """Return the session of a request that the guard has let through."""
    session: Session = g.desk_session
    return session


def csrf_token(desk: Desk) -> str:
    """Return what the forms of this session carry, so that no other site can."""
    token = request.cookies.get(cookie_name(desk), "")
    return hmac.new(desk.secret, f"desk:{token}".encode(), hashlib.sha256).hexdigest()


def is_same_origin() -> bool:
    """Whether a browser that says where a request comes from names this site."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def cookie_name(desk: Desk) -> str:
    """Return the cookie's name; over TLS, one that no other host can set.

    Browsers take a `__Host-` cookie for the whole host only, which a town that is
    under a path shares with others: there it is a secure cookie of that path.
    """
    if not is_secure(desk.settings.trusted_proxies):
        return "guichet"
    return "__Secure-guichet" if here() else "__Host-guichet"


def give_cookie(desk: Desk, response: Response, token: str) -> None:
    """Make the browser keep a session's secret, out of reach of scripts."""
    response.set_cookie(
        cookie_name(desk),
        token,
        max_age=int(LONGEST.total_seconds()),
        path=here() or "/",
        httponly=True,
        samesite="Strict",
        secure=is_secure(desk.settings.trusted_proxies),
    )


def take_cookie(desk: Desk, response: Response) -> None:
    """Make the browser forget the session."""
    secure = is_secure(desk.settings.trusted_proxies)
    response.delete_cookie(
        cookie_name(desk),
        path=here() or "/",
        httponly=True,
        samesite="Strict",
        secure=secure,
    )


def to_login() -> BaseResponse:
    """Send to the login page, from where a page that was asked for is reached."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
    is_plain = wanted in ("", "/guichet")
    follow = "" if is_plain else f"?suite={quote(wanted, safe='/')}"
    return go(f"/guichet/connexion{follow}")


def local_path(wanted: str) -> str:
    """Return a page of the desk to go on to, never an address elsewhere."""
    parts = urlsplit(wanted)
    is_here = not parts.scheme and not parts.netloc and "\\" not in wanted
    is_desk = parts.path == "/guichet" or parts.path.startswith("/guichet/")
    is_safe = is_here and is_desk and wanted.isprintable()
    return wanted if is_safe else "/guichet"


def _numbers() -> Iterator[int]:
    """Yield the numbers in the address that was asked for."""
    values = (request.view_args or {}).values()
    yield from (value for value in values if isinstance(value, int))


def _has_token(desk: Desk) -> bool:
    given = request.form.get("jeton", "")
    return hmac.compare_digest(given.encode(), csrf_token(desk).encode())
