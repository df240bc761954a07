"""Moments: the gold sentences, what is said back, what is refused, and how fast."""

import json
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicebot.french.calendar import Calendar, calendar_for
from servicebot.french.moments import (
    Moment,
    find_moments,
    find_years,
    format_date,
    format_span,
    format_time,
    say_moment,
)

CORPUS = Path(__file__).parent.parent / "corpus"
PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 22, 15, tzinfo=PARIS)
CALENDAR: Calendar = calendar_for("30007", "C")

KEPT = ("text", "at", "batch")
DAYS = (
    "demain",
    "lundi",
    "samedi prochain",
    "le 24 décembre",
    "jeudi 24 décembre 2026",
    "24/12",
    "le jour de Noël",
    "lundi de Pâques",
    "le 1er mai",
    "ce lundi",
    "dans deux jours",
    "le premier lundi de janvier",
    "la veille de Noël",
    "le samedi",
    "sam 28 nov",
    "vingt-quatre décembre",
)
TIMES = (
    ("à 10h", 10 * 60, 10 * 60 + 1),
    ("vers 10h30", 630, 631),
    ("à dix heures", 600, 601),
    ("entre 9h et 11h", 540, 660),
    ("de 9h à 11h", 540, 660),
    ("9h-12h", 540, 720),
    ("avant 10h", 0, 600),
    ("après 18h", 1080, 1440),
    ("jusqu'à 19h", 0, 1140),
    ("matin", 360, 720),
    ("après-midi", 720, 1080),
    ("entre midi et deux", 720, 840),
    ("à 8h du soir", 1200, 1201),
)


