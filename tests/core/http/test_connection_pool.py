from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace
from typing import Any

import certifi
import httpx
import pytest

from pyvenice.core.engine.calls import Call, Flow, Reply, fetch
from pyvenice.core.engine.drivers import AsyncDriver, SyncDriver
from pyvenice.core.engine.settings import Settings
from pyvenice.core.http.connection_pool import SyncConnections
from pyvenice.core.http.transport import AsyncTransport, SyncTransport
from pyvenice.errors import (
    APIConnectionError,
    ArgumentError,
    ClientClosedError,
    PyveniceError,
)
from tests.loopback import Handler, Loopback, keeps_silent, says

ROOT = Path(__file__).resolve().parents[3]


def edit() -> Flow[Reply]:
    return (yield from fetch(Call("POST", "/edit", billed=True)))


class Client:
    """A driver and its transport, sync or async, from outside an event loop."""

    def __init__(self, mode: str, url: str, http_client: Any = None) -> None:
        self.runner = asyncio.Runner() if mode == "async" else None
        self.transport: Any
        self.driver: Any
        if self.runner is None:
            self.transport = SyncTransport(http_client)
            self.driver = SyncDriver(self.transport, Settings("Test", url))
        else:
            self.transport = AsyncTransport(http_client)
            self.driver = AsyncDriver(self.transport, Settings("Test", url))

    def run(self) -> int:
        done = self.driver.run(edit())
        reply: Reply = done if self.runner is None else self.runner.run(done)
        return reply.status

    def close(self) -> None:
        if self.runner is None:
            self.transport.close()
        else:
            self.runner.run(self.transport.aclose())


@pytest.fixture
def client(client_mode: str, loopback: Loopback) -> Any:
    loopback.answers(says(200, b"done"))
    made = Client(client_mode, loopback.url)
    yield made
    made.close()
    if made.runner is not None:
        made.runner.close()


def test_a_closed_client_says_that_it_is_closed(client: Client, loopback: Loopback) -> None:
    client.run()
    client.close()
    client.close()
    with pytest.raises(ClientClosedError, match="the client is closed; make a new one") as caught:
        client.run()
    assert isinstance(caught.value, RuntimeError)
    assert len(loopback.seen) == 1


def test_a_client_that_was_never_used_is_closed_without_a_word(client: Client) -> None:
    client.close()
    client.close()


def test_an_injected_client_that_its_owner_closed_is_closed(loopback: Loopback) -> None:
    mine = httpx.Client()
    client = Client("sync", loopback.url, mine)
    mine.close()
    with pytest.raises(ClientClosedError):
        client.run()


def test_closing_while_a_call_is_in_flight_ends_the_call(loopback: Loopback) -> None:
    client = Client("sync", loopback.url)
    arrived = threading.Semaphore(0)
    raised: list[PyveniceError] = []

    def silent(handler: Handler) -> None:
        arrived.release()
        keeps_silent(handler)

    def call() -> None:
        try:
            client.run()
        except PyveniceError as error:
            raised.append(error)

    loopback.answers(silent)
    threads = [threading.Thread(target=call) for _ in range(3)]
    for thread in threads:
        thread.start()
    while arrived.acquire(timeout=10) and len(loopback.seen) < 3:
        pass
    client.close()
    for thread in threads:
        thread.join(10)
    assert not loopback.over.is_set(), "the server was still silent"
    assert [type(error) for error in raised] == [APIConnectionError] * 3
    assert all(getattr(error, "maybe_executed", False) for error in raised)


def test_a_connection_that_is_made_while_the_client_is_closed_is_broken_off() -> None:
    here, there = socket.socketpair()
    connections = SyncConnections(None, httpx.Client)
    connections.close()
    stream = SimpleNamespace(get_extra_info=lambda _: here, read=None)
    connections.extensions["trace"]("connection.connect_tcp.complete", {"return_value": stream})
    assert there.recv(1) == b""
    here.close()
    there.close()


def test_closing_an_async_client_ends_its_calls(loopback: Loopback) -> None:
    async def closed() -> None:
        transport = AsyncTransport()
        driver = AsyncDriver(transport, Settings("Test", loopback.url))
        task = await _in_flight(driver, loopback)
        await transport.aclose()
        with pytest.raises(APIConnectionError):
            await task

    asyncio.run(closed())


def test_a_cancelled_call_leaves_no_task_and_no_connection(loopback: Loopback) -> None:
    gone = threading.Event()

    async def cancelled() -> None:
        transport = AsyncTransport()
        driver = AsyncDriver(transport, Settings("Test", loopback.url))
        task = await _in_flight(driver, loopback, gone.set)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert asyncio.all_tasks() == {asyncio.current_task()}
        assert await asyncio.to_thread(gone.wait, 10)
        await transport.aclose()

    asyncio.run(cancelled())


async def _in_flight(
    driver: AsyncDriver, loopback: Loopback, gone: Callable[[], None] = lambda: None
) -> asyncio.Task[Reply]:
    """A call that has arrived at the server, which says nothing until the connection is closed."""
    loop, arrived = asyncio.get_running_loop(), asyncio.Event()

    def silent(handler: Handler) -> None:
        loop.call_soon_threadsafe(arrived.set)
        if not handler.connection.recv(1):
            gone()
        handler.close_connection = True

    loopback.answers(silent)
    task = asyncio.create_task(driver.run(edit()))
    await arrived.wait()
    return task


