"""Which other sites' pages may call the API: an exact list, and never with cookies."""

from collections.abc import Collection

from flask import Flask, Response, request

_OPEN = ("/api/", "/webhooks/", "/widget", "/assets/", "/openapi.json")
_PREFLIGHT = {
    "Access-Control-Allow-Headers": "Content-Type, Idempotency-Key",
    "Access-Control-Max-Age": "7200",
}


def register_cors(app: Flask, origins: Collection[str]) -> None:
    """Let the pages of these origins read what the API answers, errors included."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        if not origins or not request.path.startswith(_OPEN):
            return response
        response.vary.add("Origin")
        origin = request.headers.get("Origin")
        if origin is None or origin not in origins:
            return response
        headers = response.headers
        headers["Access-Control-Allow-Origin"] = origin
        headers["Access-Control-Expose-Headers"] = "Retry-After"
        if request.method == "OPTIONS":
            headers["Access-Control-Allow-Methods"] = headers.get("Allow", "")
            headers.update(_PREFLIGHT)
        return response
