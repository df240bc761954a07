"""The widget as citizens meet it on the town's page: what it says, keeps and sends."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

pytestmark = pytest.mark.browser

Opener = Callable[[Page], Locator]
ASK = "**/api/v1/ask"
ELSEWHERE = "http://ailleurs.localhost"
FEEDBACK = "**/api/v1/feedback"
START = "**/api/v1/widget"
STORED = "() => [localStorage.length, sessionStorage.length, document.cookie.length]"
BARE = """<!doctype html><html lang="fr"><title>Ailleurs</title>
<script type="module" src="/widget.js"></script><h1>Ailleurs</h1>{}"""


def say(panel: Locator, question: str) -> Locator:
    """Ask, and return the turn when it is answered."""
    turn = panel.locator(".turn").nth(panel.locator(".turn").count())
    panel.get_by_role("combobox").fill(question)
    panel.get_by_role("combobox").press("Enter")
    expect(turn.locator(".asked")).to_contain_text(question)
    expect(turn.locator(".reply")).to_be_visible()
    return turn


def choose(panel: Locator, option: str) -> None:
    """Choose one of the options of the conversation."""
    panel.get_by_role("button", name="Options de la conversation").click()
    panel.get_by_role("button", name=option).click()


def sent(page: Page, address: str) -> list[dict[str, Any]]:
    """Return the list that fills with what is posted to an address, answered 204."""
    bodies: list[dict[str, Any]] = []

    def answer(route: Route) -> None:
        bodies.append(json.loads(route.request.post_data or "{}"))
        route.fulfill(status=204)

    page.route(address, answer)
    return bodies


def test_the_launcher_opens_the_panel_and_escape_gives_the_focus_back(
    page: Page, open_widget: Opener
) -> None:
    panel = open_widget(page)
    launcher = page.locator("service-bot > a")

    expect(panel.get_by_role("combobox")).to_be_focused()
    expect(launcher).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")

    expect(panel).to_be_hidden()
    expect(launcher).to_be_focused()
    expect(launcher).to_have_attribute("aria-expanded", "false")


def test_it_never_opens_by_itself_and_fetches_nothing_before_a_gesture(
    page: Page,
) -> None:
    called: list[str] = []
    page.on("request", lambda request: called.append(request.url))

    page.goto("/", wait_until="networkidle")
    page.wait_for_timeout(300)

    assert page.locator("service-bot dialog").count() == 0
    assert [url for url in called if "/api/" in url] == []


def test_an_answer_has_its_sentence_its_source_and_its_choices(
    page: Page, open_widget: Opener
) -> None:
    turn = say(open_widget(page), "combien de creches")

    expect(turn).to_contain_text("3 crèches")
    expect(turn.locator(".sources")).to_contain_text("Rapport d'activité 2024")
    expect(turn.get_by_role("button", name=re.compile("Capacité"))).to_be_visible()


def test_opening_hours_come_as_a_card_with_a_table(
    page: Page, open_widget: Opener
) -> None:
    card = say(open_widget(page), "horaires de la mairie").locator(".card")

    expect(card.locator(".state")).to_have_text(re.compile("^(Ouvert|Fermé)"))
    expect(card.get_by_role("row")).to_have_count(8)
    expect(card.get_by_role("link")).to_have_attribute("href", "tel:0199001234")
    expect(card).to_contain_text("1 place du Tilleul")


def test_a_choice_asks_stays_and_is_marked(page: Page, open_widget: Opener) -> None:
    panel = open_widget(page)
    choice = say(panel, "combien de crèches").get_by_role(
        "button", name=re.compile("Capacité")
    )

    choice.click()

    expect(panel.locator(".turn").last).to_contain_text(re.compile(r"1\s250 places"))
    expect(choice).to_have_attribute("aria-pressed", "true")
    expect(choice).to_be_focused()


def test_a_follow_up_borrows_from_what_was_said(
    page: Page, open_widget: Opener
) -> None:
    panel = open_widget(page)
    say(panel, "combien de crèches")

    turn = say(panel, "et pour combien d'enfants ?")

    expect(turn).to_contain_text(re.compile(r"1\s250 places"))


def test_an_emergency_is_a_number_to_call(page: Page, open_widget: Opener) -> None:
    turn = say(open_widget(page), "au feu")

    expect(turn.locator(".calls a").first).to_have_attribute("href", "tel:18")


def test_nothing_is_stored_before_the_first_message_and_then_this_tab_only(
    page: Page, context: BrowserContext, open_widget: Opener
) -> None:
    panel = open_widget(page)
    assert page.evaluate(STORED) == [0, 0, 0]

    say(panel, "combien de crèches")

    assert page.evaluate(STORED) == [0, 1, 0]
    assert context.cookies() == []


def test_the_conversation_goes_on_in_the_tab_and_in_no_other(
    page: Page, context: BrowserContext, open_widget: Opener
) -> None:
    say(open_widget(page), "combien de crèches")

    panel = open_widget(page)
    turn = say(panel, "et pour combien d'enfants ?")

    expect(panel.locator(".turn")).to_have_count(2)
    expect(turn).to_contain_text(re.compile(r"1\s250 places"))
    expect(open_widget(context.new_page()).locator(".turn")).to_have_count(0)


@pytest.mark.parametrize("size", [(1280, 800), (390, 700)])
def test_a_long_conversation_scrolls_under_its_header(
    page: Page, open_widget: Opener, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    panel = open_widget(page)
    for question in ("horaires de la mairie", "combien de crèches", "piscine") * 2:
        say(panel, question)

    assert panel.evaluate(
        "it => [it.scrollTop, it.scrollHeight - it.clientHeight]"
    ) == [
        0,
        0,
    ]
    expect(panel.get_by_role("button", name="Fermer")).to_be_in_viewport(ratio=1)
    expect(panel.get_by_role("combobox")).to_be_in_viewport(ratio=1)


def test_what_is_erased_is_gone(page: Page, open_widget: Opener) -> None:
    panel = open_widget(page)
    say(panel, "combien de crèches")

    choose(panel, "Effacer la conversation")

    expect(panel.locator(".turn")).to_have_count(0)
    expect(panel.get_by_role("status")).to_contain_text("effacée")
    assert page.evaluate(STORED) == [0, 0, 0]


def test_a_new_conversation_forgets_the_context_and_keeps_the_words(
    page: Page, open_widget: Opener
) -> None:
    panel = open_widget(page)
    say(panel, "combien de crèches")
    choose(panel, "Nouvelle conversation")

    with page.expect_request(ASK) as request:
        say(panel, "et pour combien d'enfants ?")

    assert "context" not in json.loads(request.value.post_data or "")
    expect(panel.locator(".turn")).to_have_count(2)


def test_offline_the_words_stay_and_are_sent_again(
    page: Page, context: BrowserContext, open_widget: Opener
) -> None:
    panel = open_widget(page)
    field = panel.get_by_role("combobox")
    context.set_offline(offline=True)

    field.fill("combien de crèches")
    field.press("Enter")

    expect(panel.get_by_role("alert")).to_contain_text("pas connecté")
    expect(panel.get_by_role("alert")).to_contain_text(re.compile(r"01\s99\s00"))
    expect(field).to_have_value("combien de crèches")
    context.set_offline(offline=False)
    panel.get_by_role("button", name="Réessayer").click()
    expect(panel.locator(".turn").last).to_contain_text("3 crèches")
    expect(panel.get_by_role("alert")).to_be_hidden()


def test_a_failing_server_is_asked_again_under_one_key(
    page: Page, open_widget: Opener
) -> None:
    keys: list[str | None] = []

    def fail_twice(route: Route) -> None:
        keys.append(route.request.headers.get("idempotency-key"))
        if len(keys) < 3:
            route.fulfill(status=503)
        else:
            route.continue_()

    page.route(ASK, fail_twice)
    turn = say(open_widget(page), "combien de crèches")

    expect(turn).to_contain_text("3 crèches")
    assert len(keys) == 3
    assert len(set(keys)) == 1


def test_too_many_questions_are_told_at_once(page: Page, open_widget: Opener) -> None:
    panel = open_widget(page)
    page.route(ASK, lambda route: route.fulfill(status=429))

    panel.get_by_role("combobox").fill("combien de crèches")
    page.keyboard.press("Enter")

    expect(panel.get_by_role("alert")).to_contain_text("beaucoup de questions")


def test_a_person_is_always_offered_and_unasked_after_two_misses(
    page: Page, open_widget: Opener
) -> None:
    panel = open_widget(page)
    agent = panel.get_by_role("button", name=re.compile("Parler à un agent"))
    expect(agent).to_contain_text(re.compile("Ouvert|Fermé"))

    first = say(panel, "quelle est la capitale du Pérou")
    second = say(panel, "la recette du gâteau au chocolat")

    expect(first).not_to_contain_text("Un agent le pourra")
    expect(second.locator(".contact")).to_contain_text("Un agent le pourra")
    agent.click()
    expect(panel.locator("#agent")).to_contain_text("1 place du Tilleul")


def test_an_opinion_is_sent_then_its_comment(page: Page, open_widget: Opener) -> None:
    bodies = sent(page, FEEDBACK)
    panel = open_widget(page)
    turn = say(panel, "combien de crèches")

    turn.get_by_role("button", name="Pas utile").click()
    expect(turn.get_by_role("button", name="Pas utile")).to_have_attribute(
        "aria-pressed", "true"
    )
    turn.get_by_label("Un commentaire ?").fill("Et les horaires ?")
    turn.get_by_role("button", name="Envoyer le commentaire").click()

    expect(panel.get_by_role("status")).to_contain_text("Merci")
    expect(turn.get_by_label("Un commentaire ?")).to_have_count(0)
    assert [(body["useful"], body.get("comment")) for body in bodies] == [
        (False, None),
        (False, "Et les horaires ?"),
    ]
    assert bodies[0]["id"] == bodies[1]["id"]


def test_the_conversation_is_copied_saved_and_printed(
    page: Page, context: BrowserContext, open_widget: Opener
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script("window.print = () => { window.printed = true; };")
    panel = open_widget(page)
    say(panel, "combien de crèches")

    choose(panel, "Copier la conversation")
    expect(panel.get_by_role("status")).to_contain_text("copiée")
    copied = page.evaluate("navigator.clipboard.readText()")
    with page.expect_download() as download:
        choose(panel, "Télécharger la conversation")
    saved = Path(download.value.path()).read_text("utf-8")
    choose(panel, "Imprimer la conversation")
    page.emulate_media(media="print")

    assert copied == saved
    assert re.search(r"Vous\s: combien de crèches\nAssistant\s: .*3 crèches", saved)
    assert "1 place du Tilleul" in saved.split("\n\n")[0]
    assert page.evaluate("window.printed")
    expect(page.locator("[data-sb-print]")).to_contain_text("3 crèches")
    expect(page.locator("main")).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("[data-sb-print]")).to_have_count(0)


def test_a_question_of_the_page_is_asked_in_the_panel(page: Page) -> None:
    page.goto("/")

    page.get_by_role("link", name="Combien y a-t-il de crèches ?").click()

    panel = page.locator("service-bot dialog")
    expect(panel.locator(".turn .reply")).to_contain_text("3 crèches")
    expect(panel.get_by_role("log")).to_be_focused()
    page.keyboard.press("Escape")
    expect(
        page.get_by_role("link", name="Combien y a-t-il de crèches ?")
    ).to_be_focused()


def test_subjects_are_proposed_without_accents_and_by_the_keyboard(
    page: Page, open_widget: Opener
) -> None:
    panel = open_widget(page)
    field = panel.get_by_role("combobox", name="Votre question")

    field.press_sequentially("horaires med")
    expect(panel.get_by_role("option", name="Médiathèque", exact=True)).to_be_visible()
    expect(panel.get_by_role("status")).to_contain_text("suggestion")
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "option-0")
    field.press("Enter")

    expect(field).to_have_value("horaires Médiathèque")
    expect(panel.get_by_role("listbox")).to_be_hidden()
    expect(panel.locator(".turn")).to_have_count(0)


def test_escape_closes_the_proposals_before_the_panel(
    page: Page, open_widget: Opener
) -> None:
    panel = open_widget(page)
    panel.get_by_role("combobox").press_sequentially("biblio")
    expect(panel.get_by_role("option")).to_contain_text(["bibliothèque"])

    page.keyboard.press("Escape")
    expect(panel.get_by_role("listbox")).to_be_hidden()
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")

    expect(panel).to_be_hidden()


def test_notices_stand_above_the_conversation(page: Page, open_widget: Opener) -> None:
    def add_notice(route: Route) -> None:
        start = route.fetch().json() | {"notices": ["La piscine ferme à midi."]}
        route.fulfill(json=start)

    page.route(START, add_notice)

    expect(open_widget(page).locator(".notices")).to_contain_text(
        re.compile(r"À noter\s: La piscine ferme à midi\.")
    )


def test_what_the_banner_says_is_not_said_again_under_an_answer(
    page: Page, open_widget: Opener
) -> None:
    closed, late = "La mairie est fermée ce matin.", "La crèche ferme plus tôt."

    def announce(route: Route) -> None:
        route.fulfill(json=route.fetch().json() | {"notices": [closed]})

    def answer(route: Route) -> None:
        reply = route.fetch().json()
        reply["display"] |= {"notices": [closed, late]}
        route.fulfill(json=reply)

    page.route(START, announce)
    page.route(ASK, answer)
    panel = open_widget(page)
    turn = say(panel, "combien de crèches ?")

    expect(panel.locator(".notices")).to_contain_text(closed)
    expect(turn.get_by_text(late)).to_be_visible()
    expect(turn.get_by_text(closed)).to_be_hidden()
    page.reload()
    again = open_widget(page).locator(".turn")
    expect(again.get_by_text(late)).to_be_visible()
    expect(again.get_by_text(closed)).to_be_hidden()
    page.evaluate("window.print = () => {}")
    choose(panel, "Imprimer")
    page.emulate_media(media="print")
    expect(page.locator("[data-sb-print]").get_by_text(closed)).to_be_visible()


def test_without_its_words_the_launcher_is_the_link_that_it_was(page: Page) -> None:
    page.route(START, lambda route: route.abort())
    page.goto("/")

    page.get_by_role("button", name="Une question ?").click()

    page.wait_for_url("**/chat")


def test_a_page_that_wrote_no_link_gets_one(page: Page) -> None:
    html = BARE.format("<service-bot></service-bot>")
    page.route("**/ailleurs", lambda route: route.fulfill(body=html))
    page.goto("/ailleurs")

    page.get_by_role("button", name="Une question ?").click()

    expect(page.get_by_role("dialog", name="Posez votre question")).to_be_visible()


def test_a_page_can_refuse_a_question_and_hears_what_happens(
    page: Page, open_widget: Opener
) -> None:
    panel = open_widget(page)
    page.evaluate("""() => {
      window.heard = [];
      for (const name of ["sb-question", "sb-reply", "sb-close"])
        addEventListener(name, (event) => {
          heard.push(name);
          if (event.detail?.question === "non") event.preventDefault();
        });
    }""")
    panel.get_by_role("combobox").fill("non")
    page.keyboard.press("Enter")
    say(panel, "combien de crèches")
    page.keyboard.press("Escape")

    expect(panel.locator(".turn")).to_have_count(1)
    assert page.evaluate("heard") == [
        "sb-question",
        "sb-question",
        "sb-reply",
        "sb-close",
    ]


def test_another_class_may_ask_another_server(page: Page) -> None:
    reply = {"id": "1", "kind": "answer", "text": "D'ailleurs.", "context": ""}
    html = BARE.format(f"""<other-bot><a href="/chat">Demander</a></other-bot>
