"""The desk in a browser, as agents and editors meet it."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from tests.serving import RUN, served, town_environment

pytestmark = pytest.mark.browser
Violations = Callable[[Page], list[str]]
PASSWORD = "les platanes du cours"  # noqa: S105 - invented
PEOPLE = {"agathe": "agent", "edith": "editeur", "adele": "administrateur"}
KNOWN = "La piscine des Ormes est ouverte toute l'année"
ODD = "j'ai envie de barboter"
"""No word of it stands in the town: no meaning makes up for that."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server whose desk has an agent, an editor, an administrator."""
    folder = tmp_path_factory.mktemp("desk")
    environ = {
        "SERVICEBOT_VAR": str(folder),
        "SERVICEBOT_DATABASE_URL": f"sqlite:///{folder / 'desk.sqlite'}",
    }
    for login, role in PEOPLE.items():
        subprocess.run(
            [*RUN, "user", "add", login, "--role", role, "--password-stdin"],
            input=PASSWORD,
            text=True,
            env=town_environment(**environ),
            check=True,
            capture_output=True,
        )
    with served(folder, **environ) as address:
        yield address


@pytest.fixture
def enter(browser: Browser, desk: str) -> Iterator[Callable[[str], Page]]:
    """Log somebody in, in a browser of their own."""
    opened: list[BrowserContext] = []

    def enter(login: str, **options: object) -> Page:
        context = browser.new_context(base_url=desk, locale="fr-FR", **options)  # type: ignore[arg-type]
        opened.append(context)
        page = context.new_page()
        page.goto("/guichet")
        page.get_by_label("Identifiant").fill(login)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        expect(page.get_by_label("Question ou mots-clés")).to_be_visible()
        return page

    yield enter
    for context in opened:
        context.close()


def asked(desk: str, question: str) -> str | None:
    body = {"question": question}
    reply = requests.post(f"{desk}/api/v1/ask", json=body, timeout=5).json()
    entry: str | None = reply["entry"]
    return entry


def say(panel: Locator, question: str) -> Locator:
    """Ask the widget, and return its reply when it is there."""
    turn = panel.locator(".turn").nth(panel.locator(".turn").count())
    panel.get_by_role("combobox").fill(question)
    panel.get_by_role("combobox").press("Enter")
    expect(turn.locator(".reply")).to_be_visible()
    return turn.locator(".reply")


def test_from_a_question_without_an_answer_to_its_answer_in_the_widget(
    desk: str,
    browser: Browser,
    enter: Callable[[str], Page],
    open_widget: Callable[[Page], Locator],
) -> None:
    """A citizen asks in vain, an agent marks, an editor accepts: 2 s later it is known.

    All of them look at a browser, the citizen at the widget of the town's page.
    """
    citizen = browser.new_page(base_url=desk, locale="fr-FR")
    widget = open_widget(citizen)
    expect(say(widget, ODD)).not_to_contain_text(KNOWN)

    agent = enter("agathe")
    agent.get_by_label("Question ou mots-clés").fill(ODD)
    expect(agent.locator(".verdict")).to_contain_text("L'assistant ne sait pas")
    agent.get_by_role("button", name="Signaler cette question").click()
    expect(agent.get_by_role("status").first).to_contain_text("signalée")

    editor = enter("edith")
    editor.get_by_role("link", name="Questions").click()
    item = editor.locator(".missed", has_text=ODD)
    expect(item).to_contain_text("signalée au guichet")
    expect(item).to_contain_text("sans réponse")
    item.get_by_label("Identifiant d'une autre fiche").fill("piscine.description")
    item.get_by_role("button", name="C'est cette fiche").click()
    expect(editor.locator("main")).to_contain_text("Rien d'autre ne bouge")
    editor.get_by_role("button", name="Apprendre").click()
    accepted = time.monotonic()
    expect(editor.get_by_role("status")).to_contain_text("apprise")

    reply = say(widget, ODD)
    while KNOWN not in reply.inner_text() and time.monotonic() < accepted + 10:
        reply = say(widget, ODD)
    took = time.monotonic() - accepted

    expect(reply).to_contain_text(KNOWN)
    assert took < 5  # two seconds, and room for the other tests of a busy machine
    editor.goto("/guichet/questions")
    expect(editor.locator("main")).to_contain_text("Rien à traiter")
    citizen.close()


def test_the_answer_comes_while_one_types_and_arrows_choose(
    enter: Callable[[str], Page],
) -> None:
    page = enter("agathe")
    field = page.get_by_label("Question ou mots-clés")

    field.press_sequentially("combien de crèc", delay=20)
    expect(page.locator("#texte")).to_contain_text("3 crèches")
    field.press("ArrowDown")
    expect(page.locator(".candidate a[aria-current]")).to_have_count(1)
    expect(page.locator("#texte")).not_to_contain_text("3 crèches")
    expect(field).to_be_focused()


