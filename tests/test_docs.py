"""What the documents say is true: their samples run, and nothing is left unsaid."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any, NamedTuple

import click
import pytest
import yaml
from flask.testing import FlaskClient

from servicebot.bot import Bot
from servicebot.cli import main
from servicebot.cli.commands import COMMANDS
from servicebot.cli.repl import NAMES
from servicebot.journal.store import Journal
from servicebot.journal.tables import METADATA
from servicebot.knowledge.loader import load
from servicebot.knowledge.schema import json_schema
from servicebot.settings import KEYS, Settings
from servicebot.web.app import create_app
from servicebot.web.holder import BotHolder

ROOT = Path(__file__).parents[1]
KNOWLEDGE = ROOT / "knowledge"
DOCUMENTS = sorted(
    path for folder in (ROOT, ROOT / "docs", KNOWLEDGE) for path in folder.glob("*.md")
)
README = (ROOT / "README.md").read_text("utf-8")
DESK = (ROOT / "docs" / "guichet.md").read_text("utf-8")
GUIDE = (KNOWLEDGE / "README.md").read_text("utf-8")
PHRASES = (ROOT / "docs" / "phrases.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODES = re.compile(r"^ *```yaml\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `([^`]+)`(?:, `([^`]+)`)?", re.MULTILINE)
MAIN = "from servicebot.cli import main; main(prog_name='servicebot')"
LEFT_OUT = "…"


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


class Sample(NamedTuple):
    """A command line of the README and what it is said to print."""

    command: str
    output: str


def blocks(language: str, text: str = README) -> list[str]:
    """Return the code blocks of one language."""
    return [code for name, code in BLOCK.findall(text) if name == language]


def samples() -> Iterator[Sample]:
    """Yield the command lines of the README's terminal blocks."""
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield Sample(command, output)


def pattern(shown: str) -> re.Pattern[str]:
    """Return what matches a sample: `…` is anything, also several lines of it."""
    return re.compile(".*?".join(map(re.escape, shown.split(LEFT_OUT))), re.DOTALL)


def holds(whole: Any, part: Any) -> bool:  # noqa: ANN401 - any JSON
    """Whether all that a shortened JSON sample shows stands in the real one."""
    match part:
        case dict():
            return all(key in whole and holds(whole[key], part[key]) for key in part)
        case list():
            return len(whole) >= len(part) and all(map(holds, whole, part))
    return bool(whole == part)


def commands() -> dict[str, click.Command]:
    """Return every command by its name."""
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in COMMANDS}
    return {name: command for name, command in found.items() if command is not None}


