"""Statistics and the watch on the base, as pages of the desk."""

import base64
import hashlib
import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, request
from markupsafe import Markup

from servicebot.journal.counters import count_all
from servicebot.journal.statistics.charts import chart, table
from servicebot.journal.statistics.figures import Figures, Period, read_figures
from servicebot.journal.statistics.report import report
from servicebot.journal.statistics.tables import Listing, as_csv, listings
from servicebot.journal.statistics.town import opening_of
from servicebot.journal.watch import TOPICS, Concern, ageing, dead_links
from servicebot.web.api import live_bot
from servicebot.web.desk.room import Desk

DAYS = 30
_YEARS = range(2000, 2200)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def add_figures(routes: Blueprint, desk: Desk) -> None:
    """Add the routes of statistics and of the watch."""

    @routes.get("/statistiques")
    def statistics() -> Response:
        figures = _figures(desk, _period(desk))
        return desk.page(
            "statistics.html",
            period=figures.period,
            pieces=[(one.title, _piece(one)) for one in listings(figures, desk.base)],
        )

    @routes.get("/statistiques.csv")
    def statistics_csv() -> Response:
        lists = listings(_figures(desk, _period(desk)), desk.base)
        response = Response("".join(as_csv(lists)), content_type="text/csv")
        name = "attachment; filename=statistiques.csv"
        response.headers["Content-Disposition"] = name
        return response

    @routes.get("/rapport")
    def monthly_report() -> Response:
        text = report(_figures(desk, _month(desk)), desk.base)
        response = Response(text, content_type="text/html; charset=utf-8")
        policy = f"default-src 'none'; style-src {_style_hashes(text)}"
        response.headers["Content-Security-Policy"] = policy
        return response

    @routes.get("/veille")
    def quality_watch() -> Response:
        return _watch(desk)

    @routes.post("/veille/liens")
    def check_links() -> Response:
        return _watch(desk, dead_links(desk.base), links=True)


def _watch(
    desk: Desk, found: tuple[Concern, ...] = (), *, links: bool = False
) -> Response:
    bot = live_bot(desk.holder).bot
    now = desk.clock().astimezone(ZoneInfo(bot.base.town.timezone))
    by_topic: dict[str, list[Concern]] = {}
    aged = tuple(ageing(bot.base, desk.engine, now))  # before others take the processor
    asked = desk.stage.concerns(bot, now)
    for concern in (*aged, *(asked or ()), *found):
        by_topic.setdefault(TOPICS[concern.topic], []).append(concern)
    return desk.page(
        "watch.html",
        topics=by_topic,
        entries=bot.base.entries,
        tests=len(bot.base.tests),
        is_asked=asked is not None,
        fault=desk.holder.fault,
        links=links,
    )


def _figures(desk: Desk, period: Period) -> Figures:
    count_all(desk.engine)
    return read_figures(desk.engine, period, opening_of(desk.base))


def _piece(listing: Listing) -> Markup:
    """Return a list as HTML: its makers escape what they are given."""
    if not listing.rows:
        return Markup("<p><strong>{}</strong>\u202f: rien sur la période.</p>").format(
            listing.title
        )
    if listing.is_chart:
        pairs = [(str(name), int(count)) for name, count in listing.rows]
        heads = (listing.heads[0], listing.heads[1])
        return Markup(chart(listing.title, pairs, heads))  # noqa: S704 - escaped there
    return Markup(table(listing.title, listing.rows, listing.heads))  # noqa: S704 - as above


def _period(desk: Desk) -> Period:
    """Return the period that the address asks for, else the last thirty days."""
    today = _today(desk)
    end = _day("au") or today
    start = _day("du") or end - timedelta(days=DAYS - 1)
    if not start <= end <= start + timedelta(days=800):
        abort(422)
    return Period(start, end)


def _month(desk: Desk) -> Period:
    """Return the month that the address asks for, else the last whole one."""
    said = request.args.get("mois", "")
    first = _date(f"{said}-01") if said else None
    if first is None:
        first = (_today(desk).replace(day=1) - timedelta(days=1)).replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Period(first, following - timedelta(days=1))


def _day(name: str) -> date | None:
    said = request.args.get(name, "")
    return _date(said) if said else None


def _date(said: str) -> date:
    """Return a day that somebody may want to know about; others are refused."""
    try:
        day = date.fromisoformat(said)
    except ValueError:
        abort(422)
    if day.year not in _YEARS:
        abort(422)
    return day


def _today(desk: Desk) -> date:
    return desk.clock().astimezone(ZoneInfo(desk.base.town.timezone)).date()


def _style_hashes(page: str) -> str:
    """Return the style sheets of a page as a content policy names them."""
    digests = (hashlib.sha256(s.encode()).digest() for s in _STYLE.findall(page))
    return " ".join(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests)
