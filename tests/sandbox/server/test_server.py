"""The sandbox on a port: it starts, streams, survives rude clients, and ends."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pyvenice.errors import install_command
from pyvenice.sandbox import Addresses, background
from pyvenice.sandbox.__main__ import main
from pyvenice.sandbox.dialects.discovery import dialect_classes
from pyvenice.sandbox.server.app import MAX_BODY_BYTES
from pyvenice.sandbox.server.server import _bound
from tests.sandbox.asking import file, multipart, opened, png_field

KIND = {"content-type": "multipart/form-data; boundary=frontier", "authorization": "Bearer sandbox"}
FORM = multipart(png_field(), ("prompt", "sepia"), ("stream", "true"), ("partial_images", "3"))


@pytest.fixture(scope="module")
def server() -> Iterator[Addresses]:
    with background() as addresses:
        yield addresses


def connect(server: Addresses) -> http.client.HTTPConnection:
    parts = urlsplit(server.root)
    return http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)


def ask(
    server: Addresses, method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[int, bytes]:
    connection = connect(server)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


def test_the_root_lists_the_dialects(server: Addresses) -> None:
    status, body = ask(server, "GET", "/")
    assert status == 200
    assert json.loads(body)["dialects"] == {
        provider: server[provider] for provider in dialect_classes()
    }


def test_a_browser_sees_a_page(server: Addresses) -> None:
    status, body = ask(server, "GET", "/?x=1", accept="text/html,application/xhtml+xml")
    assert status == 200
    assert body.startswith(b"<!doctype html>")
    assert server.openai.encode() in body


def test_only_the_head_is_sent_for_head(server: Addresses) -> None:
    assert ask(server, "HEAD", "/") == (200, b"")


@pytest.mark.parametrize("path", ["/nowhere", "/files/none.png", "/veniceapi"])
def test_what_is_nowhere_is_told_where_the_dialects_are(server: Addresses, path: str) -> None:
    for method in ("GET", "POST"):
        status, body = ask(server, method, path)
        assert status == 404
        assert "/venice/api/v1" in json.loads(body)["error"]


def test_events_arrive_one_by_one(server: Addresses) -> None:
    connection = connect(server)
    connection.request("POST", "/openai/v1/images/edits", FORM, KIND)
    answer = connection.getresponse()
    first = answer.readline() + answer.readline()
    assert first.startswith(b"event: image_edit.partial_image\ndata: {")
    rest = answer.read().decode()
    assert rest.count("event: ") == 3
    connection.close()


def test_a_client_that_leaves_does_no_harm(server: Addresses) -> None:
    for body in (FORM, FORM[: len(FORM) // 2]):
        connection = connect(server)
        connection.putrequest("POST", "/openai/v1/images/edits")
        for name, value in KIND.items():
            connection.putheader(name, value)
        connection.putheader("content-length", str(len(FORM)))
        connection.endheaders(body)
        connection.close()
    assert ask(server, "GET", "/")[0] == 200


def test_too_large_a_body_is_refused_once_it_was_sent(server: Addresses) -> None:
    kind = {"content-type": "application/json", "authorization": "Bearer sandbox"}
    status, body = ask(
        server, "POST", "/venice/api/v1/image/edit", bytes(MAX_BODY_BYTES + 1), **kind
    )
    assert status == 413
    assert json.loads(body)["code"] == "PAYLOAD_TOO_LARGE"


def test_many_are_served_at_once(server: Addresses) -> None:
    form = multipart(png_field(), ("prompt", "sepia"), ("response_format", "b64_json"))
    path = "/xinference/v1/images/edits"
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: ask(server, "POST", path, form, **KIND)[0], range(16)))
    assert answers == [200] * 16


def test_small_answers_are_not_held_back() -> None:
    with _bound("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP, "asyncio sets no TCP_NODELAY without"


def test_pictures_behind_links_of_this_machine_are_fetched(server: Addresses) -> None:
    with serving_once(200, file()) as url:
        assert edit_by_url(server, url)[0] == 200


@pytest.mark.parametrize("status", [302, 404])
def test_other_answers_to_a_link_are_refused(server: Addresses, status: int) -> None:
    with serving_once(status, b"", "Location: http://example.org/a.png\r\n") as url:
        code, body = edit_by_url(server, url)
    assert code == 400
    assert f"answers {status}" in body.decode()


def test_other_hosts_are_not_asked(server: Addresses) -> None:
    code, body = edit_by_url(server, "http://example.org/a.png")
    assert code == 400
    assert "does not go out" in body.decode()


def test_links_to_the_files_of_the_sandbox_lead_back(server: Addresses) -> None:
    form = multipart(png_field(), ("prompt", "sepia"), ("model", "dall-e-2"))
    _, body = ask(server, "POST", "/openai/v1/images/edits", form, **KIND)
    url = json.loads(body)["data"][0]["url"]
    sent = {"images": [{"image_url": url}], "prompt": "blur"}
    kind = {"content-type": "application/json", "authorization": "Bearer sandbox"}
    status, _ = ask(server, "POST", "/openai/v1/images/edits", json.dumps(sent).encode(), **kind)
    assert status == 200
    assert opened(ask(server, "GET", urlsplit(url).path)[1]).size == (320, 240)


def edit_by_url(server: Addresses, url: str) -> tuple[int, bytes]:
    sent = json.dumps({"images": [{"image_url": url}], "prompt": "sepia"}).encode()
    kind = {"content-type": "application/json", "authorization": "Bearer sandbox"}
    return ask(server, "POST", "/openai/v1/images/edits", sent, **kind)


class serving_once:  # noqa: N801 - read as a verb in a with statement
    """A server of this machine that gives one answer."""

    def __init__(self, status: int, body: bytes, headers: str = "") -> None:
        head = f"HTTP/1.1 {status} Said\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
        self._answer = (head + headers + "\r\n").encode() + body
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/photo.png"

    def __exit__(self, *_: object) -> None:
        self._thread.join(10)
        self._listener.close()

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(self._answer)


def test_a_background_server_is_gone_afterwards() -> None:
    with background() as server:
        assert ask(server, "GET", "/")[0] == 200
    with pytest.raises(OSError, match="refused"):
        ask(server, "GET", "/")


def test_the_program_says_where_it_is_and_ends_when_interrupted() -> None:
    program = [sys.executable, "-m", "pyvenice.sandbox", "--port", "0", "--key", "mine"]
    with subprocess.Popen(
        program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        banner = "".join(run.stdout.readline() for _ in range(2 + len(dialect_classes())))
        found = re.search(r"pyvenice sandbox on (http://127\.0\.0\.1:\d+), key 'mine'", banner)
        assert found, banner
        assert all(dialect.base_path in banner for dialect in dialect_classes().values())
        root = found[1]
        server = Addresses(root, {}, "mine")
        assert ask(server, "GET", "/openai/v1/models", authorization="Bearer mine")[0] == 200
        run.send_signal(signal.SIGINT)
        assert run.wait(15) == 0
        assert run.stderr.read() == ""


def test_a_port_that_is_taken_is_one_sentence(
    server: Addresses, capsys: pytest.CaptureFixture[str]
) -> None:
    port = str(urlsplit(server.root).port)
    assert main(["--port", port]) == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert f"port {port} on 127.0.0.1 is taken" in message


def test_an_address_of_another_machine_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", "203.0.113.1", "--port", "0"]) == 2
    assert "cannot listen" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["80000", "-1", "65536"])
def test_a_port_that_there_is_not_is_one_sentence(
    port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([f"--port={port}"]) == 2
    expected = f"pyvenice sandbox: there is no port {port}; choose one from 0 to 65535\n"
    assert capsys.readouterr().err == expected


def test_a_journal_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (tmp_path, tmp_path / "no" / "such" / "folder"):
        assert main(["--port", "0", "--journal", str(path)]) == 2
        message = capsys.readouterr().err
        assert message.startswith(
            f"pyvenice sandbox: the journal {str(path)!r} cannot be written: "
        )
        assert message.count("\n") == 1


@pytest.mark.parametrize("package", ["uvicorn", "PIL", "jsonschema_rs"])
def test_without_the_extra_the_program_says_what_to_install(package: str) -> None:
    program = (
        f"import runpy, sys; sys.modules[{package!r}] = None; sys.argv = ['x', '--port', '-1'];"
        " runpy.run_module('pyvenice.sandbox', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert install_command("sandbox") in done.stderr
    assert done.stderr.count("\n") == 1


def test_both_spellings_of_an_option_are_understood(capsys: pytest.CaptureFixture[str]) -> None:
    for flag in ("--xinference-key", "--xinference-needs-key"):
        assert main(["--port", "-1", flag]) == 2
    assert "there is no port" in capsys.readouterr().err


def test_a_named_host_is_allowed() -> None:
    program = [sys.executable, "-m", "pyvenice.sandbox", "--port", "0", "--allow-host", "Box"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        try:
            root = re.search(r"http://\S+:\d+", run.stdout.readline())
            assert root is not None
            server = Addresses(root[0], {}, "sandbox")
            assert ask(server, "GET", "/", host="box:1")[0] == 200
            assert ask(server, "GET", "/", host="other:1")[0] == 403
        finally:
            run.terminate()
