"""All that the desk works with, and how it makes a page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask import Response, g, make_response, render_template
from sqlalchemy import Engine

from servicebot.journal.accounts import Accounts
from servicebot.journal.attempts import Attempts
from servicebot.journal.audit import Audit, AuditLine
from servicebot.journal.sessions import Session, Sessions
from servicebot.knowledge.base import Base
from servicebot.settings import Settings
from servicebot.web.api import live_bot
from servicebot.web.asking import Asker
from servicebot.web.assets import Asset
from servicebot.web.desk.completion import Completions
from servicebot.web.desk.rehearsal import Stage
from servicebot.web.holder import BotHolder

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk of one town; `clock` gives the present instant, aware."""

    holder: BotHolder
    assets: Mapping[str, Asset]
    settings: Settings
    secret: bytes
    asker: Asker
    clock: Clock
    completions: Completions = field(default_factory=Completions)
    stage: Stage = field(default_factory=Stage)

    @property
    def engine(self) -> Engine:
        """The database."""
        return self.asker.journal.engine

    @property
    def attempts(self) -> Attempts:
        """Who has tried to enter."""
        return Attempts(self.engine, self.secret)

    @property
    def accounts(self) -> Accounts:
        """Who may enter."""
        return Accounts(self.engine)

    @property
    def sessions(self) -> Sessions:
        """Who is in."""
        return Sessions(self.engine)

    @property
    def base(self) -> Base:
        """The knowledge in service."""
        return live_bot(self.holder).bot.base

    def note(self, act: str, on: str, detail: str = "") -> None:
        """Write in the audit log what the person at the desk did."""
        session: Session | None = g.get("desk_session")
        who = session.account.login if session else "-"
        Audit(self.engine).note(AuditLine(self.clock(), who, act, on, detail))

    def page(self, template: str, status: int = 200, **values: object) -> Response:
        """Return one page of the desk."""
        session: Session | None = g.get("desk_session")
        text = render_template(
            f"desk/{template}",
            me=session.account if session else None,
            town=self.base.town,
            assets=self.assets,
            **values,
        )
        response = make_response(text, status)
        response.headers["Content-Type"] = "text/html; charset=utf-8"
        return response
