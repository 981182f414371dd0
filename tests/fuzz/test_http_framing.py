"""Responses whose HTTP is damaged, over a real connection: a picture or an error of the tree."""

from __future__ import annotations

import asyncio
import importlib
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice import AsyncVeniceClient, PyveniceError, VeniceClient
from pyvenice.core.http import transport
from tests.fuzz.fuzzing import damaged, fuzz
from tests.pictures import picture

PICTURE = picture(8, 8)
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: %d\r\n\r\n%s" % (
    len(PICTURE),
    PICTURE,
)
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (
    len(PICTURE),
    PICTURE,
)
PIECES = st.sampled_from(
    [
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
        b"HTTP/9.9 999\r\n",
        b"Content-Length: 5\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 99999999999999999999\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Encoding: gzip\r\n",
        b"Content-Encoding: br, zstd, x\r\n",
        b"Location: //[\r\n",
        b": no name\r\n",
        b"a" * 70_000,
        b"\r\n\r\n",
        b"ffffffffffffffff\r\n",
        b"0\r\n\r\n",
        b"\x1f\x8b\x08",
    ]
)
ANSWERS = st.sampled_from([PLAIN, CHUNKED, PLAIN.replace(b"200 OK", b"503 Busy")]).flatmap(
    lambda whole: damaged(whole, PIECES)
)


class Server(socketserver.ThreadingTCPServer):
    """Sends the same bytes to each request, and closes."""

    daemon_threads = True
    answer = b""


class Connection(socketserver.BaseRequestHandler):
    server: Server

    def handle(self) -> None:
        with suppress(OSError):
            request = b""
            while b"--\r\n" not in request[-8:] and b"}" not in request[-8:]:
                if not (data := self.request.recv(65_536)):
                    return
                request += data
            self.request.sendall(self.server.answer)
            self.request.shutdown(socket.SHUT_WR)
            self.request.recv(1)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Connection) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("library", ["httpx2", "httpx"])
@pytest.mark.parametrize("mode", ["sync", "async"])
def test_any_bytes_of_a_server_end_in_a_picture_or_an_error(
    mode: str, library: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = importlib.import_module(library)
    monkeypatch.setattr(transport, "http_library", lambda: found)
    options: dict[str, Any] = {
        "base_url": f"http://127.0.0.1:{server.server_address[1]}/v1",
        "timeout": 20.0,
        "max_retries": 0,
        "max_bytes": 1_000_000,
    }

    @given(ANSWERS)
    @fuzz(25)
    def attempt(answer: bytes) -> None:
        server.answer = answer
        # An answer that is too short ends with the connection, and one of no length with it too.
        with suppress(PyveniceError):
            edit()

    def edit() -> None:
        if mode == "sync":
            with VeniceClient("key", **options) as client:
                assert client.image.edit(image=PICTURE, prompt="x").image.data
            return

        async def aedit() -> None:
            async with AsyncVeniceClient("key", **options) as client:
                assert (await client.image.edit(image=PICTURE, prompt="x")).image.data

        asyncio.run(aedit())

    attempt()
