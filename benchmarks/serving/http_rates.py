"""Questions a second beside an empty answer of the same server, in the same run."""

import argparse
import tempfile
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from flames import by_room, draw
from load import CONNECTIONS, Burst, Total, burst, different_questions, write_bodies
from machine import machine, table
from servers import ROOT, Server, serving

BAR = 0.6
KINDS = ("waitress", "gunicorn")
_EMPTY, _ASK = "/healthz", "/api/v1/ask"


def command(parser: argparse.ArgumentParser) -> None:
    """Add what can be told."""
    parser.add_argument("--seconds", type=float, default=4, help="of each burst")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--warm-up", type=float, default=2, help="seconds before all")
    parser.add_argument("--connections", type=int, default=CONNECTIONS)
    parser.add_argument("--flames", type=Path, help="a folder for the flames, as SVG")
    parser.add_argument("--profile", type=int, default=8, help="seconds, 0 for none")
    parser.add_argument("--knowledge", type=Path, default=ROOT / "knowledge")


def run(options: argparse.Namespace) -> tuple[str, bool]:
    """Return the tables, and whether the bar is met."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        bodies = write_bodies(different_questions(), folder / "bodies")
        servers = {
            kind: stack.enter_context(
                serving(kind, folder / kind, options.knowledge.resolve())
            )
            for each in KINDS
            for kind in (f"bare {each}", each)
        }
        seen = _measure(servers, bodies, options)
        memory = {kind: server.memory_mb for kind, server in servers.items()}
        rooms = {kind: _profile(kind, servers[kind], bodies, options) for kind in KINDS}
    shares = [seen[kind, _ASK].rate / seen[kind, _EMPTY].rate for kind in KINDS]
    head = f"# HTTP\n\n{machine()}; {options.connections} connections, journal on.\n"
    text = "\n".join([head, _table(seen, memory), _room_table(rooms)])
    failed = sum(total.failed for total in seen.values())
    return text, failed == 0 and min(shares) >= BAR


def _measure(
    servers: Mapping[str, Server], bodies: Path, options: argparse.Namespace
) -> Mapping[tuple[str, str], Total]:
    """Load every address in turn, round after round."""
    ways = [
        (kind, path)
        for kind in servers
        for path in ((_EMPTY,) if kind.startswith("bare") else (_EMPTY, _ASK))
    ]

    def load(kind: str, path: str, seconds: float) -> Burst:
        asked = bodies if path == _ASK else None
        server = servers[kind]
        before = server.cpu_s
        seen = burst(server.address + path, asked, seconds, options.connections)
        return replace(seen, cpu_s=server.cpu_s - before)

    for kind, path in ways:
        load(kind, path, options.warm_up)
    rounds = [
        [load(kind, path, options.seconds) for kind, path in ways]
        for _ in range(options.rounds)
    ]
    return {
        way: Total(seen)
        for way, seen in zip(ways, zip(*rounds, strict=True), strict=True)
    }


def _profile(
    kind: str, server: Server, bodies: Path, options: argparse.Namespace
) -> Counter[str]:
    """Look at a server while it answers; draw its flame where a folder is told."""
    if not options.profile:
        return Counter()
    seconds = options.profile * (2 if options.flames else 1) + 2
    with ThreadPoolExecutor(1) as pool:
        load = pool.submit(
            burst, server.address + _ASK, bodies, seconds, options.connections
        )
        rooms = by_room(server, options.profile)
        if options.flames:
            options.flames.mkdir(parents=True, exist_ok=True)
            draw(server, options.profile, options.flames / f"{kind}.svg")
        load.result()
    return rooms


def _table(seen: Mapping[tuple[str, str], Total], memory: Mapping[str, float]) -> str:
    rows = []
    for (kind, path), total in seen.items():
        empty = seen[kind, _EMPTY].rate
        rows.append(
            [
                f"{kind}, `{path}`",
                f"{total.rate:.0f}",
                f"{total.rate / empty:.0%}" if path == _ASK else "–",
                f"{total.cpu_us:.0f}",
                *(f"{total.median(f'p{at}_ms'):.1f}" for at in (50, 95, 99)),
                str(total.failed),
                f"{memory[kind]:.0f}",
            ]
        )
    head = ["server and address", "requests/s", f"share (bar ≥ {BAR:.0%})"]
    more = ["CPU µs", "p50 ms", "p95 ms", "p99 ms", "failed", "RSS MB"]
    return table([*head, *more], rows)


def _room_table(rooms: Mapping[str, Counter[str]]) -> str:
    """Return where the interpreter spends its time, in shares."""
    counts = {kind: count for kind, count in rooms.items() if count}
    if not counts:
        return ""
    names = sorted({name for count in counts.values() for name in count})
    names.sort(key=lambda name: -sum(count[name] for count in counts.values()))
    rows = [
        [name, *(f"{c[name] / c.total():.1%}" for c in counts.values())]
        for name in names
    ]
    return f"\nWhere the time of a question goes:\n\n{table(['room', *counts], rows)}"
