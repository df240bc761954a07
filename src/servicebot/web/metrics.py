"""What Prometheus reads: counts and times of answers, and how the server is."""

import hmac
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, request
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from servicebot import __version__
from servicebot.journal.records import Health
from servicebot.replies import Kind
from servicebot.web.holder import BotHolder
from servicebot.web.problems import problem_response
from servicebot.web.processes import together

_SECONDS = (
    *(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005),
    *(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0),
)

Faults = Mapping[str, Callable[[], str | None]]


def process_registry() -> CollectorRegistry:
    """Return a registry that tells of the process and of the program."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    info = Info("servicebot_build", "The program.", registry=registry)
    info.info({"version": __version__})
    return registry


class Metrics:
    """What is counted for one town, in the process's registry or in one of its own."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        """Start from nothing."""
        self.registry = registry or process_registry()
        self._replies = Counter(
            "servicebot_replies",
            "Replies to citizens, by channel and kind.",
            ("channel", "kind"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "servicebot_reply_seconds",
            "Time to understand a question and to compose its reply.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._responses = Counter(
            "servicebot_http_responses",
            "HTTP responses, by class of status.",
            ("status",),
            registry=self.registry,
        )

    def watch(self, state: Collector) -> None:
        """Read this too, whenever the metrics are read."""
        self.registry.register(state)

    def answered(self, channel: str, kind: Kind, seconds: float) -> None:
        """Count a reply and the time that it took, in seconds."""
        self._replies.labels(channel, kind).inc()
        self._seconds.observe(seconds)

    def responded(self, response: Response) -> Response:
        """Count an HTTP response."""
        self._responses.labels(f"{response.status_code // 100}xx").inc()
        return response


@dataclass(frozen=True, slots=True, eq=False)
class ServerState(Collector):
    """What is looked up when Prometheus asks: the base, the journal, what is wrong."""

    holder: BotHolder
    health: Callable[[], Health]
    faults: Faults

    def collect(self) -> Iterator[Metric]:
        """Yield the state of now."""
        yield from self._knowledge()
        journal = self.health()
        yield GaugeMetricFamily(
            "servicebot_journal_queued",
            "Turns that wait to be written.",
            journal.queued,
        )
        yield CounterMetricFamily(
            "servicebot_journal_lost", "Turns that were not written.", journal.lost
        )
        degraded = GaugeMetricFamily(
            "servicebot_degraded", "1 where a part does not work.", labels=["part"]
        )
        for name, find in self.faults.items():
            degraded.add_metric([name], float(find() is not None))
        yield degraded

    def _knowledge(self) -> Iterator[Metric]:
        loads = CounterMetricFamily(
            "servicebot_knowledge_loads",
            "Changes of the knowledge that were taken up or refused.",
            labels=["outcome"],
        )
        loads.add_metric(["loaded"], self.holder.loads.loaded)
        loads.add_metric(["refused"], self.holder.loads.refused)
        yield loads
        live = self.holder.live
        if live is not None:
            yield GaugeMetricFamily(
                "servicebot_knowledge_loaded_timestamp_seconds",
                "When the base in service was loaded.",
                live.since.timestamp(),
            )


def metrics_blueprint(metrics: Metrics, token: str | None) -> Blueprint:
    """Count every response, and serve the metrics to who knows the token, if any."""
    routes = Blueprint("metrics", __name__)
    routes.after_app_request(metrics.responded)
    add_reading(routes, metrics.registry, token)
    return routes


def add_reading(
    routes: Blueprint, registry: CollectorRegistry, token: str | None
) -> None:
    """Add the route that serves a registry to who knows the token, if any."""

    @routes.get("/metrics")
    def read() -> Response:
        if token is not None and not _knows(token):
            challenge = {"WWW-Authenticate": "Bearer"}
            return problem_response(401, headers=challenge)
        text = generate_latest(together(registry))
        return Response(text, content_type="text/plain; version=0.0.4; charset=utf-8")


def _knows(token: str) -> bool:
    given = request.headers.get("Authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
