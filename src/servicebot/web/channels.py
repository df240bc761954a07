"""Other programs' chats: the REST channel of Rasa, and the Deep Chat component."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request
from markupsafe import Markup
from pydantic_core import PydanticCustomError

from servicebot.french.numbers import format_number
from servicebot.replies import Answer, Choice, Reply
from servicebot.web.api import json_response, live_bot
from servicebot.web.asking import Asker, Channel, Message
from servicebot.web.bodies import LONGEST_QUESTION, HealthBody, read_question
from servicebot.web.channel_bodies import (
    DeepChatReply,
    DeepChatRequest,
    RasaMessage,
    RasaReply,
)
from servicebot.web.conversations import Conversations, Kept
from servicebot.web.holder import BotHolder
from servicebot.web.reading import read_json
from servicebot.web.wording import Wording, say_as_of

_RESTARTS = {"/restart", "/session_start"}
_NOBODY = "default"
_COLON = "\u202f:"


@dataclass(frozen=True, slots=True)
class Said:
    """What a channel says: one text after another, and the choices under the last."""

    texts: tuple[str, ...]
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Channels:
    """All that the channels are made from."""

    holder: BotHolder
    asker: Asker
    conversations: Conversations
    secret: bytes
    clock: Callable[[], datetime]

    def health(self) -> Response:
        """Say that the channel is there, as Rasa does."""
        body: HealthBody = {"status": "ok"}
        return json_response(body)

    def rasa(self) -> Response:
        """Answer a message of Rasa's REST channel."""
        sent = read_json(RasaMessage)
        sender = _NOBODY if sent.sender is None else str(sent.sender)
        key = None if sent.sender is None else self._key("rasa", sender)
        if sent.message in _RESTARTS:
            if key is not None:
                self.conversations.forget(key, self.clock())
            messages = []
        else:
            messages = _rasa_messages(
                self._answer(sent.message or "", key, "rasa"), sender
            )
        if request.args.get("stream", "").lower() == "true":
            dumped = (json.dumps(message, ensure_ascii=False) for message in messages)
            lines = "".join(f"{line}\n" for line in dumped)
            return Response(lines, content_type="text/event-stream")
        return json_response(messages)

    def deepchat(self) -> Response:
        """Answer the last message of a Deep Chat component."""
        sent = read_json(DeepChatRequest)
        texts = [m.text for m in sent.messages if m.role == "user" and m.text]
        has_session = sent.session is not None
        key = self._key("deepchat", str(sent.session)) if has_session else None
        said = self._answer(texts[-1] if texts else "", key, "deepchat")
        body: DeepChatReply = {"text": "\n\n".join(said.texts)}
        if said.choices:
            # A click sends the button's text: its title, where the server can tell the
            # question behind it, else the question itself.
            labels = [c.title if has_session else c.question for c in said.choices]
            body["html"] = _suggestions(labels)
        return json_response(body)

    def _answer(self, text: str, key: str | None, channel: Channel) -> Said:
        live = live_bot(self.holder)
        wording = Wording.of(live.bot.base.phrases)
        now = self.clock().astimezone(ZoneInfo(live.bot.base.town.timezone))
        before = Kept() if key is None else self.conversations.read(key, now)
        try:
            question = read_question(before.choices.get(text, text))
        except PydanticCustomError as error:
            if error.type == "too_long":
                limit = format_number(LONGEST_QUESTION)
                return Said((wording.say("too_long", limit=limit),))
            question = ""
        message = Message(question, before.context, channel)
        reply = self.asker.ask(live.bot, message, now)
        if key is not None:
            offered = {choice.title: choice.question for choice in reply.choices}
            self.conversations.keep(key, Kept(reply.context, offered), now)
        return _said(reply, wording)

    def _key(self, channel: str, sender: str) -> str:
        town = live_bot(self.holder).bot.base.town.town
        text = f"servicebot.{channel}\0{town}\0{sender}"
        return hmac.new(self.secret, text.encode(), hashlib.sha256).hexdigest()


def channels_blueprint(channels: Channels) -> Blueprint:
    """Return the routes of the channels."""
    routes = Blueprint("channels", __name__)
    routes.add_url_rule("/webhooks/rest/", "health", channels.health)
    rasa = "/webhooks/rest/webhook"
    routes.add_url_rule(rasa, "rasa", channels.rasa, methods=["POST"])
    deepchat = "/api/deepchat"
    routes.add_url_rule(deepchat, "deepchat", channels.deepchat, methods=["POST"])
    return routes


def _said(reply: Reply, wording: Wording) -> Said:
    main = [reply.text, *reply.notices, *_cautions(reply, wording)]
    sources = [line for a in reply.answers for line in _sources(a, wording)]
    texts = ["\n".join(main), "\n".join(dict.fromkeys(sources))]
    if reply.choices and reply.kind != "clarification":
        texts.append(f"{wording.say('more')}{_COLON}")
    return Said(tuple(text for text in texts if text), reply.choices)


def _cautions(reply: Reply, wording: Wording) -> Iterator[str]:
    for answer in reply.answers:
        if answer.caution is not None and answer.caution not in reply.text:
            yield f"{wording.say('caution')}{_COLON} {answer.caution}"


def _sources(answer: Answer, wording: Wording) -> Iterator[str]:
    for source in answer.sources:
        said = f"{source.title}, {source.publisher} ({say_as_of(source.date)})"
        site = f" {source.url}" if source.url else ""
        yield f"{wording.say('source')}{_COLON} {said}{site}"


def _rasa_messages(said: Said, sender: str) -> list[RasaReply]:
    messages: list[RasaReply] = [
        {"recipient_id": sender, "text": text} for text in said.texts
    ]
    if said.choices:
        messages[-1]["buttons"] = [
            {"title": choice.title, "payload": choice.question}
            for choice in said.choices
        ]
    return messages


def _suggestions(labels: Iterable[str]) -> str:
    button = Markup(
        '<button class="deep-chat-button deep-chat-suggestion-button">{}</button>'
    )
    return f"<div>{Markup(' ').join(button.format(label) for label in labels)}</div>"
