"""The application for a WSGI server: `servicebot.cli.wsgi:application()`."""

import atexit
import os

from flask import Flask

from servicebot.cli.serve import open_holder
from servicebot.journal.store import Journal
from servicebot.knowledge.find import find_knowledge
from servicebot.logs import start_logging
from servicebot.settings import Settings
from servicebot.web.app import create_app


def application() -> Flask:
    """Return the application of one process, as the environment sets it.

    It watches its knowledge folder, and closes its journal when the process ends. What
    cannot be used raises as in `servicebot serve`: the server does not start.
    """
    settings = Settings.from_env(os.environ)
    start_logging(settings.log_format)
    journal = Journal(settings.database_url, settings.retention)
    journal.start()
    atexit.register(journal.close)
    holder = open_holder(find_knowledge(None, os.environ), settings, journal)
    app = create_app(settings, bot_holder=holder, journal=journal)
    holder.watch()
    return app
