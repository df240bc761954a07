"""The blueprint of the desk: every page of /guichet, guarded."""

from datetime import datetime
from importlib import import_module
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response
from jinja2 import pass_context
from jinja2.runtime import Context
from werkzeug.exceptions import Forbidden

from servicebot.web.desk.access import csrf_token, guard
from servicebot.web.desk.announcing import add_announcing
from servicebot.web.desk.drafting import add_drafting
from servicebot.web.desk.figures import add_figures
from servicebot.web.desk.inbox import add_inbox
from servicebot.web.desk.login import add_login
from servicebot.web.desk.people import add_people
from servicebot.web.desk.room import Desk
from servicebot.web.desk.search import add_search
from servicebot.web.desk.wording import say_day, say_instant, sentence

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def desk_blueprint(app: Flask, desk: Desk) -> Blueprint:
    """Return the routes of the desk."""
    routes = Blueprint("desk", __name__, url_prefix="/guichet")
    routes.before_request(lambda: guard(desk))
    add_login(routes, desk)
    if desk.settings.oidc is not None:
        # Authlib would cost every start 0.1 s and 15 MB; few towns have a provider.
        oidc = import_module("servicebot.web.desk.oidc")
        oidc.add_oidc(app, routes, desk, desk.settings.oidc)
    add_search(routes, desk)
    add_inbox(routes, desk)
    add_drafting(routes, desk)
    add_announcing(routes, desk)
    add_figures(routes, desk)
    add_people(routes, desk)

    routes.add_app_template_filter(sentence)
    routes.add_app_template_filter(say_day, "day")
    routes.add_app_template_filter(_say_instant, "moment")

    @routes.context_processor
    def forms() -> dict[str, object]:
        return {"csrf": lambda: csrf_token(desk)}

    @routes.after_request
    def protect(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers["X-Frame-Options"] = "DENY"
        return response

    @routes.errorhandler(403)
    def refused(error: Forbidden) -> Response:
        del error
        return desk.page("refused.html", 403)

    return routes


@pass_context
def _say_instant(context: Context, moment: datetime) -> str:
    return say_instant(moment, ZoneInfo(context["town"].timezone))
