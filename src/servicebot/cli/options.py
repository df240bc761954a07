"""The options that several commands share, and the clock that one of them sets."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from servicebot.knowledge.base import Base
from servicebot.web.contract import read_moment

knowledge_option = click.option(
    "--knowledge",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Le dossier de connaissances (sinon SERVICEBOT_KNOWLEDGE, sinon ./knowledge).",
)
at_option = click.option(
    "--at",
    metavar="DATE",
    help="Répondre comme si l'on était à ce moment (2026-11-22T15:00, heure locale).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Écrire du JSON.")


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
