"""How a terminal session opens its bot, and what it may ask."""

import os
from pathlib import Path

import click
from pydantic_core import PydanticCustomError

from servicebot.bot import Bot
from servicebot.cli.options import environ
from servicebot.french.typography import polish
from servicebot.knowledge.checks import NO_ANSWERS
from servicebot.knowledge.find import find_knowledge
from servicebot.knowledge.loader import load
from servicebot.memory import undisturbed
from servicebot.settings import Settings
from servicebot.understanding.meaning import load_meaning, no_meaning
from servicebot.web.bodies import read_question


def open_bot(knowledge: Path | None, *, has_meaning: bool = True) -> Bot:
    """Build a bot for one terminal session, with the table of meanings or without.

    It keeps a cache only where var/ exists.
    """
    meanings = load_meaning if has_meaning else no_meaning
    with undisturbed():
        base = load(find_knowledge(knowledge, environ()))
        if not base.entries:
            click.echo(polish(f"Avertissement : {NO_ANSWERS}"), err=True)
        return Bot.build(
            base, secret=os.urandom(32), cache=cache_folder(), meanings=meanings
        )


def cache_folder() -> Path | None:
    """Return where training is kept: only where var/ exists already."""
    var = Settings.from_env(environ()).var
    return var / "cache" if var.is_dir() else None


def question_of(text: str) -> str:
    """Return a question that may be asked; an empty or over-long one is refused."""
    try:
        return read_question(text)
    except PydanticCustomError as error:
        raise click.UsageError(str(error)) from None
