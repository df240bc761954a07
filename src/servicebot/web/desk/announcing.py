"""Notices and exceptional closures: written at the desk, live at once, over alone."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as BaseResponse

from servicebot.french.text import fold
from servicebot.french.typography import polish
from servicebot.journal.notices import NoticeStore
from servicebot.knowledge.base import Base, Notice, Subject
from servicebot.web.desk.access import me
from servicebot.web.desk.room import Desk
from servicebot.web.mount import go

LONGEST_TEXT = 200
LONGEST = timedelta(days=366)


class NoticeError(ValueError):
    """A notice that cannot be announced; the message says why, in French."""


def add_announcing(routes: Blueprint, desk: Desk) -> None:
    """Add the routes of notices."""

    @routes.get("/avis")
    def notices() -> Response:
        return _page(desk)

    @routes.post("/avis")
    def announce() -> BaseResponse:
        now = desk.clock()
        try:
            notice = read_notice(request.form, desk.base, now)
        except NoticeError as error:
            return _page(desk, 422, error=str(error), typed=request.form)
        NoticeStore(desk.engine).add(notice, me().account.login, now)
        desk.note("avis publié", notice.about or "tout le monde", notice.text)
        desk.holder.refresh()
        return go("/guichet/avis?fait=publie")

    @routes.post("/avis/<int:number>/fin")
    def end_notice(number: int) -> BaseResponse:
        if not NoticeStore(desk.engine).end(number, desk.clock()):
            abort(404)
        desk.note("avis terminé", str(number))
        desk.holder.refresh()
        return go("/guichet/avis?fait=termine")


def read_notice(form: Mapping[str, str], base: Base, now: datetime) -> Notice:
    """Return the notice that a form describes; what is wrong is a NoticeError."""
    text = polish(" ".join(form.get("texte", "").split()))
    about = form.get("sur") or None
    if not 1 <= len(text) <= LONGEST_TEXT or has_controls(text):
        raise NoticeError(f"l'avis doit avoir de 1 à {LONGEST_TEXT} caractères")
    if about is not None and about not in base.subjects:
        raise NoticeError("ce service ou ce lieu n'existe pas")
    closes = form.get("ferme") == "1"
    if closes and about is None:
        raise NoticeError("dites quel service ou quel lieu est fermé")
    zone = ZoneInfo(base.town.timezone)
    start, end = (_moment(form.get(name, ""), zone) for name in ("du", "au"))
    if not start < end <= start + LONGEST:
        raise NoticeError("la fin doit venir après le début, un an après au plus")
    if end <= now:
        raise NoticeError("cet avis serait déjà terminé")
    is_early = form.get("annonce", "maintenant") == "maintenant"
    shown = min(now, start) if is_early else start
    return Notice(0, text, about, closes, start, end, shown)


def has_controls(text: str) -> bool:
    """Whether a text holds signs that are not for reading."""
    return any(unicodedata.category(sign).startswith("C") for sign in text)


def by_name(subjects: Iterable[Subject]) -> list[Subject]:
    """Return subjects by name: « État civil » comes before « Famille »."""
    return sorted(subjects, key=lambda subject: fold(subject.name))


def _moment(text: str, zone: ZoneInfo) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone)
    except ValueError:
        message = "le début et la fin s'écrivent comme 2026-11-30T08:00"
        raise NoticeError(message) from None


def _page(desk: Desk, status: int = 200, **values: object) -> Response:
    now, base = desk.clock(), desk.base
    store = NoticeStore(desk.engine)
    local = now.astimezone(ZoneInfo(base.town.timezone))
    subjects = by_name(base.subjects.values())
    return desk.page(
        "notices.html",
        status,
        current=store.current(now),
        past=store.past(now),
        subjects=subjects,
        names={subject.id: subject.name for subject in subjects},
        now=now,
        start=local.strftime("%Y-%m-%dT%H:00"),
        end=local.strftime("%Y-%m-%dT23:59"),
        done=request.args.get("fait", ""),
        **values,
    )
