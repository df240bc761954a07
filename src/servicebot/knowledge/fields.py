"""The scalars of knowledge files: identifiers, texts, dates, one or several of them.

Editors may write a single text where a list is expected, a number where a text is, and
accents in the name of an aspect; the JSON Schema says so too.
"""

import unicodedata
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ACCENTED_ID_PATTERN = r"^[a-z0-9à-öø-ÿ]+(-[a-z0-9à-öø-ÿ]+)*$"
URL_PATTERN = r"^https?://\S+$"
INSEE_PATTERN = r"^(\d{5}|2[AB]\d{3})$"
HOST_PATTERN = r"^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$"
COLOUR_PATTERN = r"^#[0-9a-fA-F]{6}$"
_DAY = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
AS_OF_PATTERN = rf"^{_DAY}(/{_DAY})?$"


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str | int) else value


def _as_text(value: object) -> object:
    return (
        str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    )


def _as_date(value: object) -> object:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        message = "date attendue sous la forme 2026-08-21"
        raise ValueError(message) from error


def without_accents(value: object) -> object:
    """Return a text without its accents, anything else as it is."""
    if not isinstance(value, str):
        return value
    letters = unicodedata.normalize("NFD", value)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


IntOrText = BeforeValidator(_as_text, json_schema_input_type=int | str)
Id = Annotated[str, Field(pattern=ID_PATTERN)]
AspectId = Annotated[
    str,
    Field(pattern=ID_PATTERN),
    BeforeValidator(
        without_accents,
        json_schema_input_type=Annotated[str, Field(pattern=ACCENTED_ID_PATTERN)],
    ),
]
Text = Annotated[str, IntOrText, Field(min_length=1, max_length=2000)]
Url = Annotated[str, Field(pattern=URL_PATTERN)]
Host = Annotated[str, Field(pattern=HOST_PATTERN, max_length=253)]
Hosts = Annotated[
    tuple[Host, ...],
    BeforeValidator(_as_list, json_schema_input_type=Host | tuple[Host, ...]),
]
Colour = Annotated[str, Field(pattern=COLOUR_PATTERN)]
Insee = Annotated[str, IntOrText, Field(pattern=INSEE_PATTERN)]
AsOf = Annotated[
    str,
    BeforeValidator(
        _as_text,
        json_schema_input_type=int | Annotated[str, Field(pattern=AS_OF_PATTERN)],
    ),
    Field(pattern=AS_OF_PATTERN, description="2019, 2019-04, 2019-04-16 ou 2015/2016"),
]
Texts = Annotated[
    tuple[Text, ...],
    BeforeValidator(_as_list, json_schema_input_type=Text | tuple[Text, ...]),
]
IdOrIds = BeforeValidator(_as_list, json_schema_input_type=Id | tuple[Id, ...])
Ids = Annotated[tuple[Id, ...], IdOrIds, Field(min_length=1)]
Day = Annotated[date, BeforeValidator(_as_date)]
