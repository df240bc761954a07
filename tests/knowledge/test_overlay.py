"""What is learned or announced while a base is in service."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from servicebot.bot import Bot
from servicebot.errors import KnowledgeError
from servicebot.knowledge.base import Base, Notice, Phrasing
from servicebot.knowledge.hours import day_hours, state_at
from servicebot.knowledge.loader import load
from servicebot.knowledge.notices import announced
from servicebot.knowledge.overlay import NewEntry, Overlay, overlaid

TOWN = Path(__file__).parents[1] / "town"
PARIS = ZoneInfo("Europe/Paris")
ODD = "j'ai envie de barboter"
"""No word of it stands in the town: no meaning makes up for that."""
NEW = NewEntry(
    id="piscine.bonnet",
    subject="piscine",
    title="Bonnet de bain",
    say="Le bonnet de bain est obligatoire.",
    asks=("faut-il un bonnet", "le bonnet est obligatoire ?"),
    source="site-2025",
    as_of="2025-09",
)


@pytest.fixture(scope="module")
def base() -> Base:
    """The invented town."""
    return load(TOWN)


def build(base: Base, overlay: Overlay) -> Bot:
    return Bot.build(base, overlay, secret=bytes(16))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


NOW = at("2026-11-24T10:00")


def notice(start: str, end: str, about: str | None = "mairie", **more: bool) -> Notice:
    closes = more.get("closes", True)
    return Notice(1, "Grève", about, closes, at(start), at(end), at("2026-11-01"))


def test_a_learned_phrasing_is_answered_by_its_entry(base: Base) -> None:
    before = build(base, Overlay()).reply(ODD, None, NOW)
    learned = Overlay(phrasings=(Phrasing("piscine.description", ODD),))

    after = build(base, learned).reply(ODD, None, NOW)

    assert before.entry is None
    assert (after.kind, after.entry) == ("answer", "piscine.description")


def test_what_was_learned_is_a_test_of_the_base(base: Base) -> None:
    overlay = Overlay((Phrasing("piscine.description", ODD),), ("vends vélo",))

    tests = overlaid(base, overlay).tests[len(base.tests) :]

    assert [(t.q, t.entry, t.kind) for t in tests] == [
        (ODD, "piscine.description", None),
        ("vends vélo", None, "fallback"),
    ]


def test_a_negative_is_refused(base: Base) -> None:
    question = "combien de crèches à vendre d'occasion"
    bot = build(base, Overlay(negatives=(question,)))

    assert question in bot.base.negatives


def test_a_new_entry_answers_with_its_source_and_date(base: Base) -> None:
    reply = build(base, Overlay(entries=(NEW,))).reply("faut-il un bonnet", None, NOW)

    assert reply.entry == "piscine.bonnet"
    assert "bonnet de bain est obligatoire (septembre 2025)" in reply.text
    assert reply.answers[0].sources[0].date


def test_what_no_longer_fits_the_base_is_left_out(base: Base) -> None:
    gone = Overlay(
        phrasings=(Phrasing("no.such", ODD),),
        entries=(replace(NEW, subject="zoo"), replace(NEW, id="x.y", source="none")),
    )

    assert overlaid(base, gone).entries == base.entries


def test_what_the_base_has_already_changes_nothing(base: Base) -> None:
    asked = base.entries["creches.nombre"].asks[0]
    overlay = Overlay(phrasings=(Phrasing("creches.nombre", asked),))

    assert overlaid(base, overlay).fingerprint == base.fingerprint


def test_a_phrasing_belongs_to_the_entry_that_it_was_learned_for_alone(
    base: Base,
) -> None:
    asked = base.entries["creches.nombre"].asks[0]
    moved = overlaid(base, Overlay((Phrasing("cantine.description", asked),)))

    assert asked not in moved.entries["creches.nombre"].asks
    assert asked in moved.entries["cantine.description"].asks


def test_one_overlay_or_two_one_after_the_other_are_the_same_base(base: Base) -> None:
    first = Phrasing("piscine.description", ODD)
    second = Phrasing("creches.nombre", "nombre de nurseries")

    at_once = overlaid(base, Overlay((first, second), ("vends vélo",), (NEW,)))
    in_turn = overlaid(base, Overlay((first,), (), (NEW,)))
    in_turn = overlaid(in_turn, Overlay((second,), ("vends vélo",)))

    assert at_once.fingerprint == in_turn.fingerprint != base.fingerprint


def test_learning_leaves_the_bot_in_service_as_it_is(base: Base) -> None:
    bot = build(base, Overlay())

    other = bot.learning(Overlay((Phrasing("piscine.description", ODD),)))

    assert bot.reply(ODD, None, NOW).entry is None
    assert other.reply(ODD, None, NOW).entry == "piscine.description"


def test_learned_phrasings_are_read_from_their_file(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    folder.mkdir()
    for path in TOWN.iterdir():
        (folder / path.name).symlink_to(path)
    (folder / "learned.yaml").write_text(f"piscine.description:\n- {ODD}\n", "utf-8")

    base = load(folder)

    assert ODD in base.entries["piscine.description"].asks
    assert base.learned == (Phrasing("piscine.description", ODD),)


def test_a_learned_file_that_names_no_entry_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    folder.mkdir()
    for path in TOWN.iterdir():
        (folder / path.name).symlink_to(path)
    (folder / "learned.yaml").write_text("piscine.descripton: [x y]\n", "utf-8")

    with pytest.raises(KnowledgeError, match=r"piscine\.description"):
        load(folder)


def hours(base: Base, place: str, day: str) -> tuple[str, ...]:
    known = base.places[place].hours
    assert known is not None
    return day_hours(known, at(day).date()).spans


def test_a_closure_shuts_its_place_to_the_minute_and_no_other(base: Base) -> None:
    shut = announced(base, [notice("2026-11-23T10:00", "2026-11-24T15:00")])

    assert hours(shut, "mairie", "2026-11-23") == ("08:30-10:00",)
    assert hours(shut, "mairie", "2026-11-24") == ("15:00-17:00",)
    assert hours(shut, "mairie", "2026-11-25") == hours(base, "mairie", "2026-11-25")
    assert hours(shut, "piscine-ormes", "2026-11-24") == ("10:00-19:00",)


def test_a_closed_place_says_when_it_opens_again(base: Base) -> None:
    shut = announced(base, [notice("2026-11-23T00:00", "2026-11-25T00:00")])
    known = shut.places["mairie"].hours
    assert known is not None

    state = state_at(known, NOW)

    assert (state.kind, state.next_opening) == ("closed", at("2026-11-25T08:30"))


def test_closing_a_subject_shuts_its_places(base: Base) -> None:
    when = ("2026-11-24T00:00", "2026-11-25T00:00")
    shut = announced(base, [notice(*when, about="piscine")])

    assert hours(shut, "piscine-ormes", "2026-11-24") == ()
    (closure,) = shut.places["piscine-ormes"].closures
    assert (closure.start, closure.end) == (at(when[0]).date(), at(when[0]).date())


def test_a_notice_that_closes_nothing_leaves_the_hours(base: Base) -> None:
    when = ("2026-11-24T00:00", "2026-11-25T00:00")
    kept = announced(base, [notice(*when, closes=False)])

    assert kept.places == base.places


@pytest.mark.parametrize(
    ("about", "question", "expected"),
    [
        (None, "combien de crèches", ("Grève",)),
        ("mairie", "horaires de la mairie", ("Grève",)),
        ("piscine", "horaires de la piscine des Ormes", ("Grève",)),
        ("mairie", "combien de crèches", ()),
        (None, "au feu", ()),
        (None, "bonjour", ()),
    ],
)
def test_a_reply_carries_the_notices_that_concern_it(
    base: Base, about: str | None, question: str, expected: tuple[str, ...]
) -> None:
    when = ("2026-11-24T00:00", "2026-11-25T00:00")
    bot = build(base, Overlay()).announcing([notice(*when, about=about)])

    assert bot.reply(question, None, NOW).notices == expected


def test_a_notice_is_over_by_itself_and_shown_from_its_time(base: Base) -> None:
    bot = build(base, Overlay()).announcing(
        [notice("2026-11-24T00:00", "2026-11-25T00:00")]
    )
    days = ("2026-10-31", "2026-11-02", "2026-11-24", "2026-11-25")

    found = [bot.reply("horaires de la mairie", None, at(d)).notices for d in days]

    assert found == [(), ("Grève",), ("Grève",), ()]
    assert bot.announcing([]).reply("horaires de la mairie", None, NOW).notices == ()


def test_the_reply_tells_that_a_place_is_closed(base: Base) -> None:
    when = ("2026-11-24T00:00", "2026-11-25T00:00")
    bot = build(base, Overlay()).announcing([notice(*when)])

    reply = bot.reply("la mairie est ouverte aujourd'hui ?", None, NOW)
    place = reply.answers[0].place

    assert place is not None
    assert place.state == "closed"
    assert "fermé" in reply.text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Lundi, la mairie sera fermée toute la journée (travaux).", " (travaux)"),
        ("Travaux", " (Travaux)"),
        ("La mairie sera fermée mardi.", ""),
        ("Fermée du 1er au 3 décembre (inclus)", ""),
        ("Fermée, appelez l'accueil (04 66 00 00 00).", ""),
        ("Travaux (deuxième tranche) sur la place", ""),
    ],
)
def test_a_closed_place_says_the_reason_alone_in_brackets(
    base: Base, text: str, why: str
) -> None:
    closing = notice("2026-11-25T00:00", "2026-11-26T00:00")
    bot = build(base, Overlay()).announcing([replace(closing, text=text)])

    reply = bot.reply("la mairie est ouverte demain ?", None, NOW)

    said = " ".join(reply.text.split())  # its blanks do not break
    assert f"non, c'est fermé demain mercredi 25 novembre{why}. Prochaine" in said
    assert reply.notices == (text,)
