"""The folder of the counts that gunicorn's workers share."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from servicebot.cli.gunicorn_settings import on_exit, on_starting
from servicebot.web.processes import FOLDER


def server(workers: int) -> SimpleNamespace:
    """Return what the hooks need of gunicorn."""
    return SimpleNamespace(cfg=SimpleNamespace(workers=workers))


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, "")  # so that what is set is undone
    monkeypatch.delenv("SERVICEBOT_TOWNS", raising=False)


def test_several_workers_get_a_folder_that_goes_with_them() -> None:
    several = server(2)
    on_starting(several)
    made = Path(os.environ[FOLDER])
    assert made.is_dir()

    on_exit(several)

    assert not made.exists()


@pytest.mark.parametrize(("workers", "towns"), [(1, ""), (2, "towns")])
def test_one_worker_or_many_towns_get_none(
    workers: int, towns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVICEBOT_TOWNS", towns)

    on_starting(server(workers))

    assert os.environ[FOLDER] == ""


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("towns", ["", "towns"])
def test_a_folder_that_is_given_stays_and_only_old_counts_leave_it(
    workers: int, towns: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("counter_12.db", "gauge_livesum_12.db", "mairie.db", "notes.txt"):
        (tmp_path / name).write_text("kept?")
    monkeypatch.setenv(FOLDER, str(tmp_path))
    monkeypatch.setenv("SERVICEBOT_TOWNS", towns)
    given = server(workers)

    on_starting(given)
    on_exit(given)

    assert {path.name for path in tmp_path.iterdir()} == {"mairie.db", "notes.txt"}
    assert os.environ[FOLDER] == str(tmp_path)


def test_a_folder_that_is_given_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path / "counts"))

    on_starting(server(2))

    assert (tmp_path / "counts").is_dir()
