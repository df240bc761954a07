"""The least that Flask can answer: what any application on these servers costs."""

import sys
from importlib import import_module

from flask import Flask, Response
from waitress import serve

app = Flask(__name__, static_folder=None)


@app.get("/healthz")
def empty() -> Response:
    """Answer an empty object."""
    return Response("{}", content_type="application/json")


@app.get("/readyz")
def ready() -> Response:
    """Answer as soon as there is somebody."""
    return empty()


if __name__ == "__main__":
    options = import_module("servicebot.cli.serve").OPTIONS
    serve(app, host="127.0.0.1", port=int(sys.argv[1]), **options)
