"""The figures of a period, as text, pictures, tables, CSV and a page."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from servicebot.journal.counters import count_all
from servicebot.journal.records import Feedback, Record
from servicebot.journal.statistics.charts import chart, table
from servicebot.journal.statistics.figures import Figures, Period, read_figures
from servicebot.journal.statistics.report import report
from servicebot.journal.statistics.tables import as_csv, listings, summary
from servicebot.journal.statistics.town import empty_cells, opening_of
from servicebot.journal.store import Journal
from servicebot.knowledge.base import Base
from servicebot.knowledge.loader import load

MakeRecord = Callable[..., Record]
PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 11, 23, 10, 30, tzinfo=PARIS)
WEEK = Period(date(2026, 11, 23), date(2026, 11, 29))


@pytest.fixture(scope="module")
def base() -> Base:
    """The invented town."""
    return load(Path(__file__).parents[1] / "town")


@pytest.fixture
def figures(journal: Journal, make_record: MakeRecord) -> Figures:
    """The figures of a week with a few questions, and of one before it."""
    lost = {"kind": "fallback", "entry": None, "confidence": 0.1}
    night = MONDAY.replace(hour=23)
    records = [
        make_record("a", at=MONDAY),
        make_record("b", at=MONDAY, latency=900),
        make_record(
            "c", at=night, aspect="horaires", entry="creches.horaires", confidence=0.6
        ),
        make_record("d", at=MONDAY, aspect="tarif", folded="le prix", **lost),
        make_record("e", at=night, aspect="tarif", folded="le prix", **lost),
        make_record("f", at=MONDAY, kind="clarification", entry=None, folded="quoi"),
        make_record("old", at=MONDAY - timedelta(days=1)),
    ]
    for record in records:
        journal.record(record)
    journal.attach(Feedback("a", useful=True))
    journal.attach(Feedback("b", useful=False))
    assert journal.flush()
    count_all(journal.engine)
    return read_figures(journal.engine, WEEK, lambda _, hour: 8 <= hour < 18)


def test_everything_of_the_period_is_counted_and_nothing_else(figures: Figures) -> None:
    assert figures.total == 6
    assert figures.kinds == {"answer": 3, "fallback": 2, "clarification": 1}
    assert figures.channels == {"api": 6}
    assert figures.by_day[0] == (date(2026, 11, 23), 6)
    assert [count for _, count in figures.by_day[1:]] == [0] * 6
    assert (figures.by_hour[10], figures.by_hour[23], sum(figures.by_hour)) == (4, 2, 6)


def test_rates_and_response_times(figures: Figures) -> None:
    assert figures.share("answer") == 0.5
    assert (figures.useful, figures.useless, figures.useful_share) == (1, 1, 0.5)
    assert (figures.latency_p50, figures.latency_p95) == (250, 900)


def test_lists_begin_with_what_is_most_asked(figures: Figures) -> None:
    assert figures.subjects == (("creches", 6),)
    assert figures.entries == (("creches.nombre", 2), ("creches.horaires", 1))
    assert [(row.n, row.entry) for row in figures.unanswered] == [
        (2, "creches.capacite"),
        (1, "creches.capacite"),
    ]
    assert [(row.n, row.entry) for row in figures.judged_useless] == [
        (1, "creches.nombre")
    ]
    assert [(row.n, row.entry) for row in figures.doubtful] == [(1, "creches.horaires")]


def test_an_answer_judged_no_use_is_missed_like_none(figures: Figures) -> None:
    assert figures.missed == 3
    assert figures.missed_share == 0.5


def test_demand_outside_the_opening_hours(figures: Figures) -> None:
    assert figures.outside is not None
    assert (figures.outside.n, figures.outside.on_hours) == (2, 1)
    assert figures.outside.share == pytest.approx(1 / 3)


def test_cells_that_the_base_lacks_are_named(figures: Figures, base: Base) -> None:
    cells = empty_cells(figures, base)

    assert [(name, count) for name, _, count in cells] == [
        (base.subjects["creches"].name, 2)
    ]
    assert cells[0][1] == base.aspects["tarif"].name


def test_a_period_without_a_question_has_figures(journal: Journal, base: Base) -> None:
    figures = read_figures(journal.engine, WEEK, opening_of(base))

    assert (figures.total, figures.useful_share, figures.latency_p50) == (0, None, None)
    assert figures.share("answer") == 0
    assert "rien sur la période" in report(figures, base)


def test_the_reception_is_open_when_its_hours_say_so(base: Base) -> None:
    is_open = opening_of(base)
    states = {is_open(date(2026, 11, 23), hour) for hour in range(24)}

    assert is_open(date(2026, 11, 23), 3) in (False, None)
    assert states in ({True, False}, {None})


def test_a_picture_tells_what_it_shows_and_has_its_table() -> None:
    drawn = chart("Par <jour>", [("lundi", 1200), ("mardi", 3)], ("Jour", "Questions"))

    assert 'role="img"' in drawn
    assert "<title>Par &lt;jour&gt;</title>" in drawn
    assert "<desc>1\u202f203 en tout, au plus 1\u202f200 (lundi)." in drawn
    assert '<th scope="row">mardi</th><td>3</td>' in drawn
    assert "style=" not in drawn


def test_a_picture_of_nothing_is_drawn() -> None:
    assert "Aucune question." in chart("Rien", [("lundi", 0)], ("Jour", "Questions"))
    assert "Aucune question." in chart("Rien", [], ("Jour", "Questions"))
    assert "<caption>Rien</caption>" in table("Rien", [], ("Jour",))


def test_the_csv_holds_every_list_and_no_formula(figures: Figures, base: Base) -> None:
    lists = listings(figures, base)
    lines = "".join(as_csv(lists)).splitlines()
    names = {line.split(",", 1)[0] for line in lines}

    assert names == {listing.name for listing in lists}
    assert not [line for line in lines if re.search(r"(^|,)[=+@]", line)]


def test_entries_are_listed_by_their_titles_where_the_base_has_them(
    figures: Figures, base: Base
) -> None:
    lists = {listing.name: listing for listing in listings(figures, base)}
    titles = [title for title, _ in lists["entries"].rows]

    assert titles == [base.entries["creches.nombre"].title, "creches.horaires"]


class Page(HTMLParser):
    """Collects what a page asks of others."""

    def __init__(self) -> None:
        """Begin with nothing asked."""
        super().__init__()
        self.asked: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, and the addresses that it names."""
        self.open.append(tag)
        self.asked += [name for name, _ in attrs if name in ("src", "href")]


def test_the_report_is_one_page_that_needs_nothing_else(
    figures: Figures, base: Base
) -> None:
    page = Page()
    text = report(figures, base)
    page.feed(text)

    assert page.asked == []
    assert "script" not in page.open
    assert text.startswith('<!doctype html>\n<html lang="fr">')
    assert {"h1", "main", "svg", "table", "caption"} <= set(page.open)
    assert "23 novembre 2026" in text.replace("\u00a0", " ")


def test_the_summary_is_in_french(figures: Figures) -> None:
    rows = dict(summary(figures))

    assert rows["Questions"] == "6"
    assert rows["Répondues"] == "3 (50\u00a0%)"
    assert rows["Manquées (sans réponse ou jugées pas utiles)"] == "3 (50\u00a0%)"
    assert rows["Jugées utiles"] == "50\u00a0% de 2 avis"
    assert rows["Temps de réponse médian"] == "0,25\u202fms"
