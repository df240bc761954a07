"""`servicebot knowledge dump` and the way back, at the terminal."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from servicebot.cli.database import open_database
from servicebot.journal.notices import NoticeStore
from servicebot.journal.overlay import OverlayStore
from servicebot.knowledge.base import Notice, Phrasing
from servicebot.knowledge.loader import load

Run = Callable[..., Result]


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_the_base_goes_out_and_comes_back(run: Run, tmp_path: Path, form: str) -> None:
    path, back = tmp_path / f"base.{form}", tmp_path / "back"
    out = run("knowledge", "dump", str(path))
    trial = run("import", str(path), "--knowledge", str(back))
    done = run("import", str(path), "--knowledge", str(back), "--write")

    assert (out.exit_code, trial.exit_code, done.exit_code) == (0, 0, 0)
    assert "fichiers de la base" in out.stdout
    assert "+ services/piscine.yaml" in trial.stdout
    assert "ajoutez --write" in trial.stdout
    assert load(back).town.name == "Valbrune"


def test_what_differs_stays_unless_it_is_replaced(
    run: Run, town: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(town, tmp_path / "copy"))
    sheet = copy / "services" / "police.yaml"
    edited = sheet.read_text("utf-8").replace("Police municipale", "Police")
    sheet.write_text(edited, "utf-8")
    path = str(tmp_path / "base.json")
    run("knowledge", "dump", path)
    call = ("import", path, "--knowledge", str(copy), "--write")

    kept = run(*call)
    text = sheet.read_text("utf-8")
    replaced = run(*call, "--replace", "--json")

    assert (kept.exit_code, replaced.exit_code) == (1, 0)
    assert "~ services/police.yaml diffère" in kept.stdout
    assert text == edited
    assert json.loads(replaced.stdout)["different"] == ["services/police.yaml"]
    assert "Police municipale" in sheet.read_text("utf-8")


def test_an_unknown_extension_is_refused(run: Run, tmp_path: Path) -> None:
    result = run("knowledge", "dump", str(tmp_path / "base.txt"))

    assert result.exit_code == 2
    assert ".csv, .xlsx ou .json" in result.stderr


def test_one_base_at_a_time(run: Run, tmp_path: Path) -> None:
    path = str(tmp_path / "base.json")
    run("knowledge", "dump", path)
    result = run("import", path, path)

    assert result.exit_code == 2
    assert "une seule base" in result.stderr


def test_what_the_desk_has_learned_is_written_as_a_patch(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVICEBOT_VAR", str(tmp_path))
    monkeypatch.delenv("SERVICEBOT_DATABASE_URL", raising=False)
    with open_database() as engine:
        said = Phrasing("piscine.description", "où faire trempette")
        OverlayStore(engine).teach(said, "claire", datetime.now(UTC))

    done = run("knowledge", "export")

    assert done.exit_code == 0
    assert "+++ b/" in done.stdout
    assert '+- "où faire trempette"' in done.stdout


def test_announced_closures_are_written_as_a_patch(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVICEBOT_VAR", str(tmp_path))
    monkeypatch.delenv("SERVICEBOT_DATABASE_URL", raising=False)
    now = datetime.now(UTC)
    start, end = now - timedelta(days=2), now + timedelta(days=2)
    notice = Notice(
        0, "Vidange", "piscine-ormes", closes=True, start=start, end=end, shown=start
    )
    with open_database() as engine:
        NoticeStore(engine).add(notice, "claire", now)

    done = run("knowledge", "export")

    assert done.exit_code == 0
    assert 'motif: "Vidange"' in done.stdout
