"""The JSON Schemas say what the models accept, and are the committed ones."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from servicebot.knowledge.kinds import KINDS, Kind
from servicebot.knowledge.schema import json_schema, schema_files, write_schemas
from servicebot.knowledge.yaml import parse

ROOT = Path(__file__).parents[2]
TOWN = ROOT / "tests" / "town"
KNOWLEDGE = ROOT / "knowledge"


def errors(kind: str, data: object) -> list[str]:
    validator = Draft202012Validator(json_schema(kind))
    return [error.json_path for error in validator.iter_errors(data)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_schema_is_a_schema(kind: Kind) -> None:
    Draft202012Validator.check_schema(json_schema(kind.name))

    assert json_schema(kind.name)["title"] == kind.title


@pytest.mark.parametrize("folder", [TOWN, KNOWLEDGE], ids=["valbrune", "shipped"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_files_of_both_towns_fit_their_schema(folder: Path, kind: Kind) -> None:
    for pattern in kind.patterns:
        for path in folder.glob(pattern):
            assert errors(kind.name, parse(path.read_bytes(), path).data) == []


def sheet(**changes: object) -> dict[str, Any]:
    path = TOWN / "services" / "creches.yaml"
    data = parse(path.read_bytes(), path).data
    assert isinstance(data, dict)
    return data | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"sumary": "x"},
        {"topic": "creches"},
        {"as_of": "hier"},
        {"operator": "Le Pays"},
        {"figures": [{"aspect": "nombre"}]},
        {"deduced": "peut-être"},
    ],
    ids=str,
)
def test_what_the_loader_refuses_an_editor_sees_at_once(
    changes: dict[str, object],
) -> None:
    assert errors("sheet", sheet()) == []
    assert errors("sheet", sheet(**changes)) != []


def test_closures_may_be_written_in_french() -> None:
    place = {"id": "a", "name": "A", "source": "s", "as_of": 2024}
    french, mixed = {"du": "2026-01-01", "au": "2026-01-02"}, {"du": "2026-01-01"}

    assert errors("sheet", sheet(places=[place | {"closures": [french]}])) == []
    assert errors("sheet", sheet(places=[place | {"closures": [mixed]}])) != []


def test_the_combined_schema_has_every_kind() -> None:
    schema = json_schema()

    Draft202012Validator.check_schema(schema)
    assert list(schema["properties"]) == [kind.name for kind in KINDS]
    assert errors_of_combined({"sheet": sheet(sumary="x")}) == ["$.sheet"]


def errors_of_combined(data: object) -> list[str]:
    validator = Draft202012Validator(json_schema())
    return [error.json_path for error in validator.iter_errors(data)]


def test_descriptions_are_in_french() -> None:
    figure = json_schema("sheet")["$defs"]["Figure"]

    assert figure["description"].startswith("Un chiffre")
    assert "title" not in figure["properties"]["value"]


def test_the_committed_schemas_are_those_of_the_models() -> None:
    committed = {
        path.name: path.read_text(encoding="utf-8")
        for path in (KNOWLEDGE / "schema").glob("*.json")
    }

    assert committed == schema_files()


def test_schemas_are_written_where_asked(tmp_path: Path) -> None:
    paths = write_schemas(tmp_path / "schema")

    assert {path.name for path in paths} == set(schema_files())
    assert all(path.is_file() for path in paths)


def test_yaml_files_point_to_schemas_that_exist() -> None:
    pointers = {
        path.read_text(encoding="utf-8").partition("\n")[0].rpartition("/")[2]
        for path in KNOWLEDGE.rglob("*.yaml")
        if "$schema=" in path.read_text(encoding="utf-8").partition("\n")[0]
    }

    assert pointers <= set(schema_files())
