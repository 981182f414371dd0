"""Limits of a server: memory for uploads, time for slow clients, images behind URLs, the journal."""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pyvenice.core.recording.recorded_exchange import WireRequest
from pyvenice.sandbox import Addresses, Sandbox, background
from pyvenice.sandbox.server import asgi, picture_links
from pyvenice.sandbox.server import server as server_module
from pyvenice.sandbox.server.access import AccessGuard
from pyvenice.sandbox.server.picture_links import PictureStore
from tests.sandbox.asking import OPENAI, ORIGIN, Asking, png_field

EDIT = (
    b"POST /openai/v1/images/edits HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sandbox\r\n"
)


@pytest.fixture
def server() -> Iterator[Addresses]:
    with background() as addresses:
        yield addresses


def connect(server: Addresses) -> socket.socket:
    parts = urlsplit(server.root)
    return socket.create_connection((str(parts.hostname), parts.port), timeout=30)


def received(connection: socket.socket) -> bytes:
    """All that comes until the server closes."""
    data = b""
    try:
        while piece := connection.recv(65536):
            data += piece
    except ConnectionResetError:
        pass
    return data


def status(connection: socket.socket) -> int:
    return int(connection.makefile("rb").readline().split()[1])


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nX-A: "])
def test_a_connection_without_the_head_of_a_request_is_closed(
    monkeypatch: pytest.MonkeyPatch, server: Addresses, begun: bytes
) -> None:
    monkeypatch.setattr(server_module, "HEAD_SECONDS", 0.05)
    with connect(server) as connection:
        connection.sendall(begun)
        assert received(connection) == b""


def test_a_second_request_on_a_connection_may_not_drip_either(
    monkeypatch: pytest.MonkeyPatch, server: Addresses
) -> None:
    monkeypatch.setattr(server_module, "HEAD_SECONDS", 0.05)
    with connect(server) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ")
        assert b"HTTP/1.1" not in received(connection)


def test_of_too_many_waiting_connections_the_oldest_is_closed(
    monkeypatch: pytest.MonkeyPatch, server: Addresses
) -> None:
    monkeypatch.setattr(server_module, "MAX_WAITING", 2)
    monkeypatch.setattr(server_module, "HEAD_SECONDS", 60)
    waiting = [connect(server) for _ in range(3)]
    assert received(waiting[0]) == b""
    for connection in waiting[1:]:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert status(connection) == 200
        connection.close()
    waiting[0].close()


def test_a_body_that_stops_is_answered_with_408(
    monkeypatch: pytest.MonkeyPatch, server: Addresses
) -> None:
    monkeypatch.setattr(asgi, "SILENCE_SECONDS", 0.05)
    with connect(server) as connection:
        connection.sendall(EDIT + b"Content-Length: 100\r\n\r\nhalf")
        answer = received(connection)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"did not arrive in time" in answer


def test_a_body_that_drips_is_answered_with_408(
    monkeypatch: pytest.MonkeyPatch, server: Addresses
) -> None:
    monkeypatch.setattr(asgi, "BODY_SECONDS", 0.05)
    with connect(server) as connection:
        connection.sendall(EDIT + b"Content-Length: 100\r\n\r\nhalf")
        assert received(connection).startswith(b"HTTP/1.1 408 ")


def test_a_body_that_is_announced_as_endless_is_refused_at_once(server: Addresses) -> None:
    with connect(server) as connection:
        connection.sendall(EDIT + b"Content-Length: 1000000000000\r\n\r\nx")
        assert received(connection).startswith(b"HTTP/1.1 413 ")


class Transport:
    """The connection of a client that stays, as far as the application uses it."""

    aborted = False

    def abort(self) -> None:
        self.aborted = True


def call(app: asgi.App, body: bytes, fault: str = "418", *, takes: bool = True) -> tuple[int, bool]:
    """The status of an edit whose client takes the body of the answer or not, and whether it was left."""
    transport, statuses = Transport(), list[int]()
    messages = [{"type": "http.request", "body": body}]

    async def receive() -> asgi.Message:
        return messages.pop() if messages else await asyncio.get_running_loop().create_future()

    async def send(message: asgi.Message) -> None:
        if "status" in message:
            statuses.append(message["status"])
        elif not takes:
            await asyncio.get_running_loop().create_future()

    scope = {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "path": "/openai/v1/images/edits",
        "query_string": b"",
        "server": ("localhost", 80),
        "headers": [(b"x-sandbox-fault", fault.encode())],
        "state": {"connection": transport},
    }
    asyncio.run(app(scope, receive, send))
    return statuses[0], transport.aborted


@pytest.fixture
def app() -> asgi.App:
    return asgi.App(Sandbox(), AccessGuard())


