"""The inbox: what was not understood, what a change would move, and the change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, request
from pydantic_core import PydanticCustomError
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from servicebot.journal.counters import count_all
from servicebot.journal.database import reading
from servicebot.journal.inbox import Cluster, Inbox
from servicebot.journal.overlay import DRAFT, OverlayStore
from servicebot.journal.records import folded_of
from servicebot.journal.tables import TURNS
from servicebot.knowledge.base import Phrasing
from servicebot.knowledge.overlay import Overlay
from servicebot.web.api import live_bot
from servicebot.web.bodies import read_question
from servicebot.web.desk.access import LARGEST, me
from servicebot.web.desk.room import Desk
from servicebot.web.desk.sheets import Named
from servicebot.web.holder import Replier
from servicebot.web.mount import go

PAGE = 20
NEAREST = 3
REPLAYED = 200
"""How many of the last questions a change is tried on."""

_READ = 2000


@dataclass(frozen=True, slots=True)
class Row:
    """One cluster and the entries that are nearest to it."""

    cluster: Cluster
    nearest: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A change that is proposed: what is asked, and what would answer it."""

    act: str
    question: str
    overlay: Overlay
    entry: str | None = None
    draft: int | None = None


def add_inbox(routes: Blueprint, desk: Desk) -> None:
    """Add the routes of the inbox."""

    @routes.get("/questions")
    def inbox() -> Response:
        return _page(desk)

    @routes.get("/questions/apercu")
    def preview() -> Response:
        return _tried(desk, _change(desk, request.args.to_dict()))

    @routes.post("/questions")
    def accept() -> BaseResponse:
        change = _change(desk, request.form.to_dict())
        _apply(desk, change)
        _handle(desk, change.question, change.act)
        return go(f"/guichet/questions?fait={change.act}")

    @routes.post("/questions/ecarter")
    def dismiss() -> BaseResponse:
        _handle(desk, _question(request.form.get("question", "")), "écartée")
        return go("/guichet/questions?fait=ecartee")

    @routes.post("/signaler")
    def flag() -> BaseResponse:
        question = _question(request.form.get("question", ""))
        Inbox(desk.engine).flag(folded_of(question), me().account.login, desk.clock())
        desk.note("question signalée", folded_of(question)[0])
        return go("/guichet?fait=signalee")


def last_questions(desk: Desk) -> Sequence[str]:
    """Return the last questions of citizens, each once, newest first."""
    query = (
        select(TURNS.c.question)
        .where(TURNS.c.question.is_not(None))
        .order_by(TURNS.c.at.desc())
        .limit(_READ)
    )
    with reading(desk.engine) as connection:
        found = dict.fromkeys(connection.scalars(query))
    return list(found)[:REPLAYED]


def _page(desk: Desk) -> Response:
    clusters = _clusters(desk)
    shown = max(0, request.args.get("depuis", 0, int))
    rows = [_row(desk, c) for c in clusters[shown : shown + PAGE]]
    return desk.page(
        "inbox.html",
        rows=rows,
        entries=desk.base.entries.values(),
        total=len(clusters),
        shown=shown,
        size=PAGE,
        done=request.args.get("fait", ""),
    )


def _tried(desk: Desk, change: Change) -> Response:
    bot, now = live_bot(desk.holder).bot, _now(desk)
    own = folded_of(change.question)[1]
    last = [q for q in last_questions(desk) if folded_of(q)[1] != own]
    asked = [change.question, *last]
    tried = desk.stage.rehearse(bot, change.overlay, asked, now)
    entry = desk.base.entries.get(change.entry or "")
    return desk.page("preview.html", change=change, tried=tried, entry=entry)


def _clusters(desk: Desk) -> list[Cluster]:
    count_all(desk.engine)
    bot = live_bot(desk.holder).bot

    def key(question: str) -> str:
        return " ".join(sorted(bot.content(question)))

    return Inbox(desk.engine).clusters(_now(desk).date(), key)


def _row(desk: Desk, found: Cluster) -> Row:
    bot = live_bot(desk.holder).bot
    return Row(found, nearest(bot, found.head.question, _now(desk)))


def nearest(bot: Replier, question: str, now: datetime) -> tuple[Named, ...]:
    """Return the entries that are nearest to a question."""
    labels = [c.label for c in bot.explain(question, None, now).candidates]
    known = [bot.base.entries[name] for name in labels if name in bot.base.entries]
    return tuple(Named(entry.id, entry.title) for entry in known[:NEAREST])


def _change(desk: Desk, values: dict[str, str]) -> Change:
    """Return the change that a form describes; one that makes no sense is refused."""
    act = values.get("acte", "")
    if act == "publier":
        return _publication(desk, values.get("brouillon", ""))
    question = _question(values.get("question", ""))
    if act == "hors-sujet":
        return Change(act, question, Overlay(negatives=(question,)))
    entry = values.get("fiche", "")
    if act != "apprendre" or entry not in desk.base.entries:
        abort(422)
    overlay = Overlay(phrasings=(Phrasing(entry, question),))
    return Change(act, question, overlay, entry)


def _publication(desk: Desk, number: str) -> Change:
    is_number = number.isdecimal() and int(number[:20]) <= LARGEST
    row = OverlayStore(desk.engine).get(int(number[:20])) if is_number else None
    if row is None or row.new is None or row.kind != DRAFT or row.undone:
        abort(422)
    overlay = Overlay(entries=(row.new,))
    return Change("publier", row.new.asks[0], overlay, row.new.id, row.id)


def _apply(desk: Desk, change: Change) -> None:
    store, who, now = OverlayStore(desk.engine), me().account.login, desk.clock()
    if change.draft is not None:
        store.publish(change.draft)
        desk.note("fiche publiée", change.entry or "")
    elif change.entry is not None:
        store.teach(Phrasing(change.entry, change.question), who, now)
        desk.note("formulation apprise", change.entry, change.question)
    else:
        store.reject(change.question, who, now)
        desk.note("question hors sujet", change.question)


def _handle(desk: Desk, question: str, act: str) -> None:
    """Take a question, and those that are the same, out of the inbox."""
    folded = folded_of(question)[1]
    found = [c for c in _clusters(desk) if _holds(c, folded)]
    same = {one.folded for c in found for one in c.members}
    who = me().account.login
    Inbox(desk.engine).handle({folded, *same}, act, who, desk.clock())


def _holds(found: Cluster, folded: str) -> bool:
    return any(one.folded == folded for one in found.members)


def _question(text: str) -> str:
    try:
        return " ".join(read_question(text).split())
    except PydanticCustomError:
        abort(422)


def _now(desk: Desk) -> datetime:
    return desk.clock().astimezone(ZoneInfo(desk.base.town.timezone))
