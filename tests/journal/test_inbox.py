"""The inbox on each kind of database: alike together, counted, handled."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, func, insert, select

from servicebot.journal.counters import SURE, count_all
from servicebot.journal.database import reading, writing
from servicebot.journal.inbox import Inbox, Missed, cluster
from servicebot.journal.records import Record
from servicebot.journal.retention import purge
from servicebot.journal.store import Journal
from servicebot.journal.tables import FLAGS, HANDLED, MISSED
from servicebot.journal.terms import Retention

TODAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)


def asked(
    engine: Engine, folded: str, n: int, ago: int = 0, why: str = "fallback"
) -> None:
    row = {
        "day": (TODAY - timedelta(days=ago)).isoformat(),
        "reason": why,
        "folded": folded,
        "question": folded.capitalize(),
        "entry": "",
        "n": n,
    }
    with writing(engine) as connection:
        connection.execute(insert(MISSED).values(row))


def test_questions_alike_are_counted_together_with_their_trend(engine: Engine) -> None:
    asked(engine, "tarif de la cantine", 3)
    asked(engine, "tarif de la cantine", 2, ago=9)
    asked(engine, "tarifs de la cantine", 1, ago=1, why="useless")
    asked(engine, "adopter un chien", 1, ago=3)
    asked(engine, "trop vieux", 9, ago=31)
    asked(engine, "avis repris", 0)

    first, second = Inbox(engine).clusters(TODAY)

    assert first.head.question == "Tarif de la cantine"
    assert (first.count, first.trend) == (6, 2)
    assert first.reasons == {"fallback": 5, "useless": 1}
    assert first.last == TODAY.isoformat()
    assert second.head.folded == "adopter un chien"


def test_what_is_handled_leaves_until_an_agent_marks_it_again(engine: Engine) -> None:
    inbox = Inbox(engine)
    asked(engine, "adopter un chien", 1)

    for _ in range(2):
        inbox.handle(["adopter un chien"], "écartée", "claire", NOW)
    gone = inbox.clusters(TODAY)
    inbox.flag(("Adopter un chien", "adopter un chien"), "paul", NOW)
    (back,) = inbox.clusters(TODAY)

    assert gone == []
    assert back.reasons == {"fallback": 1, "flagged": 1}


def test_an_answer_given_without_assurance_waits_with_what_was_missed(
    journal: Journal, make_record: Callable[..., Record]
) -> None:
    for name, confidence in (("a", SURE - 0.01), ("b", SURE), ("c", 0.55)):
        journal.record(make_record(name, folded=name, confidence=confidence))
    assert journal.flush()
    count_all(journal.engine)

    clusters = Inbox(journal.engine).clusters(NOON.date())

    assert {c.head.folded: c.reasons for c in clusters} == {
        "a": {"doubtful": 1},
        "c": {"doubtful": 1},
    }


def missed(folded: str, count: int) -> Missed:
    day = TODAY.isoformat()
    return Missed(folded, folded, (("fallback", count),), count, count, 0, day)


def test_a_better_key_joins_what_letters_do_not() -> None:
    rows = [missed("prix cantine", 2), missed("tarif cantine", 1)]

    apart = cluster(rows)
    together = cluster(rows, lambda text: text.replace("prix", "tarif"))

    assert [c.count for c in apart] == [2, 1]
    assert [c.count for c in together] == [3]


def test_no_question_is_no_cluster() -> None:
    assert cluster([]) == []


def test_marks_and_what_was_done_go_with_the_texts(engine: Engine) -> None:
    inbox = Inbox(engine)
    inbox.handle(["vends velo"], "écartée", "claire", NOW)
    inbox.flag(("Adopter", "adopter"), "paul", NOW)

    purge(engine, Retention(), NOW + timedelta(days=29))
    kept = count(engine)
    purge(engine, Retention(), NOW + timedelta(days=31))

    assert (kept, count(engine)) == (2, 0)


def count(engine: Engine) -> int:
    with reading(engine) as connection:
        sizes = [
            connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (FLAGS, HANDLED)
        ]
    return sum(sizes)
