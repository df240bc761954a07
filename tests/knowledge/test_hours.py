"""Opening hours: what a place says of a day, an instant, a week."""

from datetime import UTC, date, datetime
from time import thread_time
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest

from servicebot.errors import HoursError
from servicebot.french.calendar import calendar_for
from servicebot.knowledge.hours import (
    DayHours,
    Hours,
    State,
    compile_hours,
    day_hours,
    open_within,
    state_at,
    week_hours,
)
from servicebot.knowledge.model import Closure

PARIS = ZoneInfo("Europe/Paris")
CALENDAR = calendar_for("30007", "C")
NIGHT = {"osm": "Fr,Sa 20:00-02:00", "nuit": True}


def compiled(
    raw: dict[str, Any] | str,
    holidays: Literal["open", "closed", "unknown"] = "closed",
    closures: tuple[Closure, ...] = (),
) -> Hours:
    return compile_hours(
        raw, closures, calendar=CALENDAR, timezone="Europe/Paris", holidays=holidays
    )


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def shown(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M}" if instant else "-"


def written(day: DayHours) -> str:
    """Write a day as « 09:00 open 12:00 », the mini-language of these tables."""
    if not day.known:
        return "unknown"
    return ", ".join(span.replace("-", " open ") for span in day.spans) or "closed"


def on(hours: Hours, day: str) -> str:
    return written(day_hours(hours, date.fromisoformat(day)))


def told(state: State) -> str:
    """Write a state as « unknown until X, opens Y » (Y where it is not X)."""
    later = state.next_opening not in (None, state.until)
    opens = f", opens {shown(state.next_opening)}" if later else ""
    return f"{state.kind} until {shown(state.until)}{opens}"


WEEKDAYS = "Mo-Fr 08:00-12:00,13:30-17:30; PH off"
SUMMER = "Jun 15-Sep 15 Mo-Sa 10:00-19:00; Sep 16-Jun 14 Sa 14:00-17:00"


@pytest.mark.parametrize(
    ("raw", "day", "expected"),
    [
        ("Mo-Fr 09:00-12:00", "2026-05-04", "09:00 open 12:00"),
        ("Mo-Fr 09:00-12:00", "2026-05-09", "closed"),
        (WEEKDAYS, "2026-05-04", "08:00 open 12:00, 13:30 open 17:30"),
        (WEEKDAYS, "2026-04-06", "closed"),
        (WEEKDAYS, "2026-05-15", "08:00 open 12:00, 13:30 open 17:30"),
        (WEEKDAYS, "2090-12-25", "closed"),
        ("Mo-Fr 09:00-12:00; PH 10:00-11:00", "2026-07-14", "10:00 open 11:00"),
        ("Mo-Sa 09:00-12:00; Su,PH off", "2026-07-14", "closed"),
        ("Mo-Sa 09:00-12:00; Su,PH 10:00-11:00", "2026-05-10", "10:00 open 11:00"),
        (SUMMER, "2026-06-13", "14:00 open 17:00"),
        (SUMMER, "2026-06-15", "10:00 open 19:00"),
        (SUMMER, "2027-01-02", "14:00 open 17:00"),
        ("week 01-53/2 Mo 09:00-12:00", "2026-05-04", "09:00 open 12:00"),
        ("week 02-52/2 Mo 09:00-12:00", "2026-05-04", "closed"),
        ("week 01-53/2 Mo 09:00-12:00", "2026-12-28", "09:00 open 12:00"),
        ("Sa[2,4] 09:00-12:00", "2026-11-14", "09:00 open 12:00"),
        ("Sa[2,4] 09:00-12:00", "2026-11-21", "closed"),
        ("We[-1] 09:00-12:00", "2026-11-25", "09:00 open 12:00"),
        ("24/7", "2026-07-14", "00:00 open 24:00"),
        (NIGHT, "2026-11-20", "20:00 open 26:00"),
        (NIGHT, "2026-11-22", "closed"),
        ("Mo-Fr 08:00-12:00; 2026 Aug 10-2026 Aug 21 off", "2026-08-12", "closed"),
        ("Mo-Su 10:00-12:00; easter +39 days off", "2027-05-06", "closed"),
        ("Mo-Fr 09:00-12:00, Mo 14:00-16:00", "2026-05-04",
         "09:00 open 12:00, 14:00 open 16:00"),
        ("Mo 9:00-12:00", "2026-05-04", "09:00 open 12:00"),
    ],
)  # fmt: skip
def test_osm_hours_of_a_day(raw: dict[str, Any] | str, day: str, expected: str) -> None:
    assert on(compiled(raw), day) == expected


