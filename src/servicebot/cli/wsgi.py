"""The application for a WSGI server: `servicebot.cli.wsgi:application()`."""

import atexit
import os
from collections.abc import Callable, Iterable

from servicebot.cli.serve import open_service
from servicebot.logs import start_logging
from servicebot.settings import Settings


def application() -> Callable[..., Iterable[bytes]]:
    """Return the application of one process, as the environment sets it.

    It watches its knowledge, of one town or of many, and closes its journals when the
    process ends. What cannot be used raises as in `servicebot serve`: the server does
    not start.
    """
    settings = Settings.from_env(os.environ)
    start_logging(settings.log_format)
    service = open_service(settings, None)
    atexit.register(service.close)
    service.watch()
    return service.app
