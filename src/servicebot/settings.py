"""What the environment may set, read once by the doors and passed down."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from servicebot.errors import SettingsError
from servicebot.journal.database import town_address
from servicebot.journal.terms import Retention
from servicebot.knowledge.towns import NO_TOWNS, none_named, site_folder
from servicebot.logs import LogFormat
from servicebot.oidc import Oidc, read_oidc

KEYS = (
    "SERVICEBOT_CHANNEL_RATE_LIMIT",
    "SERVICEBOT_CORS_ORIGINS",
    "SERVICEBOT_DATABASE_URL",
    "SERVICEBOT_KEEP_COUNTS_MONTHS",
    "SERVICEBOT_KEEP_TEXT_DAYS",
    "SERVICEBOT_KNOWLEDGE",
    "SERVICEBOT_LOG_FORMAT",
    "SERVICEBOT_METRICS_TOKEN",
    "SERVICEBOT_OIDC_CLIENT_ID",
    "SERVICEBOT_OIDC_CLIENT_SECRET",
    "SERVICEBOT_OIDC_ISSUER",
    "SERVICEBOT_OIDC_ROLES",
    "SERVICEBOT_OIDC_ROLE_CLAIM",
    "SERVICEBOT_OIDC_SCOPE",
    "SERVICEBOT_RATE_LIMIT",
    "SERVICEBOT_REDIS_URL",
    "SERVICEBOT_SECRET_KEY",
    "SERVICEBOT_TOWN",
    "SERVICEBOT_TOWNS",
    "SERVICEBOT_TOWNS_MEMORY",
    "SERVICEBOT_TRUSTED_PROXIES",
    "SERVICEBOT_VAR",
)

_LIMIT = r"[1-9]\d*/(second|minute|hour|day)"
_LIMITS = re.compile(rf"{_LIMIT}(;{_LIMIT})*")
_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?")
_QUESTIONS = "30/minute;300/hour"
_CHANNELS = "300/minute;6000/hour"
_REDIS_SCHEMES = ("redis://", "rediss://", "redis+unix://")
_SHORTEST_SECRET = 16
_LONGEST_KEPT = 1200

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process; `rate_limit` is None when nothing is limited.

    `towns` is the folder of many towns, `towns_memory` what they may take together, in
    MiB; `town` is set where the settings are those of one of them.
    """

    database: str | None = None
    rate_limit: str | None = _QUESTIONS
    channel_rate_limit: str = _CHANNELS
    cors_origins: tuple[str, ...] = ()
    log_format: LogFormat = "text"
    metrics_token: str | None = None
    redis_url: str | None = None
    secret_key: str | None = None
    trusted_proxies: tuple[Network, ...] = ()
    var: Path = Path("var")
    retention: Retention = field(default_factory=Retention)
    allow_at: bool = False
    oidc: Oidc | None = None
    towns: Path | None = None
    towns_memory: int = 1500
    town: str | None = None

    @staticmethod
    def from_env(environ: Mapping[str, str]) -> "Settings":
        """Read the SERVICEBOT_* variables; a bad value is a SettingsError.

        With SERVICEBOT_TOWN, they are those of one of the towns of SERVICEBOT_TOWNS.
        """
        settings = Settings(
            database=environ.get("SERVICEBOT_DATABASE_URL") or None,
            rate_limit=_rate_limit(environ),
            channel_rate_limit=_limits(
                "SERVICEBOT_CHANNEL_RATE_LIMIT",
                environ.get("SERVICEBOT_CHANNEL_RATE_LIMIT", ""),
                _CHANNELS,
            ),
            cors_origins=_origins(environ.get("SERVICEBOT_CORS_ORIGINS", "")),
            log_format=_log_format(environ.get("SERVICEBOT_LOG_FORMAT", "")),
            metrics_token=_secret(environ, "SERVICEBOT_METRICS_TOKEN"),
            redis_url=_redis(environ.get("SERVICEBOT_REDIS_URL", "")),
            secret_key=_secret(environ, "SERVICEBOT_SECRET_KEY"),
            trusted_proxies=_networks(environ.get("SERVICEBOT_TRUSTED_PROXIES", "")),
            var=Path(environ.get("SERVICEBOT_VAR") or "var"),
            retention=_retention(environ),
            oidc=read_oidc(environ),
            towns=_towns(environ),
            towns_memory=_whole(environ, "SERVICEBOT_TOWNS_MEMORY", 1500, 1_000_000),
        )
        town = environ.get("SERVICEBOT_TOWN")
        return for_town(settings, town) if town else settings

    @property
    def database_url(self) -> str:
        """The address of the database: the one set, else a SQLite file in `var`.

        Many towns have none in common: a SettingsError that lists them.
        """
        if self.towns is not None:
            raise none_named(self.towns)
        return self.database or f"sqlite:///{self.var / 'servicebot.sqlite'}"

    @property
    def is_on_a_server(self) -> bool:
        """Whether the database is on a server, rather than in a file."""
        return self.database is not None and not self.database.startswith("sqlite")

    @property
    def must_share_secret(self) -> bool:
        """Whether other processes may have to read what this one has signed."""
        return self.redis_url is not None or self.is_on_a_server