@pytest.mark.parametrize(
    ("raw", "now", "expected"),
    [
        (WEEKDAYS, "2026-05-04T07:59", "closed until 2026-05-04 08:00"),
        (WEEKDAYS, "2026-05-04T08:00", "open until 2026-05-04 12:00"),
        (WEEKDAYS, "2026-05-04T12:00", "closed until 2026-05-04 13:30"),
        (WEEKDAYS, "2026-05-04T13:30", "open until 2026-05-04 17:30"),
        (WEEKDAYS, "2026-05-07T18:00", "closed until 2026-05-11 08:00"),
        (WEEKDAYS, "2026-12-24T18:00", "closed until 2026-12-28 08:00"),
        ("24/7", "2026-05-01T03:00", "open until -"),
        (NIGHT, "2026-11-21T01:30", "open until 2026-11-21 02:00"),
        (NIGHT, "2026-11-21T02:00", "closed until 2026-11-21 20:00"),
        ("Mo-Sa 00:00-24:00; Su 00:00-12:00", "2026-11-16T03:00",
         "open until 2026-11-22 12:00"),
        ("Jul 10:00-12:00", "2026-08-01T09:00", "closed until 2027-07-01 10:00"),
        ("2025 Mo 10:00-12:00", "2026-08-01T09:00", "closed until -"),
        ('Mo-Fr 08:00-12:00; 2026 Aug 10-2026 Aug 21 off "congés"', "2026-08-10T09:00",
         "closed until 2026-08-24 08:00"),
    ],
)  # fmt: skip
def test_the_state_at_an_instant(
    raw: dict[str, Any] | str, now: str, expected: str
) -> None:
    assert told(state_at(compiled(raw), at(now))) == expected


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-03-29T00:59:00+00:00", "closed until 2026-03-29 03:00"),
        ("2026-03-29T01:00:00+00:00", "open until 2026-03-29 04:00"),
        ("2026-10-25T00:15:00+00:00", "closed until 2026-10-25 02:30"),
        ("2026-10-25T00:45:00+00:00", "open until 2026-10-25 04:00"),
        ("2026-10-25T01:15:00+00:00", "open until 2026-10-25 04:00"),
    ],
)
def test_the_skipped_and_the_repeated_hour(instant: str, expected: str) -> None:
    hours = compiled("Su 02:30-04:00", "open")
    state = state_at(hours, datetime.fromisoformat(instant))

    assert told(state).partition(", ")[0] == expected


def test_a_wall_time_that_does_not_exist_is_answered() -> None:
    state = state_at(compiled("Su 03:00-04:00"), at("2026-03-29T02:30"))

    assert told(state) == "open until 2026-03-29 04:00"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Su 02:30-03:00,10:00-11:00", "closed until 2026-03-29 10:00"),
        ("Su 01:00-02:30,03:00-04:00", "open until 2026-03-29 04:00"),
        ("Su 01:00-02:15,02:45-04:00", "open until 2026-03-29 04:00"),
    ],
)
def test_hours_within_the_skipped_hour_do_not_exist(raw: str, expected: str) -> None:
    state = state_at(compiled(raw), at("2026-03-29T01:30"))

    assert told(state) == expected


