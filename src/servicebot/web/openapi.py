"""The OpenAPI 3.1 document, generated from the types of the bodies."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from servicebot import __version__
from servicebot.web.bodies import ProblemBody
from servicebot.web.operation import Content, Operation, Schema
from servicebot.web.problems import PROBLEM, TITLES

_REFERENCE = "#/components/schemas/{model}"
_DESCRIPTION = (
    "L'assistant répond en français aux questions sur les services publics d'une "
    "commune. Toutes les erreurs sont des « problems » (RFC 9457), en français."
)
_RETRY = {
    "description": "Le nombre de secondes à attendre.",
    "schema": {"type": "integer", "minimum": 1},
}


def openapi_document(operations: Iterable[Operation]) -> dict[str, Any]:
    """Return the document that describes these routes, as JSON values."""
    table = tuple(operations)
    types = [ProblemBody, *(each.type for op in table for each in _contents(op))]
    schemas, definitions = TypeAdapter.json_schemas(
        [(id(each), "validation", TypeAdapter(each)) for each in types if each],
        ref_template=_REFERENCE,
        schema_generator=_Schemas,
    )
    known = {key: schema for (key, _), schema in schemas.items()}
    paths: dict[str, dict[str, Any]] = {}
    for operation in table:
        described = _operation(operation, known)
        paths.setdefault(operation.path, {})[operation.method] = described
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "servicebot",
            "version": __version__,
            "description": _DESCRIPTION,
        },
        "tags": [{"name": tag} for tag in dict.fromkeys(op.tag for op in table)],
        "paths": paths,
        "components": {"schemas": definitions.get("$defs", {})},
    }


class _Schemas(GenerateJsonSchema):
    """Schemas without the titles that only repeat the names of the fields."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401 - as pydantic
        """Say that no field needs a title."""
        del schema
        return False


def _contents(operation: Operation) -> tuple[Content, ...]:
    body = () if operation.body is None else (operation.body,)
    return (*body, *operation.responses.values())


def _operation(operation: Operation, known: Mapping[int, Schema]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
    }
    if operation.description:
        described["description"] = operation.description
    if operation.parameters:
        described["parameters"] = [
            {
                "name": parameter.name,
                "in": parameter.where,
                "required": parameter.where == "path",
                "description": parameter.description,
                "schema": parameter.schema,
            }
            for parameter in operation.parameters
        ]
    if operation.body is not None:
        body = _content(operation.body, known)
        described["requestBody"] = {"required": operation.body.is_required} | body
    described["responses"] = _responses(operation, known)
    return described


def _responses(operation: Operation, known: Mapping[int, Schema]) -> dict[str, Any]:
    responses = {
        str(status): _content(content, known)
        for status, content in operation.responses.items()
    }
    problem = Content("", ProblemBody, PROBLEM)
    for status in operation.errors:
        described = _content(problem, known) | {"description": TITLES[status]}
        if status == 429:
            described["headers"] = {"Retry-After": _RETRY}
        responses[str(status)] = described
    return responses


def _content(content: Content, known: Mapping[int, Schema]) -> dict[str, Any]:
    described: dict[str, Any] = {"description": content.description}
    if content.media is not None:
        schema = content.schema if content.type is None else known[id(content.type)]
        described["content"] = {content.media: {"schema": schema}}
    if content.lines is not None:
        described["content"][content.lines] = {"schema": {"type": "string"}}
    return described
