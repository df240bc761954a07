"""A blank is refused where it stands, and goes with the entry that it leaves empty."""

import shutil
from pathlib import Path

import pytest

from servicebot.errors import KnowledgeError
from servicebot.knowledge.loader import load

TOWN = Path(__file__).parents[1] / "town"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TOWN, tmp_path / "town"))


def test_every_blank_is_a_fault_with_its_line(folder: Path) -> None:
    path = folder / "services" / "piscine.yaml"
    text = path.read_text("utf-8").replace(
        "address: 4 chemin des Ormes, 99100 Valbrune", 'address: "[à compléter : où]"'
    )
    path.write_text(text.replace('"Tu-Su 10:00-19:00"', '"[A completer]"'), "utf-8")

    with pytest.raises(KnowledgeError) as caught:
        load(folder)

    assert [
        (fault.path.name, fault.line, fault.message) for fault in caught.value.faults
    ] == [
        (
            "piscine.yaml",
            13,
            "[à compléter\u202f: où]\u202f: complétez, ou supprimez cette entrée",
        ),
        (
            "piscine.yaml",
            14,
            "[A completer]\u202f: complétez, ou supprimez cette entrée",
        ),
    ]
