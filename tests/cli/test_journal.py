"""The journal's commands: export, purge, forget, masking, statistics, watch."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from servicebot.journal.records import Feedback, Heard, record_of
from servicebot.journal.store import Journal
from servicebot.replies import Reply, Understood

Run = Callable[..., Result]
NOW = datetime.now(UTC)
GOLD = Path(__file__).parents[1] / "corpus" / "privacy_unseen.jsonl"


@pytest.fixture
def journal(tmp_path: Path, run: Run) -> Iterator[Journal]:
    """The journal of the folder that commands run in."""
    del run
    journal = Journal(f"sqlite:///{tmp_path / 'var' / 'servicebot.sqlite'}")
    journal.start()
    yield journal
    journal.close()


@pytest.fixture
def asked(journal: Journal) -> Journal:
    """A journal with an answer, a refusal and a very old question."""
    rows = [
        ("a", "combien de crèches ?", "answer", "creches.nombre", NOW),
        ("b", "=la piste de ski ?", "fallback", None, NOW),
        ("c", "vieille question", "answer", "creches.nombre", NOW - timedelta(days=40)),
    ]
    for name, question, kind, entry, at in rows:
        about = Understood("creches", "tarif" if entry is None else "nombre")
        reply = Reply(name, kind, "", entry=entry, understood=about)  # type: ignore[arg-type]
        journal.record(record_of(question, reply, Heard(at, "api", 200)))
    journal.attach(Feedback("a", useful=True))
    assert journal.flush()
    return journal


@pytest.mark.usefixtures("asked")
def test_export_writes_one_object_a_line(run: Run) -> None:
    result = run("journal", "export", "--json")

    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [row["useful"] for row in rows if row["id"] in "ab"] == [True, None]
    assert datetime.fromisoformat(rows[-1]["at"]).tzinfo is not None


@pytest.mark.usefixtures("asked")
def test_export_writes_csv_that_no_spreadsheet_runs(run: Run) -> None:
    since = (NOW - timedelta(days=1)).date().isoformat()
    rows = list(
        csv.DictReader(io.StringIO(run("journal", "export", "--since", since).stdout))
    )

    assert [row["question"] for row in rows] == [
        "combien de crèches ?",
        "'=la piste de ski ?",
    ]


def test_a_bad_day_is_refused(run: Run) -> None:
    assert run("journal", "export", "--since", "hier").exit_code == 2


@pytest.mark.usefixtures("asked")
def test_purge_deletes_what_is_too_old(run: Run) -> None:
    run("journal", "purge")
    kept = run("journal", "export", "--json").stdout.splitlines()

    assert [json.loads(row)["id"] for row in kept] == ["a", "b"]
    assert json.loads(run("journal", "purge", "--days", "0", "--json").stdout) == {
        "turns": 2,
        "counts": 2,
    }
    assert run("journal", "export", "--json").stdout == ""
    figures = json.loads(run("stats", "--json").stdout)
    assert (figures["total"], figures["unanswered"]) == (2, [])


@pytest.mark.usefixtures("asked")
def test_forget_deletes_one_question_or_all_that_hold_a_text(run: Run) -> None:
    assert run("journal", "forget", "a").exit_code == 0
    assert run("journal", "forget", "--containing", "SKI").exit_code == 0
    assert run("journal", "forget", "nobody").exit_code == 1
    assert run("journal", "forget").exit_code == 2

    kept = run("journal", "export", "--json").stdout
    assert "crèches" not in kept
    assert "ski" not in kept
    assert json.loads(run("stats", "--json").stdout)["unanswered"] == []


def test_masking_prints_its_figures(run: Run) -> None:
    shown = run("journal", "masking", str(GOLD))
    figures = json.loads(run("journal", "masking", str(GOLD), "--json").stdout)

    assert shown.exit_code == 0
    assert "rappel" in shown.stdout
    assert figures["recall"] >= 0.95
    assert figures["false_alarms"] <= 0.03


def test_masking_below_the_bar_fails_and_shows_why(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    line = {"text": "un secret bien gardé", "kind": "secret", "hide": ["secret"]}
    path.write_text(json.dumps(line, ensure_ascii=False) + "\n", "utf-8")

    result = run("journal", "masking", str(path), "--show")

    assert result.exit_code == 1
    assert "un secret bien gardé" in result.stdout


@pytest.mark.usefixtures("asked")
def test_stats_counts_in_all_forms(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "mois.html"

    assert "Questions par jour" in run("stats").stdout
    figures = json.loads(run("stats", "--json").stdout)
    assert (figures["total"], figures["useful"]) == (2, 1)
    assert figures["empty_cells"][0][2] == 1
    assert "unanswered,'=la piste de ski ?" in run("stats", "--csv").stdout
    month = NOW.strftime("%Y-%m")
    assert run("stats", "--month", month, "--report", str(page)).exit_code == 0
    assert page.read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    "options",
    [
        ("--month", "novembre"),
        ("--from", "hier"),
        ("--from", "2026-12-01", "--to", "2026-11-01"),
    ],
)
def test_a_period_that_is_none_is_refused(run: Run, options: tuple[str, ...]) -> None:
    assert run("stats", *options).exit_code == 2


@pytest.mark.usefixtures("asked")
def test_watch_lists_what_nobody_asks(run: Run) -> None:
    run("stats")
    result = run("watch", "--json")

    concerns = json.loads(result.stdout)
    unasked = {row["where"] for row in concerns if row["topic"] == "never_asked"}
    assert "creches.nombre" not in unasked
    assert "creches.capacite" in unasked
    assert "Jamais demandée" in run("watch").stdout


def test_a_database_that_is_away_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVICEBOT_DATABASE_URL", "postgresql://127.0.0.1:9/nothing")

    result = run("journal", "export")

    assert result.exit_code == 2
    assert "ne répond pas" in result.stderr