def phrase_keys() -> set[str]:
    """Return the keys of the town's own sentences."""
    files = KNOWLEDGE.glob("phrases*.yaml")
    return {key for file in files for key in yaml.safe_load(file.read_text("utf-8"))}


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment with `servicebot` on its PATH, which learns the base once."""
    folder = tmp_path_factory.mktemp("shell")
    (folder / "var").mkdir()
    script = folder / "servicebot"
    python = shlex.quote(sys.executable)
    script.write_text(f'#!/bin/sh\nexec {python} -c "{MAIN}" "$@"\n', "utf-8")
    script.chmod(0o755)
    Bot.build(load(KNOWLEDGE), secret=bytes(16), cache=folder / "var" / "cache")
    return os.environ | {
        "PATH": os.pathsep.join((str(folder), os.environ["PATH"])),
        "PYTHONPATH": os.pathsep.join(sys.path),
        "SERVICEBOT_KNOWLEDGE": str(KNOWLEDGE),
        "SERVICEBOT_VAR": str(folder / "var"),
    }


@pytest.fixture(scope="module")
def client(shell: dict[str, str]) -> Iterator[FlaskClient]:
    """A client of an application on the shipped knowledge, with all of its doors."""
    provider = {
        "SERVICEBOT_OIDC_ISSUER": "https://identite.example",
        "SERVICEBOT_OIDC_CLIENT_ID": "guichet",
        "SERVICEBOT_OIDC_ROLES": "accueil=agent",
    }
    settings = Settings.from_env(shell | provider)
    cache = settings.var / "cache"

    def build(folder: Path) -> Bot:
        return Bot.build(load(folder), secret=bytes(16), cache=cache)

    holder = BotHolder(KNOWLEDGE, build)
    holder.load()
    journal = Journal(settings.database_url)
    journal.start()
    yield create_app(settings, bot_holder=holder, journal=journal).test_client()
    journal.close()


def test_the_readme_has_its_samples() -> None:
    tried = " ".join(sample.command for sample in samples())

    assert 'echo "cb de creche" | servicebot ask' in tried
    assert 'servicebot ask --json "la déchèterie est ouverte dimanche ?"' in tried
    assert "| servicebot repl" in tried


@pytest.mark.slow
@pytest.mark.parametrize("sample", list(samples()), ids=lambda sample: sample.command)
def test_what_the_readme_shows_is_what_is_printed(
    sample: Sample, shell: dict[str, str], tmp_path: Path
) -> None:
    printed = subprocess.run(
        ["bash", "-c", sample.command],  # noqa: S607
        cwd=tmp_path,
        env=shell,
        capture_output=True,
        check=False,
        timeout=120,
    ).stdout.decode()

    assert pattern(sample.output).fullmatch(printed), printed


@pytest.mark.slow
def test_the_readme_s_request_gets_the_readme_s_reply(client: FlaskClient) -> None:
    request = next(code for code in blocks("sh") if code.startswith("curl"))
    words = shlex.split(request)
    address = next(word for word in words if word.startswith("http://"))
    body = words[words.index("-d") + 1]

    response = client.post(
        "/" + address.split("/", 3)[3], data=body, content_type="application/json"
    )

    assert response.status_code == 200
    assert holds(response.get_json(), json.loads(blocks("json")[0]))


@pytest.mark.slow
def test_every_route_is_in_the_readme_or_the_desk_s_guide_and_every_one_there_exists(
    client: FlaskClient,
) -> None:
    routes = {
        f"{method} {rule.rule}"
        for rule in client.application.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    rows = [*ROW.findall(README), *ROW.findall(DESK)]
    named = {name for row in rows for name in row if name}

    assert routes == {n for n in named if n.startswith(("GET /", "POST /"))}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_with_its_options(name: str) -> None:
    row = re.search(rf"^\| `servicebot {name}\b.*$", README, re.MULTILINE)
    wanted = {
        option
        for parameter in commands()[name].params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }

    assert row is not None
    assert set(re.findall(r"`(--[\w-]+)", row[0])) == wanted


def test_every_command_of_the_readme_exists() -> None:
    named = set(re.findall(r"servicebot ([a-z]+)(?= |`|\n)", README))

    assert named - {"answers", "reads", "command"} <= set(COMMANDS)


def typed(text: str) -> Iterator[list[str]]:
    """Yield the words after `servicebot` of every command line in a document's code."""
    fenced = re.findall(r"^ *```\w*\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    inline = re.findall(r"`(servicebot [^`]+)`", text)
    for code in (*fenced, *inline):
        for line in re.findall(
            r"(?:^|[ /])servicebot ([a-z][^|#\n]*)", code, re.MULTILINE
        ):
            yield line.split()


def unknown(words: list[str]) -> list[str]:
    """Return the words of a command line that are no command, or no option of it."""
    command, opts = commands().get(words[0]), {"--help"}
    if command is None:
        return words[:1]
    if isinstance(command, click.Group) and words[1:] and words[1][0] != "-":
        command = command.commands.get(words[1])
    if command is None:
        return words[:2]
    opts |= {
        opt for each in command.params for opt in (*each.opts, *each.secondary_opts)
    }
    return [word for word in words if word[:2] == "--" and word not in opts]


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_every_command_line_of_a_document_can_be_typed(path: Path) -> None:
    lines = list(typed(path.read_text("utf-8")))

    assert [line for line in lines if unknown(line)] == []


def test_the_documents_show_many_command_lines() -> None:
    assert sum(len(list(typed(path.read_text("utf-8")))) for path in DOCUMENTS) > 80


def test_the_dialogue_s_commands_are_all_in_the_readme() -> None:
    named = set(re.findall(r"`:([a-z]+)", README))

    assert named == set(NAMES)


def test_every_setting_is_in_the_readme_and_every_one_there_exists() -> None:
    assert set(re.findall(r"\bSERVICEBOT_[A-Z_]+\b", README)) == set(KEYS)


