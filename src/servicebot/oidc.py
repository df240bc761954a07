"""The settings of the desk's identity provider (OpenID Connect)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from servicebot.errors import SettingsError

_ROLES = {"agent": "agent", "editeur": "editor", "administrateur": "admin"}


@dataclass(frozen=True, slots=True)
class Oidc:
    """The identity provider of the desk: `roles` pairs a claim's value with a role."""

    issuer: str
    client_id: str
    client_secret: str | None
    roles: tuple[tuple[str, str], ...]
    role_claim: str = "groups"
    scope: str = "openid profile email"


def read_oidc(environ: Mapping[str, str]) -> Oidc | None:
    """Return the identity provider, if one is named; half of one is an error."""
    issuer = environ.get("SERVICEBOT_OIDC_ISSUER", "")
    if not issuer:
        return None
    client = environ.get("SERVICEBOT_OIDC_CLIENT_ID", "")
    is_local = re.fullmatch(r"http://(127\.0\.0\.1|localhost)(:\d+)?(/.*)?", issuer)
    if not client or not (issuer.startswith("https://") or is_local):
        message = (
            "SERVICEBOT_OIDC_ISSUER attend une adresse https, et "
            "SERVICEBOT_OIDC_CLIENT_ID l'identifiant que le fournisseur vous a donné"
        )
        raise SettingsError(message)
    return Oidc(
        issuer=issuer,
        client_id=client,
        client_secret=environ.get("SERVICEBOT_OIDC_CLIENT_SECRET") or None,
        roles=_oidc_roles(environ.get("SERVICEBOT_OIDC_ROLES", "")),
        role_claim=environ.get("SERVICEBOT_OIDC_ROLE_CLAIM") or "groups",
        scope=environ.get("SERVICEBOT_OIDC_SCOPE") or "openid profile email",
    )


def _oidc_roles(value: str) -> tuple[tuple[str, str], ...]:
    """Read « agents=agent,dsi=administrateur »: a value of the claim, and its role."""
    pairs = [item.rpartition("=") for item in value.split(",") if item.strip()]
    roles = [(name.strip(), _ROLES.get(role.strip())) for name, _, role in pairs]
    known = tuple((name, role) for name, role in roles if name and role)
    if not known or len(known) < len(roles):
        message = (
            f"SERVICEBOT_OIDC_ROLES vaut « {value} » : on attend des groupes et leur "
            "rôle (agent, editeur, administrateur), comme "
            "« accueil=agent,redaction=editeur,dsi=administrateur »"
        )
        raise SettingsError(message)
    return known