def test_an_async_client_works_in_one_event_loop_after_another(loopback: Loopback) -> None:
    loopback.answers(says(200, b"done"))
    transport = AsyncTransport()
    driver = AsyncDriver(transport, Settings("Test", loopback.url))
    assert [asyncio.run(_closing(driver, transport)) for _ in range(3)] == [200, 200, 200]


async def _closing(driver: AsyncDriver, transport: AsyncTransport) -> int:
    """One call in this loop; the connections of the loop are closed, but not the transport."""
    reply = await driver.run(edit())
    await transport._connections.current().aclose()
    return reply.status


def test_closing_in_another_event_loop_is_no_mistake() -> None:
    transport = AsyncTransport()
    asyncio.run(transport.aclose())
    asyncio.run(transport.aclose())


FORKED = """
    import os
    from pyvenice.core.engine.drivers import SyncDriver
    from pyvenice.core.engine.settings import Settings
    from pyvenice.core.http.transport import SyncTransport
    from tests.core.http.test_connection_pool import edit
    import httpx

    mine = httpx.Client() if {injected} else None
    transport = SyncTransport(mine)
    driver = SyncDriver(transport, Settings("Test", {url!r}))
    print("before", driver.run(edit()).status, flush=True)
    if os.fork() == 0:
        try:
            print("child", driver.run(edit()).status, flush=True)
        except RuntimeError as error:
            print("child", error, flush=True)
        transport.close()
        os._exit(0)
    os.wait()
    print("parent", driver.run(edit()).status)
    transport.close()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX")
@pytest.mark.parametrize("injected", [False, True])
@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_a_forked_process_gets_connections_of_its_own(loopback: Loopback, injected: bool) -> None:
    loopback.answers(says(200, b"done"))
    script = dedent(FORKED).format(url=loopback.url, injected=injected)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    before, child, parent = done.stdout.splitlines()
    assert (before, parent) == ("before 200", "parent 200")
    if injected:
        assert "made before this process was forked" in child
    else:
        assert child == "child 200"
    assert len(loopback.seen) == (2 if injected else 3)


def test_a_client_left_open_ends_without_a_word(loopback: Loopback) -> None:
    loopback.answers(says(200, b"done"))
    script = dedent(FORKED).partition("if os.fork")[0].format(url=loopback.url, injected=False)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert (done.stdout, done.stderr) == ("before 200\n", "")


def test_threads_share_one_client(loopback: Loopback) -> None:
    loopback.answers(says(200, b"done"))
    client = Client("sync", loopback.url)
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(client.run())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    client.close()
    assert statuses == [200] * 8


def test_connections_are_made_once() -> None:
    made = []

    def make() -> httpx.Client:
        made.append(httpx.Client())
        return made[-1]

    connections = SyncConnections(None, make)
    assert connections.current() is connections.current()
    connections.close()
    assert len(made) == 1
    assert made[0].is_closed


@pytest.mark.parametrize(
    "variable",
    ["PYTHONHTTPSVERIFY", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_VERIFY", "HTTPX_VERIFY"],
)
@pytest.mark.parametrize("value", ["0", "", "false"])
def test_no_environment_variable_turns_tls_verification_off(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    from pyvenice.core.http import lazy_ssl_context, transport

    monkeypatch.setenv(variable, value)
    context = lazy_ssl_context._shared_context.__wrapped__(transport.http_library())._ready()
    assert context.check_hostname
    assert context.verify_mode.name == "CERT_REQUIRED"


@pytest.mark.parametrize(
    "proxy", ["ftp://user:password@proxy.example", "http://[::1", "socks5://127.0.0.1:1"]
)
def test_a_proxy_of_the_environment_that_cannot_be_used_is_told(
    proxy: str, client_mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    transport = AsyncTransport if client_mode == "async" else SyncTransport
    with pytest.raises(ArgumentError, match="the proxy that HTTP_PROXY, HTTPS_PROXY") as caught:
        transport()
    assert "password" not in str(caught.value)


@pytest.fixture
def certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Lets a variable, and no other one, name a file or folder."""
    (tmp_path / "text.pem").write_text("no certificate")

    def name_in_environment(variable: str, name: str) -> None:
        for other in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
            monkeypatch.delenv(other, raising=False)
        monkeypatch.setenv(variable, str(tmp_path / name))

    return name_in_environment


@pytest.mark.parametrize(
    ("variable", "name", "words"),
    [
        ("SSL_CERT_FILE", "missing.pem", "No such file"),
        ("SSL_CERT_FILE", "text.pem", "no certificate in PEM form"),
        ("SSL_CERT_FILE", "", "Is a directory"),
        ("SSL_CERT_DIR", "missing", "not a folder"),
        ("SSL_CERT_DIR", "text.pem", "not a folder"),
    ],
)
def test_certificates_of_the_environment_that_cannot_be_read_are_told_when_a_client_is_made(
    certificates: Callable[[str, str], None], variable: str, name: str, words: str, client_mode: str
) -> None:
    certificates(variable, name)
    transport = AsyncTransport if client_mode == "async" else SyncTransport
    with pytest.raises(ArgumentError, match=rf"{variable} names cannot be read: .*{words}"):
        transport()


def test_certificates_are_read_from_the_environment_for_each_client(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    from pyvenice.core.http.lazy_ssl_context import tls_context

    before = tls_context(httpx)
    monkeypatch.setenv("SSL_CERT_FILE", certifi.where())
    assert tls_context(httpx)._ready().cert_store_stats()["x509_ca"] > 0
    monkeypatch.delenv("SSL_CERT_FILE")
    assert tls_context(httpx) is before
