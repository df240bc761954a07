"""Which town a request is for: by host, by path, or none of them."""

from pathlib import Path

import pytest
from tests.web.hosting.invented import Door, Open, write_town
from werkzeug.test import Client, TestResponse

from servicebot.web.hosting.dispatcher import plain_host


def owner(response: TestResponse) -> str:
    """Return the name of the town whose page this is."""
    return response.text.partition('<a href="')[2].partition(">")[2].partition("<")[0]


@pytest.mark.parametrize(
    ("path", "host", "town"),
    [
        ("/t/ales/chat", "villes.example", "ales"),
        ("/t/bes/chat", "10.0.0.1:8000", "bes"),
        ("/chat", "bot.ales.fr", "ales"),
        ("/chat", "BOT.bes.fr.:443", "bes"),
    ],
)
def test_a_town_is_found_by_path_and_by_host(
    client: Client, path: str, host: str, town: str
) -> None:
    response = client.get(path, headers={"Host": host})

    assert response.status_code == 200
    assert owner(response) == town


@pytest.mark.parametrize(
    ("path", "host"),
    [
        ("/chat", "villes.example"),
        ("/", "bot.ales.fr.evil.example"),
        ("/t/nulle-part/", "villes.example"),
        ("/t/../ales/", "villes.example"),
        ("/t/ALES/chat", "villes.example"),
        ("/t//chat", "villes.example"),
        ("/chat", ""),
    ],
)
def test_an_unknown_host_or_town_is_a_problem_in_french(
    client: Client, path: str, host: str
) -> None:
    response = client.get(path, headers={"Host": host, "Accept": "text/html"})

    assert response.status_code == 404
    assert response.content_type == "application/problem+json"
    assert response.json
    assert response.json["detail"].startswith("Aucune commune")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_town_s_own_host_leads_to_no_other_town(client: Client) -> None:
    response = client.get("/t/bes/chat", headers={"Host": "bot.ales.fr"})

    assert response.status_code == 404


def test_no_header_but_host_chooses_the_town(client: Client) -> None:
    headers = {"Host": "bot.ales.fr", "X-Forwarded-Host": "bot.bes.fr"}

    assert owner(client.get("/chat", headers=headers)) == "ales"


@pytest.mark.parametrize("query", ["", "?q=o%C3%B9+payer%20%3F&lang=fr"])
def test_a_town_s_name_without_a_slash_leads_to_its_home(
    client: Client, query: str
) -> None:
    response = client.get(f"/t/ales{query}", headers={"Host": "villes.example"})

    assert response.status_code == 308
    assert response.location == f"/t/ales/{query}"


def test_a_host_that_two_towns_claim_is_nobody_s(
    folder: Path, open_keeper: Open, door: Door
) -> None:
    write_town(folder / "cers", "bot.ales.fr")
    client = door(open_keeper())

    assert client.get("/chat", headers={"Host": "bot.ales.fr"}).status_code == 404
    assert client.get("/t/ales/chat").status_code == 200
    ready = client.get("/readyz").json
    assert ready
    assert ready["degraded"] == ["hosts: bot.ales.fr: ales, cers"]


def test_the_process_tells_of_itself_on_every_host(client: Client) -> None:
    for host in ("bot.ales.fr", "10.0.0.1"):
        ready = client.get("/readyz", headers={"Host": host}).json
        assert ready
        assert ready["towns"]["known"] == 3
        assert client.get("/healthz", headers={"Host": host}).json == {"status": "ok"}


def test_the_town_s_own_state_is_below_its_path(client: Client) -> None:
    ready = client.get("/t/ales/readyz").json

    assert ready
    assert ready["knowledge"]["fingerprint"] == "ales"


def test_each_town_counts_under_its_name(client: Client) -> None:
    client.post("/t/ales/api/v1/ask", json={"question": "piscine ?"})
    said = client.get("/metrics").text

    assert 'servicebot_replies_total{channel="api",kind="answer",town="ales"} 1' in said
    assert 'servicebot_towns{state="loaded"} 1' in said
    assert 'servicebot_town_loads_total{outcome="loaded"} 1' in said
    assert said.count("\nprocess_resident_memory_bytes ") == 1


def test_who_waited_for_a_load_is_told(client: Client) -> None:
    first, second = (client.get("/t/ales/chat").headers for _ in range(2))

    assert first["Server-Timing"].startswith("load;dur=")
    assert "Server-Timing" not in second


@pytest.mark.parametrize(
    ("said", "host"),
    [("A.fr:80", "a.fr"), ("a.fr.", "a.fr"), ("[::1]:80", "[::1]"), (" a ", "a")],
)
def test_a_host_is_read_without_port_and_case(said: str, host: str) -> None:
    assert plain_host(said) == host
