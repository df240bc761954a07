"""`servicebot test`: the dialogues of knowledge/tests/, and what differed."""

from pathlib import Path

import click

from servicebot.cli.opening import open_bot
from servicebot.cli.options import at_option, knowledge_option, moment_of
from servicebot.cli.show import plain, styled
from servicebot.evaluation import TestReport, run_tests


@click.command("test")
@at_option
@knowledge_option
@click.pass_context
def command(ctx: click.Context, *, at: str | None, knowledge: Path | None) -> None:
    """Joue les questions de knowledge/tests/ et montre ce qui diffère.

    Code de sortie : 0 si tout est comme attendu, 1 sinon.
    """
    bot = open_bot(knowledge)
    report = run_tests(bot, bot.base.tests, moment_of(bot.base, at))
    click.echo(show_report(report))
    ctx.exit(1 if any(row.why for row in report.rows) else 0)


def show_report(report: TestReport) -> str:
    """Return what differed in a run of tests, and why, then the count."""
    failed = [row for row in report.rows if row.why]
    blocks = [
        f"{styled(row.question, bold=True)}\n"
        f"  attendu : {row.expected}\n"
        f"  obtenu  : {row.got}\n"
        f"  réponse : {row.text}\n"
        f"  {styled(row.why, fg='red')}"
        for row in failed
    ]
    right = len(report.rows) - len(failed)
    blocks.append(f"{right} sur {len(report.rows)} comme attendu.")
    return plain("\n\n".join(blocks))
