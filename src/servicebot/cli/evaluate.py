"""`servicebot evaluate`: dialogues, intent sets, speed, calibration, confusions."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from servicebot.cli.opening import open_bot
from servicebot.cli.options import at_option, json_option, knowledge_option, moment_of
from servicebot.errors import EvaluationError
from servicebot.evaluation.calibration import of_dialogues, of_phrasings
from servicebot.evaluation.confusions import find_confusions
from servicebot.evaluation.crossing import cross_validate
from servicebot.evaluation.dialogues import evaluate_dialogues
from servicebot.evaluation.intents import Plan, evaluate_intents
from servicebot.evaluation.noise import LEVELS
from servicebot.evaluation.pictures import page
from servicebot.evaluation.reading import (
    read_dialogues,
    read_labelled,
    read_questions,
    read_texts,
)
from servicebot.evaluation.report import (
    Shown,
    show_calibration,
    show_confusions,
    show_dialogues,
    show_intents,
    show_speed,
)
from servicebot.evaluation.speed import evaluate_speed
from servicebot.memory import settle
from servicebot.understanding.intents import Part

Command = Callable[..., Any]
_file = click.Path(path_type=Path, dir_okay=False)
_html_option = click.option(
    "--html",
    metavar="RAPPORT",
    type=_file,
    help="Écrire aussi un rapport HTML avec ses images.",
)
_without_meaning_option = click.option(
    "--without-meaning",
    is_flag=True,
    help="Se passer de la table des sens, pour voir ce qu'elle apporte.",
)


def _base_options(function: Command) -> Command:
    """Add the options of a command that judges a knowledge base."""
    return at_option(knowledge_option(_output_options(function)))


def _output_options(function: Command) -> Command:
    return json_option(_html_option(function))


@click.group("evaluate")
def command() -> None:
    """Mesure la compréhension : dialogues, intentions, vitesse, calibration."""


@command.command("dialogues")
@click.argument("file", metavar="FICHIER", type=_file)
@_without_meaning_option
@_base_options
def dialogues(  # noqa: PLR0913 - one argument for each option
    *,
    file: Path,
    without_meaning: bool,
    knowledge: Path | None,
    at: str | None,
    as_json: bool,
    html: Path | None,
) -> None:
    """Joue des dialogues (lignes JSON) et juge chaque réponse."""
    asked = read_dialogues(file)
    bot = open_bot(knowledge, has_meaning=not without_meaning)
    report = evaluate_dialogues(bot, asked, moment_of(bot.base, at))
    _show(show_dialogues(report), html, as_json=as_json)


@command.command("intents")
@click.option(
    "--train",
    metavar="FICHIER",
    type=_file,
    multiple=True,
    required=True,
    help="Phrases à apprendre (.jsonl, .csv, nlu.yml) ; peut être répété.",
)
@click.option("--test", metavar="FICHIER", type=_file, help="Phrases de test.")
@click.option("--folds", metavar="N", type=int, help="Validation croisée en N plis.")
@click.option("--negatives", metavar="FICHIER", type=_file, help="Phrases hors sujet.")
@click.option("--noise", type=click.Choice(list(LEVELS)), help="Fautes à ajouter.")
@click.option(
    "--per-intent",
    metavar="K",
    type=click.IntRange(min=1),
    help="Apprendre K phrases par intention, dix fois tirées.",
)
@_without_meaning_option
@click.option(
    "--without-ngrams",
    is_flag=True,
    help="Se passer des suites de lettres des mots.",
)
@_output_options
def intents(  # noqa: PLR0913 - one argument for each option
    *,
    train: tuple[Path, ...],
    test: Path | None,
    folds: int | None,
    negatives: Path | None,
    noise: str | None,
    per_intent: int | None,
    without_meaning: bool,
    without_ngrams: bool,
    as_json: bool,
    html: Path | None,
) -> None:
    """Mesure la reconnaissance d'un jeu d'intentions quelconque."""
    if (test is None) == (folds is None):
        raise click.UsageError("donnez soit --test, soit --folds")
    learnt = tuple(each for file in train for each in read_labelled(file))
    plan = Plan(
        test=read_labelled(test) if test else (),
        folds=folds or 0,
        negatives=read_texts(negatives) if negatives else (),
        noise=noise,
        per_intent=per_intent,
        without=_left_out(meaning=without_meaning, ngrams=without_ngrams),
    )
    _show(show_intents(evaluate_intents(learnt, plan)), html, as_json=as_json)


@command.command("speed")
@click.argument("file", metavar="FICHIER", type=_file)
@_base_options
def speed(
    *,
    file: Path,
    knowledge: Path | None,
    at: str | None,
    as_json: bool,
    html: Path | None,
) -> None:
    """Mesure le temps d'une question vue pour la première fois."""
    questions = read_questions(file)
    bot = open_bot(knowledge)
    settle()
    report = evaluate_speed(bot, questions, moment_of(bot.base, at))
    _show(show_speed(report), html, as_json=as_json)


@command.command("calibration")
@click.option(
    "--dialogues",
    "file",
    metavar="FICHIER",
    type=_file,
    help="Juger aussi la confiance des réponses à ces dialogues.",
)
@_base_options
def calibration(
    *,
    file: Path | None,
    knowledge: Path | None,
    at: str | None,
    as_json: bool,
    html: Path | None,
) -> None:
    """Compare la confiance annoncée et la part de réponses justes."""
    asked = read_dialogues(file) if file else ()
    bot = open_bot(knowledge)
    now = moment_of(bot.base, at)
    reports = {"formulations": of_phrasings(cross_validate(bot.base, now))}
    if asked:
        reports["dialogues"] = of_dialogues(evaluate_dialogues(bot, asked, now))
    _show(show_calibration(reports), html, as_json=as_json)


@command.command("confusions")
@_base_options
def confusions(
    *, knowledge: Path | None, at: str | None, as_json: bool, html: Path | None
) -> None:
    """Montre les fiches le plus souvent confondues, et par quelles formulations."""
    bot = open_bot(knowledge)
    held = cross_validate(bot.base, moment_of(bot.base, at))
    _show(show_confusions(find_confusions(held)), html, as_json=as_json)


def _left_out(*, meaning: bool, ngrams: bool) -> frozenset[Part]:
    parts: tuple[tuple[Part, bool], ...] = (("meaning", meaning), ("ngrams", ngrams))
    return frozenset(part for part, is_left_out in parts if is_left_out)


def _show(shown: Shown, html: Path | None, *, as_json: bool) -> None:
    if html is not None:
        try:
            html.write_text(page(shown.title, shown.table, shown.pictures), "utf-8")
        except OSError as error:
            reason = error.strerror or str(error)
            raise EvaluationError(f"{html} : écriture impossible ({reason})") from error
    if as_json:
        click.echo(json.dumps(shown.values, ensure_ascii=False, indent=2))
    else:
        click.echo(shown.table)
