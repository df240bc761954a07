"""What the desk adds, on each kind of database and in every process."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from servicebot.errors import JournalError
from servicebot.journal.additions import StoredAdditions
from servicebot.journal.database import open_engine
from servicebot.journal.notices import NoticeStore
from servicebot.journal.overlay import OverlayStore
from servicebot.knowledge.base import Notice, Phrasing
from servicebot.knowledge.overlay import EMPTY, NewEntry, Overlay

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SAID = Phrasing("piscine.description", "où faire trempette")
NEW = NewEntry("a.b", "a", "B", "Oui.", ("b ?", "et b"), "guide", "2026", "À revoir.")


def notice(text: str, start: datetime, end: datetime) -> Notice:
    return Notice(0, text, None, False, start, end, start)  # noqa: FBT003 - closes


def test_what_is_learned_is_kept_in_order(engine: Engine) -> None:
    store = OverlayStore(engine)

    store.teach(SAID, "claire", NOW)
    store.reject("vends vélo", "claire", NOW)
    store.draft(NEW, "claire", NOW)

    assert store.overlay() == Overlay((SAID,), ("vends vélo",))
    assert [row.kind for row in store.rows()] == ["draft", "negative", "phrasing"]
    assert store.rows()[0].new == NEW


def test_a_draft_answers_once_it_is_published(engine: Engine) -> None:
    store = OverlayStore(engine)
    store.draft(NEW, "claire", NOW)
    number = store.rows()[0].id

    store.publish(number)

    assert store.overlay().entries == (NEW,)
    with pytest.raises(JournalError):
        store.publish(number)


def test_what_is_taken_back_is_no_longer_learned_and_still_known(
    engine: Engine,
) -> None:
    store = OverlayStore(engine)
    store.teach(SAID, "claire", NOW)
    number = store.rows()[0].id

    store.undo(number, NOW + HOUR)

    assert store.overlay() == EMPTY
    assert store.rows()[0].undone == NOW + HOUR
    with pytest.raises(JournalError):
        store.undo(number, NOW)
    assert store.get(number + 1) is None


def test_every_process_sees_what_one_has_learned(engine: Engine) -> None:
    here, there = (StoredAdditions(engine, lambda: NOW) for _ in range(2))
    before = (here.learned(), there.learned())

    OverlayStore(engine).teach(SAID, "claire", NOW)

    assert here.learned() == there.learned() != before[0]
    assert here.overlay() == there.overlay() == Overlay((SAID,))


def test_notices_are_over_by_themselves(engine: Engine) -> None:
    times = [NOW]
    additions, store = StoredAdditions(engine, lambda: times[0]), NoticeStore(engine)
    store.add(notice("Grève", NOW - HOUR, NOW + HOUR), "claire", NOW)
    store.add(notice("Neige", NOW - HOUR, NOW + 3 * HOUR), "claire", NOW)

    additions.learned()
    now = [one.text for one in additions.notices()]
    times[0] = NOW + 2 * HOUR

    assert now == ["Grève", "Neige"]
    assert [one.text for one in additions.notices()] == ["Neige"]
    assert [one.text for one in store.past(times[0])] == ["Grève"]


def test_a_notice_ends_once(engine: Engine) -> None:
    store = NoticeStore(engine)
    store.add(notice("Grève", NOW - HOUR, NOW + HOUR), "claire", NOW)
    (current,) = store.current(NOW)

    assert store.end(current.id, NOW)
    assert not store.end(current.id, NOW)
    assert store.current(NOW) == ()


def test_while_the_database_is_away_the_last_known_holds(engine: Engine) -> None:
    broken = StoredAdditions(open_engine("postgresql://x@127.0.0.1:1/no"), lambda: NOW)

    assert broken.learned() == 0
    assert (broken.overlay(), broken.notices()) == (EMPTY, ())
    assert StoredAdditions(engine, lambda: NOW).learned() == 0
