"""The page of conversation, which needs no JavaScript."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request
from pydantic_core import PydanticCustomError

from servicebot.french.numbers import format_number
from servicebot.journal.records import Feedback, feedback_of
from servicebot.web.api import live_bot
from servicebot.web.asking import Asker, Message
from servicebot.web.bodies import LONGEST_QUESTION, read_question
from servicebot.web.pages import Pages
from servicebot.web.transcript import Conversation, seal, unseal
from servicebot.web.views import Viewer
from servicebot.web.wording import Wording

_OPINIONS = ("useful", "useless", "commented")
_LONGEST_COMMENT = 200


@dataclass(frozen=True, slots=True)
class Chat:
    """The page of conversation: what it is made from, and what signs its turns."""

    pages: Pages
    asker: Asker
    secret: bytes

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
        if (opinion := _opinion(request.form, before)) is not None:
            return self._judged(opinion, before)
        return self._asked(question, before)

    def _judged(self, opinion: Feedback, before: Conversation) -> Response:
        self.asker.journal.attach(opinion)
        after = before.judged(opinion.id, useful=opinion.useful)
        asked = "" if opinion.comment else opinion.id
        return self._conversation(after, "thanks", asked=asked)

    def _asked(
        self, text: str, before: Conversation, notice: str | None = None
    ) -> Response:
        try:
            question = read_question(text)
        except PydanticCustomError as error:
            return self._conversation(before, error.type, text)
        return self._conversation(self._next(question, before), notice)

    def _next(self, question: str, conversation: Conversation) -> Conversation:
        bot = live_bot(self.pages.holder).bot
        base = bot.base
        now = datetime.now(UTC).astimezone(ZoneInfo(base.town.timezone))
        message = Message(question, conversation.context, "chat")
        reply = self.asker.ask(bot, message, now)
        viewer = Viewer(Wording.of(base.phrases), now)
        return conversation.then(viewer.turn(question, reply, base), reply.context)

    def _conversation(
        self,
        conversation: Conversation,
        notice: str | None = None,
        typed: str = "",
        asked: str = "",
    ) -> Response:
        return self.pages.page(
            "chat.html",
            turns=conversation.turns,
            token=seal(conversation, self.secret) if conversation.turns else "",
            notice=notice,
            typed=typed,
            asked=asked,
            limit=format_number(LONGEST_QUESTION),
        )


def chat_blueprint(chat: Chat) -> Blueprint:
    """Return the routes of the conversation."""
    routes = Blueprint("chat", __name__)
    routes.add_url_rule("/chat", "start", chat.start)
    routes.add_url_rule("/chat", "say", chat.say, methods=["POST"])
    return routes


def _opinion(form: Mapping[str, str], conversation: Conversation) -> Feedback | None:
    """Return what a form thinks of a reply of the conversation, if it does."""
    name = next((name for name in _OPINIONS if name in form), "")
    turn = conversation.of(form.get(name, ""))
    if turn is None:
        return None
    useful = turn.useful is True if name == "commented" else name == "useful"
    comment = form.get("comment", "").strip()[:_LONGEST_COMMENT]
    return feedback_of(turn.id, useful=useful, comment=comment or None)