def test_what_is_typed_before_the_script_comes_is_answered(
    enter: Callable[[str], Page],
) -> None:
    page = enter("agathe")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/desk*.js", hold)
    page.goto("/guichet", wait_until="commit")
    page.get_by_label("Question ou mots-clés").fill("combien de crèches")
    while not held:
        page.wait_for_timeout(10)
    expect(page.locator("#texte")).to_have_count(0)

    held[0].continue_()

    expect(page.locator("#texte")).to_contain_text("3 crèches")


def test_keys_open_the_list_of_keys_and_the_visitor_s_screen(
    enter: Callable[[str], Page],
) -> None:
    page = enter("agathe")
    page.goto("/guichet?q=combien+de+crèches")
    page.locator("h2#fiche-titre").click()

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Raccourcis du clavier")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("g")
    expect(page.locator("body.large")).to_contain_text("3 crèches")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Question ou mots-clés")).to_be_visible()


def test_keys_can_be_switched_off(enter: Callable[[str], Page]) -> None:
    page = enter("agathe")
    page.goto("/guichet?q=combien+de+crèches")
    page.get_by_role("button", name="Raccourcis").click()
    page.get_by_label("Raccourcis à une seule touche").uncheck()
    page.get_by_role("button", name="Fermer").click()

    page.locator("h2#fiche-titre").click()
    page.keyboard.press("g")

    expect(page.get_by_label("Question ou mots-clés")).to_be_visible()


def test_a_notice_is_read_by_citizens_at_once(
    desk: str, browser: Browser, enter: Callable[[str], Page]
) -> None:
    editor = enter("edith")
    editor.goto("/guichet/avis")
    editor.get_by_label("Texte que liront").fill("Grève : la cantine est fermée")
    editor.get_by_role("button", name="Publier").click()
    expect(editor.get_by_role("status")).to_contain_text("en ligne")

    citizen = browser.new_page(base_url=desk)
    citizen.goto("/chat")
    expect(citizen.locator("body")).to_contain_text("la cantine est fermée")
    editor.get_by_role("button", name="Terminer maintenant").click()
    citizen.reload()
    expect(citizen.locator("body")).not_to_contain_text("la cantine est fermée")
    citizen.close()


PAGES = {
    "search": "/guichet",
    "answer": "/guichet?q=combien+d'enfants+dans+les+crèches",
    "hours": "/guichet?q=horaires+de+la+mairie",
    "unknown": "/guichet?q=tarif+de+la+piscine",
    "emergency": "/guichet?q=au+feu",
    "sheet": "/guichet/fiche/mairie.horaires",
    "large": "/guichet/fiche/mairie.horaires/grand",
    "inbox": "/guichet/questions",
    "preview": "/guichet/questions/apercu?acte=hors-sujet&question=vends+un+vélo",
    "learned": "/guichet/appris",
    "draft": "/guichet/fiches/nouvelle",
    "notices": "/guichet/avis",
    "statistics": "/guichet/statistiques",
    "report": "/guichet/rapport",
    "watch": "/guichet/veille",
    "account": "/guichet/compte",
    "accounts": "/guichet/comptes",
    "audit": "/guichet/historique",
}


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_axe_finds_nothing_wrong_on_any_page(
    look: str, desk: str, enter: Callable[..., Page], violations: Violations
) -> None:
    asked(desk, "vends vélo bleu")
    options: dict[str, object] = {"color_scheme": "dark" if look == "dark" else "light"}
    if look == "phone":
        options["viewport"] = {"width": 320, "height": 640}
    page = enter("adele", bypass_csp=True, **options)

    found = {}
    for name, path in PAGES.items():
        page.goto(path)
        found[name] = violations(page)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[name] += ["the page is wider than the screen"] if wide else []

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_the_desk_works_without_javascript(
    browser: Browser, enter: Callable[..., Page]
) -> None:
    page = enter("agathe", java_script_enabled=False)
    page.get_by_label("Question ou mots-clés").fill("combien de crèches")
    page.keyboard.press("Enter")

    expect(page.locator("#texte")).to_contain_text("3 crèches")
    page.locator(".candidate a").last.click()
    expect(page.locator("#texte")).not_to_contain_text("3 crèches")
    page.get_by_role("link", name="En grand").click()
    expect(page.locator("body.large")).to_be_visible()
    assert browser
    assert shutil.which("chromium")
