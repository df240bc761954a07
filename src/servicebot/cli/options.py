"""The options that several commands share: the base, the town among many, the clock."""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from servicebot.knowledge.base import Base
from servicebot.web.contract import read_moment

_TOWN = "servicebot.town"


at_option = click.option(
    "--at",
    metavar="DATE",
    help="Répondre comme si l'on était à ce moment (2026-11-22T15:00, heure locale).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Écrire du JSON.")


def knowledge_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--knowledge`, the folder that a command takes, and `--town`."""
    return click.option(
        "--knowledge",
        metavar="DOSSIER",
        type=click.Path(path_type=Path),
        help="Le dossier de connaissances (sinon SERVICEBOT_KNOWLEDGE, "
        "sinon ./knowledge).",
    )(town_option(function))


def town_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--town`, which is not a parameter: it changes what `environ` returns."""
    return click.option(
        "--town",
        metavar="NOM",
        expose_value=False,
        callback=_keep_town,
        help="Une des communes de SERVICEBOT_TOWNS (sinon SERVICEBOT_TOWN).",
    )(function)


def environ() -> Mapping[str, str]:
    """Return the environment of a command, where `--town` is SERVICEBOT_TOWN."""
    context = click.get_current_context(silent=True)
    town = None if context is None else context.meta.get(_TOWN)
    return os.environ if town is None else os.environ | {"SERVICEBOT_TOWN": town}


def moment_of(base: Base, at: str | None) -> datetime:
    """Return the instant that `--at` gives in the town's time, else the present one."""
    zone = ZoneInfo(base.town.timezone)
    if at is None:
        return datetime.now(UTC).astimezone(zone)
    try:
        return read_moment(at, zone)
    except ValueError:
        raise click.BadParameter(
            f"« {at} » n'est pas une date comme 2026-11-22T15:00", param_hint="--at"
        ) from None


def _keep_town(ctx: click.Context, option: click.Parameter, town: str | None) -> None:
    del option
    if town is not None:
        ctx.meta[_TOWN] = town
