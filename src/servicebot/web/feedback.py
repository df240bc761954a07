"""Whether a reply was useful: what citizens think of it, kept with its question."""

from typing import Annotated

from flask import Blueprint, Response
from pydantic import Field

from servicebot.journal.records import feedback_of
from servicebot.journal.store import Journal
from servicebot.web.bodies import LONGEST_QUESTION, Body
from servicebot.web.reading import read_json


class FeedbackBody(Body):
    """Ce que l'on pense d'une réponse."""

    id: Annotated[
        str,
        Field(
            min_length=1,
            max_length=64,
            description="L'`id` de la réponse jugée.",
            examples=["9f86d081884c7d65"],
        ),
    ]
    useful: Annotated[
        bool, Field(description="La réponse a-t-elle été utile ?", examples=[True])
    ]
    comment: Annotated[
        Annotated[str, Field(max_length=LONGEST_QUESTION)] | None,
        Field(description="Pourquoi (1 000 caractères au plus)."),
    ] = None


def feedback_blueprint(journal: Journal) -> Blueprint:
    """Return the route that takes opinions; it never tells whether a reply exists."""
    routes = Blueprint("feedback", __name__)

    @routes.post("/api/v1/feedback")
    def feedback() -> Response:
        sent = read_json(FeedbackBody)
        journal.attach(feedback_of(sent.id, useful=sent.useful, comment=sent.comment))
        return Response(status=204)

    return routes
