"""Near-synonyms drawn together: the step of the table's build that needs no teacher."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from servicebot.french.text import stems
from servicebot.understanding.meaning import WIDTH, key_of, load_meaning

DISTIL = Path(__file__).parents[1] / "benchmarks" / "distil"


@pytest.fixture
def retrofit(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Import the module, which stands beside others."""
    monkeypatch.syspath_prepend(str(DISTIL))
    return import_module("retrofit")


def along(axis: int, length: float = 1.0) -> NDArray[np.float32]:
    row = np.zeros(WIDTH, np.float32)
    row[axis] = length
    return row


def key(word: str) -> int:
    return key_of(*stems(word))


def lexicon(retrofit: ModuleType, folder: Path, lines: str) -> list[object]:
    (folder / "words.txt").write_text(lines, encoding="utf-8")
    found: list[object] = retrofit.read_lexicon(folder)
    return found


def test_synonyms_are_turned_half_way_and_keep_their_length(
    retrofit: ModuleType, tmp_path: Path
) -> None:
    rows = {
        key("crèche"): along(0, 0.5),
        key("garderie"): along(1),
        key("bus"): along(2),
    }
    groups = lexicon(retrofit, tmp_path, "# enfance\ncrèche, garderie\n")
    turned = retrofit.retrofit(rows, groups)
    half = np.sqrt(0.5)
    assert turned[key("crèche")][:2] == pytest.approx([0.5 * half, 0.5 * half])
    assert turned[key("garderie")][:2] == pytest.approx([half, half])
    assert turned[key("bus")].tolist() == along(2).tolist()


def test_a_new_word_points_where_its_groups_do(
    retrofit: ModuleType, tmp_path: Path
) -> None:
    rows = {key("mourir"): along(0), key("décès"): along(1)}
    lines = "calancher, mourir\ncalancher, décès\nzut, flûte\n"
    turned = retrofit.retrofit(rows, lexicon(retrofit, tmp_path, lines))
    new = turned[key("calancher")]
    assert new[:2] == pytest.approx([retrofit.NEW_LENGTH * np.sqrt(0.5)] * 2)
    assert key("zut") not in turned  # no member of its group is known


def test_expressions_draw_words_and_are_not_drawn(
    retrofit: ModuleType, tmp_path: Path
) -> None:
    rows = {
        key("assainissement"): along(0),
        key("eaux"): along(1),
        key("usées"): along(2),
    }
    groups = lexicon(retrofit, tmp_path, "assainissement, eaux usées\n")
    turned = retrofit.retrofit(rows, groups)
    assert turned[key("eaux")].tolist() == along(1).tolist()
    assert turned[key("assainissement")][:3] == pytest.approx([np.sqrt(0.5), 0.5, 0.5])


def test_members_of_one_stem_are_one_and_lines_of_one_are_none(
    retrofit: ModuleType, tmp_path: Path
) -> None:
    lines = "crèche, crèches, garderie\nbus\nécole, écoles\n"
    assert lexicon(retrofit, tmp_path, lines) == [
        (tuple(stems("crèche")), tuple(stems("garderie")))
    ]


def test_a_damaged_table_is_refused(retrofit: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "table.npy").write_bytes(b"no table")
    with pytest.raises(ValueError, match=r"table\.npy is no table"):
        retrofit.read_table(tmp_path / "table.npy")


def test_the_shipped_table_knows_words_that_only_the_lexicon_has(
    retrofit: ModuleType,
) -> None:
    meaning = load_meaning()
    assert meaning is not None
    nanny, nurse = meaning.vector(stems("assmat")), meaning.vector(stems("nounou"))
    assert float(nanny @ nurse) > 0.5
    assert len(retrofit.read_lexicon()) > 8000
