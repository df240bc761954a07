"""Whether the process lives, is ready, and works as it should."""

from flask import Blueprint, Response

from servicebot.web.api import json_response
from servicebot.web.bodies import HealthBody, KnowledgeBody, ReadyBody
from servicebot.web.holder import BotHolder
from servicebot.web.metrics import Faults


def health_blueprint(holder: BotHolder, faults: Faults) -> Blueprint:
    """Return the routes that a supervisor asks; `faults` say what does not work."""
    routes = Blueprint("health", __name__)

    @routes.get("/healthz")
    def healthz() -> Response:
        return json_response(HealthBody(status="ok"))

    @routes.get("/readyz")
    def readyz() -> Response:
        live = holder.live
        said = {name: find() for name, find in faults.items()}
        degraded = [f"{name}: {fault}" for name, fault in said.items() if fault]
        if live is None:
            body = ReadyBody(status="not ready", degraded=degraded)
            return json_response(body, 503)
        knowledge = KnowledgeBody(
            town=live.bot.base.town.name,
            fingerprint=live.bot.base.fingerprint,
            since=live.since.isoformat(timespec="seconds"),
        )
        body = ReadyBody(status="ready", knowledge=knowledge, degraded=degraded)
        return json_response(body)

    return routes
