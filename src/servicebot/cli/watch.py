"""`servicebot watch`: what ages or breaks in the base."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

import click

from servicebot.cli.database import open_database
from servicebot.cli.opening import open_bot
from servicebot.cli.options import at_option, json_option, knowledge_option, moment_of
from servicebot.cli.show import plain, styled
from servicebot.journal.watch import TOPICS, Concern, dead_links, watch


@click.command("watch")
@json_option
@click.option("--links", is_flag=True, help="Interroger aussi les sites des liens.")
@at_option
@knowledge_option
def command(
    *, as_json: bool, links: bool, at: str | None, knowledge: Path | None
) -> None:
    """Liste ce qui vieillit ou casse : à relire, sources, formulations, tests.

    Rien n'est demandé au réseau sans --links. Code de sortie : 1 si une formulation est
    perdue, un test échoue ou un lien est mort.
    """
    bot = open_bot(knowledge)
    with open_database() as engine:
        concerns = watch(bot, engine, moment_of(bot.base, at))
    if links:
        concerns = (*concerns, *dead_links(bot.base))
    click.echo(_json(concerns) if as_json else _shown(concerns))
    broken = any(each.topic in ("phrasing", "test", "link") for each in concerns)
    raise SystemExit(1 if broken else 0)


def _json(concerns: Sequence[Concern]) -> str:
    return json.dumps([asdict(each) for each in concerns], ensure_ascii=False)


def _shown(concerns: Sequence[Concern]) -> str:
    if not concerns:
        return "Rien à signaler."
    blocks = []
    for topic, group in groupby(concerns, key=lambda each: each.topic):
        rows = list(group)
        title = styled(f"{TOPICS[topic]} ({len(rows)})", bold=True)
        lines = [f"  {row.where} : {row.message}" for row in rows]
        blocks.append("\n".join((title, *lines)))
    return plain("\n\n".join(blocks))
