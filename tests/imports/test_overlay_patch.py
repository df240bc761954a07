"""What was learned at the desk goes back to the files, as a patch that git applies."""

import shutil
import subprocess
from pathlib import Path

import pytest

from servicebot.imports.overlay_patch import overlay_patch
from servicebot.knowledge.base import Phrasing
from servicebot.knowledge.loader import load
from servicebot.knowledge.overlay import NewEntry, Overlay, overlaid

TOWN = Path(__file__).parents[1] / "town"
OVERLAY = Overlay(
    phrasings=(
        Phrasing("piscine.description", 'faire "trempette" : où ?'),
        Phrasing("mairie.horaires", "la mairie elle ouvre quand"),
    ),
    negatives=("vends vélo d'occasion",),
    entries=(
        NewEntry(
            id="creches.couches",
            subject="creches",
            title="Couches",
            say="Les couches sont fournies.",
            asks=("faut-il amener les couches", "couches : qui paie ?"),
            source="site-2025",
            as_of="2025-09",
            caution="À confirmer à l'inscription.",
        ),
        NewEntry(
            id="piscine.bonnet",
            subject="piscine",
            title="Bonnet",
            say="Le bonnet est obligatoire.",
            asks=("faut-il un bonnet",),
            source="site-2025",
            as_of="2025-09",
        ),
    ),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the invented town, in a repository."""
    folder = tmp_path / "knowledge"
    shutil.copytree(TOWN, folder)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)  # noqa: S607
    return folder


def test_git_applies_the_patch_and_the_files_say_all_that_was_learned(
    folder: Path,
) -> None:
    before = load(folder)

    patch = overlay_patch(before, OVERLAY, "knowledge")
    command = ["git", "-C", str(folder.parent), "apply"]
    subprocess.run(command, input=patch.encode(), check=True)
    after = load(folder)

    wanted = overlaid(before, OVERLAY)
    assert {k: set(e.asks) for k, e in after.entries.items()} == {
        k: set(e.asks) for k, e in wanted.entries.items()
    }
    entry = after.entries["creches.couches"]
    assert entry.say == wanted.entries["creches.couches"].say
    assert entry.caution == "À confirmer à l'inscription."
    assert set(after.negatives) == set(wanted.negatives)
    assert {t.q for t in after.tests} == {t.q for t in wanted.tests}


def test_what_the_files_have_already_is_not_in_the_patch(folder: Path) -> None:
    patch = overlay_patch(load(folder), OVERLAY, "knowledge")
    command = ["git", "-C", str(folder.parent), "apply"]
    subprocess.run(command, input=patch.encode(), check=True)

    assert overlay_patch(load(folder), OVERLAY, "knowledge") == ""


def test_nothing_learned_is_no_patch(folder: Path) -> None:
    assert overlay_patch(load(folder), Overlay(), "knowledge") == ""
