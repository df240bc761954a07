"""How many questions one address may ask: Flask-Limiter, counted in this process."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter

from servicebot.settings import Settings
from servicebot.web.security import client_key

_QUESTIONS = ("api.ask", "channels.deepchat", "chat.start", "chat.say")
_CHANNELS = ("channels.rasa",)


def limit_questions(app: Flask, settings: Settings) -> None:
    """Limit the routes that ask the bot; nothing is limited when the setting is off."""
    if settings.rate_limit is None:
        return
    limiter = Limiter(
        lambda: client_key(settings.trusted_proxies),
        app=app,
        storage_uri="memory://",
        in_memory_fallback_enabled=True,
    )
    limit = limiter.shared_limit(
        settings.rate_limit, scope="questions", exempt_when=_asks_nothing
    )
    _apply(app, _QUESTIONS, limit)
    _apply(
        app, _CHANNELS, limiter.shared_limit(settings.channel_rate_limit, "channels")
    )

    @app.after_request
    def say_when(response: Response) -> Response:
        reached = limiter.current_limit
        if response.status_code == 429 and reached is not None:
            wait = max(1, int(reached.reset_at - time.time()))
            response.headers["Retry-After"] = str(wait)
        return response


def _asks_nothing() -> bool:
    return request.method in {"GET", "HEAD"} and "q" not in request.args


def _apply(app: Flask, names: Iterable[str], limit: Callable[..., Any]) -> None:
    for name in names:
        limited: Callable[..., Any] = limit(app.view_functions[name])
        app.view_functions[name] = limited
