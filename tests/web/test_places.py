"""Hours, calendars and schema.org of the places of a town with rich hours."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from servicebot.bot import Bot
from servicebot.journal.store import Journal
from servicebot.knowledge.loader import load
from servicebot.settings import Settings
from servicebot.web.app import create_app
from servicebot.web.holder import BotHolder

Json = dict[str, Any]
CLOCK = "2026-12-05T10:30"


@pytest.fixture(scope="module")
def client(
    clock_town: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FlaskClient]:
    var = tmp_path_factory.mktemp("var")
    holder = BotHolder(clock_town, lambda path: Bot.build(load(path), secret=bytes(16)))
    holder.load()
    settings = Settings(secret_key="x" * 16, rate_limit=None, allow_at=True, var=var)
    journal = Journal(f"sqlite:///{var / 'servicebot.sqlite'}")
    journal.start()
    yield create_app(settings, bot_holder=holder, journal=journal).test_client()
    journal.close()


def hours(client: FlaskClient, place: str, query: str = "") -> Json:
    response = client.get(f"/api/v1/places/{place}/hours?at={CLOCK}&{query}")
    assert response.status_code == 200
    return dict(response.get_json())


def test_the_hours_of_a_place_have_the_form_of_the_contract(
    client: FlaskClient,
) -> None:
    body = hours(client, "bains", "from=2026-12-06&days=2")

    assert body == {
        "place": "bains",
        "state": "open",
        "until": "2026-12-05T18:30",
        "next_opening": None,
        "days": [
            {"date": "2026-12-06", "spans": ["09:00-12:30"], "note": None},
            {"date": "2026-12-07", "spans": [], "note": "vidange annuelle"},
        ],
    }


def test_a_closed_place_says_when_it_opens_and_a_week_is_given(
    client: FlaskClient,
) -> None:
    body = hours(client, "maison-des-metiers")

    assert (body["state"], body["next_opening"]) == ("closed", "2026-12-07T09:00")
    assert [day["date"] for day in body["days"]][::6] == ["2026-12-05", "2026-12-11"]


@pytest.mark.parametrize(
    ("place", "day", "note"),
    [
        ("gymnase", "2026-12-08", "Horaires non connus"),
        ("archives", "2026-12-08", "Horaires trop anciens (mars 2019) : à confirmer"),
        ("maison-des-metiers", "2027-05-06", "Ascension ; Horaires non connus"),
    ],
)
def test_a_day_that_is_not_known_never_looks_closed(
    client: FlaskClient, place: str, day: str, note: str
) -> None:
    (row,) = hours(client, place, f"from={day}&days=1")["days"]

    assert row["spans"] == []
    assert row["note"].replace("\u202f", " ").startswith(note)


def test_old_hours_are_no_state(client: FlaskClient) -> None:
    assert hours(client, "archives")["state"] == "unknown"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("days=0", "days"),
        ("days=367", "days"),
        ("days=²", "days"),
        ("days=1e3", "days"),
        ("from=demain", "from"),
        ("from=9999-12-31", "from"),
        ("at=hier", "at"),
    ],
)
def test_what_cannot_be_asked_is_a_problem_on_its_field(
    client: FlaskClient, query: str, field: str
) -> None:
    response = client.get(f"/api/v1/places/bains/hours?{query}")

    assert response.status_code == 422
    assert [error["field"] for error in response.get_json()["errors"]] == [field]


@pytest.mark.parametrize("what", ["hours", "closures.ics"])
def test_an_unknown_place_is_not_found(client: FlaskClient, what: str) -> None:
    response = client.get(f"/api/v1/places/nulle-part/{what}")

    assert response.status_code == 404
    assert response.content_type == "application/problem+json"


# --- the calendar of closures --------------------------------------------------------


def feed(client: FlaskClient, place: str) -> str:
    response = client.get(f"/api/v1/places/{place}/closures.ics")
    assert response.content_type == "text/calendar; charset=utf-8"
    return response.get_data(as_text=True)


def events(client: FlaskClient, place: str) -> Iterator[Any]:
    return iter(Calendar.from_ical(feed(client, place)).walk("VEVENT"))


def test_closures_are_whole_days_of_a_calendar(client: FlaskClient) -> None:
    first, second = events(client, "bains")

    assert (first.decoded("dtstart"), first.decoded("dtend")) == (
        date(2026, 12, 7),
        date(2026, 12, 14),
    )
    assert str(first["summary"]).replace("\u202f", " ") == (
        "Fermé : Bains de l'Horloge (vidange annuelle)"
    )
    assert str(first["location"]) == "2 quai de l'Horloge, 99100 Valbrune"
    assert str(second["uid"]) == "20270802-bains@www.valbrune.example"


def test_a_feed_is_the_same_until_a_fact_changes(client: FlaskClient) -> None:
    assert feed(client, "bains") == feed(client, "bains")
    assert "DTSTAMP:20260901T000000Z" in feed(client, "bains")


def test_lines_are_short_and_end_as_the_standard_says(client: FlaskClient) -> None:
    text = feed(client, "bains")
    lines = text.encode().split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert text.count("\n") == text.count("\r\n")
    assert any(line.startswith(b" ") for line in lines)


def test_a_place_without_closures_has_an_empty_feed(client: FlaskClient) -> None:
    assert list(events(client, "gymnase")) == []


# --- schema.org ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def graph(client: FlaskClient) -> dict[str, Json]:
    response = client.get(f"/jsonld?at={CLOCK}")
    assert response.content_type == "application/ld+json"
    body = response.get_json(force=True)
    assert body["@context"] == "https://schema.org"
    return {node["@id"].partition("#")[2]: node for node in body["@graph"]}


def test_a_plain_timetable_is_told_without_dates(graph: dict[str, Json]) -> None:
    office = graph["mairie"]

    assert office["@type"] == "GovernmentOffice"
    assert office["openingHoursSpecification"][0] == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [
            f"https://schema.org/{day}"
            for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
        ],
        "opens": "08:30",
        "closes": "12:00",
    }


def test_closures_and_holidays_are_special_hours(graph: dict[str, Json]) -> None:
    special = graph["bains"]["specialOpeningHoursSpecification"]

    assert {
        "@type": "OpeningHoursSpecification",
        "opens": "00:00",
        "closes": "00:00",
        "validFrom": "2026-12-08",
        "validThrough": "2026-12-08",
    } in special


def test_a_special_opening_is_told(graph: dict[str, Json]) -> None:
    rows = graph["fonds-ancien"]["specialOpeningHoursSpecification"]

    assert [r["opens"] for r in rows if r["validFrom"] == "2026-12-20"] == ["10:00"]


def test_seasons_have_their_dates(graph: dict[str, Json]) -> None:
    rows = graph["kiosque"]["openingHoursSpecification"]
    summer = [row for row in rows if row["closes"] == "19:00"]

    assert [row["validFrom"] for row in summer] == ["2027-04-01"]


def test_a_night_closes_on_the_next_morning(graph: dict[str, Json]) -> None:
    (row,) = graph["veilleuse"]["openingHoursSpecification"]

    assert (row["opens"], row["closes"]) == ("20:00", "08:00")


def test_a_place_open_day_and_night_closes_a_minute_before_midnight(
    graph: dict[str, Json],
) -> None:
    (row,) = graph["defibrillateur"]["openingHoursSpecification"]

    assert (row["opens"], row["closes"]) == ("00:00", "23:59")


@pytest.mark.parametrize(
    "place", ["archives", "gymnase", "maison-des-metiers", "point-justice"]
)
def test_hours_that_need_a_word_more_are_not_told(
    graph: dict[str, Json], place: str
) -> None:
    assert "openingHoursSpecification" not in graph[place]


def test_questions_are_a_faq_page(graph: dict[str, Json]) -> None:
    questions = graph["faq"]["mainEntity"]

    assert {
        "@type": "Question",
        "name": "Combien de crèches ?",
        "acceptedAnswer": {"@type": "Answer", "text": "x"},
    }.keys() == questions[0].keys()
    assert any("3 crèches" in q["acceptedAnswer"]["text"] for q in questions)
