"""Training kept on disk."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from servicebot.bot import Bot
from servicebot.knowledge.base import Base, Phrasing
from servicebot.knowledge.loader import load
from servicebot.knowledge.overlay import Overlay
from servicebot.understanding.cache import KEPT, load_trained, store_trained
from servicebot.understanding.engine import build_engine, content_of
from servicebot.understanding.meaning import load_meaning, no_meaning

WORDS = ("combien", "de", "creches")


def only_file(folder: Path) -> Path:
    (path,) = folder.glob("trained-*.npz")
    return path


def test_the_cache_gives_the_same_scores(base: Base, bot: Bot, tmp_path: Path) -> None:
    build_engine(base, tmp_path)
    again = build_engine(base, tmp_path)

    np.testing.assert_array_equal(
        again.ranker.matcher.score(WORDS).linear,
        bot.engine.ranker.matcher.score(WORDS).linear,
    )
    assert again.rules.calibration == bot.engine.rules.calibration
    assert again.ranker.words == bot.engine.ranker.words
    assert again.framer.spread == bot.engine.framer.spread


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04nonsense", None])
def test_a_damaged_cache_is_rebuilt(
    base: Base, tmp_path: Path, damage: bytes | None
) -> None:
    build_engine(base, tmp_path)
    path = only_file(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if damage is None else damage)

    built = build_engine(base, tmp_path)

    assert built.ranker.matcher.score(WORDS).linear.any()
    assert len(only_file(tmp_path).read_bytes()) == len(whole)


def test_damaged_weights_are_rebuilt(base: Base, tmp_path: Path) -> None:
    build_engine(base, tmp_path)
    path = only_file(tmp_path).with_suffix(".npy")
    whole = path.read_bytes()
    path.unlink()  # a server may have mapped it: it is replaced, never written over
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))

    build_engine(base, tmp_path)

    assert path.read_bytes() == whole


def test_weights_without_their_file_are_rebuilt(base: Base, tmp_path: Path) -> None:
    build_engine(base, tmp_path)
    path = only_file(tmp_path).with_suffix(".npy")
    path.unlink()

    build_engine(base, tmp_path)

    assert path.exists()


def test_another_base_has_another_file(base: Base, tmp_path: Path) -> None:
    shutil.copytree(base.folder, tmp_path / "town")
    (tmp_path / "town" / "negatives.yaml").write_text("- une autre question\n")
    cache = tmp_path / "cache"

    build_engine(base, cache)
    build_engine(load(tmp_path / "town"), cache)

    assert len(list(cache.glob("*.npz"))) == 2


def test_a_folder_that_cannot_be_written_costs_no_answer(
    base: Base, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")

    assert build_engine(base, blocked / "cache").rules.calibration.weights


def test_old_trainings_are_forgotten(base: Base, tmp_path: Path) -> None:
    build_engine(base, tmp_path)
    stored = load_trained(tmp_path, content_of(base, load_meaning()))
    assert stored is not None

    for number in range(KEPT + 3):
        store_trained(tmp_path, f"base {number}", stored)

    assert len(list(tmp_path.glob("trained-*.npz"))) == KEPT
    assert len(list(tmp_path.glob("trained-*.npy"))) == KEPT
    assert load_trained(tmp_path, content_of(base, load_meaning())) is None
    assert load_trained(tmp_path, f"base {KEPT + 2}") is not None


def test_what_is_loaded_is_not_old(base: Base, tmp_path: Path) -> None:
    build_engine(base, tmp_path)
    path = only_file(tmp_path)
    stored = load_trained(tmp_path, content_of(base, load_meaning()))
    assert stored is not None
    for number in range(KEPT - 1):
        store_trained(tmp_path, f"base {number}", stored)
    os.utime(path, (0, 0))

    build_engine(base, tmp_path)
    store_trained(tmp_path, "one more", stored)

    assert path.exists()
    assert len(list(tmp_path.glob("trained-*.npz"))) == KEPT


def test_what_is_tried_drives_out_nothing(base: Base, tmp_path: Path) -> None:
    bot = Bot.build(base, secret=bytes(16), cache=tmp_path)
    before = only_file(tmp_path)
    tried = Overlay((Phrasing("piscine.description", "faire trempette"),))

    learned = bot.learning(tried)

    assert learned.base.fingerprint != base.fingerprint
    assert only_file(tmp_path) == before


def test_another_table_of_meanings_has_another_file(base: Base, tmp_path: Path) -> None:
    build_engine(base, tmp_path)
    table = load_meaning()
    assert table is not None
    other = replace(table, fingerprint=table.fingerprint + 1)

    build_engine(base, tmp_path, meanings=lambda: other)
    build_engine(base, tmp_path, meanings=no_meaning)

    assert len(list(tmp_path.glob("*.npz"))) == 3