def test_instants_of_other_zones_are_the_towns() -> None:
    now = datetime(2026, 5, 4, 6, 30, tzinfo=UTC)

    assert told(state_at(compiled(WEEKDAYS), now)) == "open until 2026-05-04 12:00"


@pytest.mark.parametrize(
    ("holidays", "expected"),
    [
        ("open", "open until 2026-07-14 12:00"),
        ("closed", "closed until 2026-07-15 09:00"),
        ("unknown", "unknown until 2026-07-15 00:00, opens 2026-07-15 09:00"),
    ],
)
def test_a_holiday_that_the_hours_do_not_speak_of_follows_the_source(
    holidays: Literal["open", "closed", "unknown"], expected: str
) -> None:
    state = state_at(compiled("Mo-Fr 09:00-12:00", holidays), at("2026-07-14T10:00"))

    assert (told(state), state.holiday) == (expected, "fête nationale")


def test_an_unknown_holiday_has_no_hours_and_says_so() -> None:
    day = day_hours(compiled("Mo-Fr 09:00-12:00", "unknown"), date(2026, 7, 14))

    assert day == DayHours(date(2026, 7, 14), (), False, None, "fête nationale")  # noqa: FBT003


def test_a_holiday_on_a_day_that_is_always_closed_is_closed() -> None:
    day = day_hours(compiled("Mo-Fr 09:00-12:00", "unknown"), date(2026, 8, 15))

    assert day == DayHours(date(2026, 8, 15), (), True, None, "Assomption")  # noqa: FBT003


def test_the_night_after_an_unknown_holiday_is_unknown_too() -> None:
    hours = compiled(NIGHT, "unknown")

    assert told(state_at(hours, at("2026-05-09T01:30"))) == (
        "unknown until 2026-05-09 02:00, opens 2026-05-09 20:00"
    )


def test_24_7_speaks_of_holidays_too() -> None:
    assert on(compiled("24/7", "unknown"), "2026-12-25") == "00:00 open 24:00"


def test_a_closure_has_its_reason_and_is_never_a_reopening() -> None:
    closure = Closure.model_validate(
        {"from": "2026-08-03", "to": "2026-08-21", "reason": "congés d’été"}
    )
    state = state_at(
        compiled("Mo-Fr 09:00-12:00", closures=(closure,)), at("2026-08-03T10:00")
    )

    assert (told(state), state.note) == (
        "closed until 2026-08-24 09:00",
        "congés d’été",
    )


def test_a_week_starts_where_asked() -> None:
    week = week_hours(compiled(WEEKDAYS), date(2026, 5, 6), 4)

    assert [written(day) for day in week] == [
        "08:00 open 12:00, 13:30 open 17:30",
        "08:00 open 12:00, 13:30 open 17:30",
        "closed",
        "closed",
    ]


def test_open_within_is_clipped_and_joined_over_midnight() -> None:
    hours = compiled({"osm": "Fr 20:00-02:00; Sa 02:00-03:00", "nuit": True})
    found = open_within(hours, at("2026-11-20T21:00"), at("2026-11-22T00:00"))

    assert [(shown(a), shown(b)) for a, b in found] == [
        ("2026-11-20 21:00", "2026-11-21 03:00")
    ]


@pytest.mark.parametrize(
    "raw",
    [
        "2025 Mo 10:00-12:00",
        "Mo[1] 08:00-12:00; Mo off",
        'Mo[1] 08:00-12:00; Mo off; Aug off "congés"',
        "Jul Mo 08:00-12:00; Jul off",
    ],
)
def test_a_place_that_never_opens_again_is_told_at_once(raw: str) -> None:
    hours = compiled(raw)
    start = thread_time()
    states = {
        state_at(hours, at(f"2026-{month:02d}-05T10:00")) for month in range(1, 13)
    }

    assert {state.next_opening for state in states} == {None}
    assert thread_time() - start < 1


