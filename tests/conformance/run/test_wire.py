"""The wire of a run: what a server may do with bytes and time, and where the requests go."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest
import requests

from pyvenice.conformance.run.wire import HttpWire, ResponseLimitError, is_loopback
from pyvenice.core.recording.recorded_exchange import Exchange
from tests.loopback import Loopback, breaks_off, keeps_silent, resets, says

LIMIT = 1_000_000


@pytest.fixture
def wire(loopback: Loopback) -> Iterator[HttpWire]:
    wire = HttpWire(loopback.url, seconds=0.3, most_bytes=LIMIT)
    yield wire
    wire.close()


def exchange(wire: HttpWire, url: str, **headers: str) -> Exchange:
    return wire.exchange(requests.Request("POST", url, headers=headers, data=b"{}").prepare())


def sends_without_end(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(10_000):
        handler.wfile.write(b"x" * 65_536)


def drips_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nx: ")
    over = handler.loopback.over  # type: ignore[attr-defined]  # of tests.loopback
    while not over.wait(0.02):
        handler.wfile.write(b"x")
        handler.wfile.flush()


def sends_continue(handler: BaseHTTPRequestHandler) -> None:
    over = handler.loopback.over  # type: ignore[attr-defined]  # of tests.loopback
    while not over.wait(0.001):
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")


def test_an_exchange_is_returned_as_it_crossed_the_wire(wire: HttpWire, loopback: Loopback) -> None:
    loopback.answers(says(400, b'{"a": 1}', content_type="application/json", x_some="y"))
    seen = exchange(wire, f"{loopback.url}/edit?a=b", authorization="Bearer k")
    assert (seen.method, seen.url, seen.status) == ("POST", f"{loopback.url}/edit?a=b", 400)
    assert (seen.request_body, seen.answer_body) == (b"{}", b'{"a": 1}')
    assert seen.request_headers["authorization"] == "Bearer k"
    assert seen.answer_headers["x-some"] == "y"


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(b"some text", mtime=0), "gzip"),
        (gzip.compress(b"some ", mtime=0) + gzip.compress(b"text", mtime=0), "gzip"),
        (zlib.compress(b"some text"), "deflate"),
        (b"some text", "identity"),
    ],
)
def test_a_compressed_response_is_unpacked(
    body: bytes, encoding: str, wire: HttpWire, loopback: Loopback
) -> None:
    loopback.answers(says(200, body, content_encoding=encoding))
    assert exchange(wire, loopback.url).answer_body == b"some text"


@pytest.mark.parametrize(
    "answer",
    [
        sends_without_end,
        says(200, b"x" * (LIMIT + 1)),
        says(200, gzip.compress(b" " * 50_000_000), content_encoding="gzip"),
        says(500, gzip.compress(b"[" * 50_000_000), content_encoding="gzip"),
    ],
    ids=["endless", "large", "gzip bomb", "gzip bomb in an error"],
)
def test_no_more_than_the_limit_is_read(answer: object, wire: HttpWire, loopback: Loopback) -> None:
    loopback.answers(answer)  # type: ignore[arg-type]  # an Answer
    with pytest.raises(ResponseLimitError, match="larger than 1,000,000 bytes"):
        exchange(wire, loopback.url)


@pytest.mark.parametrize("answer", [drips_headers, sends_continue, keeps_silent])
def test_a_response_that_does_not_come_ends_at_the_time_limit(
    answer: object, wire: HttpWire, loopback: Loopback
) -> None:
    loopback.answers(answer, says(204))  # type: ignore[arg-type]  # an Answer
    with pytest.raises(requests.RequestException, match=r"(?i)longer than 0.3 s|timed out"):
        exchange(wire, loopback.url)
    assert exchange(wire, loopback.url).status == 204


@pytest.mark.parametrize("answer", [breaks_off, resets])
def test_a_connection_that_is_lost_is_not_made_again(
    answer: object, wire: HttpWire, loopback: Loopback
) -> None:
    loopback.answers(answer)  # type: ignore[arg-type]  # an Answer
    with pytest.raises(requests.RequestException):
        exchange(wire, loopback.url)
    assert len(loopback.seen) == 1


def test_redirects_and_cookies_are_not_followed(wire: HttpWire, loopback: Loopback) -> None:
    loopback.answers(says(307, location=f"{loopback.url}/other", set_cookie="a=b"), says(204))
    assert exchange(wire, loopback.url).status == 307
    assert exchange(wire, loopback.url).status == 204
    assert [seen.path for seen in loopback.seen] == ["/", "/"]
    assert "cookie" not in loopback.seen[1].headers


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_is_not_asked_for_a_loopback_address(
    variable: str, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    loopback.answers(says(204))
    wire = HttpWire(loopback.url)
    assert exchange(wire, loopback.url, authorization="Bearer k").status == 204
    wire.close()


def test_a_proxy_is_asked_for_another_host(
    loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", loopback.url)
    monkeypatch.delenv("NO_PROXY", raising=False)
    loopback.answers(says(204))
    wire = HttpWire("http://api.test/v1")
    assert exchange(wire, "http://api.test/v1/edit").status == 204
    assert loopback.seen[0].path == "http://api.test/v1/edit"
    wire.close()


@pytest.mark.parametrize(
    ("url", "loopback_address"),
    [
        ("http://127.0.0.1:9/v1", True),
        ("http://127.9.9.9/v1", True),
        ("http://[::1]:9/v1", True),
        ("http://LOCALHOST/v1", True),
        ("http://0.0.0.0/v1", False),
        ("http://127.0.0.1.nip.test/v1", False),
        ("http://localhost.evil.test/v1", False),
        ("http://127.0.0.1@evil.test/v1", False),
        ("http://2130706433/v1", False),
    ],
)
def test_only_this_machine_is_loopback(url: str, loopback_address: bool) -> None:
    assert is_loopback(url) is loopback_address
