"""New entries written at the desk, and all that was learned there, to take back."""

import re
from collections.abc import Mapping

from flask import Blueprint, Response, abort, request
from pydantic import TypeAdapter, ValidationError
from werkzeug.wrappers import Response as BaseResponse

from servicebot.errors import JournalError
from servicebot.french.text import fold
from servicebot.journal.overlay import OverlayStore
from servicebot.knowledge.base import Base, Subject
from servicebot.knowledge.fields import AsOf
from servicebot.knowledge.overlay import NewEntry
from servicebot.web.desk.access import me
from servicebot.web.desk.announcing import by_name, has_controls
from servicebot.web.desk.room import Desk
from servicebot.web.mount import go

LONGEST_SAY = 1000
LONGEST_LINE = 200
MOST_ASKS = 20
_AS_OF: TypeAdapter[str] = TypeAdapter(AsOf)


class DraftError(ValueError):
    """A draft that cannot be kept; the message says why, in French."""


def add_drafting(routes: Blueprint, desk: Desk) -> None:
    """Add the routes of drafts and of what was learned."""

    @routes.get("/appris")
    def learned() -> Response:
        rows = OverlayStore(desk.engine).rows()
        done = request.args.get("fait", "")
        return desk.page(
            "learned.html", rows=rows, titles=_titles(desk.base), done=done
        )

    @routes.post("/appris/<int:number>/annuler")
    def undo(number: int) -> BaseResponse:
        store = OverlayStore(desk.engine)
        row = store.get(number)
        if row is None:
            abort(404)
        try:
            store.undo(number, desk.clock())
        except JournalError:
            abort(404)
        desk.note("apprentissage annulé", row.entry or row.text, row.text)
        return go("/guichet/appris?fait=annule")

    @routes.get("/fiches/nouvelle")
    def new_entry() -> Response:
        question = request.args.get("question", "")[:LONGEST_LINE]
        return _form(desk, {"questions": question, "titre": ""})

    @routes.post("/fiches")
    def keep_draft() -> BaseResponse:
        try:
            new = read_draft(request.form, desk.base)
        except DraftError as error:
            return _form(desk, request.form, 422, error=str(error))
        OverlayStore(desk.engine).draft(new, me().account.login, desk.clock())
        desk.note("brouillon écrit", new.id, new.title)
        return go("/guichet/appris?fait=brouillon")


def read_draft(form: Mapping[str, str], base: Base) -> NewEntry:
    """Return the entry that a form describes; what is wrong is a DraftError."""
    subject, source = form.get("sujet", ""), form.get("source", "")
    title, say = _line(form, "titre"), " ".join(form.get("reponse", "").split())
    if subject not in _subjects(base) or source not in base.sources:
        raise DraftError("choisissez un sujet et une source de la base")
    if not title or not say or len(say) > LONGEST_SAY or has_controls(say):
        raise DraftError("il faut un titre et une réponse, de 1 000 caractères au plus")
    lines = (" ".join(line.split()) for line in form.get("questions", "").splitlines())
    asks = tuple(dict.fromkeys(line[:LONGEST_LINE] for line in lines if line))
    if not asks or len(asks) > MOST_ASKS or any(map(has_controls, asks)):
        raise DraftError(f"il faut de 1 à {MOST_ASKS} questions, une par ligne")
    return NewEntry(
        id=_name(subject, title, base),
        subject=subject,
        title=title,
        say=say,
        asks=asks,
        source=source,
        as_of=_as_of(form.get("date", "").strip()),
        caution=_line(form, "reserve") or None,
    )


def _line(form: Mapping[str, str], name: str) -> str:
    text = " ".join(form.get(name, "").split())
    if len(text) > LONGEST_LINE or has_controls(text):
        raise DraftError(f"« {name} » dépasse {LONGEST_LINE} caractères")
    return text


def _as_of(text: str) -> str:
    try:
        return _AS_OF.validate_python(text)
    except ValidationError:
        message = "la date du fait s'écrit 2026, 2026-11 ou 2026-11-28"
        raise DraftError(message) from None


def _name(subject: str, title: str, base: Base) -> str:
    """Return an identifier that is free: the subject, and the words of the title."""
    words = "-".join(re.findall(r"[a-z0-9]+", fold(title)))[:60].strip("-") or "fiche"
    name, number = f"{subject}.{words}", 2
    while name in base.entries:
        name, number = f"{subject}.{words}-{number}", number + 1
    return name


def _subjects(base: Base) -> Mapping[str, Subject]:
    """Return the subjects that have a sheet of their own."""
    return {key: s for key, s in base.subjects.items() if s.kind != "place"}


def _titles(base: Base) -> Mapping[str, str]:
    return {entry.id: entry.title for entry in base.entries.values()}


def _form(
    desk: Desk, typed: Mapping[str, str], status: int = 200, error: str = ""
) -> Response:
    base = desk.base
    subjects = by_name(_subjects(base).values())
    sources = sorted(base.sources.items(), key=lambda pair: fold(pair[1].title))
    return desk.page(
        "draft.html",
        status,
        typed=typed,
        subjects=subjects,
        sources=sources,
        error=error,
    )
