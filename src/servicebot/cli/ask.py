"""`servicebot ask`: one answer, or one for each line of the standard input."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from servicebot.cli.opening import open_bot, question_of
from servicebot.cli.options import at_option, json_option, knowledge_option, moment_of
from servicebot.cli.show import show_reply
from servicebot.replies import Reply
from servicebot.web.contract import reply_json

_UNANSWERED = ("clarification", "fallback")


@click.command("ask")
@click.argument("words", metavar="[QUESTION]...", nargs=-1)
@json_option
@at_option
@click.option(
    "--dialogue",
    is_flag=True,
    help="Les lignes de l'entrée se suivent dans un dialogue.",
)
@knowledge_option
@click.pass_context
def command(  # noqa: PLR0913 - one argument for each option
    ctx: click.Context,
    words: tuple[str, ...],
    *,
    as_json: bool,
    at: str | None,
    dialogue: bool,
    knowledge: Path | None,
) -> None:
    r"""Pose une question, ou chaque ligne de l'entrée standard.

    \b
    servicebot ask combien de crèches
    echo "cb de creche" | servicebot ask
    servicebot ask --json "la déchèterie est ouverte dimanche ?"

    Code de sortie : 0 si tout a reçu une réponse, 1 si le robot n'a pas su ou a
    demandé une précision, 2 si la commande ou la base de connaissances est fautive.
    """
    questions = _questions(words)
    bot = open_bot(knowledge)
    now = moment_of(bot.base, at)
    context: str | None = None
    answered = True
    for number, question in enumerate(questions):
        reply = bot.reply(question_of(question), context, now)
        context = reply.context if dialogue else None
        answered = answered and reply.kind not in _UNANSWERED
        click.echo(_shown(reply, number, as_json=as_json))
    ctx.exit(0 if answered else 1)


def _questions(words: tuple[str, ...]) -> Iterator[str]:
    if words:
        return iter([" ".join(words)])
    if sys.stdin.isatty():
        raise click.UsageError("donnez une question")
    return (line for line in sys.stdin if line.strip())


def _shown(reply: Reply, number: int, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(reply_json(reply), ensure_ascii=False)
    return ("\n" if number else "") + show_reply(reply)
