"""Errors as RFC 9457 problem+json, in French."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

_log = logging.getLogger(__name__)

PROBLEM = "application/problem+json"

_DETAILS = {
    400: "La requête n'est pas lisible.",
    401: "Il faut s'identifier.",
    404: "Il n'y a rien à cette adresse.",
    405: "Cette méthode n'est pas acceptée ici.",
    413: "La requête est trop volumineuse.",
    415: "Le corps doit être du JSON en UTF-8 (Content-Type: application/json).",
    422: "Un champ de la requête ne convient pas.",
    429: "Trop de questions en peu de temps : réessayez un peu plus tard.",
    500: "Une erreur est survenue : elle est notée au journal du serveur.",
    503: "Le service n'est pas prêt.",
}
TITLES = {
    400: "Requête illisible",
    401: "Accès refusé",
    404: "Introuvable",
    405: "Méthode refusée",
    413: "Requête trop volumineuse",
    415: "Format refusé",
    422: "Champ refusé",
    429: "Trop de requêtes",
    500: "Erreur du serveur",
    503: "Service indisponible",
}


@dataclass(frozen=True, slots=True)
class FieldError:
    """A field of the request that is wrong, and why."""

    field: str
    message: str


class Problem(Exception):  # noqa: N818 - the name that RFC 9457 gives it
    """A request that cannot be served: its status and the fields at fault."""

    def __init__(
        self, status: int, detail: str | None = None, errors: Sequence[FieldError] = ()
    ) -> None:
        """Keep what the response will say."""
        self.status = status
        self.detail = detail
        self.errors = tuple(errors)
        super().__init__(detail or _DETAILS[status])


def problem_response(
    status: int,
    detail: str | None = None,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return one problem+json response."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": TITLES.get(status, "Erreur"),
        "status": status,
        "detail": detail or _DETAILS.get(status, "La requête n'a pas pu être servie."),
    }
    if errors:
        body["errors"] = [{"field": e.field, "message": e.message} for e in errors]
    response = Response(
        json.dumps(body, ensure_ascii=False),
        status=status,
        content_type=PROBLEM,
    )
    response.headers.update(headers or {})
    return response


def register_problems(app: Flask, error_page: Callable[[int], Response]) -> None:
    """Make every error a problem+json response, or a page for people who browse."""

    def respond(
        status: int,
        detail: str | None = None,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        if not _is_browsing():
            return problem_response(status, detail, errors, headers)
        response = error_page(status)
        response.headers.update(headers or {})
        return response

    @app.errorhandler(Problem)
    def refused(problem: Problem) -> Response:
        if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
            return problem_response(problem.status)
        return respond(problem.status, problem.detail, problem.errors)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        allow = dict(error.get_headers()).get("Allow")
        headers = {} if allow is None else {"Allow": allow}
        return respond(error.code or 500, headers=headers)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        _log.error("unexpected error", exc_info=error)
        return problem_response(500)


def _is_browsing() -> bool:
    is_data = request.path.startswith("/api/")
    return not is_data and "text/html" in request.headers.get("Accept", "")
