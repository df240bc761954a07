"""The Flask application: settings, a bot holder and a journal in, routes out."""

from datetime import UTC, datetime

from flask import Flask

from servicebot.journal.conversations import StoredConversations
from servicebot.journal.store import Journal
from servicebot.secret import secret_bytes
from servicebot.settings import Settings
from servicebot.web.api import api_blueprint
from servicebot.web.asking import Asker
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
from servicebot.web.pages import Pages, pages_blueprint
from servicebot.web.places import places_blueprint
from servicebot.web.problems import register_problems
from servicebot.web.security import register_headers
from servicebot.web.shared import Shared, make_flask
from servicebot.web.widget import widget_blueprint


def create_app(
    settings: Settings,
    *,
    bot_holder: BotHolder,
    journal: Journal,
    shared: Shared | None = None,
    metrics: Metrics | None = None,
) -> Flask:
    """Return the application that serves one town."""
    shared = shared or Shared.read()
    metrics = metrics or Metrics()
    sources = shared.folder / "widget"
    widgets = WidgetFiles(Shelf(sources, settings.var / "widgets"))
    pages = Pages(bot_holder, shared.assets, widgets, settings.retention)
    secret = secret_bytes(settings)
    asker = Asker(journal, metrics)
    desk = Desk(bot_holder, shared.assets, settings, secret, asker, _now)
    stored = StoredConversations(journal.engine)
    kept = SharedConversations(stored, MemoryConversations())
    channels = Channels(bot_holder, asker, kept, secret, _now)
    app = make_flask(shared)
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
    app.register_blueprint(docs_blueprint(pages, shared.document))
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


def _now() -> datetime:
    return datetime.now(UTC)
