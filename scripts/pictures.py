"""The pictures of the README, made from the program as it runs.

    scripts/pictures FOLDER

A browser asks the demo page (demo.webp), and a terminal session is run and drawn as it
was printed (terminal.svg).
"""

import base64
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
MAIN = "from servicebot.cli import main; main(prog_name='servicebot')"
SESSION = (
    ["ask", "cb de creche"],
    ["ask", "la mairie prim' est ouverte dimanche ?"],
    ["ask", "je sens une odeur de gaz"],
)
ASKED = ("combien de crèches ?", "et pour combien d'enfants ?")
WIDTH = 92
_AS_WEBP = """async (shot) => {
  const image = new Image();
  image.src = `data:image/png;base64,${shot}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", 0.85);
}"""
_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def main() -> None:
    """Make both pictures."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        environ = os.environ | {
            "SERVICEBOT_VAR": name,
            "SERVICEBOT_KNOWLEDGE": str(ROOT / "knowledge"),
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PYTHONUNBUFFERED": "1",
            "COLUMNS": str(WIDTH),
        }
        (folder / "terminal.svg").write_text(_session(environ), "utf-8")
        _demo(folder / "demo.webp", environ)


def _session(environ: dict[str, str]) -> str:
    """Run the commands in a terminal, and draw what it showed."""
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=WIDTH, file=nowhere)
        for words in SESSION:
            typed = [w if re.fullmatch(r"[\w-]+", w) else f'"{w}"' for w in words]
            console.print(Text(f"$ servicebot {' '.join(typed)}", style="bold"))
            console.print(Text.from_ansi(_printed(words, environ)))
        drawn = console.export_svg(title="servicebot")
    return (
        "\n".join(line.rstrip() for line in _FONTS.sub("", drawn).splitlines()) + "\n"
    )


def _printed(words: list[str], environ: dict[str, str]) -> str:
    """Return what a command prints into a terminal."""
    here, there = pty.openpty()
    program = [sys.executable, "-c", MAIN, *words]
    with subprocess.Popen(program, stdout=there, env=environ) as process:  # noqa: S603 - ours
        os.close(there)
        parts = []
        try:
            while part := os.read(here, 4096):
                parts.append(part)
        except OSError:  # the terminal is closed at the other end
            pass
        process.wait()
    os.close(here)
    return b"".join(parts).decode("utf-8").replace("\r\n", "\n").rstrip() + "\n"


def _demo(picture: Path, environ: dict[str, str]) -> None:
    """Ask in the widget of the demo page, and keep what it looks like."""
    server = subprocess.Popen(  # noqa: S603 - ours
        [sys.executable, "-c", MAIN, "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env=environ,
    )
    try:
        said = server.stdout.readline() if server.stdout else ""
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium")
            )
            page = browser.new_page(
                viewport={"width": 1100, "height": 720}, locale="fr-FR"
            )
            page.goto(said.split()[-1])
            _ask(page)
            shot = base64.b64encode(page.screenshot()).decode("ascii")
            small = browser.new_page().evaluate(_AS_WEBP, shot)
            picture.write_bytes(base64.b64decode(small.partition(",")[2]))
            browser.close()
    finally:
        server.terminate()
        server.wait()


def _ask(page: Page) -> None:
    page.locator("service-bot > a").click()
    panel = page.locator("service-bot dialog")
    for number, question in enumerate(ASKED):
        field = panel.get_by_role("combobox")
        field.fill(question)
        field.press("Enter")
        panel.locator(".turn").nth(number).locator(".reply .sources").wait_for()
    page.wait_for_timeout(1000)


if __name__ == "__main__":
    main()
