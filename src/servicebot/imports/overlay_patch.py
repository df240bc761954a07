"""What the desk added as a patch of the knowledge files, to review in git."""

import difflib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from servicebot.french.text import fold
from servicebot.imports.closures_patch import with_closures
from servicebot.knowledge.base import Base, Notice, Phrasing
from servicebot.knowledge.expected import Test
from servicebot.knowledge.overlay import NewEntry, Overlay, tests_of

LEARNED, NEGATIVES, TESTS = "learned.yaml", "negatives.yaml", "tests/learned.yaml"
_QUESTIONS = re.compile(r"^questions:[ \t]*(?:#.*)?\n(?=([ \t]*)-)", re.MULTILINE)


def overlay_patch(
    base: Base, overlay: Overlay, prefix: str, notices: Sequence[Notice] = ()
) -> str:
    """Return a unified diff that brings what the desk added into the files of a base.

    It added what was learned, and the whole days on which notices close places.
    `prefix` is the knowledge folder as git knows it. What the files have already is
    left out; the diff is empty when they have everything.
    """
    pieces: list[str] = []
    files = _changed(base, overlay)
    files |= with_closures(base, notices, files)
    for name, text in sorted(files.items()):
        path = base.folder / name
        before = path.read_text("utf-8") if path.exists() else ""
        old, new = f"a/{prefix}/{name}", f"b/{prefix}/{name}"
        lines = before.splitlines(keepends=True), text.splitlines(keepends=True)
        first = old if path.exists() else "/dev/null"
        pieces += _ended(difflib.unified_diff(*lines, first, new))
    return "".join(pieces)


def _ended(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        is_whole = line.endswith("\n")
        yield line if is_whole else f"{line}\n\\ No newline at end of file\n"


def _changed(base: Base, overlay: Overlay) -> dict[str, str]:
    """Return the new text of each file that changes."""
    files: dict[str, str] = {}
    entries = [new for new in overlay.entries if new.id not in base.entries]
    for new in entries:
        name = _sheet_of(base, new.subject)
        text = files.get(name) or (base.folder / name).read_text("utf-8")
        files[name] = _with_question(text, new)
    known = {*base.entries, *(new.id for new in entries)}
    asked = {(key, fold(a)) for key, e in base.entries.items() for a in e.asks}
    phrasings = [
        one
        for one in overlay.phrasings
        if one.entry in known and (one.entry, fold(one.text)) not in asked
    ]
    if phrasings:
        files[LEARNED] = _learned((*base.learned, *phrasings))
    refused = {fold(text) for text in base.negatives}
    negatives = [text for text in overlay.negatives if fold(text) not in refused]
    if negatives:
        before = _read(base.folder / NEGATIVES)
        files[NEGATIVES] = before + "".join(f"- {_quoted(t)}\n" for t in negatives)
    new_tests = [t for t in tests_of(overlay, known) if t not in base.tests]
    if new_tests:
        lines = map(_test, new_tests)
        files[TESTS] = _read(base.folder / TESTS) + "".join(lines)
    return files


def _read(path: Path) -> str:
    """Return a file's text with a full last line; a missing one is empty."""
    text = path.read_text("utf-8") if path.exists() else ""
    return text if text.endswith("\n") or not text else f"{text}\n"


def _sheet_of(base: Base, subject: str) -> str:
    for folder in ("services", "topics", "imported"):
        for path in sorted((base.folder / folder).glob("**/*.yaml")):
            heading = rf"^(?:service|topic): *{re.escape(subject)} *$"
            if re.search(heading, path.read_text("utf-8"), re.MULTILINE):
                return path.relative_to(base.folder).as_posix()
    return f"services/{subject}.yaml"


def _with_question(text: str, new: NewEntry) -> str:
    """Return a sheet with one more question, first in its list."""
    found = _QUESTIONS.search(text)
    indent = "  " if found is None else found[1]
    item = "".join(f"{indent}{line}\n" for line in _question(new))
    if found is None:
        return f"{text.rstrip()}\nquestions:\n{item}"
    return text[: found.end()] + item + text[found.end() :]


def _question(new: NewEntry) -> Iterator[str]:
    yield f"- id: {new.id.partition('.')[2]}"
    yield f"  title: {_quoted(new.title)}"
    yield f"  ask: [{', '.join(map(_quoted, new.asks))}]"
    yield f"  say: {_quoted(new.say)}"
    if new.caution:
        yield f"  caution: {_quoted(new.caution)}"
    yield f"  source: {new.source}"
    yield f"  as_of: {new.as_of}"


def _learned(phrasings: tuple[Phrasing, ...]) -> str:
    by_entry: dict[str, list[str]] = {}
    for one in phrasings:
        texts = by_entry.setdefault(one.entry, [])
        if one.text not in texts:
            texts.append(one.text)
    blocks = [
        f"{entry}:\n" + "".join(f"- {_quoted(text)}\n" for text in texts)
        for entry, texts in sorted(by_entry.items())
    ]
    return "".join(blocks)


def _test(test: Test) -> str:
    expected = f"entry: {test.entry}" if test.entry else f"kind: {test.kind}"
    return f"- q: {_quoted(test.q or '')}\n  {expected}\n"


def _quoted(text: str) -> str:
    """Return a text as a YAML scalar in double quotes, which JSON's are."""
    return json.dumps(text, ensure_ascii=False)
