"""Downloads over TLS from the address that was checked: certificate and server name are the host's."""

from __future__ import annotations

import contextlib
import shutil
import socket
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from pyvenice.core.engine.calls import Call, Flow, Reply, fetch
from pyvenice.core.engine.retry_policy import RetryPolicy
from pyvenice.core.http import ssrf, transport
from pyvenice.errors import APIConnectionError
from tests.core.driving import Rig


@dataclass
class Site:
    """A server for images.example, on this machine."""

    port: int = 0
    moved_to: str = ""
    names: list[str | None] = field(default_factory=list)
    """The server names that clients asked for."""
    lookups: list[str] = field(default_factory=list)

    def answer(self) -> bytes:
        if self.moved_to:
            location, self.moved_to = self.moved_to, ""
            return (
                f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()
            )
        return b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\npicture"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    openssl = shutil.which("openssl") or pytest.skip("there is no openssl")
    folder = tmp_path_factory.mktemp("tls")
    request = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=images.example"
    names = ["-addext", "subjectAltName=DNS:images.example"]
    command = [openssl, *request.split(), *names, "-keyout", "key.pem", "-out", "own.pem"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (folder / "both.pem").write_bytes(
        (folder / "own.pem").read_bytes() + (folder / "key.pem").read_bytes()
    )
    return folder / "both.pem"


@pytest.fixture
def site(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    site = Site()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _, name, __: site.names.append(name)

    class Tls(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with (
                contextlib.suppress(OSError),
                context.wrap_socket(self.request, server_side=True) as peer,
            ):
                while peer.recv(65_536):
                    peer.sendall(site.answer())

    original = socket.getaddrinfo

    def look_up(host: Any, *port: Any, **facts: Any) -> Any:
        if str(host).endswith(".example"):
            site.lookups.append(host)
            host = "127.0.0.1"
        return original(host, *port, **facts)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    # The only address that tests may reach stands for a public one.
    monkeypatch.setattr(ssrf, "_is_public", {"127.0.0.1"}.__contains__)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_name("own.pem")))

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Tls) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        site.port = server.server_address[1]
        yield site
        server.shutdown()
        thread.join()


@pytest.fixture(params=["own", "injected"])
def rig(request: pytest.FixtureRequest, client_mode: str, certificate: Path) -> Rig:
    def injected() -> Any:
        library = transport.http_library()
        kind = library.AsyncClient if client_mode == "async" else library.Client
        return kind(verify=ssl.create_default_context(cafile=certificate.with_name("own.pem")))

    make = injected if request.param == "injected" else lambda: None
    return Rig(client_mode, "https://127.0.0.9:1", make, retry=RetryPolicy(max_retries=0))


def download(*urls: str) -> Flow[Reply]:
    for url in urls:
        reply = yield from fetch(Call("GET", url, authorized=False))
    return reply


def test_the_certificate_is_checked_for_the_name_and_not_for_the_address(
    rig: Rig, site: Site
) -> None:
    url = f"https://images.example:{site.port}/a.png"
    assert rig.run(download(url, url)).content == b"picture"
    assert site.names == site.lookups == ["images.example"] * 2


def test_a_certificate_of_another_name_is_refused(rig: Rig, site: Site) -> None:
    with pytest.raises(APIConnectionError, match=r"not to be trusted.*other"):
        rig.run(download(f"https://other.example:{site.port}/a.png"))
    assert site.names == ["other.example"]


def test_another_host_of_the_same_address_is_verified_anew(rig: Rig, site: Site) -> None:
    site.moved_to = f"https://other.example:{site.port}/b.png"
    with pytest.raises(APIConnectionError, match=r"not to be trusted.*other"):
        rig.run(download(f"https://images.example:{site.port}/a.png"))
    assert site.names == ["images.example", "other.example"]
