"""Many towns from the terminal: trained ahead, checked, looked at, served."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path
from unittest.mock import Mock
from urllib.error import HTTPError

import pytest
from click.testing import Result

from servicebot.bot import Bot
from servicebot.cli import warm as warm_command
from servicebot.cli.hosting import build_hosted
from servicebot.cli.training import Trainer
from servicebot.errors import ServicebotError
from servicebot.knowledge.loader import load
from servicebot.knowledge.overlay import EMPTY
from servicebot.settings import Settings
from servicebot.understanding.engine import is_trained
from servicebot.web.hosting.lanes import UntrainedError

MAIN = "from servicebot.cli import main; main(prog_name='servicebot')"
Run = Callable[..., Result]


@pytest.fixture
def towns(town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two towns of other names, one of them with another figure, and a broken one."""
    folder = tmp_path / "towns"
    for name in ("bourg", "ville", "broken"):
        shutil.copytree(town, folder / name)
    sheet = folder / "ville" / "services" / "creches.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("value: 3", "value: 4"), "utf-8")
    (folder / "broken" / "sources.yaml").write_text("a: [", "utf-8")
    monkeypatch.setenv("SERVICEBOT_TOWNS", str(folder))
    monkeypatch.setenv("SERVICEBOT_VAR", str(tmp_path / "var"))
    return folder


