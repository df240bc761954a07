"""`servicebot check`: all the faults and warnings of a knowledge folder."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from servicebot.cli.opening import cache_folder
from servicebot.cli.options import environ, json_option, knowledge_option, moment_of
from servicebot.errors import KnowledgeError
from servicebot.knowledge.checks import Finding, check
from servicebot.knowledge.find import find_knowledge
from servicebot.knowledge.loader import load
from servicebot.knowledge.towns import find_sites
from servicebot.settings import Settings
from servicebot.understanding.audit import audit
from servicebot.understanding.engine import build_engine


@click.command("check")
@click.argument(
    "folder", metavar="[DOSSIER]", type=click.Path(path_type=Path), required=False
)
@json_option
@knowledge_option
@click.pass_context
def command(
    ctx: click.Context, folder: Path | None, *, as_json: bool, knowledge: Path | None
) -> None:
    """Vérifie un dossier de connaissances : toutes les erreurs, et les avertissements.

    Sans dossier donné, avec SERVICEBOT_TOWNS : ceux de toutes les communes.

    Code de sortie : 0 sans erreur, 1 s'il y en a, 2 si le dossier manque.
    """
    findings = [
        finding
        for each in _folders(folder or knowledge)
        for finding in _findings(each, cache_folder())
    ]
    errors = sum(finding.level == "error" for finding in findings)
    if as_json:
        rows = [
            {"level": each.level, "where": each.where, "message": each.message}
            for each in findings
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        click.echo(_report(findings, errors))
    ctx.exit(1 if errors else 0)


def _folders(given: Path | None) -> Iterator[Path]:
    """Yield the folder to check, or those of all towns."""
    towns = Settings.from_env(environ()).towns
    if given is not None or towns is None:
        yield find_knowledge(given, environ())
        return
    for site in find_sites(towns).by_name.values():
        yield site.folder


def _findings(folder: Path, cache: Path | None) -> tuple[Finding, ...]:
    try:
        base = load(folder)
    except KnowledgeError as error:
        return tuple(
            Finding(
                where=f"{fault.path}:{fault.line}:{fault.column}",
                level="error",
                message=fault.message,
            )
            for fault in error.faults
        )
    now = moment_of(base, None)
    return check(base, now.date(), extra=audit(build_engine(base, cache), now))


def _report(findings: Sequence[Finding], errors: int) -> str:
    lines = [str(finding) for finding in findings]
    lines.append(_total(errors, len(findings) - errors))
    return "\n".join(lines)


def _total(errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return "La base de connaissances est en ordre."
    return f"{_counted(errors, 'erreur')}, {_counted(warnings, 'avertissement')}."


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count > 1 else ''}"
