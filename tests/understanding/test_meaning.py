"""Meaning from a table: near words point the same way, and nothing is ever assumed."""

import hashlib
import itertools
import math
import os
import shutil
import sys
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from tests.timing import times_as_long

from servicebot.french.text import stems
from servicebot.understanding.meaning import (
    RECORD,
    TABLE,
    WIDTH,
    Meaning,
    key_of,
    load_meaning,
    pairs,
)

MODEL_CARD = Path(__file__).parents[2] / "docs" / "model-card.md"
NEIGHBOURS = [
    ("Où est la garderie ?", "Où est la crèche ?", "Où est la piscine ?"),
    ("la décharge", "la déchèterie", "la médiathèque"),
    ("je veux voter", "les élections", "la cantine"),
    ("un bouquin", "un livre", "un parking"),
    ("le cimetière", "un enterrement", "un concert"),
    ("chercher du boulot", "une offre d'emploi", "la poubelle"),
]


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    loaded = load_meaning()
    assert loaded is not None
    return loaded


def write_table(path: Path, rows: dict[str, list[int]]) -> Path:
    """Write a table whose rows begin with the given numbers."""
    table = np.zeros(len(rows), RECORD)
    for place, name in enumerate(sorted(rows, key=key_of)):
        table[place]["key"] = key_of(name)
        table[place]["scale"] = 0.5
        table[place]["row"][: len(rows[name])] = rows[name]
    np.save(path, table)
    return path


def test_a_vector_is_the_sum_of_the_rows_of_stems_and_pairs(tmp_path: Path) -> None:
    path = write_table(
        tmp_path / "table.npy", {"eau": [3], "pot": [0, 2], "eau pot": [0, 2]}
    )
    table = load_meaning(path)
    assert table is not None
    vector = table.vector(["eau", "pot"])
    assert vector[:3].tolist() == pytest.approx([3 / 5, 4 / 5, 0])
    assert table.vector(["eau", "inconnu"])[:2].tolist() == pytest.approx([1, 0])


def test_shares_say_which_words_carried_the_meaning(tmp_path: Path) -> None:
    path = write_table(
        tmp_path / "table.npy",
        {"eau": [6], "pot": [0, 2], "eau pot": [0, 6], " x": [9]},
    )
    table = load_meaning(path)
    assert table is not None
    toward = np.zeros(WIDTH, np.float32)
    toward[1] = 1
    shares = table.shares(["eau", "inconnu", "pot"], toward)
    assert shares == pytest.approx((0, 0, 1 / math.sqrt(10)))
    assert table.shares(["eau", "pot"], toward) == pytest.approx((0.3, 0.5))
    assert table.shares([], toward) == ()


@pytest.mark.parametrize("question", ["je veux voter", "Où jeter mes vieux meubles ?"])
def test_shares_add_up_to_the_cosine(meaning: Meaning, question: str) -> None:
    words = stems(question)
    toward = meaning.vector(stems("les élections et les encombrants"))
    shares = meaning.shares(words, toward)
    assert sum(shares) == pytest.approx(float(meaning.vector(words) @ toward), abs=1e-5)
    assert len(shares) == len(words)


def test_rows_that_cancel_out_give_no_direction(tmp_path: Path) -> None:
    path = write_table(tmp_path / "table.npy", {"oui": [3], "non": [-3]})
    table = load_meaning(path)
    assert table is not None
    assert not table.vector(["oui", "non"]).any()


def test_a_vector_is_what_looking_up_every_key_by_itself_gives(
    meaning: Meaning,
) -> None:
    table = np.load(TABLE)
    rows = {int(key): scale * row.astype(float) for key, scale, row in table}
    words = ["combien", "zzqxv", "d", "enfant", "dan", "le", "crech"]
    found = [rows[key] for key in map(key_of, (*words, *pairs(words))) if key in rows]
    total = np.sum(found, axis=0)
    assert 5 < len(found) < 2 * len(words) + 1
    expected = total / np.linalg.norm(total)
    assert meaning.vector(words) == pytest.approx(expected, abs=1e-6)
    assert meaning.scales.tolist() == table["scale"].tolist()
    assert meaning.fingerprint == crc32(TABLE.read_bytes())


