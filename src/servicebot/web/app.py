"""The Flask application: settings, a bot holder and a journal in, routes out."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, request

from servicebot.journal.conversations import StoredConversations
from servicebot.journal.store import Journal
from servicebot.settings import Settings, secret_bytes
from servicebot.web.api import api_blueprint
from servicebot.web.asking import Asker
from servicebot.web.assets import assets_dir, read_assets
from servicebot.web.bundle import Shelf, WidgetFiles
from servicebot.web.channels import Channels, channels_blueprint
from servicebot.web.chat import Chat, chat_blueprint
from servicebot.web.conversations import MemoryConversations, SharedConversations
from servicebot.web.cors import register_cors
from servicebot.web.desk.room import Desk
from servicebot.web.desk.routes import desk_blueprint
from servicebot.web.docs import docs_blueprint
from servicebot.web.feedback import feedback_blueprint
from servicebot.web.health import health_blueprint
from servicebot.web.holder import BotHolder
from servicebot.web.limits import limit_questions
from servicebot.web.metrics import Metrics, ServerState, metrics_blueprint
from servicebot.web.mount import here
from servicebot.web.pages import Pages, pages_blueprint
from servicebot.web.places import places_blueprint
from servicebot.web.problems import register_problems
from servicebot.web.security import register_headers
from servicebot.web.widget import widget_blueprint

_LONGEST_BODY = 16 * 1024
_LONGEST_FORM = 256 * 1024


def create_app(settings: Settings, *, bot_holder: BotHolder, journal: Journal) -> Flask:
    """Return the application that serves one town."""
    folder = assets_dir()
    assets = {**read_assets(folder / "styles"), **read_assets(folder / "scripts")}
    widgets = WidgetFiles(Shelf(folder / "widget", settings.var / "widgets"))
    pages = Pages(bot_holder, assets, widgets, settings.retention)
    secret = secret_bytes(settings)
    metrics = Metrics()
    asker = Asker(journal, metrics)
    desk = Desk(bot_holder, assets, settings, secret, asker, _now)
    stored = StoredConversations(journal.engine)
    kept = SharedConversations(stored, MemoryConversations())
    channels = Channels(bot_holder, asker, kept, secret, _now)
    app = _flask(folder / "templates")
    register_headers(app, settings.trusted_proxies, settings.cors_origins)
    register_cors(app, settings.cors_origins)
    register_problems(app, pages.error)
    app.register_blueprint(api_blueprint(settings, bot_holder, asker))
    app.register_blueprint(feedback_blueprint(journal))
    app.register_blueprint(channels_blueprint(channels))
    app.register_blueprint(places_blueprint(settings, bot_holder))
    app.register_blueprint(pages_blueprint(pages))
    app.register_blueprint(chat_blueprint(Chat(pages, asker, secret)))
    app.register_blueprint(widget_blueprint(bot_holder, widgets))
    app.register_blueprint(desk_blueprint(app, desk))
    app.register_blueprint(docs_blueprint(pages))
    metrics.watch(_state(app, settings, bot_holder, journal))
    app.register_blueprint(metrics_blueprint(metrics, settings.metrics_token))
    return app


def _state(
    app: Flask, settings: Settings, holder: BotHolder, journal: Journal
) -> ServerState:
    """Limit the routes that ask, tell how the server is, and return what knows it."""
    faults = {
        "knowledge": lambda: holder.fault,
        "journal": lambda: journal.health.fault,
        "limits": limit_questions(app, settings),
    }
    app.register_blueprint(health_blueprint(holder, faults))
    return ServerState(holder, lambda: journal.health, faults)


def _flask(templates: Path) -> Flask:
    """Return an application without routes, as all of our pages want it."""
    app = Flask("servicebot.web", template_folder=templates, static_folder=None)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.globals["colon"] = "\u202f:"
    app.jinja_env.filters.update(dial=_dial, host=_host)
    app.context_processor(lambda: {"here": here()})
    app.before_request(_limit_body)
    return app


def _now() -> datetime:
    return datetime.now(UTC)


def _limit_body() -> None:
    is_form = request.path == "/chat"
    request.max_content_length = _LONGEST_FORM if is_form else _LONGEST_BODY
    request.max_form_memory_size = _LONGEST_FORM


def _dial(phone: str) -> str:
    """Return the number as `tel:` links want it: digits and a leading plus."""
    return "".join(sign for sign in phone if sign.isdecimal() or sign == "+")


def _host(url: str) -> str:
    """Return the site of an address, as people say it: « www.ville.fr »."""
    return urlsplit(url).netloc
