"""OpenID Connect at the desk's door: the town's own provider says who one is.

The code flow with PKCE, discovery, a checked ID token; roles come from a claim. It
needs the `oidc` extra (Authlib), which this module alone imports.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, Response, url_for
from flask.sessions import SecureCookieSessionInterface
from werkzeug.wrappers import Response as BaseResponse

from servicebot.errors import AccountError, SettingsError
from servicebot.french.text import fold
from servicebot.journal.accounts import Account, NewAccount, Role
from servicebot.oidc import Oidc
from servicebot.web.desk.access import give_cookie
from servicebot.web.desk.login import leave
from servicebot.web.desk.room import Desk
from servicebot.web.mount import here
from servicebot.web.security import is_secure

try:
    from authlib.common.errors import AuthlibBaseError
    from authlib.integrations.flask_client import OAuth
    from joserfc.errors import JoseError
    from requests import RequestException
except ImportError:  # the extra is not installed: `provider` says so when it is wanted
    OAuth = None

_LONGEST_WAIT = 10
_FLOW_COOKIE = "guichet-oidc"


class _FlowCookies(SecureCookieSessionInterface):
    """Keeps what the flow needs where the flow is, in the town that it is for."""

    def get_cookie_path(self, app: Flask) -> str:
        """Return the path of the flow."""
        del app
        return f"{here()}/guichet/oidc"


def add_oidc(app: Flask, routes: Blueprint, desk: Desk, settings: Oidc) -> None:
    """Add the routes of the provider that the settings name."""
    client = _provider(app, settings, desk)

    @routes.get("/oidc")
    def oidc() -> BaseResponse:
        scheme = "https" if is_secure(desk.settings.trusted_proxies) else "http"
        back = url_for("desk.oidc_back", _external=True, _scheme=scheme)
        try:
            response: BaseResponse = client.authorize_redirect(back)
        except (AuthlibBaseError, JoseError, RequestException) as error:
            return _refused(desk, str(error), 502)
        return response

    @routes.get("/oidc/retour")
    def oidc_back() -> BaseResponse:
        try:
            token = client.authorize_access_token()
            claims = dict(token.get("userinfo") or {})
            account = admitted(desk, settings, claims)
        except (AuthlibBaseError, JoseError, RequestException, AccountError) as error:
            return _refused(desk, str(error), 403)
        leave(desk)
        # A redirect that began elsewhere carries no Strict cookie: a page goes on.
        response = desk.page("entered.html", name=account.name)
        give_cookie(desk, response, desk.sessions.open(account, desk.clock()))
        desk.note("connexion (fournisseur d'identité)", account.login)
        return response


def admitted(desk: Desk, settings: Oidc, claims: Mapping[str, Any]) -> Account:
    """Return the account of the person whom these claims describe.

    It is made at the first visit, and its role is that of the claims at each; without
    one, or with a closed account, nobody is admitted (AccountError).
    """
    role = role_of(settings, claims)
    if role is None:
        raise AccountError("ce compte n'a pas de rôle au guichet")
    external = f"{settings.issuer}|{claims['sub']}"
    account = desk.accounts.known_as(external)
    if account is None:
        login = _login(desk, claims)
        name = str(claims.get("name") or login)
        new = NewAccount(login, name, role, external=external)
        account = desk.accounts.add(new, desk.clock())
        desk.note("compte créé (fournisseur d'identité)", account.login)
    if not account.active:
        raise AccountError("ce compte est fermé")
    if account.role is not role:
        desk.accounts.set_role(account, role)
        desk.note("rôle changé (fournisseur d'identité)", account.login, role.name)
    return account


def role_of(settings: Oidc, claims: Mapping[str, Any]) -> Role | None:
    """Return the highest role that the claim of roles gives."""
    value: Any = claims
    for part in settings.role_claim.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list):
        return None
    wanted = dict(settings.roles)
    found = [wanted[name] for name in names if name in wanted]
    return max((Role[name.upper()] for name in found), default=None)


def _provider(app: Flask, settings: Oidc, desk: Desk) -> Any:  # noqa: ANN401 - Authlib is not typed
    """Return the client of the provider; what the flow needs is in a signed cookie."""
    if OAuth is None:
        message = "SERVICEBOT_OIDC_ISSUER demande un module de plus : servicebot[oidc]"
        raise SettingsError(message)
    app.secret_key = hashlib.sha256(b"servicebot.oidc|" + desk.secret).digest()
    app.session_interface = _FlowCookies()
    app.config.update(
        SESSION_COOKIE_NAME=_FLOW_COOKIE,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
    )
    address = f"{settings.issuer.rstrip('/')}/.well-known/openid-configuration"
    return OAuth(app).register(
        "provider",
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        server_metadata_url=address,
        client_kwargs={
            "scope": settings.scope,
            "code_challenge_method": "S256",
            "default_timeout": _LONGEST_WAIT,
        },
    )


def _login(desk: Desk, claims: Mapping[str, Any]) -> str:
    """Return a free login made of what the provider calls the person."""
    said = claims.get("preferred_username") or claims.get("email") or claims["sub"]
    plain = re.sub(r"[^a-z0-9._@-]+", "-", fold(str(said))).strip("-._@")[:50]
    base = plain if len(plain) > 1 else f"compte-{plain}"
    login, number = base, 2
    while desk.accounts.find(login) is not None:
        login, number = f"{base}-{number}", number + 1
    return login


def _refused(desk: Desk, reason: str, status: int) -> Response:
    desk.note("connexion refusée (fournisseur d'identité)", "-", reason)
    return desk.page("not_entered.html", status, reason=reason)