def test_without_a_table_there_is_no_meaning(tmp_path: Path) -> None:
    assert load_meaning(tmp_path / "nowhere.npy") is None


@pytest.mark.parametrize(
    "damage", ["empty", "cut", "text", "archive", "other", "turned"]
)
def test_a_damaged_table_is_no_table_and_that_is_said(
    tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = write_table(tmp_path / "table.npy", {"eau": [3], "pot": [0, 2]})
    whole = path.read_bytes()
    contents = {"empty": b"", "cut": whole[:-9], "text": b"eau", "archive": b"PK\3\4"}
    size = RECORD.itemsize
    contents["turned"] = whole[: -2 * size] + whole[-size:] + whole[-2 * size : -size]
    np.save(path, np.zeros(3))
    path.write_bytes(contents.get(damage, path.read_bytes()))

    assert load_meaning(path) is None
    assert "table.npy" in caplog.text


@pytest.mark.parametrize("words", [[], ["zzqxv"], ["zzqxv", "xqwzk"]])
def test_unknown_words_have_no_meaning(meaning: Meaning, words: list[str]) -> None:
    vector = meaning.vector(words)
    assert vector.shape == (WIDTH,)
    assert vector.dtype == np.float32
    if words != []:
        assert not meaning.vector(["zzqxv"]).any()
    assert not vector.any()


def test_pairs_include_the_edges_of_the_sentence() -> None:
    assert pairs([]) == []
    assert pairs(["eau"]) == [" eau", "eau "]


@pytest.mark.parametrize(("said", "meant", "other"), NEIGHBOURS)
def test_words_without_common_letters_are_neighbours(
    meaning: Meaning, said: str, meant: str, other: str
) -> None:
    near = meaning.vector(stems(said)) @ meaning.vector(stems(meant))
    far = meaning.vector(stems(said)) @ meaning.vector(stems(other))
    assert near > far


def test_vectors_are_of_unit_length_and_always_the_same(meaning: Meaning) -> None:
    question = stems("Comment inscrire ma fille à la cantine ?")
    first, second = meaning.vector(question), meaning.vector(question)
    assert math.isclose(float(first @ first), 1, rel_tol=1e-5)
    assert first.tobytes() == second.tobytes()


def test_the_table_is_small_sorted_and_mapped(meaning: Meaning) -> None:
    assert TABLE.stat().st_size <= 6_000_000
    assert (meaning.keys[:-1] < meaning.keys[1:]).all()
    assert not meaning.rows.flags.owndata


@pytest.mark.skipif(sys.platform != "linux", reason="Linux says what is resident")
def test_loading_reads_no_row_into_the_memory_of_the_process(tmp_path: Path) -> None:
    path = tmp_path / "rows.npy"
    shutil.copy(TABLE, path)
    table = load_meaning(path)
    assert table is not None
    assert resident(path) == 0
    table.vector(["eau"])
    assert resident(path) > 0


def resident(path: Path) -> int:
    """Return how many kB of a mapped file are in the memory of this process."""
    maps = Path("/proc/self/smaps").read_text(encoding="utf-8").split("VmFlags:")
    sizes = [piece.split("Rss:")[1].split()[0] for piece in maps if str(path) in piece]
    return sum(map(int, sizes))


def test_the_model_card_names_the_table_that_is_shipped() -> None:
    digest = hashlib.sha256(TABLE.read_bytes()).hexdigest()
    assert digest in MODEL_CARD.read_text(encoding="utf-8")


def test_loading_takes_little_longer_than_reading_the_file(tmp_path: Path) -> None:
    path = tmp_path / "table.npy"
    shutil.copy(TABLE, path)
    hours = itertools.count(1)

    def load() -> None:
        hour = next(hours)
        os.utime(path, (hour, hour))
        load_meaning(path)

    assert times_as_long(load, lambda: crc32(path.read_bytes())) < 5


def test_a_sentence_s_meaning_takes_little_longer_than_its_stems(
    meaning: Meaning,
) -> None:
    said = "Où et quand faut-il sortir les poubelles jaunes dans ma rue ?"
    words = stems(said)

    def look_up() -> None:
        for _ in range(100):
            meaning.vector(words)

    def read() -> None:
        for _ in range(100):
            stems(said)

    assert times_as_long(look_up, read) < 10
