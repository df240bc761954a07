"""The routes of `<service-bot>`: its file, what it shows at its start, the notices."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from servicebot.answers.places import contact_card
from servicebot.french.text import fold
from servicebot.knowledge.base import Base, Subject
from servicebot.web.api import json_response, live_bot
from servicebot.web.bodies import LONGEST_QUESTION, StartBody, SubjectNamesBody
from servicebot.web.bundle import Bundle, WidgetFiles
from servicebot.web.holder import BotHolder
from servicebot.web.notices import notices_json
from servicebot.web.problems import Problem
from servicebot.web.town import for_everybody
from servicebot.web.views import Viewer
from servicebot.web.wording import WIDGET_KEYS, Wording

_IMMUTABLE = "public, max-age=31536000, immutable"
_FRESH = "public, max-age=300"
_LONGEST_NAME = 40


def widget_blueprint(holder: BotHolder, files: WidgetFiles) -> Blueprint:
    """Return the routes of the widget."""
    routes = Blueprint("widget", __name__)

    @routes.get("/widget.js")
    def latest() -> Response:
        bundle = files.current(live_bot(holder).bot.base)
        response = _script(bundle, _FRESH)
        response.set_etag(bundle.name)
        response.make_conditional(request)
        return response

    @routes.get("/widget-<digest>.js")
    def version(digest: str) -> Response:
        base = live_bot(holder).bot.base
        bundle = files.named(f"widget-{digest}.js", base)
        if bundle is None:
            raise Problem(404)
        return _script(bundle, _IMMUTABLE)

    @routes.get("/api/v1/widget")
    def start() -> Response:
        base = live_bot(holder).bot.base
        now = datetime.now(UTC).astimezone(ZoneInfo(base.town.timezone))
        return json_response(start_json(base, now))

    @routes.get("/api/v1/notices")
    def notices() -> Response:
        base = live_bot(holder).bot.base
        return json_response(notices_json(base, datetime.now(UTC)))

    return routes


def start_json(base: Base, now: datetime) -> StartBody:
    """Return all that the widget shows before the first question."""
    wording = Wording.of(base.phrases)
    return StartBody(
        town=base.town.name,
        texts={key: wording.text(key) for key in sorted(WIDGET_KEYS)},
        examples=list(wording.all("examples")),
        limit=LONGEST_QUESTION,
        contact=asdict(Viewer(wording, now).contact(contact_card(base, now))),
        subjects=[
            SubjectNamesBody(name=subject.name, names=list(_names(subject)))
            for subject in base.told
        ],
        notices=list(for_everybody(base, now)),
    )


def _names(subject: Subject) -> Iterator[str]:
    """Yield the short other names, each way to write one once."""
    seen = {fold(subject.name)}
    for name in subject.names:
        key = fold(name)
        if key not in seen and len(name) <= _LONGEST_NAME:
            seen.add(key)
            yield name


def _script(bundle: Bundle, caching: str) -> Response:
    is_compressed = request.accept_encodings.quality("gzip") > 0
    content = bundle.compressed if is_compressed else bundle.content
    response = Response(content, content_type="text/javascript; charset=utf-8")
    if is_compressed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers.update(
        {
            "Access-Control-Allow-Origin": "*",
            "Cache-Control": caching,
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Vary": "Accept-Encoding",
        }
    )
    return response