def test_an_unknown_timezone_is_refused() -> None:
    with pytest.raises(HoursError, match="fuseau horaire inconnu"):
        compile_hours("24/7", calendar=CALENDAR, timezone="Europe/Ales")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("", "horaires vides"),
        ("x" * 501, "trop longs"),
        ('Mo-Fr 09:00-12:00 || "sur rdv"', "« || »"),
        ("SH Mo-Su 10:00-18:00", "« SH »"),
        ("Mo-Fr 09:00-12:00; SH off", "« SH »"),
        ("PH off; Sa 09:00-17:00", "dernière règle"),
        ("Jul PH off", "s’écrit seul"),
        ("Mo 08:00-25:00", "s’arrête à 24h00"),
        ("Mo 20:00-26:00", "s’arrête à 24h00"),
        ("Mo 12:00-08:00", "nuit: true"),
        ("Mo 08:00-08:00", "même heure"),
        ("Mo 12:60-13:00", "60 minutes"),
        ("Mo 08:00-12:00,11:00-14:00", "chevauchent"),
        ("2026 Nov 31 off", "« 2026 Nov 31 » n’existe pas"),
        ("Feb 30 off", "« Feb 30 » n’existe pas"),
        ("2027 Feb 29 off", "n’existe pas"),
        ("Aug 10-32 off", "n’existe pas"),
        ("Aug 21-10 off", "finit avant de commencer"),
        ("2026 Aug 21-2026 Aug 10 off", "finit avant de commencer"),
        ("week 54 Mo 09:00-12:00", "53 semaines"),
        ("mo-fr 09:00-12:00", "vouliez-vous dire « Mo »"),
        ("Lu-Ve 09:00-12:00", "vouliez-vous dire « Mo »"),
        ("Ve 09:00-12:00", "vouliez-vous dire « Fr »"),
        ("Mon-Fri 09:00-12:00", "vouliez-vous dire « Mo »"),
        ("Sun 09:00-12:00", "vouliez-vous dire « Su »"),
        ("Mo 05:30+", "l’heure de fin manque"),
        ("Mo sunrise-sunset", "heures du soleil"),
        ("Mo-Fr :undefined-17:00", "signe inattendu"),
        ("Mo-Fr 09:00-12:00;", "illisible"),
        ("Mo - Fr 09:00-12:00", "illisibles"),
        ("8h-12h", "mot inconnu : « h »"),
        ("by appointment", "mot inconnu : « by »"),
        ("Mo", "il manque les heures"),
        ("Mo 09:00", "illisible"),
    ],
)  # fmt: skip
def test_osm_that_could_mislead_is_refused_in_french(raw: str, message: str) -> None:
    with pytest.raises(HoursError, match=message):
        compiled(raw)


def test_a_refusal_never_echoes_a_long_input() -> None:
    with pytest.raises(HoursError) as caught:
        compiled("Mo-Fr 09:00-12:00; " * 10_000)

    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("raw", "kind", "note"),
    [
        ('We 14:00-17:00 "sur rendez-vous"', "by_appointment", "sur rendez-vous"),
        ('We 14:00-17:00 unknown "sur RDV"', "by_appointment", "sur RDV"),
        ('We 14:00-17:00 open "guichet B"', "open", "guichet B"),
        ('We 14:00-17:00 open "sans rendez-vous"', "open", "sans rendez-vous"),
        ('We 14:00-17:00 "à confirmer"', "unknown", "à confirmer"),
        ('We off "travaux"', "closed", "travaux"),
    ],
)
def test_a_comment_changes_the_state_or_is_said_with_it(
    raw: str, kind: str, note: str
) -> None:
    state = state_at(compiled(raw), at("2026-11-25T15:00"))

    assert (state.kind, state.note) == (kind, note)


def test_hours_are_written_back_in_the_syntax_that_they_are_read_in() -> None:
    text = 'Mo-Fr 09:00-12:00; Sa[2,4] 20:00-02:00; We 14:00-15:00 open "guichet B"'
    hours = compiled({"osm": text, "nuit": True})

    assert hours.expression == text
