"""The application for a WSGI server: `servicebot.cli.wsgi:application()`."""

import atexit
import logging
import os

from flask import Flask

from servicebot.cli.serve import open_holder
from servicebot.journal.store import Journal
from servicebot.knowledge.find import find_knowledge
from servicebot.settings import Settings
from servicebot.web.app import create_app


def application() -> Flask:
    """Return the application of one process, as the environment sets it.

    It watches its knowledge folder, and closes its journal when the process ends. What
    cannot be used raises as in `servicebot serve`: the server does not start.
    """
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    settings = Settings.from_env(os.environ)
    journal = Journal(settings.database_url, settings.retention)
    journal.start()
    atexit.register(journal.close)
    holder = open_holder(find_knowledge(None, os.environ), settings, journal)
    app = create_app(settings, bot_holder=holder, journal=journal)
    holder.watch()
    return app
