"""nginx and Caddy in front of two gateways, as `docs/gateway.md` configures them."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest

from pyvenice.config import Connection
from pyvenice.gateway.config import GatewayConfig
from pyvenice.gateway.store import Store
from pyvenice.sandbox import background
from tests.gateway.conftest import served
from tests.pictures import picture

DOCUMENT = Path(__file__).parent.parent / "docs" / "gateway.md"
VENICE, OPENAI = "venice/firered-image-edit", "openai/gpt-image-2"
NAME = "images.example.org"
START_SECONDS = 20.0
MOST = 2_000_000


class SlowProvider(BaseHTTPRequestHandler):
    """OpenAI's stream of an edit, whose second event is sent when the client has seen the first."""

    seen = threading.Event()

    def do_POST(self) -> None:
        """Send one unfinished image, and the result when that has arrived."""
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        self._send("image_edit.partial_image", partial_image_index=0)
        if self.seen.wait(20):
            self._send("image_edit.completed")

    def _send(self, kind: str, **facts: Any) -> None:
        image = base64.b64encode(picture()).decode()
        event = {"type": kind, "b64_json": image, "created_at": 1, **facts}
        self.wfile.write(f"event: {kind}\ndata: {json.dumps(event)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Site:
    """Two gateways behind a proxy."""

    url: str
    trust: ssl.SSLContext
    key: str
    provider: Any
    gateways: tuple[str, str]
    stop_one: Callable[[], None]

    def client(self) -> httpx.Client:
        """A client with the key of the gateways, which trusts the proxy's certificate."""
        headers = {"authorization": f"Bearer {self.key}"}
        return httpx.Client(base_url=self.url, verify=self.trust, headers=headers, timeout=60)

    def edit(self, client: httpx.Client, *, data: Any = None, **given: Any) -> httpx.Response:
        """The response to an edit."""
        return client.post(
            "/v1/images/edits",
            data={"model": VENICE, "prompt": "red", **(data or {})},
            files=given.pop("files", {"image": ("a.png", picture(), "image/png")}),
            **given,
        )


@pytest.fixture(params=["nginx", "caddy"])
def site(
    request: pytest.FixtureRequest, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    for program in (request.param, "openssl"):
        if shutil.which(program) is None:
            pytest.skip(f"there is no {program} here: apt-get install {program}")
    monkeypatch.setenv("GATEWAY_TEST_KEY", "sandbox")
    monkeypatch.setattr(SlowProvider, "seen", threading.Event())
    with ExitStack() as stack, closing(Store(database)) as store:
        provider = stack.enter_context(background())
        slow = ThreadingHTTPServer(("127.0.0.1", 0), SlowProvider)
        threading.Thread(target=slow.serve_forever).start()
        stack.callback(slow.server_close)
        stack.callback(slow.shutdown)
        urls = {"venice": provider.venice, "openai": f"http://127.0.0.1:{slow.server_port}/v1"}
        connections = {name: Connection(url, "GATEWAY_TEST_KEY") for name, url in urls.items()}
        first = stack.enter_context(ExitStack())
        gateways = [
            entered.enter_context(
                served(
                    GatewayConfig(
                        port=0,
                        data=tmp_path / name,
                        database=database,
                        connections=connections,
                        max_body=MOST,
                    )
                )
            )
            for entered, name in ((first, "one"), (stack, "two"))
        ]
        start = with_nginx if request.param == "nginx" else with_caddy
        certificate, port = make_certificate(tmp_path), free_port()
        stack.enter_context(start(tmp_path, port, gateways))
        yield Site(
            url=f"https://localhost:{port}",
            trust=ssl.create_default_context(cafile=str(certificate)),
            key=store.make_key("alice"),
            provider=provider,
            gateways=(gateways[0], gateways[1]),
            stop_one=first.close,
        )


def block(language: str, gateways: list[str]) -> str:
    """The configuration in the documentation, for gateways at these addresses."""
    found = re.search(
        rf"^```{language}\n(.*?)^```$", DOCUMENT.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found is not None
    text = found[1]
    for port, url in zip(("8790", "8791"), gateways, strict=True):
        assert f"127.0.0.1:{port}" in text
        text = text.replace(f"127.0.0.1:{port}", url.removeprefix("http://"))
    return text


@contextmanager
def with_nginx(folder: Path, port: int, gateways: list[str]) -> Iterator[None]:
    text = block("nginx", gateways).replace("listen 443 ", f"listen 127.0.0.1:{port} ")
    text = text.replace(f"/etc/ssl/{NAME}", f"{folder}/{NAME}")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    # As root, the processes that answer would be those of another user, who cannot read the folder.
    user = "user root;" if os.getuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(
        f"{user} pid {folder}/nginx.pid; daemon off; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{places}{text}}}\n"
    )
    with running(["nginx", "-p", str(folder), "-c", str(config)], port):
        yield


@contextmanager
def with_caddy(folder: Path, port: int, gateways: list[str]) -> Iterator[None]:
    text = block("caddy", gateways)
    tls = f"    tls {folder}/{NAME}.pem {folder}/{NAME}.key\n"
    text = text.replace(f"{NAME} {{\n", f"https://localhost:{port} {{\n{tls}")
    config = folder / "Caddyfile"
    config.write_text(f"{{\n    admin off\n    auto_https disable_redirects\n}}\n{text}")
    with running(["caddy", "run", "--adapter", "caddyfile", "--config", str(config)], port):
        yield


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        ends = time.monotonic() + START_SECONDS
        while not is_open(port):
            if process.poll() is not None or time.monotonic() > ends:
                process.kill()
                pytest.fail(f"{command[0]} did not start: {process.communicate()[1]!r}")
            time.sleep(0.05)
        try:
            yield
        finally:
            process.terminate()
            process.communicate()


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def make_certificate(folder: Path) -> Path:
    """A certificate for this machine, which signs itself, in the files of the documentation."""
    certificate = folder / f"{NAME}.pem"
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    names = "-subj /CN=localhost -addext subjectAltName=DNS:localhost"
    files = ["-keyout", str(folder / f"{NAME}.key"), "-out", str(certificate)]
    command = ["openssl", *made.split(), *names.split(), *files]
    subprocess.run(command, check=True, capture_output=True)
    return certificate


def test_repeats_through_a_proxy_are_billed_once_whichever_gateway_gets_them(site: Site) -> None:
    with site.client() as client:
        headers = {"idempotency-key": "k"}
        answers = [site.edit(client, headers=headers).json() for _ in range(4)]
    assert [answer["data"] for answer in answers] == [answers[0]["data"]] * 4
    assert [answer["pyvenice"]["repeated"] for answer in answers] == [False, True, True, True]
    assert len(site.provider.seen) == 1


def test_result_urls_are_those_of_the_proxy(site: Site) -> None:
    with site.client() as client:
        answer = site.edit(client, data={"response_format": "url"}).json()
        url = answer["data"][0]["url"]
        assert url.startswith(f"{site.url}/results/")
        # Of four requests, some go to the gateway that did not make the image.
        fetched = [client.get(url) for _ in range(4)]
    assert {response.content[:4] for response in fetched} == {b"\x89PNG"}


def test_unfinished_images_arrive_one_by_one(site: Site) -> None:
    with (
        openai.DefaultHttpxClient(verify=site.trust) as inner,
        openai.OpenAI(api_key=site.key, base_url=f"{site.url}/v1", http_client=inner) as client,
    ):
        stream = client.images.edit(
            model=OPENAI, image=io.BytesIO(picture()), prompt="red", stream=True, partial_images=1
        )
        kinds = []
        for event in stream:
            kinds.append(event.type)
            SlowProvider.seen.set()
    assert kinds == ["image_edit.partial_image", "image_edit.completed"]


def test_a_large_body_arrives_and_one_over_the_limit_is_refused_by_the_gateway(site: Site) -> None:
    with site.client() as client:
        for size, status in ((MOST - 10_000, 200), (MOST + 10_000, 413), (20 * MOST, 413)):
            content = picture() + bytes(size)
            response = site.edit(client, files={"image": ("a.png", content, "image/png")})
            assert response.status_code == status, response.text
            if status != 200:
                assert response.json()["error"]["code"] == "payload_too_large"
                assert response.headers["x-should-retry"] == "false"


def test_a_gateway_that_is_down_is_left_out(site: Site) -> None:
    site.stop_one()
    with site.client() as client:
        ends = time.monotonic() + START_SECONDS
        # Caddy chooses by chance until it has looked.
        while not all(client.get("/health").is_success for _ in range(20)):
            assert time.monotonic() < ends
            time.sleep(0.2)
        statuses = [site.edit(client, data={"prompt": f"red {n}"}).status_code for n in range(4)]
    assert statuses == [200] * 4
    assert len(site.provider.seen) == 4


def test_the_address_of_the_client_is_that_which_the_proxy_names(site: Site) -> None:
    """Without a key the numbers of the gateway are for its own machine alone."""
    with site.client() as client:
        del client.headers["authorization"]
        assert client.get("/metrics", headers={"x-forwarded-for": "10.9.9.9"}).status_code == 200
    outside = {"x-forwarded-for": "10.9.9.9"}
    assert httpx.get(f"{site.gateways[0]}/metrics", headers=outside).status_code == 401
