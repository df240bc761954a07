"""What Prometheus reads of many towns: each town's own measures, under its name."""

from collections.abc import Iterator
from dataclasses import dataclass

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from prometheus_client.samples import Sample

from servicebot.web.hosting.keeper import Keeper


@dataclass(frozen=True, slots=True, eq=False)
class HostedTowns(Collector):
    """The towns of a process: how many there are, and what each of them counts."""

    keeper: Keeper

    def collect(self) -> Iterator[Metric]:
        """Yield the state of now."""
        yield from self._process()
        families: dict[str, Metric] = {}
        for town in self.keeper.towns:
            for family in town.metrics.registry.collect():
                kept = families.setdefault(
                    family.name,
                    Metric(family.name, family.documentation, family.type),
                )
                kept.samples += [_of_town(each, town.name) for each in family.samples]
        yield from families.values()

    def _process(self) -> Iterator[Metric]:
        keeper = self.keeper
        towns = GaugeMetricFamily(
            "servicebot_towns", "Towns of this process, by state.", labels=["state"]
        )
        degraded = sum(bool(town.troubles) for town in keeper.towns)
        degraded += len(keeper.unmade)
        towns.add_metric(["known"], len(keeper.sites.by_name))
        towns.add_metric(["loaded"], len(keeper.loaded))
        towns.add_metric(["degraded"], degraded)
        yield towns
        counts = keeper.counts
        loads = CounterMetricFamily(
            "servicebot_town_loads",
            "Towns that were loaded, refused, or let go to make room.",
            labels=["outcome"],
        )
        loads.add_metric(["loaded"], counts.loaded)
        loads.add_metric(["refused"], counts.refused)
        loads.add_metric(["dropped"], counts.dropped)
        yield loads
        yield GaugeMetricFamily(
            "servicebot_towns_memory_bound_bytes",
            "Resident memory above which towns are let go.",
            keeper.bound,
        )


def _of_town(sample: Sample, town: str) -> Sample:
    return sample._replace(labels={"town": town, **sample.labels})
