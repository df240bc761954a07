"""What is remembered: small, signed, expiring."""

from datetime import datetime, timedelta

import pytest

from servicebot.bot import Bot
from servicebot.knowledge.aspects import HOURS
from servicebot.understanding.dialogue import Context, build_codec

CODEC = build_codec(b"a secret", "valbrune")
FULL = Context(
    subject="creches",
    aspect="nombre",
    entries=("creches.nombre", "creches.capacite", "creches.inscription"),
    choices=("combien d'enfants dans les crèches",) * 4,
    misses=1,
    earlier=("piscine", "mairie", "police"),
)


def test_a_context_comes_back_as_it_was(now: datetime) -> None:
    assert CODEC.open(CODEC.seal(FULL, now), now) == FULL


def test_even_a_full_context_is_small(now: datetime) -> None:
    assert len(CODEC.seal(FULL, now)) <= 1024


def test_an_old_context_is_ignored(now: datetime) -> None:
    sealed = CODEC.seal(FULL, now)

    assert CODEC.open(sealed, now + timedelta(minutes=59)) == FULL
    assert CODEC.open(sealed, now + timedelta(minutes=62)) == Context()


@pytest.mark.parametrize("forged", [None, "", "x", "a.b", "é" * 50, "x" * 5000])
def test_nonsense_begins_anew(forged: str | None, now: datetime) -> None:
    assert CODEC.open(forged, now) == Context()


def test_a_changed_or_foreign_context_begins_anew(now: datetime) -> None:
    sealed = CODEC.seal(FULL, now)
    other_town = build_codec(b"a secret", "roquemaure")
    other_key = build_codec(b"another", "valbrune")

    assert CODEC.open("A" + sealed[1:], now) == Context()
    assert other_town.open(sealed, now) == Context()
    assert other_key.open(sealed, now) == Context()


def test_subjects_spoken_of_before_are_kept_in_order() -> None:
    context = Context().about("creches", None).about("piscine", None)

    assert context.about("mairie", None).earlier == ("piscine", "creches")


def test_what_a_base_no_longer_has_is_not_spoken_of(bot: Bot, now: datetime) -> None:
    gone = Context("gone", HOURS, entries=("gone.horaires",), earlier=("lost",))
    kept = gone.within(bot.base)

    assert (kept.subject, kept.entries, kept.earlier) == (None, (), ())
    assert kept.aspect == HOURS
    assert bot.reply("et dimanche ?", bot.codec.seal(gone, now), now).text
