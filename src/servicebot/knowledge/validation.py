"""A document against its model: every fault, in French, where it stands."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from servicebot.errors import Fault
from servicebot.knowledge.kinds import Kind
from servicebot.knowledge.messages import meant_key, suggestion, value_message
from servicebot.knowledge.yaml import Document

Loc = tuple[str | int, ...]
Errors = list[Mapping[str, Any]]


def validate(document: Document, kind: Kind) -> tuple[Any, tuple[Fault, ...]]:
    """Return the content of a document and no fault, or None and its faults."""
    data = kind.empty if document.data is None else document.data
    if data is None:
        return None, (document.fault((), "le fichier est vide"),)
    try:
        return kind.adapter.validate_python(data), ()
    except ValidationError as error:
        errors: Errors = [dict(found) for found in error.errors(include_url=False)]
        return None, tuple(_faults(document, kind, errors))


def _faults(document: Document, kind: Kind, errors: Errors) -> Iterator[Fault]:
    extra = [error for error in errors if error["type"] == "extra_forbidden"]
    missing = [error for error in errors if error["type"] == "missing"]
    others = [e for e in errors if e["type"] not in ("extra_forbidden", "missing")]
    misspelt = set()
    for error in extra:
        *parents, key = error["loc"]
        known = _keys_at(kind.holds, tuple(parents))
        misspelt.add((*parents, meant_key(key, known)))
        message = f"clé « {key} » inconnue{suggestion(key, known)}"
        yield document.fault(error["loc"], message, at_key=True)
    for error in missing:
        if error["loc"] not in misspelt:
            message = f"il manque « {error['loc'][-1]} »"
            yield document.fault(error["loc"][:-1], message)
    yield from _value_faults(document, others)


def _value_faults(document: Document, errors: Errors) -> Iterator[Fault]:
    """Yield one fault for each value, however many types it might have had."""
    by_place: dict[tuple[Loc, bool], Errors] = {}
    for error in errors:
        at_key = error["loc"][-1:] == ("[key]",)
        by_place.setdefault((document.find(error["loc"])[0], at_key), []).append(error)
    for (loc, at_key), found in by_place.items():
        yield document.fault(loc, value_message(found), at_key=at_key)


def _keys_at(holds: object, loc: Loc) -> tuple[str, ...]:
    """Return the keys that may stand under `loc` in what the kind of file holds."""
    model = _model_in(holds)
    for key in loc:
        if model is not None and key in model.model_fields:
            model = _model_in(model.model_fields[str(key)].annotation)
    if model is None:
        return ()
    return tuple(field.alias or key for key, field in model.model_fields.items())


def _model_in(holds: object) -> type[BaseModel] | None:
    if isinstance(holds, type) and issubclass(holds, BaseModel):
        return holds
    inner = (_model_in(argument) for argument in get_args(holds))
    return next((model for model in inner if model is not None), None)
