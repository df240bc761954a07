"""The API's documentation: the OpenAPI document, and a page made from it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from flask import Blueprint, Response
from markupsafe import Markup, escape

from servicebot.french.typography import polish
from servicebot.web.pages import Pages

Values = Mapping[str, Any]

_WORDS = {
    "any": "toute valeur",
    "boolean": "booléen",
    "integer": "entier",
    "null": "null",
    "number": "nombre",
    "object": "objet",
    "string": "texte",
}


@dataclass(frozen=True, slots=True)
class Type:
    """A type in words, or the name of an object that the page describes."""

    name: str
    is_object: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A line of a table: a field of a body or a parameter, in words."""

    name: str
    types: tuple[Type, ...]
    is_required: bool
    description: str


def docs_blueprint(pages: Pages, document: Values) -> Blueprint:
    """Return the routes of the documentation, which is all in the document."""
    routes = Blueprint("docs", __name__)
    text = json.dumps(document, ensure_ascii=False)

    @routes.get("/openapi.json")
    def openapi() -> Response:
        return Response(text, content_type="application/json")

    @routes.get("/docs")
    def docs() -> Response:
        return pages.page("docs.html", document=document, reader=Reader(document))

    return routes


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads a document for the page: by tag, references followed, types in words."""

    document: Values

    @property
    def schemas(self) -> Mapping[str, Values]:
        """The objects that bodies are made of, by name."""
        schemas: Mapping[str, Values] = self.document["components"]["schemas"]
        return schemas

    def marked(self, text: str) -> Markup:
        """Return a text, well typeset; what stands between backticks is code."""
        parts = polish(text).split("`")
        codes = [Markup("<code>{}</code>").format(part) for part in parts[1::2]]
        plain = [escape(part) for part in parts[::2]]
        return Markup("").join(
            piece for pair in zip_longest(plain, codes, fillvalue="") for piece in pair
        )

    def operations(self, tag: str) -> list[tuple[str, str, Values]]:
        """Return the method, path and description of a tag's routes."""
        return [
            (method.upper(), path, operation)
            for path, methods in self.document["paths"].items()
            for method, operation in methods.items()
            if tag in operation["tags"]
        ]

    def fields(self, schema: Values) -> list[Field]:
        """Return the fields of an object's schema."""
        required = schema.get("required", ())
        return [
            Field(name, self.types(each), name in required, _about(each))
            for name, each in schema.get("properties", {}).items()
        ]

    def parameters(self, operation: Values) -> list[Field]:
        """Return the parameters of a route."""
        return [
            Field(p["name"], self.types(p["schema"]), p["required"], p["description"])
            for p in operation.get("parameters", ())
        ]

    def content(self, described: Values) -> list[Type]:
        """Return the types of what a request or a response holds."""
        return [
            each
            for media in described.get("content", {}).values()
            for each in self.types(media["schema"])
        ]

    def media(self, described: Values) -> str:
        """Return the media type of what a request or a response holds."""
        return ", ".join(described.get("content", {}))

    def sample(self, operation: Values) -> str | None:
        """Return an example of a JSON body, made of the examples of its fields."""
        content = operation.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        if schema is None:
            return None
        return json.dumps(self._example(schema), ensure_ascii=False)

    def types(self, schema: Values) -> tuple[Type, ...]:
        """Say a schema's types in words; those of an object are its name."""
        if "$ref" in schema:
            return (Type(_name(schema["$ref"]), is_object=True),)
        if "anyOf" in schema:
            found = [each for one in schema["anyOf"] for each in self.types(one)]
            return tuple(dict.fromkeys(found))
        if "enum" in schema:
            return tuple(Type(f"« {value} »") for value in schema["enum"])
        if "const" in schema:
            return (Type(f"« {schema['const']} »"),)
        if schema.get("type") == "array":
            return (Type("liste de"), *self.types(schema["items"]))
        return (Type(_WORDS[schema.get("type", "any")]),)

    def _example(self, schema: Values) -> Any:  # noqa: ANN401 - any JSON
        if "$ref" in schema:
            return self._example(self.schemas[_name(schema["$ref"])])
        if schema.get("type") == "array":
            return [self._example(schema["items"])]
        fields = schema.get("properties", {}).items()
        known = {name: self._known(each) for name, each in fields}
        return {name: value for name, value in known.items() if value is not None}

    def _known(self, schema: Values) -> Any:  # noqa: ANN401 - any JSON
        if "examples" in schema:
            return schema["examples"][0]
        return self._example(schema) if schema.get("type") == "array" else None


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]


def _about(schema: Values) -> str:
    return str(schema.get("description", ""))