<script type="module">
import {{ ServiceBot }} from "/widget.js";
customElements.define("other-bot", class extends ServiceBot {{
  request(path, options) {{
    return path.endsWith("/ask") ? {json.dumps(reply)} : super.request(path, options);
  }}
}});
</script>""")
    page.route("**/ailleurs", lambda route: route.fulfill(body=html))
    page.goto("/ailleurs")
    page.get_by_role("button", name="Demander").click()

    turn = say(page.locator("other-bot dialog"), "bonjour")

    expect(turn).to_contain_text("D'ailleurs.")


def test_it_answers_on_a_site_of_another_origin(page: Page, site: str) -> None:
    html = BARE.format('<service-bot><a href="/">Aide</a></service-bot>').replace(
        'src="/widget.js"', f'src="{site}/widget.js" crossorigin'
    )
    page.route(f"{ELSEWHERE}/", lambda route: route.fulfill(body=html))
    page.goto(f"{ELSEWHERE}/")
    page.get_by_role("button", name="Aide").click()

    turn = say(page.locator("service-bot dialog"), "combien de crèches")

    expect(turn).to_contain_text("3 crèches")


def test_a_site_that_may_not_ask_keeps_its_link(page: Page, site: str) -> None:
    html = BARE.format(
        f'<service-bot><a href="{site}/chat">Aide</a></service-bot>'
    ).replace('src="/widget.js"', f'src="{site}/widget.js"')
    page.route("http://inconnu.localhost/", lambda route: route.fulfill(body=html))
    page.goto("http://inconnu.localhost/")

    page.get_by_role("button", name="Aide").click()

    page.wait_for_url(f"{site}/chat")


def test_the_conversation_is_shown_in_a_frame_of_a_site_that_may(
    page: Page, site: str
) -> None:
    html = f'<!doctype html><title>Ailleurs</title><iframe src="{site}/chat"></iframe>'
    page.route(f"{ELSEWHERE}/", lambda route: route.fulfill(body=html))
    page.goto(f"{ELSEWHERE}/")
    frame = page.frame_locator("iframe")

    frame.get_by_label("Votre question").fill("combien de crèches")
    frame.get_by_label("Votre question").press("Enter")

    expect(frame.locator(".turn")).to_contain_text("3 crèches")


def test_an_element_taken_away_hears_nothing_more(page: Page) -> None:
    page.goto("/")
    page.evaluate("document.querySelector('service-bot').remove()")

    page.get_by_role("link", name="Combien y a-t-il de crèches ?").click()

    page.wait_for_url("**/chat?q=*")
