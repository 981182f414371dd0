"""Name lookups that take too long: a call ends at its time limit, whoever keeps silent."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from pyvenice.core.engine.calls import Call, Flow, Reply, fetch
from pyvenice.core.engine.retry_policy import RetryPolicy
from pyvenice.core.http.name_lookup import find_addresses
from pyvenice.errors import APIConnectionError, APITimeoutError
from tests.core.driving import Rig
from tests.loopback import Loopback, says


@pytest.fixture
def silence(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A name server that answers nothing about `silent.example` until the test is over."""
    original = socket.getaddrinfo
    over = threading.Event()
    events: list[str] = []

    def look_up(host: Any, *port: Any, **facts: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name == "twice.example":
            addresses = ("127.0.0.2", "127.0.0.1")
            return [info for name in addresses for info in original(name, *port, **facts)]
        if name != "silent.example":
            return original(host, *port, **facts)
        events.append("asked")
        over.wait(30)
        events.append("given up")
        raise socket.gaierror("not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    yield events
    # Nobody waited for the lookup: neither the call, nor the end of the event loop.
    assert "given up" not in events
    over.set()


def edit(url: str) -> Flow[Reply]:
    return (yield from fetch(Call("POST", url, billed=True)))


def rig(mode: str, base_url: str) -> Rig:
    return Rig(mode, base_url, timeout=0.2, retry=RetryPolicy(max_retries=0))


def test_a_silent_name_server_ends_a_call_at_its_time_limit(
    client_mode: str, silence: list[str]
) -> None:
    with pytest.raises(APITimeoutError, match="no connection to") as caught:
        rig(client_mode, "http://silent.example").run(edit("/edit"))
    assert not caught.value.maybe_executed
    assert silence == ["asked"]


def test_a_silent_name_server_ends_a_download_at_the_time_limit(
    client_mode: str, silence: list[str]
) -> None:
    with pytest.raises(APITimeoutError):
        rig(client_mode, "https://93.184.216.34").run(
            fetch(Call("GET", "http://silent.example/a.png", authorized=False))
        )
    assert silence == ["asked"]


@pytest.mark.usefixtures("silence")
def test_all_addresses_of_a_name_are_tried(client_mode: str, loopback: Loopback) -> None:
    loopback.answers(says(200, b"picture"))
    base_url = loopback.url.replace("127.0.0.1", "twice.example")
    assert Rig(client_mode, base_url).run(edit("/edit")).content == b"picture"
    assert loopback.seen[0].headers["host"].startswith("twice.example")


def test_a_name_that_is_not_known_is_named(
    client_mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_up(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(APIConnectionError, match="Name or service not known") as caught:
        rig(client_mode, "http://unknown.example").run(edit("/edit"))
    assert not caught.value.maybe_executed


def test_what_a_lookup_raises_is_raised_with_a_limit_too() -> None:
    with pytest.raises(UnicodeError):
        find_addresses(f"{'a' * 70}.example", 80, 20)
