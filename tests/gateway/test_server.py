"""The gateway at an address: what clients of other makers see of it."""

from __future__ import annotations

import http.client
import io
import socket
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import openai
import pytest

from pyvenice.config import Connection
from pyvenice.errors import ConfigError
from pyvenice.gateway.config import GatewayConfig, read_gateway_config
from pyvenice.gateway.server import make_server
from pyvenice.gateway.server import serve as serve_until_interrupted
from pyvenice.gateway.store import Store
from tests.gateway.conftest import Serve
from tests.pictures import picture

OPENAI, VENICE = "openai/gpt-image-2", "venice/firered-image-edit"


@pytest.mark.parametrize(("model", "partials"), [(OPENAI, 2), (VENICE, 0)])
def test_the_client_of_openai_sees_partial_images_where_the_model_has_them(
    serve: Serve, model: str, partials: int
) -> None:
    with openai.OpenAI(api_key="sandbox", base_url=f"{serve()}/v1") as client:
        stream = client.images.edit(
            model=model, image=io.BytesIO(picture()), prompt="red", stream=True, partial_images=2
        )
        events = list(stream)
    assert [event.type for event in events] == [
        *["image_edit.partial_image"] * partials,
        "image_edit.completed",
    ]
    last = events[-1].model_dump()
    assert last["b64_json"]
    if partials:
        assert last["usage"]["output_tokens"] > 0
    else:
        assert "partial_images" in last["pyvenice"]["warnings"][0]


def test_the_status_line_of_a_refusal_says_why(serve: Serve) -> None:
    address = urlsplit(serve())
    connection = http.client.HTTPConnection(address.hostname or "", address.port)
    connection.request("POST", "/v1/images/edits", "{}", {"content-type": "application/json"})
    response = connection.getresponse()
    assert (response.status, response.reason[:16]) == (400, "model is missing")
    connection.close()


@pytest.mark.parametrize(
    ("method", "path", "status"), [("POST", "/v1/nothing", 404), ("GET", "/v1/images/edits", 405)]
)
def test_paths_that_there_are_not_answer_in_the_shape_of_openai(
    serve: Serve, method: str, path: str, status: int
) -> None:
    response = httpx.request(method, serve() + path)
    assert response.status_code == status
    assert path in response.json()["error"]["message"]


def test_a_client_that_stops_in_the_middle_of_its_request_is_told_so(serve: Serve) -> None:
    address = urlsplit(serve(body_timeout=0.2))
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(
            b"POST /v1/images/edits HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
            b"content-length: 100\r\n\r\n{"
        )
        assert connection.recv(64).startswith(b"HTTP/1.1 408 the body stopped for 0.2 s")


def test_headers_without_an_end_are_refused(serve: Serve) -> None:
    address = urlsplit(serve())
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nx: " + b"x" * 100_000)
        assert connection.recv(64).startswith(b"HTTP/1.1 400 ")
    assert httpx.get(f"{serve()}/health", headers={"x": "x" * 10_000}).is_success


def test_a_request_that_offers_another_protocol_is_answered_in_this_one(serve: Serve) -> None:
    offer = {"connection": "Upgrade, HTTP2-Settings", "upgrade": "h2c", "http2-settings": "AA"}
    response = httpx.post(
        f"{serve()}/v1/images/edits",
        data={"model": VENICE, "prompt": "red"},
        files={"image": ("a.png", picture(), "image/png")},
        headers=offer,
    )
    assert response.status_code == 200
    assert int(response.headers["content-length"]) == len(response.content)


def test_two_gateways_on_one_file_bill_a_key_once(serve: Serve, tmp_path: Path) -> None:
    files = {"image": ("a.png", picture(), "image/png")}
    answers = [
        httpx.post(
            f"{url}/v1/images/edits",
            data={"model": VENICE, "prompt": "red"},
            files=files,
            headers={"idempotency-key": "one"},
        )
        for url in (serve(), serve())
    ]
    first, second = (answer.json() for answer in answers)
    assert first["data"] == second["data"]
    assert [first["pyvenice"]["repeated"], second["pyvenice"]["repeated"]] == [False, True]
    store = Store(tmp_path / "gateway" / "gateway.sqlite3")
    assert store._row("SELECT count(*) FROM calls") == (1,)
    store.close()


def test_a_configuration_file_names_hosts_providers_and_aliases(tmp_path: Path) -> None:
    path = tmp_path / "gateway.toml"
    path.write_text(
        '[providers.openai]\nbase_url = "http://127.0.0.1:1/v1"\nkey_env = "K"\n'
        '[hosts.local]\nbase_url = "http://127.0.0.1:2/v1"\nmask = "white"\n'
        '[aliases]\nmine = "local/any"\n'
    )
    config = read_gateway_config(path)
    assert config.connections["openai"].key_env == "K"
    assert config.hosts[0].mask == "white"
    assert config.aliases["mine"].models == ("local/any",)


def test_what_keeps_a_gateway_from_starting_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NOT_SET", raising=False)
    connections = {"openai": Connection(key_env="NOT_SET")}
    with pytest.raises(ConfigError, match=r"\[providers.openai\] key_env: .* NOT_SET is not set"):
        make_server(GatewayConfig(data=tmp_path, connections=connections))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"cannot listen at 127.0.0.1, port {port}: .*use"):
            serve_until_interrupted(GatewayConfig(data=tmp_path, port=port))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[gateway]\nprot = 1", "prot"),
        ("[gatway]", "did you mean gateway"),
        ("[providers.opnai]\nbase_url = 'http://x'", "did you mean openai"),
        ("[providers.openai]\napi_key = 'sk'", "key_env"),
        ("[hosts.local]\nurl = 'http://x'", "base_url"),
        ("[aliases]\nmine = 'openai/gpt-image-22'", "gpt-image-2"),
        ("[gateway]\non_disconnect = 'end'", "'keep' or 'cancel'"),
        ("[gateway]\nport = 'x'", "port must be int"),
        ("[gateway]\nport = 70000", "port must be 0 to 65535"),
        ("aliases = 1", "aliases"),
    ],
)
def test_a_slip_in_the_configuration_names_the_key(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "gateway.toml"
    path.write_text(text)
    with pytest.raises(Exception, match=words) as caught:
        read_gateway_config(path)
    assert type(caught.value).__name__ == "ConfigError"
    assert GatewayConfig().port
