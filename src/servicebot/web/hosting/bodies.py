"""What a process that serves many towns says of itself."""

from typing import Literal

from typing_extensions import TypedDict


class TownsBody(TypedDict):
    """Combien de communes sont servies, et combien sont en mémoire."""

    known: int
    loaded: int


class TownsReadyBody(TypedDict):
    """Les communes d'un processus qui en sert plusieurs, et ce qui ne va pas."""

    status: Literal["ready"]
    towns: TownsBody
    degraded: list[str]
