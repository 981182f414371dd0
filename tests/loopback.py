"""A real server on a loopback port that gives scripted answers, broken ones included."""

from __future__ import annotations

import io
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Loopback:
    """What the server says, in order (the last answer again and again), and what it saw."""

    url: str
    script: list[Answer] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def answers(self, *answers: Answer) -> None:
        """What it will say."""
        self.script[:] = answers


class Handler(BaseHTTPRequestHandler):
    """Performs one scripted answer after another."""

    protocol_version = "HTTP/1.1"
    # Head and body go out apart: without this, each body waits 40 ms for an acknowledgement.
    disable_nagle_algorithm = True
    loopback: Loopback

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.loopback.seen.append(Seen(self.command, self.path, headers, body))
        script = self.loopback.script
        with suppress(ConnectionError):  # the client went away, as some tests want it to
            (script.pop(0) if len(script) > 1 else script[0])(self)

    do_POST = do_GET  # noqa: N815  (the standard library's names)

    def log_message(self, *_: Any) -> None:
        """Tests print nothing."""


class Server(ThreadingHTTPServer):
    """Is not surprised by clients that go away."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


Answer = Callable[[Handler], None]


@contextmanager
def serving() -> Iterator[Loopback]:
    """A server until the block ends."""
    loopback = Loopback("")
    handler = type("ScriptedHandler", (Handler,), {"loopback": loopback})
    server = Server(("127.0.0.1", 0), handler)
    loopback.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
    thread.start()
    try:
        yield loopback
    finally:
        loopback.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def says(status: int, body: bytes = b"", **headers: str) -> Answer:
    """A whole answer; header names are written with underscores."""

    def answer(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in ({"content_length": str(len(body))} | headers).items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def sends_events(*pieces: bytes, whole: bool = True) -> Answer:
    """A chunked stream of events; without its end if it is not whole."""

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream")
        handler.send_header("transfer-encoding", "chunked")
        handler.end_headers()
        for piece in pieces:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            handler.wfile.flush()
        handler.wfile.write(b"0\r\n\r\n" if whole else b"")
        handler.close_connection = True

    return answer


def resets(handler: Handler) -> None:
    """Take the request, then reset the connection."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True
    handler.wfile = io.BytesIO()  # it is flushed when the handler ends


def breaks_off(handler: Handler) -> None:
    """Promise a hundred bytes, send ten, and close."""
    handler.send_response(200)
    handler.send_header("content-length", "100")
    handler.end_headers()
    handler.wfile.write(b"ten bytes.")
    handler.close_connection = True


def keeps_silent(handler: Handler) -> None:
    """Take the request and say nothing until the test is over."""
    handler.loopback.over.wait(30)
    handler.close_connection = True
