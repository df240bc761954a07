from datetime import date

import pytest

from servicebot.errors import HoursError
from servicebot.imports.cleaning import (
    day_of,
    email_of,
    hours_of,
    line_of,
    phone_of,
    slug,
    url_of,
)
from servicebot.imports.labels import label_of
from servicebot.imports.openings import Opening, written

TODAY = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03/12/2021 07:55:01", "2021-12-03"),
        ("3/2/2021", "2021-02-03"),
        ("2025-11-02T10:00:00+01:00", "2025-11-02"),
        ("2026-05-04", "2026-05-04"),
        ("2026-01", "2026-01"),
        (" 2019 ", "2019"),
    ],
)
def test_dates_are_read_in_every_form(text: str, day: str) -> None:
    assert day_of(text, TODAY) == day


@pytest.mark.parametrize("text", ["", "hier", "2026-13-01", "31/02/2025", "12/2025"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="date illisible"):
        day_of(text, TODAY)


def test_a_date_to_come_is_refused() -> None:
    with pytest.raises(ValueError, match="à venir"):
        day_of("2026-05-05", TODAY)


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("+33 140633900", "01 40 63 39 00"),
        ("0033 (0)1.40.63.39.00", "01 40 63 39 00"),
        ("01-40-63-39-00", "01 40 63 39 00"),
        ("3949", "3949"),
        ("116 117", "116117"),
    ],
)
def test_phones_are_written_two_digits_by_two(text: str, phone: str) -> None:
    assert phone_of(text) == phone


@pytest.mark.parametrize("text", ["01 40 63", "poste 12", "+44 20 7946 0000"])
def test_what_is_no_french_phone_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="illisible"):
        phone_of(text)


def test_addresses_of_the_web_have_their_scheme() -> None:
    assert url_of("www.ville.example/a?b=1 ") == "https://www.ville.example/a?b=1"
    assert url_of("http://ville.example") == "http://ville.example"
    with pytest.raises(ValueError, match="site"):
        url_of("néant")


def test_addresses_of_mail_are_one_address() -> None:
    assert email_of(" mairie@ville.example ") == "mairie@ville.example"
    with pytest.raises(ValueError, match="courriel"):
        email_of("voir le site")


def test_texts_lose_what_nobody_sees() -> None:
    assert line_of("\ufeffSalle\u200b des\r\n fêtes\t") == "Salle des fêtes"


def test_identifiers_are_short_and_plain() -> None:
    assert slug("Œuvre d'Été : n° 3") == "oeuvre-d-ete-ndeg-3"
    assert slug("mot " * 40) == "-".join(["mot"] * 15)
    assert slug("x" * 80) == "x" * 60
    assert slug("!?") == ""


def test_hours_with_a_comment_are_marked_as_openstreetmap_s() -> None:
    assert hours_of("Mo-Fr 08:00-12:00") == "Mo-Fr 08:00-12:00"
    assert hours_of('Sa off "le samedi"') == {"osm": 'Sa off "le samedi"'}
    with pytest.raises(HoursError, match="trop longs"):
        hours_of("x" * 501)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Mairie d'Anduze", "la mairie d'Anduze"),
        ("Hôtel de ville", "l'hôtel de ville"),
        ("Écoles", "les écoles"),
        ("Office de tourisme", "l'office de tourisme"),
        ("Poste de police", "le poste de police"),
        ("CCAS de Valbrune", None),
        ("Le Toboggan", None),
    ],
)
def test_a_name_takes_its_article(name: str, label: str | None) -> None:
    assert label_of(name) == label


def test_a_second_opening_of_a_day_adds_to_the_first() -> None:
    found = written(
        [
            Opening("Lundi", "Vendredi", (("09:00:00", "12:00:00"), ("", ""))),
            Opening("vendredi", "", (("14:00:00", "00:00:00"),), "Sur rendez-vous."),
        ]
    )

    assert found.hours == (
        'Mo-Fr 09:00-12:00, Fr 14:00-24:00 unknown "Sur rendez-vous."'
    )


def test_a_comment_on_all_the_hours_makes_them_all_uncertain() -> None:
    found = written([Opening("Lundi", "Mardi", (("09:00", "12:00"),))], "Été : fermé.")

    assert found.hours == 'Mo-Tu 09:00-12:00 unknown "Été : fermé."'
    assert found.note == "Été : fermé."


def test_comments_that_are_too_long_leave_the_note_alone() -> None:
    found = written([Opening("Lundi", "Mardi", (("09:00", "12:00"),), "x" * 500)])

    assert (found.hours, len(found.note)) == ("", 500)


@pytest.mark.parametrize(
    ("opening", "reason"),
    [
        (Opening("Lundy", "", (("09:00", "12:00"),)), "jour inconnu"),
        (Opening("Mardi", "Lundi", (("09:00", "12:00"),)), "vient après"),
        (Opening("Mardi", "", (("09:00", ""),)), "il manque une heure"),
    ],
)
def test_openings_that_cannot_be_meant_are_refused(
    opening: Opening, reason: str
) -> None:
    with pytest.raises(HoursError, match=reason):
        written([opening])
