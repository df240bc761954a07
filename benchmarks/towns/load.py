"""Who asks: a few connections, a third of the towns at a time, at a steady pace.

Run as a process of its own, so that asking takes no time from answering.
"""

import http.client
import itertools
import json
import random
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

QUESTIONS = (
    "combien de crèches ?",
    "la piscine est ouverte demain ?",
    "horaires de la mediatheque",
    "numero de la mairie",
    "cb coute la cantine",
    "quand passent les poubelles",
    "où est la mairie ?",
    "bonjour",
    "je voudrais adopter un lama",
    "le budget de la ville ?",
)
ASK = "/api/v1/ask"
PAGES = ("/chat", "/api/v1/widget", "/", "/widget.js")
IDLE = "/healthz"
_PAGE_SHARE, _IDLE_SHARE = 0.15, 0.1
_EVERY = 2.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One answer: how long it took, in seconds, and how it was."""

    town: str
    status: int
    seconds: float
    is_cold: bool
    question: str | None
    text: str


def awake(towns: Sequence[str], moment: float) -> Sequence[str]:
    """Return the towns that are asked at a moment: a third of them, which change.

    Every two seconds one that has not been asked for longest takes another's place.
    """
    count = max(1, len(towns) // 3)
    first = -int(moment / _EVERY)
    return [towns[(first + place) % len(towns)] for place in range(count)]


def choose(
    towns: Sequence[str], moment: float, chance: random.Random
) -> tuple[str, str, str | None]:
    """Return a town, a path, and a question if it is one; the n-th town is asked 1/n.

    Some requests are the process's own `/healthz`, which costs nothing: what they take
    is what the machine and the server take from every request.
    """
    now = awake(towns, moment)
    weights = [1 / rank for rank in range(1, len(now) + 1)]
    town = chance.choices(now, weights)[0]
    kind = chance.random()
    if kind < _IDLE_SHARE:
        return "", IDLE, None
    if kind < _IDLE_SHARE + _PAGE_SHARE:
        return town, chance.choice(PAGES), None
    return town, ASK, chance.choice(QUESTIONS)


def ask(
    connection: http.client.HTTPConnection, town: str, path: str, question: str | None
) -> Sample:
    """Send one request and read its answer."""
    body = None if question is None else json.dumps({"question": question})
    headers = {} if body is None else {"Content-Type": "application/json"}
    method = "GET" if body is None else "POST"
    started = time.perf_counter()
    connection.request(method, f"/t/{town}{path}" if town else path, body, headers)
    response = connection.getresponse()
    text = response.read()
    seconds = time.perf_counter() - started
    is_cold = response.headers.get("Server-Timing") is not None
    said = json.loads(text)["text"] if body and response.status == 200 else ""
    return Sample(town, response.status, seconds, is_cold, question, said)


def load(
    port: int, towns: Sequence[str], *, rate: float, seconds: float, users: int = 8
) -> list[Sample]:
    """Ask at a steady rate, in requests a second, for some seconds."""
    samples: list[Sample] = []
    start = time.perf_counter()

    def user(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        chance = random.Random(number)
        for turn in itertools.count():
            due = start + (turn + number / users) * users / rate
            if due > start + seconds:
                return
            time.sleep(max(0.0, due - time.perf_counter()))
            wanted = choose(towns, time.perf_counter() - start, chance)
            samples.append(ask(connection, *wanted))

    threads = [threading.Thread(target=user, args=(n,)) for n in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return samples


def main() -> None:
    """Ask as the standard input says, and write the samples."""
    wish = json.load(sys.stdin)
    samples = load(
        wish["port"], wish["towns"], rate=wish["rate"], seconds=wish["seconds"]
    )
    json.dump([[getattr(s, f) for f in Sample.__slots__] for s in samples], sys.stdout)


if __name__ == "__main__":
    main()
