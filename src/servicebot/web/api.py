"""The native JSON API: questions and subjects."""

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request
from pydantic import ValidationError
from werkzeug.exceptions import UnsupportedMediaType

from servicebot.settings import Settings
from servicebot.web.contract import Ask, read_moment, reply_json
from servicebot.web.holder import BotHolder, Live
from servicebot.web.problems import FieldError, Problem

_MESSAGES = {
    "missing": "ce champ est obligatoire",
    "string_type": "un texte est attendu",
    "model_type": "un objet JSON est attendu",
}


def api_blueprint(settings: Settings, holder: BotHolder) -> Blueprint:
    """Return the routes of the API."""
    routes = Blueprint("api", __name__)

    @routes.post("/api/v1/ask")
    def ask() -> Response:
        asked = read_ask()
        bot = live_bot(holder).bot
        now = _now(asked, ZoneInfo(bot.base.town.timezone), settings)
        return json_response(reply_json(bot.reply(asked.question, asked.context, now)))

    @routes.get("/api/v1/subjects")
    def subjects() -> Response:
        known = live_bot(holder).bot.base.subjects.values()
        rows = [{"id": subject.id, "name": subject.name} for subject in known]
        return json_response(
            {"subjects": sorted(rows, key=lambda row: row["name"].lower())}
        )

    return routes


def live_bot(holder: BotHolder) -> Live:
    """Return the bot in service; there is none for a moment at the very start."""
    live = holder.live
    if live is None:
        raise Problem(503)
    return live


def read_ask() -> Ask:
    """Read the body of the request being served; what is wrong is a Problem."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    is_plain = request.headers.get("Content-Encoding", "identity") == "identity"
    if request.mimetype != "application/json" or charset != "utf-8" or not is_plain:
        raise UnsupportedMediaType
    try:
        return Ask.model_validate_json(request.get_data(cache=False))
    except ValidationError as error:
        raise _as_problem(error) from None


def json_response(body: dict[str, Any], status: int = 200) -> Response:
    """Return a body as compact JSON in UTF-8."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status=status, content_type="application/json")


def _now(asked: Ask, zone: ZoneInfo, settings: Settings) -> datetime:
    if asked.at is None:
        return datetime.now(UTC).astimezone(zone)
    if not settings.allow_at:
        message = "ce serveur répond à l'heure présente seulement"
        raise Problem(422, errors=[FieldError("at", message)])
    try:
        return read_moment(asked.at, zone)
    except ValueError:
        message = "une date comme 2026-11-22T15:00 est attendue"
        raise Problem(422, errors=[FieldError("at", message)]) from None


def _as_problem(error: ValidationError) -> Problem:
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    if any(fault["type"] == "json_invalid" for fault in faults):
        return Problem(400, "Le corps n'est pas du JSON valide.")
    return Problem(422, errors=[_field_error(dict(fault)) for fault in faults])


def _field_error(fault: dict[str, Any]) -> FieldError:
    field = ".".join(str(part) for part in fault["loc"])
    return FieldError(field, _MESSAGES.get(fault["type"], fault["msg"]))