def gold(name: str) -> list[dict[str, Any]]:
    lines = (CORPUS / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def find(text: str, now: datetime = NOW) -> tuple[Moment, ...]:
    return find_moments(text, now, CALENDAR)


def spans(text: str, now: datetime = NOW) -> list[tuple[str, str]]:
    return [(wall(m.start), wall(m.end)) for m in find(text, now)]


def wall(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="minutes")


def shown(moment: Moment) -> dict[str, Any]:
    row: dict[str, Any] = {
        "from": wall(moment.start),
        "to": wall(moment.end),
        "kind": moment.kind,
    }
    if moment.kind == "recurring" and moment.weekday is not None:
        row["weekday"] = moment.weekday
    return row


def understood(row: dict[str, Any]) -> dict[str, Any]:
    """Return what the grammar makes of a gold row, in the row's own form."""
    found = find(row["text"], at(row["at"]))
    result: dict[str, Any] = {key: row[key] for key in row if key in KEPT}
    if any(moment.contradiction for moment in found):
        return {**result, "contradiction": True}
    result["moments"] = [shown(moment) for moment in found]
    if "years" in row:
        result["years"] = list(find_years(row["text"]))
    return result


@pytest.mark.parametrize(
    "name",
    [
        "moments.jsonl",
        "moments_unseen.jsonl",
        "moments_past.jsonl",
        "moments_told.jsonl",
    ],
)
def test_gold_sentences_are_understood(name: str) -> None:
    rows = gold(name)

    wrong = [(row, got) for row in rows if (got := understood(row)) != row]

    assert wrong == []


def wrong_day(row: dict[str, Any], got: dict[str, Any]) -> bool:
    """Whether days are said with confidence that are not those of a gold row."""
    said, meant = (
        [moment["from"][:10] for moment in each.get("moments", ())]
        for each in (got, row)
    )
    return bool(said) and said != meant


@pytest.mark.parametrize("name", ["moments_blind.jsonl", "moments_blind_second.jsonl"])
def test_sentences_written_blind_are_mostly_understood_and_hardly_ever_wrong(
    name: str,
) -> None:
    rows = gold(name)

    wrong = [(row, got) for row in rows if (got := understood(row)) != row]
    dangerous = [row["text"] for row, got in wrong if wrong_day(row, got)]

    assert len(wrong) <= 0.01 * len(rows), wrong
    assert len(dangerous) <= 0.01 * len(rows), dangerous


def test_gold_is_large_and_has_traps() -> None:
    rows = gold("moments.jsonl")
    traps = [row for row in rows if row.get("moments") == []]

    assert len(rows) >= 340
    assert len(traps) >= 90


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(("hours", "first", "last"), TIMES)
def test_a_day_and_a_time_join_in_any_order(
    day: str, hours: str, first: int, last: int
) -> None:
    start = find(day)[0].start
    expected = [
        (
            wall(start + timedelta(minutes=first)),
            wall(start + timedelta(minutes=last)),
        )
    ]

    assert spans(f"{day} {hours}") == expected
    assert spans(f"c'est ouvert {day} {hours} svp ?") == expected
    assert spans(f"et {hours}, {day}, c'est ouvert ?") == expected


@pytest.mark.parametrize("day", DAYS)
def test_accents_and_capitals_do_not_matter(day: str) -> None:
    bare = day.translate(str.maketrans("éèâû", "eeau"))

    assert spans(bare) == spans(day) == spans(day.upper())


def test_moment_keeps_the_words_as_typed() -> None:
    text = "Est-ce ouvert SAMDI à 10 h 30, svp ?"

    (moment,) = find(text)

    assert moment.text == "SAMDI à 10 h 30"
    assert text[slice(*moment.words)] == moment.text


def test_words_are_placed_in_decomposed_text() -> None:
    text = "a\u0300 quelle heure le 24 de\u0301cembre ?"

    (moment,) = find(text)

    assert text[slice(*moment.words)] == "le 24 de\u0301cembre"


def test_a_contradiction_says_the_day_that_it_is() -> None:
    (moment,) = find("dimanche 28 novembre 2026")

    assert moment.contradiction == "le 28 novembre 2026 est un samedi, pas un dimanche"
    assert moment.year == 2026
    assert say_moment(moment, NOW) == moment.contradiction


def test_a_contradiction_takes_its_hour_with_it() -> None:
    (moment,) = find("mardi 3 décembre 2026 à 10h")

    assert moment.contradiction is not None


def test_an_impossible_date_says_so() -> None:
    (moment,) = find("le 30 février")

    assert moment.contradiction == "il n’y a pas de 30 février"


def test_an_hour_without_a_day_is_not_dated() -> None:
    (moment,) = find("ouvert à 18h30 ?")

    assert not moment.dated
    assert moment.kind == "instant"


def test_without_a_calendar_school_holidays_are_not_guessed() -> None:
    assert find_moments("pendant les vacances de Noël", NOW) == ()


def test_unknown_school_years_are_not_guessed() -> None:
    later = datetime(2040, 1, 1, tzinfo=PARIS)

    assert find("pendant les vacances de Noël", later) == ()


def test_an_hour_from_now_is_an_hour_of_real_time() -> None:
    before_the_change = datetime(2027, 3, 28, 1, 30, tzinfo=PARIS)

    assert spans("dans une heure", before_the_change)[0][0] == "2027-03-28T03:30"


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("combien d'agents en 2016 ?", (2016,)),
        ("et en 2023 ?", (2023,)),
        ("entre 2015 et 2019", (2015, 2019)),
        ("en deux mille seize", (2016,)),
        ("en décembre 2019", (2019,)),
        ("le 8 mai 2026", ()),
        ("rue du 8 mai 1945", ()),
        ("2019 agents", ()),
        ("2000 €", ()),
        ("n° 2026-12", ()),
        ("12/2019", ()),
    ],
)
def test_years(text: str, years: tuple[int, ...]) -> None:
    assert find_years(text) == years


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("samedi", "samedi 28_novembre_2026"),
        ("demain matin", "demain lundi 23_novembre, le matin"),
        ("aujourd'hui", "aujourd’hui dimanche 22_novembre"),
        ("samedi à 10h", "samedi 28_novembre_2026 à 10~h"),
        ("demain à 2h", "demain lundi 23_novembre à 2~h du matin"),
        ("lundi de 8h30 à 12h", "demain lundi 23_novembre, de 8~h~30 à 12~h"),
        ("demain avant 10h", "demain lundi 23_novembre, avant 10~h"),
        ("demain après 19h", "demain lundi 23_novembre, à partir de 19~h"),
        ("le 1er mai", "samedi 1er_mai_2027"),
        ("à Noël", "vendredi 25_décembre_2026 (Noël)"),
        ("lundi de Pâques", "lundi 29_mars_2027 (lundi de Pâques)"),
        ("ce week-end", "samedi 21 et dimanche 22_novembre_2026"),
        (
            "du 24 décembre au 2 janvier",
            "du jeudi 24_décembre_2026 au samedi 2_janvier_2027",
        ),
        ("le samedi", "le samedi (samedi 28_novembre_2026)"),
        ("le samedi matin", "le samedi, le matin (samedi 28_novembre_2026)"),
        ("le soir", "le soir (aujourd’hui dimanche 22_novembre)"),
        ("les jours fériés", "les jours fériés (vendredi 25_décembre_2026)"),
        (
            "d'ici vendredi",
            "du dimanche 22_novembre_2026 à 15~h au vendredi 27_novembre_2026",
        ),
    ],
)
def test_what_was_understood_is_said_with_its_date(text: str, said: str) -> None:
    (moment,) = find(text)

    assert say_moment(moment, NOW) == set_blanks(said)


