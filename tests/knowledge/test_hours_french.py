"""Opening hours as a clerk writes them, in French."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from servicebot.errors import HoursError
from servicebot.french.calendar import calendar_for
from servicebot.knowledge.hours import Hours, compile_hours, day_hours, state_at

PARIS = ZoneInfo("Europe/Paris")
CALENDAR = calendar_for("30007", "C")
OFFICE = "8h-12h, 13h30-17h30"


def compiled(raw: dict[str, Any] | str) -> Hours:
    return compile_hours(
        raw, calendar=CALENDAR, timezone="Europe/Paris", holidays="closed"
    )


def on(raw: dict[str, Any] | str, day: str) -> str:
    found = day_hours(compiled(raw), date.fromisoformat(day))
    return ", ".join(found.spans) or ("closed" if found.known else "unknown")


def kind(raw: dict[str, Any] | str, now: str) -> str:
    instant = datetime.fromisoformat(now).replace(tzinfo=PARIS)
    return state_at(compiled(raw), instant).kind


@pytest.mark.parametrize(
    ("key", "selector"),
    [
        ("lundi", "Mo"),
        ("le lundi", "Mo"),
        ("Lundis", "Mo"),
        ("lundi au vendredi", "Mo-Fr"),
        ("du lundi au vendredi", "Mo-Fr"),
        ("Du Lundi au Vendredi", "Mo-Fr"),
        ("lundi-vendredi", "Mo-Fr"),
        ("lundi - vendredi", "Mo-Fr"),
        ("lundi à vendredi", "Mo-Fr"),
        ("lun-ven", "Mo-Fr"),
        ("lun. au ven.", "Mo-Fr"),
        ("lundi, mercredi", "Mo,We"),
        ("lundi et mercredi", "Mo,We"),
        ("lundi, mardi et jeudi", "Mo-Tu,Th"),
        ("lundi/mercredi/vendredi", "Mo,We,Fr"),
        ("lundi au mercredi et vendredi", "Mo-We,Fr"),
        ("samedi au lundi", "Mo,Sa-Su"),
        ("tous les jours", "Mo-Su"),
        ("7j/7", "Mo-Su"),
        ("tous les jours sauf mardi", "Mo,We-Su"),
        ("tous les jours sauf le mardi et le jeudi", "Mo,We,Fr-Su"),
        ("en semaine", "Mo-Fr"),
        ("week-end", "Sa-Su"),
        ("le week-end", "Sa-Su"),
        ("2e et 4e samedis", "Sa[2,4]"),
        ("2ème et 4ème samedis du mois", "Sa[2,4]"),
        ("1er samedi du mois", "Sa[1]"),
        ("premier et troisième mercredi du mois", "We[1,3]"),
        ("le dernier vendredi du mois", "Fr[-1]"),
        ("samedi des semaines paires", "week 02-52/2 Sa"),
        ("lundi (semaines impaires)", "week 01-53/2 Mo"),
        ("juillet", "Jul Mo"),
        ("juillet et août", "Jul,Aug Mo"),
        ("juin à septembre", "Jun-Sep Mo"),
        ("de juin à septembre", "Jun-Sep Mo"),
        ("du 1er juin au 30 septembre", "Jun 01-Sep 30 Mo"),
        ("du 15/06 au 15/09", "Jun 15-Sep 15 Mo"),
        ("du 1er au 15 août", "Aug 01-Aug 15 Mo"),
        ("du 20 décembre au 5 janvier", "Dec 20-Jan 05 Mo"),
        ("du 1er juin 2026 au 30 sept. 2026", "2026 Jun 01-2026 Sep 30 Mo"),
        ("du 20 décembre au 5 janvier 2027", "2026 Dec 20-2027 Jan 05 Mo"),
        ("semaines paires", "week 02-52/2 Mo"),
    ],
)
def test_days_are_read_in_all_the_ways_a_clerk_writes_them(
    key: str, selector: str
) -> None:
    value: Any = {"lundi": "9h-12h"} if selector.endswith(" Mo") else "9h-12h"
    value = "9h-12h" if "lundi" in key else value

    assert compiled({key: value}).expression == f"{selector} 09:00-12:00"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("8h-12h", "08:00-12:00"),
        ("8h30 - 12h", "08:30-12:00"),
        ("8h30–12h", "08:30-12:00"),
        ("8 h 30 – 12 h", "08:30-12:00"),
        ("8:30-12:00", "08:30-12:00"),
        ("08h30-12h00", "08:30-12:00"),
        ("8H30-12H", "08:30-12:00"),
        ("8.30-12.00", "08:30-12:00"),
        ("8-12h", "08:00-12:00"),
        ("8h à 12h", "08:00-12:00"),
        ("de 8h à 12h", "08:00-12:00"),
        ("de 8 heures à 12 heures", "08:00-12:00"),
        ("8h-midi", "08:00-12:00"),
        ("20h-minuit", "20:00-24:00"),
        ("8h-12h, 13h30-17h30", "08:00-12:00, 13:30-17:30"),
        ("8h-12h et 13h30-17h30", "08:00-12:00, 13:30-17:30"),
        ("8h-12h / 13h30-17h30", "08:00-12:00, 13:30-17:30"),
        ("8h-12h ; 13h30-17h30", "08:00-12:00, 13:30-17:30"),
        ("de 8h à 12h et de 13h30 à 17h30", "08:00-12:00, 13:30-17:30"),
        ("8h-12h puis 13h30-17h30", "08:00-12:00, 13:30-17:30"),
        ("13h30-17h30, 8h-12h", "08:00-12:00, 13:30-17:30"),
        (["8h-12h", "13h30-17h30"], "08:00-12:00, 13:30-17:30"),
        ("24h/24", "00:00-24:00"),
        ("0h-24h", "00:00-24:00"),
        ("fermé", "closed"),
        ("Fermée", "closed"),
        ("fermé (travaux)", "closed"),
        (False, "closed"),
        (None, "closed"),
        ("20h à 2h du matin", "20:00-26:00"),
        ("20h-2h (nuit)", "20:00-26:00"),
        ("22h-6h le lendemain", "22:00-30:00"),
    ],
)
def test_times_are_read_in_all_the_ways_a_clerk_writes_them(
    value: object, expected: str
) -> None:
    assert on({"lundi": value}, "2026-05-04") == expected


@pytest.mark.parametrize(
    "text",
    [
        "lundi au vendredi : 8h-12h, 13h30-17h30 ; samedi : fermé",
        "lundi au vendredi 8h-12h, 13h30-17h30\nsamedi fermé",
        "Du lundi au vendredi de 8h à 12h et de 13h30 à 17h30",
    ],
)
def test_one_line_of_french_is_read_too(text: str) -> None:
    assert on(text, "2026-05-04") == "08:00-12:00, 13:30-17:30"
    assert on(text, "2026-05-09") == "closed"


SEASONS = {
    "mardi": "9h-18h",
    "mercredi au samedi": "9h-18h",
    "juillet et août": {"mardi au vendredi": "9h-17h", "samedi": "9h-12h30"},
    "jours fériés": "fermé",
}
SCHOOL = {
    "mercredi": "14h-18h",
    "samedi et dimanche": "10h-18h",
    "vacances scolaires": {"tous les jours": "10h-19h"},
    "vacances d’été": {"tous les jours": "9h-20h"},
    "jours fériés": "10h-12h",
}
WEEKS = {
    "lundi": OFFICE,
    "semaines paires": {"lundi": "9h-12h", "mardi": "9h-12h"},
}
YEARLY = {
    "tous les jours": "10h-18h",
    "1er mai, 25 décembre": "fermé",
    "lundi de Pâques": "14h-18h",
    "24 décembre": "10h-12h",
    "jours fériés": "ouvert",
}
DATED = {
    "lundi au vendredi": OFFICE,
    "fermetures": [
        {"du": "2026-08-03", "au": "2026-08-21", "motif": "congés d’été"},
        {"le": "24 décembre 2026"},
        "2026-12-31",
    ],
    "ouvertures exceptionnelles": [
        {"le": "12/08/2026", "heures": "9h-12h", "motif": "canicule"},
        {"du": "2026-11-28", "au": "2026-11-29", "heures": "10h-17h"},
    ],
}


@pytest.mark.parametrize(
    ("raw", "day", "expected"),
    [
        (SEASONS, "2026-06-30", "09:00-18:00"),
        (SEASONS, "2026-07-01", "09:00-17:00"),
        (SEASONS, "2026-07-04", "09:00-12:30"),
        (SEASONS, "2026-07-14", "closed"),
        (SCHOOL, "2026-10-14", "14:00-18:00"),
        (SCHOOL, "2026-10-16", "closed"),
        (SCHOOL, "2026-10-19", "10:00-19:00"),
        (SCHOOL, "2026-11-01", "10:00-12:00"),
        (SCHOOL, "2026-11-02", "closed"),
        (SCHOOL, "2027-02-10", "10:00-19:00"),
        (SCHOOL, "2027-03-03", "14:00-18:00"),
        (SCHOOL, "2026-07-06", "09:00-20:00"),
        (SCHOOL, "2026-05-15", "unknown"),
        (SCHOOL, "2027-09-01", "unknown"),
        (SCHOOL, "2028-08-31", "09:00-20:00"),
        (SCHOOL, "2028-09-01", "unknown"),
        (WEEKS, "2026-05-04", "08:00-12:00, 13:30-17:30"),
        (WEEKS, "2026-05-11", "09:00-12:00"),
        (WEEKS, "2026-05-12", "09:00-12:00"),
        (WEEKS, "2026-05-19", "closed"),
        (YEARLY, "2026-05-01", "closed"),
        (YEARLY, "2026-05-08", "10:00-18:00"),
        (YEARLY, "2026-12-25", "closed"),
        (YEARLY, "2027-03-29", "14:00-18:00"),
        (YEARLY, "2026-12-24", "10:00-12:00"),
        (DATED, "2026-08-03", "closed"),
        (DATED, "2026-08-12", "09:00-12:00"),
        (DATED, "2026-08-24", "08:00-12:00, 13:30-17:30"),
        (DATED, "2026-12-24", "closed"),
        (DATED, "2026-12-31", "closed"),
        (DATED, "2026-11-29", "10:00-17:00"),
        ({"osm": "Mo-Fr 09:00-12:00", "jours fériés": "10h-11h"}, "2026-07-14",
         "10:00-11:00"),
        ({"osm": "Mo-Fr 09:00-12:00", "vacances scolaires": "14h-16h"}, "2026-10-19",
         "14:00-16:00"),
        ({"samedi": "9h-12h", "2e samedi": "fermé"}, "2026-11-14", "closed"),
        ({"2e samedi": "fermé", "samedi": "9h-12h"}, "2026-11-14", "closed"),
        ({"mercredi": "9h-17h", "lundi au vendredi": "8h-12h"}, "2026-05-06",
         "09:00-17:00"),
        ({"samedi": "9h-12h", "autres jours": "8h-17h"}, "2026-05-06", "08:00-17:00"),
        ({"août": "fermé", "juin à septembre": "9h-12h"}, "2026-08-05", "closed"),
        ({"juin à septembre": "9h-12h", "du 1er août 2030 au 31 août 2030": "fermé"},
         "2030-08-05", "closed"),
        ({"août": "fermé", "juin à septembre": "9h-12h"}, "2026-09-05", "09:00-12:00"),
        ({"hors vacances scolaires": {"lundi": "9h-12h"},
          "vacances scolaires": "fermé"}, "2026-10-19", "closed"),
        ({"hors vacances scolaires": {"lundi": "9h-12h"},
          "vacances scolaires": "fermé"}, "2026-11-23", "09:00-12:00"),
        ({"samedi": "9h-12h", "lundi": "9h-12h",
          "vacances scolaires": {"samedi": "fermé"}}, "2026-10-19", "09:00-12:00"),
        ({"samedi": "9h-12h", "lundi": "9h-12h", "vacances scolaires":
          {"lundi": "14h-16h", "autres jours": "comme d'habitude"}}, "2026-10-24",
         "09:00-12:00"),
        ({"samedi": "9h-12h", "lundi": "9h-12h", "vacances scolaires":
          {"lundi": "14h-16h", "autres jours": "fermé"}}, "2026-10-24", "closed"),
        ({"vendredi": "20h-2h", "nuit": True}, "2026-05-15", "20:00-26:00"),
    ],
)  # fmt: skip
def test_a_day_of_a_french_timetable(
    raw: dict[str, Any], day: str, expected: str
) -> None:
    assert on(raw, day) == expected


MEETINGS = {
    "lundi": "9h-12h sans rendez-vous, 14h-17h sur rendez-vous",
    "mardi": "9h-12h (sur rendez-vous), 14h-17h",
    "mercredi": "sur RDV",
    "jeudi": "14h-17h (guichet B)",
}


@pytest.mark.parametrize(
    ("raw", "now", "expected"),
    [
        (MEETINGS, "2026-05-04T10:00", "open"),
        (MEETINGS, "2026-05-04T15:00", "by_appointment"),
        (MEETINGS, "2026-05-05T10:00", "by_appointment"),
        (MEETINGS, "2026-05-05T15:00", "open"),
        (MEETINGS, "2026-05-06T03:00", "by_appointment"),
        (MEETINGS, "2026-05-07T15:00", "open"),
        (MEETINGS, "2026-05-09T15:00", "closed"),
        ({"sur rendez-vous": True}, "2026-05-04T10:00", "by_appointment"),
        ({"lundi": "9h-12h", "sur rendez-vous": True}, "2026-05-04T10:00",
         "by_appointment"),
        ({"lundi": "9h-12h", "sur rendez-vous": True}, "2026-05-04T13:00", "closed"),
        ({"tous les jours": "24h/24, 7j/7"}, "2026-12-25T03:00", "open"),
        ({"tous les jours": "24h/24"}, "2026-12-25T03:00", "closed"),
    ],
)  # fmt: skip
def test_appointments_are_a_state_of_their_own(
    raw: dict[str, Any], now: str, expected: str
) -> None:
    assert kind(raw, now) == expected


def test_only_a_real_opening_is_a_next_opening() -> None:
    state = state_at(compiled(MEETINGS), datetime(2026, 5, 5, 17, tzinfo=PARIS))

    assert state.next_opening == datetime(2026, 5, 7, 14, tzinfo=PARIS)
    assert state.until == datetime(2026, 5, 6, tzinfo=PARIS)


def test_a_day_by_appointment_has_no_hours_but_says_so() -> None:
    day = day_hours(compiled(MEETINGS), date(2026, 5, 6))

    assert (day.spans, day.known, day.note) == ((), True, "sur rendez-vous")


def test_hours_of_which_only_some_are_by_appointment_say_which() -> None:
    day = day_hours(compiled(MEETINGS), date(2026, 5, 4))

    assert day.spans == ("09:00-12:00", "14:00-17:00")
    assert day.note == "de 14\u202fh à 17\u202fh\u202f: sur rendez-vous"


def test_a_day_of_doubtful_hours_is_not_known() -> None:
    day = day_hours(compiled('Mo 09:00-12:00 "à confirmer"'), date(2026, 5, 4))

    assert (day.spans, day.known, day.note) == ((), False, "à confirmer")


def test_a_place_by_appointment_says_so_each_day() -> None:
    hours = compiled({"lundi": "9h-12h", "sur rendez-vous": True})
    day = day_hours(hours, date(2026, 5, 4))

    assert (day.spans, day.note) == (("09:00-12:00",), "sur rendez-vous")


@pytest.mark.parametrize("now", ["2026-05-04T10:00", "2026-05-04T20:00"])
def test_the_note_of_a_place_goes_with_every_state(now: str) -> None:
    hours = compiled({"lundi": "9h-12h", "note": "sauf en cas d’orage"})
    state = state_at(hours, datetime.fromisoformat(now).replace(tzinfo=PARIS))

    assert state.note == "sauf en cas d’orage"


def test_the_note_of_a_span_goes_with_its_state() -> None:
    state = state_at(compiled(MEETINGS), datetime(2026, 5, 7, 15, tzinfo=PARIS))

    assert (state.kind, state.note) == ("open", "guichet B")


def test_an_exceptional_opening_gives_its_reason() -> None:
    day = day_hours(compiled(DATED), date(2026, 8, 12))

    assert (day.spans, day.note) == (("09:00-12:00",), "canicule")


@pytest.mark.parametrize(
    ("raw", "key", "message"),
    [
        ({"lundy": "8h-12h"}, "lundy", "vouliez-vous dire « lundi »"),
        ({"lundi": "8h-25h"}, "lundi", "« 25h » n’existe pas"),
        ({"lundi": "8h-12h60"}, "lundi", "n’existe pas"),
        ({"lundi": "12h-8h"}, "lundi", "nuit: true"),
        ({"lundi": "8h-12h, 11h-14h"}, "lundi", "chevauchent"),
        ({"lundi": "le matin"}, "lundi", "n’est pas un horaire"),
        ({"lundi": "à partir de 9h"}, "lundi", "n’est pas un horaire"),
        ({"lundi": "ouvert"}, "lundi", "à quelles heures"),
        ({"lundi": {"matin": "8h-12h"}}, "lundi", "porte des heures"),
        ({"lundi": "8h-12h, 14h-17h sur rdv"}, "lundi", "toutes ces heures"),
        ({"lundi": "8h-12h", "lundi au mardi": "9h-12h", "mardi et jeudi": "9h-10h"},
         "mardi et jeudi", "parlent tous deux du mardi"),
        ({"juin à août": "9h-12h", "août à octobre": "10h-12h"}, "août à octobre",
         "se chevauchent"),
        ({"du 1er juin au 31 juin": "9h-12h"}, "du 1er juin au 31 juin",
         "n’existe pas"),
        ({"du 30 juin 2026 au 1er juin 2026": "9h-12h"},
         "du 30 juin 2026 au 1er juin 2026", "finit avant de commencer"),
        ({"lundi": "9h-12h", "samedi": "9h-12h",
          "vacances scolaires": {"lundi": "14h-17h"}},
         "vacances scolaires", "ne dit rien de : samedi"),
        ({"lundi": "9h-12h", "juillet": {"mardi": "9h-12h"}}, "juillet",
         "ne dit rien de : lundi"),
        ({"hors vacances scolaires": {"lundi": "9h-12h"}}, "hors vacances scolaires",
         "demande aussi"),
        ({"fermetures": [{"du": "2026-08-21", "au": "2026-08-03"}], "lundi": "9h-10h"},
         "fermetures", "finit avant de commencer"),
        ({"fermetures": [{"du": "31 novembre 2026"}], "lundi": "9h-10h"},
         "fermetures", "n’existe pas"),
        ({"fermetures": [{"debut": "2026-08-21"}], "lundi": "9h-10h"},
         "fermetures", "clé inconnue"),
        ({"fermetures": "août", "lundi": "9h-10h"}, "fermetures", "liste"),
        ({"fermetures": [{"motif": "travaux"}], "lundi": "9h-10h"}, "fermetures",
         "il manque « du: »"),
        ({"ouvertures exceptionnelles": [{"le": "2026-08-21"}], "lundi": "9h-10h"},
         "ouvertures exceptionnelles", "dit ses « heures: »"),
        ({"24 décembre 2026": "fermé", "lundi": "9h-10h"}, "24 décembre 2026",
         "est une date"),
        ({"osm": "Mo 09:00-12:00", "mardi": "9h-12h"}, "mardi", "ne se mêlent pas"),
        ({"osm": "Mo 09:00-25:00"}, "osm", "24h00"),
        ({"nuit": "oui", "lundi": "9h-12h"}, "nuit", "true ou false"),
        ({"note": "fermé pour travaux"}, None, "aucun horaire"),
        ({"jours fériés": {"1er mai": "fermé"}, "lundi": "9h-12h"}, "jours fériés",
         "porte des heures"),
    ],
)  # fmt: skip
def test_what_could_mislead_is_refused_with_its_key(
    raw: dict[str, Any], key: str | None, message: str
) -> None:
    with pytest.raises(HoursError, match=message) as caught:
        compiled(raw)

    assert caught.value.key == key


def test_holiday_hours_need_the_school_zone() -> None:
    with pytest.raises(HoursError, match="zone scolaire"):
        compile_hours(
            SCHOOL, calendar=calendar_for("30007", None), timezone="Europe/Paris"
        )
