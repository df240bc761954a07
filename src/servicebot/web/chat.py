"""The pages: conversation without JavaScript, home, and errors for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request
from pydantic_core import PydanticCustomError
from werkzeug.exceptions import NotFound

from servicebot.french.numbers import format_number
from servicebot.web.api import live_bot
from servicebot.web.assets import Asset
from servicebot.web.bodies import LONGEST_QUESTION, read_question
from servicebot.web.holder import BotHolder, Live
from servicebot.web.transcript import Conversation, seal, unseal
from servicebot.web.views import Viewer
from servicebot.web.wording import Wording

_IMMUTABLE = "public, max-age=31536000, immutable"
_ERRORS = {404: "missing", 405: "missing", 429: "too_many"}


@dataclass(frozen=True, slots=True)
class Pages:
    """All that the pages are made from."""

    holder: BotHolder
    assets: Mapping[str, Asset]
    secret: bytes

    def home(self) -> Response:
        """Return the page that leads to the conversation."""
        return self.page("home.html")

    def error(self, status: int) -> Response:
        """Return an error as a page that people can read and leave."""
        response = self.page("error.html", name=_ERRORS.get(status, "failure"))
        response.status_code = status
        return response

    def asset(self, name: str) -> Response:
        """Return a static file, good for ever at its hashed address."""
        for asset in self.assets.values():
            if asset.url == f"/assets/{name}":
                response = Response(asset.content, content_type=asset.content_type)
                response.headers["Cache-Control"] = _IMMUTABLE
                return response
        raise NotFound

    def start(self) -> Response:
        """Return an empty conversation, or one that opens with the question `q`."""
        question = request.args.get("q")
        if question is None:
            return self._conversation(Conversation())
        return self._asked(question, Conversation())

    def say(self) -> Response:
        """Return the conversation that the form carries, with one more turn."""
        token = request.form.get("conversation", "")
        before = unseal(token, self.secret) if token else Conversation()
        question = request.form.get("choice") or request.form.get("question", "")
        if before is None:
            return self._asked(question, Conversation(), "expired")
        return self._asked(question, before)

    def page(self, template: str, **values: object) -> Response:
        """Return a page in the town's words."""
        base = live_bot(self.holder).bot.base
        wording = Wording.of(base.phrases)
        text = render_template(
            template,
            say=wording.say,
            say_all=wording.all,
            town=base.town,
            assets=self.assets,
            **values,
        )
        return Response(text, content_type="text/html; charset=utf-8")

    def _asked(
        self, text: str, before: Conversation, notice: str | None = None
    ) -> Response:
        try:
            question = read_question(text)
        except PydanticCustomError as error:
            return self._conversation(before, error.type, text)
        return self._conversation(
            _next(live_bot(self.holder), question, before), notice
        )

    def _conversation(
        self, conversation: Conversation, notice: str | None = None, typed: str = ""
    ) -> Response:
        return self.page(
            "chat.html",
            turns=conversation.turns,
            token=seal(conversation, self.secret) if conversation.turns else "",
            notice=notice,
            typed=typed,
            limit=format_number(LONGEST_QUESTION),
        )


def chat_blueprint(pages: Pages) -> Blueprint:
    """Return the routes of the pages."""
    routes = Blueprint("chat", __name__)
    routes.add_url_rule("/", "home", pages.home)
    routes.add_url_rule("/chat", "start", pages.start)
    routes.add_url_rule("/chat", "say", pages.say, methods=["POST"])
    routes.add_url_rule("/assets/<name>", "asset", pages.asset)
    return routes


def _next(live: Live, question: str, conversation: Conversation) -> Conversation:
    base = live.bot.base
    now = datetime.now(UTC).astimezone(ZoneInfo(base.town.timezone))
    reply = live.bot.reply(question, conversation.context, now)
    viewer = Viewer(Wording.of(base.phrases), now)
    return conversation.then(viewer.turn(question, reply, base), reply.context)
