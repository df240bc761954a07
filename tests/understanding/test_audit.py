"""What only the matcher sees of a base."""

import shutil
from datetime import datetime
from pathlib import Path

from servicebot.knowledge.loader import load
from servicebot.understanding.audit import audit
from servicebot.understanding.engine import Engine, build_engine

TWIN = """service: jumelle
name: Crèche jumelle
label: la crèche jumelle
summary: Une fiche de trop.
source: site-2025
as_of: 2025
questions:
  - id: copie
    ask: [nombre des crèches]
    say: Une copie.
    source: site-2025
    as_of: 2025
"""


def test_a_sound_base_has_no_remark(engine: Engine, now: datetime) -> None:
    assert list(audit(engine, now)) == []


def test_two_entries_taught_the_same_are_named(
    engine: Engine, now: datetime, tmp_path: Path
) -> None:
    shutil.copytree(engine.base.folder, tmp_path / "town")
    (tmp_path / "town" / "services" / "jumelle.yaml").write_text(TWIN, "utf-8")

    found = list(audit(build_engine(load(tmp_path / "town")), now))

    assert any("nombre de crèches" in str(f) and "jumelle" in str(f) for f in found)


def test_an_abbreviation_that_everybody_reads_otherwise_is_named(
    engine: Engine, now: datetime, tmp_path: Path
) -> None:
    shutil.copytree(engine.base.folder, tmp_path / "town")
    lexicon = tmp_path / "town" / "lexicon.yaml"
    text = lexicon.read_text("utf-8")
    assert "abbreviations:\n" in text
    changed = text.replace("abbreviations:\n", "abbreviations:\n  pdt: plan d'eau\n")
    lexicon.write_text(changed, "utf-8")

    built = build_engine(load(tmp_path / "town"))

    assert any("pdt" in str(f) and "pendant" in str(f) for f in audit(built, now))
    assert built.reader.read("pdt 2 jours").tokens[0] == "pendant"
