"""The secret that conversations and sessions are signed with: given, or made once."""

import hmac
import os
import secrets
from pathlib import Path

from servicebot.errors import SettingsError
from servicebot.settings import Settings


def require_secret(settings: Settings) -> None:
    """Raise a SettingsError where a secret must be given, and none is."""
    if settings.must_share_secret and settings.secret_key is None:
        message = (
            "donnez SERVICEBOT_SECRET_KEY, le même à tous les serveurs qui partagent "
            "SERVICEBOT_DATABASE_URL (PostgreSQL) ou SERVICEBOT_REDIS_URL"
        )
        raise SettingsError(message)


def secret_bytes(settings: Settings) -> bytes:
    """Return the signing secret: the one set, else one made once in var/secret.

    Processes that share a PostgreSQL or a Redis must share it too: it must be set.
    What one town among many has signed is nothing to the others.
    """
    if settings.secret_key is not None:
        key = settings.secret_key.encode()
        if settings.town is None:
            return key
        return hmac.digest(key, f"servicebot.town|{settings.town}".encode(), "sha256")
    require_secret(settings)
    path = settings.var / "secret"
    try:
        if not path.exists():
            _make_secret(path)
        return path.read_bytes()
    except OSError as error:
        message = (
            f"impossible de lire ou de créer {path} ({error.strerror}) : "
            "donnez SERVICEBOT_SECRET_KEY, ou un autre dossier par SERVICEBOT_VAR"
        )
        raise SettingsError(message) from error


def _make_secret(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"secret.{os.getpid()}")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_hex(32).encode())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process made one first: that one holds for all
    finally:
        draft.unlink()
