"""The OpenAPI document says what the routes do, and the page shows all of it."""

import json
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Document = dict[str, Any]
NOT_DESCRIBED = ("/guichet",)


@pytest.fixture
def document(client: FlaskClient) -> Document:
    """The document as it is served."""
    response = client.get("/openapi.json")
    assert response.content_type == "application/json"
    found: Document = json.loads(response.data)
    return found


def rule_path(rule: str) -> str:
    """Write Flask's rule as OpenAPI does."""
    return rule.replace("<", "{").replace(">", "}")


def complaints(document: Document, path: str, response: TestResponse) -> list[str]:
    """Return in what a response differs from what the document says of it."""
    operation = document["paths"][path][response.request.method.lower()]
    described = operation["responses"][str(response.status_code)]
    schema = described["content"][response.content_type]["schema"]
    validator = jsonschema.Draft202012Validator(
        {"components": document["components"]} | schema
    )
    return [error.message for error in validator.iter_errors(json.loads(response.data))]


def test_every_route_is_described_and_every_one_described_exists(
    client: FlaskClient, document: Document
) -> None:
    served = {
        (method.lower(), rule_path(rule.rule))
        for rule in client.application.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not rule.rule.startswith(NOT_DESCRIBED)
    }
    described = {
        (method, path)
        for path, methods in document["paths"].items()
        for method in methods
    }

    assert served == described


def test_the_document_is_openapi_3_1_and_its_references_lead_somewhere(
    document: Document,
) -> None:
    text = json.dumps(document)
    named = {part.partition('"')[0] for part in text.split("#/components/schemas/")[1:]}

    assert document["openapi"] == "3.1.0"
    assert named == set(document["components"]["schemas"])


def test_every_operation_has_a_name_of_its_own_and_says_its_problems(
    document: Document,
) -> None:
    operations = [op for path in document["paths"].values() for op in path.values()]
    names = [operation["operationId"] for operation in operations]
    problems = [
        response["content"]
        for operation in operations
        for status, response in operation["responses"].items()
        if int(status) >= 400 and operation["operationId"] != "readyz"
    ]

    assert len(set(names)) == len(names)
    assert {media for content in problems for media in content} == {
        "application/problem+json"
    }


@pytest.mark.parametrize("question", ["piscine ?", "inconnu", "feu", ""])
def test_replies_are_as_they_are_described(
    client: FlaskClient, document: Document, question: str
) -> None:
    asked = client.post("/api/v1/ask", json={"question": question})

    assert complaints(document, "/api/v1/ask", asked) == []


def test_a_described_reply_that_lacks_a_key_would_be_seen(document: Document) -> None:
    schema = document["components"]["schemas"]["ReplyBody"]
    validator = jsonschema.Draft202012Validator(
        {"components": document["components"]} | schema
    )

    assert len(list(validator.iter_errors({"id": 3}))) >= 10


def test_other_bodies_are_as_they_are_described(
    client: FlaskClient, document: Document
) -> None:
    message = {"sender": "a", "message": "piscine"}
    texts = {"messages": [{"text": "piscine"}]}
    rasa = client.post("/webhooks/rest/webhook", json=message)
    deepchat = client.post("/api/deepchat", json=texts)

    assert complaints(document, "/webhooks/rest/webhook", rasa) == []
    assert complaints(document, "/api/deepchat", deepchat) == []
    for path in ("/healthz", "/readyz", "/api/v1/subjects", "/webhooks/rest/"):
        assert complaints(document, path, client.get(path)) == []


def test_the_samples_of_the_document_are_accepted(
    client: FlaskClient, document: Document
) -> None:
    page = client.get("/docs").text
    samples = [
        part.partition("</code>")[0].replace("&#34;", '"').replace("&quot;", '"')
        for part in page.split('aria-label="Un exemple de corps"><code>')[1:]
    ]
    posts = [path for path, methods in document["paths"].items() if "post" in methods]
    paths = [path for path in posts if path != "/chat"]

    statuses = [
        client.post(path, data=sample, content_type="application/json").status_code
        for path, sample in zip(paths, samples, strict=True)
    ]

    assert set(statuses) == {200, 204}


def test_the_page_shows_every_route_every_object_and_every_field(
    client: FlaskClient, document: Document
) -> None:
    page = client.get("/docs").text
    schemas = document["components"]["schemas"]
    fields = {name for schema in schemas.values() for name in schema["properties"]}

    for path, methods in document["paths"].items():
        for method in methods:
            assert f"<code>{method.upper()} {path}</code></h3>" in page
    assert [name for name in schemas if f'<h3 id="{name}">' not in page] == []
    assert [name for name in fields if f"<code>{name}</code>" not in page] == []


def test_texts_are_well_typeset_and_code_is_left_alone(client: FlaskClient) -> None:
    page = client.get("/docs").text

    assert "<code>answer</code> (une réponse), <code>clarification</code>" in page
    assert "Le serveur ne garde rien\u202f: renvoyez" in page
    assert "<code>{&#34;url&#34;: &#34;/api/deepchat&#34;, " in page


def test_the_page_needs_nothing_from_elsewhere(client: FlaskClient) -> None:
    page = client.get("/docs").text

    assert "<script" not in page
    assert 'lang="fr"' in page
    assert 'src="http' not in page