def test_a_client_that_takes_no_byte_of_an_answer_is_left(
    monkeypatch: pytest.MonkeyPatch, app: asgi.App
) -> None:
    monkeypatch.setattr(asgi, "SILENCE_SECONDS", 0.05)
    assert call(app, b"", takes=False) == (418, True)
    assert call(app, b"") == (418, False)


def test_uploads_of_all_clients_share_one_limit(
    monkeypatch: pytest.MonkeyPatch, app: asgi.App
) -> None:
    monkeypatch.setattr(asgi, "MAX_HELD_BYTES", 1000)
    others = 300
    assert app.hold(others)
    assert call(app, b"x" * 701)[0] == 503
    assert call(app, b"x" * 700)[0] == 418, "what was held is given back"
    app.hold(-others)
    assert call(app, b"x" * 1000)[0] == 418


class Silent:
    """A server of this machine that takes connections and says nothing."""

    def __enter__(self) -> str:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/a.png"

    def __exit__(self, *_: object) -> None:
        self._listener.close()


def by_urls(ask: Asking, *urls: str) -> tuple[int, str]:
    images = [{"image_url": url} for url in urls]
    answer = ask.json(f"{OPENAI}/images/edits", {"images": images, "prompt": "sepia"})
    return answer.status, answer.body.decode()


def test_images_behind_urls_have_one_time_limit_together(
    monkeypatch: pytest.MonkeyPatch, ask: Asking
) -> None:
    monkeypatch.setattr(picture_links, "FETCH_SECONDS", 0.05)
    with Silent() as url:
        code, text = by_urls(ask, url, url, url)
    assert code == 400
    assert "does not answer within 0.05 seconds" in text


def test_images_behind_urls_are_counted(monkeypatch: pytest.MonkeyPatch, ask: Asking) -> None:
    monkeypatch.setattr(picture_links, "_MAX_FETCHES", 0)
    with Silent() as url:
        code, text = by_urls(ask, url)
    assert (code, "more than 0 images of one request are URLs" in text) == (400, True)


def test_servers_that_do_not_answer_hold_a_few_threads_only(
    monkeypatch: pytest.MonkeyPatch, ask: Asking
) -> None:
    slots = threading.BoundedSemaphore(1)
    monkeypatch.setattr(picture_links, "_FETCH_SLOTS", slots)
    monkeypatch.setattr(picture_links, "_SLOT_SECONDS", 0)
    with slots:
        code, text = by_urls(ask, "http://127.0.0.1:1/a.png")
    assert (code, "fetches as many images as it can" in text) == (503, True)
    assert by_urls(ask, "http://127.0.0.1:1/a.png")[0] == 400, "the slot was given back"
    assert by_urls(ask, "http://127.0.0.1:1/a.png")[0] == 400


def test_pictures_on_disk_do_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_links, "_MAX_WRITTEN", 2)
    store = PictureStore()
    paths = [store.write(b"x", ".png") for _ in range(3)]
    assert [path.exists() for path in paths] == [False, True, True]


KEY = "a-key+that/is=secret"


def test_the_journal_has_the_key_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    ask = Asking(Sandbox(api_key=KEY, journal=path), KEY)
    ask.form(f"{OPENAI}/images/edits", png_field(), ("prompt", f"sepia {KEY}"))
    ask.get(f"/nowhere?x={KEY}&y=a-key%2Bthat%2Fis%3Dsecret", {"x-odd": KEY})
    ask.get("/", {"accept": "text/html"})
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len(lines) == 3
    for line in lines:
        bodies = [base64.b64decode(line[side]["body"]) for side in ("request", "answer")]
        assert KEY.encode() not in b"".join(bodies)
    text = path.read_text("utf-8")
    assert KEY not in text
    assert "that%2Fis" not in text


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_costs_the_journal_and_no_answer(capsys: pytest.CaptureFixture[str]) -> None:
    ask = Asking(Sandbox(journal=Path("/dev/full")))
    assert [ask.get("/").status for _ in range(3)] == [200] * 3
    message = capsys.readouterr().err
    assert message.startswith("pyvenice sandbox: the journal cannot be written: No space left")
    assert message.count("\n") == 1


def test_the_journal_is_plain_text_whatever_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    headers = {"x-odd": "\x1b[31m\x9b\u2028\x07"}
    b"".join(Sandbox(journal=path).handle(WireRequest("GET", f"{ORIGIN}/\x1b", headers)).body)
    assert path.read_text("utf-8").strip().isprintable()


def test_an_answer_is_plain_text_whatever_is_asked(ask: Asking) -> None:
    for name in ("n", "size", "model", "\u202eprompts\x1b"):
        prompt = ("prompt", "forbidden")
        answer = ask.form(
            f"{OPENAI}/images/edits", png_field(), prompt, (name, "\x1b[3m\x9b\u2028\x07")
        )
        assert answer.status == 400
        assert answer.body.decode().isprintable()