def for_town(settings: Settings, town: str) -> Settings:
    """Return the settings of one town among many: a database and a folder of its own.

    A name that is none of them is a SettingsError.
    """
    if settings.towns is None:
        raise SettingsError(NO_TOWNS)
    site_folder(settings.towns, town)
    return replace(
        settings,
        database=town_address(settings.database, town),
        var=settings.var / "towns" / town,
        towns=None,
        town=town,
    )


def _retention(environ: Mapping[str, str]) -> Retention:
    default = Retention()
    return Retention(
        _whole(environ, "SERVICEBOT_KEEP_TEXT_DAYS", default.text_days),
        _whole(environ, "SERVICEBOT_KEEP_COUNTS_MONTHS", default.counts_months),
    )


def _towns(environ: Mapping[str, str]) -> Path | None:
    folder = environ.get("SERVICEBOT_TOWNS")
    return Path(folder) if folder else None


def _whole(
    environ: Mapping[str, str], key: str, default: int, most: int = _LONGEST_KEPT
) -> int:
    value = environ.get(key, "").strip()
    if not value:
        return default
    if not value.isdecimal() or not 1 <= int(value) <= most:
        message = f"{key} vaut « {value} » : on attend un nombre entier à partir de 1"
        raise SettingsError(message)
    return int(value)


def _rate_limit(environ: Mapping[str, str]) -> str | None:
    value = environ.get("SERVICEBOT_RATE_LIMIT", "")
    is_off = value.strip().lower() == "off"
    return None if is_off else _limits("SERVICEBOT_RATE_LIMIT", value, _QUESTIONS)


def _limits(key: str, value: str, default: str) -> str:
    wanted = value.replace(" ", "").lower() or default
    if _LIMITS.fullmatch(wanted) is None:
        off = "« off » ou " if key == "SERVICEBOT_RATE_LIMIT" else ""
        message = (
            f"{key} vaut « {value} » : on attend {off}une limite comme « {default} »"
        )
        raise SettingsError(message)
    return wanted


def _origins(value: str) -> tuple[str, ...]:
    origins = tuple(word.strip() for word in value.split(",") if word.strip())
    if not all(_ORIGIN.fullmatch(origin) for origin in origins):
        message = (
            f"SERVICEBOT_CORS_ORIGINS vaut « {value} » : on attend des origines "
            "exactes séparées par des virgules, en minuscules et sans chemin, comme "
            "« https://www.ville.fr,https://ville.fr »"
        )
        raise SettingsError(message)
    return origins


def _log_format(value: str) -> LogFormat:
    if value == "json":
        return "json"
    if value not in {"", "text"}:
        message = (
            f"SERVICEBOT_LOG_FORMAT vaut « {value} » : on attend « text » ou « json »"
        )
        raise SettingsError(message)
    return "text"


def _secret(environ: Mapping[str, str], key: str) -> str | None:
    value = environ.get(key, "")
    if value and len(value) < _SHORTEST_SECRET:
        message = f"{key} est trop court : {_SHORTEST_SECRET} caractères au moins"
        raise SettingsError(message)
    return value or None


def _redis(value: str) -> str | None:
    if not value or _is_redis(value):
        return value or None
    message = (
        "SERVICEBOT_REDIS_URL ne convient pas : on attend une adresse comme "
        "« redis://hôte:6379/0 »"
    )
    raise SettingsError(message)


def _is_redis(address: str) -> bool:
    try:
        port = urlsplit(address).port
    except ValueError:
        return False
    return port != 0 and address.startswith(_REDIS_SCHEMES)


def _networks(value: str) -> tuple[Network, ...]:
    words = [word.strip() for word in value.split(",") if word.strip()]
    try:
        return tuple(ip_network(word, strict=False) for word in words)
    except ValueError as error:
        message = (
            f"SERVICEBOT_TRUSTED_PROXIES vaut « {value} » : on attend des adresses IP "
            "ou des réseaux séparés par des virgules, comme « 127.0.0.1,10.0.0.0/8 »"
        )
        raise SettingsError(message) from error