def set_blanks(text: str) -> str:
    return text.replace("_", "\u00a0").replace("~", "\u202f")


def test_formats() -> None:
    assert format_date(date(2027, 1, 1), weekday=False) == "1er\u00a0janvier\u00a02027"
    assert format_date(date(2027, 8, 15), year=False) == "dimanche 15\u00a0août"
    assert format_time(8 * 60 + 5) == "8\u202fh\u202f05"
    assert format_time(datetime(2027, 1, 1, 17, tzinfo=PARIS)) == "17\u202fh"


def test_a_span_within_one_day_is_said_by_its_hours() -> None:
    start = datetime(2026, 11, 23, 9, tzinfo=PARIS)

    assert format_span(start, start + timedelta(hours=2)) == set_blanks("de 9~h à 11~h")


MOMENT_WORDS = st.lists(
    st.sampled_from(
        [
            *"le du au à de en et avant après jusqu'à entre dès ce la dans".split(),
            *"lundi samedi 24 31 0 2 99 décembre mai mars 2026 1er premier".split(),
            *"Noël Pâques week-end vacances scolaires matin soir nuit midi 10h".split(),
            *"24/12 8h30 mois semaine prochain dernier jour férié pont veille".split(),
            *"heures demie moins quart demain hier été - , / ? deux mille".split(),
        ]
    ),
    max_size=14,
).map(" ".join)


CLOCKS = st.datetimes(
    datetime.fromisoformat("1990-01-01"),
    datetime.fromisoformat("2090-01-01"),
    timezones=st.just(PARIS),
)


@given(st.text(max_size=200) | MOMENT_WORDS, CLOCKS)
def test_any_text_at_any_time_gives_sound_moments(text: str, now: datetime) -> None:
    for moment in find(text, now):
        start, end = moment.words
        assert moment.start < moment.end
        assert 0 <= start < end <= len(text)
        assert say_moment(moment, NOW)
    assert find_years(text) == tuple(dict.fromkeys(find_years(text)))


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "lundi ",
        "le 24, ",
        "et le 24 j'ai ",
        "lundi c'est ",
        "le 24 et ",
        "à 10h ",
        "é",
        "12/",
        "du ",
        "\ud800",
        "a\u0301",
    ],
)
def test_hostile_text_is_read_in_bounded_time(piece: str) -> None:
    text = (piece * 60_000)[:60_000]
    started = time.thread_time()

    find(text)
    find_years(text)

    assert time.thread_time() - started < 0.5
