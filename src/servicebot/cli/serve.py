"""`servicebot serve`: the HTTP doors, by waitress."""

import logging
import signal
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import click
from waitress.server import MultiSocketServer, create_server

from servicebot.bot import Bot
from servicebot.cli.commands import Refusal
from servicebot.cli.hosting import THREADS, dispatcher_of, open_towns
from servicebot.cli.options import environ, knowledge_option
from servicebot.french.calendar import school_data_warning
from servicebot.journal.additions import StoredAdditions
from servicebot.journal.store import Journal
from servicebot.knowledge.base import Base
from servicebot.knowledge.checks import NO_ANSWERS
from servicebot.knowledge.find import find_knowledge
from servicebot.knowledge.loader import load
from servicebot.logs import start_logging
from servicebot.memory import settle, undisturbed
from servicebot.secret import secret_bytes
from servicebot.settings import Settings
from servicebot.web.app import create_app
from servicebot.web.holder import BotHolder
from servicebot.web.shared import Shared
from servicebot.web.wording import Wording

_log = logging.getLogger(__name__)

OPTIONS = {
    "threads": 4,
    "connection_limit": 500,
    "channel_timeout": 30,
    "max_request_body_size": 1024 * 1024,
    "ident": "servicebot",
    # Our own code decides which X-Forwarded-For to trust: web.security.
    "clear_untrusted_proxy_headers": False,
}


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="L'adresse.")
@click.option("--port", default=8000, show_default=True, help="Le port (0 : libre).")
@knowledge_option
@click.option(
    "--allow-at", is_flag=True, help="Accepter « at » dans les questions (essais)."
)
def command(host: str, port: int, knowledge: Path | None, *, allow_at: bool) -> None:
    """Sert l'API et la page de conversation ; une base fautive est refusée (code 2)."""
    settings = replace(Settings.from_env(environ()), allow_at=allow_at)
    start_logging(settings.log_format)
    service = open_service(settings, knowledge)
    options = OPTIONS | {"threads": service.threads}
    try:
        server = create_server(service.app, host=host, port=port, **options)
    except OSError as error:
        raise Refusal(
            f"impossible d'écouter sur {host}:{port} ({error.strerror})"
        ) from error
    service.watch()
    signal.signal(signal.SIGTERM, _leave)
    for address in _addresses(server):
        click.echo(f"servicebot répond sur {address}")
    try:
        server.run()
    finally:
        service.close()


@dataclass(frozen=True, slots=True)
class Service:
    """What a server serves, what looks after it, and what ends it in good order."""

    app: Callable[..., Iterable[bytes]]
    watch: Callable[[], None]
    close: Callable[[], None]
    threads: int = 4


def open_service(settings: Settings, knowledge: Path | None) -> Service:
    """Open one town, or all those of a folder if the settings name one."""
    if settings.towns is not None and knowledge is None:
        shared = Shared.read()
        keeper = open_towns(settings, shared)
        app = dispatcher_of(settings, keeper, shared)
        return Service(app, keeper.watch, keeper.close, THREADS)
    settings = replace(settings, towns=None)
    journal = Journal(settings.database_url, settings.retention)
    journal.start()
    holder = open_holder(find_knowledge(knowledge, environ()), settings, journal)
    single = create_app(settings, bot_holder=holder, journal=journal)
    return Service(single, holder.watch, journal.close)


def open_holder(folder: Path, settings: Settings, journal: Journal) -> BotHolder:
    """Return the holder of a town's bot, loaded; a folder at fault raises."""
    secret = secret_bytes(settings)
    additions = StoredAdditions(journal.engine, lambda: datetime.now(UTC))

    def build(path: Path) -> Bot:
        with undisturbed():
            base = load(path)
            Wording.of(base.phrases)
            _warn_of_school_holidays(base)
            overlay, cache = additions.overlay(), settings.var / "cache"
            if not base.entries and not overlay.entries:
                _log.warning("%s", NO_ANSWERS)
            bot = Bot.build(base, overlay, secret=secret, cache=cache)
        settle()
        return bot

    holder = BotHolder(folder, build, additions)
    holder.load()
    return holder


def _warn_of_school_holidays(base: Base) -> None:
    today = datetime.now(UTC).date()
    warning = school_data_warning(base.calendar, today)
    if warning is not None:
        _log.warning("%s", warning)


def _addresses(server: Any) -> list[str]:  # noqa: ANN401 - waitress is not typed
    is_many = isinstance(server, MultiSocketServer)
    pairs = (
        server.effective_listen
        if is_many
        else [(server.effective_host, server.effective_port)]
    )
    return [
        f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        for host, port in pairs
    ]


def _leave(number: int, frame: FrameType | None) -> None:
    """End the server in good order when it is asked to stop."""
    del number, frame
    raise SystemExit(0)
