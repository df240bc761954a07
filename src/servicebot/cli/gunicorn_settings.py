"""How gunicorn serves servicebot: `--config python:` and this module's name.

Options of the command line come before these (`--bind`, `--workers`, `--threads`). A
worker reads a request's body while it holds a thread, so that a proxy which collects
bodies first must stand in front of it; `servicebot serve` needs none.
"""

import os

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
