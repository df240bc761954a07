"""What is told of a route: its parameters, what it takes, what it gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

JSON = "application/json"
HTML = "text/html"
FORM = "application/x-www-form-urlencoded"

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in the query, the path or a header."""

    name: str
    description: str
    schema: Schema
    where: Literal["query", "path", "header"] = "query"


@dataclass(frozen=True, slots=True)
class Content:
    """What a request or a response holds; `media` is None when it holds nothing.

    `lines` is the medium of the same in text, one JSON value a line.
    """

    description: str
    type: Any = None
    media: str | None = JSON
    schema: Schema = field(default_factory=lambda: {"type": "string"})
    lines: str | None = None
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class Operation:
    """One route; `errors` are the statuses that come as a problem."""

    method: Literal["get", "post"]
    path: str
    name: str
    tag: str
    summary: str
    responses: Mapping[int, Content]
    description: str = ""
    body: Content | None = None
    parameters: tuple[Parameter, ...] = ()
    errors: tuple[int, ...] = ()
