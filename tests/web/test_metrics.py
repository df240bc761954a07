"""What Prometheus reads, who may read it, and the dashboard that shows it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

DASHBOARD = Path(__file__).parents[2] / "deploy" / "grafana-dashboard.json"
TOKEN = "a token of Prometheus"  # noqa: S105 - for tests
NAME = re.compile(r"\b(?:servicebot|process)_\w+")


def read(client: FlaskClient) -> dict[str, float]:
    """Return every sample by its name and the values of its labels."""
    text = client.get("/metrics").text
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_answers_are_counted_by_channel_and_kind_and_timed(
    client: FlaskClient,
) -> None:
    for question in ("piscine", "piscine", "inconnu"):
        client.post("/api/v1/ask", json={"question": question})
    client.post("/webhooks/rest/webhook", json={"sender": "a", "message": "au feu"})

    found = read(client)
    assert found["servicebot_replies_total api answer"] == 2
    assert found["servicebot_replies_total api fallback"] == 1
    assert found["servicebot_replies_total rasa emergency"] == 1
    assert found["servicebot_reply_seconds_count"] == 4
    assert 0 < found["servicebot_reply_seconds_sum"] < 1
    assert found["servicebot_reply_seconds_bucket 1.0"] == 4


def test_responses_are_counted_by_class(client: FlaskClient) -> None:
    client.post("/api/v1/ask", json={"question": "panne"})
    client.post("/api/v1/ask", json={})

    found = read(client)
    assert found["servicebot_http_responses_total 5xx"] == 1
    assert found["servicebot_http_responses_total 4xx"] == 1


def test_the_base_the_journal_and_what_is_wrong_can_be_read(
    client: FlaskClient,
) -> None:
    found = read(client)

    assert found["servicebot_knowledge_loaded_timestamp_seconds"] > 1.7e9
    assert found["servicebot_knowledge_loads_total loaded"] == 0
    assert found["servicebot_knowledge_loads_total refused"] == 0
    assert found["servicebot_journal_lost_total"] == 0
    assert found["servicebot_journal_queued"] == 0
    assert found["servicebot_degraded knowledge"] == 0
    assert found["servicebot_degraded journal"] == 0


def test_two_applications_count_apart(make_app: Callable[..., Flask]) -> None:
    one, other = make_app().test_client(), make_app().test_client()
    one.post("/api/v1/ask", json={"question": "piscine"})

    assert "servicebot_replies_total api answer" in read(one)
    assert "servicebot_replies_total api answer" not in read(other)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (f"Bearer {TOKEN}", 200),
        ("Bearer another", 401),
        (TOKEN, 401),
        ("Bearer é", 401),
        ("", 401),
    ],
)
def test_a_token_that_is_set_must_be_shown(
    make_app: Callable[..., Flask], given: str, status: int
) -> None:
    client = make_app(metrics_token=TOKEN).test_client()

    response = client.get("/metrics", headers={"Authorization": given})

    assert response.status_code == status
    assert ("WWW-Authenticate" in response.headers) is (status == 401)


def test_no_metric_holds_what_was_asked(client: FlaskClient) -> None:
    client.post("/api/v1/ask", json={"question": "la piscine de Jeanne Martin"})

    assert "Jeanne" not in client.get("/metrics").text


def queries(panels: list[dict[str, Any]]) -> list[str]:
    """Return the queries of a dashboard's panels."""
    return [target["expr"] for panel in panels for target in panel.get("targets", ())]


def test_the_dashboard_asks_for_metrics_that_exist_and_shows_all_of_ours(
    client: FlaskClient,
) -> None:
    client.post("/api/v1/ask", json={"question": "piscine"})
    served = {name.partition(" ")[0] for name in read(client)}
    panels = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    asked = {name for query in queries(panels) for name in NAME.findall(query)}

    ours = {name for name in served if name.startswith("servicebot_")}
    hidden = {"_created", "_count", "_sum", "_info"}
    assert asked - served == set()
    assert {n for n in ours - asked if not n.endswith(tuple(hidden))} == set()