@pytest.mark.parametrize("room", ["french", "understanding"])
def test_every_module_is_in_the_architecture(room: str) -> None:
    table = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    modules = {path.name for path in (ROOT / "src" / "servicebot" / room).glob("*.py")}
    named = set(re.findall(r"`(?:\w+/)?(\w+\.py)`", table))

    assert modules - {"__init__.py"} - named == set()


def test_every_sentence_of_the_town_is_explained_once() -> None:
    explained = [name for name, _ in ROW.findall(PHRASES)]

    assert sorted(explained) == sorted(phrase_keys())


def keys_of(schema: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield the keys that a JSON Schema knows, at every depth."""
    if isinstance(schema, dict):
        yield from schema.get("properties", ())
        schema = list(schema.values())
    for part in schema if isinstance(schema, list) else ():
        yield from keys_of(part)


def test_every_key_of_the_yaml_files_is_in_the_guide_of_editors() -> None:
    files = set(keys_of(json_schema()["$defs"]))
    told = GUIDE + (ROOT / "docs" / "horaires.md").read_text("utf-8")
    code = "\n".join((*re.findall(r"`[^`\n]+`", told), *CODES.findall(told)))
    named = set(re.findall(r"[a-zé_]+(?: le)?", code))

    assert files - named == set()


@pytest.mark.slow(15)
def test_the_service_of_the_guide_of_editors_can_be_copied(
    shell: dict[str, str], tmp_path: Path
) -> None:
    folder = shutil.copytree(KNOWLEDGE, tmp_path / "knowledge")
    source, sheet, tests = (
        dedent(next(code for code in CODES.findall(GUIDE) if begin in code))
        for begin in ("mairie-2026:  ", "service: ludotheque", "- q: combien de jeux")
    )
    with (folder / "sources.yaml").open("a", encoding="utf-8") as sources:
        sources.write(source)
    (folder / "services" / "ludotheque.yaml").write_text(sheet, "utf-8")
    for path in (folder / "tests").glob("*.yaml"):
        path.unlink()
    (folder / "tests" / "ludotheque.yaml").write_text(tests, "utf-8")

    done = subprocess.run(
        ["bash", "-c", "servicebot check && servicebot test"],  # noqa: S607
        env=shell | {"SERVICEBOT_KNOWLEDGE": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert "4 sur 4 comme attendu" in done.stdout, done.stdout + done.stderr


def test_every_table_is_in_the_register_of_the_data_protection_officer() -> None:
    register = (ROOT / "docs" / "rgpd.md").read_text("utf-8")
    rows = re.findall(r"^\| (`[^|]+) \|", register, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}

    assert set(METADATA.tables) <= named


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "images").iterdir()))
def test_pictures_are_small_and_shown_with_what_they_say(path: Path) -> None:
    texts = (document.read_text("utf-8") for document in DOCUMENTS)
    shown = [re.findall(rf"!\[([^]]+)\]\([^)]*{path.name}\)", text) for text in texts]

    assert path.stat().st_size < 120_000
    assert [len(told) > 20 for found in shown for told in found] == [True]


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_every_link_leads_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)\)", path.read_text("utf-8"))
    local = [target for target in targets if "://" not in target]

    assert [name for name in local if not (path.parent / name).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_every_file_that_a_document_names_exists(path: Path) -> None:
    named = re.findall(r"`((?:tests|scripts|docs|locks)/[\w./-]+)`", path.read_text())

    assert [name for name in named if not (_base(path) / name).exists()] == []


@pytest.mark.slow
def test_the_town_s_own_tests_are_many_and_cover_every_subject(
    shell: dict[str, str],
) -> None:
    base = load(Path(shell["SERVICEBOT_KNOWLEDGE"]))
    wanted = [(test.entry, test.kind) for test in base.tests if test.q] + [
        (turn.entry, turn.kind) for test in base.tests for turn in test.turns
    ]
    covered = {entry.partition(".")[0] for entry, _ in wanted if entry}

    assert len(wanted) >= 120
    assert {s.id for s in base.subjects.values() if s.parent is None} <= covered
    assert {kind for _, kind in wanted} >= {"fallback", "smalltalk", "emergency"}


def _base(document: Path) -> Path:
    return KNOWLEDGE if document.parent == KNOWLEDGE else ROOT
