"""The page without JavaScript: what a browser or w3m sends, and what comes back."""

import re
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from servicebot.errors import ServicebotError
from servicebot.journal.store import Journal
from servicebot.journal.tables import TURNS
from servicebot.web.transcript import KEPT_TURNS
from servicebot.web.wording import PAGE_KEYS, Wording

Asked = list[tuple[str, str | None, datetime]]
ROBOT = "Assistant automatique\u202f: ne remplace pas un agent."


def say(client: FlaskClient, question: str, page: str = "", **fields: str) -> str:
    """Send a question with the hidden field of the page that it is typed on."""
    found = re.search(r'name="conversation" value="([^"]+)"', page)
    hidden = {"conversation": found[1]} if found else {}
    return client.post("/chat", data={"question": question} | hidden | fields).text


def turns(page: str) -> list[str]:
    """Return the questions that the page shows."""
    asked = re.findall(r'<p class="asked">.*?</span>(.*?)</p>', page)
    return [unescape(text) for text in asked]


@pytest.mark.parametrize("address", ["/", "/chat", "/chat?q=piscine"])
def test_every_page_is_french_titled_and_says_that_it_is_a_robot(
    client: FlaskClient, address: str
) -> None:
    page = client.get(address).text

    assert '<html lang="fr">' in page
    assert "<title>[page_" in page
    assert page.count("<h1>") == 1
    assert ROBOT in page


def test_a_page_that_does_not_exist_says_so_to_people(client: FlaskClient) -> None:
    response = client.get("/rien", headers={"Accept": "text/html"})

    assert response.status_code == 404
    assert ROBOT in response.text
    assert "[page_missing]" in response.text


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(
    client: FlaskClient,
) -> None:
    page = client.get("/chat?q=piscine").text

    assert re.search(r"<script|<style|\sstyle=|\son\w+=", page) is None
    assert re.findall(r'(?:src|<link[^>]*href)="(?!/)', page) == []


def test_an_answer_shows_state_week_phone_source_and_caution(
    client: FlaskClient,
) -> None:
    page = client.get("/chat?q=piscine").text

    assert "Fermé. Ouvre demain à 9\u202fh\u202f30" in page
    assert "8\u202fh\u00a0–\u00a012\u202fh</span>" in page
    assert '<a class="phone" href="tel:0400000001">04 00 00 00 01</a>' in page
    assert "Horaires à confirmer." in page
    assert "Ville de Valbrune (septembre 2025)" in page
    assert "[page_day_closed]" in page
    assert "[page_day_unknown]" in page


def test_what_the_bot_says_is_text_and_never_markup(client: FlaskClient) -> None:
    page = client.get("/chat", query_string={"q": '<script>"piscine'}).text

    assert "&lt;b&gt;fermée&lt;/b&gt;" in page
    assert "<script" not in page


def test_a_conversation_is_carried_by_the_page(
    client: FlaskClient, asked: Asked
) -> None:
    first = say(client, "piscine ?")
    second = say(client, "et demain, la piscine ?", first)

    assert turns(second) == ["piscine ?", "et demain, la piscine ?"]
    assert [turn[1] for turn in asked] == [None, "after piscine ?"]


def test_a_choice_asks_its_question_whatever_is_typed(
    client: FlaskClient, asked: Asked
) -> None:
    page = say(client, "piscine ?")
    assert '<button name="choice" value="quel est le tarif ?">Tarif</button>' in page

    say(client, "", page, choice="quel est le tarif ?")

    assert asked[1][:2] == ("quel est le tarif ?", "after piscine ?")


def test_enter_in_the_field_sends_the_field_and_not_a_choice(
    client: FlaskClient,
) -> None:
    page = say(client, "piscine ?")

    forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
    fields = [form for form in forms if 'id="question"' in form]
    assert len(fields) == 1
    assert 'name="choice"' not in fields[0]


def test_an_old_turn_is_forgotten_after_ten(client: FlaskClient) -> None:
    page = ""
    for number in range(KEPT_TURNS + 2):
        page = say(client, f"piscine {number}", page)

    assert turns(page) == [f"piscine {n}" for n in range(2, KEPT_TURNS + 2)]


