"""What all pages are made from, and the pages that ask nothing of the bot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template
from werkzeug.exceptions import NotFound

from servicebot.answers.places import contact_card
from servicebot.journal.terms import Retention
from servicebot.knowledge.model import Contact
from servicebot.web.api import live_bot
from servicebot.web.assets import Asset, asset_of, town_styles
from servicebot.web.bundle import WidgetFiles
from servicebot.web.holder import BotHolder
from servicebot.web.town import for_everybody, openings, service_groups
from servicebot.web.views import Viewer
from servicebot.web.wording import ACCESS_SECTIONS, LEGAL_SECTIONS, Wording

_IMMUTABLE = "public, max-age=31536000, immutable"
_ERRORS = {404: "missing", 405: "missing", 429: "too_many"}


@dataclass(frozen=True, slots=True)
class Pages:
    """All that the pages are made from."""

    holder: BotHolder
    assets: Mapping[str, Asset]
    widgets: WidgetFiles
    retention: Retention

    def page(self, template: str, **values: object) -> Response:
        """Return a page in the words and colours of the town in service."""
        base = live_bot(self.holder).bot.base
        wording = Wording.of(base.phrases)
        now = datetime.now(UTC).astimezone(ZoneInfo(base.town.timezone))
        text = render_template(
            template,
            say=wording.say,
            say_all=wording.all,
            town=base.town,
            agent=Viewer(wording, now).contact(contact_card(base, now)),
            announced=for_everybody(base, now),
            whom=_whom(base.town.contact),
            assets=self._assets(),
            **values,
        )
        return Response(text, content_type="text/html; charset=utf-8")

    def home(self) -> Response:
        """Return the page of the town: its services, what is open, and the widget."""
        base = live_bot(self.holder).bot.base
        now = datetime.now(UTC).astimezone(ZoneInfo(base.town.timezone))
        viewer = Viewer(Wording.of(base.phrases), now)
        return self.page(
            "home.html",
            groups=service_groups(base),
            places=openings(base, viewer),
            widget=self.widgets.current(base),
        )

    def legal(self) -> Response:
        """Return who answers for the pages, and what becomes of what is typed."""
        return self._text("legal", LEGAL_SECTIONS)

    def accessibility(self) -> Response:
        """Return the declaration of accessibility that the law asks for."""
        return self._text("access", ACCESS_SECTIONS)

    def error(self, status: int) -> Response:
        """Return an error as a page that people can read and leave."""
        response = self.page("error.html", name=_ERRORS.get(status, "failure"))
        response.status_code = status
        return response

    def asset(self, name: str) -> Response:
        """Return a static file, good for ever at its hashed address."""
        for asset in self._assets().values():
            if asset.url == f"/assets/{name}":
                response = Response(asset.content, content_type=asset.content_type)
                response.headers["Cache-Control"] = _IMMUTABLE
                return response
        raise NotFound

    def _text(self, name: str, sections: Sequence[str]) -> Response:
        return self.page(
            "legal.html", name=name, sections=sections, kept=self.retention
        )

    def _assets(self) -> Mapping[str, Asset]:
        colours = live_bot(self.holder).bot.base.town.colours
        town = asset_of("town.css", town_styles(colours).encode())
        return {**self.assets, "town.css": town}


def pages_blueprint(pages: Pages) -> Blueprint:
    """Return the routes of the pages that ask nothing of the bot."""
    routes = Blueprint("pages", __name__)
    routes.add_url_rule("/", "home", pages.home)
    routes.add_url_rule("/mentions-legales", "legal", pages.legal)
    routes.add_url_rule("/accessibilite", "accessibility", pages.accessibility)
    routes.add_url_rule("/assets/<name>", "asset", pages.asset)
    return routes


def _whom(contact: Contact) -> str:
    parts = (contact.name, contact.address, contact.phone, contact.url)
    return ", ".join(part for part in parts if part)
