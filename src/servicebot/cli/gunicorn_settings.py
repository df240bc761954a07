"""How gunicorn serves servicebot: `--config python:` and this module's name.

Options of the command line come before these (`--bind`, `--workers`, `--threads`). A
worker reads a request's body while it holds a thread, so that a proxy which collects
bodies first must stand in front of it; `servicebot serve` needs none. Several workers
count together in a folder of their own, so that each tells the metrics of all.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

_COUNTS = "PROMETHEUS_MULTIPROC_DIR"
"""Named in the environment before prometheus-client is imported, or it is too late."""

_KINDS = ("counter_", "gauge_", "histogram_", "summary_")
"""How the names of prometheus-client's files begin."""


wsgi_app = "servicebot.cli.wsgi:application()"
worker_class = "gthread"
workers = 1
threads = 12 if os.environ.get("SERVICEBOT_TOWNS") else 4
timeout = 30
graceful_timeout = 20
keepalive = 75
limit_request_line = 8190
accesslog = None
errorlog = "-"
control_socket_disable = True

# Our own code decides which X-Forwarded-* to trust: web.security.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}


def on_starting(server: Any) -> None:  # noqa: ANN401 - gunicorn is not typed
    """Make the folder of the counts, or empty the one that is given, before workers.

    Many towns in a process are counted apart, which that folder cannot do.
    """
    given = os.environ.get(_COUNTS)
    if given:
        _empty(Path(given))
    elif server.cfg.workers > 1 and not os.environ.get("SERVICEBOT_TOWNS"):
        server.counts_made = tempfile.mkdtemp(prefix="servicebot-metrics-")
        os.environ[_COUNTS] = server.counts_made


def on_exit(server: Any) -> None:  # noqa: ANN401 - gunicorn is not typed
    """Take the folder away if it was made here: one that was given stays."""
    made = getattr(server, "counts_made", None)
    if made is not None:
        shutil.rmtree(made, ignore_errors=True)


def _empty(folder: Path) -> None:
    """Take away the counts of processes that are gone, and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.db"):
        if path.name.startswith(_KINDS):
            path.unlink(missing_ok=True)
