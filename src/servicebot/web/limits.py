"""How many questions one address may ask: Flask-Limiter, in Redis or in this process.

Redis may go and come back at any moment: this process then counts by itself, nobody
gets an error, and who was being counted at that very moment is let through.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter
from limits.errors import ConfigurationError, StorageError

from servicebot.errors import SettingsError
from servicebot.settings import Settings
from servicebot.web.security import client_key

_QUESTIONS = ("api.ask", "channels.deepchat", "chat.start", "chat.say")
_OPINIONS = ("feedback.feedback",)
_CHANNELS = ("channels.rasa",)
_AWAY = "Redis ne répond pas : chaque processus compte de son côté"


_MEMORY = "memory://"
_REDIS: dict[str, Any] = {
    "socket_connect_timeout": 0.25,
    "socket_timeout": 0.25,
    "retry": None,
    "wrap_exceptions": True,
}


def limit_questions(app: Flask, settings: Settings) -> Callable[[], str | None]:
    """Limit the routes that ask the bot, and return what says why it is not as it was.

    Nothing is limited when the setting is off.
    """
    if settings.rate_limit is None:
        return lambda: None
    limiter = _limiter(app, settings)
    limit = limiter.shared_limit(
        settings.rate_limit, scope="questions", exempt_when=_asks_nothing
    )
    _apply(app, _QUESTIONS, limit)
    _apply(app, _OPINIONS, limiter.shared_limit(settings.rate_limit, "opinions"))
    _apply(
        app, _CHANNELS, limiter.shared_limit(settings.channel_rate_limit, "channels")
    )

    @app.after_request
    def say_when(response: Response) -> Response:
        if response.status_code == 429:
            response.headers.setdefault("Retry-After", str(_wait(limiter)))
        return response

    return lambda: None if limiter.storage.check() else _AWAY


def _limiter(app: Flask, settings: Settings) -> Limiter:
    redis = settings.redis_url
    try:
        limiter = Limiter(
            lambda: client_key(settings.trusted_proxies),
            app=app,
            storage_uri=redis or _MEMORY,
            storage_options=_REDIS if redis else {},
            key_prefix=_prefix(settings.town),
            in_memory_fallback_enabled=True,
            swallow_errors=True,
        )
    except ConfigurationError as error:
        message = "SERVICEBOT_REDIS_URL demande un module de plus : servicebot[redis]"
        raise SettingsError(message) from error
    _look_once(app, limiter)
    return limiter


def _look_once(app: Flask, limiter: Limiter) -> None:
    """Take away the look before every request: the routes that are limited look."""
    hooks = app.before_request_funcs[None]
    hooks[:] = [hook for hook in hooks if getattr(hook, "__self__", None) != limiter]


def _prefix(town: str | None) -> str:
    """Return what the keys begin with in a Redis that other towns may use too."""
    return f"servicebot:{town}" if town else "servicebot"


def _wait(limiter: Limiter) -> int:
    """Return the seconds after which the limit that was reached lets pass again."""
    reached = limiter.current_limit
    try:
        return 1 if reached is None else max(1, int(reached.reset_at - time.time()))
    except StorageError:
        return 60


def _asks_nothing() -> bool:
    return request.method in {"GET", "HEAD"} and "q" not in request.args


def _apply(app: Flask, names: Iterable[str], limit: Callable[..., Any]) -> None:
    for name in names:
        limited: Callable[..., Any] = limit(app.view_functions[name])
        app.view_functions[name] = limited
