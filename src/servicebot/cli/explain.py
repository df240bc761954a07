"""`servicebot explain`: every score is a sum of named parts, shown here."""

from pathlib import Path

import click

from servicebot.cli.opening import open_bot, question_of
from servicebot.cli.options import at_option, knowledge_option, moment_of
from servicebot.cli.show import show_explanation


@click.command("explain")
@click.argument("words", metavar="QUESTION...", nargs=-1, required=True)
@at_option
@knowledge_option
def command(words: tuple[str, ...], *, at: str | None, knowledge: Path | None) -> None:
    """Montre les mots lus, les réponses possibles et les parts de leur score."""
    bot = open_bot(knowledge)
    question = question_of(" ".join(words))
    explanation = bot.explain(question, None, moment_of(bot.base, at))
    click.echo(show_explanation(explanation))
