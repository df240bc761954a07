"""One base of growth.py in a process of its own: its figures as a line of JSON."""

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from servicebot.bot import Bot
from servicebot.evaluation.figures import percentile
from servicebot.knowledge.loader import load
from towns import questions

ASKED = 2000
_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def main() -> None:
    """Load, build (twice: with and without a cache), ask."""
    folder, cache, entries = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    began = time.process_time()
    base = load(folder)
    loaded = time.process_time()
    Bot.build(base, secret=bytes(16), cache=cache)
    built = time.process_time()
    bot = Bot.build(base, secret=bytes(16), cache=cache)
    again = time.process_time()
    times, right = [], 0
    asked = questions(entries, ASKED)
    for one in asked:
        start = time.perf_counter_ns()
        reply = bot.reply(one.question, None, _NOON)
        times.append((time.perf_counter_ns() - start) / 1e3)
        right += reply.entry == one.entry
    said = {
        "entries": len(base.entries),
        "load_s": loaded - began,
        "train_s": built - loaded,
        "cached_s": again - built,
        "memory_mb": _memory(),
        "p50_us": percentile(times, 0.5),
        "p99_us": percentile(times, 0.99),
        "right": right / len(asked),
    }
    print(json.dumps(said))


def _memory() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
