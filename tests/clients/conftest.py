"""The real server of the invented town, for other people's programs to talk to."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from tests.serving import served

Serve = Callable[..., str]


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Start `servicebot serve` in this environment and return its address."""
    with ExitStack() as servers:

        def start(**environ: str) -> str:
            folder = tmp_path_factory.mktemp("server")
            return servers.enter_context(served(folder, "--allow-at", **environ))

        yield start
