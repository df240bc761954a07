"""Where a town's pages are: at the root of a host, or under a path like `/t/ales`."""

from flask import redirect, request
from werkzeug.wrappers import Response


def here() -> str:
    """Return what comes before the paths of this town, nothing at a host's root."""
    return request.script_root


def go(path: str) -> Response:
    """Send a browser on to another page of this town, by GET."""
    return redirect(f"{here()}{path}", 303)
