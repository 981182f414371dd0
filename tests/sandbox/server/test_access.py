"""Access guard: no page of the web can use a sandbox on this machine."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from pyvenice.core.recording.recorded_exchange import WireRequest
from pyvenice.sandbox import Addresses, background
from pyvenice.sandbox.server.access import AccessGuard


@pytest.fixture(scope="module")
def server() -> Iterator[Addresses]:
    with background(api_key="a-key-that-is-secret") as addresses:
        yield addresses


def rejected(host: str | None, method: str = "POST", **headers: str) -> bool:
    named = {} if host is None else {"host": host}
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    request = WireRequest(method, f"http://{host or 'x'}/openai/v1/models", named | sent)
    return AccessGuard(["sandbox", "My.Box"]).rejection(request) is not None


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.0.0.1:8765", "127.0.0.1:1", "[::1]", "[::1]:8765", "10.0.0.7:80", "localhost",
     "LOCALHOST:8765", "localhost.", "app.localhost:3", "sandbox:8765", "my.box", None],
)  # fmt: skip
def test_a_host_that_no_other_site_can_have_is_accepted(host: str | None) -> None:
    assert not rejected(host)


@pytest.mark.parametrize(
    "host",
    ["evil.com", "evil.com:8765", "127.0.0.1.evil.com", "localhost.evil.com", "sandbox.evil.com",
     "evillocalhost", "", ":8765", "127.0.0.1:x", "127.0.0.1@evil.com", "evil.com/127.0.0.1",
     'a"><script>', "[::1", "localhost:8765:1", "0x7f000001.evil", "évil.com"],
)  # fmt: skip
def test_a_host_that_a_site_may_have_is_rejected(host: str) -> None:
    assert rejected(host)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"origin": "http://evil.com"}, True),
        ({"origin": "null"}, True),
        ({"origin": "http://localhost:3000"}, True),
        ({"origin": "https://localhost:8765"}, True),
        ({"origin": "http://localhost:8765"}, False),
        ({"origin": "http://LOCALHOST:8765"}, False),
        ({"sec_fetch_site": "cross-site"}, True),
        ({"sec_fetch_site": "same-site", "sec_fetch_mode": "no-cors"}, True),
        ({"sec_fetch_site": "same-origin"}, False),
        ({"sec_fetch_site": "none"}, False),
        ({}, False),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_pages_of_other_origins_are_rejected(
    method: str, headers: dict[str, str], expected: bool
) -> None:
    assert rejected("localhost:8765", method, **headers) == expected


@pytest.mark.parametrize(("method", "expected"), [("GET", False), ("POST", True)])
def test_a_link_may_be_followed_and_a_form_not_be_sent(method: str, expected: bool) -> None:
    headers = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"}
    assert rejected("localhost:8765", method, **headers) == expected


def answer(server: Addresses, method: str, path: str, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(str(urlsplit(server.root).netloc), timeout=10)
    connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body


def test_a_server_rejects_before_it_reads_anything(server: Addresses) -> None:
    server.seen.clear()
    status, body = answer(server, "POST", "/openai/v1/images/edits", Host="evil.com")
    assert status == 403
    assert b"'evil.com'" in body
    assert b"--allow-host" in body
    assert answer(server, "GET", "/", Origin="http://evil.com")[0] == 403
    assert len(server.seen) == 0


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_the_front_page_does_not_show_the_key(server: Addresses, accept: str) -> None:
    status, body = answer(server, "GET", "/", Accept=accept)
    assert status == 200
    assert server.api_key.encode() not in body