def asked(address: str, question: str) -> dict[str, object]:
    """Ask a running server, again while the town is being loaded."""
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{address}/api/v1/ask",
        json.dumps({"question": question}).encode(),
        {"Content-Type": "application/json"},
    )
    deadline = time.monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
                reply: dict[str, object] = json.loads(response.read())
                return reply
        except HTTPError as error:
            error.close()
            if error.code != 503 or time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def warm(folder: Path) -> subprocess.CompletedProcess[str]:
    """Train all towns ahead."""
    return subprocess.run(
        [sys.executable, "-c", MAIN, "warm"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve all towns, and give the address."""
    process = subprocess.Popen(
        [sys.executable, "-c", MAIN, "serve", "--port", "0"],
        cwd=folder,
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().split()[-1]
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0


@pytest.mark.slow
def test_towns_are_trained_ahead_and_served(towns: Path, tmp_path: Path) -> None:
    first, second = warm(tmp_path), warm(tmp_path)
    with served(tmp_path) as address:
        texts = [
            str(asked(f"{address}/t/{name}", "combien de crèches ?")["text"])
            for name in ("bourg", "ville")
        ]

    assert towns.is_dir()
    assert (first.returncode, second.returncode) == (1, 1)
    assert "bourg\u202f: prête en" in first.stdout
    assert "broken\u202f: refusée" in first.stdout
    assert "ville\u202f: déjà prête" in second.stdout
    assert ["3 crèches" in texts[0], "4 crèches" in texts[1]] == [True, True]
    assert (tmp_path / "var" / "towns" / "bourg" / "servicebot.sqlite").is_file()


@pytest.mark.slow
def test_a_town_that_nobody_has_trained_is_trained_apart(
    towns: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "var" / "towns" / "bourg" / "cache"
    base = load(towns / "bourg")
    before = is_trained(base, kept)
    Trainer().train(towns / "bourg", EMPTY, kept)
    after = is_trained(base, kept)
    with served(tmp_path) as address:
        text = str(asked(f"{address}/t/ville", "combien de crèches ?")["text"])

    assert (before, after) == (False, True)
    assert "4 crèches" in text


def test_check_looks_at_every_town(run: Run, towns: Path) -> None:
    result = run("check", "--json")
    errors = [row for row in json.loads(result.output) if row["level"] == "error"]

    assert result.exit_code == 1
    assert errors
    assert {Path(row["where"].split(":")[0]).parent.name for row in errors} == {
        "broken"
    }
    assert towns.is_dir()


def test_doctor_names_the_towns_at_fault_and_the_hosts_claimed_twice(
    run: Run, towns: Path
) -> None:
    for name in ("bourg", "ville"):
        with (towns / name / "town.yaml").open("a", encoding="utf-8") as file:
            file.write("hosts: bot.example\n")
    shutil.copytree(towns / "bourg", towns / "Grand Bourg")
    rows = json.loads(run("doctor", "--json").output)
    found = {(row["name"], row["level"]) for row in rows}

    assert ("communes", "ok") in found
    assert ("connaissances (broken)", "error") in found
    assert ("hôtes", "error") in found
    assert ("communes", "warning") in found
    assert not [name for name, _ in found if "(bourg)" in name]


def test_a_command_may_be_about_one_town(
    run: Run, towns: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVICEBOT_TOWN", "ville")

    assert run("check").exit_code == 0
    assert run("user", "list").exit_code == 0
    var = towns.parent / "var" / "towns"
    assert [path.name for path in var.iterdir()] == ["ville"]


@pytest.mark.parametrize(
    "command",
    [
        ("user", "list"),
        ("stats",),
        ("journal", "export"),
        ("backup", "a.jsonl"),
        ("restore", "a.jsonl"),
    ],
)
def test_a_command_about_one_town_wants_to_know_which(
    run: Run, towns: Path, command: tuple[str, ...]
) -> None:
    Path("a.jsonl").touch()
    result = run(*command)

    assert result.exit_code == 2
    assert "désigne plusieurs communes" in result.output
    assert not (towns.parent / "var" / "servicebot.sqlite").exists()


@pytest.mark.parametrize(
    "address", ["sqlite:///a.sqlite", "n'importe quoi", "postgresql://127.0.0.1:1/b"]
)
def test_settings_that_suit_no_town_do_not_start(
    run: Run, towns: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("SERVICEBOT_DATABASE_URL", address)
    served = run("serve", "--port", "0")
    examined = json.loads(run("doctor", "--json").output)

    assert towns.is_dir()
    assert served.exit_code == 2
    assert served.output.startswith("servicebot : ")
    assert "SERVICEBOT_" in served.output
    assert ("communes", "error") in {(row["name"], row["level"]) for row in examined}


def test_a_training_ends_when_the_server_does(towns: Path, tmp_path: Path) -> None:
    trainer = Trainer()
    with ThreadPoolExecutor(1) as pool:
        training = pool.submit(
            trainer.train, towns / "bourg", EMPTY, tmp_path / "cache"
        )
        while not trainer._processes:  # noqa: SLF001 - it has begun
            time.sleep(0.01)
        trainer.close()
        error = training.exception(timeout=60)

    assert isinstance(error, ServicebotError)
    with pytest.raises(ServicebotError):
        trainer.train(towns / "bourg", EMPTY, tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_a_base_whose_training_failed_is_trained_where_it_is_needed(
    towns: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BaseProcess, "start", Mock(side_effect=OSError("no memory")))
    settings, trainer = Settings(var=tmp_path / "var"), Trainer()
    folder, cache = towns / "bourg", tmp_path / "var" / "cache"

    def build() -> Bot:
        return build_hosted(folder, settings, EMPTY, threading.Lock(), trainer)

    with pytest.raises(UntrainedError) as lacking:
        build()
    lacking.value.train()
    bot = build()

    assert bot.base.town.name
    assert is_trained(bot.base, cache)
    assert not trainer.was_vain(folder)


@pytest.mark.slow
def test_where_no_process_can_be_kept_ready_trainings_begin_anew(
    towns: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_folder = Mock(side_effect=FileNotFoundError("No usable temporary directory"))
    monkeypatch.setattr(forkserver, "ensure_running", no_folder)
    trainer = Trainer()
    trainer.train(towns / "bourg", EMPTY, tmp_path / "cache")

    assert no_folder.called
    assert is_trained(load(towns / "bourg"), tmp_path / "cache")


@pytest.mark.slow
def test_a_training_that_cannot_be_kept_is_in_vain(towns: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    trainer = Trainer()
    trainer.train(towns / "bourg", EMPTY, tmp_path / "cache")

    assert [trainer.was_vain(towns / "bourg") for _ in range(2)] == [True, False]


def test_a_town_that_cannot_be_trained_stops_no_other(
    towns: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm_command, "_learned", lambda _: 1 / 0)
    name, outcome, is_ready = warm_command._warmed(  # noqa: SLF001 - run elsewhere
        ("ville", towns / "ville", Settings())
    )

    assert (name, is_ready) == ("ville", False)
    assert "division by zero" in outcome
