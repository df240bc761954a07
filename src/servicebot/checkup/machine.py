"""The machine: Python, the extras that the settings need, the disk."""

import os
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from servicebot.checkup.findings import Finding, error, warning, well
from servicebot.settings import Settings

_LOW = 1024**3
_FULL = 100 * 1024**2


def examine_machine(settings: Settings) -> Iterator[Finding]:
    """Yield what is to be said of this machine."""
    version = ".".join(str(number) for number in sys.version_info[:3])
    yield well("python", f"Python {version}")
    yield from _extras(settings)
    yield from _disk(settings.var)


def _extras(settings: Settings) -> Iterator[Finding]:
    needs = (
        ("psycopg", "postgres", settings.is_on_a_server),
        ("redis", "redis", settings.redis_url is not None),
    )
    for module, extra, is_needed in needs:
        if is_needed and find_spec(module) is None:
            yield error(
                "modules",
                f"le module {module} manque, que les réglages demandent",
                f"pip install 'servicebot[{extra}]'",
            )


def _disk(var: Path) -> Iterator[Finding]:
    there = next(folder for folder in (var, *var.absolute().parents) if folder.exists())
    if not os.access(there, os.W_OK):
        yield error(
            "disque",
            f"{there} n'est pas accessible en écriture à ce compte",
            "donnez ce dossier au compte du service, ou un autre par SERVICEBOT_VAR",
        )
    free = shutil.disk_usage(there).free
    said = f"{free // 1024**2} Mio libres dans {there}"
    remedy = "libérez de la place, ou lancez « servicebot journal purge »"
    if free < _FULL:
        yield error("disque", said, remedy)
    elif free < _LOW:
        yield warning("disque", said, remedy)
    else:
        yield well("disque", said)
