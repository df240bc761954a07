"""`servicebot doctor`: looks at a deployment and says what to fix."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import click

from servicebot.checkup.configuration import examine_knowledge, examine_settings
from servicebot.checkup.findings import Finding, error
from servicebot.checkup.machine import examine_machine
from servicebot.checkup.services import examine_database, examine_redis
from servicebot.checkup.towns import examine_towns
from servicebot.cli.options import environ, json_option, knowledge_option
from servicebot.errors import SettingsError
from servicebot.knowledge.find import find_knowledge
from servicebot.settings import Settings

_MARKS = {"ok": "✓", "warning": "!", "error": "✗"}


@click.command("doctor")
@knowledge_option
@json_option
def command(knowledge: Path | None, *, as_json: bool) -> None:
    """Vérifie l'installation, réglages compris, et dit quoi corriger.

    Lancez-la avec le compte et les réglages du service. Code de sortie : 1 s'il y a
    quelque chose à corriger (✗) ; un avertissement (!) laisse 0.
    """
    findings = list(_examine(knowledge))
    if as_json:
        rows = [asdict(finding) for finding in findings]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_line(finding) for finding in findings))
    raise SystemExit(int(any(finding.level == "error" for finding in findings)))


def _examine(knowledge: Path | None) -> Iterator[Finding]:
    try:
        settings = Settings.from_env(environ())
    except SettingsError as wrong:
        yield error("réglages", str(wrong), "corrigez ce réglage, puis recommencez")
        return
    yield from examine_machine(settings)
    now = datetime.now(UTC)
    if settings.towns is not None and knowledge is None:
        yield from examine_towns(settings.towns, settings, now)
    else:
        settings = replace(settings, towns=None)
        yield from _examine_one(knowledge)
        yield from examine_database(settings, now)
    yield from examine_settings(settings)
    yield examine_redis(settings)


def _examine_one(knowledge: Path | None) -> Iterator[Finding]:
    try:
        yield examine_knowledge(find_knowledge(knowledge, environ()))
    except SettingsError as missing:
        yield error("connaissances", str(missing), "donnez un dossier qui existe")


def _line(finding: Finding) -> str:
    mark = click.style(
        _MARKS[finding.level],
        fg={"ok": "green", "warning": "yellow", "error": "red"}[finding.level],
    )
    said = f"{mark} {finding.name} : {finding.message}"
    return f"{said}\n    → {finding.remedy}" if finding.remedy else said
