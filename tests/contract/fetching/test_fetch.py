"""A document is had whole, within limits, or there is one sentence that says what to do."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import shutil
import socket
import socketserver
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pyvenice.contract.document import precheck
from pyvenice.contract.errors import ContractError, DocumentError, UnreachableError
from pyvenice.contract.fetching import download
from pyvenice.contract.fetching import fetch as fetching
from pyvenice.contract.fetching.cache import Cache
from pyvenice.contract.fetching.fetch import Fetched, fetch
from pyvenice.core.recording.secrets import redacted_url
from tests.contract.published import minimal_text
from tests.loopback import (
    Answer,
    Handler,
    Loopback,
    breaks_off,
    keeps_silent,
    resets,
    says,
    sends_events,
)

TEXT = minimal_text()
NEWER = TEXT.replace(b"'7'", b"'8'")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


@pytest.fixture
def closed_port() -> str:
    """An address at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"http://127.0.0.1:{port}/openapi.yaml"


@pytest.fixture
def own_certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody vouches for, with its key."""
    openssl = shutil.which("openssl") or pytest.skip(
        "there is no openssl to make a certificate with"
    )
    path = tmp_path / "own.pem"
    request = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    command = [openssl, *request.split(), "-keyout", "key.pem", "-out", path.name]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + (tmp_path / "key.pem").read_bytes())
    return path


@pytest.fixture
def tls_url(own_certificate: Path) -> Iterator[str]:
    """A server that speaks TLS, and sends the document in answer to whatever it gets."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own_certificate)

    class Tls(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with (
                contextlib.suppress(OSError),
                context.wrap_socket(self.request, server_side=True) as peer,
            ):
                peer.recv(65_536)
                peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(TEXT), TEXT))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Tls) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"https://127.0.0.1:{server.server_address[1]}/openapi.yaml"
        server.shutdown()
        thread.join()


def refusal(source: str, timeout: float = 20) -> str:
    with pytest.raises(UnreachableError) as caught:
        fetch(source, timeout=timeout)
    message = str(caught.value)
    assert message.startswith(f"{redacted_url(source, 'mark')}: ")
    assert "\n" not in message
    return message


