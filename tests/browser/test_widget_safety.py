"""What the widget must never do: run what it is told, call others, be slow or heavy."""

import gzip
import json
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Response,
    Route,
    expect,
)

pytestmark = pytest.mark.browser

Opener = Callable[[Page], Locator]
PAYLOADS = (Path(__file__).parent / "xss.txt").read_text("utf-8").splitlines()
WATCH = """
window.violations = [];
window.hacked = () => { violations.push("hacked"); };
document.addEventListener("securitypolicyviolation", (event) =>
  violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""
LAY_OUT = """() => {
  const list = document.createElement("ul");
  for (let line = 0; line < 400; line++) {
    const item = document.createElement("li");
    item.textContent = `Une ligne de plus, la ${line}e.`;
    list.append(item);
  }
  document.body.append(list);
  return list.offsetHeight;
}"""
BARE_TIME = """async (question) => {
  const start = performance.now();
  const reply = await fetch("/api/v1/ask", {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify({question}),
  });
  await reply.json();
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""
ANSWER_TIME = """async (question) => {
  const root = document.querySelector("service-bot").shadowRoot;
  const field = root.getElementById("question");
  field.value = question;
  const before = root.querySelectorAll(".reply").length;
  const start = performance.now();
  field.form.requestSubmit();
  while (root.querySelectorAll(".reply").length === before)
    await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""


@pytest.fixture
def watched(context: BrowserContext) -> Iterator[Page]:
    """A page in which nothing may be refused by the policy, thrown, or hacked."""
    page = context.new_page()
    faults: list[str] = []
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.add_init_script(WATCH)
    yield page
    assert faults == []
    assert page.evaluate("violations") == []


def hostile_reply(payload: str) -> dict[str, Any]:
    """Return a reply whose every text is hostile, as of a base that was written so."""
    place = dict.fromkeys(
        ("name", "address", "phone", "state_text", "holiday"), payload
    )
    day = {"day": payload, "hours": [payload], "note": payload, "today": True}
    source = dict.fromkeys(("title", "publisher", "date", "url"), payload)
    shown = {
        "id": payload,
        "kind": "answer",
        "paragraphs": [payload, payload],
        "numbers": [payload],
        "notices": [payload],
        "choices": [{"title": payload, "question": payload}],
        "contact": place | {"url": "https://valbrune.example"},
        "answers": [
            {
                "caution": payload,
                "sources": [source],
                "links": [{"title": payload, "url": payload}],
                "place": place | {"week": [day], "as_of": payload},
            }
        ],
    }
    return {"id": payload, "kind": "answer", "text": payload, "display": shown}


def test_hostile_questions_are_only_words(watched: Page, open_widget: Opener) -> None:
    panel = open_widget(watched)
    turns = panel.locator(".turn")

    for count, payload in enumerate(PAYLOADS, start=1):
        panel.get_by_role("combobox").fill(payload)
        panel.get_by_role("combobox").press("Enter")
        expect(turns.locator(".reply")).to_have_count(count)

    shown = turns.locator(".asked").all_text_contents()
    assert [text.partition(": ")[2] for text in shown] == [p.strip() for p in PAYLOADS]
    assert len(PAYLOADS) >= 100


def test_a_hostile_base_is_only_words(watched: Page, open_widget: Opener) -> None:
    replies = iter(PAYLOADS)
    watched.route(
        "**/api/v1/ask", lambda route: route.fulfill(json=hostile_reply(next(replies)))
    )
    panel = open_widget(watched)

    for count in range(1, len(PAYLOADS) + 1):
        panel.get_by_role("combobox").fill("bonjour")
        panel.get_by_role("combobox").press("Enter")
        expect(panel.locator(".reply")).to_have_count(count)

    links = panel.locator("a").evaluate_all("links => links.map((l) => l.protocol)")
    assert set(links) <= {"http:", "https:", "tel:"}
    assert panel.locator("script, img, iframe, style, object").count() == 0


def test_what_a_tab_kept_is_only_words(watched: Page, open_widget: Opener) -> None:
    turns = [
        {"question": p, "shown": hostile_reply(p)["display"]} for p in PAYLOADS[::10]
    ]
    watched.goto("/")
    watched.evaluate(
        "turns => sessionStorage.setItem(`service-bot ${origin}`, JSON.stringify("
        "{context: '<script>hacked()</script>', misses: 0, turns}))",
        turns,
    )

    panel = open_widget(watched)
    panel.get_by_role("combobox").fill("combien de crèches")
    panel.get_by_role("combobox").press("Enter")

    expect(panel.locator(".turn .reply").last).to_contain_text("3 crèches")
    expect(panel.locator(".turn")).to_have_count(len(turns) + 1)


def is_commented(response: Response) -> bool:
    """Whether a response is to an opinion with a comment."""
    return '"comment"' in (response.request.post_data or "")


def test_hostile_comments_are_sent_as_they_are(
    watched: Page, open_widget: Opener
) -> None:
    sent: list[str] = []

    def keep(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "{}").get("comment"))
        route.fulfill(status=204)

    watched.route("**/api/v1/feedback", keep)
    panel = open_widget(watched)
    panel.get_by_role("combobox").fill("combien de crèches")
    panel.get_by_role("combobox").press("Enter")

    for count, payload in enumerate(PAYLOADS[:20], 1):
        panel.get_by_role("combobox").fill("combien de crèches")
        panel.get_by_role("combobox").press("Enter")
        panel.get_by_role("button", name="Pas utile").last.click()
        panel.get_by_label("Un commentaire ?").fill(payload)
        with watched.expect_response(is_commented):
            panel.get_by_role("button", name="Envoyer le commentaire").click()
        expect(panel.locator(".thanks")).to_have_count(count)

    assert [text for text in sent if text] == [p.strip() for p in PAYLOADS[:20]]


def test_hostile_deep_links_are_only_words(watched: Page) -> None:
    for payload in PAYLOADS:
        watched.goto(f"/chat?q={quote(payload)}")
        expect(watched.locator(".asked")).to_contain_text(payload.strip())
        assert watched.evaluate("violations") == []

    watched.goto("/")
    watched.evaluate(
        """payloads => payloads.forEach((payload) => {
          const link = document.createElement("a");
          link.dataset.question = payload;
          link.href = "/chat";
          link.textContent = "essai";
          document.body.append(link);
        })""",
        PAYLOADS[:5],
    )
    for link in watched.get_by_role("link", name="essai").all():
        link.evaluate("link => link.click()")
        expect(watched.locator("service-bot .turn .reply").last).to_be_visible()


def test_it_calls_nobody_else(page: Page, site: str, open_widget: Opener) -> None:
    called: list[str] = []
    page.on("request", lambda request: called.append(request.url))

    panel = open_widget(page)
    panel.get_by_role("combobox").fill("horaires de la mairie")
    panel.get_by_role("combobox").press("Enter")
    expect(panel.locator(".reply")).to_be_visible()

    assert len(called) >= 5
    assert [url for url in called if not url.startswith(f"{site}/")] == []


def test_it_weighs_15_kilobytes_at_most(site: str) -> None:
    with urllib.request.urlopen(f"{site}/widget.js") as response:  # noqa: S310 - ours
        script = response.read()

    assert b"service-bot" in script
    assert len(gzip.compress(script, 9)) <= 15_000


def test_the_integrity_of_the_page_s_script_is_that_of_the_file(page: Page) -> None:
    page.goto("/")

    address = page.locator("script").get_attribute("src")

    assert address is not None
    assert address.startswith("/widget-")
    expect(page.locator("service-bot > a")).to_have_attribute("role", "button")


def main_thread_tasks(trace: bytes) -> list[float]:
    """Return what each task of the page cost its main thread, in ms of CPU time."""
    events = json.loads(trace)["traceEvents"]
    main = {
        (each["pid"], each["tid"])
        for each in events
        if each["name"] == "thread_name" and each["args"]["name"] == "CrRendererMain"
    }
    return [
        each.get("tdur", 0) / 1000
        for each in events
        if each.get("ph") == "X"
        and "RunTask" in each["name"]
        and (each["pid"], each["tid"]) in main
    ]


def longest_task(browser: Browser, page: Page, act: Callable[[], object]) -> float:
    """Return the longest task of the page while something is done to it, in ms."""
    browser.start_tracing(page=page, categories=["toplevel"])
    act()
    page.wait_for_timeout(200)  # the last task is told once it has ended
    return max(main_thread_tasks(browser.stop_tracing()))


def first_visit(page: Page) -> None:
    """Open the widget and ask three questions."""
    page.get_by_role("button", name="Une question ?").click()
    field = page.locator("service-bot dialog").get_by_role("combobox")
    for question in ("combien de crèches", "horaires de la mairie", "au feu"):
        field.press_sequentially(question)
        field.press("Enter")
        page.wait_for_timeout(300)


def visit_and_layout(browser: Browser, site: str) -> tuple[float, float]:
    """Return the longest tasks of a visit on a slow telephone, and of a long list."""
    context = browser.new_context(base_url=site, locale="fr-FR")
    page = context.new_page()
    page.goto("/", wait_until="networkidle")
    expect(page.get_by_role("button", name="Une question ?")).to_be_visible()
    slow = context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    visit = longest_task(browser, page, lambda: first_visit(page))
    layout = longest_task(browser, page, lambda: page.evaluate(LAY_OUT))
    context.close()
    return visit, layout


def test_no_task_holds_the_page_for_long(browser: Browser, site: str) -> None:
    """The best of three visits, beside a list of 400 lines in the same page.

    On a quiet machine that list takes as long as a visit's longest task may: 50 ms.
    """
    times = [visit_and_layout(browser, site) for _ in range(3)]
    visits, layouts = zip(*times, strict=True)

    assert min(visits) <= 1.5 * min(layouts)


def test_an_answer_is_painted_as_soon_as_it_is_there(
    page: Page, open_widget: Opener
) -> None:
    """The best of nine, beside its request and two frames."""
    open_widget(page)
    asked = "combien de crèches"

    times = [
        (page.evaluate(ANSWER_TIME, asked), page.evaluate(BARE_TIME, asked))
        for _ in range(9)
    ]
    painted, bare = zip(*times, strict=True)

    assert min(painted) <= 3 * min(bare)
