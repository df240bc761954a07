"""Notices and closures: what an editor announces is live at once, and over alone."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from servicebot.journal.accounts import Role
from servicebot.journal.audit import Audit
from servicebot.journal.notices import NoticeStore
from servicebot.journal.store import Journal
from servicebot.knowledge.base import Subject
from servicebot.web.desk.announcing import NoticeError, by_name, read_notice
from servicebot.web.holder import Replier

Enter = Callable[[Role], FlaskClient]
TokenOf = Callable[[FlaskClient], str]
NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
FORM = {
    "texte": "Grève lundi: accueil fermé",
    "sur": "piscine",
    "ferme": "1",
    "du": "2026-11-30T08:00",
    "au": "2026-11-30T18:00",
}


def today() -> Mapping[str, str]:
    """Return a form whose notice holds now."""
    local = datetime.now(UTC).astimezone(ZoneInfo("Europe/Paris"))
    hour = timedelta(hours=1)
    du, au = (f"{local + n:%Y-%m-%dT%H:%M}" for n in (-hour, hour))
    return {**FORM, "du": du, "au": au}


def test_a_form_becomes_a_notice_in_the_town_s_time(bot: Replier) -> None:
    notice = read_notice(FORM, bot.base, NOW)

    assert notice.text == "Grève lundi\u202f: accueil fermé"
    assert notice.start.isoformat() == "2026-11-30T08:00:00+01:00"
    assert (notice.about, notice.closes, notice.shown) == ("piscine", True, NOW)


def test_a_notice_may_be_shown_from_its_start_only(bot: Replier) -> None:
    notice = read_notice({**FORM, "annonce": "debut"}, bot.base, NOW)

    assert notice.shown == notice.start


@pytest.mark.parametrize(
    "change",
    [
        {"texte": " "},
        {"texte": "a" * 201},
        {"texte": "a\x1b[2Kb"},
        {"sur": "zoo"},
        {"sur": ""},
        {"du": "demain"},
        {"au": "2026-11-30T08:00"},
        {"du": "2026-11-01T08:00", "au": "2026-11-02T08:00"},
        {"au": "2028-11-30T08:00"},
    ],
)
def test_a_notice_that_cannot_be_is_refused(
    change: dict[str, str], bot: Replier
) -> None:
    with pytest.raises(NoticeError):
        read_notice({**FORM, **change}, bot.base, NOW)


def test_an_editor_announces_and_ends_a_notice_at_once(
    enter: Enter, token_of: TokenOf, journal: Journal
) -> None:
    editor = enter(Role.EDITOR)
    jeton = {"jeton": token_of(editor)}

    announced = editor.post("/guichet/avis", data={**today(), **jeton})
    page = editor.get("/guichet/avis").get_data(as_text=True)
    (notice,) = NoticeStore(journal.engine).current(datetime.now(UTC))
    path = f"/guichet/avis/{notice.id}/fin"
    ended = [editor.post(path, data=jeton).status_code for _ in range(2)]

    assert announced.status_code == 303
    assert "Terminer maintenant" in page
    assert ended == [303, 404]
    assert NoticeStore(journal.engine).current(datetime.now(UTC)) == ()
    assert "Avis terminés" in editor.get("/guichet/avis").get_data(as_text=True)
    acts = [line.act for line in Audit(journal.engine).latest()]
    assert acts[:2] == ["avis terminé", "avis publié"]


def test_subjects_are_listed_with_accents_folded() -> None:
    subjects = [
        Subject(name, "service", name, name, (name,), "x")
        for name in ("Zone bleue", "Écoles", "eau", "État civil", "Famille")
    ]

    found = [subject.name for subject in by_name(subjects)]

    assert found == ["eau", "Écoles", "État civil", "Famille", "Zone bleue"]


def test_what_is_wrong_is_said_and_what_was_typed_stays(
    enter: Enter, token_of: TokenOf
) -> None:
    editor = enter(Role.EDITOR)
    form = {**FORM, "du": "", "jeton": token_of(editor)}

    response = editor.post("/guichet/avis", data=form)

    assert response.status_code == 422
    assert "Grève lundi: accueil fermé" in response.get_data(as_text=True)


def test_citizens_read_a_notice_everywhere_until_it_ends(
    enter: Enter, token_of: TokenOf
) -> None:
    editor = enter(Role.EDITOR)
    jeton = {"jeton": token_of(editor)}
    citizen = editor.application.test_client()

    def read() -> list[bool]:
        pages = [citizen.get(path) for path in ("/", "/chat", "/api/v1/widget")]
        (*_, listed) = pages = [*pages, citizen.get("/api/v1/notices")]
        assert listed.get_json().keys() == {"notices"}
        return ["accueil fermé" in page.get_data(as_text=True) for page in pages]

    before = read()
    editor.post("/guichet/avis", data={**today(), **jeton})
    during = read()
    (notice,) = citizen.get("/api/v1/notices").get_json()["notices"]
    editor.post(f"/guichet/avis/{notice['id']}/fin", data=jeton)

    assert (before, during, read()) == ([False] * 4, [True] * 4, [False] * 4)
    assert (notice["about"], notice["closes"]) == ("piscine", True)
