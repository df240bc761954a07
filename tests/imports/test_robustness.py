"""Whatever a file holds, rows come out or are refused: never a crash."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servicebot.errors import ImportFileError
from servicebot.imports.formats import FORMATS
from servicebot.imports.values import Outcome, Request

SAMPLES = Path(__file__).parent / "samples"
ODD: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.just([])
    | st.just({})
    | st.just([1, "x", None, {}])
    | st.just({"valeur": [], "type_service_local": {}})
)
Read = Callable[[str, bytes], list[Outcome]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read bytes as a format; a refused file gives nothing."""

    def read_all(form: str, content: bytes) -> list[Outcome]:
        path = tmp_path / "file"
        path.write_bytes(content)
        request = Request((path,), frozenset(), lambda _: None)
        try:
            return list(FORMATS[form].read(request))
        except ImportFileError:
            return []

    return read_all


def places(node: Any, keys: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - any JSON
    """Yield the way to every value of a JSON document."""
    yield keys
    if isinstance(node, list):
        node = dict(enumerate(node))
    for key, value in node.items() if isinstance(node, dict) else ():
        yield from places(value, (*keys, key))


def changed(document: Any, keys: tuple[Any, ...], value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a document with another value somewhere."""
    if not keys:
        return value
    copy = document.copy()
    copy[keys[0]] = changed(document[keys[0]], keys[1:], value)
    return copy


def document(name: str) -> Any:  # noqa: ANN401 - any JSON
    return json.loads((SAMPLES / name).read_text("utf-8"))


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("dila", "annuaire.json"),
        ("dila", "annuaire-api.json"),
        ("osm", "lieux.geojson"),
    ],
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.data())
def test_a_value_of_another_type_is_no_crash(
    read: Read, form: str, name: str, data: st.DataObject
) -> None:
    whole = document(name)
    keys = data.draw(st.sampled_from(list(places(whole))))
    value = data.draw(ODD)

    found = read(form, json.dumps(changed(whole, keys, value)).encode())

    assert isinstance(found, list)


@pytest.mark.parametrize("form", list(FORMATS))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(max_size=60))
def test_bytes_that_mean_nothing_are_no_crash(
    read: Read, form: str, content: bytes
) -> None:
    assert isinstance(read(form, content), list)


@pytest.mark.parametrize(
    "text",
    [
        "nlu: 3",
        "nlu: [1, {intent: x}, {intent: y, examples: [1, {text: 2}]}]",
        "responses: [1]",
        "responses: {a: 3, b: [1], c: [{text: 3}]}",
        "rules: [1, {steps: 3}, {steps: [1, 2]}, {steps: [{intent: x}, {action: y}]}]",
        "[1, 2]",
        "a: &x 1",
        "",
    ],
)
def test_rasa_s_files_of_another_shape_are_no_crash(read: Read, text: str) -> None:
    assert isinstance(read("rasa", text.encode()), list)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.data())
def test_an_office_s_yaml_of_another_shape_is_no_crash(
    read: Read, data: st.DataObject
) -> None:
    whole = yaml.safe_load((SAMPLES / "ccas.yaml").read_text("utf-8"))
    keys = data.draw(st.sampled_from(list(places(whole))))
    text = yaml.safe_dump(changed(whole, keys, data.draw(ODD)))

    assert isinstance(read("annuaire-api", text.encode()), list)
