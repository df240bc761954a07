"""What a process of many towns answers by itself: health, metrics, refusals."""

from flask import Blueprint, Flask, Response, request
from prometheus_client import CollectorRegistry

from servicebot.settings import Settings
from servicebot.web.api import json_response
from servicebot.web.bodies import HealthBody
from servicebot.web.cors import register_cors
from servicebot.web.hosting.bodies import TownsBody, TownsReadyBody
from servicebot.web.hosting.dispatcher import REFUSAL, Refusal
from servicebot.web.hosting.keeper import Keeper
from servicebot.web.hosting.measures import HostedTowns
from servicebot.web.metrics import add_reading, process_registry
from servicebot.web.problems import problem_response, register_problems
from servicebot.web.security import register_headers
from servicebot.web.shared import Shared, make_flask


def process_app(settings: Settings, keeper: Keeper, shared: Shared) -> Flask:
    """Return the application of the process itself."""
    app = make_flask(shared)
    register_headers(app, settings.trusted_proxies, settings.cors_origins)
    register_cors(app, settings.cors_origins)
    register_problems(app, problem_response)
    app.before_request(_refused)
    registry = process_registry()
    registry.register(HostedTowns(keeper))
    app.register_blueprint(_routes(settings, keeper, registry))
    return app


def _refused() -> Response | None:
    """Answer what no town answers."""
    refusal: Refusal = request.environ[REFUSAL]
    if refusal.status < 300:
        return None
    if refusal.status < 400:
        return Response(status=refusal.status, headers=dict(refusal.headers))
    return problem_response(
        refusal.status, refusal.detail, headers=dict(refusal.headers)
    )


def _routes(
    settings: Settings, keeper: Keeper, registry: CollectorRegistry
) -> Blueprint:
    routes = Blueprint("process", __name__)
    add_reading(routes, registry, settings.metrics_token)

    @routes.get("/healthz")
    def healthz() -> Response:
        return json_response(HealthBody(status="ok"))

    @routes.get("/readyz")
    def readyz() -> Response:
        return json_response(ready_body(keeper))

    return routes


def ready_body(keeper: Keeper) -> TownsReadyBody:
    """Return how many towns there are, and what does not work, town by town."""
    sites = keeper.sites
    degraded = [
        f"{town.name}: {part}: {fault}"
        for town in keeper.towns
        for part, fault in town.troubles.items()
    ]
    degraded += [
        f"{name}: journal: {unmade.fault}" for name, unmade in keeper.unmade.items()
    ]
    degraded += [
        f"hosts: {host}: {', '.join(names)}" for host, names in sites.contested.items()
    ]
    towns = TownsBody(known=len(sites.by_name), loaded=len(keeper.loaded))
    return TownsReadyBody(status="ready", towns=towns, degraded=degraded)
