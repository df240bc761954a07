"""The whole base goes out and comes back without loss."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicebot.errors import ImportFileError, KnowledgeError
from servicebot.imports.cells import (
    Cell,
    from_cells,
    guarded,
    to_cells,
    unguarded,
)
from servicebot.imports.dumps import (
    FORMS,
    is_dump,
    plan_restoration,
    read_dump,
    read_folder,
    write_dump,
)
from servicebot.imports.yaml_files import verify, write, yaml_text
from servicebot.knowledge.loader import load
from servicebot.knowledge.yaml import parse

ROOT = Path(__file__).parents[2]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")))
)
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(st.text("aé ~/[]0.:", min_size=1), inside, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["knowledge", "tests/town"])
@pytest.mark.parametrize("form", FORMS)
def test_a_base_that_went_out_comes_back_equal(
    tmp_path: Path, form: str, folder: str
) -> None:
    path, back = tmp_path / f"base.{form}", tmp_path / "back"
    write_dump(path, form, read_folder(ROOT / folder))
    files = read_dump(path)
    plan = plan_restoration(files, back)
    write(back, plan.texts)
    before, after = load(ROOT / folder), load(back)
    wanted = replace(before, folder=back, fingerprint=after.fingerprint)

    assert is_dump(path)
    assert files == read_folder(ROOT / folder)
    # The library's timetables are only equal to themselves: their text tells.
    assert repr(after) == repr(wanted)
    assert replace(after, places={}) == replace(wanted, places={})
    assert plan_restoration(files, back).unchanged == tuple(files)


@given(DOCUMENTS)
def test_cells_lose_nothing(document: Any) -> None:  # noqa: ANN401 - any YAML
    assert from_cells(to_cells(document)) == document


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@"))


@given(DOCUMENTS)
def test_yaml_is_read_back_as_it_was_written(document: Any) -> None:  # noqa: ANN401 - any YAML
    text = yaml_text({"racine": document}, "un commentaire\nde deux lignes")
    read = parse(text.encode(), Path("x.yaml"))

    assert (read.faults, read.data) == ((), {"racine": document})


def test_lists_of_texts_are_one_cell_that_a_person_can_edit() -> None:
    cells = list(to_cells({"ask": ["un", "deux"], "value": 3, "deduced": True}))

    assert cells == [
        Cell("/ask", "liste", "un\ndeux"),
        Cell("/value", "nombre", "3"),
        Cell("/deduced", "oui/non", "oui"),
    ]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ([Cell("/a", "nombre", "trois")], "impossible"),
        ([Cell("/a", "date", "2026")], "impossible"),
        ([Cell("/a", "texte", "x"), Cell("/a", "texte", "y")], "en double"),
        ([Cell("/a", "texte", "x"), Cell("/a/b", "texte", "y")], "clé impossible"),
    ],
)
def test_cells_that_do_not_fit_are_refused(cells: list[Cell], reason: str) -> None:
    with pytest.raises(ImportFileError, match=reason):
        from_cells(cells)


@pytest.mark.parametrize(
    "name",
    ["../town.yaml", "/town.yaml", "services/../town.yaml", "notes.txt", "a/town.yaml"],
)
def test_a_dump_writes_nowhere_else(tmp_path: Path, name: str) -> None:
    path = tmp_path / "base.json"
    data = {"format": "servicebot-base", "version": 1, "files": {name: {}}}
    path.write_text(json.dumps(data), "utf-8")

    with pytest.raises(ImportFileError, match="nom de fichier inattendu"):
        read_dump(path)


@pytest.mark.parametrize("text", ["{", "[]", '{"files": 3}', "{}"])
def test_a_damaged_dump_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "base.json"
    path.write_text(text, "utf-8")

    with pytest.raises(ImportFileError, match="illisible"):
        read_dump(path)


def test_a_file_that_holds_something_else_is_named(town: Path, tmp_path: Path) -> None:
    files = read_folder(town)
    copy = Path(shutil.copytree(town, tmp_path / "copy"))
    sheet = copy / "services" / "piscine.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("piscine des Ormes", "piscine"))
    plan = plan_restoration(files, copy)

    assert plan.different == ("services/piscine.yaml",)
    assert (plan.added, set(plan.texts)) == ((), {"services/piscine.yaml"})


def test_a_base_with_faults_is_not_dumped(town: Path) -> None:
    (town / "town.yaml").write_text("town: x", "utf-8")

    with pytest.raises(KnowledgeError):
        read_folder(town)


def test_a_folder_that_does_not_exist_is_verified_alone(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="il manque ce fichier"):
        verify(tmp_path / "absent", {"sources.yaml": "{}\n"})
