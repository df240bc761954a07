"""What was learned at the desk goes back to the files, as a patch that git applies."""

import shutil
import subprocess
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from servicebot.imports.closures_patch import with_closures
from servicebot.imports.overlay_patch import overlay_patch
from servicebot.knowledge.base import Notice, Phrasing
from servicebot.knowledge.loader import load
from servicebot.knowledge.notices import announced
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


PARIS = ZoneInfo("Europe/Paris")


def notice(about: str | None, start: str, end: str, *, closes: bool = True) -> Notice:
    first, last = (
        datetime.fromisoformat(d).replace(tzinfo=PARIS) for d in (start, end)
    )
    text = 'Fermé : "grève"'
    return Notice(1, text, about, closes=closes, start=first, end=last, shown=first)


CLOSURES = (
    notice("mairie", "2026-11-30T00:00", "2026-12-02T00:00"),
    notice("mairie", "2026-12-07T09:00", "2026-12-10T00:00"),
    notice("piscine", "2026-12-01T08:00", "2026-12-05T12:00"),
    notice("moulin", "2026-12-01T00:00", "2026-12-02T00:00"),
)


@pytest.mark.parametrize("is_block", [False, True])
def test_announced_closures_are_written_where_the_place_is(
    folder: Path, *, is_block: bool
) -> None:
    sheet = folder / "services" / "mairie.yaml"
    flow = "closures: [{du: 2026-12-24, au: 2026-12-26, motif: Noël}]"
    block = "closures:\n    - du: 2026-12-24\n      au: 2026-12-26\n      motif: Noël"
    text = sheet.read_text("utf-8")
    assert flow in text
    sheet.write_text(text.replace(flow, block if is_block else flow), "utf-8")
    before = load(folder)

    patch = overlay_patch(before, OVERLAY, "knowledge", CLOSURES)
    command = ["git", "-C", str(folder.parent), "apply"]
    subprocess.run(command, input=patch.encode(), check=True)
    after = load(folder)

    wanted = announced(before, CLOSURES)
    for name in ("mairie", "piscine-ormes", "moulin"):
        found = after.places[name].closures
        assert set(found) == set(wanted.places[name].closures)
        assert found
    assert overlay_patch(after, OVERLAY, "knowledge", CLOSURES) == ""


def test_what_closes_no_whole_day_has_no_place_in_the_files(folder: Path) -> None:
    notices = (
        notice("mairie", "2026-11-30T09:00", "2026-11-30T12:00"),
        notice("mairie", "2026-11-30T00:00", "2026-12-02T00:00", closes=False),
        notice(None, "2026-11-30T00:00", "2026-12-02T00:00", closes=False),
    )

    assert overlay_patch(load(folder), Overlay(), "knowledge", notices) == ""


def test_a_closure_that_a_sentence_announced_has_its_days_alone(folder: Path) -> None:
    sentence = "La mairie sera fermée mardi."
    closure = replace(CLOSURES[0], text=sentence)

    patch = overlay_patch(load(folder), Overlay(), "knowledge", (closure,))

    assert "{du: 2026-11-30, au: 2026-12-01}" in patch
    assert sentence not in patch


def test_a_place_on_one_line_gets_its_closures_on_that_line(folder: Path) -> None:
    sheet = folder / "services" / "mediatheque.yaml"
    text = sheet.read_text("utf-8")
    start = text.index("  - id: moulin")
    end = text.index("as_of: 2025-09", start) + len("as_of: 2025-09")
    words = (line.strip(" -") for line in text[start:end].splitlines())
    pairs = (word.replace(": ", ': "', 1) + '"' for word in words)
    one = "  - {" + ", ".join(pairs) + "}"
    sheet.write_text(text[:start] + one + text[end:], "utf-8")

    patch = overlay_patch(load(folder), Overlay(), "knowledge", CLOSURES[3:])

    assert ', closures: [{du: 2026-12-01, au: 2026-12-01, motif: "Fermé' in patch


@pytest.mark.parametrize(
    "written",
    [
        "closures: [{du: 2026-12-24, au: 2026-12-26, motif: Noël},]",
        "closures: [{du: 2026-12-24, au: 2026-12-26, motif: Noël}, # fêtes\n      ]",
        "closures: []",
    ],
)
def test_closures_are_added_however_those_of_before_are_written(
    folder: Path, written: str
) -> None:
    sheet = folder / "services" / "mairie.yaml"
    flow = "closures: [{du: 2026-12-24, au: 2026-12-26, motif: Noël}]"
    sheet.write_text(sheet.read_text("utf-8").replace(flow, written), "utf-8")

    (text,) = with_closures(load(folder), CLOSURES[:1], {}).values()

    (place,) = (p for p in yaml.safe_load(text)["places"] if p["id"] == "mairie")
    kept = written.count("Noël")
    assert len(place["closures"]) == kept + 1
    before = sheet.read_text("utf-8")
    assert [text.count(s) for s in ("# ", "closures:")] == [
        before.count(s) for s in ("# ", "closures:")
    ]


def test_a_place_that_ends_with_its_name_gets_closures_on_a_line_of_their_own(
    folder: Path,
) -> None:
    sheet = folder / "services" / "mairie.yaml"
    base = load(folder)
    text = "places:\n- name: Mairie\n  id: mairie"
    sheet.write_text(text, "utf-8")

    changed = with_closures(base, CLOSURES[:1], {})["services/mairie.yaml"]

    (place,) = yaml.safe_load(changed)["places"]
    assert len(place["closures"]) == 1


@pytest.mark.parametrize(
    "places",
    [
        "- {id: a, closures: &closed []}\n- {id: mairie, closures: *closed}",
        "- closures:\n  id: mairie\n  name: Mairie",
    ],
)
def test_a_sheet_that_cannot_be_added_to_is_left_as_it_is_and_told(
    folder: Path, places: str, caplog: pytest.LogCaptureFixture
) -> None:
    sheet = folder / "services" / "mairie.yaml"
    base = load(folder)
    sheet.write_text(f"places:\n{places}\n", "utf-8")

    assert with_closures(base, CLOSURES[:1], {}) == {}

    assert "mairie" in caplog.text
    assert "du: 2026-11-30" in caplog.text


def test_nothing_learned_is_no_patch(folder: Path) -> None:
    assert overlay_patch(load(folder), Overlay(), "knowledge") == ""
