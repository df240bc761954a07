"""The JSON body of the request being served becomes a model, or a Problem."""

from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import UnsupportedMediaType

from servicebot.web.problems import FieldError, Problem

_MESSAGES = {
    "missing": "ce champ est obligatoire",
    "string_type": "un texte est attendu",
    "int_type": "un texte ou un nombre est attendu",
    "bool_type": "un booléen (true ou false) est attendu",
    "string_too_short": "un texte est attendu",
    "string_too_long": "ce texte est trop long",
    "list_type": "une liste est attendue",
    "too_short": "la liste est vide",
    "model_type": "un objet JSON est attendu",
}

Model = TypeVar("Model", bound=BaseModel)


def read_json(model: type[Model]) -> Model:
    """Read the body as a model; what is wrong with it is a Problem (400, 415, 422)."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    is_plain = request.headers.get("Content-Encoding", "identity") == "identity"
    if request.mimetype != "application/json" or charset != "utf-8" or not is_plain:
        raise UnsupportedMediaType
    try:
        return model.model_validate_json(request.get_data(cache=False))
    except ValidationError as error:
        raise _as_problem(error) from None


def _as_problem(error: ValidationError) -> Problem:
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    if any(fault["type"] == "json_invalid" for fault in faults):
        return Problem(400, "Le corps n'est pas du JSON valide.")
    return Problem(422, errors=[_field_error(dict(fault)) for fault in faults])


def _field_error(fault: dict[str, Any]) -> FieldError:
    field = ".".join(str(part) for part in fault["loc"])
    return FieldError(field, _MESSAGES.get(fault["type"], fault["msg"]))
