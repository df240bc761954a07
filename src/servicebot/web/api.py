"""The native JSON API: questions and subjects."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from servicebot.knowledge.base import Base
from servicebot.settings import Settings
from servicebot.web.asking import Asker, Channel, Message
from servicebot.web.bodies import (
    Ask,
    SubjectBody,
    SubjectsBody,
)
from servicebot.web.contract import read_moment, reply_json
from servicebot.web.holder import BotHolder, Live
from servicebot.web.problems import FieldError, Problem
from servicebot.web.reading import read_json
from servicebot.web.views import Viewer
from servicebot.web.wording import Wording


def api_blueprint(settings: Settings, holder: BotHolder, asker: Asker) -> Blueprint:
    """Return the routes of the API."""
    routes = Blueprint("api", __name__)

    @routes.post("/api/v1/ask")
    def ask() -> Response:
        asked = read_json(Ask)
        bot = live_bot(holder).bot
        now = instant_asked(asked.at, bot.base, settings)
        channel: Channel = "widget" if asked.display else "api"
        key = request.headers.get("Idempotency-Key")
        message = Message(asked.question, asked.context, channel, key or None)
        reply = asker.ask(bot, message, now)
        body = reply_json(reply)
        if asked.display:
            viewer = Viewer(Wording.of(bot.base.phrases), now)
            body["display"] = asdict(viewer.turn(asked.question, reply, bot.base))
        return json_response(body)

    @routes.get("/api/v1/subjects")
    def subjects() -> Response:
        known = live_bot(holder).bot.base.told
        rows = [SubjectBody(id=subject.id, name=subject.name) for subject in known]
        rows.sort(key=lambda row: row["name"].lower())
        return json_response(SubjectsBody(subjects=rows))

    return routes


def live_bot(holder: BotHolder) -> Live:
    """Return the bot in service; there is none for a moment at the very start."""
    live = holder.live
    if live is None:
        raise Problem(503)
    return live


def json_response(body: object, status: int = 200) -> Response:
    """Return a body as compact JSON in UTF-8."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status=status, content_type="application/json")


def instant_asked(at: str | None, base: Base, settings: Settings) -> datetime:
    """Return the town's time, or what `at` sets where the server allows that."""
    zone = ZoneInfo(base.town.timezone)
    if at is None:
        return datetime.now(UTC).astimezone(zone)
    if not settings.allow_at:
        message = "ce serveur répond à l'heure présente seulement"
        raise Problem(422, errors=[FieldError("at", message)])
    try:
        return read_moment(at, zone)
    except ValueError:
        message = "une date comme 2026-11-22T15:00 est attendue"
        raise Problem(422, errors=[FieldError("at", message)]) from None
