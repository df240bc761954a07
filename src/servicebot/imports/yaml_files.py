"""YAML files as this house writes them, put in place all together or not at all."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from servicebot.knowledge.loader import load


class _Dumper(yaml.SafeDumper):
    """Block style, list items indented, no aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401 - PyYAML's signature
        """Write what occurs twice twice."""
        del data
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:  # noqa: ANN401, ARG002, FBT001, FBT002 - PyYAML's signature
        """Indent the items of a list under its key."""
        return super().increase_indent(flow, indentless=False)


def yaml_text(data: Any, comment: str = "") -> str:  # noqa: ANN401 - any YAML
    """Return data as YAML text, under a comment of one or several lines."""
    head = "".join(f"# {line}\n" for line in comment.splitlines())
    text = yaml.dump(
        data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100
    )
    return head + text


def verify(folder: Path, texts: Mapping[str, str]) -> None:
    """Load a copy of the folder with the new files; KnowledgeError if it is refused."""
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / "knowledge"
        if folder.is_dir():
            shutil.copytree(folder, copy)
        write(copy, texts)
        load(copy)


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files by name, each replaced in one move."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.new")
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
