"""Rate limits shared by Redis, which goes away, hangs and comes back under load."""

import os
import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from flask import Flask
from tests.faults.proxy import Mood, Proxy

from servicebot.errors import SettingsError
from servicebot.secret import secret_bytes
from servicebot.settings import Settings

pytestmark = pytest.mark.redis


@pytest.fixture
def redis() -> Iterator[Proxy]:
    """A way to the Redis of the tests that a test may cut."""
    address = os.environ.get("SERVICEBOT_TEST_REDIS_URL")
    if not address:
        pytest.skip("SERVICEBOT_TEST_REDIS_URL is not set")
    target = urlsplit(address)
    proxy = Proxy((target.hostname or "127.0.0.1", target.port or 6379))
    yield proxy
    proxy.close()


@pytest.fixture
def node(make_app: Callable[..., Flask], redis: Proxy) -> Callable[[str], Flask]:
    """Make one of several nodes, limited as said, that share that Redis."""
    url = f"redis://127.0.0.1:{redis.port}/15"

    def make(limit: str) -> Flask:
        return make_app(rate_limit=limit, redis_url=url, secret_key="k" * 16)

    return make


def citizen() -> str:
    """Return an address that nobody has asked from."""
    return f"10.{'.'.join(str(part) for part in secrets.token_bytes(3))}"


def ask(app: Flask, address: str) -> int:
    """Ask something from an address; return the status."""
    return (
        app.test_client()
        .post(
            "/api/v1/ask",
            json={"question": "piscine"},
            environ_overrides={"REMOTE_ADDR": address},
        )
        .status_code
    )


def degraded(app: Flask) -> list[str]:
    """Return what does not work."""
    reasons: list[str] = app.test_client().get("/readyz").get_json()["degraded"]
    return reasons


def test_nodes_count_together(node: Callable[[str], Flask]) -> None:
    one, other = node("2/hour"), node("2/hour")
    address = citizen()

    assert [ask(app, address) for app in (one, other, one)] == [200, 200, 429]
    assert degraded(one) == []


@pytest.mark.slow
@pytest.mark.parametrize("mood", ["gone", "silent"])
def test_redis_going_in_mid_load_costs_nobody_an_answer(
    node: Callable[[str], Flask], redis: Proxy, mood: Mood
) -> None:
    app = node("1000000/hour")
    address = citizen()
    statuses: list[int] = []

    def load() -> None:
        end = time.monotonic() + 3
        while time.monotonic() < end:
            statuses.append(ask(app, address))

    with ThreadPoolExecutor(8) as pool:
        for _ in range(8):
            pool.submit(load)
        for turn in (mood, "up", mood):
            time.sleep(0.7)
            redis.turn(turn)

    assert set(statuses) == {200}
    assert len(statuses) > 100
    assert [reason.partition(":")[0] for reason in degraded(app)] == ["limits"]


def test_while_redis_is_away_limits_hold_in_the_process(
    node: Callable[[str], Flask], redis: Proxy
) -> None:
    app = node("2/hour")
    address = citizen()
    redis.turn("gone")

    assert [ask(app, address) for _ in range(3)] == [200, 200, 429]


def test_redis_that_is_back_counts_again(
    node: Callable[[str], Flask], redis: Proxy
) -> None:
    one, other = node("1/hour"), node("1/hour")
    redis.turn("gone")
    ask(one, citizen())
    redis.turn("up")

    deadline = time.monotonic() + 20
    is_shared = False
    while not is_shared and time.monotonic() < deadline:
        address = citizen()
        is_shared = [ask(one, address), ask(other, address)] == [200, 429]

    assert is_shared
    assert degraded(one) == []


def test_a_server_starts_without_its_redis(
    node: Callable[[str], Flask], redis: Proxy
) -> None:
    redis.turn("gone")

    assert ask(node("2/hour"), citizen()) == 200


def test_nodes_that_share_a_redis_must_be_given_their_secret() -> None:
    settings = Settings.from_env({"SERVICEBOT_REDIS_URL": "redis://127.0.0.1"})

    with pytest.raises(SettingsError, match="SERVICEBOT_SECRET_KEY"):
        secret_bytes(settings)
