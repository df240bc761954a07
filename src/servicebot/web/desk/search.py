"""The agents' search: a field that answers as one types, and the sheet of a fact."""

from datetime import datetime, timedelta
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, request
from pydantic_core import PydanticCustomError
from sqlalchemy import Engine, select

from servicebot.journal.clock import millis
from servicebot.journal.database import reading
from servicebot.journal.tables import TURNS
from servicebot.knowledge.base import Entry
from servicebot.web.api import live_bot
from servicebot.web.asking import Message
from servicebot.web.bodies import LONGEST_QUESTION, read_question
from servicebot.web.desk.findings import Findings, find
from servicebot.web.desk.room import Desk
from servicebot.web.desk.sheets import sheet_view
from servicebot.web.mount import here
from servicebot.web.security import is_secure

RECENT = 8
"""How many of the last questions are shown."""


def add_search(routes: Blueprint, desk: Desk) -> None:
    """Add the routes of the search and of the sheets."""

    @routes.get("")
    def search() -> Response:
        typed = request.args.get("q", "")
        found = _found(desk, typed, typed)
        if found is not None and "fiche" not in request.args:
            message = Message(found.asked, None, "guichet")
            desk.asker.ask(live_bot(desk.holder).bot, message, _now(desk))
        return desk.page(
            "search.html",
            typed=typed,
            found=found,
            links=_links(desk),
            recent=recent_questions(desk.engine, desk.clock()),
        )

    @routes.get("/reponses")
    def results() -> Response:
        typed = request.args.get("q", "")
        asked = desk.completions.of(desk.base).complete(typed)
        found = _found(desk, typed, asked)
        return desk.page("results.html", found=found, links=_links(desk))

    @routes.get("/fiche/<entry>")
    def sheet(entry: str) -> Response:
        view = sheet_view(live_bot(desk.holder).bot, _entry(desk, entry), _now(desk))
        return desk.page("sheet_page.html", sheet=view, links=_links(desk))

    @routes.get("/fiche/<entry>/grand")
    def large(entry: str) -> Response:
        known, bot = _entry(desk, entry), live_bot(desk.holder).bot
        asked = request.args.get("q", "")[:LONGEST_QUESTION] or known.question
        found = find(bot, "", asked, entry, _now(desk))
        return desk.page("large.html", sheet=found.chosen)


def recent_questions(engine: Engine, now: datetime) -> tuple[str, ...]:
    """Return the last questions that were kept at the desk today, masked, each once."""
    query = (
        select(TURNS.c.question)
        .where(TURNS.c.at > millis(now - timedelta(days=1)))
        .where(TURNS.c.channel == "guichet", TURNS.c.question.is_not(None))
        .order_by(TURNS.c.at.desc())
        .limit(5 * RECENT)
    )
    with reading(engine) as connection:
        return tuple(dict.fromkeys(connection.scalars(query)))[:RECENT]


def _found(desk: Desk, typed: str, asked: str) -> Findings | None:
    try:
        question = read_question(asked)
    except PydanticCustomError:
        return None
    chosen = request.args.get("fiche")
    return find(live_bot(desk.holder).bot, typed, question, chosen, _now(desk))


def _entry(desk: Desk, name: str) -> Entry:
    entry = desk.base.entries.get(name)
    if entry is None:
        abort(404)
    return entry


def _now(desk: Desk) -> datetime:
    return desk.clock().astimezone(ZoneInfo(desk.base.town.timezone))


class _Links:
    """The addresses that templates need, whole, for mails and for copying."""

    def __init__(self, root: str) -> None:
        self._root = root

    def public(self, question: str) -> str:
        """Return the citizens' page that answers a question."""
        return f"{self._root}/chat?{urlencode({'q': question})}"

    def mail(self, question: str) -> str:
        """Return a link that opens a mail with the public page in it."""
        body = f"{question}\n{self.public(question)}"
        return f"mailto:?subject={quote(question)}&body={quote(body)}"


def _links(desk: Desk) -> _Links:
    scheme = "https" if is_secure(desk.settings.trusted_proxies) else "http"
    return _Links(f"{scheme}://{request.host}{here()}")
