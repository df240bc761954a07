"""The shipped base: every entry holds together, every number has its source."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from servicebot.bot import Bot
from servicebot.evaluation import run_tests
from servicebot.french.text import fold
from servicebot.knowledge.base import Base, Entry
from servicebot.knowledge.checks import check
from servicebot.knowledge.loader import load
from servicebot.understanding.audit import audit

FOLDER = Path(__file__).parents[1] / "knowledge"
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=ZoneInfo("Europe/Paris"))
BASE = load(FOLDER)
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?: \d{3})+|\d+(?:,\d+)?")


@pytest.fixture(scope="module")
def bot() -> Bot:
    return Bot.build(BASE, secret=b"only for tests, thirty-two bytes")


def numbers(text: str) -> set[str]:
    return {n.replace(" ", "") for n in _NUMBER.findall(fold(text))}


def numbers_of_files(base: Base) -> set[str]:
    texts = [p.read_text("utf-8") for p in sorted(base.folder.glob("**/*.yaml"))]
    plain = re.sub(r"(?<=\d)[ \u202f\u00a0](?=\d{3}\b)", "", "\n".join(texts))
    return set(re.findall(r"\d+(?:,\d+)?", plain))


WRITTEN = numbers_of_files(BASE)


@pytest.mark.parametrize("entry", BASE.entries.values(), ids=lambda entry: entry.id)
def test_every_entry_has_a_source_and_a_date(entry: Entry) -> None:
    assert entry.as_of
    assert entry.sources
    assert all(source in BASE.sources for source in entry.sources)


@pytest.mark.parametrize("entry", BASE.entries.values(), ids=lambda entry: entry.id)
def test_every_number_said_stands_in_a_file(entry: Entry) -> None:
    said = f"{entry.say} {entry.detail or ''} {entry.caution or ''}"

    assert numbers(said) <= WRITTEN


def test_every_number_of_a_reply_stands_in_a_file(bot: Bot) -> None:
    strange = {}
    for entry in BASE.entries.values():
        if entry.place is None:
            reply = bot.reply(entry.question, None, NOW)
            asked = numbers(entry.question)
            strange[entry.id] = numbers(reply.text) - WRITTEN - asked

    assert {key: found for key, found in strange.items() if found} == {}


def test_the_base_passes_its_checks_without_a_warning(bot: Bot) -> None:
    findings = check(BASE, NOW.date(), extra=audit(bot.engine, NOW))

    assert [str(finding) for finding in findings] == []


def test_the_base_passes_its_own_tests(bot: Bot) -> None:
    report = run_tests(bot, BASE.tests, NOW)

    assert len(report.rows) >= 200
    assert [(row.question, row.why) for row in report.failed] == []


def test_an_answer_is_a_sentence_or_two() -> None:
    lists = {"liste", "description"}
    long = {
        entry.id: len(entry.say)
        for entry in BASE.entries.values()
        if len(entry.say) > 420 and entry.aspect not in lists
    }

    assert long == {}


@pytest.mark.parametrize("label", [one.label for one in BASE.aspects.values()])
def test_an_aspect_reads_after_a_preposition(label: str) -> None:
    assert re.match(r"les? |la |l'|ce qui ", label), label


def test_no_phrase_puts_de_before_a_name_that_may_begin_with_a_vowel() -> None:
    said = [text for texts in BASE.phrases.values() for text in texts]

    assert [text for text in said if re.search(r"\b(de|à|le|que) \{town", text)] == []