def endlessly(start: bytes, piece: bytes, pause: float = 0.0) -> Answer:
    """Send `start`, then one piece after another until the client goes away."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(start)
        while not handler.loopback.over.wait(pause):
            handler.wfile.write(piece)
            handler.wfile.flush()

    return answer


def redirects(location: str, status: int = 302) -> Answer:
    return says(status, location=location)


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_bytes(TEXT)
    assert fetch(str(path)) == Fetched(TEXT, str(path), path=path)


def test_a_packed_file_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml.gz"
    path.write_bytes(gzip.compress(TEXT, mtime=0))
    assert fetch(str(path)).raw == TEXT


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT)))
    assert fetch("-") == Fetched(TEXT, "-")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing.yaml", "there is no such file; is the path right?"),
        ("", "this is a folder; name the document in it"),
        ("a\0b", "it cannot be read: embedded null byte"),
        ("x" * 300, "it cannot be read: File name too long"),
        ("large.yaml", "it is larger than 1 MiB"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.setattr(fetching, "MAX_BYTES", 1 << 20)
    (tmp_path / "large.yaml").write_bytes(b"#" * ((1 << 20) + 1))
    assert said in refusal(str(tmp_path / name))


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.com/a", "data://x", "://"])
def test_other_schemes_are_not_fetched(url: str) -> None:
    with pytest.raises(UnreachableError, match="only http and https are fetched"):
        fetch(url)


def test_an_answer_comes_with_its_address_and_validators(loopback: Loopback) -> None:
    loopback.answers(says(200, TEXT, etag='"1"', last_modified="Sat, 21 Nov 2026 10:00:00 GMT"))
    url = f"{loopback.url}/openapi.yaml"
    assert fetch(url) == Fetched(TEXT, url, False, '"1"', "Sat, 21 Nov 2026 10:00:00 GMT")
    assert loopback.seen[0].headers["accept-encoding"] == "gzip"
    assert "if-none-match" not in loopback.seen[0].headers


def test_an_answer_may_be_packed_or_come_in_chunks(loopback: Loopback) -> None:
    loopback.answers(
        says(200, gzip.compress(TEXT, mtime=0), content_encoding="gzip"),
        sends_events(TEXT[:90], TEXT[90:]),
    )
    assert [fetch(loopback.url).raw, fetch(loopback.url).raw] == [TEXT, TEXT]


def test_the_first_of_several_that_has_a_document_is_taken(
    loopback: Loopback, closed_port: str
) -> None:
    loopback.answers(says(404), says(200, b"<html>moved</html>"), says(200), says(200, TEXT))
    urls = [closed_port, *(f"{loopback.url}/{number}" for number in range(5))]
    assert fetch(urls) == Fetched(TEXT, f"{loopback.url}/3")
    assert len(loopback.seen) == 4


def test_when_none_of_several_has_it_each_is_named_with_its_reason(
    loopback: Loopback, closed_port: str
) -> None:
    loopback.answers(says(500))
    with pytest.raises(UnreachableError) as caught:
        fetch([closed_port, loopback.url])
    message = str(caught.value)
    assert message.startswith(f"no live document could be read: {closed_port}: nothing answers at")
    assert f"{loopback.url}: the server answered 500" in message
    with pytest.raises(UnreachableError, match="no address is given"):
        fetch([])


def test_an_unchanged_document_is_not_sent_again(loopback: Loopback, cache: Cache) -> None:
    modified = "Sat, 21 Nov 2026 10:00:00 GMT"
    loopback.answers(says(200, TEXT, etag='"1"', last_modified=modified), says(304))
    first = fetch(loopback.url, cache=cache)
    second = fetch(loopback.url, cache=cache)
    assert (first.not_modified, second.not_modified) == (False, True)
    assert first._replace(not_modified=True) == second
    asked = loopback.seen[1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"1"', modified)


def test_a_changed_document_takes_the_place_of_the_old_one(
    loopback: Loopback, cache: Cache
) -> None:
    loopback.answers(says(200, TEXT, etag='"1"'), says(200, NEWER, etag='"2"'), says(304))
    found = [fetch(loopback.url, cache=cache) for _ in range(3)]
    assert [one.raw for one in found] == [TEXT, NEWER, NEWER]
    assert loopback.seen[2].headers["if-none-match"] == '"2"'


def test_a_damaged_entry_means_a_whole_answer(loopback: Loopback, cache: Cache) -> None:
    loopback.answers(says(200, TEXT, etag='"1"'))
    fetch(loopback.url, cache=cache)
    for path in cache.folder.iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    assert fetch(loopback.url, cache=cache) == Fetched(TEXT, loopback.url, False, '"1"')
    assert "if-none-match" not in loopback.seen[1].headers


@pytest.mark.parametrize(
    "bad", [says(200, b"<html>", etag='"2"'), says(200, etag='"2"'), says(502)]
)
def test_what_is_no_document_does_not_get_into_the_cache(
    loopback: Loopback, cache: Cache, bad: Answer
) -> None:
    loopback.answers(says(200, TEXT, etag='"1"'), bad, says(304))
    fetch(loopback.url, cache=cache)
    with pytest.raises(ContractError):
        fetch(loopback.url, cache=cache)
    assert fetch(loopback.url, cache=cache).raw == TEXT


def test_not_modified_without_having_asked_is_no_answer(loopback: Loopback) -> None:
    loopback.answers(says(304))
    assert "the server answered 304" in refusal(loopback.url)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(loopback: Loopback, other_host: Loopback, status: int) -> None:
    loopback.answers(redirects("/there", status), redirects(f"{other_host.url}/b", status))
    other_host.answers(says(200, TEXT))
    assert fetch(f"{loopback.url}/a") == Fetched(TEXT, f"{loopback.url}/a")
    assert [one.path for one in [*loopback.seen, *other_host.seen]] == ["/a", "/there", "/b"]


def test_five_redirects_are_followed_and_no_sixth(loopback: Loopback) -> None:
    hops = [redirects(f"/{number}") for number in range(6)]
    loopback.answers(*hops[:5], says(200, TEXT))
    assert fetch(loopback.url).raw == TEXT
    loopback.answers(*hops, says(200, TEXT))
    assert "it redirects more than 5 times" in refusal(loopback.url)


def test_the_body_of_a_redirect_is_not_read(loopback: Loopback) -> None:
    start = b"HTTP/1.1 302 Found\r\nLocation: /a\r\n\r\n"
    loopback.answers(endlessly(start, LARGE), says(200, TEXT))
    assert fetch(loopback.url).raw == TEXT


def test_a_circle_of_redirects_ends(loopback: Loopback) -> None:
    loopback.answers(redirects("/again"))
    assert "it redirects more than 5 times" in refusal(loopback.url)
    assert len(loopback.seen) <= 7


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://127.0.0.1/a", "data:text/plain,a", "javascript:0"]
)
def test_a_redirect_leads_nowhere_but_to_http(loopback: Loopback, location: str) -> None:
    loopback.answers(redirects(location))
    assert "which is not followed" in refusal(loopback.url)


def test_a_redirect_never_leads_from_https_to_http() -> None:
    assert download._may_follow("https://a.example/b", "https://c.example/d")
    assert not download._may_follow("https://a.example/b", "http://a.example/b")


def test_a_redirect_to_nowhere_is_an_answer_without_a_document(loopback: Loopback) -> None:
    loopback.answers(says(302))
    assert "the server answered 302" in refusal(loopback.url)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "it asks for credentials"),
        (403, "it does not let us in"),
        (404, "find its new address"),
        (410, "find its new address"),
        (418, "the server answered 418"),
        (429, "try again later"),
        (500, "try again later"),
        (503, "try again later"),
        (202, "the server answered 202, which is no document"),
    ],
)
def test_each_status_says_what_to_do(loopback: Loopback, status: int, said: str) -> None:
    loopback.answers(says(status, TEXT))
    assert said in refusal(loopback.url)


@pytest.mark.parametrize(
    "answer",
    [
        breaks_off,
        says(200, TEXT, content_length=str(len(TEXT) + 1)),
        sends_events(TEXT, whole=False),
        resets,
        lambda handler: handler.connection.shutdown(socket.SHUT_RDWR),
    ],
)
def test_an_answer_that_breaks_off_is_no_document(loopback: Loopback, answer: Answer) -> None:
    def and_closes(handler: Handler) -> None:
        answer(handler)
        handler.close_connection = True

    loopback.answers(and_closes)
    assert "the answer broke off; try again" in refusal(loopback.url)


@pytest.mark.parametrize(
    ("body", "headers", "said"),
    [
        (b"<!doctype html>", {"content_type": "text/yaml"}, "this is HTML or XML"),
        (b"", {}, "the document is empty"),
        (
            gzip.compress(TEXT, mtime=0)[:-5],
            {"content_encoding": "gzip"},
            "the gzip data are cut off",
        ),
    ],
)
def test_a_whole_answer_may_be_no_document(
    loopback: Loopback, body: bytes, headers: dict[str, str], said: str
) -> None:
    loopback.answers(says(200, body, **headers))
    with pytest.raises(DocumentError, match=said):
        fetch(loopback.url)


def test_an_unknown_packing_is_refused(loopback: Loopback) -> None:
    loopback.answers(says(200, b"\x0b\x02", content_encoding="br"))
    assert "the answer is packed as br, not as gzip" in refusal(loopback.url)


def test_what_is_not_http_is_refused(loopback: Loopback) -> None:
    def speaks_something_else(handler: Handler) -> None:
        handler.wfile.write(b"SSH-2.0-OpenSSH\r\n")
        handler.close_connection = True

    loopback.answers(speaks_something_else)
    assert "does not speak HTTP" in refusal(loopback.url)


OK = b"HTTP/1.1 200 OK\r\n"
LARGE = b"#" * 65_536
STARTS: dict[str, Callable[[float], Answer]] = {
    "a body without end": lambda pause: endlessly(OK + b"\r\n", b"#" if pause else LARGE, pause),
    "chunks without end": lambda pause: endlessly(
        OK + b"Transfer-Encoding: chunked\r\n\r\n",
        b"1\r\n#\r\n" if pause else b"10000\r\n" + LARGE + b"\r\n",
        pause,
    ),
}


@pytest.mark.parametrize("start", STARTS)
def test_an_answer_without_end_is_cut_at_its_size(
    loopback: Loopback, monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    monkeypatch.setattr(download, "MAX_BYTES", 1 << 20)
    loopback.answers(STARTS[start](0.0))
    assert "it is larger than 1 MiB" in refusal(loopback.url)


@pytest.mark.parametrize("start", [*STARTS, "headers without end", "silence"])
def test_an_answer_that_drips_is_cut_at_its_time(loopback: Loopback, start: str) -> None:
    other = {
        "headers without end": endlessly(OK + b"X: ", b"x", 0.01),
        "silence": keeps_silent,
    }
    loopback.answers(STARTS[start](0.01) if start in STARTS else other[start])
    assert "no complete answer within 0.2 seconds; allow more time" in refusal(loopback.url, 0.2)


def test_a_small_answer_that_unpacks_without_end_is_refused(
    loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(precheck, "MAX_BYTES", 1 << 20)
    loopback.answers(says(200, gzip.compress(b"#" * (2 << 20), mtime=0), content_encoding="gzip"))
    with pytest.raises(DocumentError, match="it is larger than 1 MiB unpacked"):
        fetch(loopback.url)


def test_nothing_that_listens_is_called_so(closed_port: str) -> None:
    assert "nothing answers at 127.0.0.1:" in refusal(closed_port)
    assert "is the server running?" in refusal(closed_port)


def test_an_unknown_host_is_called_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "the host nowhere.invalid is not known" in refusal("http://nowhere.invalid/a")


def test_a_certificate_that_nobody_vouches_for_is_refused(tls_url: str) -> None:
    assert "the certificate of 127.0.0.1:" in refusal(tls_url)
    assert "is not trusted: self-signed certificate" in refusal(tls_url)


def test_a_certificate_that_the_machine_trusts_is_taken(
    own_certificate: Path, tls_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(own_certificate))
    assert fetch(tls_url) == Fetched(TEXT, tls_url)


@pytest.mark.parametrize(
    "url", ["http://", "http:///a", "http://[::1", "http://127.0.0.1:port/", "http://a b/"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(UnreachableError):
        fetch(url)


def test_no_secret_of_an_address_is_shown(loopback: Loopback) -> None:
    loopback.answers(says(200, TEXT), says(404), redirects("ftp://u:hush@h/a?b=hush"))
    url = f"{loopback.url}/a?token=hush"
    assert fetch(url).url == f"{loopback.url}/a?…"
    assert loopback.seen[0].path == "/a?token=hush"
    assert "hush" not in refusal(url)
    assert "hush" not in refusal(url)
    assert "this is no valid address" in refusal(f"{url} hush")


def test_a_password_in_an_address_is_neither_sent_nor_shown() -> None:
    message = refusal("http://user:hush@127.0.0.1:1/a")
    assert "an address with a password in it is not used" in message
    assert "hush" not in message


def test_nothing_that_parses_is_imported_to_have_a_document(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_bytes(TEXT)
    code = (
        "import sys; from pyvenice.contract.fetching.fetch import fetch\n"
        f"fetch({str(path)!r})\n"
        "costly = {'yaml', 'pydantic', 'httpx', 'jsonpath', 'jsonschema_rs', 'http.client', 'ssl'}\n"
        "print(sorted(costly & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX")
@pytest.mark.parametrize("kind", ["fifo", "device", "socket"])
def test_what_is_no_regular_file_is_refused_before_it_is_opened(tmp_path: Path, kind: str) -> None:
    path = Path("/dev/zero") if kind == "device" else tmp_path / "live"
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(path))
    with pytest.raises(UnreachableError, match="a device, a socket or a FIFO; give a file"):
        fetch(str(path))


def test_an_absurd_content_length_is_no_allocation(loopback: Loopback) -> None:
    loopback.answers(says(200, b"x", content_length="999999999999999", connection="close"))
    assert "the answer broke off" in refusal(loopback.url)


def test_a_million_gzip_members_cost_no_time(tmp_path: Path) -> None:
    path = tmp_path / "members.gz"
    path.write_bytes(gzip.compress(b"") * 1001 + b"x" * (8 << 20))
    with pytest.raises(DocumentError, match="more than 1,000 members"):
        fetch(str(path))
