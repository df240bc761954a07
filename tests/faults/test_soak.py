"""Memory under load; `scripts/bench soak` takes half an hour for the same."""

from pathlib import Path

import pytest
from tests.faults.conftest import MakeNode
from tests.faults.nodes import Crowd, within

pytestmark = pytest.mark.slow


def memory_kb(pid: int) -> int:
    """Return the resident memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
    return next(int(line.split()[1]) for line in status.splitlines() if "VmRSS" in line)


def test_a_thousand_questions_more_take_no_more_memory(make_node: MakeNode) -> None:
    node = make_node()
    with Crowd(node.address) as crowd:
        assert within(60, lambda: len(crowd.ids) > 500)
        before = memory_kb(node.pid)
        assert within(60, lambda: len(crowd.ids) > 1500)
        after = memory_kb(node.pid)

    assert crowd.failures == []
    assert after < 1.05 * before
