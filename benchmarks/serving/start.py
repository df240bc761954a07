"""How long a server takes from its launch to /readyz: `start.py KNOWLEDGE`.

One start without a cache, then three with one, of which the fastest counts; the figures
are a line of JSON, with the resident memory of the largest.
"""

import json
import sys
import tempfile
from pathlib import Path

from servers import serving

_AGAIN = 3


def main() -> None:
    """Start and stop, again and again."""
    knowledge = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        cold = _start(Path(folder), knowledge)
        warm = min(_start(Path(folder), knowledge) for _ in range(_AGAIN))
    said = {"cold_s": cold[0], "warm_s": warm[0], "memory_mb": max(cold[1], warm[1])}
    print(json.dumps(said))


def _start(folder: Path, knowledge: Path) -> tuple[float, float]:
    """Return the seconds that a start took, and the megabytes of memory then."""
    with serving("waitress", folder, knowledge) as server:
        return server.started_s, server.memory_mb


if __name__ == "__main__":
    main()