def test_a_forged_conversation_starts_anew_and_says_so(
    client: FlaskClient, asked: Asked
) -> None:
    page = say(client, "piscine ?", conversation="forged.a.b")

    assert turns(page) == ["piscine ?"]
    assert "[page_expired]" in page
    assert asked[0][1] is None


def test_an_over_long_text_gets_a_polite_message_and_is_kept(
    client: FlaskClient, asked: Asked
) -> None:
    page = say(client, "a" * 1001)

    assert "Trop long (1\u202f000 au plus)" in page
    assert f'value="{"a" * 1001}"' in page
    assert asked == []


def test_an_empty_question_gets_a_hint_and_keeps_the_conversation(
    client: FlaskClient,
) -> None:
    page = say(client, "   ", say(client, "piscine ?"))

    assert "[page_empty]" in page
    assert turns(page) == ["piscine ?"]


def test_an_emergency_offers_its_own_numbers_to_call(client: FlaskClient) -> None:
    page = client.get("/chat?q=feu").text

    assert re.findall(r'href="tel:(\d+)"', page) == ["18"]
    assert "Appeler le 18" in page


def test_a_fallback_shows_whom_to_ask(client: FlaskClient) -> None:
    page = client.get("/chat?q=rien").text

    assert '<a class="phone" href="tel:0400000000">' in page


def test_no_cookie_is_set(client: FlaskClient) -> None:
    response = client.post("/chat", data={"question": "piscine"})

    assert "Set-Cookie" not in response.headers


def test_a_form_that_is_too_large_or_odd_is_refused_without_failing(
    client: FlaskClient,
) -> None:
    huge = client.post("/chat", data={"question": "a" * 300_000})
    odd = client.post(
        "/chat",
        data=b"\xff=\xfe&question=%ff",
        content_type="application/x-www-form-urlencoded",
    )

    assert huge.status_code == 413
    assert odd.status_code == 200


def test_the_shipped_sentences_are_the_ones_that_the_pages_use(
    page_phrases: dict[str, Any],
) -> None:
    assert page_phrases.keys() == PAGE_KEYS


def test_a_missing_sentence_is_named(page_phrases: dict[str, Any]) -> None:
    phrases = {key: ("x",) for key in page_phrases if key != "page_send"}

    with pytest.raises(ServicebotError, match="page_send"):
        Wording.of(phrases)


def judge(client: FlaskClient, page: str, **fields: str) -> str:
    """Press a button of opinion on the page, and return what comes back."""
    found = re.search(r'name="conversation" value="([^"]+)"', page)
    assert found is not None
    return client.post("/chat", data={"conversation": found[1]} | fields).text


def test_an_opinion_is_a_button_and_its_comment_comes_after(
    client: FlaskClient, journal: Journal
) -> None:
    page = say(client, "piscine ?")
    assert '<button name="useless" value="r1" aria-pressed="false">' in page

    judged = judge(client, page, useless="r1")
    told = judge(client, judged, commented="r1", comment="Appelez le 06 12 34 56 78")

    assert '<button name="useless" value="r1" aria-pressed="true">' in judged
    assert '<textarea id="comment" name="comment"' in judged
    assert "[page_thanks]" in judged
    assert "<textarea" not in told
    assert turns(told) == ["piscine ?"]
    journal.flush()
    with journal.engine.connect() as connection:
        kept = connection.execute(select(TURNS)).mappings().one()
    assert kept["useful"] == 0
    assert kept["comment"].startswith("Appelez le ")
    assert "06 12 34 56 78" not in kept["comment"]


def test_an_opinion_on_what_the_page_does_not_show_is_a_question(
    client: FlaskClient,
) -> None:
    page = judge(client, say(client, "piscine ?"), useful="other")

    assert "[page_thanks]" not in page
    assert "[page_empty]" in page


def test_after_two_misses_a_person_is_offered(client: FlaskClient) -> None:
    first = say(client, "rien")
    second = say(client, "encore rien", first)

    assert "[page_misses]" not in first
    assert second.count("[page_misses]") == 1
