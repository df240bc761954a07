"""A copy of the invented town, and imports into it."""

import shutil
from collections.abc import Callable
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from servicebot.imports.formats import detect
from servicebot.imports.plan import Plan, plan_import
from servicebot.imports.sources import Sources
from servicebot.imports.surroundings import surroundings
from servicebot.imports.values import Advance, Request
from servicebot.imports.yaml_files import verify, write

TOWN = Path(__file__).parents[1] / "town"
SAMPLES = Path(__file__).parent / "samples"
TODAY = date(2026, 5, 4)

Import = Callable[..., Plan]


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A copy of the invented town's knowledge."""
    return Path(shutil.copytree(TOWN, tmp_path / "knowledge"))


@pytest.fixture
def bring(town: Path) -> Import:
    """Import samples (by name) or files into the town, and write what they give."""

    def bring_in(
        *names: str | Path,
        source: str = "",
        date: str = "",
        advance: Advance = lambda _: None,
    ) -> Plan:
        paths = tuple(SAMPLES / name for name in names)
        form = detect(paths[0])
        around = surroundings(town, TODAY)
        sources = Sources(around, form.origin, source, "", date)
        request = Request(paths, around.communes, advance)
        outcomes = chain(form.read(request))
        plan = plan_import(outcomes, town, around, sources)
        verify(town, plan.texts)
        write(town, plan.texts)
        return plan

    return bring_in
