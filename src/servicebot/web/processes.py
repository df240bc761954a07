"""What several processes behind one port have counted, added together.

gunicorn's workers share a folder in which prometheus-client keeps the counts of each;
the folder is named in the environment before the first count is made.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def together(registry: CollectorRegistry) -> Collector:
    """Return what is to be read: a process's own metrics, or those of all of them."""
    folder = os.environ.get(FOLDER)
    return registry if folder is None else _Together(registry, folder)


@dataclass(frozen=True, slots=True, eq=False)
class _Together(Collector):
    """The counts of all processes; of what is not counted, the state of this one."""

    own: CollectorRegistry
    folder: str

    def collect(self) -> Iterable[Metric]:
        """Yield every metric once."""
        collector: Any = MultiProcessCollector
        counted: list[Metric] = list(collector(None, self.folder).collect())
        names = {metric.name for metric in counted}
        yield from counted
        yield from (m for m in self.own.collect() if m.name not in names)
